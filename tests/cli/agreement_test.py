#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Text, json and ndjson say the same: statuses, counts, tags, findings and the exit status.

Each is read on its own, and by other means than the command has for writing it.
"""

import argparse
import collections
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

STATUSES = ("trusted", "degraded", "expired", "untrusted", "incomplete", "unreadable")
AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
LATER = "2040-01-01T00:00:00Z"
FIXTURES = ("statuses", "flipped", "flipped-top", "bad-files", "twice", "hostile", "many")


def run(folder, at, *arguments):
    command = [TUFCHECK, "verify", "--at", at, *arguments]
    return subprocess.run(command, cwd=folder, env={"LC_ALL": "C.UTF-8"}, check=False,
                          capture_output=True, text=True, timeout=300)


def find_repositories(folder):
    """The folders of repositories, as paths below the folder."""
    return sorted(str(path.parent.relative_to(folder)) for path in folder.rglob("metadata")
                  if (path / "root.json").exists())


def split_row(line):
    """The cells of a table's row; two spaces or more stand between them."""
    return re.split(" {2,}", line)


def count(statuses):
    counts = collections.Counter(statuses)
    return {"repositories": len(statuses), **{status: counts[status] for status in STATUSES}}


def read_table(text):
    """The (status, GUN) of each row, and the counts of the summary."""
    rows = text.splitlines()
    end = rows.index("")
    summary = rows[end + 1]
    pairs = [tuple(split_row(row)[:2]) for row in rows[1:end]]
    counts = {status: 0 for status in STATUSES}
    counts.update({status: int(n) for n, status in re.findall(r"(\d+) ([a-z]+)(?=[,;])", summary)})
    counts["repositories"] = int(summary.split()[0])
    return [(status, name.split(" in ")[0]) for status, name in pairs], counts


def read_findings(text):
    """The severity, id and lines of each finding of a repository, and of each run of notes of one kind."""
    section = text.partition("\nFindings: ")[2].partition("\nTrust directory: ")[0]
    parts = re.split("^  (error|warning|note): ([-a-z0-9]+)$", section, flags=re.MULTILINE)
    return [(severity, name, tuple(line.strip() for line in lines.strip("\n").splitlines()))
            for severity, name, lines in zip(parts[1::3], parts[2::3], parts[3::3])]


def escape(text):
    """As the command shows it, as far as the examples need that."""
    text = text.replace("\\", "\\\\")
    return re.sub(r"[\u200b-\u206f\ufeff]", lambda match: f"\\u{{{ord(match.group()):x}}}", text)


def expect_findings(findings):
    """Errors and warnings say all there is; of notes the messages stand together."""
    shown = []
    for finding in findings:
        severity, name, message = finding["severity"], finding["id"], escape(finding["message"])
        if severity == "note" and shown and shown[-1][:2] == ("note", name):
            shown[-1] = ("note", name, (*shown[-1][2], message))
            continue
        shown.append((severity, name, (message,)))
        if severity == "note":
            continue
        place = finding["file"] or (f"role {finding['role']}" if finding["role"] else None)
        if finding["file"] and finding["pointer"] is not None:
            place += f" at {finding['pointer'] or 'its top'}"
        facts = (("where", place), ("expected", finding["expected"]), ("actual", finding["actual"]))
        lines = [f"{label:9} {escape(fact) or '(empty)'}" for label, fact in facts if fact is not None]
        shown[-1] = (severity, name, (message, *lines))
    return shown


class Agreement(unittest.TestCase):
    """Of the outputs of one run each."""
    maxDiff = None

    def check_several(self, folder, at, argument):
        text = run(folder, at, argument)
        document = run(folder, at, argument, "-o", "json")
        lines = run(folder, at, argument, "-o", "ndjson")
        self.assertEqual((document.returncode, document.stderr), (text.returncode, text.stderr))
        self.assertEqual((lines.returncode, lines.stderr), (text.returncode, text.stderr))
        report = json.loads(document.stdout)
        *records, tail = [json.loads(line) for line in lines.stdout.splitlines()]
        self.assertEqual(records, report["repositories"])
        self.assertEqual(tail, {name: value for name, value in report.items() if name != "repositories"})
        self.assertEqual(report["summary"], count([record["status"] for record in records]))
        if len(records) > 1:
            pairs, counts = read_table(text.stdout)
            self.assertEqual(pairs, [(record["status"], record["gun"]) for record in records])
            self.assertEqual(counts, report["summary"])
        self.check_whole(report["findings"], text.stdout)
        self.check_exit_status(report["summary"], report["findings"], text.returncode)
        return report

    def check_whole(self, findings, text):
        """The section on the trust directory as a whole names each kind of finding once."""
        section = text.partition("\nTrust directory: ")[2]
        self.assertEqual(section.split(" ")[0], str(len(findings)) if findings else "")
        shown = re.findall("^  (error|warning|note): ([-a-z0-9]+)$", section, re.MULTILINE)
        self.assertEqual(set(shown), {(finding["severity"], finding["id"]) for finding in findings})
        self.assertEqual(len(shown), len(set(shown)))

    def check_exit_status(self, counts, findings, status):
        errors = [finding for finding in findings if finding["severity"] == "error"]
        expected = 0 if counts["trusted"] == counts["repositories"] and not errors else 1
        if counts["unreadable"] or not counts["repositories"]:
            expected = 3
        self.assertEqual(status, expected)

    def check_record(self, record):
        """What is true of every repository's record."""
        holds = record["status"] in ("trusted", "degraded")
        errors = [finding for finding in record["findings"] if finding["severity"] == "error"]
        self.assertEqual(bool(errors), record["status"] != "trusted")
        self.assertTrue(holds or not record["targets"])
        self.assertEqual("fail" in record["checks"].values() or "unknown" in record["checks"].values(),
                         record["status"] != "trusted")
        for finding in record["findings"]:
            self.assertNotIn("\n", finding["message"])

    def check_one(self, folder, at, path):
        """The tree and the record of one repository."""
        text = run(folder, at, path).stdout
        record, = json.loads(run(folder, at, path, "-o", "json").stdout)["repositories"]
        self.assertIn(f": {record['status']} at {at}\n", text)
        answers = ", ".join(f"{name} {answer}" for name, answer in record["checks"].items())
        self.assertIn(f"\n{answers}\n", text)
        roles = re.findall(r"^[│├└ ]*([-a-z0-9_/]+): ([-a-z]+)(?:, version (\d+))?$",
                           text.partition("\nTags: ")[0], re.MULTILINE)
        self.assertEqual(sorted((name, status, int(version or 0)) for name, status, version in roles),
                         sorted((role["name"], role["status"], role["version"]) for role in record["roles"]))
        shown = re.search(r"^Tags: (.*)$", text, re.MULTILINE).group(1)
        self.assertEqual(0 if shown.startswith("none") else int(shown), len(record["targets"]))
        for target in record["targets"]:
            self.assertIn(f"sha256:{target['sha256']}" if target["sha256"] else "no sha256", text)
        self.assertEqual(read_findings(text), expect_findings(record["findings"]))

    def check_all(self, folder, at):
        for record in self.check_several(folder, at, ".")["repositories"]:
            with self.subTest(gun=record["gun"], path=record["path"], at=at):
                self.check_record(record)
        for path in find_repositories(folder):
            with self.subTest(path=path, at=at):
                self.check_one(folder, at, path)

    def test_example(self):
        for name in ("trust", "pulled"):
            for at in (AT, LATER):
                with self.subTest(name=name, at=at):
                    self.check_all(fixtures.NOTARY / name, at)

    def test_quiet_leaves_out_only_the_trusted(self):
        for name in ("trust", "pulled"):
            folder = fixtures.NOTARY / name
            whole = json.loads(run(folder, AT, ".", "-o", "json").stdout)
            quiet = json.loads(run(folder, AT, ".", "-o", "json", "-q").stdout)
            whole["repositories"] = [r for r in whole["repositories"] if r["status"] != "trusted"]
            self.assertEqual(quiet, whole)

    def test_order_of_arguments_is_nothing(self):
        folder = fixtures.NOTARY / "trust"
        paths = find_repositories(folder)
        forward = run(folder, AT, *paths, "-o", "json")
        backward = run(folder, AT, *reversed(paths), "-o", "json")
        self.assertEqual(forward.stdout, backward.stdout)


def add_fixture_test(name):
    def test(self):
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agreement-")))
            fixtures.make(name, folder)
            self.check_all(folder, AT)
    setattr(Agreement, "test_" + name.replace("-", "_"), test)


for fixture in FIXTURES:
    add_fixture_test(fixture)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tufcheck", type=pathlib.Path, required=True, help="the built command")
    options = parser.parse_args()
    TUFCHECK = os.fspath(options.tufcheck.resolve(strict=True))
    unittest.main(argv=sys.argv[:1])
