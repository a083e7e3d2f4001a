# SPDX-License-Identifier: Apache-2.0
"""Cases: files that are missing, or are not files that can be read."""

from forge.case import (BASE_ADVICE, METADATA, add, case, finding, incomplete, only, roles, trusted, unchanged,
                        unreadable, untrusted)

MIB = 1 << 20
NOBODY = {"user": "nobody"}


def without(*names):
    return lambda repo: repo.afterwards(lambda files: [files.pop(name + ".json") for name in names])


def missing(role):
    return finding("file-missing", role, "", "a regular file", "nothing")


def followed(role):
    """What else is said when the file of a role is not there."""
    after = {"root": finding("chain-stopped", "root"), "timestamp": finding("reference-unavailable", "snapshot"),
             "snapshot": finding("reference-unavailable", "targets")}
    return [after[role]] if role in after else []


def reached(role, status):
    """The roles that are known when that of one cannot be used."""
    if role == "root":
        return only(root=status)
    if role == "snapshot":
        return only("root", "timestamp", "targets", snapshot=status)
    if role == "targets":
        return only("root", "timestamp", "snapshot", targets=status)
    statuses = roles({role: status})
    if role == "targets/releases":
        del statuses["targets/releases/nightly"]
    return statuses


# ---- missing ----

for lost in ("root", "timestamp", "snapshot", "targets", "targets/releases", "targets/alice"):
    add(f"missing-{lost.replace('/', '-')}", without(lost), f"{lost}.json is not there",
        incomplete(missing(lost), *followed(lost), roles=reached(lost, "missing")))


@case(incomplete(missing("timestamp"), missing("snapshot"), missing("targets"), *followed("timestamp"),
                 *followed("snapshot"), roles=only("root", timestamp="missing", snapshot="missing", targets="missing"),
                 left_out=False))
def only_root(repo):
    """Only root.json is there, as after a pull that failed"""
    repo.afterwards(lambda files: [files.pop(name) for name in list(files) if name != "root.json"])


add("metadata-folder-empty", unchanged, "The metadata folder is empty",
    incomplete(missing("root"), *followed("root"), roles=only(root="missing")),
    metadata=None, setup=[{"directory": METADATA}])


@case(incomplete(missing("targets"), finding("role-expired", "timestamp"), checks="unknown unknown fail",
                 roles=only("root", "snapshot", timestamp="expired", targets="missing")))
def missing_and_expired(repo):
    """targets.json is not there, and the timestamp is past its expiry"""
    without("targets")(repo)
    repo["timestamp"]["expires"] = "2026-06-01T00:00:00Z"


# ---- in the way ----

def add_instead(name, role, step, kind, wanted, description):
    path = f"{METADATA}/{role}.json"
    step = {next(iter(step)): path, **dict(list(step.items())[1:])}
    add(name, unchanged, description,
        unreadable(finding(kind, role, "", **wanted), *followed(role), roles=reached(role, "invalid")), setup=[step])


add_instead("fifo", "timestamp", {"fifo": ""}, "file-not-regular", {"actual": "a FIFO"},
            "A FIFO stands where timestamp.json should")
add_instead("socket", "snapshot", {"socket": ""}, "file-not-regular", {"actual": "a socket"},
            "A socket stands where snapshot.json should")
add_instead("folder", "targets", {"directory": ""}, "file-not-regular", {"actual": "a folder"},
            "A folder stands where targets.json should")
add_instead("folder-of-delegation", "targets/alice", {"directory": ""}, "file-not-regular", {"actual": "a folder"},
            "A folder stands where a delegation's file should")
add_instead("device", "targets/alice", {"symlink": "", "to": "/dev/zero"}, "link-escapes", {},
            "A link leads to a device")
add_instead("link-escapes", "targets", {"symlink": "", "to": "../../../../../../expect.json"}, "link-escapes", {},
            "A link leads out of the argument")
add_instead("link-absolute", "root", {"symlink": "", "to": "/etc/passwd"}, "link-escapes", {},
            "A link leads to an absolute path")
add_instead("link-loop", "targets/alice", {"symlink": "", "to": "alice.json"}, "link-escapes", {},
            "A link leads to itself")


@case(incomplete(missing("targets"), roles=reached("targets", "missing")),
      setup=[{"symlink": f"{METADATA}/targets.json", "to": "nothing.json"}])
def link_dangling(repo):
    """A link leads to nothing"""


def move(name, to):
    def change(files):
        files[to] = files.pop(name)
    return lambda repo: repo.afterwards(change)


add("link-inside", move("targets.json", "kept/targets-4.json"), "A link leads to a file beneath the argument",
    trusted(), setup=[{"symlink": f"{METADATA}/targets.json", "to": "kept/targets-4.json"}])
add("link-of-folder", move("targets/alice.json", "kept/alice.json"),
    "A delegation's file is reached through links upwards, within the argument", trusted(),
    setup=[{"symlink": f"{METADATA}/targets/alice.json", "to": "../../metadata/kept/alice.json"}])


# ---- too large ----

def too_large(role):
    return untrusted("fail unknown unknown", finding("file-too-large", role, "", actual="more"), *followed(role),
                     roles=reached(role, "invalid"))


add("too-large-timestamp", unchanged, "timestamp.json has a byte more than a mebibyte", too_large("timestamp"),
    setup=[{"sparse": f"{METADATA}/timestamp.json", "bytes": MIB + 1}])
add("too-large-targets", unchanged, "targets.json has a byte more than 100 mebibytes", too_large("targets"),
    setup=[{"sparse": f"{METADATA}/targets.json", "bytes": 100 * MIB + 1}])
add("too-large-delegation", unchanged, "A delegation's file has a tebibyte", too_large("targets/alice"),
    setup=[{"sparse": f"{METADATA}/targets/alice.json", "bytes": 1 << 40}])


# ---- not permitted ----

def add_closed(name, path, description, *wanted, **other):
    add(name, unchanged, description, *wanted, setup=[{"mode": path, "value": "000"}], **NOBODY, **other)


def closed_file(role):
    return unreadable(finding("file-unreadable", role, "", actual="Permission denied"), *followed(role),
                      roles=reached(role, "invalid"))


add_closed("unreadable-targets", f"{METADATA}/targets.json", "targets.json may not be read", closed_file("targets"))
add_closed("unreadable-root", f"{METADATA}/root.json", "root.json may not be read", closed_file("root"))
add_closed("unreadable-folder-of-delegations", f"{METADATA}/targets", "The folder of delegations may not be searched",
           unreadable(finding("file-unreadable", "targets/releases"), finding("file-unreadable", "targets/alice"),
                      roles=roles({"targets/releases": "invalid", "targets/releases/nightly": None,
                                   "targets/alice": "invalid"}),
                      advice=[*BASE_ADVICE.values(), {"id": "files-not-listed", "role": None, "file": "targets",
                                                      "actual": "Permission denied"}]))
add_closed("unreadable-metadata-folder", METADATA, "The metadata folder may not be searched",
           unreadable(finding("folder-unreadable", actual="Permission denied"), roles={}))
add_closed("unreadable-argument", "tuf", "The argument may not be searched", exit=3, stderr="tuf")
