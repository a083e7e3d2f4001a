# SPDX-License-Identifier: Apache-2.0
"""What tufcheck and the real client say about repositories on disk."""

import dataclasses
import json
import os
import re
import subprocess

from forge.keys import GUN

NO_SERVER = "https://127.0.0.1:1"  # nothing listens there
SECONDS = 120
EXITS = (0, 1, 3)  # of tufcheck, when it was asked well
CRASHED = "crashed"  # in place of a status
TABLE_HEAD = re.compile(r"NAME\s+DIGEST\s+SIZE \(BYTES\)\s+ROLE\n[- ]+\n")
SHA256_DIGITS = 64
NO_TARGETS = "No targets present in this repository."
# As docker looks for a tag.
IN_ORDER = ("-r", "targets/releases", "-r", "targets")


@dataclasses.dataclass(frozen=True)
class Answer:
    """accepts; the ids of findings; and the words of the targets that are listed, in order."""
    accepts: bool
    reason: str = ""
    status: str = ""
    errors: tuple = ()
    warnings: tuple = ()
    targets: tuple = ()


# ---- tufcheck ----

def words(rows):
    """The lines of a table as words. Names may hold what lines and columns are told apart by."""
    lines = "\n".join(" ".join(row) for row in rows).split("\n")
    return tuple(sorted(line.split() for line in lines if line.strip()))


def of_report(repository):
    found = {severity: [finding for finding in repository["findings"] if finding["severity"] == severity]
             for severity in ("error", "warning")}
    errors, warnings = (tuple(finding["id"] for finding in findings) for findings in found.values())
    targets = words((target["name"], target["sha256"] or "", str(target["length"]), target["role"])
                    for target in repository["targets"])
    reason = "; ".join(f"{finding['severity']} {finding['id']}: {finding['message']}"
                       for findings in found.values() for finding in findings)
    return Answer(repository["status"] == "trusted", reason, repository["status"], errors, warnings, targets)


NOT_FOUND = Answer(False, "no repository was found", "absent")


def ask_tufcheck(tufcheck, folders):
    """What it says of the repository in each folder, all in one run, unless that fails."""
    folders = list(folders)
    result = subprocess.run([tufcheck, "verify", "-o", "ndjson", *(f"{folder}/tuf" for folder in folders)],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS,
                            check=False)
    if result.returncode not in EXITS:
        if len(folders) > 1:
            return [ask_tufcheck(tufcheck, [folder])[0] for folder in folders]
        return [Answer(False, f"ended with {result.returncode}: {result.stderr.decode(errors='replace')}", CRASHED)]
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    by_path = {report["path"]: report for report in reports if "gun" in report}
    return [of_report(by_path[path]) if (path := f"{folder}/tuf/{GUN}") in by_path else NOT_FOUND
            for folder in folders]


# ---- the client ----

def without_odd_digest(line):
    """A digest that is no SHA-256, since it has not its size, is shown by the client, and is null to tufcheck."""
    row = line.rsplit(maxsplit=3)
    odd = len(row) == 4 and re.fullmatch("(?:[0-9a-f]{2})+", row[1]) and len(row[1]) != SHA256_DIGITS
    return [row[0], *row[2:]] if odd else row


def listed(output):
    """The rows of what `notary list` printed."""
    head = TABLE_HEAD.search(output)
    if not head:
        return () if NO_TARGETS in output else None
    return words(without_odd_digest(line) for line in output[head.end():].split("\n"))


def reason_of(said):
    """The last line that is not of its log."""
    lines = [line for line in said.split("\n") if line and not line.startswith("time=")]
    return lines[-1] if lines else said


def ask_client(folder, server=NO_SERVER):
    """What the client says of the repository; it may well write into the folder."""
    result = subprocess.run(["notary", "-s", server, "-d", folder, "list", *IN_ORDER, GUN],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS,
                            check=False, close_fds=False,
                            # as many clients run at once as there are processors; none needs more than one
                            env={"PATH": os.environ["PATH"], "HOME": folder, "GOMAXPROCS": "1"})
    output, errors = (text.decode(errors="replace").strip() for text in (result.stdout, result.stderr))
    if result.returncode:
        return Answer(False, reason_of(f"{errors}\n{output}"))
    rows = listed(output)
    if rows is None:
        raise RuntimeError(f"the client succeeded without a list: {output[:500]} {errors[-500:]}")
    return Answer(True, targets=rows)
