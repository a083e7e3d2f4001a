#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tufcheck export hands on: just what verify proves, in every form, and scripts that sign nothing else.

    export_test.py TUFCHECK [unittest arguments]

The scripts run with a cosign and a notation that only note what they were asked. Wants the Debian packages shellcheck
and python3-jsonschema; exit status 77 without them.
"""
import csv
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

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is missing; it is in the Debian package python3-jsonschema")
    sys.exit(77)

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

TOP = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((TOP / "docs" / "export.schema.json").read_text(encoding="utf-8"))
NOTARY = fixtures.NOTARY
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
LATER = "2030-01-01"
TOOLS = {"cosign": ("COSIGN_KEY", ["sign", "--yes", "--key", "the key"]),
         "notation": ("NOTATION_KEY", ["sign", "--key", "the key"])}
# What notes each argument in a line of its own, and fails for what FAIL says.
STUB = r"""#!/bin/sh
for argument in "$@"; do printf '%s\n' "$argument"; done >> "$NOTES"
[ "$argument" != "$FAIL" ]
"""
# Every argument of the scripts' own function, which is what they sign.
CALL = re.compile(r"^sign_one '([^']*)'$", re.MULTILINE)
REFERENCE = re.compile(r"[a-z0-9][a-z0-9.:_/-]*@sha256:[0-9a-f]{64}")

TUFCHECK = None


def run(*arguments, at=AT, command="export"):
    """The exit status, and what was written."""
    result = subprocess.run([TUFCHECK, command, "--at", at, *map(str, arguments)], stdin=subprocess.DEVNULL,
                            capture_output=True, check=False, env={"PATH": os.environ["PATH"], "HOME": "nowhere"})
    return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")


def read_document(text):
    document = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(document)
    return document


def list_proved(document):
    return [entry["reference"] for repository in document["repositories"] for entry in repository["proved"]]


class ExportTest(unittest.TestCase):
    """One folder for each test."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tufcheck-export-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write_script(self, tool, *arguments, at=AT):
        _, text, _ = run("-f", tool, *arguments, at=at)
        path = self.folder / f"{tool}.sh"
        path.write_text(text, encoding="ascii")
        return path

    def run_script(self, path, *arguments, fail=""):
        """The exit status, what the script printed, and what the tool was asked."""
        tools, notes = self.folder / "tools", self.folder / "notes"
        tools.mkdir(exist_ok=True)
        notes.write_text("", encoding="ascii")
        for tool in TOOLS:
            (tools / tool).write_text(STUB, encoding="ascii")
            (tools / tool).chmod(0o755)
        result = subprocess.run(["sh", path, *arguments], capture_output=True, check=False, cwd=self.folder, env={
            "PATH": f"{tools}:/usr/bin:/bin", "NOTES": str(notes), "FAIL": fail,
            "COSIGN_KEY": "the key", "NOTATION_KEY": "the key"})
        return result.returncode, result.stdout.decode("ascii"), notes.read_text(encoding="ascii").splitlines()


class FormsTest(ExportTest):
    """All forms say the same."""

    def test_json_has_just_the_tags_that_verify_proves_and_docker_pulls(self):
        _, text, _ = run(NOTARY / "trust", "-f", "json")
        _, report, _ = run(NOTARY / "trust", "-o", "json", command="verify")
        expected = {}
        for repository in json.loads(report)["repositories"]:
            if repository["status"] == "trusted":
                expected[repository["gun"]] = [
                    (target["name"], f"sha256:{target['sha256']}", target["role"], target["signers"])
                    for target in repository["targets"] if target["pullable"] and target["sha256"]]
        actual = {repository["gun"]: [(entry["tag"], entry["digest"], entry["role"], entry["signers"])
                                      for entry in repository["proved"]]
                  for repository in read_document(text)["repositories"] if repository["proved"]}
        self.assertEqual(actual, expected)
        self.assertGreater(len(actual), 5)

    def test_every_tag_is_proved_or_left_out_with_a_reason(self):
        _, text, _ = run(NOTARY / "trust", "-f", "json")
        _, report, _ = run(NOTARY / "trust", "-o", "json", command="verify")
        listed = {(repository["gun"], target["name"]) for repository in json.loads(report)["repositories"]
                  if repository["status"] == "trusted" for target in repository["targets"]}
        document = read_document(text)
        told = {(repository["gun"], entry["tag"]) for repository in document["repositories"]
                for entry in repository["proved"] + repository["leftOut"] if entry["tag"] is not None}
        self.assertEqual(told, listed)
        whole = [repository["gun"] for repository in document["repositories"]
                 if [entry["tag"] for entry in repository["leftOut"]] == [None]]
        self.assertEqual(whole, [fixtures.RETIRED])

    def test_references_and_table_say_what_the_document_says(self):
        document = read_document(run(NOTARY / "trust", "-f", "json")[1])
        references = run(NOTARY / "trust")[1].splitlines()
        self.assertEqual(sorted(references), sorted(set(list_proved(document))))
        rows = list(csv.DictReader(io.StringIO(run(NOTARY / "trust", "-f", "csv")[1], newline="")))
        self.assertEqual([row["reference"] for row in rows if row["reference"]], list_proved(document))
        self.assertEqual([(row["gun"], row["leftOut"]) for row in rows if row["leftOut"]],
                         [(repository["gun"], entry["reason"]) for repository in document["repositories"]
                          for entry in repository["leftOut"]])

    def test_what_is_expired_passes_only_with_leave(self):
        status, text, _ = run(NOTARY / "trust" / "tuf" / fixtures.APP, at=LATER)
        self.assertEqual((status, text), (3, ""))
        _, text, errors = run(NOTARY / "trust" / "tuf" / fixtures.APP, "--allow-expired", at=LATER)
        self.assertNotEqual(text, "")
        self.assertIn("exported only because of --allow-expired", errors)

    def test_what_others_demand_keeps_a_repository_out(self):
        status, text, errors = run(NOTARY / "trust" / "tuf" / fixtures.PLAIN,
                                   "--pin", f"{fixtures.PLAIN}=sha256:{'0' * 64}")
        self.assertEqual((status, text), (3, ""))
        self.assertIn("is not exported: it is untrusted", errors)

    def test_a_name_that_only_the_repository_says_is_not_taken(self):
        outside = self.folder / "outside"
        shutil.copytree(NOTARY / "trust" / "tuf" / fixtures.PLAIN, outside)
        status, text, errors = run(outside)
        self.assertEqual((status, text), (3, ""))
        self.assertIn("give the name with --gun", errors)
        status, text, _ = run(outside, "--gun", fixtures.PLAIN)
        self.assertEqual(status, 0)
        self.assertIn(f"{fixtures.PLAIN}@sha256:", text)


class ScriptTest(ExportTest):
    """The scripts sign just what is proved, and only when they are told to."""

    def test_shellcheck_has_nothing_to_say(self):
        if not shutil.which("shellcheck"):
            self.skipTest("shellcheck is missing; it is in the Debian package of that name")
        for tool in TOOLS:
            result = subprocess.run(["shellcheck", self.write_script(tool, NOTARY / "trust")], capture_output=True,
                                    check=False)
            self.assertEqual((result.returncode, result.stdout), (0, b""))

    def test_without_the_word_nothing_is_signed(self):
        references = run(NOTARY / "trust")[1].splitlines()
        for tool in TOOLS:
            status, text, notes = self.run_script(self.write_script(tool, NOTARY / "trust"))
            self.assertEqual((status, text.splitlines(), notes), (0, references, []))

    def test_each_digest_is_signed_once(self):
        references = run(NOTARY / "trust")[1].splitlines()
        for tool, (_, arguments) in TOOLS.items():
            status, text, notes = self.run_script(self.write_script(tool, NOTARY / "trust"), "sign")
            expected = [word for reference in references for word in (*arguments, reference)]
            self.assertEqual((status, text, notes), (0, "", expected))

    def test_a_signature_that_fails_is_told_and_the_rest_is_signed(self):
        references = run(NOTARY / "trust")[1].splitlines()
        for tool in TOOLS:
            status, _, notes = self.run_script(self.write_script(tool, NOTARY / "trust"), "sign", fail=references[1])
            self.assertEqual(status, 1)
            self.assertIn(references[-1], notes)

    def test_another_word_and_no_key_are_refused(self):
        for tool, (key, _) in TOOLS.items():
            path = self.write_script(tool, NOTARY / "trust")
            self.assertEqual(self.run_script(path, "sing")[0], 2)
            result = subprocess.run(["sh", path, "sign"], capture_output=True, check=False, env={"PATH": "/usr/bin:/bin"})
            self.assertEqual(result.returncode, 2)
            self.assertIn(key.encode("ascii"), result.stderr)

    def test_a_repository_that_does_not_hold_is_only_a_comment(self):
        fixtures.copy_example(self.folder)
        broken = self.folder / "notary" / "trust"
        fixtures.flip_byte(broken / "tuf" / fixtures.APP / "metadata" / "targets.json")
        for tool in TOOLS:
            text = self.write_script(tool, broken).read_text(encoding="ascii")
            self.assertIn(f"# {fixtures.APP}: untrusted\n#   LEFT OUT: it is untrusted", text)
            self.assertFalse([call for call in CALL.findall(text) if call.startswith(fixtures.APP)])


class HostileTest(ExportTest):
    """Names of folders and tags end in no form as anything but text."""

    def setUp(self):
        super().setUp()
        fixtures.make_hostile(self.folder / "trust")
        fixtures.make_hostile_folder(self.folder / "trust")
        for name in ("$(touch owned)", "a'; touch owned; '", "x\ntouch owned", "=cmd|' /C calc'!A0"):
            fixtures.copy_repository(self.folder / "trust", fixtures.STAGED, f"{name}/repo")

    def test_scripts_consist_of_comments_and_references(self):
        for tool in TOOLS:
            path = self.write_script(tool, self.folder / "trust")
            body = path.read_text(encoding="ascii").partition("\n}\n")[2].rpartition("\nif ")[0]
            for line in body.splitlines():
                call = CALL.fullmatch(line)
                self.assertTrue(not line or line.startswith("# ") or (call and REFERENCE.fullmatch(call[1])), line)
            self.assertGreater(len(CALL.findall(body)), 0)
            status, listed, _ = self.run_script(path, "list")
            self.assertEqual(status, 0)
            self.assertTrue(all(REFERENCE.fullmatch(line) for line in listed.splitlines()))
            self.assertFalse(list(self.folder.rglob("owned")))

    def test_the_other_forms_stay_whole(self):
        _, text, _ = run(self.folder / "trust", "-f", "csv")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual({len(row) for row in rows}, {11})
        self.assertFalse([cell for row in rows for cell in row if re.match(r"[=+@\t\r]", cell)])
        document = read_document(run(self.folder / "trust", "-f", "json")[1])
        self.assertTrue(all(REFERENCE.fullmatch(reference) for reference in list_proved(document)))
        self.assertTrue(all(REFERENCE.fullmatch(line) for line in run(self.folder / "trust")[1].splitlines()))


if __name__ == "__main__":
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
