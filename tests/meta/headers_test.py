#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every header stands alone and is guarded; the public one is explained, and all that is exported."""

import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import project

PUBLIC = "verify/tufcheck.h"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror"]
# The linker's and the sanitizers' own.
NOT_OURS = re.compile(r"^(_init|_fini|_edata|_end|__bss_start|__\w*san_.*|__odr_.*|__sancov.*)$")


def compile_twice(command, header):
    """What the compiler has against a source that includes nothing but the header, twice."""
    source = f'#include "{header}"\n#include "{header}"\nextern int not_empty;\n'
    result = subprocess.run([*command, f"-I{project.OPTIONS.source}", "-fsyntax-only", "-"], input=source,
                            capture_output=True, text=True, check=False)
    return f"{header}:\n{result.stderr}" if result.returncode != 0 else None


def strip_directives(code):
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: "\n" * m.group().count("\n"), code,
                  flags=re.MULTILINE)


def split_blocks(header):
    """Runs of lines that no empty line divides, each with the comment above its declarations."""
    return re.split(r"\n[ \t]*\n", strip_directives(project.read(header)))


def read_declarations(text):
    """The names of the functions that a piece of a header declares."""
    code = project.strip(text).replace('extern "" {', "")
    while re.search(r"\{[^{}]*\}", code):  # the bodies of types
        code = re.sub(r"\{[^{}]*\}", "", code)
    code = re.sub(r"__attribute__\s*\(\(.*?\)\)(?=\s|;)", "", code, flags=re.DOTALL)
    return re.findall(r"(\w+)\s*\((?![*])[^()]*(?:\([^()]*\)[^()]*)*\)\s*;", code)


class Headers(project.Rules):
    """Of the three rooms."""

    def list_headers(self):
        names = project.list_code(*project.ROOMS, endings=(".h",))
        self.assertGreater(len(names), 40)
        return names

    def test_each_compiles_alone(self):
        command = [project.OPTIONS.cc, "-std=c11", "-D_GNU_SOURCE", "-xc", *WARNINGS]
        command += [f"-isystem{folder}" for folder in project.OPTIONS.include or () if folder]
        self.assert_none([problem for problem in (compile_twice(command, name) for name in self.list_headers())
                          if problem], "headers that need something before them")

    def test_the_public_one_needs_no_extensions(self):
        self.assertIsNone(compile_twice([project.OPTIONS.cc, "-std=c11", "-xc", *WARNINGS], PUBLIC))

    def test_the_public_one_is_cxx_too(self):
        compiler = project.OPTIONS.cxx or shutil.which("c++") or shutil.which("clang++")
        if not compiler:
            self.skipTest("there is no C++ compiler")
        command = [compiler, "-std=c++11", "-xc++", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
        self.assertIsNone(compile_twice(command, PUBLIC))

    def test_the_public_one_includes_only_the_standard(self):
        includes = re.findall(r"#include\s+(\S+)", project.read(PUBLIC))
        self.assertEqual(includes, ["<stdbool.h>", "<stddef.h>", "<stdint.h>"])

    def test_public_functions_are_explained(self):
        """A comment stands above each function, or above the group that it stands in."""
        found = []
        for block in split_blocks(PUBLIC):
            names = read_declarations(block)
            if names and "/**" not in block.partition(names[0])[0]:
                found.append(", ".join(names))
        self.assert_none(found, "functions without a comment")

    def test_public_names_have_the_prefix(self):
        names = read_declarations(project.read(PUBLIC))
        self.assert_none([name for name in names if not name.startswith("tufcheck_")], "names without prefix")

    def test_the_library_exports_what_the_header_declares(self):
        listing = subprocess.run(["nm", "--dynamic", "--defined-only", project.OPTIONS.shared_object], check=True,
                                 capture_output=True, text=True).stdout
        # A: the version that all of them have
        exported = {line.split()[-1].split("@")[0] for line in listing.splitlines() if line.split()[-2] != "A"}
        exported = {name for name in exported if not NOT_OURS.match(name)}
        declared = re.findall(r"TUFCHECK_API\b[^;(]*?\b(\w+)\s*\(",
                              strip_directives(project.strip(project.read(PUBLIC))))
        self.assertEqual(sorted(exported), sorted(declared))
        self.assertEqual(sorted(declared), sorted(read_declarations(project.read(PUBLIC))))


if __name__ == "__main__":
    project.main("cc", "cxx", "shared_object", "include")
