#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""That the test of the pages fails where it should: pages made for it, each right or wrong in one thing.

    runner_test.py TUFCHECK [unittest arguments]
"""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import docs_test

TUFCHECK = None


class Pages(unittest.TestCase):
    """One page each."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.page = pathlib.Path(scratch.name) / "page.md"

    def run_text(self, text, update=False):
        self.page.write_text(text, encoding="utf-8")
        return docs_test.run_page(self.page, TUFCHECK, update)

    def assert_passes(self, text):
        items, problems = self.run_text(text)
        self.assertEqual([], problems)
        return items

    def assert_fails(self, text, reason):
        problems = self.run_text(text)[1]
        self.assertIn(reason, "\n".join(problems))

    def test_output_is_compared(self):
        self.assert_passes("Text\n\n    $ echo a; echo b >&2\n    a\n    b\n\nText\n")
        self.assert_fails("    $ echo a\n    b\n", "-b\n+a")
        self.assert_fails("    $ echo a\n", "+a")
        self.assert_fails("    $ true\n    b\n", "-b")
        self.assert_fails("    $ printf 'a\\n\\nb\\n'\n    a\n    b\n", "@@")

    def test_status_is_compared(self):
        self.assert_fails("    $ false\n", "exit status 1")
        self.assert_fails("    $ (exit 3)\n    $ echo $?\n    1\n", "-1\n+3")
        self.assert_passes("    $ (exit 3)\n    $ echo $?\n    3\n")
        self.assert_fails("```sh\ntrue\nfalse\n```\n", "page.md:3: false\nexit status 1")

    def test_output_goes_to_a_terminal(self):
        self.assert_passes("    $ stty size <&1\n    24 100\n")
        self.assert_passes("    $ printf '\\033[1mbold\\033[0m\\n'\n    bold\n")

    def test_elision_stands_for_lines(self):
        self.assert_passes("    $ seq 9\n    1\n    ...\n    9\n")
        self.assert_fails("    $ seq 9\n    1\n    ...\n    8\n", "+9")
        self.assert_fails("    $ echo 1\n    1\n    ...\n", "-...")

    def test_page_is_one_shell(self):
        self.assert_passes("    x=1; cd testdata\n\nText\n\n    $ echo $x ${PWD##*/}\n    1 testdata\n")

    def test_commands_take_lines(self):
        items = self.assert_passes("    for n in 1 2; do\n        echo $n\n    done\n    echo \\\n        a  # comment\n")
        self.assertEqual(2, len(items))
        self.assert_passes("    $ for n in 1 2; do\n    >   echo $n\n    > done\n    1\n    2\n")
        self.assert_fails("    for n in 1 2; do\n", "not a whole command")

    def test_every_block_is_accounted_for(self):
        for fence in ("```", "```bash", "```console"):
            self.assert_fails(f"{fence}\ntrue\n```\n", "neither run nor said not to be")
        self.assert_fails("```text\n$ true\n```\n", "neither run nor said not to be")
        self.assert_fails("```yaml\nrun: tufcheck verify\n```\n", "neither run nor said not to be")
        for block in ("1. Item\n   ```sh\n   false\n   ```\n", "~~~sh\nfalse\n~~~\n", "```sh x\nfalse\n```\n",
                      "# Heading\n    tufcheck nosuch\n", "<!-- test: true -->\n    $ false\n"):
            self.assert_fails(block, "a block that is not seen as one")
        self.assert_passes('```json\n{"name": "tufcheck"}\n```\n')
        self.assert_fails("<!-- not run: -->\n\n    false\n", "no reason")
        items = self.assert_passes("<!-- not run: it is\nfalse -->\n```yaml\nrun: tufcheck verify\n```\n")
        self.assertEqual(["it is\nfalse"], [item.reason for item in items])

    def test_other_tests_know_the_page(self):
        self.assert_fails("<!-- run by: tests/cli/golden.py -->\n\n    false\n", "golden.py does not run it")
        self.assert_fails("<!-- run by: tests/cli/nosuch.py -->\n\n    false\n", "nosuch.py does not run it")

    def test_comments_are_understood(self):
        self.assert_passes("<!-- test: echo a > a\necho b > b -->\n\n    $ cat a b\n    a\n    b\n")
        self.assert_fails("<!-- test: false -->\n", "page.md:1: false\nexit status 1")
        self.assert_fails("<!-- test:\nfalse\ntrue -->\n", "page.md:2: false\nexit status 1")
        self.assert_passes("<!-- file: a.json -->\n```json\n{}\n```\n\n    $ cat a.json\n    {}\n")
        self.assert_fails("<!-- tests: false -->\n", "a comment that says nothing")
        self.assert_fails("<!-- file: a -->\n\nText\n", "no block follows")

    def test_shell_that_ends_is_noticed(self):
        self.assert_fails("    exit 0\n    true\n", "was not run")

    def test_time_has_to_be_said_where_it_shows(self):
        command = "tufcheck verify testdata/notary/trust/tuf/docker.io"
        self.assert_passes(f"    {command}\n")
        self.assert_fails(f"    $ {command} | head -n 1\n    docker.io/library/plain: trusted at 2026-11-21T04:34:00Z\n",
                          "+docker.io/library/plain: expired at 2099")
        self.assert_passes(f"    $ {command} --at $(cat testdata/notary/AT) | head -n 1\n"
                           "    docker.io/library/plain: trusted at 2026-11-21T04:34:00Z\n")

    def test_update_writes_outputs_alone(self):
        before = ("# Page\n\nText  of it\n\n    $ seq 3\n    1\n    ...\n    $ seq 2\n    5\n    ...\n\n"
                  "```sh\n$ printf 'a\\n\\nb\\n'\n```\n<!-- test: true -->\n\n    true   # comment\n\nEnd\n")
        after = before.replace("    5\n    ...\n", "    1\n    2\n").replace("b\\n'\n", "b\\n'\na\n\nb\n")
        self.assertEqual([], self.run_text(before, update=True)[1])
        self.assertEqual(after, self.page.read_text(encoding="utf-8"))

    def test_update_corrects_no_status(self):
        text = "    $ false\n"
        self.assertIn("exit status 1", "\n".join(self.run_text(text, update=True)[1]))
        self.assertEqual(text, self.page.read_text(encoding="utf-8"))

    def test_what_is_not_run_is_told(self):
        found = self.run_text("<!-- not run: too dear -->\n\n    false\n\nText\n\n    true\n")
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            docs_test.tell([self.page], [found])
        self.assertEqual("not run: page.md:3: too dear\n"
                         "1 pages, 1 commands run, 0 blocks run by other tests, 1 not run, 0 failed\n", output.getvalue())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: runner_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = pathlib.Path(sys.argv.pop(1)).resolve(strict=True)
    unittest.main(verbosity=2)
