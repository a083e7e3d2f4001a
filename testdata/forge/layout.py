# SPDX-License-Identifier: Apache-2.0
"""Cases: where repositories lie, and what they are called."""

from forge import keys
from forge.case import METADATA, add, case, finding, incomplete, only, trusted, unchanged, untrusted
from forge.case import roles as all_roles
from forge.keys import bare, certified
from forge.repository import Repository, team_app

OTHER = "registry.example.com/team/other"
METADATA_GUN = "registry.example.com/metadata"
TOP_ROLES = ("root", "timestamp", "snapshot", "targets")
MISNAMED = (finding("threshold-not-met", "root", "/signatures"), finding("root-name-mismatch", "root"))


def called_metadata():
    repo = Repository(METADATA_GUN, METADATA_GUN)
    repo.assign("root", certified("root-metadata"))
    for name in ("targets", "snapshot", "timestamp"):
        repo.assign(name, bare(name))
    return repo


def misnamed(gun):
    return untrusted("pass fail pass", *MISNAMED, gun=gun, roles=all_roles(root="below-threshold"))


ASSUMED = trusted(finding("gun-assumed", "root", "/signed/roles/root/keyids", actual=keys.GUN))

PLACES = (
    ("gun-of-folder-differs", f"tuf/{OTHER}/metadata", ("tuf",), (),
     "The folder says that it is another repository than the root certificate does", misnamed(OTHER)),
    ("gun-given", "archive/metadata", ("archive",), ("--gun", keys.GUN),
     "Outside a tuf/ tree the name is given", trusted()),
    ("gun-given-wrong", "archive/metadata", ("archive",), ("--gun", OTHER),
     "Outside a tuf/ tree a wrong name is given", misnamed(OTHER)),
    ("gun-given-inside", METADATA, ("tuf",), ("--gun", OTHER),
     "Inside a tuf/ tree the folder gives the name, not the option", trusted()),
    ("gun-assumed", "archive/metadata", ("archive",), (),
     "Outside a tuf/ tree the name is assumed to be that in the root certificate", ASSUMED),
    ("argument-metadata-folder", METADATA, (METADATA,), (), "The argument is a metadata folder", trusted()),
    ("argument-repository", METADATA, (f"tuf/{keys.GUN}",), (), "The argument is a repository's folder", trusted()),
    ("argument-trust-root", f"trust/{METADATA}", ("trust",), (), "The argument is a trust directory", trusted()),
    ("argument-files", "files", ("files",), (), "The argument is a folder of files outside any tuf/ tree", ASSUMED),
    ("argument-twice", METADATA, ("tuf", f"tuf/{keys.GUN}"), (), "Two arguments lead to one repository", trusted()),
)


def add_place(name, metadata, arguments, options, description, wanted):
    add(name, unchanged, description, wanted, metadata=metadata, arguments=arguments, options=options)


for row in PLACES:
    add_place(*row)


def nameless(*findings):
    return untrusted("pass fail pass", finding("gun-unknown", "root"), finding("threshold-not-met", "root"), *findings,
                     gun="", roles=all_roles(root="invalid"))


@case(nameless(), metadata="archive/metadata", arguments=("archive",))
def gun_unknown_wildcard(repo):
    """Outside a tuf/ tree a root certificate that is for many repositories gives no name"""
    repo.assign("root", certified("root-wildcard"))


add("gun-metadata", unchanged, "A repository is called metadata",
    trusted(gun=METADATA_GUN, roles=only(*TOP_ROLES)), base=called_metadata,
    metadata=f"tuf/{METADATA_GUN}/metadata")
add("gun-hostile", unchanged, "A repository's name has terminal escapes",
    incomplete(finding("file-missing", "root"), finding("chain-stopped", "root"), gun="\x1b[2Jred\u202e",
               roles=only(root="missing")),
    metadata=None, setup=[{"directory": "tuf/\x1b[2Jred\u202e/metadata"}])


@case(nameless(finding("root-key-unusable", "root")), metadata="archive/metadata", arguments=("archive",))
def gun_unknown(repo):
    """Outside a tuf/ tree no root certificate gives a name"""
    repo.assign("root", bare("root"))


# ---- none, and several ----

add("no-repository", unchanged, "The argument has no repository in it", metadata=None, exit=3, stderr="tuf",
    setup=[{"directory": "tuf"}])
add("no-argument", unchanged, "The argument is not there", metadata=None, exit=3, stderr="tuf")


def bad_repository():
    """A second repository, of which the timestamp is cut."""
    repo = team_app()
    repo.edit("timestamp", lambda data: data[:100])
    return {f"tuf/{OTHER}/metadata/{path}": data for path, data in repo.write().items()}


BAD = untrusted("fail fail unknown", finding("threshold-not-met", "root"), finding("json-truncated", "timestamp", ""),
                finding("root-name-mismatch", "root"), finding("reference-unavailable", "snapshot"), gun=OTHER,
                roles=all_roles(root="below-threshold", timestamp="invalid"))

add("two-repositories", unchanged, "Of two repositories one is bad; the other is reported all the same",
    trusted(), BAD, extra=bad_repository)
add("one-of-two-arguments-missing", unchanged, "One argument holds a repository, the other is not there",
    trusted(), arguments=("tuf", "./other"), exit=3, stderr="./other")
