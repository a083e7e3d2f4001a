#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many instructions verifying the captured repositories takes, beside what was recorded, so that no clock decides.

    budget.py TUFCHECK [--update] [--budget FILE]

valgrind counts the instructions of each command below: the project's own, and those of each library. None may differ by
more than 3 % from the budget, upwards or downwards: what has become cheaper is recorded, too. --update does that.

Counts are the same on every machine with the same compiler, libraries and valgrind: processors' features that valgrind
shows, by which libcrypto and libc choose their code, are left out. Where versions are other than those of the budget,
only what does not depend on them is compared: a new libcrypto changes nothing of what the project's own code does. With
another compiler nothing is, and the exit status is 77; sources that were built otherwise than by the preset coverage
differ too.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUDGET = pathlib.Path(__file__).resolve().parent / "budget.json"
TRUST = "testdata/notary/trust"  # below the root, so that it is as long for every clone
AT = (ROOT / "testdata" / "notary" / "AT").read_text(encoding="ascii").strip()
GUN = "registry.example.com/team/app"
TOLERANCE = 0.03
SKIPPED = 77

COMMANDS = {
    "gate": ["gate", "--no-sandbox", "--at", AT, "--trust-dir", TRUST, f"{GUN}:v1.0"],
    "verify": ["verify", "--no-sandbox", "--at", AT, "-o", "json", TRUST],
}
STATUSES = {"gate": 0, "verify": 1}  # one of the repositories is degraded

# Objects by the names of their files; all else is what starts the process, or does not last.
OBJECTS = {"tufcheck": "own", "libtufcheck": "own", "libcrypto": "libcrypto", "libjansson": "libjansson",
           "libc": "libc", "libsodium": "libsodium"}

# The versions that each count depends on. libc works for the other libraries, too.
BASE = {"machine", "compiler", "valgrind"}
DEPENDENCIES = {"own": BASE, "libjansson": BASE | {"libjansson"}, "libsodium": BASE, "libcrypto": BASE | {"libcrypto"}}
EVERYTHING = BASE | {"libc", "libcrypto", "libjansson"}

# No instructions beyond x86-64 itself, and sizes by which libc chooses how to copy.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "OPENSSL_ia32cap": "0:0",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-BMI1,-BMI2,-ERMS,-FSRM,-LZCNT,-MOVBE,"
                      "-POPCNT,-RTM,-SSSE3,-SSE4_1,-SSE4_2:glibc.cpu.x86_non_temporal_threshold=0x100000"
                      ":glibc.cpu.x86_rep_movsb_threshold=0x100000:glibc.cpu.x86_rep_stosb_threshold=0x100000",
}


def first_line(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]


def find_library(tufcheck, name):
    """The file that the program is linked with."""
    linked = subprocess.run(["ldd", tufcheck], check=True, stdout=subprocess.PIPE, text=True).stdout
    match = re.search(rf"^\s*{re.escape(name)}\.so\S* => (\S+)", linked, re.MULTILINE)
    return os.path.realpath(match[1]) if match else "none"


def read_versions(tufcheck):
    """What the counts depend on."""
    build = subprocess.run(["readelf", "-p", ".comment", tufcheck], check=True, stdout=subprocess.PIPE, text=True).stdout
    return {
        "machine": os.uname().machine,
        "compiler": re.search(r"\]\s+(.*)", build)[1],
        "valgrind": first_line("valgrind", "--version"),
        "libc": os.confstr("CS_GNU_LIBC_VERSION"),
        "libcrypto": first_line("openssl", "version"),
        "libjansson": os.path.basename(find_library(tufcheck, "libjansson")),
    }


def name_object(path):
    return OBJECTS.get(os.path.basename(path).split(".so")[0].split("-")[0], "other")


def add_up(lines):
    """The instructions of each object itself, from what callgrind writes."""
    counts, names, current, is_call = {}, {}, "other", False
    for line in lines:
        if line.startswith("ob="):
            number, _, path = line[3:].strip().partition(" ")
            if path:
                names[number] = name_object(path)
            current = names[number]
        elif line.startswith("cob="):
            number, _, path = line[4:].strip().partition(" ")
            if path:
                names[number] = name_object(path)
        elif line.startswith("calls="):
            is_call = True  # the next line is what was called
        elif line[:1] in "0123456789+-*":
            if not is_call:
                counts[current] = counts.get(current, 0) + int(line.split()[1])
            is_call = False
    return counts


def count(tufcheck, name):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "callgrind"
        environment = {**ENVIRONMENT, "GCOV_PREFIX": folder}  # what counts lines counts elsewhere
        status = subprocess.run(
            ["valgrind", "--tool=callgrind", "--quiet", "--vgdb=no", f"--callgrind-out-file={output}", tufcheck,
             *COMMANDS[name]], check=False, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        if status != STATUSES[name]:
            raise SystemExit(f"budget.py: {name}: exit status {status}, expected {STATUSES[name]}")
        with open(output, encoding="utf-8") as lines:
            counts = add_up(lines)
    counts["total"] = sum(counts.values())
    return {key: counts[key] for key in sorted(counts) if key != "other"}


def find_others(versions, recorded):
    """What has another version than the budget was made with."""
    return {key for key in EVERYTHING if versions.get(key) != recorded.get(key)}


def compare(name, counts, budget, others):
    """A line for each object that none of the others concerns; whether all are within the budget."""
    is_within = counts.keys() == budget.keys()
    for key in sorted(counts.keys() | budget.keys()):
        if DEPENDENCIES.get(key, EVERYTHING) & others:
            continue
        counted, expected = counts.get(key, 0), budget.get(key, 0)
        difference = (counted - expected) / max(expected, 1)
        # what is next to nothing may come and go
        is_right = abs(difference) <= TOLERANCE or abs(counted - expected) < 10000
        is_within = is_within and is_right
        print(f"{name:8}{key:12}{counted:12,}{expected:14,}{difference:+9.2%}{'' if is_right else '  BEYOND'}")
    return is_within


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tufcheck")
    parser.add_argument("--update", action="store_true", help="record the counts as the budget")
    parser.add_argument("--budget", default=BUDGET, type=pathlib.Path)
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("skipped: there is no valgrind")
        return SKIPPED
    tufcheck = str(pathlib.Path(options.tufcheck).resolve())
    versions = read_versions(tufcheck)
    recorded = json.loads(options.budget.read_text(encoding="utf-8")) if options.budget.exists() else {}
    others = set() if options.update else find_others(versions, recorded.get("versions", {}))
    if others & BASE:
        print(f"skipped: the budget is of {recorded.get('versions')}, and these are {versions}")
        return SKIPPED
    counts = {name: count(tufcheck, name) for name in COMMANDS}
    if options.update:
        document = {"versions": versions, "instructions": counts}
        options.budget.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        recorded = document
    for other in sorted(others):
        print(f"not compared, for {other} is {versions[other]} and the budget of {recorded['versions'].get(other)}: "
              f"{', '.join(sorted(key for key in counts['gate'] if other in DEPENDENCIES.get(key, EVERYTHING)))}")
    print(f"{'':20}{'counted':>12}{'budget':>14}{'':>9}")
    results = [compare(name, counts[name], recorded["instructions"].get(name, {}), others) for name in COMMANDS]
    if all(results):
        return 0
    print("If that is meant: ./dev bench budget --update, and say in the commit what costs more or less.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
