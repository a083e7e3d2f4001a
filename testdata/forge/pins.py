# SPDX-License-Identifier: Apache-2.0
"""Cases: thumbprint pins, which the user gives."""

import dataclasses
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from forge import keys
from forge.case import BASE_ADVICE, add, case, degraded, expectation, expired, finding, incomplete, roles, trusted
from forge.case import silent, unchanged, untrusted
from forge.history import NEW, OLD, rotated
from forge.keys import GUN, bare, certified
from forge.repository import Signer
from forge.roots import DATES, EXPIRED, list_as_id

PAST = "2026-06-01T00:00:00Z"
ALICE = f"{GUN}#targets/alice"


# ---- digits ----

def thumbprint(name, algorithm=hashes.SHA256()):
    """As OpenSSL prints it."""
    certificate = x509.load_pem_x509_certificate((keys.FOLDER / f"{name}.crt").read_bytes())
    return certificate.fingerprint(algorithm).hex(":").upper()


def sha256(name):
    return f"sha256:{thumbprint(name)}"


def spki(name):
    public = keys.load_private(name).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()


def pinned(*pins):
    return tuple(word for pin in pins for word in ("--pin", pin))


# ---- expectations ----

def asked(wanted, answer="pass"):
    wanted["checks"]["policy"] = answer
    return wanted


def met(*findings, **other):
    return asked(trusted(*findings, **other))


def not_met(role="root", actual=None, **other):
    return asked(untrusted("pass pass pass", finding("pin-not-met", role, "/signatures", actual=actual), **other), "fail")


def gone(file, role="targets/alice", *further, **other):
    """further: findings after the one that fails the pin."""
    return asked(untrusted("pass pass pass", finding("pin-role-missing", role, file=file), *further, **other), "fail")


def extra(role, key, file="root.json", pointer="/signed/keys/"):
    return finding("pin-extra-key", role, f"{pointer}{key.id}", actual=key.id, file=file)


# ---- what digits mean ----

ROOT = certified("root")
MEANINGS = (
    ("sha256", sha256("root"), "The SHA-256 thumbprint of the root certificate, as OpenSSL prints it", met()),
    ("sha1", f"SHA1:{thumbprint('root', hashes.SHA1())}", "The SHA-1 thumbprint of the root certificate", met()),
    ("sha256-plain", sha256("root").lower().replace(":", "").replace("sha256", "sha256:"),
     "The SHA-256 thumbprint of the root certificate in small letters without colons", met()),
    ("keyid", f"keyid:{ROOT.id}", "The root key's ID", met()),
    ("keyid-canonical", f"keyid:{bare('root').id}", "The ID of the bare root key", met()),
    ("spki", f"spki:{spki('root')}", "The SHA-256 of the root's public key", met()),
    ("other-certificate", sha256("root-next"), "The thumbprint of another certificate",
     not_met(actual=f"by 0: signed by key {ROOT.id}")),
    ("other-sha1", f"sha1:{thumbprint('root-next', hashes.SHA1())}", "The SHA-1 thumbprint of another certificate",
     not_met()),
    ("other-keyid", f"keyid:{NEW.id}", "The ID of another key", not_met()),
    ("other-spki", f"spki:{spki('root-next')}", "The SHA-256 of another public key", not_met()),
    ("renewed-certificate", sha256("root-expired"), "The thumbprint of another certificate for the same key", not_met()),
    ("keyid-as-sha256", f"sha256:{ROOT.id}", "The root key's ID is given as a thumbprint", not_met()),
    ("spki-as-sha256", f"sha256:{spki('root')}", "The SHA-256 of the public key is given as a thumbprint", not_met()),
    ("sha256-as-keyid", f"keyid:{thumbprint('root')}", "The thumbprint is given as a key ID", not_met()),
    ("sha256-as-spki", f"spki:{thumbprint('root')}", "The thumbprint is given as that of the public key", not_met()),
)

for name, pin, description, wanted in MEANINGS:
    add(f"pin-{name}", unchanged, description, wanted, options=pinned(f"{GUN}={pin}"))


def with_issuers(repo):
    repo.assign("root", certified("root-issued", "intermediate", "ca"))


add("pin-leaf", with_issuers, "The thumbprint of a root certificate that has those of its issuers behind it", met(),
    options=pinned(f"{GUN}={sha256('root-issued')}"))
add("pin-intermediate", with_issuers, "The thumbprint of a root certificate's issuer, whose key signs nothing", not_met(),
    options=pinned(f"{GUN}={sha256('intermediate')}"))
add("pin-intermediate-key", with_issuers, "The SHA-256 of the public key of a root certificate's issuer", not_met(),
    options=pinned(f"{GUN}=spki:{spki('intermediate')}"))


# ---- root keys that sign under another ID than they are listed under ----

def dropping(repo):
    key = certified("root-issued", "intermediate-expired")
    repo.assign("root", key, signers=[Signer(key, key_id=certified("root-issued").id)])


add("pin-rebuilt-listed", dropping, "The ID that a root key is listed under, though an intermediate is dropped", met(DATES),
    options=pinned(f"{GUN}=keyid:{certified('root-issued', 'intermediate-expired').id}"))
add("pin-rebuilt", dropping, "The ID that a root key has without the intermediate that is dropped", met(DATES),
    options=pinned(f"{GUN}=keyid:{certified('root-issued').id}"))


@case(asked(untrusted("pass pass pass", finding("pin-not-met", "root"), finding("root-key-label", "root")), "fail"),
      options=pinned(f"{GUN}=keyid:{NEW.id}"))
def pin_label(repo):
    """A root key is listed under the ID of the pinned one, which it is not"""
    list_as_id(repo, NEW.id, certified("root"))


@case(met(), options=pinned(f"{GUN}=keyid:{dataclasses.replace(ROOT, type='rsa-x509').id}"))
def pin_type_differs(repo):
    """The ID of a root key that says rsa-x509 of an ECDSA certificate"""
    repo.assign("root", dataclasses.replace(ROOT, type="rsa-x509"), signers=[ROOT])


# ---- roles ----

ROLES = (
    ("delegation", f"{ALICE}={sha256('alice')}", "The thumbprint of a delegation's certificate", met()),
    ("delegation-keyid", f"{ALICE}=keyid:{bare('alice').id}", "The canonical ID of a delegation's key", met()),
    ("delegation-other", f"{ALICE}={sha256('releases')}", "The thumbprint of another delegation's certificate",
     not_met("targets/alice")),
    ("delegation-nested", f"{GUN}#targets/releases/nightly={sha256('nightly')}",
     "The thumbprint of a nested delegation's certificate", met()),
    ("targets", f"{GUN}#targets=spki:{spki('targets')}", "The SHA-256 of the public key of targets", met()),
    ("timestamp", f"{GUN}#timestamp=keyid:{bare('timestamp').id}", "The ID of the timestamp's key", met()),
    ("snapshot-other", f"{GUN}#snapshot=keyid:{bare('timestamp').id}", "The ID of another key than the snapshot's",
     not_met("snapshot")),
    ("role-undefined", f"{GUN}#targets/alcie={sha256('alice')}", "A delegation that nobody defines",
     gone("targets.json", "targets/alcie")),
    ("role-undefined-nested", f"{GUN}#targets/alice/deputy={sha256('alice')}", "A nested delegation that nobody defines",
     gone("targets/alice.json", "targets/alice/deputy")),
)

for name, pin, description, wanted in ROLES:
    add(f"pin-{name}", unchanged, description, wanted, options=pinned(pin))


@case(gone("targets/alice.json", "targets/alice", finding("delegation-unpublished", "targets/alice"),
           roles=roles({"targets/alice": "unpublished"})), options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_role_unpublished(repo):
    """A pinned delegation has not published yet"""
    repo.list_as("targets/alice", lambda meta: None)
    repo.afterwards(lambda files: files.pop("targets/alice.json"))


@case(asked(untrusted("pass pass fail", finding("pin-role-missing", "targets/releases/nightly",
                                                file="targets/releases.json"),
                      finding("delegation-expired", "targets/releases"),
                      roles=roles({"targets/releases/nightly": None}, **{"targets/releases": "expired"})), "fail"),
      options=("--allow-degraded", *pinned(f"{GUN}#targets/releases/nightly={sha256('nightly')}")),
      stderr="does not pass")
def pin_role_dropped(repo):
    """A pinned delegation is gone with the one above it, which is past its expiry"""
    repo["targets/releases"]["expires"] = PAST


UNDER = finding("delegation-threshold-not-met", "targets/alice", "/signatures")


@case(asked(expectation("untrusted", "pass fail pass",
                        finding("pin-not-met", "targets/alice", actual="by 0: signed by no key that counts"),
                        UNDER, roles=roles({"targets/alice": "below-threshold"})), "fail"),
      options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_under_threshold(repo):
    """A pinned delegation is signed by a key that is not its own any more"""
    repo.sign_with("targets/alice", certified("alice-second"))


@case(asked(degraded("pass pass fail", finding("delegation-expired", "targets/alice"),
                     roles=roles({"targets/alice": "expired"}))),
      options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_delegation_expired(repo):
    """A pinned delegation is past its expiry, and signed by the pinned key"""
    repo["targets/alice"]["expires"] = PAST


# ---- several keys ----

BOTH = {"threshold": 2}
TWO_ROOTS = pinned(f"{GUN}={sha256('root')}", f"{GUN}=keyid:{NEW.id}")


OPEN_RELEASES = BASE_ADVICE["delegation-all-paths"]


def two_roots(**other):
    return lambda repo: repo.assign("root", OLD, NEW, **other)


add("pin-extra-key", two_roots(), "Two root keys signed, and one of them is pinned", met(extra("root", NEW)),
    options=pinned(f"{GUN}={sha256('root')}"))
add("pin-extra-key-signs-alone", two_roots(signers=[NEW]), "Of two root keys the one that is not pinned signed",
    not_met(advice=silent("root", OLD)), options=pinned(f"{GUN}={sha256('root')}"))
add("pin-either", two_roots(signers=[NEW]), "Of two pinned root keys one signed, which is enough",
    met(advice=silent("root", OLD)), options=TWO_ROOTS)
add("pin-threshold-two", two_roots(**BOTH), "Two root keys are needed, and both are pinned",
    met(advice=[OPEN_RELEASES]), options=TWO_ROOTS)
add("pin-threshold-two-one", two_roots(**BOTH), "Two root keys are needed and signed, and one of them is pinned",
    not_met(advice=[OPEN_RELEASES]), options=pinned(f"{GUN}={sha256('root')}"))
add("pin-twice", two_roots(**BOTH), "Two root keys are needed, and one of them is pinned twice",
    not_met(advice=[OPEN_RELEASES]), options=pinned(f"{GUN}={sha256('root')}", f"{GUN}={sha256('root')}", f"{GUN}=spki:{spki('root')}"))


def two_alices(repo):
    repo.assign("targets/alice", certified("alice"), certified("alice-second"), threshold=2)


add("pin-delegation-threshold-two", two_alices, "A delegation needs two keys, and both are pinned", met(),
    options=pinned(f"{ALICE}={sha256('alice')}", f"{ALICE}={sha256('alice-second')}"))
add("pin-delegation-threshold-two-one", two_alices, "A delegation needs two keys, and one of them is pinned",
    not_met("targets/alice"), options=pinned(f"{ALICE}={sha256('alice-second')}"))


@case(met(extra("targets/alice", certified("alice-second"), "targets.json", "/signed/delegations/keys/"),
          advice=silent("targets/alice", certified("alice-second"), "targets.json", "/signed/delegations/keys/")),
      options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_extra_key_of_delegation(repo):
    """A delegation has two keys; the pinned one signed"""
    repo.assign("targets/alice", certified("alice"), certified("alice-second"), signers=[certified("alice")])


# ---- which pins are asked ----

TEAM = "registry.example.com/team"
RIGHT, WRONG = sha256("root"), sha256("root-next")
CHOICES = (
    ("exact-before-prefix", (f"{TEAM}/*={WRONG}", f"{GUN}={RIGHT}"), "The pin of the name comes before that of a prefix",
     met()),
    ("exact-before-prefix-wrong", (f"{TEAM}/*={RIGHT}", f"{GUN}={WRONG}"),
     "The pin of the name comes before that of a prefix, even if that would do", not_met()),
    ("longest-prefix", (f"{TEAM}/*={RIGHT}", f"registry.example.com/*={WRONG}", f"*={WRONG}"),
     "Of the pins of prefixes that of the longest one is asked", met()),
    ("longest-prefix-wrong", (f"{TEAM}/a*={WRONG}", f"{TEAM}/*={RIGHT}"),
     "Of the pins of prefixes that of the longest one is asked, even if a shorter one's would do", not_met()),
    ("whole-name-as-prefix", (f"{GUN}*={RIGHT}", f"{TEAM}/*={WRONG}"), "A prefix may be the whole name", met()),
    ("any-name", (f"*={RIGHT}",), "A star is any name", met()),
    ("roles-apart", (f"*#targets/alice={sha256('alice')}", f"{GUN}={RIGHT}"),
     "Which pins are asked is decided for each role", met()),
    ("roles-apart-wrong", (f"*#targets/alice={sha256('releases')}", f"{GUN}={RIGHT}"),
     "Which pins are asked is decided for each role: one of the name does not hide one of a prefix for another role",
     not_met("targets/alice")),
)

for name, pins, description, wanted in CHOICES:
    add(f"pin-{name}", unchanged, description, wanted, options=pinned(*pins))

add("pin-of-none", unchanged, "A pin of a name that is misspelt", trusted(), options=pinned(f"{TEAM}/apq={RIGHT}"), exit=3,
    stderr=f"--pin {TEAM}/apq=")
add("pin-of-none-beside", unchanged, "A pin of a name that is misspelt, and one that is right", met(),
    options=pinned(f"{TEAM}/apq={RIGHT}", f"{GUN}={RIGHT}"), exit=3, stderr=f"--pin {TEAM}/apq=")
add("pin-prefix-of-none", unchanged, "A pin of a prefix that no name has, and one that is right", met(),
    options=pinned(f"registry.example.org/*={RIGHT}", f"{GUN}={RIGHT}"), stderr="--pin registry.example.org/*=")
add("pin-prefix-of-none-alone", unchanged, "Only a pin of a prefix that no name has", trusted(),
    options=pinned(f"registry.example.org/*={RIGHT}"), exit=3, stderr="no pin applies")


# ---- chains that do not hold ----

@case(asked(expired(EXPIRED, DATES, roles=roles(root="expired"))), options=pinned(f"{GUN}={sha256('root-expired')}"))
def pin_root_expired(repo):
    """The pinned root certificate is past its last day"""
    repo.assign("root", certified("root-expired"))


@case(asked(untrusted("pass pass fail", finding("pin-not-met", "root"), EXPIRED, DATES, roles=roles(root="expired")),
            "fail"), options=("--allow-expired", *pinned(f"{GUN}={RIGHT}")), stderr="does not pass")
def pin_root_expired_other(repo):
    """The root certificate is past its last day, and another than the pinned one"""
    repo.assign("root", certified("root-expired"))


@case(asked(untrusted("pass fail pass", finding("threshold-not-met", "root", "/signatures"),
                      roles=roles(root="below-threshold")), "unknown"), options=pinned(f"{GUN}={RIGHT}"))
def pin_root_not_signed(repo):
    """root.json is signed by another key than its own, which is the pinned one"""
    repo.sign_with("root", NEW)


@case(asked(untrusted("fail pass pass", finding("hash-mismatch", "targets/alice"),
                      roles=roles({"targets/alice": "invalid"})), "unknown"), options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_chain_broken(repo):
    """A pinned delegation is not the file that was signed for: what signed it is not looked at"""
    repo.afterwards_in("targets/alice.json", b'"method":"ecdsa"', b'"method":"ECDSA"')


@case(asked(incomplete(finding("file-missing", "targets/alice"), roles=roles({"targets/alice": "missing"})), "unknown"),
      options=pinned(f"{ALICE}={sha256('alice')}"))
def pin_file_missing(repo):
    """A pinned delegation's file is missing"""
    repo.afterwards(lambda files: files.pop("targets/alice.json"))


# ---- rotation ----

add("pin-rotated", rotated, "The new root key is pinned, and the root before it was signed by an older one", met(),
    options=pinned(f"{GUN}={sha256('root-next')}"))
add("pin-rotated-old", rotated, "The root key was rotated, and only the older one is pinned", not_met(),
    options=pinned(f"{GUN}={sha256('root')}"))
add("pin-rotated-both", rotated, "The root key was rotated, and the older and the new one are pinned", met(),
    options=TWO_ROOTS)


@case(not_met(), options=pinned(f"{GUN}={sha256('root')}"))
def pin_rotated_signed_by_old(repo):
    """The older root key is pinned and has signed the new root, which does not list it any more"""
    repo.assign("root", NEW, signers=[OLD, NEW])


# ---- names that nothing outside of the repository gives ----

ASSUMED = finding("gun-assumed", "root", "/signed/roles/root/keyids", actual=GUN)
OUTSIDE = {"metadata": "archive/metadata", "arguments": ("archive",)}

add("pin-gun-assumed", unchanged, "The pin of a name that only the root certificate gives", met(ASSUMED),
    options=pinned(f"{GUN}={RIGHT}"), **OUTSIDE)
add("pin-gun-assumed-wrong", unchanged, "The pin of a name that only the root certificate gives, and not its own",
    asked(untrusted("pass pass pass", finding("pin-not-met", "root"), ASSUMED), "fail"),
    options=pinned(f"{GUN}={WRONG}"), **OUTSIDE)


# ---- files ----

LINES = f"""# The publisher's keys.

  {GUN} = {RIGHT}   # from the release notes
\t{GUN}#targets/alice=keyid:{bare('alice').id}
{TEAM}/*={WRONG}
"""
FILES = (
    ("file", LINES.encode(), met(), {}),
    ("file-of-windows", b"\xef\xbb\xbf" + LINES.replace("\n", "\r\n").encode(), met(), {}),
    ("file-without-line-end", LINES.rstrip("\n").encode(), met(), {}),
    ("file-wrong", LINES.replace(RIGHT, WRONG).encode(), not_met(), {}),
    ("file-with-others", LINES.encode() + f"{TEAM}/other={RIGHT}\n".encode(), met(),
     {"stderr": "1 pin applies to no repository"}),
    ("file-of-others", f"{TEAM}/other={RIGHT}\n".encode(), trusted(), {"stderr": "no pin applies", "exit": 3}),
)


def add_file(name, content, wanted, other):
    add(f"pin-{name}", unchanged, f"Pins in a file: {name.replace('-', ' ')}", wanted,
        extra=lambda: {"pins.txt": content}, options=("--pins", "pins.txt"), **other)


for row in FILES:
    add_file(*row)

add("pin-file-and-option", unchanged, "Pins in a file, and one beside it", met(),
    extra=lambda: {"pins.txt": f"{GUN}={WRONG}\n".encode()}, options=("--pins", "pins.txt", *pinned(f"{GUN}={RIGHT}")))
