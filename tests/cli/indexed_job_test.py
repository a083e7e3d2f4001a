#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What docs/estates.md says of the index of a Kubernetes Job is so: shards made by it merge to the one report.

    indexed_job_test.py TUFCHECK [unittest arguments]
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

DOCUMENT = (fixtures.TESTDATA.parent / "docs" / "estates.md").read_text(encoding="utf-8")
AT = "2026-12-01T00:00:00Z"
TUFCHECK = None


class Recipes(unittest.TestCase):
    """In a folder with the example's trust directory, and tufcheck on the path."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        fixtures.copy_example(self.folder)
        (self.folder / "notary" / "trust").rename(self.folder / "trust")
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "tufcheck").symlink_to(TUFCHECK)
        self.environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def run_script(self, script, **more):
        return subprocess.run(["bash", "-c", script], cwd=self.folder, env={**self.environment, **more},
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120)

    def check_merged(self, reports):
        whole = self.run_script(f"tufcheck verify --at {AT} -o json trust")
        merged = self.run_script(f"tufcheck merge {reports}")
        self.assertEqual((whole.returncode, whole.stdout), (merged.returncode, merged.stdout), merged.stderr)
        self.assertIn(b'"repositories": 9', merged.stdout)

    def test_index_of_a_kubernetes_job(self):
        script = textwrap.dedent(re.search(r"args:\n\s+- \|\n(.*?)\n\s+resources:", DOCUMENT, re.DOTALL)[1])
        script = script.replace("/64", "/3").replace("/trust", "trust").replace("/reports", "reports")
        (self.folder / "reports").mkdir()
        for index in range(3):
            done = self.run_script(script, JOB_COMPLETION_INDEX=str(index))
            self.assertEqual(0, done.returncode, done.stderr)
        self.check_merged("reports/*.ndjson")


if __name__ == "__main__":
    TUFCHECK = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
