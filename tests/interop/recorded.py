#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what tufcheck says about testdata/notary with the recorded answers of the real clients.

    recorded.py TUFCHECK

No server and no client is needed. A line is printed for each check; exit status 1 when any of them fails.
"""
import json
import pathlib
import sys

sys.dont_write_bytecode = True  # nothing is left in the source tree
import compare  # noqa: E402

NOTARY = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "notary"

# The one repository that the real client refuses without a server: its README says why. The publisher still has
# the file that clients drop, a reader never kept it.
NOT_TRUSTED = {("trust", "registry.example.com/team/retired"): "degraded",
               ("pulled", "registry.example.com/team/retired"): "incomplete"}


def compare_directory(checks, tufcheck, folder, at, answers):
    """All the repositories of a trust directory; returns how many there are."""
    _, report = compare.run_tufcheck(tufcheck, "--at", at, str(NOTARY / folder))
    for repository in report["repositories"]:
        gun = repository["gun"]
        label = f"{gun} in {folder}/"
        expected = NOT_TRUSTED.get((folder, gun), "trusted")
        checks.check(label, repository["status"] == expected, f"{repository['status']}", f"expected {expected}",
                     *(finding["message"] for finding in repository["findings"]))
        compare.compare_repository(checks, label, repository, answers[gun])
    guns = [repository["gun"] for repository in report["repositories"]]
    on_disk = [path.parent.relative_to(NOTARY / folder / "tuf").as_posix()
               for path in (NOTARY / folder / "tuf").glob("**/metadata") if (path / "root.json").is_file()]
    checks.check(f"{folder}/", guns == sorted(on_disk), f"{len(guns)} repositories, by name", guns, sorted(on_disk))
    return guns


def main():
    tufcheck, = sys.argv[1:]
    expected = json.loads((NOTARY / "expected.json").read_text(encoding="utf-8"))
    answers = {repository["gun"]: repository for repository in expected["repositories"]}
    checks = compare.Checks()
    guns = compare_directory(checks, tufcheck, "trust", expected["at"], answers)
    checks.check("expected.json", set(guns) == answers.keys(), f"answers for {len(answers)} repositories", guns)
    compare_directory(checks, tufcheck, "pulled", expected["at"], answers)
    print(f"{checks.passed} checks passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
