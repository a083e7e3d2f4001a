# SPDX-License-Identifier: Apache-2.0
"""Runs of the command whose system calls are disturbed; see disturb.c."""

import collections
import json
import os
import socket
import subprocess
import sys

import estate

SKIPPED = 77

# status: exit status, negative for a signal; count: of calls; call, path: of the one that was met, or None.
Answer = collections.namedtuple("Answer", "status output errors count call path")


class Runner:
    def __init__(self, disturb, tufcheck, folder):
        self.disturb, self.tufcheck, self.folder = disturb, tufcheck, folder
        # the locale of C needs no files; a leak cannot be looked for in what is traced
        self.environment = estate.make_environment(os.environ) | {
            "LC_ALL": "C", "LSAN_OPTIONS": "detect_leaks=0", "ASAN_OPTIONS": "detect_leaks=0"}

    def run(self, scenario, kind="none", number=0, error=0, on_pause=None):
        """One run. on_pause: called before the call of that number is made."""
        ours, other = socket.socketpair()
        output, errors = (os.memfd_create(name) for name in ("output", "errors"))
        command = [self.disturb, str(other.fileno()), kind, str(number), str(error), self.tufcheck,
                   *scenario.arguments]
        try:
            with ours, subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=output, stderr=errors, pass_fds=[other.fileno()]) as process:
                other.close()
                told = self.listen(ours, on_pause)
            return self.make_answer(process.returncode, told, *(os.pread(written, 1 << 24, 0)
                                                                for written in (output, errors)))
        finally:
            os.close(output)
            os.close(errors)

    def list_calls(self, scenario):
        """What the calls of a run are about, in their order."""
        paths = []
        ours, other = socket.socketpair()
        command = [self.disturb, str(other.fileno()), "list", "0", "0", self.tufcheck, *scenario.arguments]
        with ours, subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    pass_fds=[other.fileno()]):
            other.close()
            with ours.makefile("r", encoding="utf-8", errors="surrogateescape") as lines:
                for line in lines:
                    word, _, rest = line.rstrip("\n").partition(" ")
                    if word == "call":
                        paths.append(rest.partition(" ")[2])
        return paths

    @staticmethod
    def make_answer(returncode, told, output, errors):
        if returncode == SKIPPED:
            print("skipped: programs cannot be traced here (ptrace is forbidden)")
            sys.exit(SKIPPED)
        if returncode != 0 or "end" not in told:
            sys.exit(f"disturb failed: {errors.decode(errors='replace')}")
        wait_status, count = map(int, told["end"].split())
        call, _, path = told.get("call", "").partition(" ")
        return Answer(os.waitstatus_to_exitcode(wait_status), output, errors, count, call, path)

    @staticmethod
    def listen(ours, on_pause):
        """What disturb tells, by the first word of its lines."""
        told = {}
        with ours.makefile("r", encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                word, _, rest = line.rstrip("\n").partition(" ")
                told[word] = rest
                if word == "call" and on_pause:
                    on_pause()
                    ours.sendall(b".")
        return told


class Report:
    """What a report says: repositories by their path, and the rest. notes: the IDs that were taken out of it."""

    def __init__(self, documents):
        self.rest = documents[-1]
        records = documents[:-1] if len(documents) > 1 else list(self.rest.pop("repositories"))
        self.repositories = {record["path"]: record for record in records}

    def take_out(self, ids):
        """Takes findings with one of the IDs out, and returns how many there were."""
        count = 0
        for record in (self.rest, *self.repositories.values()):
            kept = [finding for finding in record["findings"] if finding["id"] not in ids]
            count += len(record["findings"]) - len(kept)
            record["findings"] = kept
        return count


def read_report(output):
    """The report that output is, as one document or as lines; None when it is no whole one."""
    lines = output.splitlines() if output.startswith(b'{"') else [output]
    try:
        return Report([json.loads(line) for line in lines])
    except (ValueError, KeyError, TypeError):
        return None
