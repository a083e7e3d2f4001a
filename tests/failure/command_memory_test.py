#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the command with each of its requests for memory failing in turn, from the first to the last.

    command_memory_test.py --tufcheck BIN --server LIBRARY [--every N] [SCENARIO...]

Two kinds of failures: one request, and one with all after it. A run that meets one ends with exit status 3 and
has written nothing that the undisturbed run does not begin with; or it did without what it asked for, and its
whole answer is that of the undisturbed run. --every N takes only each Nth request, beginning with the first.
"""

import argparse
import array
import collections
import os
import pathlib
import resource
import socket
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
import estate  # noqa: E402

NO_MEMORY = 3
ORDER = struct.Struct("QQ")
OUTCOME = struct.Struct("QQQ")
SHOWN_AT_MOST = 20

Answer = collections.namedtuple("Answer", "wait_status count failed output errors files")


class Server:
    """The command, loaded once, and started as often as wanted; see fork_server.c."""

    def __init__(self, options, folder, scenario):
        self.folder = folder
        self.output, self.errors = (os.memfd_create(name) for name in ("output", "errors"))
        self.socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = estate.make_environment({}) | {
            "LD_PRELOAD": str(options.server), "TUFCHECK_FORK_SERVER": str(other.fileno())}
        self.process = subprocess.Popen(
            [options.tufcheck, *scenario.arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=self.errors, pass_fds=[other.fileno()])
        other.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.wait()
        os.close(self.output)
        os.close(self.errors)

    def run(self, victim, is_lasting):
        for written in (self.output, self.errors):
            os.ftruncate(written, 0)
            os.lseek(written, 0, os.SEEK_SET)
        self.socket.send(ORDER.pack(victim, is_lasting))
        outcome = self.socket.recv(OUTCOME.size)
        if not outcome:
            sys.exit("the command could not be loaded with the replaced functions: "
                     + os.pread(self.errors, 4096, 0).decode(errors="replace"))
        return Answer(*OUTCOME.unpack(outcome), *(os.pread(written, 1 << 24, 0)
                                                  for written in (self.output, self.errors)),
                      self.take_files())

    def take_files(self):
        """What the run may have changed, which is undone."""
        names = sorted(os.listdir(self.folder))
        lock = (self.folder / estate.LOCK_TO_UPDATE).read_bytes()
        estate.restore(self.folder)
        return names, lock


def find_fault(answer, reference):
    """What is wrong with an answer to a failure, or None."""
    if not os.WIFEXITED(answer.wait_status):
        return f"ended by signal {os.WTERMSIG(answer.wait_status)}"
    if answer.files[0] != reference.files[0]:
        return f"left or removed files: {set(answer.files[0]) ^ set(reference.files[0])}"
    told = [(a.wait_status, a.output, a.errors, a.files) for a in (answer, reference)]
    if told[0] == told[1]:
        return None
    status = os.WEXITSTATUS(answer.wait_status)
    if status != NO_MEMORY:
        return f"exit status {status}, and another answer"
    if not answer.errors:
        return "exit status 3 without a reason"
    if not reference.output.startswith(answer.output):
        return "exit status 3 and output that is not the beginning of the right one"
    before = reference.before
    return None if answer.files[1] in (before, reference.files[1]) else "half a lock was written"


# What the others do on one thread, where the same request is always the same number.
THREADS = estate.Scenario("verify-threads", "verify", "-j", "3", "--at", estate.AT, "-o", "ndjson", "trust")
SCENARIOS = (*estate.SCENARIOS, THREADS)


class Reference:
    """The undisturbed run."""

    def __init__(self, answer, before):
        self.wait_status, self.output, self.errors, self.files = answer.wait_status, answer.output, \
            answer.errors, answer.files
        self.before = before


def run_scenario(options, folder, scenario):
    """The number of faults."""
    faults = 0
    before = (folder / estate.LOCK_TO_UPDATE).read_bytes()
    with Server(options, folder, scenario) as server:
        first = server.run(0, False)
        assert os.waitstatus_to_exitcode(first.wait_status) == scenario.exit_status, (scenario.name, first)
        assert first.output or scenario.name == "lock-update", scenario.name
        reference = Reference(first, before)
        for is_lasting in (False, True):
            tally = collections.Counter()
            victim, has_ended = 1, False
            while not has_ended:
                answer = server.run(victim, is_lasting)
                has_ended = answer.failed == 0
                fault = find_fault(answer, reference)
                if fault:
                    faults += 1
                    if faults <= SHOWN_AT_MOST:
                        print(f"FAILED: {scenario.name}: request {victim}{' and all after it' * is_lasting}: {fault}: "
                              f"{answer.errors.decode(errors='replace')!r}")
                elif not has_ended:
                    tally["refused" if answer.wait_status != reference.wait_status else "made up for"] += 1
                victim += options.every
            # without a failure nothing may differ, nor may all have passed by
            assert tally["refused"] > 0
            print(f"{scenario.name}, {'lasting' if is_lasting else 'single'}: {first.count} requests, "
                  + ", ".join(f"{tally[what]} {what}" for what in sorted(tally)), flush=True)
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tufcheck", required=True, type=pathlib.Path)
    parser.add_argument("--server", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("scenario", nargs="*", choices=[[], *(s.name for s in SCENARIOS)])
    options = parser.parse_args()
    options.tufcheck, options.server = options.tufcheck.resolve(), options.server.resolve()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faults = 0
    with tempfile.TemporaryDirectory(prefix="tufcheck-") as name:
        folder = pathlib.Path(name)
        estate.make(folder, options.tufcheck)
        for scenario in SCENARIOS:
            if not options.scenario or scenario.name in options.scenario:
                faults += run_scenario(options, folder, scenario)
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
