#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reports of all shards, merged, are the report of one run, to the byte and in their exit status; else none is made.

    merge_test.py TUFCHECK [unittest arguments]
"""

import hashlib
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import fixtures

AT = (fixtures.NOTARY / "AT").read_text(encoding="utf-8").strip()
CASES = fixtures.TESTDATA / "cases"
TUFCHECK = None


class Merged(unittest.TestCase):
    """With a trust directory like the example, and more."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        fixtures.copy_example(cls.folder)
        trust = cls.folder / "notary" / "trust"
        fixtures.flip_byte(fixtures.copy_repository(trust, fixtures.APP, f"{fixtures.APP}-2") / "targets" / "alice.json")
        fixtures.copy_repository(trust, fixtures.OWN_ROOT, "other.example.com/own-root")
        fixtures.make_private_keys(cls.folder / "keys")
        cls.cases = [str(case / "tuf") for case in sorted(CASES.iterdir()) if (case / "tuf").is_dir()][:40]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def run_command(self, *arguments):
        return subprocess.run([TUFCHECK, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              check=False, timeout=120)

    def make_shards(self, count, output, *arguments, at=AT):
        """The names of the reports, in any order."""
        names = []
        for number in range(1, count + 1):
            done = self.run_command("verify", "--at", at, "-o", output, "--shard", f"{number}/{count}", *arguments)
            self.assertIn(done.returncode, (0, 1, 3), done.stderr)
            names.append(f"{number}-of-{count}.{output}")
            (self.folder / names[-1]).write_bytes(done.stdout)
        random.Random(count).shuffle(names)
        return names

    def check_same(self, *arguments, counts=(1, 2, 3, 7), outputs=("json", "ndjson"), status=None):
        for output in outputs:
            whole = self.run_command("verify", "--at", AT, "-o", output, *arguments)
            if status is not None:
                self.assertEqual(status, whole.returncode, whole.stderr)
            for count in counts:
                with self.subTest(count=count, output=output, arguments=arguments[:4]):
                    names = self.make_shards(count, output, *arguments)
                    merged = self.run_command("merge", "-o", output, *names)
                    self.assertEqual(whole.stdout.decode(), merged.stdout.decode(), merged.stderr)
                    self.assertEqual(whole.returncode, merged.returncode, merged.stderr)

    # ---- what is merged is the same ----

    def test_reports_of_a_trust_directory_are_the_same(self):
        self.check_same("notary/trust", counts=range(1, 8), status=1)

    def test_reports_of_many_places_are_the_same(self):
        self.check_same("notary/trust", *self.cases, counts=(2, 5))

    def test_reports_of_one_repository_are_the_same(self):
        self.check_same("--trust-dir", "notary/trust", fixtures.APP, "--allow-expired", counts=(1, 5), status=0)
        self.check_same("--trust-dir", "notary/trust", "registry.example.com/team", counts=(3,))

    def test_reports_with_private_keys_are_the_same(self):
        places = [str(path) for path in sorted((self.folder / "keys").rglob("private"))]
        self.assertNotEqual([], places)
        self.check_same(*(str(pathlib.Path(place).parent) for place in places), counts=(1, 3))
        self.check_same("--trust-dir", str(pathlib.Path(places[0]).parent), fixtures.APP, counts=(2,))

    def test_reports_with_a_lock_are_the_same(self):
        lock = self.run_command("lock", "--at", AT, "notary/trust").stdout
        (self.folder / "tufcheck.lock").write_bytes(lock)
        self.check_same("--lock", "tufcheck.lock", "notary/trust", counts=(3,), status=1)
        (self.folder / "some").mkdir()
        shutil.copytree(self.folder / "notary" / "trust" / "tuf" / "localhost:5000",
                        self.folder / "some" / "trust" / "tuf" / "localhost:5000")
        self.check_same("--lock", "tufcheck.lock", "some/trust", counts=(2, 4), status=1)
        report = json.loads(self.run_command("merge", *self.make_shards(2, "json", "--lock", "tufcheck.lock",
                                                                        "some/trust")).stdout)
        missing = [finding["expected"] for finding in report["findings"] if finding["id"] == "lock-repository-missing"]
        self.assertEqual(sorted(missing), missing)
        self.assertGreater(len(missing), 5)

    def test_pins_that_protect_nothing_are_told_once_all_is_known(self):
        pin = f"{fixtures.APP}=sha256:{'0' * 64}"
        unused = f"nobody.example.com/app=sha256:{'0' * 64}"
        self.check_same("--pin", pin, "notary/trust", counts=(3,), status=1)
        self.check_same("--pin", unused, "notary/trust", counts=(3,), status=3)
        (self.folder / "pins.txt").write_text(f"{pin}\n{unused}\n", encoding="utf-8")
        self.check_same("--pins", "pins.txt", "notary/trust", counts=(3,), status=1)
        merged = self.run_command("merge", *self.make_shards(3, "ndjson", "--pins", "pins.txt", "notary/trust"))
        self.assertIn(b"pins.txt:2: the pin for nobody.example.com/app applies to no repository", merged.stderr)
        self.assertNotIn(b"pins.txt:1:", merged.stderr)

    def test_quiet_reports_are_made_when_they_are_merged(self):
        whole = self.run_command("verify", "-q", "--at", AT, "-o", "json", "notary/trust")
        merged = self.run_command("merge", "-q", *self.make_shards(3, "ndjson", "notary/trust"))
        self.assertEqual(whole.stdout, merged.stdout)
        refused = self.run_command("verify", "-q", "--at", AT, "-o", "json", "--shard", "1/3", "notary/trust")
        self.assertEqual((2, b""), (refused.returncode, refused.stdout))

    def test_nothing_at_all_is_merged_as_such(self):
        (self.folder / "empty" / "tuf").mkdir(parents=True)
        self.check_same("empty", counts=(1, 2), status=3)

    def test_a_repository_falls_to_the_share_that_is_documented(self):
        for count in (2, 3, 7):
            for number, name in enumerate(sorted(self.make_shards(count, "ndjson", "notary/trust")), 1):
                lines = (self.folder / name).read_text(encoding="ascii").splitlines()
                for line in lines[:-1]:
                    gun = json.loads(line)["gun"]
                    digest = hashlib.sha256(gun.encode()).digest()
                    self.assertEqual(number, int.from_bytes(digest[:8], "big") % count + 1, gun)

    # ---- what is refused ----

    def check_refused(self, status, message, names):
        done = self.run_command("merge", *names)
        self.assertEqual((status, b""), (done.returncode, done.stdout), done.stderr)
        self.assertIn(message, done.stderr.decode())

    def change(self, name, act):
        """Another report of the same name, but for one thing; as lines."""
        lines = [json.loads(line) for line in (self.folder / name).read_text(encoding="ascii").splitlines()]
        act(lines)
        (self.folder / "changed.ndjson").write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines),
                                                    encoding="ascii")
        return "changed.ndjson"

    def test_shards_of_other_runs_are_refused(self):
        first, second, third = sorted(self.make_shards(3, "ndjson", "notary/trust"))
        self.check_refused(2, "none of shard 2", [first, third])
        self.check_refused(2, "none of shard 3", [first, second])
        self.check_refused(2, f"{first} and {first} are both shard 1 of 3", [first, second, third, first])
        self.check_refused(2, f"{second} and {second} are both shard 2 of 3", [first, second, second])
        later = self.change(second, lambda lines: lines[-1].update(evaluatedAt="2026-11-22T00:00:00Z"))
        self.check_refused(2, f'changed.ndjson: expected "{AT}" at /evaluatedAt, as in {first}, found "2026-11-22T00:00:00Z"',
                           [first, later, third])
        newer = self.change(second, lambda lines: lines[-1]["tool"].update(version="9"))
        self.check_refused(2, "at /tool", [first, newer, third])
        other = self.change(second, lambda lines: lines[-1]["shard"].update(places="0" * 64))
        self.check_refused(2, "at /shard/places", [first, other, third])
        lax = self.change(second, lambda lines: lines[-1]["shard"]["settings"].append({"name": "allow-expired", "values": []}))
        self.check_refused(2, "expected nothing at /shard/settings, allow-expired, as in", [first, lax, third])
        key = self.change(second, lambda lines: lines[-1]["privateKeys"][0].update(encrypted=False))
        self.check_refused(2, "the same of each private key", [first, key, third])
        self.make_shards(2, "ndjson", "notary/trust")
        self.check_refused(2, "at /shard/count", [first, "2-of-2.ndjson"])

    def test_repositories_that_do_not_add_up_are_refused(self):
        first, second = sorted(self.make_shards(2, "ndjson", "notary/trust"))

        def drop(lines):
            lines.pop(0)
        self.check_refused(3, "expected as many repositories at /summary/repositories", [first, self.change(second, drop)])

        def drop_well(lines):
            drop(lines)
            lines[-1]["summary"]["repositories"] -= 1
        self.check_refused(2, "repositories in all reports, as /shard/repositories says, found",
                           [first, self.change(second, drop_well)])

        def take_place(lines):
            lines[0]["index"] = json.loads((self.folder / first).read_text(encoding="ascii").splitlines()[0])["index"]
        self.check_refused(2, "expected it in one report", [first, self.change(second, take_place)])

        def go_back(lines):
            lines[1]["index"] = lines[0]["index"]
        self.check_refused(3, "expected an index above", [first, self.change(second, go_back)])

        def lie(lines):
            lines[0]["status"] = "untrusted" if lines[0]["status"] == "trusted" else "trusted"
        self.check_refused(3, "at /summary, as its repositories are", [first, self.change(second, lie)])

    def test_what_is_no_report_of_a_shard_is_refused(self):
        first, second = sorted(self.make_shards(2, "json", "notary/trust"))
        (self.folder / "whole.json").write_bytes(self.run_command("verify", "--at", AT, "-o", "json", "notary/trust").stdout)
        self.check_refused(3, "made without --shard", [first, "whole.json"])
        self.check_refused(3, "No such file", [first, "nowhere.json"])
        self.check_refused(3, "expected a regular file, is something else", [first, "/dev/null"])
        self.check_refused(3, "expected a regular file, is something else", ["notary", first])
        self.check_refused(2, "none is given", [])
        for act in (lambda data: data["shard"].update(number=3), lambda data: data["shard"].update(status=7),
                    lambda data: data["shard"].update(count=0), lambda data: data["shard"].update(unused=[1]),
                    lambda data: data["shard"].update(more=1), lambda data: data.update(findings=[{}]),
                    lambda data: data.update(privateKeys=["x"]), lambda data: data.update(schemaVersion=2),
                    lambda data: data.update(repositories=5), lambda data: data.update(summary=[]),
                    lambda data: data["repositories"][0].update(gun=None),
                    lambda data: data["repositories"][0].update(keys=[{"roles": [1]}]),
                    lambda data: data["repositories"][0].update(roles=7),
                    lambda data: data["repositories"][0].update(status="fine"),
                    lambda data: data["repositories"][0].update(index="0")):
            data = json.loads((self.folder / second).read_text(encoding="ascii"))
            act(data)
            (self.folder / "changed.json").write_text(json.dumps(data), encoding="ascii")
            done = self.run_command("merge", first, "changed.json")
            self.assertEqual((3, b""), (done.returncode, done.stdout), done.stderr)
            self.assertIn(b"changed.json:", done.stderr)

    def test_damaged_reports_are_refused_wherever_they_end(self):
        for output in ("json", "ndjson"):
            first, second = sorted(self.make_shards(2, output, "--trust-dir", "notary/trust", fixtures.APP,
                                                    fixtures.PLAIN))
            for name in (first, second):
                data = (self.folder / name).read_bytes()
                other = second if name == first else first
                cuts = sorted({0, 1, 2, len(data) - 2, *random.Random(1).sample(range(len(data) - 2), 12)})
                damaged = [data[:cut] for cut in cuts] + [data + b"{}", data + b"x", data.replace(b'"', b"'", 1),
                                                          data.replace(b":", b"\0", 1), b"[" + data]
                if b'"index"' in data:
                    damaged.append(data.replace(b'"tool"', b'"repositories":[],"tool"', 1))
                for text in damaged:
                    (self.folder / "damaged").write_bytes(text)
                    done = self.run_command("merge", "damaged", other)
                    self.assertEqual((3, b""), (done.returncode, done.stdout), (len(text), done.stderr))

    def test_shares_that_are_none_are_refused(self):
        for share in ("0/3", "4/3", "1", "1/", "/3", "a/b", "1/3x", "+1/3", "1/100001", "99999999999999999999/3"):
            done = self.run_command("verify", "--shard", share, "notary/trust")
            self.assertEqual((2, b""), (done.returncode, done.stdout))
            self.assertIn(f"--shard is '{share}', but must be K/N", done.stderr.decode())


if __name__ == "__main__":
    TUFCHECK = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
