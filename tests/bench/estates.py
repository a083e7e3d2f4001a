# SPDX-License-Identifier: Apache-2.0
"""Trust directories for the bench, made once: many small repositories as docker makes them, or one of many tags.

A publisher's repositories share the root key and the two delegation signers, as they do with docker; each has a root
certificate of its own for that key, because it names the repository. The keys of targets, snapshot and timestamp are a
repository's own. All are ECDSA P-256. Each repository has six files with one signature each, two delegations with
certificates among them, and 20 tags.
"""

import base64
import concurrent.futures
import datetime
import hashlib
import json
import os
import pathlib
import shutil

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

AT = "2026-12-01T00:00:00Z"  # when all of it is valid
EXPIRES = "2029-11-20T00:00:00Z"
FORM = "2"  # of what is made here: another one is made anew
PER_PUBLISHER = 100
TAGS = 20
SIGNERS = ("targets/alice", "targets/releases")


def write(value):
    """The canonical form of what has no character that JSON escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def encode(data):
    return base64.b64encode(data).decode()


class Key:
    """A key with the same private part for the same seed, so that processes agree; with a certificate when it has a name."""

    def __init__(self, seed, name=None):
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") >> 1
        self.private = ec.derive_private_key(number + 1, ec.SECP256R1())
        public = self.private.public_key()
        if name is None:
            kind, data = "ecdsa", public.public_bytes(serialization.Encoding.DER,
                                                      serialization.PublicFormat.SubjectPublicKeyInfo)
        else:
            kind, data = "ecdsa-x509", self.certify(public, name)
        self.entry = {"keytype": kind, "keyval": {"private": None, "public": encode(data)}}
        self.id = hashlib.sha256(write(self.entry)).hexdigest()

    def certify(self, public, name):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = x509.CertificateBuilder(subject, subject, public, 1, datetime.datetime(2026, 1, 1),
                                          datetime.datetime(2036, 1, 1))
        return builder.sign(self.private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def sign(self, signed):
        r, s = utils.decode_dss_signature(self.private.sign(write(signed), ec.ECDSA(hashes.SHA256())))
        signature = {"keyid": self.id, "method": "ecdsa", "sig": encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))}
        # in the order in which Notary writes them
        return b'{"signed":' + write(signed) + b',"signatures":' + write([signature]) + b"}"


def list_file(data):
    return {"hashes": {"sha256": encode(hashlib.sha256(data).digest()), "sha512": encode(hashlib.sha512(data).digest())},
            "length": len(data)}


def list_tags(count):
    return {f"v{number:06}": {"hashes": {"sha256": encode(hashlib.sha256(str(number).encode()).digest())},
                              "length": 1000 + number} for number in range(count)}


def targets(tags, delegations=None):
    return {"_type": "Targets", "delegations": delegations or {"keys": {}, "roles": []}, "expires": EXPIRES,
            "targets": tags, "version": 1}


def publish(gun, publisher, signers, tags):
    """The files of a repository, whose tags all are in each signer's role as well."""
    root = Key(f"{publisher} root", gun)
    own = {role: Key(f"{gun} {role}") for role in ("targets", "snapshot", "timestamp")}

    def only(key):
        return {"keyids": [key.id], "threshold": 1}
    files = {"root": root.sign({
        "_type": "Root", "consistent_snapshot": False, "expires": EXPIRES, "version": 1,
        "keys": {key.id: key.entry for key in (root, *own.values())},
        "roles": {"root": only(root), **{role: only(key) for role, key in own.items()}}})}
    delegations = {"keys": {key.id: key.entry for key in signers.values()},
                   "roles": [{"name": name, "paths": [""], **only(key)} for name, key in signers.items()]}
    files["targets"] = own["targets"].sign(targets(tags if not signers else {}, delegations))
    for name, key in signers.items():
        files[name] = key.sign(targets(tags))
    files["snapshot"] = own["snapshot"].sign({
        "_type": "Snapshot", "expires": EXPIRES, "version": 1,
        "meta": {name: list_file(data) for name, data in files.items()}})
    files["timestamp"] = own["timestamp"].sign({
        "_type": "Timestamp", "expires": EXPIRES, "version": 1, "meta": {"snapshot": list_file(files["snapshot"])}})
    return files


def write_files(folder, files):
    for name, data in files.items():
        path = folder / "metadata" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def make_publisher(folder, number, count):
    """Some repositories of one publisher."""
    publisher = f"registry.example.com/team-{number:04}"
    signers = {name: Key(f"{publisher} {name}", name.partition("/")[2]) for name in SIGNERS}
    for index in range(count):
        gun = f"{publisher}/app-{index:03}"
        write_files(folder / "tuf" / gun, publish(gun, publisher, signers, list_tags(TAGS)))


def make_estate(folder, count):
    shares = [(number, min(PER_PUBLISHER, count - number * PER_PUBLISHER))
              for number in range((count + PER_PUBLISHER - 1) // PER_PUBLISHER)]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for done in [pool.submit(make_publisher, folder, *share) for share in shares]:
            done.result()


def make_tags(folder, count):
    """One repository without delegations."""
    gun = "registry.example.com/team/many"
    write_files(folder / "tuf" / gun, publish(gun, "many", {}, list_tags(count)))


def prepare(home, name, make, count):
    """The folder of that name below home, which is made unless it is there whole."""
    folder = pathlib.Path(home) / f"{name}-{FORM}"
    if not folder.is_dir():
        half = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(half, ignore_errors=True)
        make(half, count)
        half.rename(folder)
    return folder
