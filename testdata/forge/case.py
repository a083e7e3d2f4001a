# SPDX-License-Identifier: Apache-2.0
"""What a case is, and the words to say what is expected of it."""

import dataclasses
import json
import pathlib
import typing

from forge import keys, repository

AT = "2026-12-01T00:00:00Z"
METADATA = f"tuf/{keys.GUN}/metadata"
ROLES = ("root", "timestamp", "snapshot", "targets", "targets/releases", "targets/releases/nightly",
         "targets/alice")
EXITS = {"trusted": 0, "unreadable": 3}  # all else: 1
CHECKS = ("integrity", "authenticity", "freshness")
# What reviewers are told of repository.team_app, by id. run_cases.py expects it of every repository, as far
# as its roles are sound, unless the case says what is to be expected instead.
BASE_ADVICE = {advice["finding"]["id"]: advice["finding"] for advice in json.loads(
    (pathlib.Path(__file__).resolve().parent.parent / "base-advice.json").read_text())}


@dataclasses.dataclass
class Case:
    name: str
    description: str
    build: typing.Callable  # changes the repository that it is given
    repositories: list      # what is expected of each, as expectation() makes it
    base: typing.Callable = repository.team_app
    metadata: str = METADATA                     # where the metadata folder is; None: nowhere
    extra: typing.Optional[typing.Callable] = None  # more files: () -> dict of path to bytes
    arguments: tuple = ("tuf",)
    options: tuple = ()
    setup: tuple = ()
    user: str = ""
    stderr: str = ""  # a text that must be in it; otherwise it must be empty
    at: str = AT
    difference: str = ""  # the row of docs/differences.md, when the reference client accepts the case
    exit: typing.Optional[int] = None
    findings: tuple = ()      # on the trust directory as a whole
    private_keys: tuple = ()  # as key() of estate.py makes them; there must be no others

    def files(self):
        """Every file of the case, by path."""
        repo = self.base()
        self.build(repo)
        files = {} if self.metadata is None else {
            f"{self.metadata}/{path}": data for path, data in repo.write().items()}
        if self.extra:
            files.update(self.extra())
        files["expect.json"] = (json.dumps(self.expect(), indent=2, ensure_ascii=True) + "\n").encode()
        return files

    def expect(self):
        exit_status = self.exit
        if exit_status is None:
            exit_status = max(EXITS.get(r["status"], 1) for r in self.repositories)
        document = {"description": self.description, "at": self.at, "arguments": list(self.arguments),
                    "options": list(self.options), "exit": exit_status, "repositories": self.repositories}
        whole = {"privateKeys": list(self.private_keys), "findings": list(self.findings)}
        document.update({name: value for name, value in whole.items() if value})
        optional = {"setup": list(self.setup), "as": self.user, "stderr": self.stderr, "difference": self.difference}
        document.update({name: value for name, value in optional.items() if value})
        return document


CASES = []


def add(name, build, description, *repositories, **other):
    assert name not in [case.name for case in CASES], name
    CASES.append(Case(name, description, build, list(repositories), **other))


def case(*repositories, **other):
    """Makes a case of a function: its name is the case's, its first line the description."""
    def take(build):
        add(build.__name__.replace("_", "-"), build, build.__doc__.strip(), *repositories, **other)
        return build
    return take


def unchanged(repo):
    """A mutation that is none."""


# ---- expectations ----

def finding(kind, role=None, pointer=None, expected=None, actual=None, file=None):
    """What is left out is not compared. The file is that of the role, unless it is given."""
    wanted = {"id": kind}
    if role:
        wanted.update({"role": role, "file": file or role + ".json"})
    optional = {"pointer": pointer, "expected": expected, "actual": actual}
    wanted.update({name: value for name, value in optional.items() if value is not None})
    return wanted


def silent(role, key, file="root.json", pointer="/signed/keys/"):
    """The advice on the base where a key of a role has not signed."""
    return [BASE_ADVICE["root-threshold-one"],
            finding("key-without-signature", role, f"{pointer}{key.id}", file=file),
            BASE_ADVICE["delegation-all-paths"]]


def roles(changes=None, **top):
    """All roles valid but for those that are named; None: not listed.

    What an unsound snapshot or targets says of delegations is not looked at."""
    statuses = {**dict.fromkeys(ROLES, "valid"), **(changes or {}), **top}
    if not {statuses["snapshot"], statuses["targets"]} <= {"valid", "expired"}:
        statuses = {name: status for name, status in statuses.items() if "/" not in name}
    return {name: status for name, status in statuses.items() if status}


def only(*names, **statuses):
    """Just these roles."""
    return {**dict.fromkeys(names, "valid"), **statuses}


def target(role="targets/releases", pullable=True, signers=("(Repo Admin)",)):
    return {"role": role, "pullable": pullable, "signers": list(signers)}


def has_unsound_parents(roles):
    """Whether snapshot or targets is there and does not hold, so that delegations are left out."""
    return bool(roles) and "targets" in roles and not {roles.get("snapshot"), roles["targets"]} <= {"valid", "expired"}


def expectation(status, checks, *findings, gun=keys.GUN, roles=None, targets=None, policy="none", left_out=None,
                advice=None):
    """findings: all but the advice that follows them, which is that of the base unless it is given.

    left_out: whether delegations are known of and left out; None: as the roles suggest.
    """
    if has_unsound_parents(roles) if left_out is None else left_out:
        findings += (finding("delegations-not-checked"),)
    wanted = {"gun": gun, "status": status,
              "checks": {**dict(zip(CHECKS, checks.split())), "policy": policy}, "findings": list(findings)}
    if roles is not None:
        wanted["roles"] = roles
    if targets is not None:
        wanted["targets"] = targets
    if advice is not None:
        wanted["advice"] = list(advice)
    return wanted


def trusted(*findings, roles=roles(), **other):
    return expectation("trusted", "pass pass pass", *findings, roles=roles, **other)


def expired(*findings, roles=roles(), checks="pass pass fail", **other):
    return expectation("expired", checks, *findings, roles=roles, **other)


def degraded(checks, *findings, roles=roles(), **other):
    return expectation("degraded", checks, *findings, roles=roles, **other)


def after_failures(checks):
    """What forged or altered data says passes no later check: it is unknown."""
    integrity, authenticity, freshness = checks.split()
    if integrity == "fail" and authenticity == "pass":
        authenticity = "unknown"
    if "fail" in (integrity, authenticity) and freshness == "pass":
        freshness = "unknown"
    return f"{integrity} {authenticity} {freshness}"


def untrusted(checks, *findings, roles=roles(), **other):
    checks = after_failures(checks)
    return expectation("untrusted", checks, *findings, roles=roles, **other)


def incomplete(*findings, roles=roles(), checks="unknown unknown unknown", **other):
    return expectation("incomplete", checks, *findings, roles=roles, **other)


def unreadable(*findings, roles=roles(), checks="unknown unknown unknown", **other):
    return expectation("unreadable", checks, *findings, roles=roles, **other)
