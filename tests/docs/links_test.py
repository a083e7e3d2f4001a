#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""That links of the pages lead somewhere, and that commands within their text exist, with their options.

    links_test.py TUFCHECK [unittest arguments]

docs_test.py runs what is in blocks; what is in a sentence or a table is often half a command, and is held against the
help.
"""

import functools
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGES = [path for folder in ("", "docs/", "testdata/notary/") for path in sorted(SOURCE.glob(f"{folder}*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"(?<!`)`(tufcheck [^`]+)`(?!`)")
BLOCK = re.compile(r"^```.*?^```$|^    [^\n]*$", re.MULTILINE | re.DOTALL)

TUFCHECK = None


def read_text(path):
    """A page without its blocks."""
    return BLOCK.sub("", path.read_text(encoding="utf-8"))


@functools.cache
def list_anchors(path):
    """What headings of a page are called in links to them."""
    headings = re.findall(r"^#+ (.*)$", read_text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@functools.cache
def list_options(command):
    """The options in a command's help; None where there is no such command."""
    result = subprocess.run([TUFCHECK, *([command] if command else []), "--help"], capture_output=True, text=True, check=False)
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", result.stdout)) if result.returncode == 0 else None


class Links(unittest.TestCase):
    """Of README.md, docs/ and the other pages."""

    def test_links_lead_somewhere(self):
        wrong, count = [], 0
        for page in PAGES:
            for link in LINK.findall(read_text(page)):
                if link.startswith(("https:", "http:")):
                    continue
                count += 1
                name, _, anchor = link.partition("#")
                path = page.parent / name if name else page
                if not path.exists() or anchor and anchor not in list_anchors(path):
                    wrong.append(f"{page.name}: {link}")
        self.assertEqual([], wrong)
        self.assertGreater(count, 80, "links are not found any more")

    def test_every_page_is_linked_from_the_first(self):
        linked = {(SOURCE / link.partition("#")[0]).resolve() for link in LINK.findall(read_text(SOURCE / "README.md"))}
        self.assertEqual([], [path.name for path in SOURCE.glob("docs/*.md") if path not in linked])


class Commands(unittest.TestCase):
    """In sentences and tables."""

    def test_commands_and_options_exist(self):
        wrong, count = [], 0
        for page in PAGES:
            for span in SPAN.findall(read_text(page)):
                count += 1
                words = re.sub(r"'[^']*'|\"[^\"]*\"", "X", span).split("|")[0].split()[1:]
                command = words.pop(0) if words and re.fullmatch(r"[a-z]+", words[0]) else ""
                options = list_options(command)
                unknown = [word for word in words if word.startswith("-") and word.partition("=")[0] not in (options or ())]
                if options is None or unknown:
                    wrong.append(f"{page.name}: {span}")
        self.assertEqual([], wrong)
        self.assertGreater(count, 30, "commands are not found any more")

    def test_tasks_of_dev_exist(self):
        usage = subprocess.run([SOURCE / "dev", "help"], capture_output=True, text=True, check=True).stdout
        known = set(re.findall(r"^  ([a-z-]+)", usage, re.MULTILINE))
        named = {(page.name, name) for page in PAGES
                 for name in re.findall(r"\./dev ([a-z-]+)", page.read_text(encoding="utf-8"))}
        self.assertEqual([], sorted(each for each in named if each[1] not in known))
        self.assertGreater(len(named), 20, "tasks are not found any more")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: links_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = str(pathlib.Path(sys.argv.pop(1)).resolve(strict=True))
    unittest.main(verbosity=2)
