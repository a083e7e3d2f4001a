#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--debug: says on standard error what is looked at and decided, a line each, and changes nothing else.

    debug_test.py TUFCHECK [unittest arguments]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
PREFIX = "tufcheck: debug: "
TUFCHECK = None


class Debug(unittest.TestCase):
    """Beside the example, which has private keys."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        fixtures.copy_example(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def run_command(self, *arguments, **more):
        inherited = {name: value for name, value in os.environ.items() if "SAN_OPTIONS" in name}
        environment = inherited | {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)} | more
        done = subprocess.run([TUFCHECK, *arguments], cwd=self.folder, env=environment, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False, timeout=120)
        return done.returncode, done.stdout, containment.drop_note(done.stderr).decode()

    def run_debug(self, *arguments, **more):
        """The lines of --debug, without what they begin with. Nothing else is another with it."""
        plain = self.run_command(*arguments, **more)
        status, output, errors = self.run_command(arguments[0], "--debug", *arguments[1:], **more)
        lines = errors.splitlines(keepends=True)
        rest = "".join(line for line in lines if not line.startswith(PREFIX))
        self.assertEqual(plain, (status, output, rest))
        return [line[len(PREFIX):].rstrip("\n") for line in lines if line.startswith(PREFIX)]

    def test_it_says_where_it_looks(self):
        for more, place, source in (({}, f"{self.folder}/.docker/trust", "HOME"),
                                    ({"DOCKER_CONFIG": "/nowhere"}, "/nowhere/trust", "DOCKER_CONFIG")):
            self.assertIn(f"the trust directory is {place}, by {source}",
                          self.run_debug("verify", "notary/trust", "--at", AT, **more))
        self.assertIn("the trust directory is notary/trust, by --trust-dir",
                      self.run_debug("verify", "--trust-dir", "notary/trust", "--at", AT))

    def test_it_says_what_it_reads_and_what_that_is_worth(self):
        for jobs in ("1", "4"):
            lines = self.run_debug("verify", "-j", jobs, "--at", AT, "notary/trust", fixtures.APP, "--trust-dir",
                                   "notary/trust")
            self.assertTrue(lines[0].startswith("tufcheck "), lines[0])
            self.assertIn(f"the moment of evaluation is {AT}, by --at", lines)
            self.assertIn("notary/trust is looked at as a path", lines)
            self.assertIn(f"{fixtures.APP} is looked for as a repository", lines)
            self.assertIn(f"repositories: 9, at most at once: {jobs}", lines)
            path = f"notary/trust/tuf/{fixtures.APP}"
            ends = [line for line in lines if line.startswith(f"{fixtures.APP} ({path}) is trusted, after ")]
            self.assertEqual(1, len(ends))
            self.assertRegex(ends[0], r"after [0-9.]+ ms; roles: 11, keys: 12, tags: 11, findings: \d+$")
            self.assertTrue(any(line.startswith(f"{path}: root-threshold-one: root.json: ") for line in lines), lines)
            self.assertEqual(10, sum(line.startswith(f"{path}/metadata: ") for line in lines))

    def test_it_says_what_it_may_do(self):
        lines = self.run_debug("verify", "--at", AT, "notary/trust")
        self.assertTrue(any(re.fullmatch(r"sandbox: landlock \w+, seccomp \w+", line) for line in lines))
        self.assertIn("sandbox: landlock none, seccomp none",
                      self.run_debug("verify", "--no-sandbox", "--at", AT, "notary/trust"))

    def test_it_says_which_policy_it_goes_by(self):
        image = f"{fixtures.APP}:v1.0"
        options = ("--at", AT, "--trust-dir", "notary/trust", image)
        self.assertIn("the policy is the built-in one: every repository must be trusted",
                      self.run_debug("gate", *options))
        policy = self.run_command("policy", "init", "--at", AT, "notary/trust")[1]
        (self.folder / "policy.json").write_bytes(policy)
        lines = self.run_debug("gate", "--policy", "policy.json", *options)
        self.assertIn("the policy is policy.json", lines)
        self.assertIn(f"policy.json is read, {len(policy)} bytes", lines)
        self.assertTrue(any(line.startswith(f"{fixtures.APP} (") for line in lines))
        (self.folder / "policy.json").unlink()

    def test_it_says_nothing_secret_in_any_command(self):
        lock = self.run_command("lock", "--at", AT, "notary/trust")[1]
        (self.folder / "lock").write_bytes(lock)
        secrets = {line for path in (self.folder / "notary" / "trust" / "private").iterdir()
                   for line in path.read_text(encoding="ascii").splitlines()
                   if line and not line.startswith("-") and ":" not in line}
        self.assertTrue(secrets)
        for arguments in (("verify", "--at", AT, "--lock", "lock", "notary/trust"), ("keys", "--at", AT, "notary/trust"),
                          ("lock", "--at", AT, "notary/trust"), ("export", "--at", AT, "notary/trust"),
                          ("diff", "--at", AT, "lock", "notary/trust"), ("inspect", f"notary/trust/tuf/{fixtures.APP}"),
                          ("verify", "--at", AT, "notary/trust/private"), ("verify", "--at", AT, "--evidence", "e.tar",
                                                                           "--lock", "lock", "notary/trust")):
            with self.subTest(arguments=arguments):
                said = "\n".join(self.run_debug(*arguments))
                self.assertFalse(any(secret in said for secret in secrets))

    def test_a_text_that_is_shown_is_escaped(self):
        lines = self.run_debug("verify", "--at", AT, "no\x1b[31m\n##vso[task]")
        self.assertFalse(any("\x1b" in line or "##vso[" in line for line in lines), lines)


if __name__ == "__main__":
    TUFCHECK = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
