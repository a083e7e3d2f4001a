#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what tufcheck says about a repository with what the real clients say about it.

    compare.py repository TUFCHECK TRUST-DIR LABEL < ANSWERS
    compare.py tampered TUFCHECK TRUST-DIR GUN WHAT REFUSAL FILE...

ANSWERS is one element of `repositories` in testdata/notary/expected.json (described in the README there), with
these differences: `unpublished` is not looked at, `docker_trust_inspect` is null where there is no docker, and
`accepted_offline`, where it is there, says whether the client reads the directory without a server.

A line is printed for each check. Exit status: 0 everything agrees, 1 something does not.
"""
import json
import os
import re
import subprocess
import sys

REPOSITORY_ADMIN = "(Repo Admin)"  # as tufcheck and `docker trust view` had it
DOCKER_REPOSITORY_ADMIN = "Repo Admin"  # as `docker trust inspect` has it

# The chain holds: what a directory with one of these statuses says may be compared in full.
HOLDING = ("trusted", "degraded")
# Those, and a chain of which only a part was there to be checked.
REACHED = HOLDING + ("incomplete",)


TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


def plural(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


class Checks:
    """Prints a line a check and counts those that failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, label, agrees, text, *details):
        """Details are only shown when the check fails."""
        print(f"{'ok  ' if agrees else 'FAIL'}  {label}: {text}", flush=True)
        if agrees:
            self.passed += 1
            return
        self.failed += 1
        for detail in details:
            print(f"          {detail}", flush=True)

    def same(self, label, text, mine, theirs):
        """Two dictionaries are equal; the details name what is not."""
        self.check(label, mine == theirs, text, *(
            f"{name}: tufcheck {mine.get(name, 'nothing')}, client {theirs.get(name, 'nothing')}"
            for name in sorted(mine.keys() | theirs.keys()) if mine.get(name) != theirs.get(name)))


def run_tufcheck(tufcheck, *arguments):
    """The exit status and the report. No output at all, or no JSON, ends the test."""
    result = subprocess.run([tufcheck, "verify", "-o", "json", *arguments], stdout=subprocess.PIPE, check=False)
    return result.returncode, json.loads(result.stdout)


def find_repository(report, gun):
    for repository in report["repositories"]:
        if repository["gun"] == gun:
            return repository
    sys.exit(f"compare: tufcheck found no repository {gun}")


# --------------------------------------------------------------------------------------------- tufcheck's side

def canonical_key_ids(repository, role):
    """Those of the keys of a role. The same ID may stand for different keys in different roles."""
    canonical = {key["keyId"]: key["canonicalKeyId"] for key in repository["keys"] if role["name"] in key["roles"]}
    return sorted(canonical[key_id] for key_id in role["keyIds"])


def find_role(repository, name):
    for role in repository["roles"]:
        if role["name"] == name:
            return role
    return None


def delegated_roles(repository):
    return [role for role in repository["roles"] if role["name"].startswith("targets/")]


def permits(paths, target):
    return any(target.startswith(path) for path in paths)


# ------------------------------------------------------------------------------------------------ the questions

def compare_tags(checks, label, repository, answers):
    mine = {target["name"]: (target["sha256"], target["length"], target["role"])
            for target in repository["targets"]}
    if repository["status"] not in HOLDING:
        checks.check(label, not mine, f"no tags, since it is {repository['status']}", mine)
        return
    theirs = {target["name"]: (target["sha256"], target["length"], target["role"])
              for target in answers["list_releases_first"]}
    checks.same(label, f"{plural(len(theirs), 'tag')} with digest, length and role as in notary list "
                "-r targets/releases -r targets", mine, theirs)
    # The order decides which role a tag is taken from, never whether there is one.
    checks.same(label, "the same tags as in notary list", dict.fromkeys(mine, "there"),
                {target["name"]: "there" for target in answers["list"]})


def compare_delegations(checks, label, repository, answers):
    if repository["status"] not in REACHED:
        return
    mine = {role["name"]: (sorted(role["paths"]), canonical_key_ids(repository, role), role["threshold"])
            for role in delegated_roles(repository)}
    written = {role["role"]: role for role in answers["delegations"]}
    theirs = {name: (sorted(effective_paths(written, name)), sorted(role["key_ids"]), role["threshold"])
              for name, role in written.items()}
    checks.same(label, f"{plural(len(theirs), 'delegation')} with paths, canonical key IDs and threshold as in notary "
                "delegation list", mine, theirs)


def effective_paths(written, name):
    """`notary delegation list` shows a role's paths as they are written; tufcheck shows those that count, which
    are within a path of the parent (and that parent's parent)."""
    parent = name.rpartition("/")[0]
    paths = written[name]["paths"]
    if parent not in written:
        return paths
    allowed = effective_paths(written, parent)
    return [path for path in paths if permits(allowed, path)]


def compare_docker(checks, label, repository, answers):
    inspect = answers["docker_trust_inspect"]
    if inspect is None or repository["status"] not in REACHED:
        return
    if repository["status"] in HOLDING:
        compare_docker_tags(checks, label, repository, answers, inspect["SignedTags"])
    compare_docker_signers(checks, label, repository, inspect["Signers"])
    compare_docker_administrators(checks, label, repository, inspect["AdministrativeKeys"])


def compare_docker_tags(checks, label, repository, answers, rows):
    pullable = {(target["name"], target["sha256"]): target for target in repository["targets"]
                if target["pullable"]}
    theirs = {(row["SignedTag"], row["Digest"]): row["Signers"] for row in rows}
    # Docker shows more rows than can be pulled.
    extra = {pair for pair in theirs.keys() - pullable.keys() if is_known_row(repository, answers, *pair)}
    checks.same(label, f"{plural(len(pullable), 'pullable tag')} with digest as in docker trust inspect",
                dict.fromkeys(pullable, "there"), dict.fromkeys(theirs.keys() - extra, "there"))
    mine = {pair: set(pullable[pair]["signers"]) for pair in pullable if pair in theirs}
    checks.same(label, "signers of each tag as in docker trust inspect", mine,
                {pair: docker_signers(repository, pair[0], theirs[pair]) for pair in mine})


def is_known_row(repository, answers, name, digest):
    """A tag without a sha256 is shown with an empty digest, although it cannot be pulled. A tag that is in
    targets/releases and, with another digest, in targets, is shown twice; only the first can be pulled. A target
    whose name is no tag is shown, and no image can be named so."""
    mine = {target["name"]: target for target in repository["targets"]}.get(name)
    if mine is None:
        return False
    if not TAG.fullmatch(name):
        return True
    if digest == "":
        return mine["sha256"] is None
    in_targets = {target["name"]: target["sha256"] for target in answers["list"] if target["role"] == "targets"}
    return mine["role"] == "targets/releases" and in_targets.get(name) == digest


def docker_signers(repository, tag, signers):
    """Docker names signers without regard to the paths of their roles: of those whose paths do not permit the tag
    tufcheck says nothing. Where that leaves none, it was signed by the repository's own keys alone."""
    permitted = {signer for signer in signers if is_within_paths(repository, signer, tag)}
    return permitted - {DOCKER_REPOSITORY_ADMIN} or {REPOSITORY_ADMIN}


def is_within_paths(repository, signer, tag):
    role = find_role(repository, f"targets/{signer}")
    return role is None or permits(role["paths"], tag)


def compare_docker_signers(checks, label, repository, rows):
    # targets/releases is no signer: it is what signers sign into.
    mine = {role["name"].removeprefix("targets/"): canonical_key_ids(repository, role)
            for role in delegated_roles(repository) if role["name"] != "targets/releases"}
    theirs = {row["Name"]: sorted(key["ID"] for key in row["Keys"]) for row in rows}
    checks.same(label, f"{plural(len(theirs), 'signer')} with canonical key IDs as in docker trust inspect",
                mine, theirs)


def compare_docker_administrators(checks, label, repository, rows):
    # Listed IDs, not canonical ones: that of a root key is the ID of its certificate.
    mine = {name: sorted(find_role(repository, role)["keyIds"])
            for name, role in (("Root", "root"), ("Repository", "targets"))}
    theirs = {row["Name"]: sorted(key["ID"] for key in row["Keys"]) for row in rows}
    checks.same(label, "root and repository key IDs as in docker trust inspect", mine, theirs)


def compare_docker_output(checks, label, tufcheck, path, repository, answers):
    """--output docker is what docker prints, in its order, but for the rows and signers that are known to differ."""
    inspect = answers["docker_trust_inspect"]
    if inspect is None or repository["status"] not in HOLDING:
        return
    printed = subprocess.run([tufcheck, "verify", "-o", "docker", path], stdout=subprocess.PIPE, check=False).stdout
    mine = json.loads(printed)
    pairs = {(row["SignedTag"], row["Digest"]) for each in mine for row in each["SignedTags"]}
    rows = []
    for row in inspect["SignedTags"]:
        pair = row["SignedTag"], row["Digest"]
        if pair not in pairs and is_known_row(repository, answers, *pair):
            continue
        permitted = [signer for signer in row["Signers"] if is_within_paths(repository, signer, row["SignedTag"])]
        rows.append({**row, "Signers": permitted or [DOCKER_REPOSITORY_ADMIN]})
    theirs = [{**inspect, "SignedTags": rows}]
    checks.check(label, mine == theirs, "--output docker is what docker trust inspect prints",
                 f"here {json.dumps(mine)}", f"docker {json.dumps(theirs)}")


def compare_status(checks, label, repository, exit_status):
    """Only what is trusted passes, and what is not has a finding that is more than a note."""
    status = repository["status"]
    checks.check(label, (exit_status == 0) == (status == "trusted"), f"{status}, exit status {exit_status}")
    if status != "trusted":
        checks.check(label, any(finding["severity"] == "error" for finding in repository["findings"]),
                     "says why", repository["findings"])


def compare_acceptance(checks, label, repository, is_accepted):
    checks.check(label, (repository["status"] == "trusted") == is_accepted,
                 f"{repository['status']}; offline the client {'reads' if is_accepted else 'refuses'} it",
                 *(finding["message"] for finding in repository["findings"]))


def compare_keys(checks, label, repository):
    """Roles name their keys, and keys the roles that trust them: twice the same."""
    mine = {f"{role['name']} {key_id}": "there" for role in repository["roles"] for key_id in role["keyIds"]}
    theirs = {f"{role} {key['keyId']}": "there" for key in repository["keys"] for role in key["roles"]}
    checks.same(label, f"{plural(len(repository['keys']), 'key')}, each with the roles that name it", mine, theirs)


def compare_repository(checks, label, repository, answers):
    compare_keys(checks, label, repository)
    compare_tags(checks, label, repository, answers)
    compare_delegations(checks, label, repository, answers)
    compare_docker(checks, label, repository, answers)


# --------------------------------------------------------------------------------------------------- tampering

def compare_tampered(checks, what, repository, refusal, files):
    """Where the client refuses (refusal says why) tufcheck does not trust, and has a finding about each of the
    files. A file may be written "a|b": then either will do."""
    status = repository["status"]
    errors = [finding for finding in repository["findings"] if finding["severity"] == "error"]
    messages = [finding["message"] for finding in errors]
    if not refusal:
        checks.check(what, status == "trusted", f"{status}; the client reads it", *messages)
        return
    about = {finding["file"] for finding in errors}
    complaints = [f"there should be an error about {file}" for file in files if about.isdisjoint(file.split("|"))]
    if status == "trusted":
        complaints.append("the client refuses it")
    if not files:
        complaints.append("the client should have read it")
    reasons = dict.fromkeys(f"{finding['id']} in {finding['file']}" for finding in errors)
    checks.check(what, not complaints, f"{status}, {', '.join(reasons) or 'without an error'}; the client: {refusal}",
                 *complaints, *messages)


# -------------------------------------------------------------------------------------------------------- main

def main():
    checks = Checks()
    command, tufcheck, trust_dir = sys.argv[1:4]
    if command == "repository":
        label = sys.argv[4]
        answers = json.load(sys.stdin)
        gun = answers["gun"]
        path = os.path.join(trust_dir, "tuf", gun)
        exit_status, report = run_tufcheck(tufcheck, path)
        repository = find_repository(report, gun)
        compare_docker_output(checks, label, tufcheck, path, repository, answers)
        compare_status(checks, label, repository, exit_status)
        compare_acceptance(checks, label, repository, answers["accepted_offline"])
        compare_repository(checks, label, repository, answers)
    else:
        gun, what, refusal, *files = sys.argv[4:]
        exit_status, report = run_tufcheck(tufcheck, os.path.join(trust_dir, "tuf", gun))
        repository = find_repository(report, gun)
        compare_tampered(checks, what, repository, refusal, files)
        if (exit_status == 0) != (repository["status"] == "trusted"):
            checks.check(what, False, f"exit status {exit_status} of what is {repository['status']}")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
