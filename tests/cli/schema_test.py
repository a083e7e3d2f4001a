#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what tufcheck prints as JSON against docs/report.schema.json.

    schema_test.py TUFCHECK [unittest arguments]

Wants the Debian package python3-jsonschema; exit status 77 without it.
"""
import copy
import functools
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

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True  # nothing is left in the source tree
sys.path.insert(0, str(TOP / "tests" / "cases"))

SCHEMA = json.loads((TOP / "docs" / "report.schema.json").read_text(encoding="utf-8"))
NOTARY = TOP / "testdata" / "notary"
CASES = TOP / "testdata" / "cases"
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
APP = "registry.example.com/team/app"
SEVERITIES = ["error", "warning", "note"]
OPTIONAL = ("sandbox", "forecast", "shard", "index")  # where something is missing of it, or it was asked for

TUFCHECK = None


@functools.cache
def make_validator(definition=None):
    schema = SCHEMA if definition is None else {
        "$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{definition}"}
    return jsonschema.Draft202012Validator(schema)


def run_tufcheck(*arguments, at=AT):
    """The exit status and what is on standard output."""
    result = subprocess.run([TUFCHECK, "verify", "--at", at, *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, check=False)
    return result.returncode, result.stdout


def read_report(*arguments, at=AT):
    return json.loads(run_tufcheck("-o", "json", *arguments, at=at)[1])


def walk(value, path=()):
    """Every value in a document with the path to it, outermost first."""
    yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from walk(member, path + (name,))


def holder_of(document, path):
    """What the last step of the path leads from."""
    for name in path[:-1]:
        document = document[name]
    return document


def changed(document, path, value):
    """A copy with another value at path."""
    copied = copy.deepcopy(document)
    holder_of(copied, path)[path[-1]] = value
    return copied


class Checks(unittest.TestCase):
    """What the tests below have in common."""

    def assert_valid(self, value, definition=None):
        errors = sorted(make_validator(definition).iter_errors(value), key=lambda error: list(error.path))
        self.assertEqual([], [f"/{'/'.join(map(str, error.path))}: {error.message[:300]}" for error in errors])

    def assert_refused(self, validator, value, what):
        self.assertFalse(validator.is_valid(value), f"the schema lets pass: {what}")

    def assert_members_in_order(self, value, schema):
        """Members stand in the order in which the schema has them, all the way down."""
        while "$ref" in schema or "anyOf" in schema:
            schema = (SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema
                      else schema["anyOf"][0])
        if isinstance(value, dict):
            self.assertEqual([name for name in schema["properties"] if name in value or name not in OPTIONAL], list(value))
            for name, member in value.items():
                self.assert_members_in_order(member, schema["properties"][name])
        elif isinstance(value, list):
            for member in value:
                self.assert_members_in_order(member, schema["items"])

    def assert_sorted(self, values):
        self.assertEqual(sorted(values), list(values))

    def assert_repository_in_order(self, repository):
        self.assert_sorted([key["keyId"].encode() for key in repository["keys"]])
        names = [target["name"].encode() for target in repository["targets"]]
        self.assert_sorted(names)
        self.assertEqual(len(names), len(set(names)))
        for target in repository["targets"]:
            self.assert_sorted([signer.encode() for signer in target["signers"]])
        self.assert_sorted([SEVERITIES.index(finding["severity"]) for finding in repository["findings"]])
        roles = [role["name"] for role in repository["roles"]]
        self.assertEqual(["root", "timestamp", "snapshot", "targets"][:len(roles)], roles[:4])
        for index, name in enumerate(roles[4:], 4):
            parent = name.rpartition("/")[0]
            self.assertIn(parent, roles[:index])
            # depth first: nothing but the parent and what is below it comes between
            between = roles[roles.index(parent) + 1:index]
            self.assertTrue(all(other.startswith(parent + "/") for other in between), f"{name} in {roles}")

    def assert_report(self, report):
        """The document is valid, in order, and counts right."""
        self.assert_valid(report)
        self.assert_members_in_order(report, SCHEMA)
        repositories = report["repositories"]
        self.assert_sorted([(each["gun"].encode(), each["path"].encode()) for each in repositories])
        for repository in repositories:
            self.assert_repository_in_order(repository)
        self.assert_summary(report["summary"], repositories)
        self.assert_sorted([key["path"].encode() for key in report["privateKeys"]])
        self.assert_sorted([SEVERITIES.index(finding["severity"]) for finding in report["findings"]])

    def assert_summary(self, summary, repositories):
        counted = dict.fromkeys(summary, 0)
        counted["repositories"] = len(repositories)
        for repository in repositories:
            counted[repository["status"]] += 1
        self.assertEqual(counted, summary)

    def assert_lines(self, output, report):
        """The ndjson form says the same as the document, which is valid."""
        lines = output.decode().split("\n")
        self.assertEqual("", lines.pop(), "the last line is ended")
        *repositories, summary = map(json.loads, lines)
        self.assert_valid(summary, "summaryLine")
        self.assertEqual(report, {**summary, "repositories": repositories})
        self.assert_members_in_order(repositories, SCHEMA["properties"]["repositories"])
        self.assert_members_in_order(summary, SCHEMA["$defs"]["summaryLine"])


class TheSchema(Checks):
    """The schema itself."""

    def objects(self):
        for path, value in walk(SCHEMA):
            if isinstance(value, dict) and value.get("type") == "object":
                yield path, value

    def test_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_objects_are_closed(self):
        for path, value in self.objects():
            with self.subTest(path=path):
                self.assertIs(value["additionalProperties"], False)
                self.assertEqual([name for name in value["properties"] if name not in OPTIONAL], value["required"])

    def test_fields_are_explained(self):
        for path, value in self.objects():
            for name, field in {"": value, **value["properties"]}.items():
                with self.subTest(path=path, field=name):
                    self.assertTrue(field["title"])
                    self.assertRegex(field["description"], r"^[^ ].*\.$")

    def test_definitions_are_used(self):
        used = {value["$ref"] for _, value in walk(SCHEMA) if isinstance(value, dict) and "$ref" in value}
        self.assertEqual({f"#/$defs/{name}" for name in SCHEMA["$defs"]} - {"#/$defs/summaryLine"}, used)


class RealOutput(Checks):
    """What the tool prints about real and about broken data."""

    def test_captured(self):
        for folder in ("trust", "pulled"):
            # as it was made, with expired timestamps, with everything expired, and before it was made
            for at in (AT, "2027-01-01", "2040-01-01T00:00:00.5+02:00", "2020-01-01"):
                with self.subTest(folder=folder, at=at):
                    arguments = (str(NOTARY / folder),)
                    report = read_report(*arguments, at=at)
                    self.assertTrue(report["repositories"])
                    self.assert_report(report)
                    self.assert_lines(run_tufcheck("-o", "ndjson", *arguments, at=at)[1], report)

    def test_without_the_sandbox(self):
        for quiet in ([], ["--quiet"]):
            arguments = ["--no-sandbox", *quiet, str(NOTARY / "trust")]
            report = read_report(*arguments)
            self.assertIn("sandbox", report)
            self.assert_valid(report)
            self.assert_lines(run_tufcheck("-o", "ndjson", *arguments)[1], report)

    def assert_digest(self, entry, path):
        data = path.read_bytes()
        self.assertEqual((hashlib.sha256(data).hexdigest(), len(data)), (entry["sha256"], entry["length"]), str(path))

    def test_files_are_those_on_disk(self):
        for folder in ("trust", "pulled", "history"):
            for repository in read_report(str(NOTARY / folder))["repositories"]:
                metadata = pathlib.Path(repository["path"])
                metadata = metadata / "metadata" if (metadata / "metadata").is_dir() else metadata
                files = {entry["path"]: entry for entry in repository["files"]}
                self.assertEqual(sorted(files), [entry["path"] for entry in repository["files"]])
                for path, entry in files.items():
                    self.assert_digest(entry, metadata / path)
                for role in repository["roles"]:
                    self.assertEqual(role["sha256"], files[role["file"]]["sha256"] if role["sha256"] else None)
                changes = metadata.parent / "changelist"
                there = {str(path.relative_to(metadata)) for path in metadata.glob("*root*.json")}
                there |= {f"../changelist/{path.name}" for path in changes.iterdir()} if changes.is_dir() else set()
                self.assertLessEqual(there, set(files))

    def test_inputs_are_those_on_disk(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            lock = subprocess.run([TUFCHECK, "lock", "--at", AT, NOTARY / "trust" / "tuf" / APP], check=True,
                                  capture_output=True).stdout
            (folder / "lock").write_bytes(lock)
            (folder / "pins").write_text(f"{APP}=sha1:{'0' * 40}\n", encoding="ascii")
            (folder / "ca").write_bytes((NOTARY / "certificates" / "root-ca.crt").read_bytes())
            (folder / "config").write_text(json.dumps({"trust_pinning": {"ca": {APP: str(folder / "ca")}}}))
            root = NOTARY / "trust" / "tuf" / APP / "metadata" / "root.json"
            arguments = ["--lock", str(folder / "lock"), "--pins", str(folder / "pins"), "--trusted-root", str(root),
                         "--notary-config", str(folder / "config"), str(NOTARY / "trust" / "tuf" / APP)]
            report = read_report(*arguments)
            self.assert_report(report)
            self.assert_lines(run_tufcheck("-o", "ndjson", *arguments)[1], report)
            self.assertEqual([("trusted-root", root), ("pins", folder / "pins"), ("notary-config", folder / "config"),
                              ("ca", folder / "ca"), ("lock", folder / "lock")],
                             [(entry["kind"], pathlib.Path(entry["path"])) for entry in report["inputs"]])
            for entry in report["inputs"]:
                self.assert_digest(entry, pathlib.Path(entry["path"]))
        self.assertEqual([], read_report(str(NOTARY / "trust"))["inputs"])

    def test_forecast(self):
        for at in (AT, "2027-01-01"):
            arguments = ["--expires-within", "11y", str(NOTARY / "trust")]
            report = read_report(*arguments, at=at)
            self.assert_report(report)
            self.assert_lines(run_tufcheck("-o", "ndjson", *arguments, at=at)[1], report)
            self.assertEqual(self.expect_forecast(report), report["forecast"])

    @staticmethod
    def expect_forecast(report):
        """Everything that a whole root's life can bring, from the repositories themselves."""
        entries = []
        for repository in report["repositories"]:
            place = {"gun": repository["gun"], "path": repository["path"]}
            entries += [{"expires": role["expires"], "of": "role", **place, "roles": [role["name"]], "keyId": None,
                         "subject": None, "sha256": role["sha256"]} for role in repository["roles"]
                        if role["expires"] and role["status"] in ("valid", "expired")]
            entries += [{"expires": each["notAfter"], "of": "certificate", **place, "roles": key["roles"],
                         "keyId": key["keyId"], "subject": each["subject"], "sha256": each["sha256"]}
                        for key in repository["keys"] for each in key["certificates"]]
        # fractions have no zeros at their end, so that texts are in another order than moments
        return sorted(entries, key=lambda each: (each["expires"].rstrip("Z").split("."), each["gun"], each["path"],
                                                 each["of"] == "certificate", each["roles"][:1],
                                                 each["keyId"] or "", each["sha256"] or ""))

    def test_shards(self):
        pin = f"{APP}=sha256:{'0' * 64}"
        arguments = ["--pin", pin, "--pins", str(NOTARY / "pins.txt"), "--allow-expired", str(NOTARY / "trust")]
        with tempfile.TemporaryDirectory() as scratch:
            pins = pathlib.Path(scratch) / "pins.txt"
            pins.write_text(f"nobody.example.com/app=sha256:{'0' * 64}\n", encoding="utf-8")
            arguments[3] = str(pins)
            for number in range(1, 4):
                report = read_report("--shard", f"{number}/3", *arguments)
                self.assert_valid(report)
                self.assertEqual(number, report["shard"]["number"])
                self.assertTrue(all("index" in repository for repository in report["repositories"]))
                self.assert_lines(run_tufcheck("-o", "ndjson", "--shard", f"{number}/3", *arguments)[1], report)

    def test_one_repository(self):
        self.assert_report(read_report(str(NOTARY / "pulled" / "tuf" / APP)))

    def test_quiet_leaves_out_what_is_trusted(self):
        report = read_report("--quiet", str(NOTARY / "trust"))
        self.assert_valid(report)
        self.assertEqual(["degraded"], [repository["status"] for repository in report["repositories"]])
        self.assertGreater(report["summary"]["trusted"], 0)
        self.assert_lines(run_tufcheck("-o", "ndjson", "--quiet", str(NOTARY / "trust"))[1], report)

    def test_no_repository(self):
        with tempfile.TemporaryDirectory() as empty:
            for path in (empty, empty + "/not-there"):
                with self.subTest(path=path):
                    status, output = run_tufcheck("-o", "json", path)
                    self.assertEqual(3, status)
                    report = json.loads(output)
                    self.assert_report(report)
                    self.assertEqual([], report["repositories"])
                    status, output = run_tufcheck("-o", "ndjson", path)
                    self.assertEqual(3, status)
                    self.assert_lines(output, report)

    @unittest.skipUnless(CASES.is_dir(), "there is no testdata/cases")
    def test_cases(self):
        import run_cases  # noqa: PLC0415 # only there when the cases are
        statuses = set()
        for expectation in sorted(CASES.glob("*/expect.json")):
            case = expectation.parent
            expect = json.loads(expectation.read_text(encoding="utf-8"))
            with self.subTest(case=case.name), tempfile.TemporaryDirectory() as scratch:
                os.chmod(scratch, 0o755)
                folder = pathlib.Path(scratch) / "case"
                run_cases.set_up(case, folder, expect)
                report = json.loads(run_cases.run(TUFCHECK, folder, expect, "-o", "json").stdout)
                lines = run_cases.run(TUFCHECK, folder, expect, "-o", "ndjson").stdout
                make_removable(folder)
                self.assert_report(report)
                self.assert_lines(lines, report)
                statuses.update(repository["status"] for repository in report["repositories"])
        self.assertEqual(set(SCHEMA["$defs"]["repository"]["properties"]["status"]["enum"]), statuses)


def make_removable(folder):
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)


class DamagedFiles(Checks):
    """Metadata with something odd at one place, so that a report has to do without what should be there."""

    ODD = (None, -1, 9007199254740993, "", "\u202e\n\x1b[31m", [], {}, True, "targets/a", [None], {"": ""})

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name) / "tuf" / APP
        shutil.copytree(NOTARY / "pulled" / "tuf" / APP, self.folder)

    def assert_report_of_damage(self, path, data):
        """With data in the place of the file at path, for as long as this takes."""
        original = path.read_bytes()
        path.write_bytes(data)
        report = read_report(str(self.folder))
        path.write_bytes(original)
        self.assert_report(report)

    def test_odd_values(self):
        for path in sorted(self.folder.glob("metadata/*.json")):
            document = json.loads(path.read_bytes())
            for index, (place, _) in enumerate(walk(document)):
                odd = self.ODD[index % len(self.ODD)]
                with self.subTest(file=path.name, place=place, value=odd):
                    damaged = changed(document, place, odd) if place else odd
                    self.assert_report_of_damage(path, json.dumps(damaged, ensure_ascii=False).encode())

    def test_missing_values(self):
        for path in sorted(self.folder.glob("metadata/*.json")):
            document = json.loads(path.read_bytes())
            for place, _ in walk(document):
                if place:
                    with self.subTest(file=path.name, place=place):
                        damaged = copy.deepcopy(document)
                        del holder_of(damaged, place)[place[-1]]
                        self.assert_report_of_damage(path, json.dumps(damaged).encode())

    def test_odd_key_ids(self):
        path = self.folder / "metadata" / "root.json"
        text = path.read_text(encoding="utf-8")
        for key_id in json.loads(text)["signed"]["keys"]:
            for odd in ("a/b~c", "", "\\n\u202e"):
                with self.subTest(key=key_id, odd=odd):
                    self.assert_report_of_damage(path, text.replace(key_id, odd).encode())

    def test_something_else_than_a_file(self):
        targets = self.folder / "metadata" / "targets.json"
        makers = {"nothing": lambda: None, "pipe": lambda: os.mkfifo(targets),
                  "link out": lambda: targets.symlink_to("/etc/passwd"),
                  "link to itself": lambda: targets.symlink_to("targets.json"), "folder": targets.mkdir}
        for what, make in makers.items():
            with self.subTest(what=what):
                targets.unlink(missing_ok=True)
                make()
                report = read_report(str(self.folder))
                self.assert_report(report)
                self.assertIn(report["repositories"][0]["status"], ("incomplete", "unreadable"))

    def test_folder_with_a_strange_name(self):
        strange = os.fsencode(self.scratch.name) + b"/strange \xff\n\x1b[31m\xe2\x80\xae"
        os.rename(self.scratch.name + "/tuf", strange)
        self.assert_report(read_report(os.fsdecode(strange)))
        os.rename(strange, self.scratch.name + "/tuf")


class ChangedReports(Checks):
    """What the tool does not print is not valid: the schema would notice."""

    def setUp(self):
        # small, but with something of every kind
        report = read_report("--no-sandbox", str(NOTARY / "pulled"), at="2026-12-01")
        repository = next(each for each in report["repositories"] if each["gun"] == APP)
        for name in ("keys", "targets", "findings"):
            repository[name] = repository[name][:1]
        repository["roles"] = repository["roles"][:5]
        whole = read_report(str(NOTARY / "trust"))
        self.report = {**report, "repositories": [repository], "findings": whole["findings"][:1],
                       "privateKeys": [key for key in whole["privateKeys"] if key["gun"] and key["trusted"]][:1]}
        self.validator = make_validator()
        self.assert_valid(self.report)

    def refuse(self, path, value):
        self.assert_refused(self.validator, changed(self.report, path, value), f"{value!r} at {path}")

    def test_missing_fields(self):
        for path, value in walk(self.report):
            for name in set(value) - set(OPTIONAL) if isinstance(value, dict) else ():
                copied = copy.deepcopy(self.report)
                del holder_of(copied, path + (name,))[name]
                self.assert_refused(self.validator, copied, f"no {name} at {path}")

    def test_unknown_fields(self):
        for path, value in walk(self.report):
            if isinstance(value, dict):
                self.refuse(path + ("more",), None)

    def test_wrong_types(self):
        for path, value in walk(self.report):
            if path:
                for wrong in ({}, 1.5, not value if isinstance(value, (dict, list, str)) else "1"):
                    self.refuse(path, wrong)

    def test_null(self):
        nullable = {"expires", "sha256", "reason", "canonicalKeyId", "algorithm", "spkiSha256", "role", "file",
                    "pointer", "expected", "actual"}
        of_private_keys = {"keyId", "role", "gun", "encrypted", "trusted"}
        for path, value in walk(self.report):
            allowed = of_private_keys if path[:1] == ("privateKeys",) else nullable
            if path and value is not None and path[-1] not in allowed:
                self.refuse(path, None)

    def test_other_digits_and_times(self):
        for path, value in walk(self.report):
            is_digest = path[-1:] in (("sha256",), ("sha1",), ("canonicalKeyId",), ("spkiSha256",))
            if is_digest or path == ("privateKeys", 0, "keyId"):
                for wrong in (value.upper() + "A", value[:-1], value + "0", value[:-1] + "g", value[:-1] + "A", ""):
                    self.refuse(path, wrong)
            if path and path[-1] in ("evaluatedAt", "expires", "notBefore", "notAfter"):
                for wrong in (value[:-1], value[:-1] + "+00:00", value.replace("T", " "), "10000" + value[4:],
                              value[:19] + ".50Z", value[:19] + ".Z", value[:5] + "13" + value[7:], ""):
                    self.refuse(path, wrong)

    def test_other_words(self):
        report, app = (), ("repositories", 0)
        words = [app + ("status",), app + ("roles", 0, "status"), app + ("roles", 0, "name"),
                 app + ("keys", 0, "algorithm"), app + ("findings", 0, "severity"), app + ("findings", 0, "id"),
                 report + ("sandbox", "landlock"), report + ("sandbox", "seccomp"),
                 report + ("tool", "name"), report + ("tool", "version"), report + ("privateKeys", 0, "mode"),
                 report + ("findings", 0, "severity"), report + ("findings", 0, "id")]
        words += [app + ("checks", name) for name in self.report["repositories"][0]["checks"]]
        for path in words:
            value = holder_of(self.report, path)[path[-1]]
            for wrong in (value + "?", " " + value, ""):
                self.refuse(path, wrong)

    def test_negative_numbers(self):
        for path, value in walk(self.report):
            if path and isinstance(value, int) and not isinstance(value, bool) and "targets" not in path:
                self.refuse(path, -1)

    def test_contradictions(self):
        repository = ("repositories", 0)
        for status in ("degraded", "expired", "untrusted", "incomplete", "unreadable"):
            self.refuse(repository + ("status",), status)  # all checks pass and there is no error
        for answer in ("fail", "unknown"):
            for check in ("integrity", "authenticity", "freshness", "policy"):
                self.refuse(repository + ("checks", check), answer)  # but it is trusted
        self.refuse(repository + ("findings", 0, "severity"), "error")
        self.refuse(repository + ("roles", 1, "status"), "expired")
        self.refuse(repository + ("roles", 1, "signatures", 0, "valid"), False)
        self.refuse(repository + ("roles", 1, "signatures", 0, "reason"), "who knows")
        self.refuse(repository + ("roles", 1, "validSignatures"), 0)
        self.refuse(repository + ("targets", 0, "sha256"), None)  # but it is pullable
        self.refuse(repository + ("targets", 0, "role"), "targets/alice")
        self.refuse(repository + ("targets", 0, "signers"), [])
        expired = next(each for each in read_report(str(NOTARY / "pulled"), at="2040-01-01")["repositories"]
                       if each["gun"] == APP)
        self.assert_valid(expired, "repository")
        self.assert_refused(make_validator("repository"),
                            {**expired, "targets": self.report["repositories"][0]["targets"]},
                            "targets of what is expired")

    def test_lines(self):
        repository = self.report["repositories"][0]
        summary = {name: value for name, value in self.report.items() if name != "repositories"}
        self.assert_valid(repository, "repository")
        self.assert_valid(summary, "summaryLine")
        for value in (repository, {**summary, "repositories": []}):
            self.assert_refused(make_validator("summaryLine"), value, "another line as the summary")
        for value in (summary, self.report):
            self.assert_refused(make_validator("repository"), value, "another line as a repository")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: schema_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
