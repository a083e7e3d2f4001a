# SPDX-License-Identifier: Apache-2.0
"""Cases: signatures, methods, key types, key IDs and thresholds of roles other than root."""

import functools

from forge import keys, signing
from forge.case import BASE_ADVICE, add, case, finding, roles, trusted, untrusted
from forge.keys import bare, certified, in_pem
from forge.repository import Signer

FORGED = Signer(bare("spare"), key_id=bare("targets").id)


def below_threshold(*findings, role="targets"):
    return untrusted("pass fail pass", finding("threshold-not-met", role, "/signatures"), *findings,
                     roles=roles({role: "below-threshold"}))


def invalid_signature(role="targets", index=0):
    return finding("signature-invalid", role, f"/signatures/{index}/sig", "a valid signature")


# ---- what verifies ----

VALID = (
    ("targets", "ecdsa-p224", bare("p224"), None),
    ("targets", "ecdsa-p384", bare("p384"), None),
    ("targets", "ecdsa-p521", bare("p521"), None),
    ("targets/alice", "ecdsa-x509-p224", certified("alice-p224"), None),
    ("targets/alice", "ecdsa-x509-p384", certified("alice-p384"), None),
    ("targets/alice", "ecdsa-x509-p521", certified("alice-p521"), None),
    ("targets", "ecdsa-x509-of-targets", certified("alice-second"), None),
    ("targets/alice", "ecdsa-of-delegation", bare("alice"), None),
    ("targets", "rsa-rsapss", bare("rsa-2048"), "rsapss"),
    ("targets", "rsa-rsapkcs1v15", bare("rsa-2048"), "rsapkcs1v15"),
    ("targets", "rsa-3072-rsapss", bare("rsa-3072"), "rsapss"),
    ("targets", "rsa-pycrypto", in_pem("rsa-2048"), "pycrypto-pkcs#1 pss"),
    ("targets/alice", "rsa-x509-rsapss", certified("alice-rsa-2048"), "rsapss"),
    ("targets/alice", "rsa-x509-rsapkcs1v15", certified("alice-rsa-2048"), "rsapkcs1v15"),
    ("targets/alice", "rsa-x509-3072-rsapss", certified("alice-rsa-3072"), "rsapss"),
    ("targets", "ed25519", bare("ed25519"), "eddsa"),
    ("timestamp", "ed25519-of-timestamp", bare("ed25519"), "eddsa"),
)


def add_valid(role, name, key, method):
    def build(repo):
        repo.assign(role, key, signers=[Signer(key, method)])
    add(f"valid-{name}", build, f"{role} is signed by a key of type {key.type} with the method "
        f"{method or 'ecdsa'}", trusted())


for row in VALID:
    add_valid(*row)


# ---- what does not ----

def as_type(key_type, key):
    return keys.Key(key_type, key.public, key.private)


WRONG = (
    ("ecdsa-key-rsapss", bare("targets"), "rsapss", signing.sign_ecdsa),
    ("ecdsa-key-eddsa", bare("targets"), "eddsa", signing.sign_ecdsa),
    ("rsa-key-ecdsa", bare("rsa-2048"), "ecdsa", signing.sign_pss),
    ("rsa-key-pycrypto", bare("rsa-2048"), "pycrypto-pkcs#1 pss", signing.sign_pss),
    ("rsa-pem-key-rsapss", in_pem("rsa-2048"), "rsapss", signing.sign_pss),
    ("rsa-x509-key-pycrypto", certified("alice-rsa-2048"), "pycrypto-pkcs#1 pss", signing.sign_pss),
    ("rsapss-as-rsapkcs1v15", bare("rsa-2048"), "rsapkcs1v15", signing.sign_pss),
    ("rsapkcs1v15-as-rsapss", bare("rsa-2048"), "rsapss", signing.sign_pkcs1v15),
    ("ed25519-key-ecdsa", bare("ed25519"), "ecdsa", signing.sign_ed25519),
    ("ed25519-key-rsapss", bare("ed25519"), "rsapss", signing.sign_ed25519),
    ("method-unknown", bare("targets"), "ecdsa-sha2-nistp256", signing.sign_ecdsa),
    ("method-empty", bare("targets"), "", signing.sign_ecdsa),
    ("key-type-unknown", as_type("ecdsa-sha2-nistp256", bare("targets")), "ecdsa", signing.sign_ecdsa),
    ("key-type-upper-case", as_type("ECDSA", bare("targets")), "ecdsa", signing.sign_ecdsa),
    ("ecdsa-x509-of-rsa-certificate", as_type("ecdsa-x509", certified("alice-rsa-2048")), "rsapss",
     signing.sign_pss),
    ("rsa-x509-of-ecdsa-certificate", as_type("rsa-x509", certified("alice")), "ecdsa", signing.sign_ecdsa),
    ("ecdsa-key-is-certificate", as_type("ecdsa", certified("alice")), "ecdsa", signing.sign_ecdsa),
    ("ecdsa-x509-key-is-bare", as_type("ecdsa-x509", bare("targets")), "ecdsa", signing.sign_ecdsa),
    ("rsa-1024", bare("rsa-1024"), "rsapss", signing.sign_pss),
    ("rsa-x509-1024", certified("alice-rsa-1024"), "rsapkcs1v15", signing.sign_pkcs1v15),
    ("ecdsa-der", bare("targets"), "ecdsa", signing.sign_ecdsa_der),
    ("ecdsa-padded", bare("targets"), "ecdsa",
     lambda private, message: b"\0" + signing.sign_ecdsa(private, message)[:32]
     + b"\0" + signing.sign_ecdsa(private, message)[32:]),
    ("ecdsa-zero", bare("targets"), "ecdsa", lambda private, message: bytes(64)),
    ("ecdsa-empty", bare("targets"), "ecdsa", lambda private, message: b""),
    ("rsapss-salt-20", bare("rsa-2048"), "rsapss", functools.partial(signing.sign_pss, salt_bytes=20)),
    ("rsapss-salt-0", bare("rsa-2048"), "rsapss", functools.partial(signing.sign_pss, salt_bytes=0)),
    ("rsapss-zero-in-front", bare("rsa-2048"), "rsapss",
     lambda private, message: b"\0" + signing.sign_pss(private, message)),
    ("ed25519-short", bare("ed25519"), "eddsa", lambda private, message: private.sign(message)[:63]),
)


def add_wrong(name, key, method, scheme):
    def build(repo):
        repo.assign("targets", key, signers=[Signer(key, method, scheme=scheme)])
    add(f"wrong-{name}", build, f"targets.json has a signature that no client takes: {name.replace('-', ' ')}",
        below_threshold(invalid_signature()))


for row in WRONG:
    add_wrong(*row)


@case(below_threshold(invalid_signature()), difference="D14")
def rsapss_above_modulus(repo):
    """An RSA signature is not below the modulus"""
    repo.assign("targets", bare("rsa-2048"), signers=[
        Signer(bare("rsa-2048"), scheme=signing.sign_pss_above_modulus)])


@case(below_threshold(invalid_signature()), difference="D13")
def ed25519_small_order(repo):
    """An Ed25519 key is the neutral point, for which anybody can sign anything"""
    neutral = b"\x01" + bytes(31)
    key = keys.Key("ed25519", neutral, None)
    repo.assign("targets", key, signers=[Signer(key, "eddsa", scheme=lambda private, message: neutral + bytes(32))])


@case(trusted())
def method_in_upper_case(repo):
    """The method of a signature is compared in lower case"""
    repo.sign_with("targets", Signer(bare("targets"), "ECDSA"))


@case(below_threshold(invalid_signature()))
def method_hostile(repo):
    """The method of a signature has terminal escapes, which a finding quotes"""
    repo.sign_with("targets", Signer(bare("targets"), "\x1b[31m\u202eecdsa", scheme=signing.sign_ecdsa))


@case(below_threshold(invalid_signature()))
def signature_of_other_content(repo):
    """The signature is one that the key made for another file"""
    repo.sign_with("targets", Signer(bare("targets"), scheme=lambda private, message:
                                     signing.sign_ecdsa(private, b"another")))


@case(trusted(invalid_signature(index=1)))
def signature_invalid_beside_valid(repo):
    """A signature by a second key is wrong, but one is enough"""
    repo.assign("targets", bare("targets"), bare("spare"), signers=[
        bare("targets"), Signer(bare("p384"), key_id=bare("spare").id)])


@case(trusted())
def signature_by_key_not_listed(repo):
    """A signature by a key that is not one of the role's is passed over"""
    repo.sign_with("targets", bare("spare"), bare("targets"))


@case(below_threshold())
def signed_by_key_not_listed_alone(repo):
    """The only signature is by a key that is not one of the role's"""
    repo.sign_with("targets", bare("spare"))


# ---- none, and too few ----

@case(untrusted("pass fail pass", finding("signatures-none", "targets", "/signatures"),
                roles=roles(targets="invalid")))
def signatures_none(repo):
    """targets.json has an empty list of signatures"""
    repo.sign_with("targets")


@case(untrusted("pass fail pass", finding("signatures-none", "snapshot", "/signatures"),
                roles=roles(snapshot="invalid")))
def signatures_missing(repo):
    """snapshot.json has no member with signatures"""
    repo.sign_with("snapshot")
    repo.substitute("snapshot", ',"signatures":[]', "")


@case(untrusted("pass fail pass", finding("signatures-none", "targets/alice", "/signatures"),
                roles=roles({"targets/alice": "invalid"})))
def signatures_none_of_delegation(repo):
    """A delegation's file without signatures is refused, not only dropped"""
    repo.sign_with("targets/alice")


@case(below_threshold(role="timestamp"))
def threshold_not_met_timestamp(repo):
    """timestamp.json is signed by one of two keys that are both needed"""
    repo.assign("timestamp", bare("timestamp"), bare("spare"), threshold=2, signers=[bare("timestamp")])


@case(below_threshold())
def threshold_same_key_twice(repo):
    """One key signed twice where two are needed"""
    repo.assign("targets", bare("targets"), bare("spare"), threshold=2,
                signers=[bare("targets"), bare("targets")])


@case(below_threshold())
def threshold_key_listed_twice(repo):
    """A role lists one key twice, needs two, and that key signed twice"""
    repo.assign("targets", bare("targets"), bare("targets"), threshold=2)


@case(trusted())
def threshold_two_met(repo):
    """Two keys are needed, and both signed"""
    repo.assign("targets", bare("targets"), bare("rsa-2048"), threshold=2)


def silent(role, key):
    """One key of a role did not sign."""
    note = finding("key-without-signature", role, f"/signed/keys/{key}", actual="none", file="root.json")
    return trusted(advice=[BASE_ADVICE["root-threshold-one"], note, BASE_ADVICE["delegation-all-paths"]])


@case(silent("snapshot", bare("spare").id))
def threshold_two_of_three(repo):
    """Two of three keys are needed, and two signed"""
    repo.assign("snapshot", bare("snapshot"), bare("spare"), bare("ed25519"), threshold=2,
                signers=[bare("ed25519"), bare("snapshot")])


@case(trusted(finding("key-repeated", "targets", actual="one under 2 IDs", file="root.json")))
def threshold_one_key_two_ids(repo):
    """Two key IDs are needed; they are one key, bare and in a certificate, which clients do not mind"""
    repo.assign("targets", bare("spare"), certified("alice-second"), threshold=2)


@case(below_threshold())
def role_without_keys(repo):
    """root.json gives targets no key"""
    repo.assign("targets", signers=[bare("targets")])


# ---- key IDs ----

WRONG_ID = "ab" * 32


def mislabel(repo, role, key, keep=()):
    """Lists the key under an ID that is not its own, and signs so."""
    repo.assign(role, *keep, signers=[*keep, Signer(key, key_id=WRONG_ID)])
    repo.definition(role)["keyids"].append(WRONG_ID)
    repo.key_map(role)[WRONG_ID] = key.entry


def wrong_id(role, index, key):
    return finding("key-id-mismatch", role, f"/signatures/{index}/keyid", key.id, WRONG_ID)


@case(untrusted("pass fail pass", wrong_id("targets", 0, bare("targets")), roles=roles(targets="invalid")))
def key_id_mismatch(repo):
    """The key of targets is listed under an ID that is not its own"""
    mislabel(repo, "targets", bare("targets"))


@case(untrusted("pass fail pass", wrong_id("targets", 1, bare("spare")), roles=roles(targets="invalid")))
def key_id_mismatch_beside_valid(repo):
    """One signature would be enough, but another is by a key under a wrong ID"""
    mislabel(repo, "targets", bare("spare"), keep=[bare("targets")])


@case(untrusted("pass fail pass", wrong_id("targets/alice", 0, certified("alice")),
                roles=roles({"targets/alice": "invalid"})))
def key_id_mismatch_of_delegation(repo):
    """A delegation's key under a wrong ID makes clients refuse the repository"""
    mislabel(repo, "targets/alice", certified("alice"))


@case(silent("targets", "ab" * 32))
def key_id_mismatch_unused(repo):
    """A key under a wrong ID that did not sign harms nothing"""
    mislabel(repo, "targets", bare("spare"), keep=[bare("targets")])
    repo.sign_with("targets", bare("targets"))


@case(trusted())
def key_with_further_members(repo):
    """Members of a key beside its type and value do not enter its ID"""
    entry = repo["root"]["keys"][bare("targets").id]
    entry["scheme"] = "ecdsa-sha2-nistp256"
    entry["keyval"]["comment"] = "a test"
