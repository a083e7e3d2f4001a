#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Analyzers that read the sources of the library and the command, and compile nothing to keep.

    static.py --build FOLDER [--quick] [NAME...]

FOLDER is a configured build, for its compile_commands.json. Each analyzer that has nothing to say has
passed. All files of all of them share as many processes as there are processors. --quick: scan-build
follows each function for a ninth of the states that it would by default, in a fifth of the time.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("tuf", "verify", "cli")
LIBRARY = pathlib.Path(__file__).with_name("cppcheck.cfg")
SUPPRESSIONS = pathlib.Path(__file__).with_name("cppcheck.suppressions")
# What sanitizers and optimizers do when code is made; analyzers read it as it was written.
RUN_TIME = ("-fsanitize", "-fno-sanitize", "-O")
TIDY_FILES = 8  # to a process, which is slow to start
QUICK = ("-Xclang", "-analyzer-config", "-Xclang", "max-nodes=25000")  # clang's own: 225 000


def read_commands(build):
    """How each source of the product is compiled: its path, then the arguments without the compiler and the output."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["directory"], entry["file"])
        if path.parent.parent == TOP and path.parent.name in ROOMS:
            # a source that tests are linked with stands there once more
            entries.setdefault(path, entry)
    commands = {}
    for path, entry in entries.items():
        arguments = shlex.split(entry["command"])
        start = next(number for number, argument in enumerate(arguments) if argument.startswith("-"))
        output = arguments.index("-o")
        commands[path] = [argument for argument in arguments[start:output] + arguments[output + 2:]
                          if not argument.startswith(RUN_TIME)]
    return commands


def largest_first(commands):
    """So that no long one is left for the end."""
    return sorted(commands, key=lambda path: -path.stat().st_size)


def plan_tidy(commands, build):
    files = largest_first(commands)
    count = -(-len(files) // TIDY_FILES)
    return [["clang-tidy", "-p", str(build), "--quiet", *map(str, files[start::count])] for start in range(count)]


def plan_cppcheck(commands, _build):
    includes = next(iter(commands.values()))
    return [["cppcheck", "--std=c11", "--library=posix", f"--library={LIBRARY}",
             "--enable=warning,performance,portability,style", "--inline-suppr",
             f"--suppressions-list={SUPPRESSIONS}", "--quiet", "--error-exitcode=1",
             *(argument for argument in includes if argument.startswith(("-I", "-D"))), *map(str, commands)]]


def plan_scan_build(commands, _build, effort=()):
    """What scan-build has clang do, file by file."""
    return [["clang", "--analyze", "-Xclang", "-analyzer-output=text", "-Xclang", "-analyzer-werror", *effort,
             "-o", os.devnull, *commands[path]] for path in largest_first(commands)]


def plan_quick_scan_build(commands, build):
    return plan_scan_build(commands, build, QUICK)


def plan_fanalyzer(commands, _build):
    return [["gcc", "-fanalyzer", "-Werror", "-o", os.devnull, *commands[path]]
            for path in largest_first(commands)]


ANALYZERS = {"scan-build": plan_scan_build, "fanalyzer": plan_fanalyzer, "tidy": plan_tidy,
             "cppcheck": plan_cppcheck}


def run(command):
    """What a command has to say; nothing when it is content."""
    try:
        result = subprocess.run(command, cwd=TOP, check=False, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        return f"{command[0]}: {error.strerror}\n"
    return result.stdout or f"{command[0]}: exit status {result.returncode}\n" if result.returncode else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True, help="a configured build")
    parser.add_argument("--quick", action="store_true", help="for every run of all tests")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ANALYZERS))
    options = parser.parse_args()
    unknown = set(options.names) - set(ANALYZERS)
    if unknown:
        parser.error(f"no such analyzer: {', '.join(sorted(unknown))}")
    plans = {**ANALYZERS, "scan-build": plan_quick_scan_build} if options.quick else ANALYZERS
    build = options.build.resolve()
    commands = read_commands(build)
    names = options.names or list(ANALYZERS)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = {name: [pool.submit(run, command) for command in plans[name](commands, build)]
                   for name in names}
        for name, report in reports.items():
            text = "".join(future.result() for future in report)
            failed += bool(text)
            print(f"{text}{name}: {'not clean' if text else 'clean'}, {len(commands)} files", flush=True)
    return 1 if failed or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
