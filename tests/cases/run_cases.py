#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs cases of testdata/cases/ and compares what tufcheck says with expect.json.

    run_cases.py --tufcheck BIN --cases DIR NAME...    runs these
    run_cases.py --findings FILE --differences FILE --cases DIR --coverage
                                 asserts that every row of the table of findings has a case, and
                                 every difference from the reference client
"""

import argparse
import base64
import json
import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True  # nothing is left in the source tree
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import containment

SECONDS = 60

# Said of the registries of all repositories that have one; the unit tests have what is said.
ENDS = "content-trust-ends"

# Findings that no case on disk can make the same way each time.
NOT_IN_CASES = {
    "file-changed": "a file must change while it is read, which is a race",
    "root-history-too-long": "it takes more than 1024 files",
    "archive-refused": "the unit tests of archives have each of its kinds",
    "lock-version-newer": "only an update of a lock says it",
}

# Differences from the reference client that no case of a fair size can show.
DIFFERENCES_NOT_IN_CASES = {
    "D09": "it takes a file of more than 16 MiB",
    "D12": "the unit tests of the certificate profile have each of these",
    "D16": "the cases with links and folders are made when they run",
    "D18": "it takes a file that is too large to keep",
    "D19": "it takes more than 1024 files",
    "D21": "the unit tests of CA paths have these",
}


# ---- setting a case up ----

def make_socket(path):
    """Bound by its name alone: the whole path may be too long for an address."""
    before = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def make_sparse(path, size):
    with open(path, "wb") as stream:
        stream.truncate(size)


def remove(path):
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


def set_up_one(folder, step):
    """One step; what stands in its way is removed, unless only its mode changes."""
    kind = next(name for name in ("fifo", "sparse", "mode", "socket", "directory", "symlink", "repeated")
                if name in step)
    path = folder / step[kind]
    if kind == "mode":
        path.chmod(int(step["value"], 8))
        return
    remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    makers = {
        "fifo": lambda: os.mkfifo(path),
        "sparse": lambda: make_sparse(path, step["bytes"]),
        "socket": lambda: make_socket(path),
        "directory": path.mkdir,
        "symlink": lambda: path.symlink_to(step["to"]),
        "repeated": lambda: path.write_text(step["before"] + step["text"] * step["times"] + step["after"]),
    }
    makers[kind]()


def give_to(folder, user):
    """Lets the user read all of the case, and no more."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            os.chown(path, user.pw_uid, user.pw_gid)


def set_up(source, folder, expect):
    shutil.copytree(source, folder, symlinks=True)
    (folder / "expect.json").unlink()
    user = find_user(expect)
    if user:
        give_to(folder, user)
    for step in expect.get("setup", []):
        set_up_one(folder, step)


def find_user(expect):
    """The user to run as; None: whoever runs this. Permissions do not bite root."""
    if "as" not in expect or os.geteuid() != 0:
        return None
    return pwd.getpwnam(expect["as"])


# ---- running the tool ----

def lend(binary, folder):
    """Copies the tool to where everybody may run it: a build below somebody's home is not."""
    tool = folder.parent / "tool"
    if not tool.exists():
        tool.mkdir()
        for path in [pathlib.Path(binary), *(pathlib.Path(binary).parent.parent / "verify").glob("libtufcheck.so*")]:
            shutil.copy(path, tool)
        for path in [folder.parent, tool, *tool.iterdir()]:
            path.chmod(0o755)
    return tool


def make_counters(folder):
    """Where a build that counts what runs may leave its counts as another user."""
    counters = folder.parent / "counters"
    counters.mkdir(exist_ok=True)
    counters.chmod(0o777)
    return counters


def run(binary, folder, expect, *options):
    user = find_user(expect)
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    command = [binary, "verify", *options, "--at", expect["at"], *expect["options"], *expect["arguments"]]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
    environment.update({name: value for name, value in os.environ.items() if re.search("SAN_OPTIONS|^TUFCHECK_MUTANT", name)})
    if user:
        tool = lend(binary, folder)
        command[0] = str(tool / pathlib.Path(binary).name)
        environment["LD_LIBRARY_PATH"] = str(tool)
        environment["GCOV_PREFIX"] = str(make_counters(folder))
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=SECONDS, check=False, **identity)
    done.stderr = containment.drop_note(done.stderr)
    return done


# ---- comparing ----

def read_base_advice(cases):
    """What reviewers are told of the repository that cases are made from: testdata/base-advice.json."""
    return json.loads((cases.parent / "base-advice.json").read_text())


def expect_advice(base_advice, repository):
    """The advice of the base that holds for a repository: of unsound roles nothing is concluded."""
    statuses = {role["name"]: role["status"] for role in repository["roles"]}
    sound = {name for name, status in statuses.items() if status in ("valid", "expired")}
    return [advice["finding"] for advice in base_advice
            if set(advice["needs"]) <= sound and advice["finding"]["role"] in statuses]


def compare_value(what, wanted, actual):
    if wanted != actual:
        yield f"{what}: expected {json.dumps(wanted)}, is {json.dumps(actual)}"


def compare_findings(wanted, actual):
    ids = [item["id"] for item in wanted]
    actual_ids = [item["id"] for item in actual]
    if ids != actual_ids:
        yield f"findings: expected {ids}, is {actual_ids}"
        yield from (f"    {item['id']}: {json.dumps(item['message'])}" for item in actual)
        return
    for index, (want, have) in enumerate(zip(wanted, actual)):
        for name, value in want.items():
            yield from compare_value(f"findings[{index}] {want['id']} {name}", value, have.get(name))


def compare_targets(wanted, actual):
    by_name = {item["name"]: item for item in actual}
    yield from compare_value("targets", sorted(wanted), sorted(by_name))
    for tag, want in wanted.items():
        for name, value in want.items():
            yield from compare_value(f"target {tag} {name}", value, by_name.get(tag, {}).get(name))


def check_reason(repository):
    """A status other than trusted always comes with a finding that says which file."""
    def says_where(item):
        text = item["file"] or repository["path"]
        return item["severity"] == "error" and text and text in item["message"]
    if repository["status"] != "trusted" and not any(map(says_where, repository["findings"])):
        yield f"{repository['status']}, but no finding of severity error says which file or folder"


def compare_repository(wanted, actual, base_advice):
    for name in ("gun", "status", "checks"):
        if name in wanted:
            yield from compare_value(name, wanted[name], actual[name])
    advice = wanted["advice"] if "advice" in wanted else expect_advice(base_advice, actual)
    yield from compare_findings(wanted["findings"] + advice, actual["findings"])
    if "roles" in wanted:
        yield from compare_value("roles", wanted["roles"],
                                 {role["name"]: role["status"] for role in actual["roles"]})
    if "targets" in wanted:
        yield from compare_targets(wanted["targets"], actual["targets"])
    if actual["status"] not in ("trusted", "degraded"):
        yield from compare_value("targets of what does not hold", [], actual["targets"])
    yield from check_reason(actual)


def compare_whole(expect, report):
    """What concerns the trust directory as a whole; without an expectation there is nothing."""
    ends = [finding for finding in report["findings"] if finding["id"] == ENDS]
    named = any("/" in repository["gun"] for repository in report["repositories"])
    yield from compare_value(f"whether there is {ENDS}", named, bool(ends))
    yield from compare_findings(expect.get("findings", []),
                                [finding for finding in report["findings"] if finding["id"] != ENDS])
    wanted, actual = expect.get("privateKeys", []), report["privateKeys"]
    paths = [item["path"] for item in actual]
    if [item["path"] for item in wanted] != paths:
        yield f"privateKeys: expected {[item['path'] for item in wanted]}, is {paths}"
        return
    for want, have in zip(wanted, actual):
        for name, value in want.items():
            yield from compare_value(f"privateKeys {want['path']} {name}", value, have[name])


def compare_report(expect, report, base_advice):
    yield from compare_whole(expect, report)
    wanted, actual = expect["repositories"], report["repositories"]
    guns = [item["gun"] for item in actual]
    if len(wanted) != len(actual):
        yield f"repositories: expected {[item['gun'] for item in wanted]}, is {guns}"
        return
    for want, have in zip(wanted, actual):
        yield from (f"{have['gun']}: {line}" for line in compare_repository(want, have, base_advice))


def compare_stderr(expect, stderr):
    text = stderr.decode(errors="backslashreplace")
    wanted = expect.get("stderr", "")
    if bool(wanted) != bool(text) or wanted not in text:
        yield f"stderr: expected {wanted or 'nothing'!r}, is {text!r}"
    yield from find_hostile("stderr", stderr)


def find_hostile(what, output):
    """Characters that could steer a terminal, or hide."""
    try:
        text = output.decode()
    except UnicodeDecodeError as error:
        yield f"{what}: not UTF-8: {error}"
        return
    for character in sorted(set(text) - {"\n"}):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            yield f"{what}: has a raw U+{ord(character):04X}"


def list_secrets(folder):
    """All runs of base64 in files below a folder private/: PEM as it stands, and DER as it would be shown."""
    for path in folder.rglob("private/**/*"):
        if not path.is_file() or path.stat().st_size > 1 << 20:
            continue
        try:
            data = path.read_bytes()
        except OSError:
            continue
        yield from (match.decode() for match in re.findall(rb"^[A-Za-z0-9+/]{16,}", data, re.MULTILINE))
        if data[:1] == b"\x30":
            yield data.hex()[32:64]
            yield base64.b64encode(data).decode()[24:48]


def find_leaks(folder, *outputs):
    """No output has anything of a private key."""
    for secret in list_secrets(folder):
        for start in range(0, len(secret) - 15, 8):
            if any(secret[start:start + 16].encode() in output for output in outputs):
                yield f"output has a part of a private key: {secret[start:start + 16]}"
                return


def check_json(binary, folder, expect, base_advice):
    done = run(binary, folder, expect, "-o", "json")
    yield from find_leaks(folder, done.stdout, done.stderr)
    yield from compare_value("exit status", expect["exit"], done.returncode)
    yield from compare_stderr(expect, done.stderr)
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        yield f"stdout is not JSON: {error}"
        return
    yield from compare_report(expect, report, base_advice)


def check_text(binary, folder, expect):
    done = run(binary, folder, expect)
    yield from find_leaks(folder, done.stdout, done.stderr)
    yield from compare_value("exit status of text", expect["exit"], done.returncode)
    yield from compare_stderr(expect, done.stderr)
    yield from find_hostile("stdout", done.stdout)


def run_case(binary, source):
    expect = json.loads((source / "expect.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        # the tool may run as somebody else
        os.chmod(scratch, 0o755)
        folder = pathlib.Path(scratch) / "case"
        set_up(source, folder, expect)
        problems = [*check_json(binary, folder, expect, read_base_advice(source.parent)), *check_text(binary, folder, expect)]
        # so that it can be removed by whoever runs this
        for step in expect.get("setup", []):
            if "mode" in step:
                (folder / step["mode"]).chmod(0o700)
    if problems:
        print(f"{source.name}: {expect['description']}")
    for problem in problems:
        print(f"  {problem}")
    return 1 if problems else 0


# ---- coverage ----

def read_ids(path):
    """The ids in the table of findings."""
    return re.findall(r'^\t\[TC_\w+\] = \{"([a-z0-9-]+)", (?:ERROR|WARNING|NOTE),', path.read_text(), re.MULTILINE)


def read_covered(folder):
    yield ENDS
    for path in sorted(folder.glob("*/expect.json")):
        expect = json.loads(path.read_text())
        yield from (item["id"] for item in expect.get("findings", []))
        for repository in expect["repositories"]:
            yield repository["status"]
            yield from (item["id"] for item in repository["findings"] + repository.get("advice", []))


def check_differences(differences, folder):
    """Every row of the list has a case, and no case has another row."""
    rows = set(re.findall(r"^\| (D[0-9]+) \|", differences.read_text(), re.MULTILINE))
    shown = {json.loads(path.read_text()).get("difference") for path in folder.glob("*/expect.json")} - {None}
    yield from (f"no case shows the difference {name}" for name in sorted(rows - shown - set(DIFFERENCES_NOT_IN_CASES)))
    yield from (f"a case shows {name}, which is not in the list of differences" for name in sorted(shown - rows))


def check_coverage(findings, differences, folder):
    ids, covered = read_ids(findings), set(read_covered(folder))
    if not ids:
        print(f"{findings}: no table of findings was recognised")
        return 1
    statuses = ["trusted", "degraded", "expired", "untrusted", "incomplete", "unreadable"]
    problems = [f"no case has the finding {name}" for name in ids if name not in covered and name not in NOT_IN_CASES]
    problems += [f"{name} is said to be in no case, but is in one" for name in NOT_IN_CASES if name in covered]
    problems += [f"{name} is said to be in no case, but is no finding" for name in NOT_IN_CASES if name not in ids]
    problems += [f"no case has the status {name}" for name in statuses if name not in covered]
    problems += [f"{name} is in a case, but is no finding" for name in sorted(covered - set(ids) - set(statuses))]
    problems += check_differences(differences, folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


# ---- the command ----

def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tufcheck", metavar="BIN")
    parser.add_argument("--cases", metavar="DIR", type=pathlib.Path, required=True)
    parser.add_argument("--findings", metavar="FILE", type=pathlib.Path, help="the source of the table of findings")
    parser.add_argument("--differences", metavar="FILE", type=pathlib.Path, help="the list of differences")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if arguments.coverage:
        return check_coverage(arguments.findings, arguments.differences, arguments.cases)
    binary = os.path.abspath(arguments.tufcheck)
    failed = [name for name in arguments.names if run_case(binary, arguments.cases / name) != 0]
    print(f"{len(arguments.names) - len(failed)} of {len(arguments.names)} cases as expected")
    return 1 if failed or not arguments.names else 0


if __name__ == "__main__":
    sys.exit(main())
