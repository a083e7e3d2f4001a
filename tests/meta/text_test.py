#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules about the text of the project's files."""

import re
import sys

sys.dont_write_bytecode = True
import project

MAX_FUNCTION_LINES = 60
PUBLIC = "verify/tufcheck.h"  # one header, however much is explained in it
MAX_FILE_LINES = 500

SPDX = "SPDX-License-Identifier: Apache-2.0"
SOURCES = (".c", ".h", ".h.in", ".py", ".sh", ".cmake", "CMakeLists.txt")
# In two parts, for this file is looked at as well.
LEFT_FOR_LATER = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "X" "XX")) + r")\b")
# "/root/keyids" is the end of a JSON pointer.
ABSOLUTE = re.compile(r"(?<![\w.$}/*~-])/(?:(?:home|work|tmp)/\w|root/(?!keyids|thre))", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")
# Names that stand for no place and no person.
NO_ADDRESSES = re.compile(r"@(?:[\w-]+\.)*(?:example\.(?:com|org)|invalid)$")


def is_script(name):
    with open(project.OPTIONS.source / name, "rb") as file:
        return file.read(2) == b"#!"


def is_source(name):
    return name.endswith(SOURCES) or is_script(name)


def find_lines(name, pattern, is_allowed=lambda match: False):
    for number, line in enumerate(project.read(name).splitlines(), 1):
        for match in pattern.finditer(line):
            if not is_allowed(match):
                yield f"{name}:{number}: {match.group()}"


def find_functions(code):
    """The (name, first line, last line) of each function's body in C without comments."""
    code = re.sub(r'extern ""\s*\{', "", code)
    depth, start, head = 0, 0, 0
    for match in re.finditer(r"[{};]", code):
        if match.group() == "{":
            depth += 1
            start = match.start() if depth == 1 else start
        elif match.group() == "}":
            depth -= 1
        if depth != 0:
            continue
        if match.group() == "}":
            signature = re.search(r"(\w+)\s*\([^{}]*\)\s*$", code[head:start])
            if signature:
                yield signature.group(1), project.line_of(code, start), project.line_of(code, match.start())
        head = match.end()


class Text(project.Rules):
    """Each rule over all files."""

    def test_sources_name_their_licence(self):
        names = [name for name in project.list_files() if not project.is_data(name) and is_source(name)]
        self.assert_none([name for name in names if SPDX not in "".join(project.read(name).splitlines()[:3])],
                         "no licence in the first three lines")
        self.assertGreater(len(names), 100)

    def test_nothing_is_left_for_later(self):
        names = [name for name in project.list_files() if not project.is_data(name) and name != "LICENSE"]
        self.assert_none([line for name in names for line in find_lines(name, LEFT_FOR_LATER)],
                         "work that is not done")

    def test_no_absolute_paths(self):
        names = [name for name in project.list_files()
                 if not name.startswith(("testdata/cases/", "testdata/corpus/"))]
        found = []
        for name in names:
            try:
                found.extend(find_lines(name, ABSOLUTE))
            except UnicodeDecodeError:
                continue  # no text
        self.assert_none(found, "paths of one machine")

    def test_no_addresses(self):
        names = [name for name in project.list_files() if not project.is_data(name)]
        self.assert_none([line for name in names for line in
                          find_lines(name, ADDRESS, lambda match: NO_ADDRESSES.search(match.group()))],
                         "addresses of people")

    def test_lines_end_plainly(self):
        found = []
        for name in project.list_files():
            if project.is_data(name):
                continue
            text = project.read(name)
            found += [f"{name}:{number}" for number, line in enumerate(text.split("\n"), 1)
                      if line != line.rstrip()]
            found += [f"{name}: no line feed at the end"] if text and not text.endswith("\n") else []
        self.assert_none(found, "white space at the end of a line")

    def test_files_are_short(self):
        lengths = {name: project.read(name).count("\n") for name in project.list_code(*project.ROOMS)
                   if name != PUBLIC}
        self.assert_none([f"{name}: {length} lines" for name, length in lengths.items()
                          if length > MAX_FILE_LINES], f"over {MAX_FILE_LINES} lines")

    def test_functions_are_short(self):
        found, count = [], 0
        for name in project.list_code(*project.ROOMS):
            for function, first, last in find_functions(project.strip(project.read(name))):
                count += 1
                if last - first + 1 > MAX_FUNCTION_LINES:
                    found.append(f"{name}:{first}: {function} has {last - first + 1} lines")
        self.assert_none(found, f"over {MAX_FUNCTION_LINES} lines")
        self.assertGreater(count, 500, "functions are not found any more")


if __name__ == "__main__":
    project.main()
