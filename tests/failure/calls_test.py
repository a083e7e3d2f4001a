#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the command while the system fails it: each of its calls on files in turn, in every way that fits the call.

    calls_test.py --tufcheck BIN --disturb BIN [--every N] [SCENARIO...]

Reads and writes of one byte at a time, interruptions, and folders that do not say what is in them must not show. A call that fails ends in the answer of
the undisturbed run, or in exit status 3 (2 where it is about a file that is part of the question) with a reason.
A repository in the report is then as in the undisturbed one, or not trusted; and when the call was about one
repository, all others are there, just as they were. --every N takes only each Nth call, beginning with the first.
"""

import argparse
import collections
import errno
import os
import pathlib
import resource
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
import disturbance  # noqa: E402
import estate  # noqa: E402

ERRORS = (errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EINTR, errno.ENOSPC, errno.EPIPE)
REFUSED, USAGE, UNCHECKED = 1, 2, 3
NEVER = 1 << 30  # of calls
SHOWN_AT_MOST = 30

# What is told of that which is no part of the chain, and changes nothing.
NOTES = ("files-not-listed", "change-unreadable", "private-unchecked")
# Certificates that roots are held against: roots that they are for are refused when one cannot be read.
AUTHORITIES = ("root-ca.crt", "own-root-ca.crt")


class Checker:
    def __init__(self, runner, scenario):
        self.runner, self.scenario, self.folder = runner, scenario, runner.folder
        self.before = self.read_lock()
        self.names = sorted(os.listdir(self.folder))
        self.reference = runner.run(scenario)
        assert self.reference.status == scenario.exit_status, self.reference
        self.after = self.take_lock()
        self.report = disturbance.read_report(self.reference.output)
        self.faults = 0
        self.error = 0  # that calls fail with

    def read_lock(self):
        return (self.folder / estate.LOCK_TO_UPDATE).read_bytes()

    def take_lock(self):
        lock = self.read_lock()
        estate.restore(self.folder)
        return lock

    def fail(self, what, fault, answer):
        self.faults += 1
        if self.faults <= SHOWN_AT_MOST:
            print(f"FAILED: {self.scenario.name}: {what} ({answer.call} {answer.path}): {fault}: "
                  f"{answer.errors.decode(errors='replace')!r}", flush=True)

    def is_reference(self, answer):
        return answer[:3] == self.reference[:3]

    def check_unnoticed(self, kind):
        answer = self.runner.run(self.scenario, kind, NEVER)
        if not self.is_reference(answer) or self.take_lock() != self.after:
            self.fail(kind, "another answer", answer)

    def find_fault(self, answer, lock):
        """What is wrong with the answer to a call that failed, or None."""
        if answer.status < 0:
            return f"ended by signal {-answer.status}"
        if sorted(os.listdir(self.folder)) != self.names:
            return "a file was left or removed"
        if self.is_reference(answer):
            return None if lock == self.after else "the lock was not written"
        if lock not in (self.before, self.after):
            return "half a lock was written"
        if answer.status == self.reference.status:
            return self.find_fault_of_notes(answer)
        is_refused = answer.status == REFUSED and pathlib.Path(answer.path).name in AUTHORITIES
        if answer.status not in (USAGE, UNCHECKED) and not is_refused:
            return f"exit status {answer.status}, and another answer"
        if answer.status == USAGE and (answer.path.startswith(f"{self.folder}/trust") or answer.output):
            return "exit status 2, though it is not about the question"
        report = disturbance.read_report(answer.output) if self.report else None
        if report:
            return self.find_fault_of_report(answer, report)
        if not answer.errors and answer.call != "write" and not self.is_told_in_text(answer):
            return "no reason is given"
        return self.find_fault_of_text(answer)

    def is_told_in_text(self, answer):
        return os.strerror(self.error).encode() in answer.output

    def find_fault_of_notes(self, answer):
        """An answer that is as good as the right one must be it, but for notes of what is no part of the chain."""
        report = disturbance.read_report(answer.output) if self.report else None
        if not report:
            # an image that is denied anyway needs no trust data; that they cannot be read is said beside
            if answer.errors and answer.status == REFUSED:
                return self.find_fault_of_text(answer)
            return None if self.is_told_in_text(answer) else "the same exit status, and another answer"
        count = report.take_out(NOTES)
        right = disturbance.read_report(self.reference.output)
        right.take_out(NOTES)
        is_of_keys = answer.path.startswith(f"{self.folder}/trust/private")
        is_right = report.repositories == right.repositories and (is_of_keys or report.rest == right.rest)
        return None if count > 0 and is_right else "the same exit status, and another report"

    def find_fault_of_report(self, answer, report):
        found = report.repositories
        for path, record in found.items():
            if record["status"] == "trusted" and record != self.report.repositories.get(path):
                return f"{path} is trusted, and not as it was"
        if not answer.errors and all(record["status"] == "trusted" for record in found.values()):
            return "no reason is given"
        for path, record in self.report.repositories.items():
            if self.is_about_another(answer.path, path) and found.get(path) != record:
                return f"{path} is not as it was"
        return None

    def is_about_another(self, path, repository):
        """Whether a path is that of another repository, or in it."""
        return any(f"{path}/".startswith(f"{self.folder}/{other}/")
                   for other in self.report.repositories if other != repository)

    def find_fault_of_text(self, answer):
        """Of output that is no report: a whole line that says that something is fine was said before, too."""
        known = set(self.reference.output.splitlines())
        for line in answer.output.splitlines()[:-1]:
            if line not in known and any(word in line for word in (b"verified ", b'"trusted"', b": trusted")):
                return f"new in the output: {line!r}"
        return None

    def check_each(self, error, every, kind="fail"):
        self.error = error
        tally = collections.Counter()
        count = 1
        number = 1
        while number <= count:
            answer = self.runner.run(self.scenario, kind, number, error)
            lock = self.take_lock()
            if number == 1:
                count = answer.count
            count = max(count, answer.count)
            if answer.call:
                fault = self.find_fault(answer, lock)
                if fault:
                    self.fail(f"{kind}, {errno.errorcode[error]} at call {number}", fault, answer)
                tally["made up for" if self.is_reference(answer) else "told"] += 1
            number += every
        return tally


def run_scenario(options, folder, scenario):
    checker = Checker(disturbance.Runner(options.disturb, options.tufcheck, folder), scenario)
    for kind in ("short", "interrupt", "untyped"):
        checker.check_unnoticed(kind)
    for kind, error in (*(("fail", error) for error in ERRORS), ("fail-untyped", errno.EIO)):
        tally = checker.check_each(error, options.every, kind)
        print(f"{scenario.name}, {kind}, {errno.errorcode[error]}: "
              + ", ".join(f"{tally[what]} {what}" for what in sorted(tally)), flush=True)
    return checker.faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tufcheck", required=True, type=pathlib.Path)
    parser.add_argument("--disturb", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("scenario", nargs="*", choices=[[], *(s.name for s in estate.SCENARIOS)])
    options = parser.parse_args()
    options.tufcheck, options.disturb = options.tufcheck.resolve(), options.disturb.resolve()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faults = 0
    with tempfile.TemporaryDirectory(prefix="tufcheck-") as name:
        folder = pathlib.Path(name).resolve()
        estate.make(folder, options.tufcheck)
        for scenario in estate.SCENARIOS:
            if not options.scenario or scenario.name in options.scenario:
                faults += run_scenario(options, folder, scenario)
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
