#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How the cost of each command grows with the size of a repository: linearly, or this fails.

    growth.py TUFCHECK [--quick] [--json FILE]

Sound repositories of several sizes are made, of one kind at a time, and each command runs on them. The cost of
one more item, in instructions as valgrind counts them, must not be more than 1.3 times as high between the two
largest sizes as between the two before: so much the logarithm of sorting adds. Likewise the memory by item at the
largest size. Seconds are not looked at. --quick leaves out the largest sizes, some commands, and memory.
"""

import argparse
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
import measure  # noqa: E402

AT = "2026-12-01T00:00:00Z"
GUN = "registry.example.com/team/app"
IMAGE = f"{GUN}:v0000000"
FACTOR = 1.3
# Instructions of an item that are not worth a comparison.
SLACK_INSTRUCTIONS = 300

SIZES = {
    "tags": (100, 1000, 10000, 100000),
    "delegations": (10, 100, 300, 1000),
    "signatures": (10, 100, 1000),
    "keys": (10, 100, 1000),
    "root keys": (10, 100, 1000),
    "older roots": (10, 100, 1000),
}
QUICK_SIZES = {**SIZES, "tags": (100, 1000, 10000), "delegations": (10, 100, 300), "older roots": (10, 50, 150)}
# Each is called to some kind, and each kind is looked at: what there is time for in every test run.
QUICK_COMMANDS = {
    "tags": ("verify json", "gate"),
    "delegations": ("verify text", "policy explain"),
    "signatures": ("lock",),
    "keys": ("keys", "inspect"),
    "root keys": ("verify ndjson",),
    "older roots": ("verify lock",),
}


def commands(tufcheck, trust, lock, policy):
    """By name; all of them end with 0 on a sound repository."""
    at = ["--at", AT]
    named = [*at, "--trust-dir", str(trust)]
    return {
        "verify json": [tufcheck, "verify", *at, "-o", "json", str(trust)],
        "verify ndjson": [tufcheck, "verify", *at, "-o", "ndjson", str(trust)],
        "verify text": [tufcheck, "verify", *at, str(trust)],
        "verify html": [tufcheck, "verify", *at, "-o", "html", str(trust)],
        "verify lock": [tufcheck, "verify", *at, "-o", "json", "--frozen", "--lock", str(lock), str(trust)],
        "gate": [tufcheck, "gate", *named, IMAGE],
        "lock": [tufcheck, "lock", *at, str(trust)],
        "policy explain": [tufcheck, "policy", "explain", *named, "--policy", str(policy), IMAGE],
        "keys": [tufcheck, "keys", *at, "-o", "json", str(trust)],
        "keys text": [tufcheck, "keys", *at, str(trust)],
        "inspect": [tufcheck, "inspect", "-o", "json", str(trust / "tuf" / GUN / "metadata")],
    }


class Repository:
    """A trust directory of one size with what the commands need beside it."""

    def __init__(self, tufcheck, kind, size, folder):
        self.trust = folder / f"{kind.replace(' ', '-')}-{size}"
        measure.make(kind, size, self.trust)
        lock, policy = self.trust / "lock", self.trust / "policy"
        self.commands = commands(tufcheck, self.trust, lock, policy)
        self.write(self.commands["lock"], lock)
        self.write([tufcheck, "policy", "init", "--at", AT, str(self.trust)], policy)

    def write(self, command, path):
        status = measure.run(command, path)[0]
        if status != 0:
            raise SystemExit(f"{' '.join(command)}: exit status {status}")


def cost_of_item(sizes, costs):
    """Between each two sizes."""
    return [(costs[i + 1] - costs[i]) / (sizes[i + 1] - sizes[i]) for i in range(len(sizes) - 1)]


def is_linear(sizes, costs):
    before, last = cost_of_item(sizes, costs)[-2:]
    return last <= max(before, 0) * FACTOR + SLACK_INSTRUCTIONS


def is_linear_memory(sizes, costs):
    """Whole, not per further item: what a process has anyway covers what the first items need."""
    return costs[-1] / sizes[-1] <= FACTOR * costs[-2] / sizes[-2]


def grow(tufcheck, kind, sizes, names, with_memory):
    """What each command costs on repositories of one kind, by size."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        repositories = [Repository(tufcheck, kind, size, pathlib.Path(folder)) for size in sizes]
        for name in names or repositories[0].commands:
            runs = [repository.commands[name] for repository in repositories]
            row = {"kind": kind, "command": name, "sizes": list(sizes),
                   "instructions": [measure.count_instructions(command) for command in runs]}
            if with_memory:
                row["bytes"] = [measure.run(command)[3] for command in runs]
            rows.append(row)
            judge(row)
            print(describe(row), flush=True)
    return rows


def judge(row):
    row["linear"] = is_linear(row["sizes"], row["instructions"])
    if "bytes" in row:
        row["linearMemory"] = is_linear_memory(row["sizes"], row["bytes"])


def describe(row):
    items = " ".join(f"{cost:11,.0f}" for cost in cost_of_item(row["sizes"], row["instructions"]))
    text = f"{row['kind']:12}{row['command']:16}{items}"
    if "bytes" in row:
        text += "   " + " ".join(f"{cost:8,.0f}" for cost in cost_of_item(row["sizes"], row["bytes"]))
    bad = [word for word, key in (("instructions", "linear"), ("memory", "linearMemory")) if not row.get(key, True)]
    return text + (f"   NOT LINEAR: {', '.join(bad)}" if bad else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tufcheck", help="the command; built with optimisation, for figures that mean something")
    parser.add_argument("--quick", action="store_true", help="small sizes, instructions alone")
    parser.add_argument("--json", help="also writes the figures to this file")
    parser.add_argument("--kind", choices=SIZES, help="only this kind of repository")
    options = parser.parse_args()
    tufcheck = str(pathlib.Path(options.tufcheck).resolve())
    measure.require_inputs()
    measure.require_counter(tufcheck)
    print("instructions (and bytes of memory) for one more item, between sizes:")
    rows = []
    for kind, sizes in (QUICK_SIZES if options.quick else SIZES).items():
        if options.kind in (None, kind):
            print(f"{kind}: {', '.join(map(str, sizes))}")
            names = QUICK_COMMANDS[kind] if options.quick else None
            rows += grow(tufcheck, kind, sizes, names, not options.quick)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    failed = [row for row in rows if not (row["linear"] and row.get("linearMemory", True))]
    print(f"{len(rows) - len(failed)} of {len(rows)} are linear")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
