#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs what was built into a folder, and uses it from there as others do: by pkg-config and by CMake.

    install_test.py BUILD COMPILER [unittest arguments]

The examples of docs/examples are the programs that are built against it, and then run.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
TOP = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = TOP / "docs" / "examples"
NOTARY = TOP / "testdata" / "notary"
AT = (NOTARY / "AT").read_text(encoding="ascii").strip()
GUN = "registry.example.com/team/app"
MAX_LINES = 62
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(consumer C)
find_package(tufcheck 0.1 REQUIRED)
foreach(name gate inventory)
  add_executable(${name} ${EXAMPLES}/${name}.c)
  target_link_libraries(${name} PRIVATE tufcheck::tufcheck)
endforeach()
"""

BUILD = COMPILER = None


def run(*command, status=0, **settings):
    result = subprocess.run(list(map(str, command)), capture_output=True, check=False, text=True, **settings)
    if result.returncode != status:
        raise AssertionError(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def find_exports(library):
    """The names that the library has for others, without those of versions."""
    lines = run("nm", "-D", "--defined-only", library).splitlines()
    return sorted(line.split()[2].split("@")[0] for line in lines if line.split()[1] == "T")


class InstallTest(unittest.TestCase):
    """One installation for all."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="tufcheck-install-")
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.stage = cls.folder / "stage"
        run("cmake", "--install", BUILD, env=os.environ | {"DESTDIR": str(cls.stage)})
        cls.prefix = next(path.parent.parent for path in cls.stage.rglob("tufcheck") if path.parent.name == "bin")
        cls.shared_object = next(cls.stage.rglob("libtufcheck.so"))
        cls.environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(cls.shared_object.parent)}

    def check_examples(self, folder):
        """Both programs do what they are for."""
        said = run(folder / "inventory", AT, NOTARY / "trust", env=self.environment)
        self.assertIn(f"trusted {GUN}\n  ", said)
        self.assertEqual(len(re.findall(r"^(?:trusted|degraded) ", said, re.MULTILINE)), 9)
        run(folder / "inventory", AT, "nowhere", status=3, env=self.environment)
        policy = folder / "policy.json"
        policy.write_text(json.dumps({"policyVersion": 1, "statements": [
            {"name": "all", "scopes": ["*"], "level": "strict"}]}), encoding="utf-8")
        # the example's timestamps end two weeks after it was captured: the clock says what is expected
        answer = subprocess.run([folder / "gate", policy, NOTARY / "trust", f"{GUN}:v1.0"], capture_output=True,
                                check=False, text=True, env=self.environment)
        own = run(self.prefix / "bin" / "tufcheck", "gate", "-o", "refs", "--policy", policy, "--trust-dir",
                  NOTARY / "trust", f"{GUN}:v1.0", status=answer.returncode, env=self.environment)
        self.assertEqual(answer.stdout, own)
        run(folder / "gate", policy, NOTARY / "trust", f"{GUN}:nosuch", status=1, env=self.environment)
        run(folder / "gate", policy, status=2, env=self.environment)

    def test_pkg_config_builds_the_examples(self):
        folder = self.folder / "pkg-config"
        folder.mkdir()
        settings = os.environ | {"PKG_CONFIG_PATH": str(next(self.stage.rglob("tufcheck.pc")).parent),
                                 "PKG_CONFIG_SYSROOT_DIR": str(self.stage)}
        flags = run("pkg-config", "--cflags", "--libs", "tufcheck", env=settings).split()
        for name in ("gate", "inventory"):
            run(COMPILER, "-std=c11", "-Wall", "-Wextra", "-Werror", "-o", folder / name, EXAMPLES / f"{name}.c", *flags)
        self.check_examples(folder)
        self.assertEqual(run("pkg-config", "--modversion", "tufcheck", env=settings).strip(),
                         run(self.prefix / "bin" / "tufcheck", "--version", env=self.environment).split()[1])

    def test_cmake_builds_the_examples(self):
        folder = self.folder / "cmake"
        folder.mkdir()
        (folder / "CMakeLists.txt").write_text(PROJECT, encoding="ascii")
        run("cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DEXAMPLES={EXAMPLES}",
            f"-DCMAKE_C_COMPILER={COMPILER}")
        run("cmake", "--build", folder / "build")
        self.check_examples(folder / "build")

    def test_the_examples_are_short(self):
        for name in ("gate", "inventory"):
            self.assertLessEqual(len((EXAMPLES / f"{name}.c").read_text(encoding="ascii").splitlines()), MAX_LINES)

    def test_the_library_exports_what_the_list_of_its_version_has(self):
        listed = re.findall(r"^    (tufcheck_\w+);", (TOP / "verify" / "libtufcheck.map").read_text(encoding="ascii"),
                            re.MULTILINE)
        self.assertEqual(listed, find_exports(self.shared_object))

    def test_the_library_has_a_name_of_its_version(self):
        said = run("readelf", "-d", self.shared_object)
        self.assertIn("Library soname: [libtufcheck.so.0]", said)

    def test_everything_is_in_its_place(self):
        files = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*") if path.is_file()}
        for name in ("bin/tufcheck", "include/tufcheck.h", "share/bash-completion/completions/tufcheck",
                     "share/zsh/vendor-completions/_tufcheck", "share/fish/vendor_completions.d/tufcheck.fish",
                     "share/man/man1/tufcheck.1", "share/man/man1/tufcheck-verify.1", "share/man/man3/libtufcheck.3",
                     "share/man/man5/tufcheck.policy.5"):
            self.assertIn(name, files)
        commands = re.findall(r"^  ([a-z]+)  ", run(self.prefix / "bin" / "tufcheck", "help", env=self.environment)
                              .partition("Options:")[0], re.MULTILINE)
        pages = {name.removeprefix("share/man/man1/") for name in files if name.startswith("share/man/man1/")}
        self.assertEqual(pages, {"tufcheck.1", *(f"tufcheck-{name}.1" for name in commands)})


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    COMPILER = sys.argv.pop(1)
    unittest.main()
