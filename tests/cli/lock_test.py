#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Locks as the command writes and reads them: against their schema, and against the report.

    lock_test.py TUFCHECK [unittest arguments]

Wants the Debian package python3-jsonschema; exit status 77 without it.
"""
import copy
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is missing; it is in the Debian package python3-jsonschema")
    sys.exit(77)

sys.dont_write_bytecode = True  # nothing is left in the source tree
import containment  # noqa: E402
import fixtures  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((TOP / "docs" / "lock.schema.json").read_text(encoding="utf-8"))
DOCUMENTATION = (TOP / "docs" / "lock.md").read_text(encoding="utf-8")
FINDINGS = (TOP / "verify" / "finding.c").read_text(encoding="utf-8")
NOTARY = fixtures.NOTARY
CASES = TOP / "testdata" / "cases"
AT = (NOTARY / "AT").read_text(encoding="utf-8").strip()
PLAIN = fixtures.PLAIN

TUFCHECK = None


def run(*arguments):
    """What the command did; strings are text."""
    done = subprocess.run([TUFCHECK, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **{
                              name: value for name, value in os.environ.items() if "SAN_OPTIONS" in name}})
    done.stderr = containment.drop_note(done.stderr)
    return done


def make_lock(*arguments):
    return run("lock", "--at", AT, *arguments).stdout


def read_report(*arguments):
    return json.loads(run("verify", "--at", AT, "-o", "json", *arguments).stdout)


def is_valid(document):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def list_lock_findings(report):
    return sorted((repository["gun"], finding["id"], finding["role"]) for repository in report["repositories"]
                  for finding in repository["findings"] if finding["id"].startswith("lock-"))


class Scratch(unittest.TestCase):
    """With a folder and a lock file in it."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.lock = self.folder / "tufcheck.lock"

    def write(self, document):
        self.lock.write_text(json.dumps(document), encoding="utf-8")


class Content(Scratch):
    """What a lock says."""

    def test_it_fits_the_schema(self):
        for arguments in ((NOTARY / "trust",), (NOTARY / "trust", "--allow-degraded"), (NOTARY / "pulled",)):
            document = json.loads(make_lock(*arguments))
            jsonschema.Draft202012Validator(SCHEMA).validate(document)
            self.assertGreater(len(document["repositories"]), 1)

    def test_locks_of_cases_fit_the_schema(self):
        locks = sorted(CASES.glob("*/tufcheck.lock"))
        self.assertGreater(len(locks), 30)
        for lock in locks:
            jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(lock.read_text(encoding="utf-8")))

    def test_it_says_what_the_report_says(self):
        report = read_report(NOTARY / "trust")
        lock = json.loads(make_lock(NOTARY / "trust", "--allow-degraded"))["repositories"]
        self.assertEqual(sorted(lock), sorted(item["gun"] for item in report["repositories"]))
        for repository in report["repositories"]:
            entry = lock[repository["gun"]]
            keys = {(key["keyId"], role): key for key in repository["keys"] for role in key["roles"]}
            for role in repository["roles"]:
                locked = entry["roles"][role["name"]]
                counts = role["status"] in ("valid", "expired")
                self.assertEqual(locked["version"], role["version"] if counts else 0)
                self.assertEqual(locked["threshold"], role["threshold"])
                self.assertEqual(sorted(locked["keys"]), sorted(role["keyIds"]))
                for key_id, key in locked["keys"].items():
                    listed = keys[key_id, role["name"]]
                    expected = {name: listed[name] for name in ("canonicalKeyId", "spkiSha256")}
                    for leaf in listed["certificates"][:1]:
                        expected.update({"certificateSha256": leaf["sha256"], "certificateSha1": leaf["sha1"]})
                    self.assertEqual(key, expected)
            self.assertEqual(len(entry["roles"]), len(repository["roles"]))
            self.assertEqual(entry["tags"], {target["name"]: {
                name: target[name] for name in ("sha256", "length", "role") if target[name] is not None}
                for target in repository["targets"]})

    def test_it_is_in_order_and_ends_with_a_line_feed(self):
        text = make_lock(NOTARY / "trust", "--allow-degraded")
        self.assertTrue(text.endswith(b"}\n"))
        self.assertTrue(text.isascii())

        def check(pairs):
            names = [name for name, _ in pairs]
            if "lockVersion" not in names and not {"version", "length", "canonicalKeyId"} & set(names):
                self.assertEqual(names, sorted(names, key=str.encode))
            return dict(pairs)
        json.loads(text, object_pairs_hook=check)

    def test_the_same_repositories_give_the_same_bytes(self):
        whole = json.loads(make_lock(NOTARY / "trust"))["repositories"]
        pulled = json.loads(make_lock(NOTARY / "pulled"))["repositories"]
        for gun, entry in pulled.items():
            self.assertEqual(entry, whole[gun])
        self.assertEqual(make_lock(NOTARY / "trust"), make_lock(NOTARY / "trust" / "tuf" / "registry.example.com",
                                                                NOTARY / "trust" / "tuf" / "localhost:5000",
                                                                NOTARY / "trust" / "tuf" / "docker.io"))

    def test_names_that_are_strange_are_read_again(self):
        fixtures.make("hostile", self.folder)
        self.lock.write_bytes(make_lock(self.folder))
        self.assertEqual(sorted(fixtures.HOSTILE_NAMES),
                         sorted(json.loads(self.lock.read_bytes())["repositories"][fixtures.OWN_ROOT]["tags"]))
        report = read_report("--lock", self.lock, "--frozen", self.folder)
        self.assertEqual([], list_lock_findings(report))
        self.assertEqual(b"", run("lock", "--at", AT, "--update", self.lock, self.folder).stderr)

    def test_a_lock_of_cases_is_what_was_made_by_other_means(self):
        """The cases' own lock was written by a script."""
        case = CASES / "lock-holds"
        made = json.loads(run("lock", "--at", "2026-12-01", case / "tuf").stdout)
        self.assertEqual(made, json.loads((case / "tufcheck.lock").read_text(encoding="utf-8")))


class Damage(Scratch):
    """Locks that are none. What the schema refuses is refused, and the other way round."""

    ODD = (None, -1, 0, 1.5, "", "x", [], {}, True, "targets/a", "ab" * 32, "ab" * 20, {"": {}}, 1 << 60)

    def setUp(self):
        super().setUp()
        self.document = json.loads(make_lock(NOTARY / "trust" / "tuf" / PLAIN))

    def walk(self, value, path=()):
        yield path
        for name in value if isinstance(value, dict) else ():
            yield from self.walk(value[name], path + (name,))

    def holder(self, document, path):
        for name in path[:-1]:
            document = document[name]
        return document

    def assert_agreed(self, document):
        """Whether the schema and the command take the document for a lock is the same."""
        self.write(document)
        done = run("verify", "--at", AT, "-q", "--lock", self.lock, NOTARY / "trust" / "tuf" / PLAIN)
        if is_valid(document):
            # 3: it is a lock, of other repositories
            self.assertIn(done.returncode, (0, 1, 3), done.stderr)
            return
        self.assertEqual(2, done.returncode, document)
        self.assertRegex(done.stderr.decode(), r"^tufcheck: verify: \S+/tufcheck\.lock:1:[0-9]+: expected [^\n]+\n$")
        self.assertEqual(b"", done.stdout)

    def test_odd_values(self):
        for index, path in enumerate(self.walk(self.document)):
            for shift in range(3):
                odd = self.ODD[(3 * index + shift) % len(self.ODD)]
                # a null counts as absent, as everywhere
                if not path or (odd is None and path[-1].startswith(("canonical", "spki", "sha256"))):
                    continue
                changed = copy.deepcopy(self.document)
                self.holder(changed, path)[path[-1]] = odd
                with self.subTest(path=path, value=odd):
                    self.assert_agreed(changed)

    def test_missing_and_unknown_names(self):
        for path in self.walk(self.document):
            if not path:
                continue
            missing, unknown = copy.deepcopy(self.document), copy.deepcopy(self.document)
            del self.holder(missing, path)[path[-1]]
            holder = self.holder(unknown, path)
            holder[path[-1] + "_"] = holder.pop(path[-1])
            with self.subTest(path=path):
                self.assert_agreed(missing)
                self.assert_agreed(unknown)

    def test_every_change_of_a_digit_is_found(self):
        """No part of a lock is there for show."""
        text = make_lock(NOTARY / "trust" / "tuf" / PLAIN).decode()
        for match in list(re.finditer(r"[0-9a-f]{40,}|(?<=version\": )[0-9]|(?<=length\": )[0-9]+", text)):
            first = match.group()[0]
            digit = "9" if first != "9" else "8"
            self.lock.write_text(text[:match.start()] + digit + text[match.start() + 1:], encoding="utf-8")
            with self.subTest(line=text.count("\n", 0, match.start()) + 1):
                report = read_report("--lock", self.lock, "--frozen", NOTARY / "trust" / "tuf" / PLAIN)
                self.assertTrue(list_lock_findings(report))
                self.assertEqual("untrusted", report["repositories"][0]["status"])


class Updates(Scratch):
    """What an update changes."""

    def setUp(self):
        super().setUp()
        fixtures.make("lock", self.folder)
        self.lock.write_bytes(make_lock(self.folder / "before"))

    def update(self, *arguments):
        return run("lock", "--at", AT, "--update", self.lock, *arguments)

    def test_it_makes_the_lock_what_a_new_one_would_be(self):
        self.assertEqual(0, self.update(self.folder / "after").returncode)
        self.assertEqual(make_lock(self.folder / "after"), self.lock.read_bytes())

    def test_it_tells_what_verify_tells(self):
        messages = [finding["message"] for repository in
                    read_report("--lock", self.lock, self.folder / "after")["repositories"]
                    for finding in repository["findings"] if finding["id"].startswith("lock-")]
        shown = self.update(self.folder / "after").stdout.decode()
        self.assertGreater(len(messages), 2)
        for message in messages:
            self.assertIn(message, shown)

    def test_without_a_change_the_file_is_not_touched(self):
        before = self.lock.stat()
        self.assertEqual(0, self.update(self.folder / "before").returncode)
        after = self.lock.stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_nothing_else_is_left_in_the_folder(self):
        names = sorted(os.listdir(self.folder))
        self.update(self.folder / "after")
        self.assertEqual(names, sorted(os.listdir(self.folder)))

    def test_what_names_itself_takes_nobodys_place(self):
        """Outside of a tuf/ tree only the repository's own certificate says what it is called."""
        outside = self.folder / "outside" / "metadata"
        shutil.copytree(self.folder / "after" / "tuf" / fixtures.OWN_ROOT / "metadata", outside)
        before = self.lock.read_bytes()
        done = self.update(outside)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"only its own root certificate says that it is called", done.stderr)
        self.assertEqual(before, self.lock.read_bytes())
        self.assertEqual(0, self.update("--gun", fixtures.OWN_ROOT, outside).returncode)
        self.assertNotEqual(before, self.lock.read_bytes())

    def test_what_was_not_asked_for_stays(self):
        before = json.loads(self.lock.read_bytes())["repositories"]
        self.update("--trust-dir", self.folder / "after", "registry.example.com")
        after = json.loads(self.lock.read_bytes())["repositories"]
        self.assertEqual(before[PLAIN], after[PLAIN])
        self.assertNotEqual(before[fixtures.OWN_ROOT], after[fixtures.OWN_ROOT])

    def test_what_is_not_verified_stays(self):
        damaged = self.folder / "after" / "tuf" / PLAIN / "metadata" / "targets.json"
        fixtures.flip_byte(damaged)
        before = json.loads(self.lock.read_bytes())["repositories"]
        done = self.update(self.folder / "after")
        self.assertEqual(1, done.returncode)
        self.assertIn(f"{PLAIN} is untrusted, and is not recorded".encode(), done.stderr)
        after = json.loads(self.lock.read_bytes())["repositories"]
        self.assertEqual(before[PLAIN], after[PLAIN])
        self.assertNotEqual(before[fixtures.OWN_ROOT], after[fixtures.OWN_ROOT])

    def test_versions_that_grow_are_recorded(self):
        document = json.loads(self.lock.read_bytes())
        wanted = self.lock.read_bytes()
        for role in document["repositories"][PLAIN]["roles"].values():
            role["version"] = 1
        self.write(document)
        self.assertEqual([], list_lock_findings(read_report("--lock", self.lock, "--frozen", self.folder / "before")))
        shown = self.update(self.folder / "before").stdout.decode()
        self.assertIn("note: root.json: root is newer than in the lock: expected version 1, found version 2", shown)
        self.assertEqual(wanted, self.lock.read_bytes())

    def test_an_unreadable_repository_keeps_others_from_being_pruned(self):
        targets = self.folder / "before" / "tuf" / PLAIN / "metadata" / "targets.json"
        targets.unlink()
        targets.mkdir()
        shutil.rmtree(self.folder / "before" / "tuf" / fixtures.OWN_ROOT)
        text = self.lock.read_bytes()
        done = self.update("--prune", self.folder / "before")
        self.assertEqual(3, done.returncode)
        self.assertIn(b"not everything could be looked at", done.stderr)
        self.assertEqual(text, self.lock.read_bytes())


class Documentation(unittest.TestCase):
    """docs/lock.md and the table of findings."""

    def test_every_finding_is_explained(self):
        ids = set(re.findall(r'= \{"(lock-[a-z-]+)"', FINDINGS))
        self.assertGreater(len(ids), 10)
        self.assertEqual(ids, set(re.findall(r"`(lock-[a-z-]+)`", DOCUMENTATION)))

    def test_the_example_is_one(self):
        example = re.search(r"```json\n(.*?)```", DOCUMENTATION, re.DOTALL).group(1)
        role = '"version": 1, "threshold": 1, "keys": {}'
        document = json.loads(example.replace("…", ",".join(
            f'"{name}": {{{role}}}' for name in ("timestamp", "snapshot", "targets"))))
        jsonschema.Draft202012Validator(SCHEMA).validate(document)


if __name__ == "__main__":
    TUFCHECK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
