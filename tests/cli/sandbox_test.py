#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an exploit could do: nothing much, unless --no-sandbox was given.

    sandbox_test.py TUFCHECK EXPLOITED [unittest arguments]

EXPLOITED is the command built from the same objects, but taken over where it reads hostile data (exploited.c). Each
attempt is made in a process of its own: as the command runs, where it must fail; and with --no-sandbox, where the same
attempt must go through, so that it is the sandbox that it fails for.

What the kernel does not have is left out, and said. Exit status 77 when that, or the build, leaves nothing.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="utf-8").strip()
IMAGE = f"{fixtures.APP}:v1.0"
SECRET = "/etc/passwd"
KILLED = f"killed by {signal.SIGSYS.name}"
SKIPPED = 77

TUFCHECK = EXPLOITED = None
HAS_FILES = HAS_CALLS = True

# Attempts that end the process where system calls are filtered.
HOSTILE = ("socket", "local-socket", "socket-pair", "execute", "execute-descriptor", "fork-and-execute",
           "clone-process", "trace", "read-process")
# Likewise, but what comes of them without the sandbox depends on who runs the test.
PRIVILEGED = ("mount", "leave-namespace", "bpf", "keyring", "ring")
# Attempts that the filter answers as if there were no such system call.
UNKNOWN = ("signal-parent", "ioctl")
DENIED = ("EACCES", "EPERM", "ENOSYS")


def run(program, *arguments, exploit=None, **options):
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **(exploit or {})}
    return subprocess.run([program, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          env=environment, timeout=60, **options)


def describe(done):
    """What came of an attempt, in a word or two."""
    if done.returncode < 0:
        return f"killed by {signal.Signals(-done.returncode).name}"
    return done.stdout.decode().strip()


class Contained(unittest.TestCase):
    """With a trust directory of its own, whose repository has a link to a file outside."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.trust = self.folder / "trust"
        self.metadata = fixtures.copy_repository(self.trust, fixtures.APP)
        self.file = self.metadata / "root.json"
        self.link = self.metadata / "link.json"
        self.link.symlink_to(SECRET)
        self.outside = self.folder / "outside"
        self.outside.write_text("outside\n", encoding="utf-8")
        self.images = self.folder / "images"
        self.images.write_text(IMAGE + "\n", encoding="utf-8")
        self.lock = self.folder / "locks" / "tufcheck.lock"
        self.lock.parent.mkdir()
        self.lock.write_bytes(run(TUFCHECK, "lock", "--at", AT, self.trust).stdout)
        self.shard = self.folder / "shard.json"
        self.shard.write_bytes(run(TUFCHECK, "verify", "--at", AT, "-o", "json", "--shard", "1/1", self.trust).stdout)
        self.verify = ("verify", "-j", "1", "--at", AT, self.trust)

    def attempt(self, command, name, path="", function="tufcheck_scan_verify", on=None, **options):
        exploit = {"EXPLOIT": name, "EXPLOIT_IN": function, "EXPLOIT_PATH": str(path), **(on or {})}
        return describe(run(EXPLOITED, *command, exploit=exploit, **options))

    def check(self, expected, command, name, path="", **options):
        """The attempt has one of the expected ends in the sandbox, and goes through without it."""
        with self.subTest(command=command[0], attempt=name, path=str(path)):
            self.assertIn(self.attempt(command, name, path, **options), expected)
            self.assertEqual("done", self.attempt((*command, "--no-sandbox"), name, path, **options))

    def list_commands(self):
        """Each way in which hostile data is read: the command, and the function that reads it."""
        verify, inspect = "tufcheck_scan_verify", "tufcheck_untrusted_document_read"
        # what a thread does that is traced, whoever waits for the process would have to wait for
        place = ("--at", AT, "--trust-dir", self.trust)
        one = (*place, "-j", "1")
        return [
            (("verify", "-j", "1", "--at", AT, self.trust), verify),
            (("verify", *one, fixtures.APP), verify),
            (("verify", *one, "--lock", self.lock), verify),
            (("verify", *one, "--report", f"json={self.lock.parent / 'report'}"), verify),
            (("verify", *one, "--evidence", self.lock.parent / "evidence"), verify),
            (("gate", *place, IMAGE), verify),
            (("gate", *place, "--from", self.images), verify),
            (("gate", *place, "--from", self.images), "image_list_read"),
            (("policy", "explain", *place, IMAGE), verify),
            (("policy", "init", *place), verify),
            (("keys", *one), verify),
            (("lock", *one), verify),
            (("lock", *one, "--update", self.lock), verify),
            (("diff", "--at", AT, self.trust, self.lock), verify),
            (("diff", "--at", AT, self.lock, self.trust), verify),
            (("export", *place), verify),
            (("export", *place, "-f", "notation-policy", self.lock.parent / "made", fixtures.APP), verify),
            (("merge", self.shard), "report_reader_next"),
            (("inspect", self.file), inspect),
            (("inspect", "--trust-dir", self.trust, fixtures.APP), inspect),
        ]

    def test_every_command_is_tried(self):
        listed = re.findall(r"^  (\w+) ", run(TUFCHECK, "help").stdout.decode(), re.MULTILINE)
        tried = {command[0] for command, _ in self.list_commands()}
        # these two open no file
        self.assertEqual(sorted(tried | {"completion", "explain", "help"}), sorted(listed))

    def test_a_thread_is_held_as_the_first_one_is(self):
        fixtures.copy_repository(self.trust, fixtures.STAGED)
        command = ("verify", "-j", "2", "--at", AT, self.trust)
        on = {"EXPLOIT_THREAD": "yes"}
        if HAS_CALLS:
            for name in ("socket", "execute", "fork-and-execute", "clone-process", "read-process"):
                self.check([KILLED], command, name, on=on)
        if HAS_FILES:
            self.check(DENIED, command, "read", SECRET, on=on)

    def test_no_command_reaches_beyond(self):
        for command, function in self.list_commands():
            if HAS_CALLS:
                self.check([KILLED], command, "socket", function=function)
                self.check([KILLED], command, "execute", function=function)
            if HAS_FILES:
                self.check(["EACCES"], command, "read", SECRET, function=function)
                self.check(["EACCES"], command, "read", self.outside, function=function)
                self.check(["EACCES"], command, "write", self.outside, function=function)
            # merge has everything open that it reads
            asked_for = ["EACCES"] if command[0] == "merge" and HAS_FILES else ["done"]
            self.check(asked_for, command, "read", self.file, function=function)

    def test_hostile_calls_end_the_process(self):
        if not HAS_CALLS:
            self.skipTest("the kernel has no seccomp")
        for name in HOSTILE:
            self.check([KILLED], self.verify, name)
        for name in PRIVILEGED:
            with self.subTest(attempt=name):
                self.assertEqual(KILLED, self.attempt(self.verify, name, self.folder))
                freely = self.attempt((*self.verify, "--no-sandbox"), name, self.folder)
                self.assertNotEqual(KILLED, freely)

    def test_an_open_socket_is_of_no_use(self):
        if not HAS_CALLS:
            self.skipTest("the kernel has no seccomp")
        for more, expected in (((), KILLED), (("--no-sandbox",), "done")):
            with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as given:
                place = f"{given.fileno()}:{server.getsockname()[1]}"
                self.assertEqual(expected, self.attempt((*self.verify, *more), "connect", place,
                                                        pass_fds=[given.fileno()]))

    def test_what_is_not_known_fails(self):
        if not HAS_CALLS:
            self.skipTest("the kernel has no seccomp")
        for name in UNKNOWN:
            self.check(["ENOSYS"], self.verify, name)
        # standard input is no terminal, but that is for the kernel to say
        self.assertEqual("ENOSYS", self.attempt(self.verify, "type"))
        self.assertEqual("ENOTTY", self.attempt((*self.verify, "--no-sandbox"), "type"))

    def test_threads_may_be_started(self):
        self.check(["done"], self.verify, "thread")

    def test_files_outside_are_out_of_reach(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        self.check(["EACCES"], self.verify, "read", SECRET)
        self.check(["EACCES"], self.verify, "read", "/proc/self/root" + SECRET)
        self.check(["EACCES"], self.verify, "read", "../../../../../../../../../../../../.." + SECRET)
        self.check(["EACCES"], self.verify, "read", self.link)
        self.check(["EACCES"], self.verify, "read", "/proc/self/environ")
        self.check(["EACCES"], self.verify, "read-resolved", SECRET)
        self.check(["EACCES"], self.verify, "climb", self.trust)
        self.check(["EACCES"], self.verify, "list", "/")
        self.check(["EACCES"], self.verify, "list", self.folder)

    def test_the_trust_directory_is_read(self):
        self.check(["done"], self.verify, "read", self.file)
        self.check(["done"], self.verify, "read-resolved", self.file)
        self.check(["done"], self.verify, "list", self.trust / "tuf")

    def test_an_archive_opens_itself_only(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        archive = self.folder / "evidence.tar"
        run(TUFCHECK, *self.verify, "--evidence", archive)
        command = ("verify", "--at", AT, archive)
        if HAS_CALLS:
            self.check([KILLED], command, "socket")
        self.check(["EACCES"], command, "read", self.file)
        self.check(["EACCES"], command, "write", archive)
        self.check(["done"], command, "read", archive)

    def test_a_path_opens_itself_only(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        other = fixtures.copy_repository(self.trust, fixtures.PLAIN) / "root.json"
        command = ("verify", "--at", AT, self.metadata)
        self.check(["EACCES"], command, "read", other)
        self.check(["done"], command, "read", self.file)

    def test_nothing_is_written(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        before = self.file.read_bytes()
        for name, path in (("write", self.file), ("create", self.metadata / "new"), ("empty", self.file),
                           ("create", self.folder / "new"), ("make-folder", self.trust / "new"),
                           ("make-link", self.trust / "new"), ("remove", self.outside),
                           ("remove", self.file), ("change-mode", self.file)):
            with self.subTest(attempt=name, path=str(path)):
                if name == "empty" and containment.probe_landlock() != b"full":
                    continue  # the note says so
                if name == "change-mode" and not HAS_CALLS:
                    continue  # Landlock knows no right to that
                copy = self.copy_tree()
                self.assertIn(self.attempt(self.verify, name, path), DENIED)
                self.assertEqual(copy, self.copy_tree())
        self.assertEqual(before, self.file.read_bytes())

    def test_without_the_sandbox_it_would_be_written(self):
        free = (*self.verify, "--no-sandbox")
        for name, path in (("write", self.file), ("create", self.metadata / "new"), ("empty", self.file),
                           ("make-folder", self.trust / "newer"), ("make-link", self.trust / "newest"),
                           ("change-mode", self.file), ("remove", self.outside)):
            with self.subTest(attempt=name):
                self.assertEqual("done", self.attempt(free, name, path))

    def copy_tree(self):
        """What is there: modes, and contents of files."""
        return {str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
                for path in sorted(self.folder.rglob("*"))}

    def test_only_the_folder_of_the_lock_is_written(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        update = ("lock", "--at", AT, "--update", self.lock, self.trust)
        self.check(["EACCES"], update, "write", self.file)
        self.check(["EACCES"], update, "create", self.folder / "new")
        self.assertEqual("done", self.attempt(update, "create", self.lock.parent / "new"))
        other = self.lock.parent / "other"
        for command in ((*update, "--dry-run"), ("verify", "--at", AT, "--lock", self.lock, self.trust)):
            self.check(["EACCES"], command, "create", other)
            other.unlink()

    def test_only_the_folders_of_reports_are_written(self):
        if not HAS_FILES:
            self.skipTest("the kernel has no Landlock")
        for option in (f"--report=json={self.lock}", f"--report=json={self.lock.parent / 'new.json'}",
                       f"--evidence={self.lock.parent / 'new.tar'}"):
            command = (*self.verify, option)
            self.check(["EACCES"], command, "write", self.file)
            self.check(["EACCES"], command, "create", self.folder / "new")
            self.assertEqual("done", self.attempt(command, "create", self.lock.parent / "other"))
            (self.folder / "new").unlink()
            (self.lock.parent / "other").unlink()

    def test_calls_are_filtered_before_the_users_files_are_read(self):
        if not HAS_CALLS:
            self.skipTest("the kernel has no seccomp")
        policy = self.folder / "policy.json"
        policy.write_text("{}", encoding="utf-8")
        for command in (("policy", "check", policy), ("gate", "--policy", policy, IMAGE)):
            self.check([KILLED], command, "socket", function="tufcheck_policy_read")
            self.check([KILLED], command, "execute", function="tufcheck_policy_read")


class Said(unittest.TestCase):
    """What users are told."""

    def verify(self, *options):
        return run(TUFCHECK, "verify", "--at", AT, *options, fixtures.NOTARY / "trust" / "tuf" / fixtures.APP)

    def test_a_whole_sandbox_is_not_mentioned(self):
        if not (HAS_FILES and HAS_CALLS):
            self.skipTest("the kernel has not all of it")
        for output in ("text", "json", "ndjson"):
            done = self.verify("-o", output)
            self.assertEqual(b"", done.stderr)
            self.assertNotIn(b'"sandbox"', done.stdout)
            self.assertNotIn(b"not contained", done.stdout)

    def test_what_the_kernel_lacks_is_noted(self):
        done = self.verify("-o", "json")
        expected = {"landlock": containment.probe_landlock().decode(), "seccomp": containment.probe_seccomp().decode()}
        if expected == {"landlock": "full", "seccomp": "full"}:
            self.skipTest("the kernel has all of it")
        self.assertNotEqual(b"", done.stderr)
        self.assertEqual(b"", containment.drop_note(done.stderr))
        reported = json.loads(done.stdout)["sandbox"]
        self.assertIn(reported.pop("reason").encode(), done.stderr)
        self.assertEqual(expected, reported)

    def test_its_absence_is_in_each_report(self):
        done = self.verify("--no-sandbox")
        self.assertIn(b"\nnot contained, because of --no-sandbox\n", done.stdout)
        note = done.stderr
        self.assertEqual(b"tufcheck: sandbox: landlock none, seccomp none: --no-sandbox was given\n", note)
        for output in ("json", "ndjson"):
            done = self.verify("--no-sandbox", "-o", output)
            report = json.loads(done.stdout.splitlines()[-1] if output == "ndjson" else done.stdout)
            self.assertEqual({"landlock": "none", "seccomp": "none", "reason": "--no-sandbox was given"},
                             report["sandbox"])
            self.assertEqual(note, done.stderr)


def main():
    global TUFCHECK, EXPLOITED, HAS_FILES, HAS_CALLS
    TUFCHECK, EXPLOITED = sys.argv[1:3]
    HAS_FILES, HAS_CALLS = containment.probe_landlock() != b"none", containment.probe_seccomp() != b"none"
    for is_there, what in ((HAS_FILES, "Landlock: files are not tried"), (HAS_CALLS, "seccomp: calls are not tried")):
        if not is_there:
            print(f"left out: this kernel has no {what}")
    if not HAS_FILES and not HAS_CALLS:
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])


if __name__ == "__main__":
    main()
