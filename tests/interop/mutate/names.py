# SPDX-License-Identifier: Apache-2.0
"""Names of delegated roles and of targets, and the paths that delegated roles are for."""

import itertools

from forge.keys import certified
from forge.repository import Signer
from mutate.document import Spelled
from mutate.draft import DraftRole, EXPIRES
from mutate.mutant import Mutant, rows

HASHES = {"sha256": "mhTnM42VVRaogpcNHqp8KPksqO13jypI2qS9bv+V1B0="}
TARGET = {"hashes": HASHES, "length": 5}

ROLES = (
    "targets/new", "targets/n", "targets/-", "targets/_", "targets/0", "targets/a-b_c", "targets/releases/new",
    "targets/alice/new", "targets/new/deep", "targets/New", "targets/NEW", "Targets/new", "targets/n w", "targets/n.w",
    "targets/.", "targets/..", "targets/../new", "targets/./new", "targets/new/", "targets//new", "/targets/new",
    "targets/",
    "targets", "root", "snapshot", "timestamp", "new", "", "/", "targetsnew", "targets-x/new", "targets/root",
    "targets/targets", "targets/snapshot", "targets/new.json", "targets/n\u00e9w", "targets/\uff4e", "targets/n\nw",
    "targets/new\n", "targets/n\tw", "targets/n\\w", "targets\\new", "targets/n%2fw", "targets/n*", "targets/n+w",
    "targets/n:w", "targets/n,w", "targets/n~w", "targets/" + "n" * 246, "targets/" + "n" * 247, "targets/" + "n" * 248,
    "targets/" + "n" * 249, "targets/" + "n" * 300, "targets/alice", "targets/releases", "targets/releases/nightly",
    "targets/\u017f", "targets/n/../w", "targets/new/..", " targets/new", "targets/new ", "targets/con", "targets/-rf",
    "targets/a/b/c", "targets/--", "targets/__proto__", "targets/constructor")

TAGS = (
    "", " ", "a", "A", "-", ".", "..", "/", "a/b", "/a", "a/", "a//b", "../a", "a b", " a", "a ", "a\tb", "a\nb",
    "a\rb", "\u0001",
    "\u001b[31m", "\u007f", "\u0080", "\u00e9", "e\u0301", "\u4e2d", "\U0001f600", "\u202e", "\u2028", "\u200b",
    "\ufeff", "\ufffd",
    "<", ">", "&", "<b>", "'", '"', "\\", "\\n", "%", "%s", "%00", "*", "?", "#", "@", "a@b", "a:b", "a,b", "null",
    "true", "0", "-1",
    "targets", "root", "_type", "latest", "old", "Old", "v1", "v1.", "v1.0", "v1.2-rc1", "V1", "edge", "stable",
    "nightly",
    "nightly-1", "nightl", "releases", "a" * 127, "a" * 128, "a" * 129, "a" * 1000, "\u0130", "\u017f", "\u212a", "ss",
    "\u00df")

PATHS = (
    [], [""], ["/"], ["v"], ["v1"], ["v1."], ["v1.2-rc1"], ["v1.2-rc1x"], ["V1"], ["*"], ["v*"], ["v1*"], ["?"], ["^v"],
    [".*"],
    ["v1", "v1"], ["v2", "v1"], ["", "v1"], ["x", ""], [" "], ["v1 "], [" v1"], ["./v1"], ["/v1"], ["v1/"], ["\u00e9"],
    ["v\u0001"],
    ["l", "o", "e"], ["latest"], ["nightly", "v"], [str(i) for i in range(300)], ["v1"] * 1000, ["a" * 10000], ["<"],
    ["\\"],
    ["v1\n"], ["v1.2-rc"], ["v1.2-rc1", ""])
ODD_PATHS = (None, "v1", "", 1, {}, {"": ""}, [None], [None, "v1"], [1], [[]], ["v1", 1], ["v1", ["v"]], True,
             [Spelled('"v1\\u0000"', "v1\0")], ["v1\udcff"])


def text(name):
    return name.encode("unicode_escape").decode().replace("/", "~")


def new_role(draft, parent, name, paths=("",), targets=None):
    """A role with a file of its own, signed by a key of its own and listed."""
    key = certified("alice-second")
    added = {"keyids": [key.id], "name": name, "paths": list(paths), "threshold": 1}
    draft.change(parent, ("delegations", "roles"), lambda listed: listed + [added])
    draft.change(parent, ("delegations", "keys"), lambda known: {**known, key.id: key.entry})
    draft.roles[name] = DraftRole(name, {
        "_type": "Targets", "delegations": {"keys": {}, "roles": []}, "expires": EXPIRES,
        "targets": {"of-new": TARGET, "v1.9": TARGET} if targets is None else targets, "version": 1}, [Signer(key)])


def is_file_name(name):
    parts = name.split("/")
    return all(part not in ("", ".", "..") and len(part.encode()) < 250 for part in parts)


def of_roles():
    for parent, name in itertools.product(("targets", "targets/alice", "targets/releases"), ROLES):
        known = name in ("targets", "root", "snapshot", "timestamp", "targets/alice", "targets/releases",
                         "targets/releases/nightly")

        def listed_alone(draft, parent=parent, name=name):
            key = certified("alice-second")
            added = {"keyids": [key.id], "name": name, "paths": [""], "threshold": 1}
            draft.change(parent, ("delegations", "roles"), lambda listed: listed + [added])
            draft.change(parent, ("delegations", "keys"), lambda keys: {**keys, key.id: key.entry})
        yield Mutant(f"names/role-without-file/{parent.replace('/', '~')}/{text(name)}", listed_alone)
        if not known and is_file_name(name):
            yield Mutant(f"names/role/{parent.replace('/', '~')}/{text(name)}",
                         lambda draft, parent=parent, name=name: new_role(draft, parent, name))


def of_targets():
    for role, name in itertools.product(("targets", "targets/alice", "targets/releases", "targets/releases/nightly"),
                                        TAGS):
        yield Mutant(f"names/target/{role.replace('/', '~')}/{text(name)}",
                     lambda draft, role=role, name=name: draft.set(role, ("targets", name), TARGET))
        if name:
            spelled = Spelled("".join(['"', *(f"\\u{unit:04x}" for unit in units(name)), '"']), name)
            yield Mutant(f"names/target-escaped/{role.replace('/', '~')}/{text(name)}",
                         lambda draft, role=role, spelled=spelled: draft.change(
                             role, ("targets",), lambda targets: {**targets, spelled: TARGET}), rows("D17", "D01"))


def units(name):
    data = name.encode("utf-16-be")
    return [int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2)]


def of_paths():
    for role in ("targets/alice", "targets/releases", "targets/releases/nightly"):
        for place, paths in enumerate((*PATHS, *ODD_PATHS)):
            def build(draft, role=role, paths=paths):
                holder, path = draft.definition(role)
                draft.set(holder, (*path, "paths"), paths)
            yield Mutant(f"names/paths/{role.replace('/', '~')}/{place}", build, rows("D03", "D04"))


def of_nested_paths():
    for (one, paths), (other, inner) in itertools.product(enumerate(PATHS[:22]), enumerate(PATHS[:22])):
        def build(draft, paths=paths, inner=inner):
            holder, path = draft.definition("targets/alice")
            draft.set(holder, (*path, "paths"), paths)
            new_role(draft, "targets/alice", "targets/alice/new", inner,
                     {name: TARGET for name in ("v1", "v1.5", "v2", "x", "*", "v*", "/v1", "l")})
        yield Mutant(f"names/nested-paths/{one}/{other}", build)


def mutants():
    yield from of_roles()
    yield from of_targets()
    yield from of_paths()
    yield from of_nested_paths()
