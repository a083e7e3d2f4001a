#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies a repository that real clients rotated from its oldest root, and from each as the trusted root.

    rotation.py TUFCHECK                                     that of testdata/notary, as it was captured
    rotation.py TUFCHECK TRUST-DIR HISTORY-DIR GUN [TIME]    another one, with its older roots elsewhere

No server and no client is needed. A line is printed for each check; exit status 1 when any of them fails.
"""
import json
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
import compare  # noqa: E402

NOTARY = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "notary"
ROTATED = "registry.example.com/team/rotated"

# What reviewers are told of this repository, whatever its history.
ADVICE = ("root-threshold-one", "delegation-all-paths")


class Archive:
    """A copy of a repository with its older roots beside root.json."""

    def __init__(self, tufcheck, folder, trust_dir, history, gun, at=None):
        self.tufcheck, self.folder, self.gun = tufcheck, folder, gun
        self.options = ["--at", at] if at else []
        self.metadata = folder / "tuf" / gun / "metadata"
        self.metadata.parent.mkdir(parents=True)
        shutil.copytree(trust_dir / "tuf" / gun / "metadata", self.metadata)
        self.newest = json.loads((self.metadata / "root.json").read_text(encoding="utf-8"))["signed"]["version"]
        self.roots = {int(path.name.split(".")[0]): path for path in history.glob("*.root.json")}
        self.restore()

    def restore(self):
        for path in self.metadata.glob("*.root.json"):
            path.unlink()
        for path in self.roots.values():
            shutil.copy(path, self.metadata)

    def remove(self, version):
        (self.metadata / f"{version}.root.json").unlink()

    def verify(self, trusted=None):
        """The status, the answer to policy, the history and the ids of findings but advice."""
        demand = ["--trusted-root", str(trusted)] if trusted else []
        _, report = compare.run_tufcheck(self.tufcheck, *self.options, *demand, str(self.folder))
        repository, = report["repositories"]
        return (repository["status"], repository["checks"]["policy"], repository["rootHistory"],
                [item["id"] for item in repository["findings"] if item["id"] not in ADVICE])


def check_whole(checks, archive):
    """As it is, from the oldest root and from each."""
    oldest = min(archive.roots)
    history = {"oldest": oldest, "newest": archive.newest, "complete": True}
    said = archive.verify()
    checks.check(f"{archive.gun}, versions {oldest} to {archive.newest}", said == ("trusted", "none", history, []), said)
    for version, path in sorted(archive.roots.items()):
        said = archive.verify(path)
        checks.check(f"{archive.gun}, from version {version}", said == ("trusted", "pass", history, []), said)


def check_gaps(checks, archive):
    """Without each version in turn: a root before it is not followed any more, one after it is."""
    oldest = min(archive.roots)
    for missing in range(oldest + 1, archive.newest):
        archive.remove(missing)
        for version, path in sorted(archive.roots.items()):
            wanted = ("untrusted", "fail") if version < missing else ("trusted", "pass")
            status, policy, history, ids = archive.verify(path)
            is_right = ((status, policy) == wanted and not history["complete"] and "root-history-gap" in ids
                        and ("trusted-root-not-reached" in ids) == (version < missing))
            checks.check(f"{archive.gun}, from version {version} without {missing}", is_right, status, policy, ids)
        archive.restore()


def check_rollback(checks, archive):
    """With each older root in the place of root.json."""
    current = (archive.metadata / "root.json").read_bytes()
    for version in sorted(set(archive.roots) - {archive.newest}):
        shutil.copy(archive.roots[version], archive.metadata / "root.json")
        status, _, _, ids = archive.verify()
        checks.check(f"{archive.gun}, version {version} as root.json", status == "untrusted" and
                     "root-rolled-back" in ids, status, ids)
        status, policy, _, ids = archive.verify(archive.roots[archive.newest])
        checks.check(f"{archive.gun}, version {version} as root.json, and the newest is trusted", status == "untrusted"
                     and policy == "fail" and "trusted-root-newer" in ids, status, policy, ids)
    (archive.metadata / "root.json").write_bytes(current)


def main():
    tufcheck, *given = sys.argv[1:]
    if not given:
        at = (NOTARY / "AT").read_text(encoding="ascii").strip()
        given = [NOTARY / "trust", NOTARY / "history" / ROTATED, ROTATED, at]
    trust_dir, history, *rest = given
    checks = compare.Checks()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Archive(tufcheck, pathlib.Path(scratch), pathlib.Path(trust_dir), pathlib.Path(history), *rest)
        checks.check(archive.gun, len(archive.roots) > 2, f"{len(archive.roots)} versions of the root")
        check_whole(checks, archive)
        check_gaps(checks, archive)
        check_rollback(checks, archive)
    print(f"{checks.passed} checks passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
