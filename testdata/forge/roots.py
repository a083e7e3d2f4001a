# SPDX-License-Identifier: Apache-2.0
"""Cases: root.json's certificates."""

import dataclasses

from forge import keys
from forge.case import BASE_ADVICE, add, case, expired, finding, roles, trusted, untrusted
from forge.keys import bare, certified
from forge.repository import Signer

EXPIRED = finding("root-certificate-expired", "root")
DATES = finding("root-certificate-dates", "root")
REJECTED = finding("root-certificate-rejected", "root")
UNUSABLE = finding("root-key-unusable", "root")
WILDCARD = finding("root-certificate-wildcard", "root", expected=f"a certificate for {keys.GUN} alone",
                   actual='one for "registry.example.com/team/*"')
TWO_NEEDED = [BASE_ADVICE["delegation-all-paths"]]  # without that on the root's threshold


def unsigned(*findings):
    """The root is signed, but by no key that counts."""
    return untrusted("pass fail pass", finding("threshold-not-met", "root", "/signatures"), *findings,
                     roles=roles(root="below-threshold"))


def root_with(key, signer=None):
    return lambda repo: repo.assign("root", key, signers=[signer or key])


ONE_KEY = (
    ("certificate-p224", certified("root-p224"), "A root certificate for P-224", trusted()),
    ("certificate-p384", certified("root-p384"), "A root certificate for P-384", trusted()),
    ("certificate-p521", certified("root-p521"), "A root certificate for P-521", trusted()),
    ("certificate-rsa", certified("root-rsa-2048"), "A root certificate for RSA", trusted()),
    ("certificate-wildcard", certified("root-wildcard"),
     "A root certificate for all names with a prefix of the repository's", trusted(advice=[WILDCARD, *BASE_ADVICE.values()])),
    ("certificate-tomorrow", certified("root-tomorrow"),
     "A root certificate that begins within a day is taken", trusted()),
    ("intermediates", certified("root-issued", "intermediate", "ca"),
     "A root certificate with those of its issuers", trusted()),
    ("certificate-expired", certified("root-expired"), "The only root certificate is past its last day",
     expired(EXPIRED, DATES, roles=roles(root="expired"))),
    ("certificate-not-yet-valid", certified("root-future"), "The only root certificate begins later",
     expired(finding("root-certificate-not-yet-valid", "root"), DATES, roles=roles(root="expired"))),
    ("intermediate-expired", certified("root-issued", "intermediate-expired"),
     "Clients drop the expired intermediate, and then the key has another ID than what signed",
     expired(EXPIRED, DATES, roles=roles(root="expired"))),
    ("certificate-inverted", certified("root-inverted"), "The only root certificate ends before it begins",
     unsigned(REJECTED, DATES)),
    ("certificate-sha1", certified("root-sha1"), "The only root certificate is signed with SHA-1",
     unsigned(REJECTED)),
    ("certificate-rsa-1024", certified("root-rsa-1024"), "The only root certificate has an RSA key of 1024 bits",
     unsigned(REJECTED)),
    ("certificate-ed25519", certified("root-ed25519"), "Clients know no root certificate for Ed25519",
     unsigned(UNUSABLE)),
    ("name-mismatch", certified("root-other-name"), "The root certificate is for another repository",
     unsigned(finding("root-name-mismatch", "root", expected=f"a certificate for {keys.GUN}",
                      actual='one for "registry.example.com/team/other"'))),
    ("name-hostile", certified("root-hostile-name"), "A root certificate's name has terminal escapes",
     unsigned(finding("root-name-mismatch", "root"))),
    ("leaf-not-first", certified("intermediate", "root-issued", key="root-issued"),
     "The root certificate stands after that of its issuer", unsigned(UNUSABLE)),
    ("leaves-two", certified("root", "root-next"), "A root key has two leaf certificates", unsigned(UNUSABLE)),
    ("leaf-missing", certified("ca"), "A root key has only a CA's certificate", unsigned(UNUSABLE)),
    ("key-bare", bare("root"), "A root key without a certificate", unsigned(UNUSABLE)),
)


for name, key, description, wanted in ONE_KEY:
    add(f"root-{name}", root_with(key), description, wanted)


add("root-rsapkcs1v15", root_with(certified("root-rsa-2048"), Signer(certified("root-rsa-2048"), "rsapkcs1v15")),
    "A root certificate for RSA, and the older method", trusted())


@case(trusted(DATES))
def root_intermediate_dropped(repo):
    """An expired intermediate is dropped, and the signature names the ID that the key has without it"""
    key = certified("root-issued", "intermediate-expired")
    repo.assign("root", key, signers=[Signer(key, key_id=certified("root-issued").id)])


# ---- two keys ----

BESIDE = (
    ("other-name", certified("root-other-name"), finding("root-name-mismatch", "root")),
    ("expired", certified("root-expired"), DATES),
    ("not-yet-valid", certified("root-future"), DATES),
    ("sha1", certified("root-sha1"), REJECTED),
    ("ca", certified("ca"), UNUSABLE),
)


def add_beside(name, key, warning):
    def build(repo):
        repo.assign("root", certified("root-next"), key)
    add(f"root-beside-{name}", build, f"One of two root keys is bad ({name}), the other is enough",
        trusted(warning))


for row in BESIDE:
    add_beside(*row)


@case(trusted(advice=TWO_NEEDED))
def root_threshold_two(repo):
    """Two root keys are needed, and both signed"""
    repo.assign("root", certified("root"), certified("root-next"), threshold=2)


@case(unsigned(finding("root-name-mismatch", "root")))
def root_threshold_two_other_name(repo):
    """Two root keys are needed and both signed, but one certificate is for another repository"""
    repo.assign("root", certified("root-next"), certified("root-other-name"), threshold=2)


@case(expired(EXPIRED, DATES, roles=roles(root="expired"), advice=TWO_NEEDED))
def root_threshold_two_one_expired(repo):
    """Two root keys are needed and both signed, but one certificate is past its last day"""
    repo.assign("root", certified("root-next"), certified("root-expired"), threshold=2)


@case(unsigned())
def root_not_signed_by_its_key(repo):
    """root.json is signed by a key that is not the root's"""
    repo.sign_with("root", certified("root-next"))


@case(unsigned(finding("signature-invalid", "root", "/signatures/0/sig")))
def root_signature_invalid(repo):
    """root.json's only signature does not verify"""
    repo.sign_with("root", Signer(certified("root-next"), key_id=certified("root").id))


@case(untrusted("pass fail pass", finding("signatures-none", "root", "/signatures"),
                finding("threshold-not-met", "root"), roles=roles(root="below-threshold")))
def root_signatures_none(repo):
    """root.json has an empty list of signatures"""
    repo.sign_with("root")


# ---- odd bundles ----

@case(unsigned(UNUSABLE), difference="D10")
def root_bundle_with_other_text(repo):
    """A text stands before the root certificate, which clients pass over"""
    key = certified("root")
    listed = dataclasses.replace(key, public=b"a certificate:\n" + key.public)
    repo.assign("root", listed, signers=[key])


# ---- IDs and types ----

def list_as_id(repo, key_id, key):
    repo.definition("root")["keyids"] = [key_id]
    del repo["root"]["keys"][key.id]
    repo["root"]["keys"][key_id] = key.entry


@case(trusted(finding("root-key-label", "root", expected="ab" * 32, actual=certified("root").id)))
def root_key_label(repo):
    """A root key is listed under a wrong ID, but the signature names the right one, as clients want"""
    list_as_id(repo, "ab" * 32, certified("root"))


@case(unsigned(finding("root-key-label", "root")))
def root_key_label_signed(repo):
    """A root key is listed under a wrong ID, and the signature names that one"""
    list_as_id(repo, "ab" * 32, certified("root"))
    repo.sign_with("root", Signer(certified("root"), key_id="ab" * 32))


@case(trusted(finding("root-key-label", "root", expected=certified("root").id, actual=certified("root-next").id),
              finding("root-key-label", "root", expected=certified("root-next").id, actual=certified("root").id)))
def root_key_labels_swapped(repo):
    """Two root keys are listed under the ID of the other, and one of them has signed, under its own"""
    one, other = certified("root"), certified("root-next")
    repo.assign("root", one, other, signers=[other])
    repo["root"]["keys"].update({one.id: other.entry, other.id: one.entry})


@case(trusted())
def root_key_type_differs(repo):
    """A root key says rsa-x509 of an ECDSA certificate: clients go by the certificate, and so does the signature"""
    listed = dataclasses.replace(certified("root"), type="rsa-x509")
    repo.assign("root", listed, signers=[certified("root")])


@case(trusted(finding("root-key-label", "root", expected=certified("root").id)))
def root_key_type_missing(repo):
    """A root key says no type: clients go by its certificate, and its ID is not what such a key would have"""
    del repo["root"]["keys"][certified("root").id]["keytype"]


@case(trusted())
def root_with_further_roles(repo):
    """root.json may define other roles and keys"""
    repo["root"]["keys"][bare("spare").id] = bare("spare").entry
    repo["root"]["roles"]["mirrors"] = {"keyids": [bare("spare").id], "threshold": 1}
