#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How a run ends that is ended from outside, or that cannot write: cleanly, and with the status that says so.

    endings_test.py TUFCHECK MOMENTS [unittest arguments]

MOMENTS is the command to which a signal comes in the function that MOMENT_SIGNAL says (moments.c).
"""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import termios
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures
import screen

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
UNCHECKED = 3
ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE, signal.SIGQUIT, signal.SIGTERM, signal.SIGXCPU)
LATE = 2_000_000  # of a second: progress is shown at the first step
OLD = "what was there before\n"
TUFCHECK = MOMENTS = None


def by_default():
    """As a shell leaves signals to its commands; Python ignores some of them. What ends with a core leaves none."""
    for number in (*ENDINGS, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ignore(number):
    def prepare():
        by_default()
        signal.signal(number, signal.SIG_IGN)
    return prepare


def limit_files(size):
    def prepare():
        by_default()
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return prepare


class Endings(unittest.TestCase):
    """Beside a trust directory with two repositories, a lock of theirs, and a folder that is to be written in."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        for gun in (fixtures.APP, fixtures.PLAIN):
            fixtures.copy_repository(self.folder / "trust", gun)
        self.out = self.folder / "out"
        self.out.mkdir()

    def environment(self, **more):
        inherited = {name: value for name, value in os.environ.items() if "SAN_OPTIONS" in name}
        return inherited | {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)} | more

    def run_command(self, *arguments, program=None, prepare=by_default, stdout=subprocess.PIPE, **more):
        done = subprocess.run([program or TUFCHECK, *arguments], cwd=self.folder, env=self.environment(**more),
                              stdout=stdout, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False,
                              timeout=120, preexec_fn=prepare)
        done.stderr = containment.drop_note(done.stderr).decode()
        return done

    def run_with_small_files(self, *arguments, stdout=subprocess.PIPE):
        """As run_command. A build that counts coverage counts elsewhere, and says that it cannot."""
        done = self.run_command(*arguments, prepare=limit_files(64), stdout=stdout,
                                GCOV_PREFIX=str(self.folder / "counts"))
        done.stderr = "".join(line for line in done.stderr.splitlines(True) if "profiling" not in line)
        return done

    def list_files(self):
        return {path.name: path.read_text(encoding="utf-8") if path.is_file() else None for path in self.out.iterdir()}

    # ---- signals ----

    def list_writers(self):
        """Commands that write in out/, the functions in which a signal is to come, and what is there before."""
        lock = self.run_command("lock", "--at", AT, "trust/tuf/docker.io").stdout.decode()
        return (
            (("verify", "--at", AT, "--report", "json=out/report", "trust"), ("fsync",), {}),
            (("verify", "--at", AT, "--report", "json=out/report", "trust"), ("fsync",), {"report": OLD}),
            (("verify", "--at", AT, "--report", "json=out/a", "--report", "text=out/b", "trust"), ("fsync",), {}),
            (("verify", "--at", AT, "--evidence", "out/evidence", "trust"), ("fsync", "unlink"), {"evidence": OLD}),
            (("lock", "--at", AT, "--update", "out/lock", "trust"), ("fsync",), {"lock": lock}),
            (("export", "-f", "notation-policy", "--at", AT, "out/made", "trust"), ("fsync",), {}),
        )

    def test_a_signal_leaves_no_file_and_is_what_ends_the_run(self):
        for arguments, functions, before in self.list_writers():
            for function in functions:
                for number in ENDINGS:
                    with self.subTest(arguments=arguments, function=function, number=number):
                        for name, text in before.items():
                            (self.out / name).write_text(text, encoding="utf-8")
                        done = self.run_command(*arguments, program=MOMENTS,
                                                MOMENT_SIGNAL=f"{int(number)} {function}")
                        self.assertEqual((-number, ""), (done.returncode, done.stderr))
                        self.assertEqual(before, self.list_files())
            for path in self.out.iterdir():
                path.unlink()

    def test_a_lack_of_memory_leaves_no_file(self):
        for arguments, functions, before in self.list_writers():
            with self.subTest(arguments=arguments):
                for name, text in before.items():
                    (self.out / name).write_text(text, encoding="utf-8")
                done = self.run_command(*arguments, program=MOMENTS, MOMENT_SIGNAL=f"0 {functions[0]}")
                self.assertEqual((UNCHECKED, "tufcheck: out of memory\n"), (done.returncode, done.stderr))
                self.assertEqual(before, self.list_files())
            for path in self.out.iterdir():
                path.unlink()

    def test_the_first_process_of_a_container_ends_too(self):
        """The kernel keeps from it what does by default what it does, even when it comes from itself."""
        space = ("--pid", "--fork") if os.geteuid() == 0 else ("--user", "--map-root-user", "--pid", "--fork")
        if self.run_command(*space, "true", program="unshare").returncode != 0:
            self.skipTest("no process here can be the first of a namespace")
        for arguments, functions, before in self.list_writers():
            for number in ENDINGS:
                with self.subTest(arguments=arguments, number=number):
                    for name, text in before.items():
                        (self.out / name).write_text(text, encoding="utf-8")
                    done = self.run_command(*space, MOMENTS, *arguments, program="unshare",
                                            MOMENT_SIGNAL=f"{int(number)} {functions[0]}")
                    self.assertEqual((128 + number, ""), (done.returncode, done.stderr))
                    self.assertEqual(before, self.list_files())
            for path in self.out.iterdir():
                path.unlink()

    def test_a_terminal_that_takes_nothing_holds_up_no_end(self):
        """Its output is halted, as by Ctrl-S, while the line of progress is on it."""
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            with self.subTest(number=number):
                run = screen.Run([MOMENTS, "verify", "-j", "1", "--at", AT, "trust"], stdout=subprocess.DEVNULL,
                                 cwd=self.folder, preexec_fn=by_default,
                                 env=self.environment(TERM="xterm", MOMENT_STEP=str(LATE),
                                                      MOMENT_SIGNAL=f"{int(signal.SIGSTOP)} second_step"))
                os.waitid(os.P_PID, run.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
                terminal = os.open(f"/proc/{run.process.pid}/fd/2", os.O_RDWR | os.O_NOCTTY)
                termios.tcflow(terminal, termios.TCOOFF)
                run.process.send_signal(number)
                run.process.send_signal(signal.SIGCONT)
                try:
                    self.assertEqual(-number, run.process.wait(60))
                finally:
                    run.process.kill()
                    run.process.wait()
                    termios.tcflow(terminal, termios.TCOON)
                    os.close(terminal)
                    run.end()
                self.assertEqual(1, len(screen.list_progress(run.text)))

    def test_a_terminal_of_others_stops_no_end(self):
        """In the background of one that lets nobody write from there, with a line of progress of before on it."""
        script = (f"stty tostop < /dev/tty; '{MOMENTS}' verify -j 1 --at {AT} trust > output; "
                  "kill -TERM %1; bg %1; wait %1; echo \"ended by $?\" > how; kill -KILL %1")
        run = screen.Run(["bash", "-m", "-c", script], has_session=True, stdout=subprocess.DEVNULL, cwd=self.folder,
                         env=self.environment(TERM="xterm", MOMENT_STEP=str(LATE),
                                              MOMENT_SIGNAL=f"{int(signal.SIGSTOP)} second_step"))
        run.end()
        self.assertEqual(1, len(screen.list_progress(run.text)), run.text)
        self.assertEqual(f"ended by {128 + signal.SIGTERM}\n", (self.folder / "how").read_text(encoding="utf-8"))

    def test_a_signal_that_is_ignored_stays_so(self):
        for arguments, _, before in self.list_writers():
            with self.subTest(arguments=arguments):
                for name, text in before.items():
                    (self.out / name).write_text(text, encoding="utf-8")
                done = self.run_command(*arguments, program=MOMENTS, prepare=ignore(signal.SIGHUP),
                                        MOMENT_SIGNAL=f"{int(signal.SIGHUP)} fsync")
                self.assertIn(done.returncode, (0, 1), done.stderr)
                for name, text in before.items():
                    self.assertNotEqual(text, self.list_files()[name])

    def test_a_signal_ends_a_run_that_waits(self):
        """On input that does not come, and on output that nobody takes."""
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            with self.subTest(number=number):
                environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder)}
                with subprocess.Popen([TUFCHECK, "gate", "--from", "-"], cwd=self.folder, env=environment,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      preexec_fn=by_default) as process:
                    process.stdin.write(b"registry.example.com/team/app:v1.0\n")
                    process.stdin.flush()
                    process.send_signal(number)
                    self.assertEqual(-number, process.wait(60))
                    self.assertEqual(b"", process.stdout.read())

    def test_who_is_not_listened_to_ends_without_a_word(self):
        for arguments in (("verify", "--at", AT, "trust"), ("verify", "-o", "ndjson", "--at", AT, "trust"),
                          ("keys", "--at", AT, "trust"), ("explain",), ("help",)):
            with self.subTest(arguments=arguments):
                reading, writing = os.pipe()
                os.close(reading)
                done = self.run_command(*arguments, stdout=writing)
                self.assertEqual((-signal.SIGPIPE, ""), (done.returncode, done.stderr))
                # who starts it with that signal ignored wants to be told
                done = self.run_command(*arguments, stdout=writing, prepare=ignore(signal.SIGPIPE))
                os.close(writing)
                self.assertEqual(UNCHECKED, done.returncode)
                self.assertTrue(done.stderr.endswith("tufcheck: cannot write to standard output: Broken pipe\n"),
                                done.stderr)

    def test_a_pipe_to_head_is_quiet(self):
        script = f"'{TUFCHECK}' verify -o json --at {AT} trust | head -n 1; echo ${{PIPESTATUS[1]}}"
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, check=False, timeout=120,
                              preexec_fn=by_default, env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)})
        self.assertEqual("", containment.drop_note(done.stderr).decode())
        self.assertEqual(b"{\n0\n", done.stdout)

    # ---- what cannot be written ----

    def list_commands(self):
        for name in ("1", "2"):
            shard = self.run_command("verify", "--at", AT, "--shard", f"{name}/2", "-o", "json", "trust")
            (self.folder / f"{name}.json").write_bytes(shard.stdout)
        (self.folder / "lock").write_bytes(self.run_command("lock", "--at", AT, "trust").stdout)
        (self.folder / "policy").write_bytes(self.run_command("policy", "init", "--at", AT, "trust").stdout)
        image = f"{fixtures.APP}:v1.0"
        return (
            *(("verify", "--at", AT, "-o", form, "trust") for form in ("text", "json", "ndjson", "html", "csv")),
            *(("gate", "--at", AT, "--trust-dir", "trust", "-o", form, image) for form in ("text", "json", "github")),
            ("keys", "--at", AT, "trust"), ("lock", "--at", AT, "trust"), ("export", "--at", AT, "trust"),
            ("diff", "--at", AT, "trust/tuf/docker.io", "trust"), ("merge", "1.json", "2.json"),
            ("inspect", "trust/tuf/docker.io/library/plain"), ("explain",), ("explain", "hash-mismatch"), ("help",), ("help", "verify"),
            ("help", "--manual"), ("completion", "bash"), ("--version",), ("policy", "init", "--at", AT, "trust"),
            ("policy", "check", "policy"), ("policy", "explain", "--at", AT, "--trust-dir", "trust", image))

    def test_a_full_disk_is_said(self):
        for arguments in self.list_commands():
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                plain = self.run_command(*arguments)
                self.assertIn(plain.returncode, (0, 1), plain.stderr)
                self.assertNotEqual(b"", plain.stdout)
                done = self.run_command(*arguments, stdout=full)
                self.assertEqual(UNCHECKED, done.returncode)
                self.assertEqual(plain.stderr + "tufcheck: cannot write to standard output: No space left on device\n",
                                 done.stderr)

    def test_a_file_that_may_not_grow_is_said(self):
        """A limit of the size of files ends by default whoever goes beyond it."""
        for arguments, _, before in self.list_writers():
            with self.subTest(arguments=arguments):
                for name, text in before.items():
                    (self.out / name).write_text(text, encoding="utf-8")
                done = self.run_with_small_files(*arguments)
                self.assertEqual(UNCHECKED, done.returncode, done.stderr)
                self.assertTrue(done.stderr.endswith(": File too large\n"), done.stderr)
                self.assertEqual(before, self.list_files())
            for path in self.out.iterdir():
                path.unlink()
        with open(self.folder / "output", "wb") as output:
            done = self.run_with_small_files("verify", "--at", AT, "trust", stdout=output)
        self.assertEqual((UNCHECKED, "tufcheck: cannot write to standard output: File too large\n"),
                         (done.returncode, done.stderr))

    def test_no_standard_output_is_said(self):
        done = self.run_command("verify", "--at", AT, "trust", prepare=lambda: os.close(1))
        self.assertEqual(UNCHECKED, done.returncode)
        self.assertIn("cannot write to standard output: Bad file descriptor", done.stderr)


if __name__ == "__main__":
    TUFCHECK, MOMENTS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
