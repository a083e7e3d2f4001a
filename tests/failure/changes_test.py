#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the command while somebody changes what it reads: before each of its calls on a repository in turn.

    changes_test.py --tufcheck BIN --disturb BIN [--every N] [CHANGE...]

A repository that is changed is in the report as it was before, as it is after, or not trusted; the others are as
ever. --every N takes only each Nth call, beginning with the first.
"""

import argparse
import collections
import os
import pathlib
import resource
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
import disturbance  # noqa: E402
import estate  # noqa: E402
import fixtures  # noqa: E402

SHOWN_AT_MOST = 30
CHANGED = f"trust/tuf/{fixtures.APP}"
VERIFY = estate.Scenario("verify", "verify", "-j", "1", "--at", estate.AT, "-o", "json", "trust")


def flip(data):
    """A digit of a date, so that the file stays well formed."""
    at = data.index(b'"expires":"') + len(b'"expires":"202')
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def grow(path):
    with path.open("ab") as file:
        file.write(b"\n")


def shrink(path):
    os.truncate(path, path.stat().st_size - 1)


def rewrite(path):
    """In place, of the same size, with the time of before."""
    facts = path.stat()
    with path.open("r+b") as file:
        file.write(flip(path.read_bytes()))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def replace(path):
    other = path.with_name(".other")
    other.write_bytes(flip(path.read_bytes()))
    other.rename(path)


def remove(path):
    path.unlink()


def make_link(path):
    """To the same bytes, elsewhere."""
    elsewhere = path.parents[6] / "elsewhere.json"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def make_fifo(path):
    path.unlink()
    os.mkfifo(path)


def move_folder(path):
    path.parent.rename(path.parent.with_name("moved"))


def fill_folder(path):
    """With more than one reading of a folder can take."""
    for number in range(1200):
        (path.parent / f"{number}-{'x' * 40}.json").touch()


CHANGES = {
    f"{change.__name__.replace('_', '-')} {name}": (change, name)
    for change in (grow, shrink, rewrite, replace, remove, make_link, make_fifo)
    for name in ("root.json", "timestamp.json", "targets.json", "targets/releases.json")
} | {"move-folder": (move_folder, "root.json"), "fill-folder": (fill_folder, "root.json")}


class Checker:
    def __init__(self, runner, original, name):
        self.runner, self.original, self.name = runner, original, name
        self.change, self.file = CHANGES[name]
        self.trust = runner.folder / "trust"
        self.faults = 0
        self.restore()
        self.before = runner.run(VERIFY)
        assert self.before.status == 0, self.before
        self.make_change()
        self.after = runner.run(VERIFY)
        self.right = [disturbance.read_report(answer.output).repositories for answer in (self.before, self.after)]

    def restore(self):
        shutil.rmtree(self.trust, ignore_errors=True)
        shutil.copytree(self.original, self.trust)
        (self.trust / "private").chmod(0o700)
        (self.runner.folder / "elsewhere.json").unlink(missing_ok=True)

    def make_change(self):
        self.change(self.runner.folder / CHANGED / "metadata" / self.file)

    def find_fault(self, answer):
        """What is wrong with the answer of a run in the midst of which the change was made, or None."""
        if answer.status not in (0, 1, 3):
            return f"exit status {answer.status}"
        report = disturbance.read_report(answer.output)
        if not report:
            return "no report"
        before, after = self.right
        for path, record in before.items():
            if path != CHANGED and report.repositories.get(path) != record:
                return f"{path} is not as it was"
        found = report.repositories.get(CHANGED)
        if found in (before[CHANGED], after.get(CHANGED)):
            return None
        if found is None:
            return None if answer.status == 3 and answer.errors else f"{CHANGED} is missing"
        if found["status"] == "trusted" and not self.is_right_but_for_notes(found):
            return f"{CHANGED} is trusted, and neither as it was nor as it is"
        return None if found["findings"] else "no reason is given"

    def is_right_but_for_notes(self, found):
        """Whether all that is proved is as before; what is not part of the chain may have been seen after."""
        notes = {"files-not-listed", "file-unreferenced"}
        kept = [finding for finding in found["findings"] if finding["id"] not in notes]
        return found | {"findings": kept} == self.right[0][CHANGED]

    def check(self, every):
        """Makes the change before each of the calls that are about the repository."""
        self.restore()
        where = f"{self.runner.folder}/{CHANGED}"
        numbers = [number for number, path in enumerate(self.runner.list_calls(VERIFY), 1) if path.startswith(where)]
        tally = collections.Counter()
        for number in numbers[::every]:
            self.restore()
            answer = self.runner.run(VERIFY, "pause", number, on_pause=self.make_change)
            assert answer.path.startswith(where), answer.path
            fault = self.find_fault(answer)
            if fault:
                self.faults += 1
                if self.faults <= SHOWN_AT_MOST:
                    print(f"FAILED: {self.name} before call {number} ({answer.call} {answer.path}): {fault}: "
                          f"{answer.errors.decode(errors='replace')!r}", flush=True)
            tally[answer.status] += 1
        print(f"{self.name}: " + ", ".join(f"{tally[status]} times exit status {status}" for status in sorted(tally)),
              flush=True)
        return self.faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tufcheck", required=True, type=pathlib.Path)
    parser.add_argument("--disturb", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("change", nargs="*", choices=[[], *CHANGES])
    options = parser.parse_args()
    options.tufcheck, options.disturb = options.tufcheck.resolve(), options.disturb.resolve()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faults = 0
    with tempfile.TemporaryDirectory(prefix="tufcheck-") as name:
        folder = pathlib.Path(name).resolve()
        estate.make(folder, options.tufcheck)
        original = folder / "original"
        (folder / "trust").rename(original)
        runner = disturbance.Runner(options.disturb, options.tufcheck, folder)
        for change in options.change or CHANGES:
            faults += Checker(runner, original, change).check(options.every)
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
