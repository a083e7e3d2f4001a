#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules about what each room of the house may use."""

import fnmatch
import re
import sys

sys.dont_write_bytecode = True
import project

# Whose callers cannot be sure of room, of the end, or of the result.
BANNED = ("atoi", "atol", "atoll", "atof", "strcpy", "strcat", "sprintf", "vsprintf", "strtok",
          "gets", "alloca")
STREAMS = ("printf", "vprintf", "fprintf", "vfprintf", "dprintf", "vdprintf", "puts", "fputs", "putc", "fputc",
           "putchar", "fwrite", "perror", "syslog", "write", "fflush")
ENVIRONMENT = ("getenv", "secure_getenv", "setenv", "putenv")
CLOCK = ("time", "gettimeofday", "clock_gettime", "timespec_get", "localtime", "localtime_r", "ctime")
END = ("exit", "_exit", "_Exit", "quick_exit", "abort", "assert", "raise", "kill")
FILES = ("fopen", "freopen", "fdopen", "fread", "fgets", "open", "openat", "creat", "syscall", "read", "pread",
         "mmap", "opendir", "fdopendir", "readdir", "getdents64", "scandir", "stat", "lstat", "fstat", "fstatat",
         "statx", "access", "faccessat", "readlink", "readlinkat", "realpath", "nftw", "glob", "unlink", "rename")

# What may be included between quotation marks, by room.
INCLUDES = {
    "tuf": ("tuf/*",),
    "verify": ("tuf/*", "verify/*", "version.h"),
    "cli": ("cli/*", "verify/tufcheck.h", "call_filter_program.h"),
}
# Headers of the system and of libraries that a room has no business with.
FOREIGN = {
    "tuf": ("time.h", "fcntl.h", "unistd.h", "dirent.h", "signal.h", "sys/*", "linux/*", "openssl/x509*",
            "openssl/pem.h", "openssl/ec*", "openssl/rsa.h", "openssl/ssl*", "yaml.h"),
    "verify": ("time.h", "signal.h", "sys/socket.h", "netdb.h", "jansson.h", "openssl/ssl*", "yaml.h"),
    "cli": ("openssl/*", "sodium*"),
}

QUOTED = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
ANGLED = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.MULTILINE)


def matches(name, patterns):
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def read_includes(name, form=QUOTED):
    return form.findall(project.read(name))


class Layers(project.Rules):
    """Includes and calls."""

    def assert_no_calls(self, names, functions, rule):
        self.assertTrue(names)
        self.assert_none([call for name in names for call in project.find_calls(name, functions)], rule)

    def test_includes_point_one_way(self):
        self.assert_none([f"{name}: {included}" for room, allowed in INCLUDES.items()
                          for name in project.list_code(room) for included in read_includes(name)
                          if not matches(included, allowed)], "includes against the layers")

    def test_rooms_use_no_foreign_headers(self):
        self.assert_none([f"{name}: {included}" for room, foreign in FOREIGN.items()
                          for name in project.list_code(room) for included in read_includes(name, ANGLED)
                          if matches(included, foreign)], "headers that the room has no business with")

    def test_headers_have_no_cycles(self):
        graph = {name: [n for n in read_includes(name) if n.endswith(".h")]
                 for name in project.list_code(*project.ROOMS, endings=(".h",))}
        done, cycles = set(), []

        def visit(name, path):
            if name in path:
                cycles.append(" -> ".join(path[path.index(name):] + [name]))
            elif name not in done:
                for included in graph.get(name, ()):
                    visit(included, path + [name])
                done.add(name)

        for name in graph:
            visit(name, [])
        self.assert_none(cycles, "headers that include each other")

    def test_a_source_includes_its_own_header_first(self):
        names = set(project.list_code(*project.ROOMS))
        self.assert_none([name for name in names if name.endswith(".c") and name[:-2] + ".h" in names
                          and read_includes(name)[:1] != [name[:-2] + ".h"]],
                         "the first include is not the source's own header")

    def test_no_banned_functions(self):
        self.assert_no_calls(project.list_code(), BANNED, "banned functions")

    def test_tuf_only_computes(self):
        self.assert_no_calls(project.list_code("tuf"), STREAMS + ENVIRONMENT + CLOCK + END + FILES,
                             "output, environment, clock, end or files in tuf/")

    def test_verify_neither_prints_nor_ends_nor_asks(self):
        self.assert_no_calls(project.list_code("verify"), STREAMS + ENVIRONMENT + CLOCK + END,
                             "output, environment, clock or end in verify/")

    def test_files_are_opened_in_one_place(self):
        names = [name for name in project.list_code("verify")
                 if not matches(name, ("verify/trustdir*.c", "verify/beneath.c", "verify/folder.c"))]
        self.assert_no_calls(names, FILES, "file access in verify/ outside trustdir, folder and beneath")

    def test_environment_and_clock_are_asked_in_one_place(self):
        names = [name for name in project.list_code("cli") if name != "cli/environment.c"]
        self.assert_no_calls(names, ENVIRONMENT + CLOCK, "environment or clock in cli/ outside environment.c")
        self.assertTrue(project.find_calls("cli/environment.c", ("getenv",)))

    def test_standard_streams_are_the_commands(self):
        pattern = re.compile(r"\b(stdout|stderr|stdin)\b")
        self.assert_none([f"{name}: {match}" for name in project.list_code("tuf", "verify")
                          for match in pattern.findall(project.strip(project.read(name)))],
                         "standard streams in the library")


if __name__ == "__main__":
    project.main()
