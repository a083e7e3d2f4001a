#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what docs/gate.md tells readers to run.

    gate_recipes_test.py TUFCHECK [unittest arguments]

The shell parts of the recipes run in a folder as the page describes it, with a docker that only notes what it was asked:
when the images are verified, and when something keeps them from that. What the page shows of outputs is run by
tests/docs/docs_test.py.
"""
import itertools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

PAGE = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "gate.md").read_text(encoding="utf-8")
NOTARY = fixtures.NOTARY
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
APP = fixtures.APP
REFERENCE = f"{APP}@sha256:cf4b79787a020313c873829f8be9300b76b5913f2c1c7b6e3c31445dc9001efd"

# What runs the part of a recipe below each key.
SHELLS = {"run": ["bash", "-e"], "bash": ["bash"], "script": ["bash", "-eo", "pipefail"], "args": ["sh"],
          "sh": ["sh"]}

TUFCHECK = None

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    spec:
      containers: [{{name: app, image: "{image}"}}]
"""


def take_deeper(text, depth):
    """The lines that text begins with and that stand further in than depth."""
    return textwrap.dedent("".join(itertools.takewhile(lambda line: line.startswith(" " * (depth + 1)),
                                                       text.splitlines(keepends=True))))


def find_scripts():
    """The shell parts of the recipes: the key each stands below, and the script."""
    scripts = []
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        if language == "sh":
            scripts.append(("sh", block))
        for match in re.finditer(r"^( *(?:- )?)(run|bash): \|\n", block, re.MULTILINE):
            scripts.append((match[2], take_deeper(block[match.end():], len(match[1]))))
        for key, body in re.findall(r"^ *(script|args):\n((?: *- .*\n)+)", block, re.MULTILINE):
            scripts.append((key, re.sub(r"^ *- ", "", body, flags=re.MULTILINE)))
    return scripts


class Recipes(unittest.TestCase):
    """The recipes, where they work and where they must not."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "bin").mkdir()
        self.write_tool("tufcheck", f'command=$1; shift; exec {shlex.quote(TUFCHECK)} "$command" --at {AT} "$@"')
        self.write_tool("docker", f'printf "<%s>" "$@" >> {shlex.quote(str(self.folder / "docker.log"))}')
        shutil.copytree(NOTARY / "trust", self.folder / "trust")
        self.write_deployment(f"{APP}:v1.0")
        result = self.run_script(["sh"], "tufcheck policy init --trust-dir trust > tufcheck.policy.json")
        self.assertIn(result.returncode, (0, 1))  # 1: not every repository is trusted

    def write_tool(self, name, text):
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def write_deployment(self, image):
        (self.folder / "deploy.yaml").write_text(DEPLOYMENT.format(image=image), encoding="utf-8")

    def run_script(self, shell, script):
        environment = {"PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "HOME": "nowhere",
                       "DOCKER_CONFIG": str(self.folder)}
        for name, value in os.environ.items():
            if name.startswith(("ASAN_", "UBSAN_", "LSAN_")):
                environment[name] = value
        return subprocess.run([*shell, "-c", script], cwd=self.folder, env=environment, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def read_docker_log(self):
        path = self.folder / "docker.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run_denied(self, only_files=False):
        for key, script in find_scripts():
            if only_files and "--from" not in script:
                continue
            with self.subTest(key=key, script=script):
                result = self.run_script(SHELLS[key], script)
                self.assertNotEqual(0, result.returncode)
                self.assertEqual("", self.read_docker_log())
                self.assertNotIn("##vso[", result.stdout + result.stderr)

    def test_scripts_are_found(self):
        scripts = find_scripts()
        self.assertEqual(sorted(SHELLS), sorted(key for key, _ in scripts))
        # each way in which the page calls the gate, but for the transcript
        self.assertEqual(len(re.findall(r"tufcheck gate --trust-dir trust (?!--at)", PAGE)), len(scripts))

    def test_verified(self):
        for key, script in find_scripts():
            with self.subTest(key=key):
                result = self.run_script(SHELLS[key], script)
                self.assertEqual(0, result.returncode, result.stderr)
                self.assertEqual(b"", containment.drop_note(result.stderr.encode()))
                if key == "script":
                    answer = json.loads((self.folder / "gate.json").read_text(encoding="utf-8"))
                    self.assertEqual([REFERENCE], [image["reference"] for image in answer["images"]])
                elif key == "bash":
                    self.assertEqual(f"##vso[task.setvariable variable=image]{REFERENCE}\n", result.stdout)
                elif key == "sh":
                    self.assertEqual(f"<run><{REFERENCE}>", self.read_docker_log())
                else:
                    self.assertIn(REFERENCE, result.stdout)

    def test_example_of_help(self):
        shown = self.run_script(["sh"], "tufcheck gate --help").stdout
        script, = re.findall(r"^  (image=.*)$", shown, re.MULTILINE)
        self.assertEqual(0, self.run_script(["sh"], script).returncode)
        self.assertEqual(f"<run><{REFERENCE}>", self.read_docker_log())
        (self.folder / "docker.log").unlink()
        shutil.rmtree(self.folder / "trust")
        self.assertEqual(3, self.run_script(["sh"], script).returncode)
        self.assertEqual("", self.read_docker_log())

    def test_changed_trust_data(self):
        fixtures.flip_byte(self.folder / "trust" / "tuf" / APP / "metadata" / "targets" / "releases.json")
        self.run_denied()

    def test_no_trust_data(self):
        shutil.rmtree(self.folder / "trust")
        self.run_denied()

    def test_no_policy(self):
        (self.folder / "tufcheck.policy.json").unlink()
        self.run_denied()

    def test_policy_for_others(self):
        path = self.folder / "tufcheck.policy.json"
        policy = json.loads(path.read_text(encoding="utf-8"))
        policy["statements"] = [each for each in policy["statements"] if APP not in each["scopes"]]
        path.write_text(json.dumps(policy), encoding="utf-8")
        self.run_denied()

    def test_policy_that_proves_nothing(self):
        (self.folder / "tufcheck.policy.json").write_text(
            '{"policyVersion": 1, "statements": [{"name": "all", "scopes": ["*"], "level": "audit"}]}',
            encoding="utf-8")
        for key, script in find_scripts():
            if "refs" in script:
                self.assertEqual(1, self.run_script(SHELLS[key], script).returncode)
                self.assertEqual("", self.read_docker_log())

    def test_manifest_with_another_image(self):
        for image in (f"{APP}:nosuch", f"{APP}:v1.0@sha256:{'0' * 64}", "registry.example.com/team/none",
                      f"{APP}:${{TAG}}", "UPPER", "##vso[task.setvariable variable=image]x"):
            self.write_deployment(image)
            self.run_denied(only_files=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: gate_recipes_test.py TUFCHECK [unittest arguments]")
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
