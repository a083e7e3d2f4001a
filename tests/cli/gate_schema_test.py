#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what tufcheck gate prints as JSON against docs/gate.schema.json.

    gate_schema_test.py TUFCHECK [unittest arguments]

Wants the Debian package python3-jsonschema; exit status 77 without it.
"""
import copy
import hashlib
import json
import os
import pathlib
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
SCHEMA = json.loads((TOP / "docs" / "gate.schema.json").read_text(encoding="utf-8"))
PAGE = (TOP / "docs" / "gate.md").read_text(encoding="utf-8")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
NOTARY = fixtures.NOTARY
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
APP, RETIRED = fixtures.APP, fixtures.RETIRED
ANSWERS = json.loads((NOTARY / "expected.json").read_text(encoding="utf-8"))["repositories"]
POLICIES = (None, "strict.json", "permissive.json", "audit.json", "skip.json", "other.json", "demands.json",
            "release.policy.json")
OPTIONAL = "sandbox"  # only where something of it is missing

TUFCHECK = None


def run_gate(*arguments, at=AT, cwd=None, data=None):
    """The exit status, and the document."""
    environment = {"PATH": os.environ["PATH"], "HOME": "nowhere"}
    result = subprocess.run([TUFCHECK, "gate", "--at", at, "-o", "json", *arguments], input=data or b"",
                            capture_output=True, check=False, cwd=cwd, env=environment)
    return result.returncode, json.loads(result.stdout)


def walk(value, path=()):
    """Every value in a document with the path to it, outermost first."""
    yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from walk(member, path + (name,))


def objects_of(schema):
    """Every schema of an object, with its path; conditions are none."""
    for path, value in walk(schema):
        if isinstance(value, dict) and value.get("type") == "object":
            yield path, value


class Checks(unittest.TestCase):
    """What the tests below have in common."""
    maxDiff = None

    def assert_members_in_order(self, value, schema):
        while "$ref" in schema or "anyOf" in schema:
            schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["anyOf"][0]
        if isinstance(value, dict):
            self.assertEqual([name for name in schema["properties"] if name in value or name != OPTIONAL], list(value))
            for name, member in value.items():
                self.assert_members_in_order(member, schema["properties"][name])
        elif isinstance(value, list):
            for member in value:
                self.assert_members_in_order(member, schema["items"])

    def assert_answer(self, status, answer, quiet=False):
        """The document is valid, in order, counts right, and says what the exit status says."""
        errors = [f"/{'/'.join(map(str, error.path))}: {error.message[:300]}"
                  for error in VALIDATOR.iter_errors(answer)]
        self.assertEqual([], errors)
        self.assert_members_in_order(answer, SCHEMA)
        images, summary = answer["images"], answer["summary"]
        self.assertEqual(summary["images"], summary["allowed"] + summary["denied"])
        self.assertGreaterEqual(summary["allowed"], summary["verified"])
        if not quiet:
            counted = {"images": len(images), "allowed": sum(image["allowed"] for image in images),
                       "verified": sum(image["verified"] for image in images),
                       "denied": sum(not image["allowed"] for image in images)}
            self.assertEqual(counted, summary)
        unnamed = answer["problems"] or any(image["problem"] for image in images) or summary["images"] == 0
        self.assertEqual(bool(unnamed), status == 2)
        if status in (0, 1, 3):
            self.assertEqual(summary["denied"] == 0, status == 0)


class TheSchema(Checks):
    """The schema itself."""

    def test_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_objects_are_closed_and_explained(self):
        for path, value in objects_of(SCHEMA):
            with self.subTest(path=path):
                self.assertIs(value["additionalProperties"], False)
                self.assertEqual([name for name in value["properties"] if name != OPTIONAL], value["required"])
                for field in (value, *value["properties"].values()):
                    self.assertTrue(field["title"])
                    self.assertRegex(field["description"], r"^[^ ].*\.$")

    def test_definitions_are_used(self):
        used = {value["$ref"] for _, value in walk(SCHEMA) if isinstance(value, dict) and "$ref" in value}
        self.assertEqual({f"#/$defs/{name}" for name in SCHEMA["$defs"]}, used)

    def test_page_names_every_field(self):
        fields = [*SCHEMA["properties"], *SCHEMA["$defs"]["image"]["properties"],
                  *SCHEMA["$defs"]["test"]["properties"]]
        for name in fields:
            self.assertIn(f"`{name}`", PAGE)


class RealOutput(Checks):
    """What the command prints."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def test_without_the_sandbox(self):
        status, answer = run_gate("--no-sandbox", "--trust-dir", str(NOTARY / "trust"), f"{APP}:v1.0")
        self.assertIn(OPTIONAL, answer)
        self.assert_answer(status, answer)

    def test_every_tag_by_every_policy_at_every_time(self):
        fixtures.make("gate", self.folder)
        images = [f"{answer['gun']}:{target['name']}" for answer in ANSWERS for target in answer["list"]]
        images += [f"{APP}:v1.2-rc1", f"{APP}:nosuch", f"{APP}@sha256:{'0' * 64}", f"{APP}:v1.0@sha256:{'0' * 64}",
                   "registry.example.com/team/none", RETIRED]
        outcomes = set()
        for policy in POLICIES:
            for at in (AT, "2026-12-20", "2040-01-01", "2020-01-01"):
                with self.subTest(policy=policy, at=at):
                    arguments = ["--trust-dir", "notary/trust", *(["--policy", policy] if policy else []), *images]
                    status, answer = run_gate(*arguments, at=at, cwd=self.folder)
                    self.assert_answer(status, answer)
                    quiet_status, quiet = run_gate("-q", *arguments, at=at, cwd=self.folder)
                    self.assert_answer(quiet_status, quiet, quiet=True)
                    self.assertEqual([image for image in answer["images"] if not image["verified"]], quiet["images"])
                    outcomes |= {(test["name"], test["outcome"]) for image in answer["images"] for test in image["tests"]}
        names = {name for name, _ in outcomes}
        self.assertEqual(set(SCHEMA["$defs"]["test"]["properties"]["name"]["enum"]), names)

    def test_files(self):
        fixtures.make("gate", self.folder)
        manifests = sorted((fixtures.TESTDATA / "manifests").glob("*"))
        files = [self.folder / name for name in fixtures.GATE_FILES] + [
            path for path in manifests if path.suffix != ".expected"]
        files += [self.folder / "nosuch", self.folder]
        for path in files:
            for policy in ("strict.json", "audit.json"):
                with self.subTest(file=path.name, policy=policy):
                    status, answer = run_gate("--trust-dir", "notary/trust", "--policy", policy, "--from", path,
                                              cwd=self.folder)
                    self.assert_answer(status, answer)

    def test_statuses(self):
        fixtures.make("statuses", self.folder)
        status, answer = run_gate("--trust-dir", ".", *(f"{answer['gun']}:latest" for answer in ANSWERS), cwd=self.folder)
        self.assert_answer(status, answer)
        self.assertEqual(set(SCHEMA["$defs"]["image"]["properties"]["repositoryStatus"]["enum"]),
                         {image["repositoryStatus"] for image in answer["images"]})


class Evidence(Checks):
    """The answer names the files that it rests on."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        fixtures.make("gate", self.folder)
        for name in ("authority.policy.json", "own-root-ca.crt"):
            shutil.copy(fixtures.TESTDATA / "policies" / name, self.folder)

    @staticmethod
    def describe(data):
        return {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)}

    def test_inputs_are_the_files_that_were_named(self):
        (self.folder / "empty.list").write_bytes(b"")
        for data in (None, b"registry.example.com/team/own-root:latest\n"):
            files = {"deploy.yaml": (self.folder / "deploy.yaml").read_bytes(), "empty.list": b""}
            arguments = ["--from", "deploy.yaml", "--from", "empty.list", "--from", "missing.list"]
            if data:
                files["standard input"] = data
                arguments += ["--from", "-"]
            _, answer = run_gate("--trust-dir", "notary/trust", "--policy", "authority.policy.json", *arguments, APP,
                                 cwd=self.folder, data=data)
            self.assertTrue(VALIDATOR.is_valid(answer))
            wanted = [{"kind": kind, "path": name} | self.describe((self.folder / name).read_bytes())
                      for kind, name in (("policy", "authority.policy.json"), ("ca", "own-root-ca.crt"))]
            wanted += [{"kind": "images", "path": name} | self.describe(data) for name, data in files.items()]
            self.assertEqual(wanted, answer["inputs"])

    def test_repositories_have_the_files_that_were_read(self):
        _, answer = run_gate("--trust-dir", "notary/trust", f"{APP}:v1.0", f"{APP}:v1.1", f"{RETIRED}:none",
                             "registry.example.com/none/such:v1", cwd=self.folder)
        self.assertEqual([APP, RETIRED], [repository["gun"] for repository in answer["repositories"]])
        for repository in answer["repositories"]:
            metadata = self.folder / repository["path"] / "metadata"
            self.assertEqual(sorted(path.relative_to(metadata).as_posix() for path in metadata.rglob("*.json")),
                             [file["path"] for file in repository["files"]])
            for file in repository["files"]:
                self.assertEqual({"path": file["path"]} | self.describe((metadata / file["path"]).read_bytes()), file)

    def test_without_files_there_is_none(self):
        _, answer = run_gate("--trust-dir", "notary/trust", APP, cwd=self.folder)
        self.assertEqual([], answer["inputs"])


class ChangedAnswers(Checks):
    """What the command does not print is not valid: the schema would notice."""

    def setUp(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            fixtures.make("gate", folder)
            self.answer = run_gate("--trust-dir", "notary/trust", "--from", "problems.yaml", "--from", "deploy.yaml",
                                   f"{RETIRED}:latest", "UPPER", cwd=folder)[1]
        self.assertTrue(VALIDATOR.is_valid(self.answer))

    def refuse(self, path, change):
        changed = copy.deepcopy(self.answer)
        holder = changed
        for name in path[:-1]:
            holder = holder[name]
        change(holder, path[-1])
        self.assertFalse(VALIDATOR.is_valid(changed), f"the schema lets pass a change of {path}")

    def test_missing_and_unknown_fields(self):
        for path, value in walk(self.answer):
            for name in value if isinstance(value, dict) else ():
                if name != OPTIONAL:
                    self.refuse(path + (name,), lambda holder, last: holder.pop(last))
            if isinstance(value, dict):
                self.refuse(path + ("more",), lambda holder, last: holder.update({last: None}))

    def test_wrong_types(self):
        for path, value in walk(self.answer):
            if path:
                for wrong in ({}, 1.5):
                    self.refuse(path, lambda holder, last, wrong=wrong: holder.__setitem__(last, wrong))

    def test_contradictions(self):
        def index(test):
            return next(i for i, image in enumerate(self.answer["images"]) if test(image))
        verified = index(lambda image: image["verified"])
        denied = index(lambda image: image["gun"] and not image["allowed"])
        unnamed = index(lambda image: image["problem"])
        for path, wrong in (((verified, "allowed"), False), ((verified, "reference"), None),
                            ((verified, "level"), "audit"), ((verified, "problem"), "text"), ((verified, "gun"), None),
                            ((verified, "statement"), None), ((verified, "tests"), []), ((verified, "signers"), []),
                            ((verified, "role"), "targets/alice"), ((denied, "allowed"), True),
                            ((denied, "verified"), True), ((unnamed, "allowed"), True), ((unnamed, "gun"), "a/b"),
                            ((unnamed, "problem"), None)):
            self.refuse(("images", *path), lambda holder, last, wrong=wrong: holder.__setitem__(last, wrong))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: gate_schema_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
