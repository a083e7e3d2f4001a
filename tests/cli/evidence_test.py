#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--evidence FILE: one archive of all that was read, the same each time, and verified as the folders were.

    evidence_test.py TUFCHECK [unittest arguments]
"""

import hashlib
import io
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
CASES = fixtures.TESTDATA / "cases"
PASSED, FAILED, USAGE, UNCHECKED = range(4)

# Of each kind of thing that a report can rest on, those that differ on disk in files alone.
CASES_TRIED = (
    "advice-base", "argument-files", "argument-metadata-folder", "argument-repository", "argument-twice",
    "change-unpublished", "change-beside-argument", "delegation-dropped-with-children", "delegation-nested-expired",
    "expired-all", "file-unreferenced-many", "file-unreferenced-kinds", "gun-given", "gun-assumed", "gun-metadata",
    "hash-mismatch-targets-releases", "history-broken", "history-gap", "history-good", "history-in-other-names",
    "json-not-json", "lock-holds-frozen", "lock-tag-moved", "missing-targets-releases",
    "only-root", "pin-ca-intermediate", "pin-certs", "pin-delegation-nested")

TUFCHECK = None


def limit_files(size):
    """Writes beyond size fail, as on a disk that is full."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def read_archive(path):
    with tarfile.open(path, "r:") as archive:
        return [(member, archive.extractfile(member).read() if member.isfile() else None)
                for member in archive.getmembers()]


def read_manifest(path):
    return json.loads(dict((member.name, data) for member, data in read_archive(path))["manifest.json"])


def write_archive(path, entries, form=tarfile.USTAR_FORMAT):
    """Entries: of names and bytes."""
    with tarfile.open(path, "w", format=form) as archive:
        for name, data in entries:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def drop_paths(report):
    for repository in report["repositories"]:
        del repository["path"]
    return report


class Evidence(unittest.TestCase):
    """Of a trust directory in a folder of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.out = self.folder / "out"
        self.out.mkdir()
        self.file = self.out / "evidence.tar"

    def copy(self, *guns):
        for gun in guns or (fixtures.APP, fixtures.PLAIN):
            fixtures.copy_repository(self.folder / "trust", gun)

    def run_verify(self, *arguments, at=AT, folder=None, **options):
        done = subprocess.run([TUFCHECK, "verify", "--at", at, *map(str, arguments)], cwd=folder or self.folder,
                              check=False, capture_output=True, timeout=60,
                              env={"LC_ALL": "C.UTF-8", "HOME": str(self.folder / "home"), **options.pop("env", {})},
                              **options)
        done.stderr = containment.drop_note(done.stderr).decode()
        return done

    def keep(self, *arguments, file=None, **options):
        done = self.run_verify(f"--evidence={file or self.file}", *arguments, **options)
        self.assertTrue((file or self.file).exists(), done.stderr)
        return done

    def assert_refused(self, file, said):
        done = self.run_verify("-o", "json", file)
        self.assertEqual(FAILED, done.returncode, done.stderr)
        (repository,) = json.loads(done.stdout)["repositories"]
        self.assertEqual("untrusted", repository["status"])
        (finding,) = repository["findings"]
        self.assertEqual("archive-refused", finding["id"])
        self.assertEqual(f"{file}: {said}", finding["message"])

    # ---- the way there and back ----

    def test_the_archive_says_what_the_folders_say(self):
        on_disk = self.keep("-o", "json", fixtures.NOTARY / "trust")
        archived = self.run_verify("-o", "json", self.file)
        self.assertEqual(on_disk.returncode, archived.returncode)
        self.assertEqual(f"tufcheck: {self.file} is of an evaluation at {AT}, which --at repeats\n", archived.stderr)
        expected, actual = (json.loads(done.stdout) for done in (on_disk, archived))
        guns = [repository["gun"] for repository in expected["repositories"]]
        self.assertEqual([f"{self.file}:trust/tuf/{gun}" for gun in guns],
                         [repository["path"] for repository in actual["repositories"]])
        self.assertEqual(drop_paths(expected)["repositories"], drop_paths(actual)["repositories"])
        self.assertEqual(expected["summary"], actual["summary"])
        self.assertEqual([], actual["privateKeys"])

    def test_cases_say_the_same(self):
        for name in CASES_TRIED:
            with self.subTest(case=name):
                self.check_case(CASES / name)

    def check_case(self, case):
        expect = json.loads((case / "expect.json").read_text(encoding="utf-8"))
        self.assertEqual([], expect.get("setup", []))
        options = ("-o", "json", *expect["options"])
        on_disk = self.keep(*options, *expect["arguments"], at=expect["at"], folder=case)
        archived = self.run_verify(*options, self.file, at=expect["at"], folder=case)
        expected, actual = (drop_paths(json.loads(done.stdout)) for done in (on_disk, archived))
        self.assertEqual(expected["repositories"], actual["repositories"])
        self.assertEqual(on_disk.returncode, archived.returncode)

    def test_it_is_the_same_each_time(self):
        self.copy()
        (self.folder / "pins").write_text(f"{fixtures.APP}=keyid:{'0' * 64}\n", encoding="ascii")
        self.keep("--pins", "pins", "trust")
        again = self.out / "again.tar"
        for path in (self.folder / "trust").rglob("*"):
            os.utime(path, (1, 1))
        self.keep("--pins", "pins", "-o", "json", "--no-color", "trust", file=again, umask=0o077,
                  env={"LC_ALL": "C", "TZ": "Asia/Tokyo"})
        self.assertEqual(self.file.read_bytes(), again.read_bytes())

    def test_evidence_of_evidence_is_the_same_but_for_paths(self):
        self.copy()
        self.keep("trust")
        again = self.out / "again.tar"
        self.keep(self.file, file=again)
        metadata = [(member.name, data) for member, data in read_archive(self.file) if "metadata" in member.name]
        self.assertTrue(metadata)
        self.assertEqual(metadata, [(member.name, data) for member, data in read_archive(again)
                                    if "metadata" in member.name])

    # ---- what is in it ----

    def test_members_say_nothing_of_the_machine(self):
        self.copy()
        self.keep("trust")
        members = [member for member, _ in read_archive(self.file)]
        names = [member.name + ("/" if member.isdir() else "") for member in members]
        self.assertEqual(sorted(name.rstrip("/") for name in names), [name.rstrip("/") for name in names])
        self.assertEqual([f"trust/tuf/{gun}/metadata/" for gun in (fixtures.PLAIN, fixtures.APP)],
                         [name for name in names if name.endswith("/")])
        for member in members:
            self.assertEqual((0, 0, 0, "", ""), (member.mtime, member.uid, member.gid, member.uname, member.gname))
            self.assertEqual(0o755 if member.isdir() else 0o644, member.mode)

    def test_the_manifest_lists_each_file(self):
        self.copy()
        done = self.keep("-o", "json", "--allow-expired", "trust")
        files = {member.name: data for member, data in read_archive(self.file) if member.isfile()}
        manifest = read_manifest(self.file)
        del files["manifest.json"]
        self.assertEqual([(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in sorted(files.items())],
                         [(row["path"], row["sha256"], row["length"]) for row in manifest["files"]])
        self.assertEqual(done.stdout, files["report.json"])
        self.assertEqual((1, AT, "verify", ["trust"]), tuple(manifest[name] for name in (
            "schemaVersion", "evaluatedAt", "command", "operands")))
        self.assertEqual([{"name": "at", "value": AT}, {"name": "allow-expired", "value": None}], manifest["options"])
        self.assertEqual([], manifest["notArchived"])
        for gun in (fixtures.APP, fixtures.PLAIN):
            on_disk = self.folder / "trust" / "tuf" / gun
            self.assertEqual(
                {f"trust/tuf/{gun}/{path.relative_to(on_disk)}": path.read_bytes()
                 for path in on_disk.rglob("*") if path.is_file()},
                {row["path"]: files[row["path"]] for row in manifest["files"] if row.get("gun") == gun})

    def test_files_that_options_name_are_in_it(self):
        self.copy(fixtures.OWN_ROOT)
        shutil.copy(fixtures.NOTARY / "certificates" / "root-ca.crt", self.folder / "ca.key")
        config = {"trust_pinning": {"ca": {fixtures.OWN_ROOT: "ca.key"}}}
        (self.folder / "config.json").write_text(json.dumps(config), encoding="ascii")
        (self.folder / "pins").write_text("*=keyid:" + "0" * 64, encoding="ascii")
        lock = subprocess.run([TUFCHECK, "lock", "--at", AT, "trust"], cwd=self.folder, capture_output=True, check=True)
        (self.folder / "the lock").write_bytes(lock.stdout)
        root = f"trust/tuf/{fixtures.OWN_ROOT}/metadata/root.json"
        self.keep("--pins", "pins", "--lock", "the lock", "--notary-config=config.json", "--trusted-root", root, "trust")
        rows = [row for row in read_manifest(self.file)["files"] if row["kind"] == "input"]
        files = {member.name: data for member, data in read_archive(self.file)}
        self.assertEqual([root, "pins", "config.json", "ca.key", "the lock"], [row["source"] for row in rows])
        self.assertEqual(["inputs/00001-root.json", "inputs/00002-pins", "inputs/00003-config.json",
                          "inputs/00004-ca.key_", "inputs/00005-the"], [row["path"] for row in rows])
        for row in rows:
            self.assertEqual((self.folder / row["source"]).read_bytes(), files[row["path"]])
        self.assertIn(f"tufcheck: {self.file}: pins, locks and other files that options named are in it (5), and are "
                      "not applied\n", self.run_verify(self.file).stderr)

    def test_private_keys_stay_out(self):
        metadata = fixtures.copy_repository(self.folder / "trust", fixtures.PLAIN)
        shutil.copytree(fixtures.NOTARY / "trust" / "private", self.folder / "trust" / "private")
        key = (fixtures.NOTARY / "keys" / "alice.key").read_bytes()
        (metadata / "stray.key").write_bytes(key)
        (metadata / "targets.json").write_bytes(key)
        (self.folder / "pins").write_bytes(b"*=keyid:" + b"0" * 64 + b"\n")
        with (self.folder / "ca").open("wb") as stream:
            stream.write((fixtures.NOTARY / "certificates" / "root-ca.crt").read_bytes() + key)
        config = {"trust_pinning": {"ca": {"": "ca"}}}
        (self.folder / "config.json").write_text(json.dumps(config), encoding="ascii")
        done = self.keep("--notary-config", "config.json", "trust")
        self.assertNotIn(b"PRIVATE KEY", self.file.read_bytes())
        self.assertIn(f"{self.file} has no ca, as inputs/00002-ca: it has a private key\n", done.stderr)
        self.assertIn(f"{self.file} has no trust/tuf/{fixtures.PLAIN}/metadata/targets.json: it has a private key\n",
                      done.stderr)
        absent = {row["path"]: row["reason"] for row in read_manifest(self.file)["notArchived"]}
        self.assertEqual({"inputs/00002-ca", f"trust/tuf/{fixtures.PLAIN}/metadata/targets.json",
                          f"trust/tuf/{fixtures.PLAIN}/metadata/stray.key"} - set(absent), set())

    def test_what_is_beside_the_metadata_is_a_name(self):
        metadata = fixtures.copy_repository(self.folder / "trust", fixtures.PLAIN)
        (metadata / "notes.txt").write_text("secret", encoding="ascii")
        on_disk = self.keep("-o", "json", "trust")
        self.assertNotIn(b"secret", self.file.read_bytes())
        self.assertEqual([{"path": f"trust/tuf/{fixtures.PLAIN}/metadata/notes.txt", "reason": "nothing reads it"}],
                         read_manifest(self.file)["notArchived"])
        archived = self.run_verify("-o", "json", self.file)
        self.assertIn("it has the names alone (1)", archived.stderr)
        expected, actual = (drop_paths(json.loads(done.stdout)) for done in (on_disk, archived))
        self.assertIn("file-unreferenced", [finding["id"] for finding in actual["repositories"][0]["findings"]])
        self.assertEqual(expected["repositories"], actual["repositories"])

    def test_what_cannot_be_kept_is_said(self):
        metadata = fixtures.copy_repository(self.folder / "trust", fixtures.PLAIN, "caf\u00e9/app")
        (self.folder / "trust" / "tuf" / "x" / "metadata").mkdir(parents=True)
        (self.folder / "trust" / "tuf" / "x" / "metadata" / "root.json").mkdir()
        done = self.keep("trust")
        self.assertTrue(metadata.exists())
        self.assertIn("has no trust/tuf/x/metadata/root.json: a folder\n", done.stderr)
        self.assertIn("root.json: its path is too long, or has characters", done.stderr)
        again = json.loads(self.run_verify("-o", "json", self.file).stdout)
        self.assertEqual([("x", "unreadable")], [(r["gun"], r["status"]) for r in again["repositories"]])

    def test_an_empty_repository_is_one(self):
        (self.folder / "trust" / "tuf" / "x" / "metadata").mkdir(parents=True)
        expected, actual = (json.loads(done.stdout) for done in (
            self.keep("-o", "json", "trust"), self.run_verify("-o", "json", self.file)))
        self.assertEqual([("x", "incomplete")], [(r["gun"], r["status"]) for r in actual["repositories"]])
        self.assertEqual(drop_paths(expected), drop_paths(actual))

    def test_copies_and_nameless_ones_stay_apart(self):
        for folder in ("one", "two"):
            fixtures.copy_repository(self.folder / folder, fixtures.PLAIN)
        shutil.copytree(fixtures.NOTARY / "trust" / "tuf" / fixtures.APP, self.folder / "app")
        on_disk = self.keep("-o", "json", "app", "one", "two")
        self.assertEqual(["trust", "trust_00002", "unnamed"],
                         sorted({member.name.split("/")[0] for member, _ in read_archive(self.file)}
                                - {"manifest.json", "report.json"}))
        archived = self.run_verify("-o", "json", self.file)
        expected, actual = (drop_paths(json.loads(done.stdout)) for done in (on_disk, archived))
        self.assertEqual(expected["repositories"], actual["repositories"])

    # ---- links, and folders where files belong ----

    def assert_round_trip(self, *arguments, missing="incomplete"):
        """All that the folders are said to be, the archive is said to be; missing: what it says of what is missing."""
        expected, actual = (json.loads(done.stdout) for done in (
            self.keep("-o", "json", *arguments), self.run_verify("-o", "json", self.file)))
        on_disk, archived = ([(row["gun"], row["status"]) for row in report["repositories"]]
                             for report in (expected, actual))
        self.assertEqual([(gun, missing if status == "incomplete" else status) for gun, status in on_disk], archived)
        return on_disk

    def place(self, shape):
        """A repository with one thing in it that shape makes: of its metadata folder."""
        shutil.rmtree(self.folder / "trust", ignore_errors=True)
        shape(fixtures.copy_repository(self.folder / "trust", fixtures.APP))

    def test_links_say_the_same(self):
        outside = self.folder / "outside"
        outside.mkdir()
        (outside / "secret").write_text("secret", encoding="ascii")
        places = {"to a folder": outside, "to a file": outside / "secret", "to itself": None, "to nothing": "nowhere",
                  "to a folder inside": "targets", "to a file inside": "root.json"}
        names = ("extra", "1.root.json", "3.root.json", "root.2.json", "targets/releases.json", "targets/new", "metadata")
        for name in names:
            for kind, target in places.items():
                def shape(metadata, name=name, target=target):
                    path = metadata / name
                    path.unlink(missing_ok=True)
                    path.symlink_to(target or path.name)
                with self.subTest(name=name, kind=kind):
                    self.place(shape)
                    # a link to nothing is a name in the archive: what reads it finds that it has no contents
                    rows = self.assert_round_trip("trust", missing="unreadable")
                    self.assertIn(fixtures.APP, [gun for gun, _ in rows])
                    self.assertNotIn(b"secret", self.file.read_bytes())

    def test_a_link_that_leads_out_is_a_repository_that_cannot_be_read(self):
        self.place(lambda metadata: (metadata / "extra").symlink_to("/"))
        self.assertEqual([(fixtures.APP, "trusted"), (f"{fixtures.APP}/metadata/extra", "unreadable")],
                         self.assert_round_trip("trust"))
        again = self.run_verify("-o", "json", f"--evidence={self.out / 'again.tar'}", self.file)
        self.assertEqual(UNCHECKED, again.returncode)
        self.assertEqual(UNCHECKED, self.run_verify(self.out / "again.tar").returncode)

    def test_targets_that_is_a_link_says_the_same(self):
        for name in ("outside/targets", "trust/inside", f"trust/tuf/{fixtures.APP}/metadata/other"):
            def shape(metadata, name=name):
                shutil.rmtree(self.folder / "outside", ignore_errors=True)
                (self.folder / "outside").mkdir()
                (metadata / "targets").rename(self.folder / name)
                (metadata / "targets").symlink_to(os.path.relpath(self.folder / name, metadata))
            with self.subTest(name=name):
                self.place(shape)
                status = dict(self.assert_round_trip("trust"))[fixtures.APP]
                self.assertEqual("unreadable" if name.startswith("outside") else "trusted", status)

    def test_folders_where_files_belong_say_the_same(self):
        for name in ("1.root.json", "timestamp.json", "targets/releases.json", "metadata", "extra"):
            for inner in ("file", "metadata/root.json", "metadata/file"):
                def shape(metadata, name=name, inner=inner):
                    (metadata / name).unlink(missing_ok=True)
                    (metadata / name / inner).parent.mkdir(parents=True)
                    shutil.copy(metadata / "root.json", metadata / name / inner)
                with self.subTest(name=name, inner=inner):
                    self.place(shape)
                    self.assert_round_trip("trust")

    def test_what_is_among_the_files_of_one_copy_is_not_among_those_of_another(self):
        for name in ("extra", "1.root.json"):
            for kind in ("link", "repository", "alone"):
                def shape(top, name=name, kind=kind):
                    shutil.rmtree(top, ignore_errors=True)
                    metadata = top / "tuf" / fixtures.PLAIN / "metadata"
                    if kind != "alone":
                        metadata = fixtures.copy_repository(top, fixtures.PLAIN)
                    if kind == "link":
                        (metadata / name).symlink_to("/")
                    else:
                        fixtures.copy_repository(metadata / name, fixtures.PLAIN)
                        (metadata / name / "tuf" / fixtures.PLAIN / "metadata").rename(metadata / name / "metadata")
                        shutil.rmtree(metadata / name / "tuf")
                with self.subTest(name=name, kind=kind):
                    shutil.rmtree(self.folder / "one", ignore_errors=True)
                    fixtures.copy_repository(self.folder / "one", fixtures.PLAIN)
                    shutil.copy(self.folder / "one" / "tuf" / fixtures.PLAIN / "metadata" / "root.json",
                                self.folder / "one" / "tuf" / fixtures.PLAIN / "metadata" / "1.root.json")
                    shape(self.folder / "two")
                    self.assertEqual(2 if kind == "alone" else 3, len(self.assert_round_trip("one", "two")))

    # ---- files ----

    def test_a_write_that_fails_leaves_what_was(self):
        trust = fixtures.NOTARY / "trust"
        self.keep(trust)
        size = self.file.stat().st_size
        self.file.write_text("old", encoding="ascii")
        # what is kept meanwhile fails, and the archive alone; counters of coverage are smaller
        for limit in (size // 4, size - 1):
            done = self.run_verify("--evidence", self.file, trust, preexec_fn=limit_files(limit))
            self.assertEqual(UNCHECKED, done.returncode)
            self.assertEqual(f"tufcheck: verify: {self.file} cannot be written: File too large\n", done.stderr)
            self.assertEqual("old", self.file.read_text(encoding="ascii"))
            self.assertEqual([self.file], list(self.out.iterdir()))

    def test_places_that_it_cannot_have(self):
        self.copy()
        os.mkfifo(self.out / "pipe")
        for path in ("out", "out/pipe", "/dev/null", "out/none/new"):
            with self.subTest(path=path):
                done = self.run_verify("--evidence", path, "trust")
                self.assertEqual((UNCHECKED, b""), (done.returncode, done.stdout))
                self.assertIn(f"tufcheck: verify: {path} cannot be written: ", done.stderr)
                self.assertEqual([self.out / "pipe"], list(self.out.iterdir()))
        done = self.run_verify("--evidence", "out/x", "--report", "json=out/../out/x", "trust")
        self.assertEqual((USAGE, "tufcheck: verify: a report and the evidence are to be the file out/x\n"),
                         (done.returncode, done.stderr))

    def test_modes(self):
        self.copy()
        self.keep("trust", umask=0o027)
        self.assertEqual(0o640, stat.S_IMODE(self.file.stat().st_mode))
        self.file.chmod(0o600)
        self.keep("trust", umask=0o027)
        self.assertEqual(0o600, stat.S_IMODE(self.file.stat().st_mode))

    def test_it_may_take_the_place_of_what_it_is_made_from(self):
        self.copy()
        self.keep("trust")
        before = read_manifest(self.file)["files"]
        self.keep(self.file)
        self.assertEqual([row for row in before if row["kind"] == "metadata"],
                         [row for row in read_manifest(self.file)["files"] if row["kind"] == "metadata"])

    # ---- archives of others ----

    def test_changed_evidence_is_refused(self):
        self.copy(fixtures.PLAIN)
        self.keep("trust")
        entries = [(member.name, data) for member, data in read_archive(self.file) if member.isfile()]
        name = f"trust/tuf/{fixtures.PLAIN}/metadata/targets.json"
        changed = self.out / "changed.tar"
        write_archive(changed, [(path, data.replace(b"sha256", b"sha257") if path == name else data)
                                for path, data in entries])
        old, new = (hashlib.sha256(data).hexdigest() for data in
                    (dict(entries)[name], dict(entries)[name].replace(b"sha256", b"sha257")))
        self.assert_refused(changed, f"{name}: expected sha256 {old}, by the manifest, found sha256 {new}")
        write_archive(changed, [entry for entry in entries if entry[0] != name])
        self.assert_refused(changed, f"{name}: expected a file, by the manifest, found none")
        write_archive(changed, [*entries, ("zzz", b"")])
        self.assert_refused(changed, "zzz: expected a file of the manifest, found one that the manifest does not have")

    def test_any_plain_archive_of_a_trust_directory_will_do(self):
        self.copy(fixtures.PLAIN)
        top = self.folder / "trust"
        entries = [(str(path.relative_to(top)), path.read_bytes()) for path in top.rglob("*") if path.is_file()]
        write_archive(self.file, entries)
        done = self.run_verify("-o", "json", self.file)
        self.assertEqual((PASSED, f"tufcheck: {self.file} has no manifest, so nothing says that it is whole\n"),
                         (done.returncode, done.stderr))
        (repository,) = json.loads(done.stdout)["repositories"]
        self.assertEqual((fixtures.PLAIN, "trusted"), (repository["gun"], repository["status"]))

    def test_hostile_archives_reach_nothing(self):
        secret = self.folder / "secret"
        secret.write_text("secret", encoding="ascii")
        for kind, said in ((tarfile.SYMTYPE, "a symbolic link"), (tarfile.LNKTYPE, "a hard link")):
            with tarfile.open(self.file, "w", format=tarfile.USTAR_FORMAT) as archive:
                member = tarfile.TarInfo("tuf/a/metadata/root.json")
                member.type, member.linkname = kind, str(secret)
                archive.addfile(member)
            self.assert_refused(self.file, f"tuf/a/metadata/root.json: expected a file or a folder, found {said}")
        write_archive(self.file, [("../secret", b"x")])
        self.assert_refused(self.file, "../secret: expected a relative path of printable ASCII without empty elements, "
                                       '"." and "..", found another one')
        self.assertEqual("secret", secret.read_text(encoding="ascii"))

    def test_compressed_or_cut_ones_are_no_archives(self):
        self.copy(fixtures.PLAIN)
        self.keep("trust")
        packed = self.out / "packed.tar.gz"
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(self.folder / "trust", "trust")
        self.assertEqual((UNCHECKED, f"tufcheck: {packed}: the path holds no repository\n"),
                         (lambda done: (done.returncode, done.stderr))(self.run_verify(packed)))
        self.file.write_bytes(self.file.read_bytes()[:-512])
        self.assert_refused(self.file, "expected two blocks of zeros at the end, found one")

    def test_other_commands_take_it(self):
        self.copy()
        self.keep("trust")
        for command in ("lock", "export"):
            with self.subTest(command=command):
                on_disk, archived = (subprocess.run([TUFCHECK, command, "--at", AT, path], cwd=self.folder, check=False,
                                                    capture_output=True) for path in ("trust", self.file))
                self.assertEqual((on_disk.returncode, on_disk.stdout), (archived.returncode, archived.stdout))


def main():
    global TUFCHECK
    TUFCHECK = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])


if __name__ == "__main__":
    main()
