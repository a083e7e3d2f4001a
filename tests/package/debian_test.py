#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is in the Debian packages of a tree, and that the same tree gives the same bytes.

    debian_test.py BUILD [unittest arguments]

BUILD is configured for /usr; it may count lines, for which it has absolute paths in its objects. Those of the
packages that people get are looked at by `./dev package --check`.
"""
import gzip
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
TOP = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
EPOCH = 1700000000
DATE = "Tue, 14 Nov 2023 22:13:20 +0000"
NEEDED = ("cpack", "dpkg-deb", "dpkg-shlibdeps", "dpkg-gensymbols")
# What may be in each, below usr/; LIB is where the machine has its libraries.
COMMON = r"share/doc/{package}/(changelog\.Debian\.gz|changelog\.gz|copyright)"
CONTENTS = {
    "tufcheck": (r"bin/tufcheck", r"share/man/man1/tufcheck(-[a-z]+)?\.1\.gz",
                 r"share/man/man5/tufcheck(-report|\.lock|\.policy)\.5\.gz",
                 r"share/bash-completion/completions/tufcheck", r"share/zsh/vendor-completions/_tufcheck",
                 r"share/fish/vendor_completions\.d/tufcheck\.fish",
                 r"share/doc/tufcheck/(README|SECURITY|docs/[\w-]+)\.md",
                 r"share/doc/tufcheck/docs/[\w-]+(\.schema\.json|\.png)"),
    "libtufcheck0": (r"LIB/libtufcheck\.so\.0", r"LIB/libtufcheck\.so\.0\.\d+\.\d+"),
    "libtufcheck-dev": (r"include/tufcheck\.h", r"LIB/libtufcheck\.so", r"LIB/pkgconfig/tufcheck\.pc",
                        r"LIB/cmake/tufcheck/tufcheckConfig(Version|-\w+)?\.cmake", r"share/man/man3/libtufcheck\.3\.gz",
                        r"share/doc/libtufcheck-dev/examples/(gate|inventory)\.c"),
}
# By those that are linked, what is needed at the least.
LIBRARIES = {"tufcheck": {"libc6", "libjansson4", "libyaml-0-2"},
             "libtufcheck0": {"libc6", "libjansson4", "libsodium23", "libssl3"}}

BUILD = None


def run(*command, **settings):
    result = subprocess.run(list(map(str, command)), capture_output=True, check=False, text=True, **settings)
    if result.returncode != 0:
        raise AssertionError(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def make_packages(folder, umask, zone):
    """The packages, by name."""
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder, umask=umask,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH), "TZ": zone})
    return {path.name.partition("_")[0]: path for path in folder.glob("*.deb")}


def read_version():
    """From the one place where it is."""
    text = (TOP / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\(tufcheck VERSION (\S+)", text, re.MULTILINE).group(1)


def read_names(field):
    """The packages that a field of dependencies names."""
    return {part.split()[0] for part in field.split(", ")}


class DebianTest(unittest.TestCase):
    """One set of packages for all."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="tufcheck-package-")
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        cls.packages = make_packages(cls.folder / "made", 0o022, "UTC")
        cls.roots = {}
        for name, path in cls.packages.items():
            cls.roots[name] = cls.folder / name
            run("dpkg-deb", "--raw-extract", path, cls.roots[name])

    def get_field(self, package, name):
        return run("dpkg-deb", "--field", self.packages[package], name).strip()

    def find_files(self, package):
        """Paths below usr/ of all that is no folder."""
        usr = self.roots[package] / "usr"
        return sorted(str(path.relative_to(usr)) for path in usr.rglob("*") if path.is_symlink() or path.is_file())

    def test_there_is_one_for_each_component(self):
        self.assertEqual(set(self.packages), set(CONTENTS))

    def test_packages_are_the_same_by_another_umask_and_zone(self):
        again = make_packages(self.folder / "again", 0o077, "Pacific/Auckland")
        for name, path in self.packages.items():
            self.assertEqual(path.read_bytes(), again[name].read_bytes(), name)

    def test_each_has_its_files_and_no_others(self):
        triplet = run("dpkg-architecture", "-qDEB_HOST_MULTIARCH").strip()
        for package, patterns in CONTENTS.items():
            files = self.find_files(package)
            patterns = [pattern.replace("LIB", f"lib/{re.escape(triplet)}") for pattern in patterns]
            patterns.append(COMMON.replace("{package}", package))
            for name in files:
                self.assertTrue(any(re.fullmatch(pattern, name) for pattern in patterns), f"{package}: {name}")
            for pattern in patterns:
                self.assertTrue(any(re.fullmatch(pattern, name) for name in files), f"{package}: no {pattern}")

    def test_owners_modes_and_dates_are_nobodys(self):
        for package, path in self.packages.items():
            for line in run("dpkg-deb", "--contents", path, env=os.environ | {"TZ": "UTC"}).splitlines():
                mode, owner, _, day, hour, name = line.split(maxsplit=5)
                self.assertEqual((owner, day, hour), ("root/root", "2023-11-14", "22:13"), name)
                executable = name.endswith("/") or name == "./usr/bin/tufcheck"
                expected = "lrwxrwxrwx" if mode[0] == "l" else mode[0] + ("rwxr-xr-x" if executable else "rw-r--r--")
                self.assertEqual(mode, expected, f"{package}: {name}")

    def test_dependencies_are_those_of_the_objects(self):
        version = self.get_field("tufcheck", "Version")
        for package, libraries in LIBRARIES.items():
            self.assertLessEqual(libraries, read_names(self.get_field(package, "Depends")))
        for package in ("tufcheck", "libtufcheck-dev"):
            self.assertIn(f"libtufcheck0 (= {version})", self.get_field(package, "Depends").split(", "))
        self.assertEqual(self.get_field("tufcheck", "Recommends"), "libarchive13 (>= 3.6)")
        # the library that the command loads by its name, where evidence is written
        self.assertIn('"libarchive.so.13"', (TOP / "cli" / "tar_writer.c").read_text(encoding="utf-8"))

    def test_what_pkg_config_asks_for_is_depended_on(self):
        text = next(self.roots["libtufcheck-dev"].rglob("tufcheck.pc")).read_text(encoding="ascii")
        self.assertNotIn("Requires", text)
        self.assertIn("prefix=/usr\n", text)

    def test_versions_are_the_projects(self):
        version = read_version()
        for package in CONTENTS:
            self.assertRegex(self.get_field(package, "Version"), rf"^{re.escape(version)}-[0-9.]+$")
            self.assertEqual(self.get_field(package, "Maintainer"), "tufcheck maintainers <tufcheck@example.com>")
        self.assertEqual(run(BUILD / "cli" / "tufcheck", "--version").split()[1], version)

    def test_the_projects_changelog_begins_with_this_version(self):
        heading = (TOP / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()[2]
        self.assertRegex(heading, rf"^## {re.escape(read_version())} \((unreleased|\d{{4}}-\d\d-\d\d)\)$")

    def test_changelogs_are_of_the_version_and_date(self):
        for package, root in self.roots.items():
            documents = root / "usr" / "share" / "doc" / package
            own = gzip.decompress((documents / "changelog.Debian.gz").read_bytes()).decode()
            self.assertTrue(own.startswith(f"tufcheck ({self.get_field(package, 'Version')}) "), own)
            self.assertTrue(own.endswith(f"  {DATE}\n"), own)
            self.assertEqual(gzip.decompress((documents / "changelog.gz").read_bytes()),
                             (TOP / "CHANGELOG.md").read_bytes())

    def test_compressed_files_have_no_date_and_no_name(self):
        for package in CONTENTS:
            for name in self.find_files(package):
                if name.endswith(".gz"):
                    header = (self.roots[package] / "usr" / name).read_bytes()[:10]
                    self.assertEqual(header[3:9], b"\0\0\0\0\0\2", name)  # no flags, no time, the best compression

    def test_no_text_says_where_it_was_built(self):
        places = [os.fsencode(path) for path in (TOP, BUILD, self.folder)]
        for package in CONTENTS:
            for path in (self.roots[package] / "usr").rglob("*"):
                data = path.read_bytes() if path.is_file() else b""
                if not data.startswith(b"\x7fELF"):
                    self.assertFalse([place for place in places if place in data], path)

    def test_objects_are_stripped(self):
        for package, name in (("tufcheck", "bin/tufcheck"), ("libtufcheck0", "")):
            path = self.roots[package] / "usr" / name if name else next(self.roots[package].rglob("*.so.0.*"))
            self.assertNotIn(".debug_info", run("readelf", "--sections", "--wide", path))
            self.assertNotRegex(run("readelf", "--dynamic", path), "R(UN)?PATH")

    def test_digests_are_those_of_the_files(self):
        for package, root in self.roots.items():
            listed = dict(line.split("  ")[::-1] for line in
                          (root / "DEBIAN" / "md5sums").read_text(encoding="ascii").splitlines())
            actual = {f"usr/{name}": hashlib.md5((root / "usr" / name).read_bytes()).hexdigest()
                      for name in self.find_files(package) if not (root / "usr" / name).is_symlink()}
            self.assertEqual(listed, actual)

    def test_the_library_says_what_it_exports(self):
        control = self.roots["libtufcheck0"] / "DEBIAN"
        recorded = [line for line in (TOP / "verify" / "libtufcheck.symbols").read_text(encoding="ascii").splitlines()
                    if not line.startswith("#")]
        self.assertEqual((control / "symbols").read_text(encoding="ascii").splitlines(), recorded)
        self.assertEqual((control / "shlibs").read_text(encoding="ascii"),
                         f"libtufcheck 0 libtufcheck0 (>= {read_version()})\n")
        self.assertEqual((control / "triggers").read_text(encoding="ascii"), "activate-noawait ldconfig\n")

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_has_nothing_to_say(self):
        said = run("lintian", "--allow-root", "--fail-on", "error,warning", *self.packages.values())
        self.assertEqual(said, "")


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        print("skipped: packages are made with", ", ".join(missing))
        sys.exit(SKIPPED)
    unittest.main()
