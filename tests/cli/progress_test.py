#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Progress: shown on a terminal when a scan takes more than a second, and never to be seen in what stays.

    progress_test.py TUFCHECK MOMENTS [unittest arguments]

MOMENTS is the command with a clock that goes as far as MOMENT_STEP says each time that it is asked (moments.c), so that
a scan takes as long as the test wants it to.
"""

import fcntl
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures
import screen

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
COUNT = 12  # of repositories
QUARTER = 250_000  # of a second: one for each repository
SETPIPE_SIZE = 1031
TUFCHECK = MOMENTS = None


def is_progress(line):
    return f"/{COUNT}" in line


class Progress(unittest.TestCase):
    """With a trust directory of so many repositories, copies under other names; three are called as they should be."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.trust = cls.folder / "trust"
        for number in range(COUNT - 2):
            fixtures.copy_repository(cls.trust, fixtures.PLAIN, f"{fixtures.PLAIN}-{number:02}")
        for name in ("a", "y"):
            fixtures.copy_repository(cls.trust, fixtures.RETIRED, f"{fixtures.RETIRED}-{name}")
        for gun in (fixtures.APP, fixtures.PLAIN, fixtures.RETIRED):
            fixtures.copy_repository(cls.folder / "sound", gun)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def environment(self, **more):
        inherited = {name: value for name, value in os.environ.items() if "SAN_OPTIONS" in name}
        base = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": str(self.folder),
                "MOMENT_STEP": str(QUARTER)}
        chosen = inherited | base | more
        return {name: value for name, value in chosen.items() if value is not None}

    def run_shown(self, *arguments, columns=screen.COLUMNS, program=None, is_piped=True, **more):
        """What was written on the terminal, what to standard output, and the exit status."""
        with tempfile.TemporaryFile() as output:
            run = screen.Run([program or MOMENTS, *arguments], columns=columns, cwd=self.folder,
                             stdout=output if is_piped else None, env=self.environment(**more))
            status = run.end()
            output.seek(0)
            return run.text, output.read().decode(), status

    def run_plain(self, *arguments):
        done = subprocess.run([MOMENTS, *arguments], cwd=self.folder, env=self.environment(), capture_output=True,
                              stdin=subprocess.DEVNULL, check=False, timeout=120)
        return done.stderr.decode(), done.stdout.decode(), done.returncode

    def verify(self, *arguments, **options):
        return self.run_shown("verify", "-j1", "--at", AT, *arguments, "trust", **options)

    def what_stays(self, text):
        return containment.drop_note(screen.show(text).encode()).decode()

    # ---- what is drawn ----

    def test_a_second_later_it_is_there(self):
        text, _, _ = self.verify()
        lines = screen.list_progress(text)
        # one quarter of a second each: the fourth is the first, and behind the last comes the end
        self.assertEqual(COUNT - 4, len(lines), lines)
        self.assertEqual("\N{BOX DRAWINGS HEAVY HORIZONTAL}" * 13 + "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 27 +
                         " 4/12  4.0/s  2s left".rjust(2 + len(" 4/12  4.0/s  2s left")), lines[0])
        self.assertTrue(lines[-1].endswith("11/12  4.0/s  1s left"), lines[-1])
        self.assertTrue(text.endswith("\r\x1b[K"), text[-40:])

    def test_it_fits_the_terminal(self):
        for columns in (1, 5, 12, 20, 40, 80, 200):
            with self.subTest(columns=columns):
                text, _, _ = self.verify(columns=columns)
                self.assertTrue(all(len(line) < columns for line in screen.list_progress(text)))
                self.assertEqual("", self.what_stays(text))
        self.assertEqual(" 4/12  2s left", screen.list_progress(self.verify(columns=20)[0])[0])

    def test_it_is_ascii_where_nothing_else_is_known(self):
        for locale in ("C", "POSIX", "no-such-locale"):
            lines = screen.list_progress(self.verify(LC_ALL=locale)[0])
            self.assertEqual("[############--------------------------]   4/12  4.0/s  2s left", lines[0])

    def test_it_is_drawn_ten_times_a_second(self):
        text, _, _ = self.verify(MOMENT_STEP="40000")  # 12 take half a second
        self.assertEqual([], screen.list_progress(text))
        shown = screen.list_progress(self.run_shown("gate", "--at", AT, "--trust-dir", "sound",
                                                    *[fixtures.PLAIN] * 100, MOMENT_STEP="40000")[0])
        # of each hundredth step, from the 25th on, each third: in between there are less than 100 ms
        counts = [int(line.split("/")[0].split()[-1]) for line in shown]
        self.assertEqual(list(range(25, 100, 3)), counts)

    # ---- when there is none ----

    def test_nothing_is_drawn_unless_it_is_wanted(self):
        for case in ({"TERM": "dumb"}, {"TERM": None}, {"TERM": ""}, {"MOMENT_STEP": "0"}):
            with self.subTest(case=case):
                self.assertNotIn("\r", self.verify(**case)[0])
        for option in ("-q", "--quiet", "--debug"):
            with self.subTest(option=option):
                self.assertNotIn("\r", self.verify(option)[0])
        self.assertNotIn("\r", self.run_shown("verify", "--at", AT, "sound/tuf/" + fixtures.APP,
                                              MOMENT_STEP="5000000")[0])
        self.assertNotIn("\r", "".join(self.run_plain("verify", "--at", AT, "trust")[:2]))

    def test_nothing_is_drawn_in_the_background(self):
        # a shell with jobs of its own has a group for each; the terminal is that of the shell
        for end, is_drawn in (("& wait", False), ("; true", True)):
            with self.subTest(end=end):
                command = f"'{MOMENTS}' verify -j1 --at {AT} trust > output {end}"
                run = screen.Run(["bash", "-m", "-c", command], has_session=True, cwd=self.folder,
                                 stdout=subprocess.DEVNULL, env=self.environment())
                self.assertIn(run.end(), (0, 1))
                self.assertEqual(is_drawn, bool(screen.list_progress(run.text)), run.text)

    # ---- what stays ----

    def test_reports_are_what_they_are_without_it(self):
        for arguments in (("-o", "text"), ("-o", "json"), ("-o", "ndjson"), ("-o", "sarif"), ("-o", "html"),
                          ("--jobs", "2", "-o", "csv")):
            with self.subTest(arguments=arguments):
                plain = self.run_plain("verify", "--at", AT, *arguments, "trust")
                text, output, status = self.run_shown("verify", "--at", AT, *arguments, "trust")
                self.assertTrue(screen.list_progress(text))
                self.assertEqual(plain[1:], (output, status))
                self.assertEqual(containment.drop_note(plain[0].encode()).decode(), self.what_stays(text))

    def test_messages_stay_and_it_does_not(self):
        text, _, _ = self.verify("--allow-degraded")
        stays = self.what_stays(text)
        self.assertTrue(screen.list_progress(text))
        self.assertEqual(COUNT, stays.count("\n"))
        for line in stays.splitlines():
            self.assertTrue(line.startswith("tufcheck: "), line)

    def test_output_on_the_same_terminal_stays_and_it_does_not(self):
        for form in ("text", "ndjson", "markdown"):
            with self.subTest(form=form):
                text, _, _ = self.verify("--no-color", "-o", form, is_piped=False)
                bare, _, _ = self.verify("--no-color", "-o", form, is_piped=False, MOMENT_STEP="0")
                self.assertTrue(screen.list_progress(text))
                self.assertFalse("\r" in bare)
                self.assertEqual(screen.show(bare), screen.show(text))

    def test_every_command_that_goes_through_repositories_has_it(self):
        images = [f"{fixtures.PLAIN}-{number:02}" for number in range(COUNT - 2)] + [fixtures.RETIRED] * 2
        (self.folder / "empty.lock").write_text(self.run_plain("lock", "--at", AT, "sound")[1], encoding="ascii")
        commands = (
            ("keys", "--at", AT, "trust"), ("lock", "--at", AT, "trust"), ("export", "--at", AT, "trust"),
            ("lock", "--update", "empty.lock", "--dry-run", "--at", AT, "trust"),
            ("diff", "--at", AT, "empty.lock", "trust"), ("policy", "init", "--at", AT, "trust"),
            ("gate", "--at", AT, "--trust-dir", "trust", *images),
            ("policy", "explain", "--at", AT, "--trust-dir", "trust", *images))
        for command in commands:
            with self.subTest(command=command[0]):
                plain = self.run_plain(*command)
                text, output, status = self.run_shown(*command)
                self.assertTrue(any(map(is_progress, screen.list_progress(text))), text)
                self.assertEqual(plain[1:], (output, status))
                self.assertEqual(containment.drop_note(plain[0].encode()).decode(), self.what_stays(text))
                self.assertNotIn("\r", self.run_shown(*command, "--quiet")[0])

    # ---- with the command itself ----

    def test_it_follows_the_terminal_and_is_gone_when_a_signal_ends_it(self):
        """The command waits where its pipe is full, and so for as long as it is to take."""
        reading, writing = os.pipe()
        fcntl.fcntl(writing, SETPIPE_SIZE, 4096)
        run = screen.Run([TUFCHECK, "verify", "-j1", "--at", AT, "-o", "ndjson", "trust"], cwd=self.folder,
                         stdout=writing, env=self.environment())
        os.close(writing)

        def read_until_drawn(before):
            """Lets it go on bit by bit, each later than there may be another line."""
            while len(screen.list_progress(run.text)) <= before and os.read(reading, 4096):
                time.sleep(0.11)
            return screen.list_progress(run.text)
        os.read(reading, 1)  # the scan has begun
        time.sleep(1.1)  # and goes on a second later
        wide = read_until_drawn(0)
        self.assertGreater(len(wide[-1]), 40)
        run.resize(20)
        narrow = read_until_drawn(len(wide) + 1)  # one may have been under way
        self.assertLess(len(narrow[-1]), 20)
        run.process.terminate()
        self.assertEqual(-signal.SIGTERM, run.end())
        os.close(reading)
        self.assertEqual("", self.what_stays(run.text))


if __name__ == "__main__":
    TUFCHECK, MOMENTS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
