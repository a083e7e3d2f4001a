#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Private keys beside the metadata: nothing of them is ever shown, and they are told as the real client tells them.

    private_keys_test.py TUFCHECK [unittest arguments]
"""
import base64
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
import fixtures

CASES = fixtures.TESTDATA / "cases"
CASE_KEYS = fixtures.TESTDATA / "case-keys"
AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
OUTPUTS = (("text",), ("json",), ("ndjson",), ("text", "--quiet"))

TUFCHECK = None


def run(folder, *arguments):
    """Both streams of the command."""
    done = subprocess.run([TUFCHECK, *arguments], cwd=folder, env={"LC_ALL": "C.UTF-8"}, check=False,
                          capture_output=True, timeout=300)
    return done.stdout + containment.drop_note(done.stderr)


def read_key(path):
    """The PEM of a key's file without its headers, and the key in DER."""
    body = path.read_bytes().split(b"-----\n", 1)[1].split(b"-----END")[0].rpartition(b"\n\n")[2]
    return body, base64.b64decode(body)


def list_secrets(body, der):
    """What a reader could see a key in: base64 and hexadecimal, in pieces that no output has by chance."""
    text = body.replace(b"\n", b"")
    yield from (text[i:i + 12] for i in range(0, len(text) - 11))
    digits = der.hex().encode()
    # the names of algorithms stand at the beginning
    yield from (digits[i:i + 16] for i in range(72, len(digits) - 15, 2))


def write_der(der):
    return der


def write_one_line(der):
    return b"-----BEGIN PRIVATE KEY-----\n" + base64.b64encode(der) + b"\n-----END PRIVATE KEY-----\n"


def write_headers(der):
    pem = base64.encodebytes(der)
    return b"-----BEGIN PRIVATE KEY-----\nrole: targets\ngun: a\n" + pem + b"-----END PRIVATE KEY-----\n"


def write_no_pem(der):
    return base64.encodebytes(der)


def write_odd_label(der):
    return b"-----BEGIN " + base64.b64encode(der[:24]) + b"-----\n" + base64.encodebytes(der)


SHAPES = (write_der, write_one_line, write_headers, write_no_pem, write_odd_label)


class NothingIsShown(unittest.TestCase):
    """Of any key, in whatever form it lies there."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="private-keys-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        fixtures.copy_repository(self.folder / "trust", fixtures.PLAIN)
        self.private = self.folder / "trust" / "private"
        self.private.mkdir()
        self.keys = [read_key(path) for path in
                     [*sorted(CASE_KEYS.glob("*.key")), *sorted((fixtures.NOTARY / "keys").glob("*.key"))]]
        self.assertGreater(len(self.keys), 20)

    def collect_output(self):
        runs = [("verify", "--at", AT, "--output", *output, "trust") for output in OUTPUTS]
        runs += [("verify", "--at", AT, fixtures.PLAIN, "--trust-dir", "trust"), ("keys", "--at", AT, "trust")]
        return b"".join(run(self.folder, *arguments) for arguments in runs)

    def test_in_any_form(self):
        for shape in SHAPES:
            with self.subTest(shape=shape.__name__):
                for index, (_, der) in enumerate(self.keys):
                    (self.private / f"{index:064x}.key").write_bytes(shape(der))
                output = self.collect_output()
                self.assertIn(f"private/{0:064x}.key".encode(), output)
                for body, der in self.keys:
                    found = [secret for secret in list_secrets(body, der) if secret in output]
                    # the beginning is the same for all keys of a kind, and so no secret
                    self.assertEqual([], found)

    def test_the_test_would_notice(self):
        body, der = self.keys[0]
        secrets = set(list_secrets(body, der))
        self.assertTrue(any(secret in b"x" + body[40:56] for secret in secrets))
        self.assertTrue(any(secret in b"x" + der.hex().encode() for secret in secrets))


@unittest.skipUnless(shutil.which("notary"), "there is no notary")
class AsTheClientTells(unittest.TestCase):
    """Role, GUN and ID of each key are those that `notary key list` shows. It moves keys of old layouts."""

    def list_with_client(self, trust):
        """(ID, role, GUN) of each; the client shows only the end of a long GUN."""
        with tempfile.TemporaryDirectory(prefix="private-keys-") as home:
            copy = pathlib.Path(home) / "trust"
            shutil.copytree(trust, copy, symlinks=True)
            done = subprocess.run(["notary", "-d", str(copy), "key", "list"], env={"HOME": home, "PATH": os.defpath},
                                  check=True, capture_output=True, text=True, timeout=60)
        rows = [line for line in done.stdout.splitlines() if re.search(r" [0-9a-f]{64} ", line)]
        for row in rows:
            before, key_id = re.match(r"(.*) ([0-9a-f]{64}) ", row).groups()
            role, _, gun = before.partition(" ")
            yield key_id, role, gun.strip()

    def compare(self, trust):
        theirs = sorted(self.list_with_client(trust))
        keys = json.loads(run(trust, "verify", "--at", AT, ".", "-o", "json"))["privateKeys"]
        ours = sorted((key["keyId"], key["role"] or "", key["gun"] or "") for key in keys)
        self.assertTrue(ours)
        self.assertEqual([row[:2] for row in theirs], [row[:2] for row in ours])
        for (_, _, gun), (_, _, own) in zip(theirs, ours):
            self.assertTrue(own.endswith(gun[3:]) if gun.startswith("...") else own == gun, f"{gun}, not {own}")

    def test_captured(self):
        self.compare(fixtures.NOTARY / "trust")

    def test_cases(self):
        for name in ("private-keys", "private-key-unencrypted", "private-key-unencrypted-behind-text",
                     "private-key-unencrypted-legacy", "private-keys-of-notary-0.1", "private-keys-of-notary-0.3"):
            with self.subTest(case=name):
                self.compare(CASES / name / "trust")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: private_keys_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
