#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `tufcheck keys` over the example, and compares what it says with the metadata itself.

What is expected is worked out here, from the metadata files and by OpenSSL's command, without
tufcheck: key IDs, certificates, and who lists which key.

Usage: keys_test.py TUFCHECK [UNITTEST-ARGUMENT...]
"""

import base64
import csv
import functools
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment

TESTDATA = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "notary"
TRUST = TESTDATA / "trust"
AT = (TESTDATA / "AT").read_text().strip()
PASSPHRASE = "tufcheck-testdata"
TUFCHECK = ""

KEY_USAGES = {
    "Digital Signature": "digitalSignature",
    "Non Repudiation": "nonRepudiation",
    "Key Encipherment": "keyEncipherment",
    "Data Encipherment": "dataEncipherment",
    "Key Agreement": "keyAgreement",
    "Certificate Sign": "keyCertSign",
    "CRL Sign": "cRLSign",
    "Encipher Only": "encipherOnly",
    "Decipher Only": "decipherOnly",
    "Code Signing": "codeSigning",
    "TLS Web Server Authentication": "serverAuth",
    "TLS Web Client Authentication": "clientAuth",
}


def openssl(*arguments, data=b""):
    """What OpenSSL's command prints."""
    return subprocess.run(["openssl", *arguments], input=data, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def run(*arguments, status=0, at=AT):
    """Runs tufcheck keys; (stdout, stderr)."""
    result = subprocess.run([TUFCHECK, "keys", "--at", at, *map(str, arguments)],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if result.returncode != status:
        raise AssertionError(f"{arguments}: exit status {result.returncode}, not {status}: "
                             f"{result.stderr.decode()}")
    return result.stdout.decode(), containment.drop_note(result.stderr).decode()


def run_json(*arguments, status=0, at=AT):
    return json.loads(run("-o", "json", *arguments, status=status, at=at)[0])


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# ---- the metadata, read without tufcheck ----

def compute_key_id(key_type, public):
    """public: bytes. The canonical form has no white space and sorted members."""
    return sha256(json.dumps(
        {"keytype": key_type, "keyval": {"private": None,
                                         "public": base64.b64encode(public).decode()}},
        sort_keys=True, separators=(",", ":")).encode())


def split_bundle(pem):
    return re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", pem, re.S)


def read_listed_key(key):
    """The IDs and certificates of a key as metadata lists it."""
    public = base64.b64decode(key["keyval"]["public"])
    kind = key["keytype"]
    if kind == "ed25519":
        spki = bytes.fromhex("302a300506032b6570032100") + public
        canonical = compute_key_id(kind, public)
        certificates = []
    elif kind.endswith("-x509"):
        certificates = split_bundle(public)
        spki = spki_of(certificates[0])
        canonical = compute_key_id(kind[:-len("-x509")], spki)
    else:
        spki = public
        canonical = compute_key_id(kind, public)
        certificates = []
    return {"keyId": compute_key_id(kind, public), "canonicalKeyId": canonical,
            "spkiSha256": sha256(spki), "type": kind, "certificates": certificates}


@functools.cache
def spki_of(certificate):
    pem = openssl("x509", "-noout", "-pubkey", data=certificate)
    return openssl("pkey", "-pubin", "-outform", "DER", data=pem)


def read_repository(folder):
    """Yields (role, key) for everything that the current metadata of a repository trusts."""
    def load(role):
        path = folder / f"{role}.json"
        return json.loads(path.read_text())["signed"] if path.exists() else None

    def walk(role):
        content = load(role)
        delegations = (content or {}).get("delegations") or {}
        for child in delegations.get("roles") or []:
            for key_id in child["keyids"]:
                yield child["name"], key_id, delegations["keys"][key_id]
            yield from walk(child["name"])

    root = load("root")
    for role, definition in root["roles"].items():
        for key_id in definition["keyids"]:
            yield role, key_id, root["keys"][key_id]
    yield from walk("targets")


def read_trust(trust):
    """Yields (gun, role, listed ID, key) for a whole trust directory."""
    for root in sorted((trust / "tuf").rglob("root.json")):
        gun = str(root.parent.parent.relative_to(trust / "tuf"))
        for role, key_id, key in read_repository(root.parent):
            yield gun, role, key_id, read_listed_key(key)


EXPECTED = []  # of read_trust(TRUST), filled by main


def read_usages(lines, extension):
    """What follows the extension's headline."""
    names = next((lines[index + 1].split(",") for index, line in enumerate(lines[:-1])
                  if line.startswith(f"X509v3 {extension}:")), [])
    return [KEY_USAGES[name.strip()] for name in names]


@functools.cache
def describe_by_openssl(certificate):
    """The facts that a report has, as OpenSSL's command sees them."""
    lines = openssl("x509", "-noout", "-dateopt", "iso_8601", "-nameopt", "RFC2253", "-fingerprint", "-sha256", "-subject",
                    "-issuer", "-serial", "-startdate", "-enddate", "-ext", "keyUsage,extendedKeyUsage",
                    data=certificate).decode().splitlines()
    facts = dict(line.split("=", 1) for line in lines[:6])
    der = openssl("x509", "-outform", "DER", data=certificate)
    return {
        "sha256": facts["sha256 Fingerprint"].replace(":", "").lower(),
        "sha1": hashlib.sha1(der).hexdigest(),
        "serial": facts["serial"].lower(),
        "notBefore": facts["notBefore"].replace(" ", "T"),
        "notAfter": facts["notAfter"].replace(" ", "T"),
        "subject": facts["subject"],
        "issuer": facts["issuer"],
        "keyUsage": read_usages(lines[6:], "Key Usage"),
        "extendedKeyUsage": read_usages(lines[6:], "Extended Key Usage"),
        "spkiSha256": sha256(spki_of(certificate)),
    }


class InventoryTest(unittest.TestCase):
    """The whole of the example."""

    @classmethod
    def setUpClass(cls):
        cls.document = run_json(TRUST)

    def test_head_is_that_of_a_report(self):
        self.assertEqual(self.document["schemaVersion"], 1)
        self.assertEqual(self.document["evaluatedAt"], AT)
        self.assertIsNone(self.document["find"])
        self.assertEqual(self.document["summary"]["repositories"], 9)
        self.assertEqual(sum(1 for one in self.document["repositories"] if one["verified"]), 9)

    def test_who_lists_which_key_is_what_the_metadata_says(self):
        said = sorted((listing["gun"], role["name"], listing["keyId"], listing["canonicalKeyId"],
                       key["spkiSha256"], listing["type"])
                      for key in self.document["keys"] for listing in key["listedBy"]
                      for role in listing["roles"])
        wanted = sorted((gun, role, key_id, key["canonicalKeyId"], key["spkiSha256"], key["type"])
                        for gun, role, key_id, key in EXPECTED)
        self.assertGreater(len(wanted), 40)
        self.assertEqual(said, wanted)

    def test_a_key_is_shown_once(self):
        digests = [key["spkiSha256"] for key in self.document["keys"]]
        self.assertEqual(len(digests), len(set(digests)))

    def test_reach_counts_repositories(self):
        for key in self.document["keys"]:
            guns = {gun for gun, _, _, expected in EXPECTED
                    if expected["spkiSha256"] == key["spkiSha256"]}
            self.assertEqual(key["repositoryCount"], len(guns))
            self.assertEqual(key["verifiedCount"], len(guns))
        self.assertEqual(max(key["repositoryCount"] for key in self.document["keys"]), 7)

    def test_every_certificate_in_the_metadata_is_as_openssl_shows_it(self):
        said = {one["sha256"]: one for key in self.document["keys"]
                for one in key["certificates"]}
        wanted = {pem for *_, key in EXPECTED for pem in key["certificates"]}
        self.assertGreater(len(wanted), 15)
        self.assertEqual(len(said), len(wanted))
        for pem in wanted:
            expected = describe_by_openssl(pem)
            self.assertEqual({name: said[expected["sha256"]][name] for name in expected},
                             expected)

    def test_listings_name_their_certificates(self):
        for key in self.document["keys"]:
            known = {one["sha256"]: one["position"] for one in key["certificates"]}
            for listing in key["listedBy"]:
                self.assertEqual([known[digest] for digest in listing["certificates"]],
                                 list(range(len(listing["certificates"]))))

    def test_verify_says_the_same_of_certificates(self):
        text = subprocess.run([TUFCHECK, "verify", "--at", AT, "-o", "json", str(TRUST)],
                              stdout=subprocess.PIPE, check=False).stdout
        verified = {one["sha256"]: one for repository in json.loads(text)["repositories"]
                    for key in repository["keys"] for one in key["certificates"]}
        self.assertEqual(verified, {one["sha256"]: one for key in self.document["keys"]
                                    for one in key["certificates"]})

    def test_canonical_ids_are_the_names_of_private_key_files(self):
        known = {one for key in self.document["keys"] for one in key["canonicalKeyIds"]}
        files = {path.stem: path for path in (TRUST / "private").glob("*.key")}
        found = known & set(files)
        self.assertGreater(len(found), 20)
        for key_id in found:
            text = files[key_id].read_text()
            pem = "".join(line for line in text.splitlines(True)
                          if line.strip() and ": " not in line).encode()
            try:
                public = openssl("pkey", "-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform",
                                 "DER", data=pem)
            except subprocess.CalledProcessError:
                continue  # Ed25519 under an algorithm identifier of Notary's own
            self.assertIn(sha256(public), {key["spkiSha256"] for key in self.document["keys"]
                                           if key_id in key["canonicalKeyIds"]})

    def test_in_force_is_what_has_signed_a_valid_role(self):
        for key in self.document["keys"]:
            roles = [role for listing in key["listedBy"] for role in listing["roles"]]
            self.assertEqual(key["inForce"], any(role["inForce"] for role in roles))
            for role in roles:
                self.assertEqual(role["inForce"], role["signed"] and role["status"] == "valid")
        silent = {role["name"] for key in self.document["keys"] if not key["inForce"]
                  for listing in key["listedBy"] for role in listing["roles"]}
        self.assertEqual(silent, {"targets/dave", "targets/retired"})

    def test_root_certificate_out_of_date_is_not_in_force(self):
        later = run_json(TRUST, "--role", "root", at="2040-01-01")
        self.assertEqual({listing["status"] for key in later["keys"]
                          for listing in key["listedBy"]}, {"expired"})
        self.assertFalse(any(key["inForce"] or key["verifiedCount"] for key in later["keys"]))


class RootSignerTest(unittest.TestCase):
    """Root keys may be listed under any ID, and sign under their own."""

    CASES = TESTDATA.parent / "cases"

    def signers(self, case):
        """The thumbprints of the root certificates of a case, by whether their keys have signed."""
        document = run_json("--role", "root", self.CASES / case / "tuf", at="2026-12-01")
        signed = {True: set(), False: set()}
        for key in document["keys"]:
            for listing in key["listedBy"]:
                role, = listing["roles"]
                self.assertEqual(role["inForce"], role["signed"])
                signed[role["signed"]].add(listing["certificates"][0])
        return signed[True], signed[False]

    def thumbprint(self, name):
        certificate = (TESTDATA.parent / "case-keys" / f"{name}.crt").read_bytes()
        return sha256(openssl("x509", "-outform", "DER", data=certificate))

    def find(self, case, key_id):
        done = subprocess.run([TUFCHECK, "keys", "--at", "2026-12-01", "-o", "json", "--find", key_id,
                               str(self.CASES / case / "tuf")], capture_output=True, check=False)
        matches = [listing["match"] for key in json.loads(done.stdout)["keys"] for listing in key["listedBy"]]
        return done.returncode, matches, done.stderr.decode()

    def test_an_id_that_is_not_the_keys_own_is_no_find(self):
        status, (match,), errors = self.find("root-key-label", "ab" * 32)
        self.assertEqual((1, ["key-id"], True), (status, match["by"], match["labelOnly"]))
        self.assertIn("keys: found only as a label of other keys, whose own IDs are not it", errors)

    def test_a_key_is_found_by_its_own_id_whatever_it_is_listed_under(self):
        own = "085fdab89bf9d9a7319aa55cc2ff6b081825468fbb9856e0ad046abef2454401"
        status, (match,), errors = self.find("root-key-label", own)
        self.assertEqual((0, ["key-id"], False), (status, match["by"], match["labelOnly"]))
        self.assertNotIn("keys: found only", errors)

    def test_who_signs_under_the_id_of_another_key_is_told_by_the_certificate(self):
        self.assertEqual(self.signers("root-key-labels-swapped"),
                         ({self.thumbprint("root-next")}, {self.thumbprint("root")}))

    def test_key_that_signs_under_another_id_than_it_is_listed_under_has_signed(self):
        for case, name in (("root-key-label", "root"), ("root-key-type-differs", "root"),
                           ("root-intermediate-dropped", "root-issued")):
            with self.subTest(case):
                self.assertEqual(self.signers(case), ({self.thumbprint(name)}, set()))


class CertificateFileTest(unittest.TestCase):
    """Every certificate and public key of testdata/notary/certificates, looked for."""

    @staticmethod
    def expect(spki):
        return sorted((gun, role) for gun, role, _, key in EXPECTED
                      if key["spkiSha256"] == spki)

    def check(self, given, spki, kind, means):
        """Looks for given, which all that lists spki must be found by."""
        wanted = self.expect(spki)
        document = run_json("--find", given, TRUST, status=0 if wanted else 1)
        self.assertEqual(document["find"]["kind"], kind)
        self.assertEqual(document["find"]["given"], str(given))
        self.assertEqual(sorted((listing["gun"], role["name"]) for key in document["keys"]
                                for listing in key["listedBy"] for role in listing["roles"]),
                         wanted)
        for key in document["keys"]:
            self.assertEqual(key["spkiSha256"], spki)
            for listing in key["listedBy"]:
                self.assertEqual(listing["match"]["by"], means)
                self.assertTrue(listing["match"]["signingKey"])

    def test_certificates_in_pem_and_der(self):
        means = ["key-id", "canonical-key-id", "spki-sha256", "certificate-sha256",
                 "certificate-sha1"]
        count = 0
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted((TESTDATA / "certificates").glob("*.crt")):
                pem = path.read_bytes()
                spki = sha256(spki_of(pem))
                count += bool(self.expect(spki))
                der = pathlib.Path(folder) / "certificate.der"
                der.write_bytes(openssl("x509", "-outform", "DER", data=pem))
                self.check(path, spki, "certificate", means)
                self.check(der, spki, "certificate", means)
        self.assertGreater(count, 10)

    def test_public_keys_in_pem_and_der(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted((TESTDATA / "certificates").iterdir()):
                pem = path.read_bytes()
                is_bare = path.suffix == ".pub"
                spki = (openssl("pkey", "-pubin", "-outform", "DER", data=pem) if is_bare
                        else spki_of(pem))
                public = pathlib.Path(folder) / "public.pem"
                public.write_bytes(openssl("pkey", "-pubin", "-inform", "DER", data=spki))
                der = pathlib.Path(folder) / "public.der"
                der.write_bytes(spki)
                means = ["key-id"] if is_bare else []
                means += ["canonical-key-id", "spki-sha256"]
                self.check(public, sha256(spki), "public-key", means)
                self.check(der, sha256(spki), "public-key", means)

    def test_facts_of_a_certificate_are_those_of_openssl(self):
        for path in sorted((TESTDATA / "certificates").glob("*.crt")):
            expected = describe_by_openssl(path.read_bytes())
            found = json.loads(subprocess.run(
                [TUFCHECK, "keys", "--at", AT, "-o", "json", "--find", str(path), str(TRUST)],
                stdout=subprocess.PIPE, check=False).stdout)["find"]
            self.assertEqual(
                (found["subject"], found["certificateSha256"], found["certificateSha1"],
                 found["spkiSha256"]),
                (expected["subject"], expected["sha256"], expected["sha1"],
                 expected["spkiSha256"]))


class DigitsTest(unittest.TestCase):
    """IDs and thumbprints, in every way in which people write them."""

    @staticmethod
    def forms(digits):
        pairs = re.findall("..", digits)
        return [digits, digits.upper(), ":".join(pairs), ":".join(pairs).upper()]

    def check(self, digits, means, wanted):
        for given in self.forms(digits):
            document = run_json("--find", given, TRUST)
            listings = [listing for key in document["keys"] for listing in key["listedBy"]]
            self.assertEqual(sorted((listing["gun"], role["name"]) for listing in listings
                                    for role in listing["roles"]), sorted(wanted))
            for listing in listings:
                self.assertEqual(listing["match"]["by"], means)
                self.assertTrue(listing["match"]["signingKey"])

    def test_key_id_as_listed_finds_one_form(self):
        gun, role, key_id, _ = next(row for row in EXPECTED if row[1] == "targets/alice")
        self.check(key_id, ["key-id"], [(gun, role)])

    def test_canonical_key_id_finds_all_forms_of_a_root_key(self):
        shared = next(key for gun, role, _, key in EXPECTED
                      if role == "root" and gun == "docker.io/library/plain")
        wanted = [(gun, role) for gun, role, _, key in EXPECTED
                  if key["canonicalKeyId"] == shared["canonicalKeyId"]]
        self.assertEqual(len(wanted), 7)
        self.check(shared["canonicalKeyId"], ["canonical-key-id"], wanted)

    def test_id_of_a_bare_key_is_of_both_kinds(self):
        gun, role, key_id, _ = next(row for row in EXPECTED if row[1] == "targets/dave")
        self.check(key_id, ["key-id", "canonical-key-id"], [(gun, role)])

    def test_spki_digest_finds_the_key(self):
        gun, role, _, key = next(row for row in EXPECTED if row[1] == "targets/bob")
        self.check(key["spkiSha256"], ["spki-sha256"], [(gun, role)])

    def test_thumbprints_find_the_certificate_and_not_others_of_its_key(self):
        gun, role, _, key = next(row for row in EXPECTED
                                 if row[1] == "root" and row[0] == "localhost:5000/team/app")
        expected = describe_by_openssl(key["certificates"][0])
        self.check(expected["sha256"], ["certificate-sha256"], [(gun, role)])
        self.check(expected["sha1"], ["certificate-sha1"], [(gun, role)])

    def test_unknown_digits_are_not_found(self):
        for digits in ("0" * 64, "0" * 40):
            document = run_json("--find", digits, TRUST, status=1)
            self.assertEqual(document["keys"], [])
            self.assertIn("not found", run("--find", digits, TRUST, status=1)[0])

    def test_certificate_renewed_with_its_key_is_found_by_the_key(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "renewed.crt"
            path.write_bytes(openssl("req", "-x509", "-new", "-key",
                                     str(TESTDATA / "keys" / "alice.key"), "-subj", "/CN=alice",
                                     "-days", "30"))
            document = run_json("--find", path, TRUST)
            self.assertEqual(document["keys"][0]["listedBy"][0]["match"]["by"],
                             ["canonical-key-id", "spki-sha256"])
            self.assertIn("the certificate is another one", run("--find", path, TRUST)[0])


class BadSearchTest(unittest.TestCase):
    """What identifies no key."""

    def check(self, given, status, words):
        stdout, stderr = run("--find", given, TRUST, status=status)
        self.assertEqual(stdout, "")
        self.assertIn(words, stderr)
        self.assertEqual(stderr.count("\n"), 1)

    def test_what_is_neither_file_nor_digits(self):
        self.check("nobody.crt", 2, "no file")
        self.check("AB:CD", 2, "no file")
        self.check("./" + "0" * 64, 2, "no file")

    def test_file_that_identifies_nothing(self):
        self.check(TESTDATA / "README.md", 2, "neither a certificate")

    def test_private_key(self):
        self.check(TESTDATA / "keys" / "alice.key", 2, "private key")
        self.check(next((TRUST / "private").glob("*.key")), 2, "private key")

    def test_folder(self):
        self.check(TESTDATA, 3, "cannot be read")

    def test_file_called_like_an_id_needs_its_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            name = "0" * 64
            shutil.copy(TESTDATA / "certificates" / "alice.crt", pathlib.Path(folder) / name)
            here = os.getcwd()
            os.chdir(folder)
            try:
                run("--find", name, TRUST, status=1)
                run("--find", f"./{name}", TRUST, status=0)
            finally:
                os.chdir(here)


class SelectionTest(unittest.TestCase):
    """Filters and orders."""

    @staticmethod
    def keys(*arguments):
        return run_json(TRUST, *arguments)["keys"]

    @staticmethod
    def roles(key):
        return {role["name"] for listing in key["listedBy"] for role in listing["roles"]}

    def check_selected(self, arguments, predicate):
        """The keys that remain are those for which predicate holds."""
        everything = self.keys()
        wanted = sorted(key["spkiSha256"] for key in everything if predicate(key))
        self.assertTrue(0 < len(wanted) < len(everything))
        self.assertEqual(sorted(key["spkiSha256"] for key in self.keys(*arguments)), wanted)

    def test_role(self):
        self.check_selected(["--role", "root"], lambda key: "root" in self.roles(key))
        self.check_selected(["--role", "targets/releases"],
                            lambda key: "targets/releases" in self.roles(key))
        self.check_selected(["--role", "targets/*"], lambda key: any(
            role.startswith("targets/") for role in self.roles(key)))
        self.assertEqual(self.keys("--role", "nobody"), [])

    def test_algorithm(self):
        for word, name in (("rsa", "RSA"), ("ecdsa", "ECDSA"), ("ed25519", "Ed25519")):
            self.check_selected(["--algorithm", word],
                                lambda key, name=name: key["algorithm"].startswith(name))

    def test_expires_within(self):
        def expires_by(moment):
            return lambda key: bool(key["expiry"]) and key["expiry"]["expires"] <= moment
        self.check_selected(["--expires-within", "90d"], expires_by("2027-02-19T04:34:00Z"))
        self.check_selected(["--expires-within", "2w"], expires_by("2026-12-05T04:34:00Z"))
        self.check_selected(["--expires-within", "4y"], expires_by("2030-11-20T04:34:00Z"))
        self.check_selected(["--expires-within", "2029-12-01"],
                            expires_by("2029-12-01T00:00:00Z"))
        self.assertEqual(self.keys("--expires-within", "1d"), [])

    def test_filters_are_all_held_against_a_key(self):
        self.check_selected(
            ["--role", "targets/*", "--algorithm", "rsa"],
            lambda key: key["algorithm"] == "RSA" and any(
                role.startswith("targets/") for role in self.roles(key)))

    def test_bad_values_are_wrong_usage(self):
        for arguments in (["--role", "*/releases"], ["--expires-within", "soon"],
                          ["--expires-within", "90"], ["--algorithm", "dsa"], ["--sort", "size"],
                          ["-o", "ndjson"], ["--gun="], ["--at", "never"]):
            result = subprocess.run([TUFCHECK, "keys", str(TRUST), *arguments],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            self.assertEqual((result.returncode, result.stdout), (2, b""), arguments)
            self.assertTrue(containment.drop_note(result.stderr).startswith(b"tufcheck: keys: "))

    def test_orders(self):
        ranks = ["root", "timestamp", "snapshot", "targets"]

        def role_rank(key):
            return min((ranks.index(role) if role in ranks else len(ranks), role)
                       for role in self.roles(key))
        orders = {
            "reach": lambda key: -key["repositoryCount"],
            "gun": lambda key: min(listing["gun"] for listing in key["listedBy"]),
            "role": role_rank,
            "expiry": lambda key: (key["expiry"] is None,
                                   key["expiry"] and key["expiry"]["expires"].rstrip("Z")),
            "algorithm": lambda key: (key["algorithm"], key["bits"]),
        }
        for order, rank in orders.items():
            values = [rank(key) for key in self.keys("--sort", order)]
            self.assertEqual(values, sorted(values), order)
            self.assertGreater(len(set(values)), 1)
        self.assertEqual(self.keys(), self.keys("--sort", "reach"))


class FolderTest(unittest.TestCase):
    """Changed copies of the example."""

    GUN = "registry.example.com/team/app"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.trust = pathlib.Path(folder.name) / "trust"

    def copy(self, gun=GUN, name=None):
        """Copies a repository; its metadata folder."""
        target = self.trust / "tuf" / (name or gun) / "metadata"
        shutil.copytree(TRUST / "tuf" / gun / "metadata", target)
        return target

    @staticmethod
    def tamper(path, old, new):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def test_keys_of_an_untrusted_repository_are_not_taken_for_trusted_ones(self):
        metadata = self.copy()
        self.tamper(metadata / "targets" / "alice.json", '"version":', '"version": ')
        document = run_json(self.trust)
        self.assertEqual(document["summary"]["untrusted"], 1)
        self.assertGreater(len(document["keys"]), 10)
        for key in document["keys"]:
            self.assertEqual((key["verifiedCount"], key["inForce"]), (0, False))
            self.assertEqual({(listing["status"], listing["verified"])
                              for listing in key["listedBy"]}, {("untrusted", False)})
        stdout, _ = run(self.trust)
        self.assertEqual(stdout.count("NOT VERIFIED"), len(document["keys"]))
        rows = list(csv.DictReader(io.StringIO(run("-o", "csv", self.trust)[0])))
        for row in rows:
            self.assertEqual((row["verifiedIn"], row["verifiedRepositories"]), ("", "0"))
            self.assertTrue(row["unverifiedIn"].startswith(f"untrusted {self.GUN}: "))
        stdout, stderr = run("--find", TESTDATA / "certificates" / "alice.crt", self.trust)
        self.assertIn("NOT VERIFIED", stdout)
        self.assertIn("only in repositories that are not verified", stderr)

    def test_not_found_says_when_repositories_are_not_verified(self):
        self.tamper(self.copy() / "root.json", '"Root"', '"Rood"')
        _, stderr = run("--find", "0" * 64, self.trust, status=1)
        self.assertIn("1 of 1 repositories are not verified", stderr)

    def test_unverified_copy_does_not_speak_for_a_verified_one(self):
        """Under a name that its root certificate is not for, and that sorts first."""
        self.copy()
        self.copy(name="a/forged")
        document = run_json("--role", "targets/alice", self.trust)
        key, = document["keys"]
        self.assertEqual((key["repositoryCount"], key["verifiedCount"]), (2, 1))
        self.assertEqual(key["expiry"]["gun"], self.GUN)
        self.assertTrue(key["inForce"])
        self.assertEqual({listing["gun"]: listing["status"] for listing in key["listedBy"]},
                         {self.GUN: "trusted", "a/forged": "untrusted"})

    def test_same_name_twice_is_told_apart_by_path(self):
        document = run("--role", "targets/alice", TRUST, TESTDATA / "pulled")[0]
        self.assertIn(f"{self.GUN} in {TRUST}/tuf/{self.GUN}:", document)
        self.assertIn(f"{self.GUN} in {TESTDATA}/pulled/tuf/{self.GUN}:", document)

    def test_nothing_there_is_unchecked(self):
        self.assertEqual(run_json(self.trust / "nowhere", status=3)["keys"], [])
        run("--find", "0" * 64, self.trust / "nowhere", status=3)

    def test_part_missing_does_not_hide_that_a_key_was_not_found(self):
        run("--find", "0" * 64, TRUST, self.trust / "nowhere", status=3)

    def test_repository_behind_a_link_that_leads_out_is_unchecked(self):
        metadata = self.copy()
        (metadata.parents[1] / "linked").symlink_to(TRUST / "tuf" / self.GUN)
        document = run_json(self.trust, status=3)
        self.assertEqual(document["summary"]["unreadable"], 1)
        self.assertGreater(len(document["keys"]), 10)
        run("--find", "0" * 64, self.trust, status=3)

    def test_gun_by_name_and_by_option(self):
        by_name = run_json("--trust-dir", TRUST, self.GUN)
        self.assertEqual([one["gun"] for one in by_name["repositories"]], [self.GUN])
        outside = self.trust.parent / "metadata"
        shutil.copytree(TRUST / "tuf" / self.GUN / "metadata", outside)
        by_option = run_json("--gun", self.GUN, outside)
        self.assertEqual([one["status"] for one in by_option["repositories"]], ["trusted"])

    def test_hostile_ids_do_nothing_to_terminals_and_spreadsheets(self):
        metadata = self.copy(name="=HYPERLINK(\"http:x\")")
        path = metadata / "root.json"
        document = json.loads(path.read_text())
        hostile = ["=1+1", "@SUM(A1)", "-1;=2", "+\x1b[31mred", "\t=1", "a,\"b\"\r\n=3"]
        roles = document["signed"]["roles"]
        for role, name in zip(("root", "targets", "snapshot", "timestamp"), hostile):
            self.rename(document["signed"], role, name)
        extra = dict(next(iter(document["signed"]["keys"].values())))
        for name in hostile[4:]:
            document["signed"]["keys"][name] = extra
            roles["root"]["keyids"].append(name)
        path.write_text(json.dumps(document))
        text = run(self.trust)[0]
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\t", text)
        self.check_csv(run("-o", "csv", self.trust)[0])

    @staticmethod
    def rename(signed, role, name):
        old = signed["roles"][role]["keyids"][0]
        signed["keys"][name] = signed["keys"][old]
        signed["roles"][role]["keyids"] = [name]

    def check_csv(self, text):
        self.assertFalse(set(text) & set("\x1b\t"))
        self.assertEqual(text.count("\r"), text.count("\n"))
        self.assertEqual(text.count("\r\n"), text.count("\n"))
        rows = list(csv.reader(io.StringIO(text), strict=True))
        self.assertGreater(len(rows), 2)
        self.assertEqual({len(row) for row in rows}, {18})
        cells = [cell for row in rows for cell in row]
        for cell in cells:
            self.assertNotRegex(cell, r"^ *[=+\-@]")
            self.assertNotRegex(cell, r"; *[=+\-@]")
        self.assertTrue(any("=1+1" in cell for cell in cells))


class CsvTest(unittest.TestCase):
    """The table as a whole."""

    def test_rows_say_what_the_document_says(self):
        text = run("-o", "csv", TRUST)[0]
        self.assertTrue(text.endswith("\r\n"))
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        document = run_json(TRUST)
        self.assertEqual(len(rows), len(document["keys"]))
        for row, key in zip(rows, document["keys"]):
            self.assertEqual(row["canonicalKeyIds"].split(" | "), key["canonicalKeyIds"])
            self.assertEqual(row["keyIds"].split(" | "), key["keyIds"])
            self.assertEqual(row["algorithm"], key["algorithm"])
            self.assertEqual(int(row["bits"]), key["bits"])
            self.assertEqual(int(row["repositories"]), key["repositoryCount"])
            self.assertEqual(row["roles"].split(" | "), key["roles"])
            self.assertEqual(row["inForce"], "yes" if key["inForce"] else "no")
            self.assertEqual(row["expires"] or None, key["expiry"] and key["expiry"]["expires"])
            self.assertEqual(row["unverifiedIn"], "")
            self.assertEqual(row["matchedBy"], "")
            leaves = sorted(one["sha256"] for one in key["certificates"] if one["position"] == 0)
            self.assertEqual(row["certificateSha256"].split(" | ") if leaves else [], leaves)
            listings = [f"{one['gun']}: " + ", ".join(role["name"] for role in one["roles"])
                        for one in key["listedBy"]]
            self.assertEqual(row["verifiedIn"].split(" | "), listings)

    def test_match_is_in_its_column(self):
        text = run("-o", "csv", "--find", TESTDATA / "certificates" / "dave.pub", TRUST)[0]
        row, = csv.DictReader(io.StringIO(text))
        self.assertEqual(row["matchedBy"], "key-id | canonical-key-id | spki-sha256")


class IntermediateTest(unittest.TestCase):
    """A root bundle with its authority: the authority's key signs nothing."""

    def test_intermediate_is_found_and_said_to_sign_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            metadata = pathlib.Path(folder) / "tuf" / "registry.example.com/team/own-root/metadata"
            shutil.copytree(TRUST / "tuf/registry.example.com/team/own-root/metadata", metadata)
            path = metadata / "root.json"
            document = json.loads(path.read_text())
            authority = TESTDATA / "certificates" / "root-ca.crt"
            key_id = document["signed"]["roles"]["root"]["keyids"][0]
            keyval = document["signed"]["keys"][key_id]["keyval"]
            bundle = base64.b64decode(keyval["public"]) + authority.read_bytes()
            keyval["public"] = base64.b64encode(bundle).decode()
            path.write_text(json.dumps(document))
            found = run_json("--find", authority, folder)
            match = found["keys"][0]["listedBy"][0]["match"]
            self.assertEqual(match, {
                "by": ["spki-sha256", "certificate-sha256", "certificate-sha1"],
                "labelOnly": False, "signingKey": False, "certificatePosition": 1})
            self.assertEqual(found["keys"][0]["certificates"][0]["position"]
                             + found["keys"][0]["certificates"][1]["position"], 1)
            self.assertIn("signs nothing", run("--find", authority, folder)[0])


def main():
    global TUFCHECK
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    EXPECTED.extend(read_trust(TRUST))
    unittest.main()


if __name__ == "__main__":
    main()
