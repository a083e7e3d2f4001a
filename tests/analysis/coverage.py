#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which lines and branches of the library and the command the tests have run, held against limits.

    coverage.py --build FOLDER [--missing FILE...]

FOLDER is a build of the preset coverage whose tests were run. Every branch counts, those where memory is
short included; left out is what the compiler says cannot be reached, and what is marked in the source
with GCOVR_EXCL and a reason. --missing shows what was not run of the files named.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
# The least that is enough, in percent, of lines and of branches.
FOLDERS = {"tuf": (95, 85), "verify": (95, 85), "cli": (85, 85)}
# What decides whom to believe.
FILES = {"verify/signature.c": (95, 95), "verify/sig_ecdsa.c": (95, 95), "verify/sig_ed25519.c": (95, 95),
         "verify/sig_rsa.c": (95, 95), "verify/quorum.c": (95, 95), "verify/anchor.c": (95, 95),
         "verify/chain.c": (95, 95)}


class Count(collections.namedtuple("Count", "run all")):
    """How many there are, and how many were run."""

    def __add__(self, other):
        return Count(self.run + other.run, self.all + other.all)

    def reaches(self, percent):
        return 100 * self.run >= percent * self.all

    def __str__(self):
        return f"{100 * self.run / self.all if self.all else 100:6.2f} % of {self.all:5}"


def run_gcovr(build):
    """What gcovr says of each file."""
    command = ["gcovr", "--root", str(TOP), "--exclude-unreachable-branches", "-j", str(os.cpu_count())]
    for folder in FOLDERS:
        command += ["--filter", f"{TOP}/{folder}/"]
    with tempfile.TemporaryDirectory(prefix="coverage-") as folder:
        output = pathlib.Path(folder) / "coverage.json"
        subprocess.run([*command, "--json", str(output), str(build)], cwd=TOP, check=True)
        return {file["file"]: file["lines"] for file in json.loads(output.read_bytes())["files"]}


def count_lines(lines):
    code = [line for line in lines if not line["gcovr/noncode"]]
    return Count(sum(line["count"] > 0 for line in code), len(code))


def count_branches(lines):
    branches = [branch for line in lines if not line["gcovr/noncode"] for branch in line["branches"]]
    return Count(sum(branch["count"] > 0 for branch in branches), len(branches))


def judge(name, files, limits):
    """Prints one row; whether it is enough."""
    counts = [sum(map(count, files), Count(0, 0)) for count in (count_lines, count_branches)]
    is_enough = bool(files) and all(count.reaches(limit) for count, limit in zip(counts, limits))
    columns = "  ".join(f"{count} (at least {limit})" for count, limit in zip(counts, limits))
    print(f"{name:22}{columns}  {'' if is_enough else 'NOT ENOUGH'}".rstrip())
    return is_enough


def show_missing(name, lines):
    source = (TOP / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        taken = [branch["count"] > 0 for branch in line["branches"]]
        if line["gcovr/noncode"] or (line["count"] and all(taken)):
            continue
        marks = "".join("+" if one else "-" for one in taken) if line["count"] else "never"
        print(f"{name}:{line['line_number']}: {marks}\t{source[line['line_number'] - 1].strip()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True, help="a build of the preset coverage")
    parser.add_argument("--missing", nargs="*", default=[], metavar="FILE", help="show what was not run of it")
    options = parser.parse_args()
    try:
        files = run_gcovr(options.build.resolve())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"coverage: {error}", file=sys.stderr)
        return 1
    for name in options.missing:
        show_missing(name, files[name])
    print(f"{'':22}{'lines':35}branches")
    rows = [judge(f"{folder}/", [lines for name, lines in files.items() if name.startswith(f"{folder}/")], limits)
            for folder, limits in FOLDERS.items()]
    rows += [judge(name, [files[name]] if name in files else [], limits) for name, limits in FILES.items()]
    return 0 if all(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
