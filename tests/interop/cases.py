#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks the real client about every repository of testdata/cases that tufcheck trusts.

    cases.py TUFCHECK

Both answer for now, and the client without a server. What the client refuses tufcheck must not trust. The other way
round is allowed: tufcheck is stricter where docs/differences.md says so, and knows that a delegation without
a file is one that clients with a server would drop. Exit status: 0 so it is, 1 it is not, 77 there are no cases.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree
TOP = pathlib.Path(__file__).resolve().parents[2]
CASES = TOP / "testdata" / "cases"
NO_SERVER = "https://127.0.0.1:1"  # nothing listens there
SECONDS = 60


def is_readable(trust_dir, gun, home):
    """Whether the client lists the repository; it is given a copy, because it may well write there."""
    copy = home / "trust"
    shutil.copytree(trust_dir / "tuf", copy / "tuf", symlinks=True)
    result = subprocess.run(["notary", "-s", NO_SERVER, "-d", str(copy), "list", gun], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False,
                            env={"PATH": os.environ["PATH"], "HOME": str(home)})
    return result.returncode == 0


def is_plain(trust_dir):
    """Without pipes and the like, which cannot be copied."""
    return all(path.is_file() or path.is_dir() for path in trust_dir.rglob("*"))


def ask(tufcheck, trust_dir):
    """(case, GUN, status, whether the client reads it) for each repository of a trust directory."""
    result = subprocess.run([tufcheck, "verify", "-o", "json", str(trust_dir / "tuf")], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)
    answers = []
    for repository in json.loads(result.stdout)["repositories"]:
        gun = repository["gun"]
        if (trust_dir / "tuf" / gun / "metadata" / "root.json").is_file():
            with tempfile.TemporaryDirectory() as home:
                accepted = is_readable(trust_dir, gun, pathlib.Path(home))
            answers.append((trust_dir.name, gun, repository["status"], accepted))
    return answers


def main():
    tufcheck, = sys.argv[1:]
    trust_dirs = [path for path in sorted(CASES.glob("*")) if (path / "tuf").is_dir() and is_plain(path)]
    if not trust_dirs:
        print("skipped: there are no cases")
        sys.exit(77)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = [answer for found in pool.map(lambda path: ask(tufcheck, path), trust_dirs) for answer in found]
    refused = [answer for answer in answers if answer[2] == "trusted" and not answer[3]]
    for case, gun, status, _ in refused:
        print(f"FAIL  {case}: {gun} is {status}, and the client refuses it")
    print(f"{'FAIL' if refused else 'ok  '}  {len(answers)} repositories of testdata/cases: {len(refused)} are "
          "trusted and refused by the client")
    counts = collections.Counter((status, accepted) for _, _, status, accepted in answers)
    for (status, accepted), count in sorted(counts.items()):
        print(f"          {count} {status} and {'read' if accepted else 'refused'} by the client")
    stricter = [case for case, _, status, accepted in answers if accepted and status != "trusted"]
    print(f"          stricter than the client: {', '.join(stricter) or 'nowhere'}")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
