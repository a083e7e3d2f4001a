# SPDX-License-Identifier: Apache-2.0
"""Repositories of any size, sound but for what a caller does to them, on the scripts that make the test cases."""

import datetime
import functools
import json
import pathlib
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "testdata"))

from forge import canonical, keys, repository  # noqa: E402

GUN = keys.GUN
AT = "2026-12-01T00:00:00Z"
METADATA = f"tuf/{GUN}/metadata"
RELEASES = "targets/releases"
TAG = "v0000000"


def fast_json(value):
    """The canonical form of what has no character that JSON escapes; canonical.as_json is slow."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@functools.lru_cache(maxsize=None)
def private_key(number):
    """The same key whenever it is asked for."""
    return ec.derive_private_key(number + 1000, ec.SECP256R1())


def sign_plainly(private, message):
    """A signature that is another one each time, which is made faster than one that is not."""
    r, s = repository.signing.utils.decode_dss_signature(private.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@functools.lru_cache(maxsize=None)
def bare_key(number):
    private = private_key(number)
    public = private.public_key().public_bytes(serialization.Encoding.DER,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return keys.Key("ecdsa", public, private)


def make_certificate(number, name, issuer_number=None, issuer_name=None, ca=True):
    """A certificate in PEM; without an issuer it is its own."""
    def as_name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    builder = x509.CertificateBuilder(
        subject_name=as_name(name), issuer_name=as_name(issuer_name or name),
        public_key=private_key(number).public_key(), serial_number=number + 1,
        not_valid_before=datetime.datetime(2026, 1, 1), not_valid_after=datetime.datetime(2036, 1, 1))
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    signer = private_key(number if issuer_number is None else issuer_number)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@functools.lru_cache(maxsize=None)
def certified_key(number, name, ca=True):
    """A key with a certificate of its own for name."""
    return keys.Key("ecdsa-x509", make_certificate(number, name, ca=ca), private_key(number))


def signers_of(role_keys):
    return [repository.Signer(key, scheme=sign_plainly) for key in role_keys]


def assign(repo, name, role_keys, signers=None, threshold=1):
    """As repository.assign, for many keys: what other roles list stays listed."""
    definition = repo.definition(name)
    definition["keyids"] = [key.id for key in role_keys]
    definition["threshold"] = threshold
    repo.key_map(name).update({key.id: key.entry for key in role_keys})
    repo.roles[name].signers = signers_of(role_keys if signers is None else signers)


def tags(count, start=0):
    """Targets as docker signs them."""
    def entry(number):
        digest = canonical.hashlib.sha256(number.to_bytes(8, "big")).digest()
        return {"hashes": {"sha256": canonical.b64(digest)}, "length": 1000 + number}
    return {f"v{number:07}": entry(number) for number in range(start, start + count)}


def base():
    """One delegation, targets/releases, with one tag."""
    repo = repository.team_app()
    for name in ("targets/releases/nightly", "targets/alice"):
        repo.drop(name)
    repo["targets"]["targets"] = {}
    repo[RELEASES]["targets"] = tags(1)
    return repo


def add_delegation(repo, name, key, paths=("",), targets=None):
    """As repository.delegate, without a walk over all that is there."""
    delegations = repo[repo.parent_of(name)]["delegations"]
    delegations["roles"].append({"keyids": [key.id], "name": name, "paths": list(paths), "threshold": 1})
    delegations["keys"][key.id] = key.entry
    repo.roles[name] = repository.Role(name, {"_type": "Targets", "delegations": {"keys": {}, "roles": []},
                                              "targets": targets or {}, "version": 1})
    repo.roles[name].signers = signers_of([key])


# ---- by size ----

def of_tags(count):
    repo = base()
    repo[RELEASES]["targets"] = tags(count)
    return repo


def of_delegations(count):
    """Beside each other below targets, each with a certificate and a tag."""
    repo = base()
    for number in range(count):
        name = f"signer{number:05}"
        add_delegation(repo, f"targets/{name}", certified_key(number, name), targets=tags(1, number))
    return repo


def of_signatures(count):
    """By as many keys, all of them on targets."""
    repo = base()
    assign(repo, "targets", [bare_key(number) for number in range(count)])
    return repo


def of_keys(count):
    """Which may sign targets; one does."""
    repo = base()
    listed = [bare_key(number) for number in range(count)]
    assign(repo, "targets", listed, signers=listed[:1])
    return repo


def of_root_keys(count):
    """Which have certificates and may sign the root; one does."""
    repo = base()
    listed = [certified_key(number, GUN, ca=False) for number in range(count)]
    assign(repo, "root", listed, signers=listed[:1])
    return repo


def of_roots(count):
    """As many older versions of the root beside it, each of which leads to the next."""
    repo = base()
    for version in range(1, count + 1):
        repo["root"]["version"] = version
        repo.files[f"{version}.root.json"] = repo.roles["root"].write()
    repo["root"]["version"] = count + 1
    return repo


SIZED = {"tags": of_tags, "delegations": of_delegations, "signatures": of_signatures, "keys": of_keys,
         "root keys": of_root_keys, "older roots": of_roots}


def write_files(folder, files):
    """files: bytes by path, below folder."""
    for path, data in files.items():
        target = pathlib.Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write(repo, folder):
    """The metadata of one repository as a trust directory."""
    write_files(pathlib.Path(folder) / METADATA, repo.write())


def use_fast_json():
    """Metadata of many entries is written in seconds, not minutes. Only for names without odd characters."""
    canonical.form = fast_json


def main():
    """making.py KIND SIZE FOLDER"""
    kind, size, folder = sys.argv[1:]
    use_fast_json()
    write(SIZED[kind](int(size)), folder)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
