#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tufcheck diff says of each kind of change, and of files that it cannot compare.

    diff_test.py TUFCHECK [unittest arguments]
"""
import copy
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

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "diff.md").read_text(encoding="utf-8")
KINDS = re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \|", PAGE, re.MULTILINE)
NOTARY = fixtures.NOTARY
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
APP = fixtures.APP
TEAM = NOTARY / "trust" / "tuf" / "registry.example.com" / "team"

TUFCHECK = None


def run(*arguments):
    result = subprocess.run([TUFCHECK, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                            env={"PATH": os.environ["PATH"], "HOME": "nowhere"})
    return result.returncode, result.stdout, result.stderr.decode("utf-8")


class DiffTest(unittest.TestCase):
    """One folder for each test."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tufcheck-diff-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.report = json.loads(run("verify", "--at", AT, "-o", "json", TEAM)[1])

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def compare(self, before, after):
        """The exit status, and the changes as (kind, severity, GUN, role, subject, before, after)."""
        status, out, _ = run("diff", "--at", AT, "-o", "json", before, after)
        changes = json.loads(out)["changes"]
        self.assertEqual([change["kind"] for change in changes],
                         sorted((change["kind"] for change in changes), key=[kind for kind, _ in KINDS].index))
        return status, [tuple(change[name] for name in ("kind", "severity", "gun", "role", "subject", "before", "after"))
                        for change in changes]

    def find(self, document, gun=APP):
        return next(repository for repository in document["repositories"] if repository["gun"] == gun)

    def changed(self, change, gun=APP):
        """A report in which one repository is another."""
        document = copy.deepcopy(self.report)
        change(self.find(document, gun))
        return document

    def check(self, change, kind, opposite, *facts):
        """What changed is found, and the other way round its opposite."""
        one, other = self.write("one", self.report), self.write("other", self.changed(change))
        severities = dict(KINDS)
        self.assertEqual(self.compare(one, other), (1, [(kind, severities[kind], APP, *facts)]))
        back = (*facts[:2], facts[3], facts[2])
        self.assertEqual(self.compare(other, one), (1, [(opposite, severities[opposite], APP, *back)]))


class ChangesTest(DiffTest):
    """Each kind alone."""

    @staticmethod
    def role(repository, name):
        return next(role for role in repository["roles"] if role["name"] == name)

    def test_a_repository_that_went_or_came(self):
        fewer = copy.deepcopy(self.report)
        fewer["repositories"].remove(self.find(fewer))
        one, other = self.write("one", self.report), self.write("other", fewer)
        self.assertEqual(self.compare(one, other)[1], [("repository-gone", "error", APP, None, None, "trusted", None)])
        self.assertEqual(self.compare(other, one)[1], [("repository-added", "warning", APP, None, None, None, "trusted")])

    def test_a_status_and_nothing_else_of_what_is_not_proved(self):
        def change(repository):
            repository["status"] = "untrusted"
            repository["roles"], repository["targets"] = [], []
        self.check(change, "status-worse", "status-better", None, None, "trusted", "untrusted")

    def test_keys_of_each_kind_of_role(self):
        for name, kind in (("root", "root-key"), ("snapshot", "role-key"), ("targets/alice", "signer")):
            with self.subTest(name):
                self.check(lambda repository, name=name: self.role(repository, name)["keyIds"].append("ab" * 32),
                           f"{kind}-added", f"{kind}-removed", name, "ab" * 32, None, "ab" * 32)

    def test_a_delegation_that_is_gone_has_lost_its_keys(self):
        key = self.role(self.find(self.report), "targets/alice")["keyIds"][0]
        self.check(lambda repository: repository["roles"].remove(self.role(repository, "targets/alice")),
                   "signer-removed", "signer-added", "targets/alice", key, key, None)

    def test_a_key_with_another_certificate_is_called_the_same(self):
        def change(repository):
            role = self.role(repository, "root")
            key = next(key for key in repository["keys"] if key["keyId"] == role["keyIds"][0])
            repository["keys"].append(key | {"keyId": "ab" * 32})
            role["keyIds"] = ["ab" * 32]
        _, out, _ = run("diff", self.write("one", self.report), self.write("other", self.changed(change)))
        self.assertIn(b"but the same with another certificate", out)
        self.assertIn(b"which it had with another certificate", out)

    def test_numbers_of_roles(self):
        for field, kind in (("threshold", "threshold"), ("version", "version")):
            number = self.role(self.find(self.report), "targets")[field]
            self.check(lambda repository, field=field, number=number:
                       self.role(repository, "targets").update({field: number + 1}),
                       f"{kind}-raised", f"{kind}-lowered", "targets", None, str(number), str(number + 1))

    def test_tags(self):
        target = next(target for target in self.find(self.report)["targets"] if target["name"] == "v1.0")

        def update(**fields):
            return lambda repository: next(target for target in repository["targets"]
                                           if target["name"] == "v1.0").update(fields)
        self.check(update(sha256="ab" * 32), "tag-moved", "tag-moved", target["role"], "v1.0", target["sha256"], "ab" * 32)
        self.check(update(signers=["mallory"]), "tag-signers", "tag-signers", None, "v1.0", "alice, bob, carol", "mallory")
        self.check(lambda repository: repository["targets"].remove(target), "tag-gone", "tag-added", target["role"],
                   "v1.0", target["sha256"], None)
        one, other = self.write("one", self.report), self.write("other", self.changed(update(role="targets")))
        self.assertEqual(self.compare(one, other)[1], [
            ("tag-role", "warning", APP, "targets", "v1.0", "targets/releases", "targets")])

    def test_the_page_lists_every_kind_once(self):
        source = (TOP / "cli" / "diff.c").read_text(encoding="utf-8")
        rows = re.findall(r'\[DIFF_[A-Z_]+\] = \{"([a-z-]+)", (ERROR|WARNING|NOTE)\}', source)
        self.assertEqual([(kind, severity.lower()) for kind, severity in rows], KINDS)


class SidesTest(DiffTest):
    """Trust directories, locks and reports of the same are the same."""

    def test_all_forms_of_one_state_are_equal(self):
        sound = NOTARY / "trust" / "tuf" / "docker.io"
        forms = [sound, self.write("json", run("verify", "--at", AT, "-o", "json", sound)[1]),
                 self.write("ndjson", run("verify", "--at", AT, "-o", "ndjson", sound)[1]),
                 self.write("lock", run("lock", "--at", AT, sound)[1])]
        for before in forms:
            for after in forms:
                self.assertEqual(self.compare(before, after), (0, []), (before, after))

    def test_a_lock_that_a_degraded_repository_is_not_in(self):
        lock = self.write("lock", run("lock", "--at", AT, TEAM)[1])
        self.assertEqual(self.compare(lock, TEAM)[1], [
            ("repository-added", "warning", fixtures.RETIRED, None, None, None, "degraded")])

    def test_a_lock_against_what_has_expired(self):
        lock = self.write("lock", run("lock", "--at", AT, TEAM / "app")[1])
        _, out, _ = run("diff", "--at", "2030-01-01", "-o", "json", lock, TEAM / "app")
        self.assertEqual(json.loads(out)["changes"][0]["kind"], "status-worse")

    def test_two_repositories_of_one_name_are_told_apart(self):
        twice = copy.deepcopy(self.report)
        twice["repositories"].append(self.find(twice) | {"path": "elsewhere"})
        _, changes = self.compare(self.write("one", self.report), self.write("other", twice))
        self.assertEqual([change[:3] for change in changes], [("repository-added", "warning", f"{APP} in elsewhere")])

    def test_markdown_is_one_table_whatever_the_texts_are(self):
        hostile = "x | y\n# `owned` <b>[a](b)"
        def change(repository):
            repository["targets"].append(repository["targets"][0] | {"name": hostile})
        _, out, _ = run("diff", "-o", "markdown", self.write("one", self.report),
                        self.write("other", self.changed(change)))
        lines = out.decode("utf-8").splitlines()
        self.assertEqual([line for line in lines if line.startswith("#")], ["# Content trust: 1 note"])
        self.assertEqual(lines[-1].count("|"), 4)


class RefusedTest(DiffTest):
    """What cannot be compared is said, with its place."""

    def check_refused(self, content, words, status=2):
        sound = self.write("sound", self.report)
        broken = self.write("broken", content) if content is not None else self.folder / "broken"
        for pair in ((sound, broken), (broken, sound)):
            actual, out, errors = run("diff", "--at", AT, *pair)
            self.assertEqual((actual, out), (status, b""))
            self.assertIn(words, errors)

    def test_files_that_are_neither(self):
        for content, words in ((b"", "line 1"), (b"{", "line 1"), (b"[]", "expected a lock"), (b"{}", "expected a lock"),
                               (b'{"lockVersion": 1}', "/repositories: expected an object, is nothing"),
                               (b'{"a": 1, "a": 2}', "duplicate"),
                               (b'{"lockVersion": 1, "repositories": {}} {}', "something stands behind")):
            with self.subTest(content):
                self.check_refused(content, words)

    def test_fields_of_another_type_are_named_by_pointer(self):
        for change, words in (
                (lambda one: one.update(status=1), "/repositories/0/status: expected a text, is an integer"),
                (lambda one: one.update(roles={}), "/repositories/0/roles: expected an array, is an object"),
                (lambda one: one["roles"][0].update(version="1"), "/roles/0/version: expected an integer, is a text"),
                (lambda one: one["roles"][0].update(keyIds=[None]), "/roles/0/keyIds/0: expected a text, is null"),
                (lambda one: one["targets"][0].update(sha256=[]), "/targets/0/sha256: expected a text, is an array")):
            with self.subTest(words):
                self.check_refused(self.changed(change), words)

    def test_a_report_that_was_cut_short(self):
        lines = run("verify", "--at", AT, "-o", "ndjson", TEAM)[1].splitlines(keepends=True)
        self.check_refused(b"".join(lines[:-1]), "it was cut short")
        self.check_refused(b"".join(lines)[:-100], f"line {len(lines)}")

    def test_what_is_not_there_or_no_file(self):
        self.check_refused(None, "found nothing there", status=3)
        os.mkfifo(self.folder / "broken")
        self.check_refused(None, "is no regular file")

    def test_an_empty_folder_is_not_taken_for_all_gone(self):
        (self.folder / "broken").mkdir()
        status, out, _ = run("diff", "--at", AT, TEAM, self.folder / "broken")
        self.assertEqual((status, out), (3, b""))

    def test_one_side_or_three(self):
        for sides in ((), (TEAM,), (TEAM,) * 3):
            self.assertEqual(run("diff", *sides)[0], 2)


if __name__ == "__main__":
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
