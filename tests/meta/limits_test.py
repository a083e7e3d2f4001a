#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/limits.md lists every cap of the headers with its value, and an answer that there is."""

import re
import sys

sys.dont_write_bytecode = True
import project

DOCUMENT = "docs/limits.md"
HEADERS = ("tuf/limits.h", "cli/image_limits.h")
UNITS = {10: "KiB", 20: "MiB", 30: "GiB"}

DEFINE = re.compile(r"^#define ((?:TUF|IMAGE)_\w+) +(?:\(\(size_t\)(\d+)(?: << (\d+))?\)|INT64_C\((\d+)\)|(\d+))$",
                    re.MULTILINE)
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| `(\w+)` \|$", re.MULTILINE)


def as_text(number, shift):
    if shift:
        return f"{number} {UNITS[shift]}"
    return f"{number:,}".replace(",", " ") if number >= 10000 else str(number)


def read_headers():
    """Values, as people read them, by name."""
    values = {}
    for header in HEADERS:
        for name, sized, shift, wide, plain in DEFINE.findall(project.read(header)):
            values[name] = as_text(int(sized or wide or plain), int(shift or 0))
    return values


class Limits(project.Rules):
    """The page and the headers say the same."""

    def setUp(self):
        self.values = read_headers()
        self.rows = ROW.findall(project.read(DOCUMENT))

    def test_every_cap_was_understood(self):
        defined = [name for header in HEADERS for name in re.findall(r"^#define (\w+) ", project.read(header), re.M)]
        self.assertTrue(defined)
        self.assertEqual(sorted(defined), sorted(self.values))

    def test_every_cap_has_its_row(self):
        names = [name for *_, name in self.rows]
        self.assertEqual(sorted(names), sorted(self.values))

    def test_values_are_those_of_the_headers(self):
        self.assert_none([f"{name}: {value}, in the header {self.values.get(name)}" for _, value, _, name in self.rows
                          if value != self.values.get(name)], "values that are not those of the headers")

    def test_findings_exist(self):
        ids = set(re.findall(r'^\s*\[TC_\w+\]\s*=\s*\{"([^"]+)"', project.read("verify/finding.c"), re.MULTILINE))
        self.assertTrue(ids)
        self.assert_none([f"{name}: {finding}" for _, _, answer, name in self.rows
                          for finding in re.findall("`([a-z-]+)`", answer) if finding not in ids],
                         "findings that there are not")


if __name__ == "__main__":
    project.main()
