#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The public header explains everything that programs meet: doxygen has nothing against it, and it says of each
function who may call it at once.

    api_test.py --doxygen PROGRAM --configuration FILE [unittest arguments]

FILE is the configuration that the build has made of verify/api.doxyfile.in.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import project

PUBLIC = "verify/tufcheck.h"
THREADS = re.compile(r"^ \* @threads (any|shared|alone|process)\b", re.MULTILINE)


def run_doxygen(header, folder):
    """What doxygen has against a header; "" is nothing. It writes below the folder."""
    settings = f"INPUT = {header}\nSTRIP_FROM_PATH = {header.parent}\nOUTPUT_DIRECTORY = {folder}\n"
    configuration = pathlib.Path(project.OPTIONS.configuration).read_text(encoding="utf-8")
    result = subprocess.run([project.OPTIONS.doxygen, "-"], input=configuration + settings, capture_output=True,
                            text=True, check=False, cwd=folder)
    if result.returncode != 0 and not result.stderr:
        return f"exit status {result.returncode}"
    return result.stderr


def split_functions(header):
    """The (name, comment above it) of each function."""
    return [(match.group(2), match.group(1)) for match in
            re.finditer(r"/\*\*\n((?: \*[^\n]*\n)+?) \*/\nTUFCHECK_API\b[^(;]*?\b(\w+)\(", header)]


class Api(project.Rules):
    """Of the public header."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tufcheck-api-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def need_doxygen(self):
        if not project.OPTIONS.doxygen:
            self.skipTest("doxygen is missing; it is in the Debian package of that name")

    def test_doxygen_has_nothing_to_say(self):
        self.need_doxygen()
        self.assertEqual(run_doxygen(project.OPTIONS.source / PUBLIC, self.folder), "")
        pages = "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("group__*.html"))
        functions = split_functions(project.read(PUBLIC))
        self.assert_none([name for name, _ in functions if f"{name}()" not in pages], "functions without a page")

    def test_doxygen_finds_what_is_left_out(self):
        self.need_doxygen()
        whole = project.read(PUBLIC)
        for left_out in (r" \* @param pins +may be NULL\.\n", r" \* @return borrowed from report[^\n]*\n",
                         r"/\*\* A moment\. \*/\n", r" /\*\*< below the metadata folder \*/"):
            header = self.folder / "tufcheck.h"
            header.write_text(re.sub(left_out, "", whole, count=1), encoding="utf-8")
            self.assertNotEqual(header.read_text(encoding="utf-8"), whole, left_out)
            self.assertRegex(run_doxygen(header, self.folder), "(is|are) not documented")

    def test_each_function_has_a_comment_of_its_own(self):
        code = project.strip(project.read(PUBLIC))
        declared = re.findall(r"^TUFCHECK_API\b[^;(]*?\b(\w+)\s*\(", code, re.MULTILINE)
        self.assertGreater(len(declared), 50)
        self.assertEqual([name for name, _ in split_functions(project.read(PUBLIC))], declared)

    def test_each_function_says_who_may_call_it_at_once(self):
        functions = split_functions(project.read(PUBLIC))
        self.assert_none([name for name, comment in functions if len(THREADS.findall(comment)) != 1],
                         "functions that do not say @threads")

    def test_out_parameters_are_marked(self):
        found = []
        for name, comment in split_functions(project.read(PUBLIC)):
            for direction, parameter in re.findall(r"@param(\[[a-z,]+\])? +(\w+)", comment):
                if parameter.startswith("ret") != ("out" in direction):
                    found.append(f"{name}: {parameter}")
        self.assert_none(found, "parameters whose name says another direction than their comment")

    def test_each_enumerator_is_explained(self):
        """Doxygen overlooks those without a comment."""
        lines = project.read(PUBLIC).splitlines()
        found = [line.strip() for line in lines if re.match(r"\tTUFCHECK_\w+", line) and "/**<" not in line]
        self.assert_none(found, "enumerators without a comment")


if __name__ == "__main__":
    project.main("doxygen", "configuration")
