#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hostile text breaks out of no format, and each format says what the JSON report says.

    formats_test.py TUFCHECK [unittest arguments]

Each output is read by other means than the command has for writing it: the csv, json and xml modules of Python, and
readers of Markdown's tables and of Prometheus' metrics that are written down here from their specifications.
Wants the Debian package python3-cryptography; exit status 77 without it.
"""

import csv
import functools
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures
try:
    import hostile_text
except ImportError as error:
    print(f"skipped: {error}; the Debian package python3-cryptography has it")
    sys.exit(77)
from hostile_text import show

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
FORMATS = ("json", "ndjson", "markdown", "csv", "sarif", "junit", "prometheus", "docker")
JSON_FORMATS = ("json", "ndjson", "sarif", "docker")  # pure ASCII, and not made for a build's log
CHECKS = ("integrity", "authenticity", "freshness", "policy")
SEVERITIES = ("error", "warning", "note")
FORMULA = re.compile("^ *'?[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")
SPREADSHEET_SEPARATOR = ";"

TUFCHECK = None


def run(folder, *arguments):
    done = subprocess.run([TUFCHECK, "verify", "--at", AT, *arguments], cwd=folder, check=False, capture_output=True,
                          env={"LC_ALL": "C.UTF-8"}, timeout=120)
    assert containment.drop_note(done.stderr) == b"", done.stderr
    return done.stdout


def seconds(text):
    return int(fixtures.datetime_of(text).timestamp())


@functools.cache
def verify_all():
    """The folder of one hostile trust directory, and what is said of it in each format."""
    scratch = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(scratch.cleanup)
    folder = pathlib.Path(scratch.name)
    hostile_text.make(folder)
    output = {"text": run(folder, *(f"--report={name}={name}" for name in FORMATS), "--expires-within", "11y", "trust")}
    output |= {name: (folder / name).read_bytes() for name in FORMATS}
    return folder, output


class Fixture(unittest.TestCase):
    """What the tests below have in common."""

    @classmethod
    def setUpClass(cls):
        cls.folder, cls.output = verify_all()
        cls.report = json.loads(cls.output["json"])
        cls.repositories = cls.report["repositories"]


class Hostile(Fixture):
    """What is true of every format."""

    def test_no_format_is_forgotten(self):
        said = subprocess.run([TUFCHECK, "verify", "-o", "none"], check=False, capture_output=True, text=True).stderr
        names = re.split(", | or ", said.partition("must be ")[2].partition(";")[0].strip())
        self.assertEqual(["text", *FORMATS, "html"], names)  # tests/html has those of html

    def test_the_fixture_is_hostile(self):
        statuses = {repository["gun"]: repository["status"] for repository in self.repositories}
        self.assertEqual("trusted", statuses[hostile_text.GUN])
        self.assertEqual({"trusted", "untrusted"}, set(statuses.values()))
        tags = {target["name"] for repository in self.repositories for target in repository["targets"]}
        self.assertEqual(set(hostile_text.ATTACKS), tags)
        messages = {finding["message"] for repository in self.repositories for finding in repository["findings"]}
        for attack in hostile_text.ATTACKS:  # as the name of a method, which has no capitals, in one line
            method = re.sub("[\x00-\x1f]", "?", attack.lower())
            self.assertTrue(any(f'with method "{method}" counts' in message for message in messages), attack)

    def test_nothing_hides_or_commands(self):
        for name, output in self.output.items():
            text = output.decode()
            # JSON has no escape for DEL, nor for what is ASCII beside it
            allowed = {"csv": "\r\n"}.get(name, "\n\x7f" if name in JSON_FORMATS else "\n")
            odd = {character for character in text if character not in allowed and hostile_text.is_hidden(character)}
            self.assertEqual(set(), odd, name)
            if name in JSON_FORMATS:
                self.assertTrue(text.isascii(), name)
                continue
            self.assertNotRegex(text, r"##(vso)?\[", name)
            self.assertNotRegex(text, re.compile(r"^\s*::", re.MULTILINE), name)

    def test_ndjson(self):
        *lines, last = map(json.loads, self.output["ndjson"].splitlines())
        self.assertEqual(self.report, {**last, "repositories": lines})


def disarm(text):
    """A cell as a spreadsheet may have it: text where it would see a formula, also behind a semicolon."""
    shown = ("'" if FORMULA.match(text) else "") + show(text)
    parts = re.split("(?<=;)", shown)
    return parts[0] + "".join(("'" if FORMULA.match(part) else "") + part for part in parts[1:])


class Csv(Fixture):
    """The table."""

    def setUp(self):
        text = self.output["csv"].decode()
        self.assertEqual(text.count("\r\n"), text.count("\n"))
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        self.assertEqual({len(head)}, {len(row) for row in rows})
        self.rows = [dict(zip(head, row)) for row in rows]

    def find(self, record):
        return [row for row in self.rows if row["record"] == record]

    def expect(self, record, entries):
        """entries: (repository or None, cells that are not empty)"""
        expected = []
        for repository, cells in entries:
            place = {"gun": repository["gun"], "path": repository["path"]} if repository else {}
            expected.append({name: disarm(str(value)) for name, value in {**place, **cells}.items()
                             if value not in (None, "")})
        found = [{name: value for name, value in row.items() if value and name != "record"}
                 for row in self.find(record)]
        self.assertEqual(expected, found)

    def each(self, name):
        return [(repository, entry) for repository in self.repositories for entry in repository[name]]

    def test_no_cell_is_a_formula(self):
        for row in self.rows:
            for cell in row.values():
                for part in cell.split(SPREADSHEET_SEPARATOR):
                    self.assertNotRegex(part, r"^ *[=+@\uff1d-]", cell)

    def test_evaluation(self):
        self.expect("evaluation", [(None, {"name": "tufcheck", "status": self.report["tool"]["version"],
                                           "begins": self.report["evaluatedAt"]})])

    def test_repositories(self):
        self.expect("repository", [(repository, {"status": repository["status"]}) for repository in self.repositories])

    def test_roles(self):
        self.expect("role", [(repository, {
            "name": role["name"], "status": role["status"], "file": role["file"], "version": role["version"] or None,
            "threshold": role["threshold"] or None, "valid_signatures": role["validSignatures"],
            "expires": role["expires"], "sha256": role["sha256"], "length": role["length"] if role["sha256"] else None,
            "key_ids": " | ".join(role["keyIds"])}) for repository, role in self.each("roles")])

    def test_keys(self):
        self.expect("key", [(repository, {
            "name": key["type"], "roles": " | ".join(key["roles"]), "key_ids": key["keyId"],
            "canonical_key_id": key["canonicalKeyId"], "algorithm": key["algorithm"],
            "spki_sha256": key["spkiSha256"]}) for repository, key in self.each("keys")])

    def test_certificates(self):
        self.expect("certificate", [(repository, {
            "name": each["subject"], "roles": " | ".join(key["roles"]), "begins": each["notBefore"],
            "expires": each["notAfter"], "sha256": each["sha256"], "sha1": each["sha1"], "key_ids": key["keyId"],
            "algorithm": each["signatureAlgorithm"], "spki_sha256": each["spkiSha256"], "issuer": each["issuer"],
            "serial": each["serial"]}) for repository, key in self.each("keys") for each in key["certificates"]])

    def test_tags(self):
        self.expect("tag", [(repository, {
            "name": target["name"], "status": "pullable" if target["pullable"] else "not pullable",
            "roles": target["role"], "sha256": target["sha256"], "length": target["length"],
            "signers": " | ".join(target["signers"])}) for repository, target in self.each("targets")])

    def test_findings(self):
        whole = [(None, finding) for finding in self.report["findings"]]
        self.expect("finding", [(repository, {
            "name": finding["id"], "status": finding["severity"], "roles": finding["role"], "file": finding["file"],
            "pointer": finding["pointer"], "expected": finding["expected"], "actual": finding["actual"],
            "message": finding["message"]}) for repository, finding in self.each("findings") + whole])


class Junit(Fixture):
    """The results of tests."""

    def setUp(self):
        self.suites = xml.etree.ElementTree.fromstring(self.output["junit"])
        self.assertEqual("testsuites", self.suites.tag)

    def lines(self, findings):
        return [f"{finding['severity']}: {finding['id']}: {show(finding['message'])}" for finding in findings]

    def test_suites(self):
        *suites, whole = self.suites
        self.assertEqual([show(repository["gun"]) for repository in self.repositories],
                         [suite.get("name") for suite in suites])
        for suite, repository in zip(suites, self.repositories):
            properties = {each.get("name"): each.get("value") for each in suite.find("properties")}
            self.assertEqual({"path": show(repository["path"]), "status": repository["status"]}, properties)
            self.assertEqual(self.lines(repository["findings"]), suite.find("system-out").text.splitlines())
        self.assertEqual(self.lines(self.report["findings"]), whole.find("system-out").text.splitlines())
        errors = [finding for finding in self.report["findings"] if finding["severity"] == "error"]
        self.assertEqual(bool(errors), whole.find("testcase/failure") is not None)

    def test_answers(self):
        kinds = {"pass": [], "fail": ["failure"], "unknown": ["error"], "none": ["skipped"]}
        for suite, repository in zip(self.suites, self.repositories):
            cases = suite.findall("testcase")
            self.assertEqual([(show(repository["gun"]), check) for check in CHECKS],
                             [(case.get("classname"), case.get("name")) for case in cases])
            for case in cases:
                answer = repository["checks"][case.get("name")]
                self.assertEqual(kinds[answer], [each.tag for each in case])
                for failure in case.findall("failure"):
                    messages = {show(finding["message"]): finding["id"] for finding in repository["findings"]}
                    self.assertEqual(messages[failure.get("message")], failure.get("type"))

    def test_counts(self):
        tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
        for element in (self.suites, *self.suites):
            self.assertEqual(len(element.findall(".//testcase")), int(element.get("tests")))
            for name, tag in tags.items():
                self.assertEqual(len(element.findall(f".//testcase/{tag}")), int(element.get(name)))


SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z0-9_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+)')
LABEL = re.compile(r'([a-z0-9_]+)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)')


class Prometheus(Fixture):
    """The metrics."""

    def setUp(self):
        text = self.output["prometheus"].decode()
        self.assertTrue(text.endswith("\n"))
        self.samples = {}
        self.families = []
        for line in text.splitlines():
            if line.startswith("# "):
                _, keyword, name, rest = line.split(" ", 3)
                if keyword == "HELP":
                    self.families.append(name)
                else:
                    self.assertEqual(("TYPE", self.families[-1], "gauge"), (keyword, name, rest))
                continue
            self.read_sample(line)

    def read_sample(self, line):
        match = SAMPLE.fullmatch(line)
        self.assertTrue(match, line)
        name, labels, value = match.groups()
        self.assertEqual(self.families[-1], name, "samples of a metric stand together")
        pairs = [(key, re.sub(r"\\(.)", lambda each: {"n": "\n"}.get(each[1], each[1]), text))
                 for key, text in LABEL.findall(labels or "")]
        self.assertEqual(len(pairs), len(dict(pairs)))
        self.assertNotIn((name, frozenset(pairs)), self.samples, "twice")
        self.samples[name, frozenset(pairs)] = int(value)

    def value(self, metric, repository=None, **labels):
        if repository:
            labels |= {"gun": repository["gun"], "path": repository["path"]}
        shown = frozenset((name, show(text)) for name, text in labels.items())
        return self.samples.pop((f"tufcheck_{metric}", shown), None)

    def check_dates(self, kind, repository, expires, **labels):
        at = fixtures.datetime_of(AT)
        then = fixtures.datetime_of(expires)
        left = (then - at).total_seconds()
        self.assertEqual(int(then.timestamp()), self.value(f"{kind}_expiry_timestamp_seconds", repository, **labels))
        self.assertEqual(left // 1, self.value(f"{kind}_expires_in_seconds", repository, **labels))

    def test_each_sample_is_in_the_report(self):
        self.assertEqual(len(self.families), len(set(self.families)))
        self.assertEqual(1, self.value("info", version=self.report["tool"]["version"]))
        self.assertEqual(seconds(AT), self.value("evaluated_timestamp_seconds"))
        summary = dict(self.report["summary"])
        summary.pop("repositories")
        for status, count in summary.items():
            self.assertEqual(count, self.value("repositories", status=status))
        for severity in SEVERITIES:
            count = sum(finding["severity"] == severity for finding in self.report["findings"])
            self.assertEqual(count, self.value("findings", severity=severity))
        for repository in self.repositories:
            self.check_repository(repository, summary)
        self.assertEqual({}, self.samples)

    def check_repository(self, repository, statuses):
        for status in statuses:
            self.assertEqual(int(status == repository["status"]),
                             self.value("repository_status", repository, status=status))
        for check, answer in repository["checks"].items():
            self.assertEqual({"pass": 1, "fail": 0}.get(answer), self.value("repository_check", repository, check=check))
        self.assertEqual(len(repository["targets"]), self.value("repository_tags", repository))
        for severity in SEVERITIES:
            count = sum(finding["severity"] == severity for finding in repository["findings"])
            self.assertEqual(count, self.value("repository_findings", repository, severity=severity))
        if repository["status"] not in ("trusted", "degraded", "expired"):
            return
        for role in repository["roles"]:
            if role["expires"] and role["status"] in ("valid", "expired"):
                self.check_dates("role", repository, role["expires"], role=role["name"])
        for key in repository["keys"]:
            for each in key["certificates"]:
                self.check_dates("certificate", repository, each["notAfter"], roles=", ".join(key["roles"]),
                                 key_id=key["keyId"], position=str(each["position"]), subject=each["subject"],
                                 sha256=each["sha256"])


# A code span, a cell, and what the program itself writes around them.
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
PROSE = re.compile(r"[A-Za-z0-9 .,:;#|*()_-]*")


def read_span(match):
    text = match[2]
    is_padded = text.startswith(" ") and text.endswith(" ") and text.strip(" ")
    return text[1:-1] if is_padded else text


class Markdown(Fixture):
    """The page."""

    def setUp(self):
        self.lines = self.output["markdown"].decode().splitlines()

    def read_row(self, line):
        """The cells: text, and lists of code."""
        self.assertTrue(line.startswith("| ") and line.endswith("|"), line)
        return [[read_span(each) for each in SPAN.finditer(cell)] or cell.strip() for cell in line[1:-1].split("|")]

    def tables(self, head):
        """The rows of each table with that head."""
        found = []
        for index, line in enumerate(self.lines):
            if line == head:
                rows = []
                for row in self.lines[index + 2:]:
                    if not row.startswith("|"):
                        break
                    rows.append(self.read_row(row))
                    self.assertEqual(head.count("|") - 1, len(rows[-1]), row)
                found.append(rows)
        return found

    @staticmethod
    def code(*texts):
        """Spans of texts, which have no | in them."""
        spans = []
        for text in texts:
            shown = re.sub(r"(\\?)\|", lambda match: match[1] * 2 + "\\x7c", show(text))
            spans.append(shown)
        return spans or ""

    def test_outside_of_code_is_only_prose(self):
        for line in self.lines:
            self.assertTrue(PROSE.fullmatch(SPAN.sub("", line)), line)

    def test_spans_end(self):
        for line in self.lines:
            self.assertNotIn("`", SPAN.sub("", line), line)

    def test_repositories(self):
        table, = self.tables("| repository | status | tags | errors | warnings |")
        self.assertEqual([[self.code(repository["gun"]), repository["status"], str(len(repository["targets"])),
                           *(str(sum(finding["severity"] == severity for finding in repository["findings"]))
                             for severity in ("error", "warning"))] for repository in self.repositories], table)
        heads = [SPAN.search(line) for line in self.lines if line.startswith("## `")]
        self.assertEqual([self.code(repository["gun"])[0] for repository in self.repositories],
                         [read_span(match) for match in heads])

    def test_tags(self):
        tables = self.tables("| tag | SHA-256 | role | pullable | signers |")
        expected = [[[self.code(target["name"]), [target["sha256"]], [target["role"]],
                      "yes" if target["pullable"] else "no", self.code(*target["signers"])]
                     for target in repository["targets"]]
                    for repository in self.repositories if repository["targets"]]
        self.assertEqual(expected, tables)

    def test_certificates(self):
        tables = self.tables("| certificate | roles | begins | ends | SHA-256 | key |")
        expected = [[[self.code(each["subject"]), key["roles"], each["notBefore"], each["notAfter"],
                      [each["sha256"]], [key["keyId"]]] for key in repository["keys"] for each in key["certificates"]]
                    for repository in self.repositories]
        self.assertEqual([table for table in expected if table], tables)

    def test_forecast(self):
        table, = self.tables("| expires | repository | | roles | subject |")
        self.assertEqual([[each["expires"], self.code(each["gun"]), each["of"], self.code(*each["roles"]),
                           self.code(each["subject"]) if each["subject"] else ""]
                          for each in self.report["forecast"]], table)
        self.assertIn(hostile_text.GUN, [each["gun"] for each in self.report["forecast"] if each["subject"]])

    def test_findings(self):
        found = [line for line in self.lines if re.match(r"- \*\*(error|warning|note)\*\* ", line)]
        findings = [finding for repository in self.repositories for finding in repository["findings"]]
        findings += self.report["findings"]
        self.assertEqual([(finding["severity"], [finding["id"], *self.code(finding["message"])])
                          for finding in findings],
                         [(line.split("**")[1], [read_span(each) for each in SPAN.finditer(line)]) for line in found])


# What may stand in the objects of SARIF 2.1.0 that are used here, and what must (!). Source: the specification, §3.
SARIF = {
    "": {"$schema": str, "version!": str, "runs!": ["run"]},
    "run": {"tool!": "tool", "results": ["result"], "columnKind": str, "properties": dict},
    "tool": {"driver!": "toolComponent"},
    "toolComponent": {"name!": str, "fullName": str, "version": str, "semanticVersion": str, "rules": ["reportingDescriptor"]},
    "reportingDescriptor": {"id!": str, "name": str, "shortDescription": "message", "fullDescription": "message", "help": "message",
                            "defaultConfiguration": "reportingConfiguration", "properties": dict},
    "reportingConfiguration": {"level": str},
    "message": {"text!": str, "markdown": str},
    "result": {"ruleId": str, "ruleIndex": int, "level": str, "message!": "message", "locations": ["location"],
               "partialFingerprints": dict, "properties": dict},
    "location": {"physicalLocation": "physicalLocation", "logicalLocations": ["logicalLocation"]},
    "physicalLocation": {"artifactLocation": "artifactLocation", "region": "region"},
    "artifactLocation": {"uri": str},
    "region": {"startLine": int, "startColumn": int},
    "logicalLocation": {"fullyQualifiedName": str},
}


class Sarif(Fixture):
    """The results for code scanning."""

    def assert_is(self, kind, value):
        if isinstance(kind, list):
            self.assertIsInstance(value, list)
            for each in value:
                self.assert_is(kind[0], each)
        elif isinstance(kind, type):
            self.assertIsInstance(value, kind)
        else:
            members = {name.rstrip("!"): rest for name, rest in SARIF[kind].items()}
            self.assertLessEqual({name[:-1] for name in SARIF[kind] if name.endswith("!")}, set(value))
            for name, member in value.items():
                self.assertIn(name, members, kind)
                self.assert_is(members[name], member)

    def test_structure(self):
        self.assert_is("", self.document)
        self.assertEqual("2.1.0", self.document["version"])
        rules = self.run["tool"]["driver"]["rules"]
        self.assertEqual(len(rules), len({rule["id"] for rule in rules}))
        for result in self.run["results"]:
            self.assertIn(result["level"], ("none", "note", "warning", "error"))
            self.assertTrue(all(isinstance(each, str) for each in result["partialFingerprints"].values()))
            self.assertTrue(result["message"]["text"])
        # what code scanning takes
        self.assertLess(len(self.output["sarif"]), 10 << 20)
        for rule in rules:
            self.assertEqual(rule["id"].replace("-", ""), rule["name"].lower())
            self.assertRegex(rule["name"], "^[A-Z][A-Za-z0-9]+$")
            self.assertLessEqual(len(rule["shortDescription"]["text"]), 1024)
            self.assertLessEqual(len(rule["properties"]["tags"]), 20)

    def test_a_place_in_a_text(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            metadata = fixtures.copy_repository(folder / "trust", fixtures.PLAIN)
            (metadata / "timestamp.json").write_text('{"signed":\n{]', encoding="ascii")
            results = json.loads(run(folder, "-o", "sarif", "trust"))["runs"][0]["results"]
            regions = {result["ruleId"]: result["locations"][0]["physicalLocation"].get("region") for result in results}
            self.assertEqual({"startLine": 2, "startColumn": 2}, regions.pop("json-syntax"))
            self.assertTrue(all(region == {"startLine": 1} for region in regions.values()), regions)
            outside = json.loads(run(pathlib.Path("/"), "-o", "sarif", folder / "trust"))["runs"][0]["results"][0]
            self.assertEqual((metadata / "timestamp.json").as_uri(),
                             outside["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

    def setUp(self):
        self.document = json.loads(self.output["sarif"])
        self.run, = self.document["runs"]

    def findings(self):
        for repository in self.repositories:
            for finding in repository["findings"]:
                yield repository, finding
        for finding in self.report["findings"]:
            yield None, finding

    def test_results(self):
        results = self.run["results"]
        self.assertEqual([(finding["id"], finding["severity"], show(finding["message"]))
                          for _, finding in self.findings()],
                         [(result["ruleId"], result["level"], result["message"]["text"]) for result in results])
        rules = self.run["tool"]["driver"]["rules"]
        for result in results:
            self.assertEqual(result["ruleId"], rules[result["ruleIndex"]]["id"])
        self.assertEqual({result["ruleId"] for result in results}, {rule["id"] for rule in rules})

    def test_places(self):
        for (repository, finding), result in zip(self.findings(), self.run["results"]):
            location, = result["locations"]
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            self.assertRegex(uri, r"^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$")
            path = f"{repository['path']}/metadata/{finding['file'] or ''}" if repository else finding["file"] or "."
            path = re.sub(r"/metadata/\.\./", "/", path).rstrip("/")
            self.assertEqual(path, urllib.parse.unquote(uri))
            for name in ("role", "pointer", "expected", "actual"):
                self.assertEqual(finding[name], result["properties"][name])

    def test_fingerprints(self):
        prints = [result["partialFingerprints"]["tufcheckFinding/v1"] for result in self.run["results"]]
        self.assertEqual(len(prints), len(set(prints)))
        moved = self.folder / "moved"
        moved.mkdir()
        (self.folder / "trust").rename(moved / "elsewhere")
        try:
            again = json.loads(run(self.folder, "-o", "sarif", "moved/elsewhere"))
        finally:
            (moved / "elsewhere").rename(self.folder / "trust")
            moved.rmdir()
        of_repositories = sum(len(repository["findings"]) for repository in self.repositories)
        self.assertEqual(prints[:of_repositories], [result["partialFingerprints"]["tufcheckFinding/v1"]
                                                    for result in again["runs"][0]["results"]][:of_repositories])


class Docker(Fixture):
    """What docker printed."""

    def test_tags(self):
        printed = json.loads(self.output["docker"])
        sound = [repository for repository in self.repositories if repository["status"] in ("trusted", "degraded")]
        self.assertEqual([repository["gun"] for repository in sound], [each["Name"] for each in printed])
        for repository, each in zip(sound, printed):
            self.assertEqual({target["name"]: target["sha256"] for target in repository["targets"]},
                             {tag["SignedTag"]: tag["Digest"] for tag in each["SignedTags"]})
            self.assertEqual({("alice",)}, {tuple(tag["Signers"]) for tag in each["SignedTags"]})
            self.assertEqual(["alice"], [signer["Name"] for signer in each["Signers"]])

    def test_it_is_what_docker_printed(self):
        """On the captured example, but for what docs/differences.md says is counted differently."""
        captured = json.loads((fixtures.NOTARY / "expected.json").read_text(encoding="utf-8"))["repositories"]
        expected = {each["gun"]: each["docker_trust_inspect"] for each in captured}
        app = expected[fixtures.APP]
        twice = [tag for tag in app["SignedTags"] if tag["SignedTag"] == "edge"]
        self.assertEqual(2, len(twice))
        app["SignedTags"].remove(twice[0])
        outside = next(tag for tag in app["SignedTags"] if tag["SignedTag"] == "v1.0")
        outside["Signers"].remove("frank")
        printed = json.loads(run(fixtures.NOTARY, "-o", "docker", "trust"))
        self.assertEqual(expected, {each["Name"]: each for each in printed})
        for each in printed:  # the order of members is docker's, too
            self.assertEqual(list(expected[each["Name"]]), list(each))


class NotUtf8(unittest.TestCase):
    """A folder whose name is no text at all."""

    def test_each_format_can_be_read(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            fixtures.copy_repository(folder / "trust", fixtures.PLAIN, "\udcff\udcc3<|\"`,;=")
            shown = "\\xff\\xc3<|\"`,;="
            rows = list(csv.DictReader(io.StringIO(run(folder, "-o", "csv", "trust").decode(), newline="")))
            self.assertIn("\\xff\\xc3<|\"`,;'=", {row["gun"] for row in rows})
            suites = xml.etree.ElementTree.fromstring(run(folder, "-o", "junit", "trust"))
            self.assertEqual(shown, suites[0].get("name"))
            result = json.loads(run(folder, "-o", "sarif", "trust"))["runs"][0]["results"][0]
            self.assertIn("%FF%C3%3C%7C", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            metrics = run(folder, "-o", "prometheus", "trust").decode()
            self.assertIn('gun="\\\\xff\\\\xc3<|\\"`,;="', metrics)
            self.assertIn("`` \\xff\\xc3<\\x7c\"`,;= ``".replace(" ", ""),
                          run(folder, "-o", "markdown", "trust").decode())


def main():
    global TUFCHECK
    TUFCHECK = sys.argv[1]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])


if __name__ == "__main__":
    main()
