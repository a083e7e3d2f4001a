#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever --jobs is, and whatever the system has of threads and descriptors, the answer is the same.

    jobs_test.py TUFCHECK [unittest arguments]
"""

import fcntl
import os
import pathlib
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="utf-8").strip()
CASES = fixtures.TESTDATA / "cases"
SOUND = (fixtures.APP, fixtures.STAGED, fixtures.ROTATED, fixtures.RETIRED, fixtures.PLAIN)
COPIES = 9  # of each: more than there may be reports at once
TUFCHECK = None


def is_built_with(sanitizer):
    return f"__{sanitizer}_init".encode() in TUFCHECK.read_bytes()


def wait_for(condition):
    """Whether it came true; that takes moments, on a busy machine more."""
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def read_state(process):
    """A letter; S when it waits."""
    return pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]


class Jobs(unittest.TestCase):
    """With a trust directory of many repositories, of which some are damaged."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        trust = cls.folder / "trust"
        for number in range(COPIES):
            for gun in SOUND:
                fixtures.copy_repository(trust, gun, f"{gun}-{number}")
        fixtures.flip_byte(trust / "tuf" / f"{fixtures.APP}-3" / "metadata" / "targets" / "alice.json")
        (trust / "tuf" / f"{fixtures.STAGED}-5" / "metadata" / "snapshot.json").unlink()
        shutil.copytree(fixtures.NOTARY / "trust" / "tuf" / fixtures.OWN_ROOT, trust / "tuf" / fixtures.OWN_ROOT)
        cls.places = ("trust", *sorted(str(case / "tuf") for case in CASES.iterdir() if (case / "tuf").is_dir())[:60])

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def run_command(self, *arguments, prepare=None):
        done = subprocess.run([TUFCHECK, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              check=False, timeout=120, preexec_fn=prepare)
        return done.returncode, done.stdout, done.stderr.decode()

    def check_same(self, *arguments, jobs=("2", "3", "64"), prepare=None):
        expected = self.run_command(*arguments, "-j", "1")
        self.assertIn(expected[0], (0, 1, 3), expected[2])
        self.assertNotEqual(b"", expected[1])
        for number in jobs:
            with self.subTest(arguments=arguments[:4], jobs=number):
                self.assertEqual(expected, self.run_command(*arguments, "-j", number, prepare=prepare))
        return expected

    def test_every_output_is_the_same(self):
        for output in ("text", "json", "ndjson"):
            self.check_same("verify", "--at", AT, "-o", output, *self.places)
        self.check_same("verify", "--at", AT, "-q", "--allow-degraded", "--allow-expired", *self.places)
        self.check_same("keys", "--at", AT, "-o", "json", *self.places)
        self.check_same("lock", "--at", AT, "trust")

    def test_without_the_option_it_is_the_same(self):
        status, output, errors = self.run_command("verify", "--at", AT, *self.places)
        self.assertEqual((status, output, errors), self.run_command("verify", "--at", AT, "-j1", *self.places))

    def test_threads_that_cannot_be_started_are_done_without(self):
        def prepare():
            # a thread's stack is as large as the first, and there is not that much to be had
            resource.setrlimit(resource.RLIMIT_STACK, (1 << 33, resource.getrlimit(resource.RLIMIT_STACK)[1]))
            resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32))
        if resource.getrlimit(resource.RLIMIT_STACK)[1] != resource.RLIM_INFINITY:
            self.skipTest("the size of stacks is limited here")
        if is_built_with("asan") or is_built_with("tsan"):
            self.skipTest("a sanitizer takes all of the address space")
        self.check_same("verify", "--at", AT, *self.places, prepare=prepare)

    def test_few_descriptors_are_enough(self):
        def prepare():
            resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))
        self.check_same("verify", "--at", AT, "-o", "json", "trust", jobs=("64",), prepare=prepare)

    def count_threads(self, jobs, expected):
        """Of a command that waits for somebody to read what it has to say."""
        reader, writer = os.pipe()
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
        command = [TUFCHECK, "verify", "--at", AT, "-o", "ndjson", "-j", jobs, "trust"]
        with subprocess.Popen(command, cwd=self.folder, stdout=writer, stderr=subprocess.DEVNULL) as process:
            os.close(writer)
            folder = pathlib.Path(f"/proc/{process.pid}/task")
            wait_for(lambda: select.select([reader], [], [], 0)[0] and read_state(process) == "S" and
                     len(list(folder.iterdir())) == expected)
            count = len(list(folder.iterdir()))
            with open(reader, "rb") as rest:
                self.assertEqual(COPIES * len(SOUND) + 2, len(rest.read().splitlines()))
        return count

    def test_there_is_a_thread_for_each_job_and_none_for_one(self):
        if is_built_with("tsan"):
            self.skipTest("the sanitizer has a thread of its own")
        self.assertEqual(1, self.count_threads("1", 1))
        self.assertEqual(4, self.count_threads("4", 4))

    def test_numbers_that_are_none_are_refused(self):
        for jobs in ("0", "-1", "+2", "2x", " ", "1025", "99999999999999999999"):
            status, output, errors = self.run_command("verify", f"--jobs={jobs}", "trust")
            self.assertEqual((2, b"", f"tufcheck: verify: --jobs is '{jobs}', but must be a number from 1 to 1024\n"),
                             (status, output, errors))


if __name__ == "__main__":
    TUFCHECK = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
