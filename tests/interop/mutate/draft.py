# SPDX-License-Identifier: Apache-2.0
"""A repository while it is made: its roles with all that is to be changed before, while and after they are signed."""

import json

from forge import canonical
from forge.repository import TOP_ROLES
from mutate import document

EXPIRES = "2035-11-20T04:33:07.5Z"  # the client knows no time but now
STORES = ("snapshot", "timestamp")  # they list other files


class DraftRole:
    """One role. Changes take a document and return another; those of one kind are made in their order."""

    def __init__(self, name, signed, signers):
        self.name = name
        self.signed = signed
        self.signers = self.base_signers = signers
        self.before = []   # changes of the signed part that the signatures are for
        self.after = []    # changes of the signed part that they are not for
        self.envelope = []  # changes of the whole document
        self.edits = []    # changes of the bytes
        self.listed = []   # changes of what the file above says of this one
        self.message = None  # what is signed, where the document does not say

    @property
    def is_changed(self):
        return bool(self.before or self.after or self.envelope or self.edits or self.message
                    or self.signers is not self.base_signers)

    def write(self):
        signed = applied(self.before, self.signed)
        message = document.message(signed) if self.message is None else self.message
        signatures = [signer.sign(message) for signer in self.signers]
        pairs = document.Members([("signed", applied(self.after, signed)), ("signatures", signatures)])
        return applied(self.edits, document.encode(applied(self.envelope, pairs)))


def applied(changes, value):
    for change in changes:
        value = change(value)
    return value


class Draft:
    """A repository that can be changed; what it was made from stays as it is."""

    def __init__(self, base):
        self.roles = {name: DraftRole(name, signed, base.signers[name]) for name, signed in base.signed.items()}
        self.written = base.written  # of roles that nothing is changed in
        self.files = {}   # beside the roles' own: path in the metadata folder to bytes
        self.later = []   # changes to all files when everything is listed: change(dict of path to bytes)
        self.stale = False  # whether the files above list what the base has
        self.links = {}   # path in the metadata folder to where it leads

    def __getitem__(self, name):
        return self.roles[name]

    def set(self, role, path, value):
        """Says something else in the signed part of a role, before it is signed."""
        self[role].before.append(lambda signed: document.put(signed, path, value))

    def change(self, role, path, change):
        self[role].before.append(lambda signed: document.changed(signed, path, change))

    def definition(self, name):
        """(role, path) of where a role's keys and threshold are written down."""
        if name in TOP_ROLES:
            return "root", ("roles", name)
        parent = name.rsplit("/", 1)[0]
        listed = self[parent].signed["delegations"]["roles"]
        return parent, ("delegations", "roles", next(i for i, role in enumerate(listed) if role["name"] == name))

    def assign(self, name, listed, signers=None, threshold=1):
        """Gives a role its keys: listed, pairs of key ID and entry. Keys of before stay in the list of keys."""
        holder, path = self.definition(name)
        keys_path = ("keys",) if holder == "root" else ("delegations", "keys")
        self.change(holder, path, lambda role: {**role, "keyids": [key_id for key_id, _ in listed],
                                                "threshold": threshold})
        self.change(holder, keys_path, lambda known: {**known, **dict(listed)})
        if signers is not None:
            self[name].signers = signers

    def _list(self, above, name, data):
        """Says in the file above what the file of a role is."""
        listed = applied(self[name].listed, canonical.file_meta(data))

        def change(meta):
            rest = {key: value for key, value in meta.items() if key != name}
            return rest if listed is None else {**rest, name: listed}
        self[above].before.insert(0, lambda signed: document.changed(signed, ("meta",), change))

    def write(self):
        """All files, by their path in the metadata folder."""
        files = dict(self.files)
        for name in [name for name in self.roles if name not in STORES]:
            role = self[name]
            data = role.write() if role.is_changed or name not in self.written else self.written[name]
            files[name + ".json"] = data
            if not self.stale and (data != self.written.get(name) or role.listed):
                self._list("snapshot", name, data)
        for name, above in (("snapshot", "timestamp"), ("timestamp", None)):
            files[name + ".json"] = self[name].write()
            if above and not self.stale:
                self._list(above, name, files[name + ".json"])
        return applied(self.later, files)


class Base:
    """A sound repository, ready to be changed many times."""

    def __init__(self, make):
        """make() is a repository of forge."""
        made = make()
        for role in made.roles.values():
            role.signed["expires"] = EXPIRES
        made.write()  # which lists all files
        self.signed = {name: role.signed for name, role in made.roles.items()}
        self.signers = {name: role.signers for name, role in made.roles.items()}
        self.written = {}
        self.written = {path.removesuffix(".json"): data for path, data in Draft(self).write().items()}
        for name in STORES:
            self.signed[name] = json.loads(self.written[name])["signed"]

    def draft(self):
        return Draft(self)
