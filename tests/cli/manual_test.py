#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""That help, manual pages and completions say the same, and that what reads them takes them.

    manual_test.py TUFCHECK MANUALS [unittest arguments]

MANUALS is the folder of the pages that are written by hand. Wants the Debian packages mandoc, zsh and fish; what is
missing is skipped.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
# mandoc looks for pages that are mentioned where this system has its own; below they are looked for among ours
NOT_INSTALLED = "referenced manual not found"
WANTS = {"mandoc": "mandoc", "zsh": "zsh", "fish": "fish", "shellcheck": "shellcheck"}

TUFCHECK = MANUALS = None


def run(*command, text=None, status=0):
    # shells make folders below their home
    with tempfile.TemporaryDirectory(prefix="tufcheck-home-") as home:
        result = subprocess.run(list(map(str, command)), input=text, capture_output=True, check=False, text=True,
                                timeout=60, env={"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"})
    if status is not None and result.returncode != status:
        raise AssertionError(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def list_commands():
    return re.findall(r"^  ([a-z]+)  ", run(TUFCHECK, "help").partition("Options:")[0], re.MULTILINE)


def read_options(command):
    """By name: the letter or "", and whether it takes a value; as the help has them."""
    found = re.findall(r"^  (?:-(\w), |    )--([a-z-]+)( [A-Z]\S*)?", run(TUFCHECK, "help", *command), re.MULTILINE)
    return {name: (letter, bool(argument)) for letter, name, argument in found}


def need(test, program):
    if not shutil.which(program):
        test.skipTest(f"{program} is missing; it is in the Debian package {WANTS[program]}")


class ManualTest(unittest.TestCase):
    """Pages for man."""

    @classmethod
    def setUpClass(cls):
        cls.pages = {"tufcheck.1": run(TUFCHECK, "help", "--manual")}
        for name in list_commands():
            cls.pages[f"tufcheck-{name}.1"] = run(TUFCHECK, "help", "--manual", name)
        for path in sorted(MANUALS.glob("*.[1-9]")):
            cls.pages[path.name] = path.read_text(encoding="ascii")

    def test_mandoc_has_nothing_to_say(self):
        need(self, "mandoc")
        for name, page in self.pages.items():
            with self.subTest(name), tempfile.TemporaryDirectory(prefix="tufcheck-manual-") as folder:
                path = pathlib.Path(folder) / name
                path.write_text(page, encoding="ascii")
                said = [line for line in run("mandoc", "-Tlint", "-W", "all", path, status=None).splitlines()
                        if NOT_INSTALLED not in line]
                self.assertEqual(said, [])

    def test_every_page_that_is_mentioned_is_there(self):
        for name, page in self.pages.items():
            for other, section in re.findall(r"^\.(?:It )?Xr (\S+) (\d)", page, re.MULTILINE):
                self.assertIn(f"{other.replace(chr(92), '')}.{section}", list(self.pages), name)

    def test_a_page_has_every_option_of_the_help(self):
        for name in list_commands():
            page = self.pages[f"tufcheck-{name}.1"].replace("\\-", "-")
            listed = re.findall(r"^\.It (?:Fl (\w) , )?Fl Fl ([a-z-]+)( Ar)?", page, re.MULTILINE)
            self.assertEqual({option: (letter, bool(argument)) for letter, option, argument in listed},
                             read_options([name]), name)

    def test_pages_of_files_are_those_that_the_schemas_make(self):
        with tempfile.TemporaryDirectory(prefix="tufcheck-manual-") as folder:
            run(sys.executable, "-B", MANUALS / "from-schemas", folder)
            made = {path.name: path.read_text(encoding="ascii") for path in pathlib.Path(folder).iterdir()}
        self.assertEqual(made, {name: page for name, page in self.pages.items() if name.endswith(".5")})

    def test_the_library_s_page_has_functions_of_the_header(self):
        header = (MANUALS.parents[1] / "verify" / "tufcheck.h").read_text(encoding="utf-8")
        for name in re.findall(r"^\.Fn (\w+)", self.pages["libtufcheck.3"], re.MULTILINE):
            self.assertRegex(header, rf"\b{name}\(")

    def test_a_page_has_every_exit_status_of_the_help(self):
        for name in list_commands():
            statuses = re.findall(r"^  (\d)  \S", run(TUFCHECK, "help", name), re.MULTILINE)
            self.assertEqual(re.findall(r'^\.It "(\d)"', self.pages[f"tufcheck-{name}.1"], re.MULTILINE), statuses)


class CompletionTest(unittest.TestCase):
    """What shells read."""

    def complete_in_bash(self, *words):
        script = run(TUFCHECK, "completion", "bash") + (
            'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tufcheck; printf "%s\\n" "${COMPREPLY[@]}"\n')
        return [line for line in run("bash", "-c", script, "bash", "tufcheck", *words).splitlines() if line]

    def complete_in_fish(self, line):
        need(self, "fish")
        script = run(TUFCHECK, "completion", "fish") + f'complete -C "{line}"\n'
        return [found.split("\t")[0] for found in run("fish", "--no-config", "-c", script).splitlines()]

    def test_bash_has_commands_options_and_values(self):
        self.assertEqual(sorted(self.complete_in_bash("")), sorted([*list_commands(), "--help", "-h", "--version"]))
        for name in list_commands():
            options = read_options([name])
            expected = [f"--{option}" for option in options] + [f"-{letter}" for letter, _ in options.values() if letter]
            self.assertEqual(sorted(self.complete_in_bash(name, "-")), sorted(expected), name)
        self.assertEqual(self.complete_in_bash("keys", "--output", ""), ["text", "json", "csv"])
        self.assertEqual(self.complete_in_bash("keys", "-o", "c"), ["csv"])
        self.assertEqual(self.complete_in_bash("verify", "/us"), ["/usr"])
        self.assertEqual(self.complete_in_bash("verify", "--trust-dir", "/us"), ["/usr"])
        self.assertEqual(self.complete_in_bash("nothing", "--"), [])

    def test_shellcheck_has_nothing_to_say(self):
        need(self, "shellcheck")
        self.assertEqual(run("shellcheck", "-s", "bash", "-", text=run(TUFCHECK, "completion", "bash")), "")

    def test_fish_has_commands_options_and_values(self):
        self.assertEqual(self.complete_in_fish("tufcheck ver"), ["verify"])
        for name in list_commands():
            expected = {f"--{option}" for option in read_options([name])}
            self.assertEqual({found for found in self.complete_in_fish(f"tufcheck {name} --")}, expected, name)
        self.assertEqual(self.complete_in_fish("tufcheck keys --output c"), ["csv"])

    def test_zsh_takes_it(self):
        need(self, "zsh")
        text = run(TUFCHECK, "completion", "zsh")
        with tempfile.TemporaryDirectory(prefix="tufcheck-zsh-") as folder:
            path = pathlib.Path(folder) / "_tufcheck"
            path.write_text(text, encoding="utf-8")
            run("zsh", "-n", path)
            # _arguments itself reads the options: what it refuses, it says
            said = run("zsh", "-f", "-c", "zmodload zsh/zutil; fpath=($1 $fpath); autoload -Uz compinit; compinit -u -D; "
                       "whence -v _tufcheck", "zsh", folder)
            self.assertIn("_tufcheck is an autoload shell function", said)
        for name in list_commands():
            part = text.partition(f"\n_tufcheck_{name}() {{")[2].partition("\n}")[0]
            self.assertEqual(set(re.findall(r"--([a-z-]+)(?=\[|\}'\[)", part)), set(read_options([name])), name)

    def test_another_shell_is_refused(self):
        for words in ((), ("csh",), ("bash", "zsh")):
            run(TUFCHECK, "completion", *words, status=2)


if __name__ == "__main__":
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    MANUALS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
