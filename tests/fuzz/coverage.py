#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures which lines of tuf/ and verify/ the corpora reach, and fails under a share of them."""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import targets

ROOMS = ("tuf", "verify")
LEAST_PERCENT = 80


def find_tool(name):
    """One that goes with the compiler, whatever its version."""
    return subprocess.run(["clang", f"-print-prog-name={name}"], check=True, capture_output=True,
                          text=True).stdout.strip()


def replay(arguments, folder):
    """Feeds each target its corpus; the raw profiles."""
    for name in arguments.targets:
        places = targets.Places(arguments.build, name)
        inputs = [places.corpus] + [path for path in [places.found] if arguments.found and path.is_dir()]
        subprocess.run([places.program, *inputs], check=True, stdout=subprocess.DEVNULL,
                       env=targets.environment(str(folder)) | {"LLVM_PROFILE_FILE": str(folder / f"{name}.profraw")})
        yield folder / f"{name}.profraw"


def export(arguments, profiles, merged):
    subprocess.run([find_tool("llvm-profdata"), "merge", "-sparse", "-o", merged, *profiles], check=True)
    programs = [targets.Places(arguments.build, name).program for name in arguments.targets]
    objects = [word for program in programs[1:] for word in ("-object", program)]
    command = [find_tool("llvm-cov"), "export", "-summary-only", f"-instr-profile={merged}", programs[0], *objects]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["data"][0]["files"]


def read_lines(files):
    """{path below the top: (lines reached, lines)} of the rooms."""
    lines = {}
    for entry in files:
        path = pathlib.Path(entry["filename"])
        if targets.SOURCE not in path.parents or path.suffix != ".c":
            continue
        name = path.relative_to(targets.SOURCE).as_posix()
        if name.split("/")[0] in ROOMS:
            lines[name] = (entry["summary"]["lines"]["covered"], entry["summary"]["lines"]["count"])
    return lines


def say(name, rows):
    covered, count = sum(row[0] for row in rows), sum(row[1] for row in rows)
    percent = 100 * covered / count
    print(f"{name:28} {covered:6} of {count:6} lines, {percent:5.1f} %")
    return percent


def main():
    parser = targets.parser(__doc__.splitlines()[0])
    parser.add_argument("--found", action="store_true", help="also what fuzzing found, below the targets")
    arguments = targets.read_arguments(parser)
    with tempfile.TemporaryDirectory(prefix="tufcheck-coverage-") as folder:
        profiles = list(replay(arguments, pathlib.Path(folder)))
        lines = read_lines(export(arguments, profiles, pathlib.Path(folder) / "merged"))
    for name, row in sorted(lines.items(), key=lambda item: item[1][0] / item[1][1]):
        say(name, [row])
    rooms = [say(f"{room}/", [row for name, row in lines.items() if name.startswith(f"{room}/")]) for room in ROOMS]
    return 0 if min(rooms) >= LEAST_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
