# SPDX-License-Identifier: Apache-2.0
"""The project's own files, for the tests that hold its rules, and how those tests are called."""

import argparse
import pathlib
import re
import subprocess
import sys
import unittest

SKIPPED = 77
ROOMS = ("tuf", "verify", "cli")
# Made by other programs, or broken on purpose: no text of the project's.
DATA = ("testdata/notary/", "testdata/cases/", "testdata/case-keys/", "testdata/corpus/", "tests/cli/golden/")

OPTIONS = argparse.Namespace(source=pathlib.Path(__file__).resolve().parents[2])


def list_with_git():
    """Tracked files, and those that are about to be."""
    command = ["git", "-C", OPTIONS.source, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [name.decode() for name in listing.stdout.split(b"\0") if name]


def list_without_git():
    """What a source archive has."""
    names = (path.relative_to(OPTIONS.source).as_posix() for path in OPTIONS.source.rglob("*"))
    return [name for name in names if not re.match(r"build/|\.git/|.*(__pycache__|node_modules)/", name)]


def list_files():
    """The project's files, as paths below its top."""
    names = list_with_git() or list_without_git()
    return sorted(name for name in names if (OPTIONS.source / name).is_file())


def is_data(name):
    return name.startswith(DATA) or name.endswith(".png")


def read(name):
    return (OPTIONS.source / name).read_text(encoding="utf-8")


def list_code(*rooms, endings=(".c", ".h")):
    """The C files of some rooms; of all, tests included, without any."""
    return [name for name in list_files() if name.endswith(endings) and not is_data(name)
            and (not rooms or name.split("/")[0] in rooms)]


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def strip(code):
    """C without comments and without what is in quotation marks; lines stay where they are."""
    def blank(match):
        token = match.group()
        if token[0] in "\"'":
            return token[0] + token[0]
        return "\n" * token.count("\n") or " "
    return TOKEN.sub(blank, code)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def find_calls(name, functions):
    """Where a file calls one of the functions, as FILE:LINE: FUNCTION."""
    code = strip(read(name))
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(functions) + r")\s*\(")
    return [f"{name}:{line_of(code, match.start())}: {match.group(1)}" for match in pattern.finditer(code)]


class Rules(unittest.TestCase):
    """Of a test case that collects what breaks a rule."""
    maxDiff = None

    def assert_none(self, breaches, rule):
        if breaches:
            self.fail(f"{rule}:\n  " + "\n  ".join(breaches))


def main(*arguments):
    """Runs the tests of the calling program. arguments: names of further options."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, default=OPTIONS.source, help="the project's top")
    for argument in arguments:
        parser.add_argument(f"--{argument}", action="append" if argument == "include" else "store")
    rest = parser.parse_known_args(namespace=OPTIONS)[1]
    program = unittest.main(argv=sys.argv[:1] + rest, exit=False)
    if not program.result.wasSuccessful():
        sys.exit(1)
    for test, reason in program.result.skipped:
        print(f"skipped: {test}: {reason}")
    sys.exit(SKIPPED if len(program.result.skipped) == program.result.testsRun else 0)
