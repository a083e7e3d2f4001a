# SPDX-License-Identifier: Apache-2.0
"""A repository's metadata, from a real one: keyed anew, changed in one place, signed and hashed again."""

import dataclasses
import json
import pathlib
import typing

from forge import canonical, keys, signing

CAPTURED = pathlib.Path(__file__).resolve().parent.parent / "notary" / "trust" / "tuf"
TOP_ROLES = ("root", "timestamp", "snapshot", "targets")
EXPIRES = "2029-11-20T04:33:07.5Z"


@dataclasses.dataclass
class Signer:
    """One signature to come. What is None follows from the key."""
    key: keys.Key
    method: typing.Optional[str] = None
    key_id: typing.Optional[str] = None
    scheme: typing.Optional[typing.Callable] = None

    def sign(self, message):
        method = signing.native_method(self.key.private) if self.method is None else self.method
        scheme = self.scheme or signing.METHODS[method.lower()]
        return {"keyid": self.key_id or self.key.id, "method": method,
                "sig": canonical.b64(signing.sign(self.key.private, scheme, message))}


class Role:
    """One metadata file before it is written."""

    def __init__(self, name, signed):
        self.name = name
        self.signed = signed
        self.signed["expires"] = EXPIRES
        self.signers = []
        self.edits = []

    def write(self):
        message = canonical.encode(self.signed)
        signatures = [signer.sign(message) for signer in self.signers]
        # as Notary has it: the members of the envelope in this order, all else nearly canonical
        data = ('{"signed":' + canonical.as_json(self.signed) + ',"signatures":'
                + canonical.as_json(signatures) + "}").encode()
        for edit in self.edits:
            data = edit(data)
        return data


class Repository:
    def __init__(self, captured, gun=keys.GUN):
        """captured: the GUN of the real repository that it is made from."""
        self.gun = gun
        self.roles = {}
        self.files = {}  # beside those of roles; relative to the metadata folder
        self.later = []  # changes to all files, after everything was hashed
        folder = CAPTURED / captured / "metadata"
        for path in sorted(folder.rglob("*.json")):
            name = str(path.relative_to(folder).with_suffix(""))
            self.roles[name] = Role(name, json.loads(path.read_text())["signed"])

    def __getitem__(self, name):
        return self.roles[name].signed

    # ---- keys ----

    def parent_of(self, name):
        return name.rsplit("/", 1)[0]

    def definition(self, name):
        """Where a role's keys and threshold are written down."""
        if name in TOP_ROLES:
            return self["root"]["roles"][name]
        return next(role for role in self[self.parent_of(name)]["delegations"]["roles"] if role["name"] == name)

    def key_map(self, name):
        """The keys beside a role's definition."""
        return self["root"]["keys"] if name in TOP_ROLES else self[self.parent_of(name)]["delegations"]["keys"]

    def _definitions_beside(self, name):
        if name in TOP_ROLES:
            return self["root"]["roles"].values()
        return self[self.parent_of(name)]["delegations"]["roles"]

    def assign(self, name, *role_keys, threshold=1, signers=None):
        """Gives a role its keys; all of them sign, unless signers says otherwise."""
        definition, listed = self.definition(name), self.key_map(name)
        definition["keyids"] = [key.id for key in role_keys]
        definition["threshold"] = threshold
        listed.update({key.id: key.entry for key in role_keys})
        used = {key_id for other in self._definitions_beside(name) for key_id in other["keyids"]}
        for key_id in set(listed) - used:
            del listed[key_id]
        self.sign_with(name, *(role_keys if signers is None else signers))

    def sign_with(self, name, *signers):
        """signers: keys or Signers."""
        self.roles[name].signers = [s if isinstance(s, Signer) else Signer(s) for s in signers]

    # ---- roles ----

    def drop(self, name):
        """Takes a delegated role out, as if it had never been."""
        delegations = self[self.parent_of(name)]["delegations"]
        delegations["roles"] = [role for role in delegations["roles"] if role["name"] != name]
        self.roles.pop(name, None)
        self["snapshot"]["meta"].pop(name, None)

    def delegate(self, name, key, paths, targets):
        """Adds a delegated role."""
        delegations = self[self.parent_of(name)].setdefault("delegations", {"keys": {}, "roles": []})
        delegations["roles"].append({"keyids": [], "name": name, "paths": paths, "threshold": 1})
        self.roles[name] = Role(name, {"_type": "Targets", "delegations": {"keys": {}, "roles": []},
                                       "targets": targets, "version": 1})
        self["snapshot"]["meta"][name] = {}
        self.assign(name, key)

    # ---- changes ----

    def edit(self, name, change):
        """Changes a role's file after it was signed and before it is hashed: change(bytes) -> bytes."""
        self.roles[name].edits.append(change)

    def substitute(self, name, old, new):
        """As edit, with one text for another that must be there once."""
        old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))

        def change(data):
            assert data.count(old) == 1, f"{name}: {data.count(old)} times {old!r}"
            return data.replace(old, new)
        self.edit(name, change)

    def list_as(self, name, change):
        """Changes what the file above says of a role's file: change(meta) -> meta, or None to leave it out."""
        self.roles[name].listed_as = change

    def afterwards(self, change):
        """Changes all files when everything is signed and hashed: change(dict of path to bytes)."""
        self.later.append(change)

    def afterwards_in(self, path, old, new):
        def change(files):
            assert files[path].count(old) == 1, f"{path}: {files[path].count(old)} times {old!r}"
            files[path] = files[path].replace(old, new)
        self.afterwards(change)

    # ---- the whole ----

    def _list(self, above, name, data):
        if not isinstance(self[above].get("meta"), dict):
            return  # a case made it something else
        meta = canonical.file_meta(data)
        change = getattr(self.roles[name], "listed_as", None)
        meta = change(meta) if change else meta
        self[above]["meta"].pop(name, None)
        if meta is not None:
            self[above]["meta"][name] = meta

    def write(self):
        """All files, by their path in the metadata folder."""
        files = dict(self.files)
        for name in [n for n in self.roles if n not in ("snapshot", "timestamp")]:
            files[name + ".json"] = self.roles[name].write()
            self._list("snapshot", name, files[name + ".json"])
        files["snapshot.json"] = self.roles["snapshot"].write()
        self._list("timestamp", "snapshot", files["snapshot.json"])
        files["timestamp.json"] = self.roles["timestamp"].write()
        for change in self.later:
            change(files)
        return files


def team_app():
    """registry.example.com/team/app with fewer delegations, keyed anew."""
    repo = Repository("registry.example.com/team/app")
    for name in ("targets/bob", "targets/carol", "targets/dave", "targets/frank"):
        repo.drop(name)
    repo.assign("root", keys.certified("root"))
    for name in ("targets", "snapshot", "timestamp"):
        repo.assign(name, keys.bare(name))
    for name in ("targets/releases", "targets/releases/nightly", "targets/alice"):
        repo.assign(name, keys.certified(name.rsplit("/", 1)[1]))
    return repo
