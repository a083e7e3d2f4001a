#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bench of estates gives all its figures, and its floor does the work that is verified. No time is looked at.

    estate_test.py TUFCHECK FLOOR
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import estates

HERE = pathlib.Path(__file__).resolve().parent
TUFCHECK = FLOOR = None


class TheBench(unittest.TestCase):
    """With tiny estates."""

    def test_figures_are_of_the_work_that_is_done(self):
        with tempfile.TemporaryDirectory() as scratch:
            home = pathlib.Path(scratch)
            shown = subprocess.run([sys.executable, HERE / "estate.py", "--tufcheck", TUFCHECK, "--floor", FLOOR,
                                    "--home", home, "--rounds", "1", "--repositories", "3", "--tags", "50", "--json",
                                    home / "figures.json"], check=True, capture_output=True, timeout=240).stdout.decode()
            figures = json.loads((home / "figures.json").read_text(encoding="utf-8"))
            lines = subprocess.run([TUFCHECK, "verify", "--at", estates.AT, "-o", "ndjson", home / f"estate-3-{estates.FORM}"],
                                   check=True, capture_output=True).stdout.splitlines()
        estate, = figures["estates"]
        repositories = [json.loads(line) for line in lines[:-1]]
        self.assertEqual(["trusted"] * 3, [repository["status"] for repository in repositories])
        self.assertEqual([20] * 3, [len(repository["targets"]) for repository in repositories])
        verified = sum(role["validSignatures"] for repository in repositories for role in repository["roles"])
        read = sum(role["length"] for repository in repositories for role in repository["roles"])
        self.assertEqual(3 * 6, verified)
        for threads in ("1", "2"):
            row = estate["threads"][threads]
            self.assertEqual((verified, read), (row["floor"]["signatures"], row["floor"]["bytes"]))
            for name in ("seconds", "processorSeconds", "peakBytes", "ratio", "repositoriesPerSecond"):
                self.assertGreater(row[name], 0, name)
        self.assertEqual(50, figures["tags"]["tags"])
        self.assertGreater(figures["tags"]["jsonLoad"]["bytes"], 0)
        for word in ("3 repositories, 1 thread:", "3 repositories, 2 threads:", "50 tags", "cold, one repository"):
            self.assertIn(word, shown)


if __name__ == "__main__":
    TUFCHECK, FLOOR = (str(pathlib.Path(sys.argv.pop(1)).resolve()) for _ in range(2))
    unittest.main()
