#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--report FORMAT=FILE: files are written whole or not at all, and are what --output would print.

    report_files_test.py TUFCHECK [unittest arguments]
"""

import os
import pathlib
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
UNCHECKED, USAGE = 3, 2

TUFCHECK = None


def limit_files(size):
    """Writes beyond size fail, as on a disk that is full."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


class Reports(unittest.TestCase):
    """Beside a trust directory with two repositories."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        for gun in (fixtures.APP, fixtures.PLAIN):
            fixtures.copy_repository(self.folder / "trust", gun)
        self.out = self.folder / "out"
        self.out.mkdir()

    def run_verify(self, *arguments, path="trust", **options):
        done = subprocess.run([TUFCHECK, "verify", "--at", AT, *arguments, path], cwd=self.folder, check=False,
                              capture_output=True, env={"LC_ALL": "C.UTF-8"}, timeout=60, **options)
        done.stderr = containment.drop_note(done.stderr).decode()
        return done

    def list_files(self):
        return sorted(path.name for path in self.out.iterdir())

    def list_formats(self):
        """As the command itself says them."""
        said = self.run_verify("-o", "no such format").stderr
        names = said.partition("but must be ")[2].partition(";")[0].strip().replace(" or ", ", ").split(", ")
        self.assertIn("json", names)
        return names

    @staticmethod
    def drop_asked(report):
        """Without the command line, which a page says, and which is another one each time."""
        return re.sub(rb"<code>tufcheck verify .*?</code>", b"", report)

    def test_each_format_is_what_is_printed(self):
        formats = self.list_formats()
        options = [f"--report={name}=out/{name}" for name in formats]
        printed = self.run_verify(*options)
        self.assertEqual((0, ""), (printed.returncode, printed.stderr))
        self.assertEqual(sorted(formats), self.list_files())
        for name in formats:
            self.assertEqual(self.drop_asked(self.run_verify("-o", name).stdout),
                             self.drop_asked((self.out / name).read_bytes()), name)
        self.assertEqual(self.run_verify().stdout, printed.stdout)

    def test_one_repository_is_as_it_is_printed(self):
        for name in self.list_formats():
            path = f"trust/tuf/{fixtures.APP}"
            printed = self.run_verify("-o", name, "--report", f"{name}=out/{name}", path=path)
            self.assertEqual(printed.stdout, (self.out / name).read_bytes(), name)

    def test_quiet_is_for_what_is_printed(self):
        done = self.run_verify("--quiet", "-o", "ndjson", "--report", "json=out/all")
        self.assertNotEqual(self.run_verify("-o", "ndjson").stdout, done.stdout)
        self.assertEqual(self.run_verify("-o", "json").stdout, (self.out / "all").read_bytes())

    def test_modes(self):
        old = self.out / "old"
        old.write_text("old", encoding="ascii")
        old.chmod(0o640)
        done = self.run_verify("--report", "json=out/old", "--report", "text=out/new", umask=0o027)
        self.assertEqual(0, done.returncode)
        self.assertEqual([0o640, 0o640], [stat.S_IMODE((self.out / name).stat().st_mode) for name in ("old", "new")])
        self.assertTrue(old.read_text(encoding="ascii").startswith("{"))

    def test_of_a_link_the_target_is_replaced(self):
        target = self.folder / "elsewhere"
        target.write_text("old", encoding="ascii")
        (self.out / "link").symlink_to("../elsewhere")
        self.assertEqual(0, self.run_verify("--report", "json=out/link").returncode)
        self.assertTrue((self.out / "link").is_symlink())
        self.assertTrue(target.read_text(encoding="ascii").startswith("{"))

    def test_a_write_that_fails_leaves_what_was(self):
        (self.out / "old").write_text("old", encoding="ascii")
        size = len(self.run_verify("-o", "json").stdout)
        done = self.run_verify("--report", "json=out/old", "--report", "json=out/new", "--report", "text=out/small",
                               preexec_fn=limit_files(size - 1))
        self.assertEqual(UNCHECKED, done.returncode)
        said = "tufcheck: verify: out/{} cannot be written: File too large\n"
        self.assertEqual(said.format("old") + said.format("new"), done.stderr)
        self.assertEqual("old", (self.out / "old").read_text(encoding="ascii"))
        self.assertEqual(["old", "small"], self.list_files())
        self.assertEqual(self.run_verify().stdout, done.stdout)

    def test_only_regular_files_are_replaced(self):
        (self.out / "folder").mkdir()
        os.mkfifo(self.out / "pipe")
        (self.out / "astray").symlink_to("nothing")
        before = self.list_files()
        odd = "it is there, and is no regular file"
        none = "its folder does not exist"
        for path, reason in (("out/folder", odd), ("out/pipe", odd), ("/dev/null", odd), ("out/astray", "it is a link to nothing"),
                             ("out/none/new", none), ("out/none/", none)):
            with self.subTest(path=path):
                done = self.run_verify("--report", f"json={path}")
                self.assertEqual((UNCHECKED, f"tufcheck: verify: {path} cannot be written: {reason}\n"),
                                 (done.returncode, done.stderr))
                self.assertEqual(before, self.list_files())

    def test_wrong_usage(self):
        (self.out / "link").symlink_to("one")
        choices = " or ".join(", ".join(self.list_formats()).rsplit(", ", 1))
        for values, message in (
                (["jsn=out/one"], f"--report has the format 'jsn', but must have {choices}; did you mean json?"),
                (["=out/one"], f"--report has the format '', but must have {choices}"),
                (["out/one"], "--report is 'out/one', but must be FORMAT=FILE"),
                (["json="], "--report is 'json=', but must be FORMAT=FILE"),
                (["json=out/one", "text=out/../out/one"], "two reports are to be the file out/../out/one")):
            with self.subTest(values=values):
                done = self.run_verify(*(f"--report={value}" for value in values))
                self.assertEqual((USAGE, b""), (done.returncode, done.stdout))
                self.assertEqual(f"tufcheck: verify: {message}\n", done.stderr)
                self.assertEqual(["link"], self.list_files())

    def read_tree(self):
        return {path: path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def test_nothing_is_written_among_what_is_read(self):
        """By whatever name it is reached, and in none of the shares."""
        keys = self.folder / "trust" / "private"
        keys.mkdir()
        (keys / "key").write_bytes(b"a key")
        repository = f"trust/tuf/{fixtures.APP}"
        (self.folder / repository / "changelist").mkdir(exist_ok=True)
        (self.out / "link").symlink_to(self.folder / repository / "metadata")
        within = f"is among the files of a repository that this run reads, {repository}"
        before = self.read_tree()
        for path, message in (
                (f"{repository}/metadata/root.json", within),
                (f"{repository}/metadata/new", within),
                (f"{repository}/changelist/new", within),
                ("out/link/root.json", within),
                ("trust/private/key", "is among the private keys of trust"),
                (f"{self.folder}/trust/private/new", "is among the private keys of trust")):
            for option in (["--report", f"json={path}"], ["--evidence", path], ["--shard", "1/9", "--report", f"csv={path}"],
                           ["--shard", "2/9", "--report", f"csv={path}"]):
                with self.subTest(option=option):
                    done = self.run_verify(*option)
                    self.assertEqual((USAGE, b"", f"tufcheck: verify: {path} is to be written, but {message}\n"),
                                     (done.returncode, done.stdout, done.stderr))
                    self.assertEqual(before, self.read_tree())

    def test_what_options_and_operands_name_is_not_replaced(self):
        (self.folder / "pins").write_text(f"{fixtures.APP}=keyid:{'0' * 64}\n", encoding="ascii")
        (self.folder / "lock").write_bytes(subprocess.run([TUFCHECK, "lock", "--at", AT, "trust"], cwd=self.folder,
                                                          check=True, capture_output=True, timeout=60).stdout)
        self.assertEqual(0, self.run_verify("--evidence", "evidence.tar").returncode)
        before = self.read_tree()
        for name, arguments, path in (("pins", ["--pins", "pins"], "trust"), ("lock", ["--lock", "lock"], "trust"),
                                      ("evidence.tar", [], "evidence.tar")):
            for option in (["--report", f"json=out/../{name}"], ["--evidence", f"out/../{name}"]):
                with self.subTest(option=option):
                    done = self.run_verify(*option, *arguments, path=path)
                    self.assertEqual((USAGE, b"", f"tufcheck: verify: out/../{name} is to be written, but this run reads it\n"),
                                     (done.returncode, done.stdout, done.stderr))
                    self.assertEqual(before, self.read_tree())

    def test_beside_what_is_read_is_room(self):
        for path in ("trust/report", "trust/tuf/report"):
            with self.subTest(path=path):
                self.assertEqual(0, self.run_verify("--report", f"json={path}").returncode)
                first = (self.folder / path).read_bytes()
                self.assertEqual(0, self.run_verify("--report", f"json={path}").returncode)
                self.assertEqual(first, (self.folder / path).read_bytes())
                (self.folder / path).unlink()
        done = self.run_verify("--report", "json=a-name", "--trust-dir", "trust", path="a-name")
        self.assertNotEqual(USAGE, done.returncode, "what is not there is a GUN")

    def test_a_worse_answer_stays(self):
        done = self.run_verify("--report", "json=out/all", path="no such thing")
        self.assertEqual(UNCHECKED, done.returncode)
        self.assertEqual(["all"], self.list_files())
        shutil.rmtree(self.folder / "trust" / "tuf" / fixtures.APP)
        fixtures.flip_byte(self.folder / "trust" / "tuf" / fixtures.PLAIN / "metadata" / "targets.json")
        done = self.run_verify("--report", "json=out/all")
        self.assertEqual(1, done.returncode)
        self.assertIn(b'"status": "untrusted"', (self.out / "all").read_bytes())


def main():
    global TUFCHECK
    TUFCHECK = sys.argv[1]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])


if __name__ == "__main__":
    main()
