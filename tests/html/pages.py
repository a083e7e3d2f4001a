# SPDX-License-Identifier: Apache-2.0
"""Pages that the command writes of repositories, for tests to look at."""

import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import fixtures  # noqa: E402
import hostile  # noqa: E402

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


def verify(tufcheck, folder, *arguments, at=AT):
    """What the command prints in that form; whatever the verdict."""
    done = subprocess.run([tufcheck, "verify", "--at", at, *arguments], cwd=folder, env=ENVIRONMENT, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=280)
    if done.returncode not in (0, 1, 3):
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def write(tufcheck, folder, path, *arguments, at=AT):
    path.write_bytes(verify(tufcheck, folder, "-o", "html", *arguments, at=at))
    return path


def report(tufcheck, folder, *arguments, at=AT):
    return json.loads(verify(tufcheck, folder, "-o", "json", *arguments, at=at))


class NestedPublisher(fixtures.Publisher):
    """Delegates from each role to those whose names lie directly below its own."""

    def _delegate(self, name, names):
        key_id = self._identify(self.key)
        roles = [{"name": child, "paths": [""], "keyids": [key_id], "threshold": 1} for child in names
                 if child.rpartition("/")[0] == name]
        return {"keys": {key_id: self.key} if roles else {}, "roles": roles}

    def _list_delegations(self, names, expires, entries):
        return {name: super(NestedPublisher, self)._sign(
            {"_type": "Targets", "delegations": self._delegate(name, names), "expires": expires, "targets": entries,
             "version": 1}, self.key) for name in names}

    def _sign(self, signed, key):
        if signed["_type"] == "Targets":
            signed["delegations"] = self._delegate("targets", [role["name"] for role in signed["delegations"]["roles"]])
        return super()._sign(signed, key)


def make_broken(folder):
    """The example with one repository of which a byte is another."""
    for gun in (fixtures.APP, fixtures.OWN_ROOT, fixtures.RETIRED, fixtures.ROTATED):
        fixtures.copy_repository(folder, gun)
    fixtures.flip_byte(folder / "tuf" / fixtures.APP / "metadata" / "targets" / "alice.json")


def make_private(folder):
    """A trust directory with private keys in many states, one in a file of a hostile name."""
    fixtures.make_private_keys(folder)
    shutil.copy(fixtures.NOTARY / "keys" / "alice.key", folder / "trust" / "private" / "<b>\u202e\n'\".key")


# By name: what fills a folder, and what is verified in it.
FOLDERS = {
    "good": (lambda folder: fixtures.copy_repository(folder, fixtures.APP), ("tuf",)),
    "broken": (make_broken, ("tuf",)),
    "statuses": (fixtures.make_statuses, ("tuf",)),
    "hostile": (hostile.make, ("tuf",)),
    "private": (make_private, ("trust",)),
}


def make(tufcheck, name, folder):
    """Fills a new folder below folder; its page, and how it was asked for."""
    fill, arguments = FOLDERS[name]
    place = folder / name
    place.mkdir()
    fill(place)
    return write(tufcheck, place, folder / f"{name}.html", *arguments), place, arguments
