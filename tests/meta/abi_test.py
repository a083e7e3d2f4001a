#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What programs that are built against the library rely on, held against what is recorded of it.

    abi_test.py --shared_object FILE --cc COMPILER [--update yes] [unittest arguments]

verify/libtufcheck.symbols has the functions, with the version of the project that brought each;
verify/libtufcheck.layout has the sizes of structs, the places of their members and the values of enumerators, as of
machines with pointers of 64 bits; --update writes that one again. What was released in an earlier version, by the tags
of the repository, may only be added to.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import project

HEADER = "verify/tufcheck.h"
SYMBOLS = "verify/libtufcheck.symbols"
LAYOUT = "verify/libtufcheck.layout"
# Structs that only the library makes, one by one: members may come behind those that are there. All others stand in
# arrays, are copied by programs, or are made by them.
MAY_GROW = {"struct tufcheck_archive", "struct tufcheck_decision", "struct tufcheck_estate_facts",
            "struct tufcheck_explanation", "struct tufcheck_identity_facts", "struct tufcheck_image",
            "struct tufcheck_judgement_request", "struct tufcheck_options", "struct tufcheck_pin",
            "struct tufcheck_read_file", "struct tufcheck_repository", "struct tufcheck_rule",
            "struct tufcheck_share", "struct tufcheck_statement", "struct tufcheck_untrusted_content"}
# The linker's and the sanitizers' own.
NOT_OURS = re.compile(r"(_init|_fini|_edata|_end|__bss_start|__\w*san_.*|__odr_.*|__sancov.*)(@.*)?")
PREAMBLE = f"""\
# What {HEADER} makes of each type where pointers have 64 bits: the size of a struct or enumeration;
# the place and the size of each member, in bytes; the value of each enumerator. Written by
# tests/meta/abi_test.py --update yes.
"""


# ---- functions ----

def read_symbols(text):
    """The SONAME of a list in Debian's format, and {name@node: version}."""
    soname = re.search(r"^(\S+) \S+ #MINVER#$", text, re.MULTILINE).group(1)
    return soname, dict(re.findall(r"^ (\S+) (\S+)$", text, re.MULTILINE))


def list_exports(shared_object):
    """The SONAME of a library, and what it has for others, as name@node."""
    said = subprocess.run(["readelf", "--dynamic", "--wide", shared_object], check=True, capture_output=True, text=True)
    soname = re.search(r"Library soname: \[(.+)\]", said.stdout).group(1)
    said = subprocess.run(["nm", "--dynamic", "--defined-only", "--with-symbol-versions", shared_object], check=True,
                          capture_output=True, text=True)
    names = [line.split()[-1].replace("@@", "@") for line in said.stdout.splitlines()]
    return soname, {name if "@" in name else f"{name}@{name}" for name in names if not NOT_OURS.fullmatch(name)}


def order(version):
    return [int(part) for part in version.split(".")]


def find_differences(recorded, exported, version):
    """What of a library with the exports is not as recorded. version: the project's, now."""
    node = "TUFCHECK_" + ".".join(version.split(".")[:2])
    found = [f"{name} is gone: programs that call it no longer start" for name in sorted(recorded.keys() - exported)]
    found += [f"{name} is not recorded: add ' {name} {version}' to {SYMBOLS}"
              for name in sorted(exported - recorded.keys())]
    for name, since in recorded.items():
        if order(since) > order(version):
            found.append(f"{name} is of {since}, which is not yet")
        if name.partition("@")[2] != "TUFCHECK_" + ".".join(since.split(".")[:2]):
            found.append(f"{name} came with {since}, which has another node")
        if since == version and not name.endswith(f"@{node}"):
            found.append(f"{name} is new, and not in {node}")
    return found


def find_withdrawn(released, recorded):
    """What an earlier version had and the list has no more, or otherwise."""
    return [f"{name} was released in {since}" for name, since in released.items() if recorded.get(name) != since]


# ---- types ----

def list_types(header):
    """The (kind, name, members) of each struct and enumeration that a header describes."""
    code = re.sub(r"^#.*(\\\n.*)*", "", project.strip(header), flags=re.MULTILINE)
    for kind, name, body in re.findall(r"\b(struct|enum) (\w+)\s*\{([^{}]*)\}", code):
        if kind == "enum":
            yield kind, name, re.findall(r"\b(TUFCHECK_\w+)\b(?=\s*(?:=[^,]*)?(?:,|$))", body.strip())
        else:
            yield kind, name, re.findall(r"\b(\w+)(?:\[[^\]]*\])?\s*;", body)


def write_probe(types):
    """A program that prints the layout of the types."""
    lines = ["#include <stdio.h>", f'#include "{HEADER}"', "int main(void) {",
             "if (sizeof(void *) != 8) return 77;"]
    for kind, name, members in types:
        lines.append(f'printf("{kind} {name} %zu\\n", sizeof({kind} {name}));')
        for member in members:
            if kind == "enum":
                lines.append(f'printf("  {member} %d\\n", (int){member});')
            else:
                lines.append(f'printf("  {member} %zu %zu\\n", offsetof(struct {name}, {member}), '
                             f"sizeof(((struct {name} *)0)->{member}));")
    return "\n".join([*lines, "return 0;", "}", ""])


def measure(types):
    """The layout as a text; None where pointers are of another size."""
    with tempfile.TemporaryDirectory(prefix="tufcheck-abi-") as scratch:
        source, program = pathlib.Path(scratch, "probe.c"), pathlib.Path(scratch, "probe")
        source.write_text(write_probe(types), encoding="ascii")
        command = [project.OPTIONS.cc, "-std=c11", f"-I{project.OPTIONS.source}", "-o", program, source]
        subprocess.run(command, check=True)
        result = subprocess.run([program], capture_output=True, text=True, check=False)
    if result.returncode == project.SKIPPED:
        return None
    result.check_returncode()
    return result.stdout


def read_layout(text):
    """{type: (size, {member: numbers})} of a layout as it is recorded."""
    types, members = {}, None
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        words = line.split()
        if line.startswith("  "):
            members[words[0]] = words[1:]
        else:
            members = {}
            types[" ".join(words[:2])] = (int(words[2]), members)
    return types


def find_moved(released, now):
    """What programs know of an earlier layout and find no more, or otherwise."""
    found = []
    for name, (size, members) in released.items():
        size_now, members_now = now.get(name, (0, {}))
        if size_now != size and not (name in MAY_GROW and size_now > size):
            found.append(f"{name} had {size} bytes, has {size_now}")
        found += [f"{name}: {member} was {numbers}, is {members_now.get(member)}"
                  for member, numbers in members.items() if members_now.get(member) != numbers]
    return found


# ---- what was released ----

def read_released(name):
    """Versions before this one that have a tag with the file, each with its text; none without a repository."""
    def git(*arguments):
        result = subprocess.run(["git", "-C", project.OPTIONS.source, *arguments], capture_output=True, text=True,
                                check=False)
        return result.stdout if result.returncode == 0 else ""
    current = order(read_version())
    for tag in git("tag", "--list", "v*").split():
        if re.fullmatch(r"v\d+\.\d+\.\d+", tag) and order(tag[1:]) < current and (text := git("show", f"{tag}:{name}")):
            yield tag, text


def read_version():
    return re.search(r"^project\(tufcheck VERSION (\S+)", project.read("CMakeLists.txt"), re.MULTILINE).group(1)


class Functions(project.Rules):
    """By the list of symbols."""

    def test_the_library_has_what_is_recorded(self):
        soname, recorded = read_symbols(project.read(SYMBOLS))
        soname_now, exported = list_exports(project.OPTIONS.shared_object)
        self.assertEqual(soname_now, soname)
        self.assertGreater(len(recorded), 50)
        self.assert_none(find_differences(recorded, exported, read_version()), "other functions than are recorded")

    def test_what_was_released_stays(self):
        soname, recorded = read_symbols(project.read(SYMBOLS))
        for tag, text in read_released(SYMBOLS):
            earlier, released = read_symbols(text)
            if earlier == soname:
                self.assert_none(find_withdrawn(released, recorded), f"functions of {tag}")

    def test_each_way_to_break_it_is_found(self):
        recorded = {"TUFCHECK_0.1@TUFCHECK_0.1": "0.1.0", "a@TUFCHECK_0.1": "0.1.0", "b@TUFCHECK_0.2": "0.2.0"}
        exported = set(recorded)
        self.assertEqual(find_differences(recorded, exported, "0.2.0"), [])
        self.assertEqual(find_differences(recorded, exported, "0.10.0"), [])
        for broken, problem in ((exported - {"a@TUFCHECK_0.1"}, "is gone"),
                                (exported | {"c@TUFCHECK_0.2"}, "not recorded"),
                                (exported - {"a@TUFCHECK_0.1"} | {"a@TUFCHECK_0.2"}, "is gone")):
            self.assertIn(problem, find_differences(recorded, broken, "0.2.0")[0])
        self.assertIn("not yet", find_differences(recorded, exported, "0.1.9")[0])
        self.assertIn("another node", find_differences({"a@TUFCHECK_0.2": "0.1.0"}, {"a@TUFCHECK_0.2"}, "0.2.0")[0])
        self.assertEqual(find_withdrawn({"a@N": "0.1.0"}, {"a@N": "0.1.0", "b@N": "0.2.0"}), [])
        self.assertEqual(len(find_withdrawn({"a@N": "0.1.0", "b@N": "0.1.0"}, {"a@N": "0.2.0"})), 2)


class Types(project.Rules):
    """By the recorded layout."""

    def setUp(self):
        self.types = list(list_types(project.read(HEADER)))

    def test_types_are_as_recorded(self):
        now = measure(self.types)
        if now is None:
            self.skipTest("pointers are not of 64 bits")
        if project.OPTIONS.update:
            (project.OPTIONS.source / LAYOUT).write_text(PREAMBLE + now, encoding="ascii")
        recorded = re.sub(r"^#.*\n", "", project.read(LAYOUT), flags=re.MULTILINE)
        self.assertEqual(now, recorded)

    def test_what_was_released_stays(self):
        now = read_layout(project.read(LAYOUT))
        soname = read_symbols(project.read(SYMBOLS))[0]
        for tag, text in read_released(LAYOUT):
            earlier = dict(read_released(SYMBOLS))[tag]
            if read_symbols(earlier)[0] == soname:
                self.assert_none(find_moved(read_layout(text), now), f"types of {tag}")

    def test_each_way_to_move_something_is_found(self):
        pin, other = "struct tufcheck_pin 16\n  x 0 8\n  y 8 8\n", "struct c 8\n  x 0 8\n"
        released = "enum a 4\n  A 0\n  B 1\n" + pin + other
        for part, changed, count in (("  B 1\n", "  B 1\n  C 2\n", 0),
                                     (pin, "struct tufcheck_pin 24\n  x 0 8\n  y 8 8\n  z 16 8\n", 0),
                                     ("  A 0\n  B 1\n", "  B 0\n  A 1\n", 2),
                                     (pin, "struct tufcheck_pin 16\n  y 0 8\n  x 8 8\n", 2),
                                     (pin, "struct tufcheck_pin 8\n  x 0 8\n", 2),
                                     (pin, "", 3),
                                     (other, "struct c 16\n  x 0 8\n", 1)):
            now = released.replace(part, changed)
            self.assertEqual(len(find_moved(read_layout(released), read_layout(now))), count, now)

    def test_every_type_is_found(self):
        code = project.strip(project.read(HEADER))
        self.assertEqual(len(self.types), len(re.findall(r"\b(?:struct|enum) \w+\s*\{", code)))
        for kind, name, members in self.types:
            self.assertTrue(members, f"{kind} {name}")

    def test_those_that_grow_are_in_no_array_and_in_no_other(self):
        """As far as the header shows: not a member, not returned by value, not counted."""
        code = project.strip(project.read(HEADER))
        names = {f"{kind} {name}" for kind, name, _ in self.types}
        self.assertLessEqual(MAY_GROW, names)
        for name in MAY_GROW:
            self.assertNotRegex(code, rf"\b{name} [a-z_]+(\[\w+\])?;", name)
            self.assertNotRegex(code, rf"\b{name}\s+tufcheck_", name)
            self.assertNotRegex(code, rf"\b{name} \*\w+s;", name)


if __name__ == "__main__":
    project.main("cc", "shared_object", "update")
