#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tufcheck export makes for Notation: a folder that notation takes, and that trusts nobody beyond whom docker did.

    notation_policy_test.py TUFCHECK [unittest arguments]

The rules of notation are checked here once more, from its specification of trust stores and trust policies. Wants the
Debian package python3-cryptography; exit status 77 without it.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.x509.oid import NameOID
except ImportError:
    print("skipped: the Python module cryptography is missing; it is in the Debian package python3-cryptography")
    sys.exit(77)

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

NOTARY = fixtures.NOTARY
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
GUN = fixtures.OWN_ROOT
NAMES = {"C": NameOID.COUNTRY_NAME, "ST": NameOID.STATE_OR_PROVINCE_NAME, "O": NameOID.ORGANIZATION_NAME,
         "OU": NameOID.ORGANIZATIONAL_UNIT_NAME, "CN": NameOID.COMMON_NAME, "DC": NameOID.DOMAIN_COMPONENT}
BEGIN, END = datetime.datetime(2026, 1, 1), datetime.datetime(2036, 1, 1)
KEY = serialization.load_pem_private_key((NOTARY / "keys" / "own-root.key").read_bytes(), None)
WHOLE = {"C": "SE", "ST": "Uppsala", "O": "Example, Inc.", "CN": "alice"}

TUFCHECK = None


# ---- certificates; all have one key, which is enough for different IDs ----

def make_name(attributes):
    return x509.Name([x509.NameAttribute(NAMES[name], value) for name, value in attributes.items()])


def make_certificate(subject, issuer=None, end=END, ca=False, usage="digitalSignature"):
    builder = x509.CertificateBuilder(make_name(issuer or subject), make_name(subject), KEY.public_key(), 1, BEGIN, end)
    builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    if usage:
        builder = builder.add_extension(x509.KeyUsage(usage == "digitalSignature", False, False, False, False,
                                                      usage == "keyCertSign", False, False, False), critical=True)
    return builder.sign(KEY, hashes.SHA256())


def bundle(*certificates):
    return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)


class Publisher(fixtures.Publisher):
    """A repository whose targets/releases has keys with certificates."""

    def __init__(self, bundles, threshold=1, paths=("",), further=()):
        super().__init__()
        self.listed = [self._make_key("rsa-x509", pem) for pem in bundles]
        self.further = {name: self._make_key("rsa-x509", pem) for name, pem in further}
        self.threshold, self.paths = threshold, list(paths)

    def _list_delegations(self, names, expires, entries):
        files = super()._list_delegations(names, expires, entries)
        for name in names:
            envelope = json.loads(files[name])
            keys = self.listed if name == "targets/releases" else [self.further[name]]
            one = envelope["signatures"][0]
            envelope["signatures"] = [one | {"keyid": self._identify(key)} for key in keys]
            files[name] = json.dumps(envelope, separators=(",", ":")).encode()
        return files

    def _sign(self, signed, key):
        if signed["_type"] == "Targets" and signed["delegations"]["roles"]:
            releases = {"name": "targets/releases", "paths": self.paths, "threshold": self.threshold,
                        "keyids": [self._identify(key) for key in self.listed]}
            others = [{"name": name, "paths": [""], "threshold": 1, "keyids": [self._identify(key)]}
                      for name, key in self.further.items()]
            signed["delegations"] = {"roles": [releases, *others], "keys": {
                self._identify(key): key for key in (*self.listed, *self.further.values())}}
        return super()._sign(signed, key)


# ---- what notation asks of a folder ----

SCOPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*)+")


def read_identity(text):
    """The attributes of a trusted identity; ValueError for one that notation refuses."""
    prefix, separator, subject = text.partition(":")
    if prefix != "x509.subject" or not separator or "=#" in subject:
        raise ValueError(text)
    attributes = {}
    for attribute in re.findall(r"(?:[^,\\]|\\.)+", subject.strip()):
        name, _, value = attribute.strip().partition("=")
        if name in attributes or re.search(r"(?<!\\)\+", value):
            raise ValueError(text)
        attributes[name] = value
    if not {"C", "ST", "O"} <= attributes.keys():
        raise ValueError(text)
    return attributes


def is_for_store(certificate):
    """A CA's, or signed by its own key."""
    if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        return True
    try:
        certificate.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes, padding.PKCS1v15(),
                                        certificate.signature_hash_algorithm)
        return certificate.subject == certificate.issuer
    except Exception:  # what is no signature by this key
        return False


def read_folder(folder):
    """By scope: subjects of the certificates in its store, and the identities."""
    policy = json.loads((folder / "trustpolicy.json").read_bytes())
    if policy["version"] != "1.0" or not policy["trustPolicies"]:
        raise ValueError("no policy")
    answers = {}
    for statement in policy["trustPolicies"]:
        (scope,), (store,) = statement["registryScopes"], statement["trustStores"]
        kind, name = store.split(":")
        identities = statement["trustedIdentities"]
        if not (SCOPE.fullmatch(scope) and kind == "ca" and re.fullmatch(r"[a-zA-Z0-9_.-]+", name) and
                statement["name"] and statement["signatureVerification"] == {"level": "strict"} and
                scope not in answers):
            raise ValueError(statement)
        parsed = [read_identity(identity) for identity in identities if identity != "*"]
        if len(identities) != 1 and (not identities or "*" in identities):
            raise ValueError(identities)
        if any(one.items() <= other.items() for one in parsed for other in parsed if one is not other):
            raise ValueError("identities overlap")
        files = sorted((folder / "truststore" / "x509" / "ca" / name).iterdir())
        certificates = [x509.load_der_x509_certificate(path.read_bytes()) for path in files]
        if not certificates or not all(map(is_for_store, certificates)) or any(path.suffix != ".crt" for path in files):
            raise ValueError(files)
        subjects = [attribute.value for certificate in certificates
                    for attribute in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
        answers[scope] = (sorted(subjects), identities)
    return answers


class PolicyTest(unittest.TestCase):
    """One repository for each test."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tufcheck-notation-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def export(self, *arguments):
        result = subprocess.run([TUFCHECK, "export", "-f", "notation-policy", "--at", AT, *map(str, arguments)],
                                stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=self.folder,
                                env={"PATH": os.environ["PATH"], "HOME": "nowhere"})
        return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")

    def carry_over(self, bundles, delegations=("targets/releases",), **settings):
        """The exit status, the text, and what the folder says of the repository; None: there is no folder."""
        metadata = self.folder / "trust" / "tuf" / GUN / "metadata"
        Publisher(bundles, **settings).publish(metadata, {"v1": fixtures.sum_of("v1")}, delegations=delegations)
        status, text, _ = self.export("out", "trust")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["out", "trust"] if (self.folder / "out").exists() else ["trust"])
        if not (self.folder / "out").exists():
            return status, text, None
        return status, text, read_folder(self.folder / "out")[GUN]


class CarriedOverTest(PolicyTest):
    """Who is trusted afterwards."""

    def test_a_certificate_that_signed_itself_is_its_own_anchor(self):
        status, text, answer = self.carry_over([bundle(make_certificate({"CN": "alice"}))])
        self.assertEqual((status, answer), (0, (["alice"], ["*"])))
        self.assertNotIn("not carried over", text)

    def test_one_that_a_ca_issued_is_named_below_it(self):
        ca = make_certificate({"CN": "authority"}, ca=True, usage="keyCertSign")
        status, _, answer = self.carry_over([bundle(make_certificate(WHOLE, {"CN": "authority"}), ca)])
        self.assertEqual((status, answer),
                         (0, (["authority"], ["x509.subject: CN=alice,O=Example\\, Inc.,ST=Uppsala,C=SE"])))

    def test_beside_a_ca_all_are_named_or_left_out(self):
        ca = make_certificate({"CN": "authority"}, ca=True, usage="keyCertSign")
        status, text, answer = self.carry_over([
            bundle(make_certificate(WHOLE, {"CN": "authority"}), ca), bundle(make_certificate({"CN": "bob"}))])
        self.assertEqual(status, 1)
        self.assertEqual(answer[0], ["authority"])
        self.assertEqual(len(answer[1]), 1)
        self.assertIn("cannot be told from others of its CA: its subject has no country", text)

    def test_of_two_names_the_one_that_covers_the_other_stays(self):
        ca = make_certificate({"CN": "authority"}, ca=True, usage="keyCertSign")
        shorter = {name: WHOLE[name] for name in ("C", "ST", "O")}
        status, _, answer = self.carry_over([bundle(make_certificate(WHOLE, {"CN": "authority"}), ca),
                                             bundle(make_certificate(shorter, {"CN": "authority"}), ca)])
        self.assertEqual((status, answer[1]), (0, ["x509.subject: O=Example\\, Inc.,ST=Uppsala,C=SE"]))

    def test_a_signer_whose_key_releases_has_too_is_no_loss(self):
        pem = bundle(make_certificate({"CN": "alice"}))
        status, text, _ = self.carry_over([pem], further=[("targets/alice", pem)],
                                          delegations=("targets/releases", "targets/alice"))
        self.assertEqual((status, "targets/alice" in text), (0, False))

    def test_what_notation_takes_no_signature_by_is_told(self):
        for certificate, words in (
                (make_certificate({"CN": "alice"}, usage=None), "has no key usage digitalSignature"),
                (make_certificate({"CN": "alice"}, ca=True, usage=None), "has no key usage keyCertSign"),
                (make_certificate({"CN": "alice"}, ca=True, usage="keyCertSign"), "only signatures by one that it")):
            with self.subTest(words), tempfile.TemporaryDirectory(dir=self.folder) as inner:
                before, self.folder = self.folder, pathlib.Path(inner)
                status, text, answer = self.carry_over([bundle(certificate)])
                self.folder = before
                self.assertEqual((status, answer), (0, (["alice"], ["*"])))
                self.assertIn(words, text)

    def test_the_captured_repositories_give_a_folder_that_notation_takes(self):
        status, _, _ = self.export("out", NOTARY / "trust")
        answers = read_folder(self.folder / "out")
        self.assertEqual(status, 1)
        self.assertEqual(set(answers), {f"registry.example.com/team/{name}" for name in ("app", "rotated", "staged")})

    def test_a_folder_may_be_written_with_slashes_behind_it(self):
        self.assertEqual(self.export("out//", NOTARY / "trust")[0], 1)
        self.assertEqual(len(read_folder(self.folder / "out")), 3)


class LeftOutTest(PolicyTest):
    """Who is not, and why."""

    def check_nobody(self, words, bundles, **settings):
        status, text, answer = self.carry_over(bundles, **settings)
        self.assertEqual((status, answer), (3, None))
        self.assertIn(words, text)

    def test_an_expired_certificate(self):
        end = datetime.datetime(2026, 11, 1)
        self.check_nobody("has expired", [bundle(make_certificate({"CN": "alice"}, end=end))])

    def test_a_certificate_whose_issuer_is_not_there(self):
        self.check_nobody('issued by "CN=authority", whose certificate is not in the trust data',
                          [bundle(make_certificate(WHOLE, {"CN": "authority"}))])

    def test_an_issuer_that_is_no_ca(self):
        self.check_nobody("is not in the trust data", [bundle(make_certificate(WHOLE, {"CN": "authority"}),
                                                              make_certificate({"CN": "authority"}))])

    def test_an_expired_issuer(self):
        ca = make_certificate({"CN": "authority"}, ca=True, end=datetime.datetime(2026, 11, 1))
        self.check_nobody("has expired", [bundle(make_certificate(WHOLE, {"CN": "authority"}), ca)])

    def test_an_issued_certificate_that_identities_cannot_name(self):
        ca = make_certificate({"CN": "authority"}, ca=True)
        for subject, words in (({"CN": "alice"}, "has no country"),
                               (WHOLE | {"DC": "example"}, "has an attribute other than")):
            with self.subTest(words), tempfile.TemporaryDirectory(dir=self.folder) as inner:
                before, self.folder = self.folder, pathlib.Path(inner)
                self.check_nobody(words, [bundle(make_certificate(subject, {"CN": "authority"}), ca)])
                self.folder = before

    def test_keys_of_which_two_were_needed(self):
        self.check_nobody("it needs 2 signatures, and notation is content with one",
                          [bundle(make_certificate({"CN": name})) for name in ("alice", "bob")], threshold=2)

    def test_keys_for_some_tags_only(self):
        self.check_nobody("it may sign some tags only", [bundle(make_certificate({"CN": "alice"}))], paths=("v",))

    def test_keys_of_a_role_that_docker_takes_no_tag_from(self):
        pems = [bundle(make_certificate({"CN": name})) for name in ("alice", "bob")]
        status, text, answer = self.carry_over(pems[:1], further=[("targets/bob", pems[1])],
                                               delegations=("targets/releases", "targets/bob"))
        self.assertEqual((status, answer), (1, (["alice"], ["*"])))
        self.assertIn("targets/bob: docker takes no tag from this role alone", text)


class FolderTest(PolicyTest):
    """It is there whole, or not at all."""

    def test_what_is_there_stays_as_it_is(self):
        (self.folder / "out").mkdir()
        (self.folder / "out" / "mine").write_text("mine", encoding="ascii")
        status, _, errors = self.export("out", NOTARY / "trust")
        self.assertEqual(status, 3)
        self.assertIn("something is there; give the name of a new one", errors)
        self.assertEqual([path.name for path in self.folder.rglob("*")], ["out", "mine"])

    def test_a_folder_that_cannot_be_made_leaves_nothing(self):
        status, _, errors = self.export("none/out", NOTARY / "trust")
        self.assertEqual((status, list(self.folder.iterdir())), (3, []))
        self.assertIn("cannot be made: No such file or directory", errors)

    def test_it_is_not_put_among_what_is_read(self):
        for folder in (fixtures.copy_repository(self.folder / "trust", GUN), self.folder / "trust" / "private"):
            folder.mkdir(exist_ok=True)
            before = sorted(self.folder.rglob("*"))
            status, text, errors = self.export(folder / "new", "trust")
            self.assertEqual((status, text), (2, ""))
            self.assertIn(f"export: {folder / 'new'} is to be written, but is ", errors)
            self.assertEqual(before, sorted(self.folder.rglob("*")))

    def test_a_disk_that_is_full_leaves_nothing(self):
        result = subprocess.run(["bash", "-c", "ulimit -f 0; trap '' XFSZ; exec \"$0\" \"$@\"", TUFCHECK, "export", "-f",
                                 "notation-policy", "--at", AT, "out", str(NOTARY / "trust")], capture_output=True,
                                check=False, cwd=self.folder)
        self.assertEqual((result.returncode, list(self.folder.iterdir())), (3, []))
        self.assertIn(b"cannot be made: File too large", result.stderr)

    def test_a_name_is_needed(self):
        status, text, errors = self.export()
        self.assertEqual((status, text), (2, ""))
        self.assertIn("needs the name of the folder to make", errors)


if __name__ == "__main__":
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
