# SPDX-License-Identifier: Apache-2.0
"""Cases: what stands beside root.json and does not lead to it, and roots that the user trusts."""

import json

from forge import repository
from forge.case import METADATA, case, finding, trusted, untrusted
from forge.history import NEW, OLD, broken, keep_root, rotated
from forge.keys import certified

OTHER = certified("root-p384")
TRUSTED = "trusted.json"
GAP = finding("root-history-gap", "root", "/signed/version", "version 2 before it", "version 1")


def edited_root(data, key, change):
    """Another root of the same version, signed by key alone."""
    signed = json.loads(data)["signed"]
    change(signed)
    role = repository.Role("root", signed)
    role.signers = [repository.Signer(key)]
    return role.write()


def toggle_consistency(signed):
    signed["consistent_snapshot"] = not signed["consistent_snapshot"]


# ---- files of one version ----

@case(trusted())
def rotation_kept_twice(repo):
    """A version of the root is kept under both names, to the byte the same"""
    rotated(repo)
    repo.files["root.1.json"] = repo.files["1.root.json"]


@case(trusted())
def rotation_kept_twice_signed_by_others(repo):
    """A version of the root is kept under both names: signed by others, but it says the same"""
    rotated(repo)
    repo.files["root.2.json"] = edited_root(repo.files["2.root.json"], OTHER, lambda signed: None)


@broken(finding("root-fork", "root", "/signed", "what 1.root.json says", file="root.1.json"))
def rotation_fork(repo):
    """Two files hold version 1 of the root, and say different things"""
    rotated(repo)
    repo.files["root.1.json"] = edited_root(repo.files["1.root.json"], OLD, toggle_consistency)


@case(trusted())
def rotation_current_kept(repo):
    """The present root is kept under its version, too"""
    rotated(repo)
    keep_root(repo, 3, (NEW,), (NEW,))


@broken(finding("root-fork", "root", "/signed", "what root.json says", file="3.root.json"))
def rotation_fork_of_current(repo):
    """Beside root.json stands another root of its version"""
    rotated(repo)
    keep_root(repo, 3, (NEW,), (NEW,))
    repo.files["3.root.json"] = edited_root(repo.files["3.root.json"], NEW, toggle_consistency)


# ---- newer files ----

@broken(finding("root-rolled-back", "root", "/signed/version", "version 4", "version 3"))
def rotation_rolled_back(repo):
    """Beside root.json stands the root that came after it"""
    rotated(repo)
    keep_root(repo, 4, (OTHER,), (NEW, OTHER))


@case(trusted(finding("root-unproven", "root", "/signatures", file="4.root.json")))
def rotation_unproven(repo):
    """A file is called like the next root, and root.json's key has not signed it"""
    rotated(repo)
    keep_root(repo, 4, (OTHER,), (OTHER,))


@case(trusted(finding("root-unproven", "root", "", file="9007199254740991.root.json")))
def rotation_unproven_not_json(repo):
    """A file is called like the newest root that there can be, and is no root"""
    rotated(repo)
    repo.files["9007199254740991.root.json"] = b"planted"


@case(trusted(finding("root-unproven", "root", "/signed/version", file="7.root.json")))
def rotation_unproven_older(repo):
    """A file is called like a newer root, and is an older one"""
    rotated(repo)
    repo.files["7.root.json"] = repo.files["2.root.json"]


# ---- older files ----

@broken(finding("root-history-unsigned", "root", "/signatures", file="2.root.json"))
def rotation_unsigned(repo):
    """Version 2 of the root is signed by the key of version 1, but not by its own"""
    rotated(repo, second_signers=(OLD,))


@broken(finding("root-history-unsigned", "root", "/signatures", file="1.root.json"))
def rotation_of_other_name(repo):
    """Version 1 of the root is that of another repository"""
    other = certified("root-other-name")
    rotated(repo, first=(other,), second_signers=(other, NEW))


@case(trusted(GAP))
def rotation_gap_not_proven(repo):
    """A version of the root is not there, and the next one is not signed as the last one demands"""
    keep_root(repo, 1, (OLD,), (OLD,))
    repo["root"]["version"] = 3
    repo.assign("root", NEW)


# ---- a root that the user trusts ----

def demanded(expectation, path=TRUSTED, extra=None, **other):
    """extra: makes the trusted root, where it is not one of the repository's files."""
    return case(expectation, options=("--trusted-root", path), extra=extra and (lambda: {TRUSTED: extra()}), **other)


def make_root(version, key, signers=None):
    repo = repository.team_app()
    keep_root(repo, version, (key,), signers or (key,))
    return repo.files[f"{version}.root.json"]


def refused(kind, pointer, *others, file="root.json", **place):
    return untrusted("pass pass pass", finding(kind, "root", pointer, file=file, **place), *others, roles=None,
                     policy="fail")


@demanded(trusted(policy="pass"), f"{METADATA}/1.root.json")
def trusted_root_oldest(repo):
    """root.json follows from the trusted root, version by version"""
    rotated(repo)


@demanded(trusted(policy="pass"), extra=lambda: make_root(2, NEW))
def trusted_root_not_kept(repo):
    """root.json follows from the trusted root, which is not among the files"""
    rotated(repo)
    repo.files.clear()


@demanded(trusted(policy="pass"), f"{METADATA}/root.json")
def trusted_root_current(repo):
    """root.json is the trusted root"""
    rotated(repo)


@demanded(trusted(policy="pass"), extra=lambda: make_root(2, certified("root-expired")))
def trusted_root_out_of_date(repo):
    """The dates of the trusted root's certificates do not matter"""
    repo["root"]["version"] = 3
    repo.assign("root", NEW, signers=(certified("root-expired"), NEW))


@demanded(trusted(policy="pass"), extra=lambda: make_root(2, certified("root-wildcard")))
def trusted_root_wildcard(repo):
    """The trusted root's certificate names the repository among others"""
    repo["root"]["version"] = 3
    repo.assign("root", NEW, signers=(certified("root-wildcard"), NEW))


@demanded(refused("trusted-root-mismatch", "/signed"), extra=lambda: make_root(3, OTHER))
def trusted_root_mismatch(repo):
    """The trusted root is of root.json's version, and another one"""
    rotated(repo)


@demanded(refused("trusted-root-mismatch", "/signed", file="1.root.json"), extra=lambda: make_root(1, OTHER))
def trusted_root_mismatch_of_kept(repo):
    """The trusted root is of the version of an older one, and another one"""
    rotated(repo)


@demanded(refused("trusted-root-not-reached", "/signed/version", GAP, actual="no version 2"),
          f"{METADATA}/1.root.json")
def trusted_root_gap(repo):
    """A version between the trusted root and root.json is not there"""
    rotated(repo)
    del repo.files["2.root.json"]


@demanded(refused("trusted-root-not-reached", "/signatures", file="2.root.json"), extra=lambda: make_root(1, OTHER))
def trusted_root_not_reached(repo):
    """The root after the trusted one is not signed by its key"""
    rotated(repo)
    del repo.files["1.root.json"]


@demanded(refused("trusted-root-newer", "/signed/version", expected="version 4", actual="version 3"),
          extra=lambda: make_root(4, NEW))
def trusted_root_newer(repo):
    """root.json is older than the trusted root"""
    rotated(repo)


@demanded(untrusted("pass fail pass", finding("root-rotation", "root", "/signatures"), roles=None, policy="unknown"),
          f"{METADATA}/1.root.json", difference="D15")
def trusted_root_before_broken_history(repo):
    """The way from the trusted root to root.json is broken"""
    rotated(repo)
    repo.assign("root", OTHER)


@demanded(trusted(), extra=lambda: make_root(2, certified("root-other-name")), exit=3, stderr="name none of the")
def trusted_root_of_others(repo):
    """The trusted root is that of another repository, which is not there"""
    rotated(repo)
