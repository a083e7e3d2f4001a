#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `verify -o sarif` writes, as those who read SARIF judge it: the schema, and Microsoft's validator.

    sarif_test.py TUFCHECK [unittest arguments]

The validator has the rules of the standard, of GitHub's code scanning, and of GitHub Advanced Security for Azure
DevOps. Exit status 77 where it is missing (`./dev setup` fetches it from npm's registry) or does not run.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

sys.dont_write_bytecode = True  # nothing is left in the source tree

import fixtures

TUFCHECK = None
PACKAGE = pathlib.Path(__file__).resolve().parents[1] / "node_modules" / "@microsoft" / "sarif-multitool-linux"
VALIDATOR = PACKAGE / "Sarif.Multitool"
SCHEMA = PACKAGE / "sarif-2.1.0.json"
ACCEPTED = {
    "SARIF2005",  # an address of the tool on the web, which tufcheck has none of
    "GHAzDO1014",  # the pipeline's run, which the task that publishes the report puts in
}
STRIDE = 8  # of the cases, so many of which have a report like the others


def run_validator(*arguments):
    # without a library for languages, and without a word to anybody
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1", DOTNET_CLI_TELEMETRY_OPTOUT="1")
    return subprocess.run([VALIDATOR, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment, check=False)


def find_obstacle():
    """Why nothing can be validated here, or None."""
    if not VALIDATOR.exists():
        return "there is no SARIF validator: run ./dev setup where npm's registry can be reached"
    VALIDATOR.chmod(0o755)
    try:
        ended = run_validator("--version")
    except OSError as error:
        return f"the SARIF validator does not run on this machine: {error}"
    return None if ended.returncode == 0 else f"the SARIF validator does not run: {ended.stdout[:500]!r}"


class Validator(unittest.TestCase):
    """A report of the example and some of the cases."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        cls.report = cls.folder / "report.sarif"
        cases = sorted(path.relative_to(fixtures.TESTDATA) for path in (fixtures.TESTDATA / "cases").iterdir())
        moment = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
        with cls.report.open("wb") as file:
            subprocess.run([TUFCHECK, "verify", "--at", moment, "-o", "sarif", "notary/trust", *cases[::STRIDE]],
                           cwd=fixtures.TESTDATA, stdout=file, stderr=subprocess.DEVNULL, check=False)

    def test_the_report_has_something_to_judge(self):
        run, = json.loads(self.report.read_bytes())["runs"]
        self.assertLess(100, len(run["results"]))
        self.assertLess(30, len(run["tool"]["driver"]["rules"]))

    def test_schema(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8-sig"))
        validator = jsonschema.validators.validator_for(schema)(schema)
        document = json.loads(self.report.read_bytes())
        self.assertEqual([], [error.message for error in validator.iter_errors(document)])
        del document["runs"][0]["tool"]
        self.assertFalse(validator.is_valid(document))

    def test_rules(self):
        log = self.folder / "log.sarif"
        ended = run_validator("validate", self.report, "--rule-kind", "Sarif;Ghas;Ado", "--level", "Error;Warning",
                              "--output", log, "--log", "ForceOverwrite", "--quiet", "true")
        self.assertEqual(0, ended.returncode, ended.stdout.decode(errors="replace")[-2000:])
        results = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
        self.assertEqual(ACCEPTED, {result["ruleId"] for result in results})


def main():
    global TUFCHECK
    TUFCHECK = pathlib.Path(sys.argv[1]).resolve()
    obstacle = find_obstacle()
    if obstacle:
        print(f"sarif_test: skipped: {obstacle}")
        return 77
    result = unittest.main(argv=sys.argv[:1] + sys.argv[2:], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
