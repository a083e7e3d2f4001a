#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tufcheck explain` tells the same in each form, and docs/findings.md is what it makes.

    explain_test.py TUFCHECK [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "findings.md"
TEXTS = ("title", "meaning", "rule", "source", "risk", "remedy")

TUFCHECK = None


def explain(*arguments):
    return subprocess.run([TUFCHECK, "explain", *arguments], check=True, capture_output=True, text=True,
                          env={"LC_ALL": "C.UTF-8"}, timeout=60).stdout


class Explain(unittest.TestCase):
    """What is said of the findings."""

    @classmethod
    def setUpClass(cls):
        cls.findings = json.loads(explain("-o", "json"))["findings"]

    def test_the_page_is_up_to_date(self):
        self.assertEqual(explain("-o", "markdown"), PAGE.read_text(encoding="utf-8"),
                         "make it again: tufcheck explain --output markdown > docs/findings.md")

    def test_texts_are_whole_sentences(self):
        for finding in self.findings:
            for name in ("meaning", "rule", "risk", "remedy"):
                with self.subTest(finding=finding["id"], text=name):
                    self.assertRegex(finding[name], r'^("|[A-Z]|\w+\.json |root, |timestamp, |docker |targets/)')
                    self.assertTrue(finding[name].endswith("."))
                    self.assertNotIn("  ", finding[name])

    def test_text_says_all_of_it(self):
        for finding in self.findings:
            shown = explain(finding["id"])
            for name in TEXTS:
                self.assertIn(finding[name], shown)
            self.assertTrue(shown.startswith(f"{finding['id']}: {finding['title']}\nIt is: a"))

    def test_the_page_says_all_of_it(self):
        shown = re.sub(r"\\([\\`*_\[\]<>|&#~])", r"\1", explain("-o", "markdown"))
        for finding in self.findings:
            part = shown.partition(f"\n### {finding['id']}\n")[2].partition("\n### ")[0]
            for name in TEXTS:
                self.assertIn(finding[name], part)

    def test_the_list_has_each_once(self):
        listed = [(words[0], words[1]) for words in map(str.split, explain().splitlines())
                  if len(words) > 2 and words[1] in ("error", "warning", "note")]
        self.assertEqual([(finding["id"], finding["severity"]) for finding in self.findings], listed)

    def test_groups_are_not_scattered(self):
        groups = [finding["group"] for finding in self.findings]
        changes = sum(one != other for one, other in zip(groups, groups[1:]))
        self.assertEqual(len(set(groups)) - 1, changes)

    def test_one_is_as_among_all(self):
        one = json.loads(explain("-o", "json", self.findings[7]["id"], self.findings[3]["id"]))["findings"]
        self.assertEqual([self.findings[7], self.findings[3]], one)


def main():
    global TUFCHECK
    TUFCHECK = sys.argv[1]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])


if __name__ == "__main__":
    main()
