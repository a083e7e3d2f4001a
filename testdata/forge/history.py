# SPDX-License-Identifier: Apache-2.0
"""Cases: earlier versions of root.json beside it."""

import copy

from forge.case import METADATA, case, finding, trusted, unreadable, untrusted
from forge.keys import certified
from forge.repository import Role

ROTATION = finding("root-rotation", "root", "/signatures", file="2.root.json")
OLD, NEW = certified("root"), certified("root-next")


def keep_root(repo, version, key, signers, threshold=1, file=None):
    """Writes the root as it is now, with this version and key, beside root.json."""
    kept = Role("root", copy.deepcopy(repo["root"]))
    now = repo.roles["root"]
    repo.roles["root"] = kept
    repo["root"]["version"] = version
    repo.assign("root", *key, threshold=threshold, signers=signers)
    repo.files[file or f"{version}.root.json"] = kept.write()
    repo.roles["root"] = now


def rotated(repo, first=(OLD,), second_signers=(OLD, NEW), **other):
    """Version 1 with the first keys, versions 2 and 3 with the new one."""
    keep_root(repo, 1, first, first, **other)
    keep_root(repo, 2, (NEW,), second_signers)
    repo["root"]["version"] = 3
    repo.assign("root", NEW)


def broken(*findings, checks="pass fail pass"):
    """Clients keep no earlier roots, and so do not look at them."""
    return case(untrusted(checks, *findings, roles=None), difference="D15")


@case(trusted())
def history_good(repo):
    """Each root is signed by the one before it, too"""
    rotated(repo)


@case(trusted())
def history_in_other_names(repo):
    """Earlier roots may also be called root.N.json"""
    rotated(repo)
    for version in (1, 2):
        repo.files[f"root.{version}.json"] = repo.files.pop(f"{version}.root.json")


@case(trusted())
def history_from_expired_certificate(repo):
    """A root certificate's dates do not matter for the root after it"""
    expired = certified("root-expired")
    rotated(repo, first=(expired,), second_signers=(expired, NEW))


@broken(ROTATION)
def history_broken(repo):
    """Version 2 of the root is not signed by the key of version 1"""
    rotated(repo, second_signers=(NEW,))


@broken(ROTATION)
def history_threshold_not_met(repo):
    """Version 2 of the root is signed by one of two keys that version 1 needs"""
    rotated(repo, first=(OLD, certified("root-p384")), threshold=2)


@broken(finding("root-history-unsigned", "root", "/signatures", file="1.root.json"))
def history_from_sha1_certificate(repo):
    """Version 1 of the root has a certificate that is signed with SHA-1, which counts for nothing"""
    sha1 = certified("root-sha1")
    rotated(repo, first=(sha1,), second_signers=(sha1, NEW))


@broken(finding("root-rotation", "root", "/signatures", file="root.json"))
def history_broken_at_the_end(repo):
    """root.json is not signed by the key of the version before it"""
    keep_root(repo, 1, (OLD,), (OLD,))
    repo["root"]["version"] = 2
    repo.assign("root", NEW)


@broken(finding("root-misnamed", "root", "/signed/version", "version 2", "version 1", file="2.root.json"),
        checks="fail pass pass")
def history_version_differs(repo):
    """2.root.json holds version 1"""
    rotated(repo)
    repo.files["2.root.json"] = repo.files["1.root.json"]


@case(trusted(finding("root-history-gap", "root", "/signed/version")))
def history_gap(repo):
    """Version 2 of the root is not there"""
    rotated(repo)
    del repo.files["2.root.json"]


@broken(finding("json-truncated", "root", "", file="1.root.json"), checks="fail pass pass")
def history_not_json(repo):
    """1.root.json ends too early"""
    rotated(repo)
    repo.files["1.root.json"] = repo.files["1.root.json"][:100]


@case(unreadable(finding("file-not-regular", "root", "", actual="a folder", file="1.root.json"), roles=None),
      setup=[{"directory": f"{METADATA}/1.root.json"}])
def history_folder(repo):
    """A folder stands where version 1 of the root should be"""
    keep_root(repo, 2, (NEW,), (OLD, NEW))
    repo["root"]["version"] = 3
    repo.assign("root", NEW)
