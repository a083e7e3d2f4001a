#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs made to cost out of all proportion, and the answer that each must get.

    hostile_inputs.py --list
    hostile_inputs.py NAME FOLDER    makes the input, and prints arguments and expectations as JSON
"""

import dataclasses
import json
import os
import pathlib
import sys
import typing

sys.dont_write_bytecode = True
import making  # noqa: E402
from making import METADATA, RELEASES, bare_key  # noqa: E402

from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: E402

from forge import canonical, keys  # noqa: E402

MIB = 1 << 20
VERIFY = ("verify", "--at", making.AT, "-o", "json")
MORE = "more of this kind, which are not listed"


@dataclasses.dataclass
class Input:
    name: str
    make: typing.Callable  # (folder) -> arguments
    says: tuple            # words of the answer
    status: int
    memory: int            # MiB that must do
    is_counted: bool       # whether its text is enough to refuse it, so that it must not cost what parsing does


INPUTS = {}


def of(*says, status=1, memory=64, is_counted=False):
    """Makes an input of a function that makes it in a folder and returns the arguments, or makes a repository."""
    def take(make):
        name = make.__name__.replace("_", "-")
        INPUTS[name] = Input(name, make, says, status, memory, is_counted)
        return make
    return take


def verify(repo, folder, *options):
    making.write(repo, folder)
    return [*VERIFY, *options, str(folder)]


# ---- signatures ----

def with_signatures(text, count):
    """targets.json with count signatures that read text."""
    repo = making.base()
    making.assign(repo, "targets", [bare_key(0)])
    repo.edit("targets", lambda data: data[:data.index(b',"signatures":')] + b',"signatures":['
              + b",".join([text.encode()] * count) + b"]}")
    return repo


def bad_signature(key, method, length):
    return making.fast_json({"keyid": key.id, "method": method, "sig": canonical.b64(b"\x01" * length)})


def signed_badly_by(key, method, length, count, folder):
    """A key of targets whose signature, which is wrong, stands there many times."""
    repo = with_signatures(bad_signature(key, method, length), count)
    making.assign(repo, "targets", [key], signers=[])
    return verify(repo, folder)


@of("limit-exceeded", "at most 2048 signatures", memory=96)
def a_million_signatures(folder):
    return verify(with_signatures('{"keyid":"a","method":"ecdsa","sig":"AA=="}', 1000000), folder)


@of("limit-exceeded", "at most 2048 signatures")
def many_signatures(folder):
    return verify(with_signatures(bad_signature(bare_key(0), "ecdsa", 64), 100000), folder)


@of("threshold-not-met", "signature-invalid", "1048 " + MORE)
def bad_signatures(folder):
    return signed_badly_by(bare_key(0), "ecdsa", 64, 2048, folder)


@of("limit-exceeded", "the work of 8192 signatures")
def signatures_by_a_slow_curve(folder):
    private = ec.derive_private_key(7, ec.SECP384R1())
    public = private.public_key().public_bytes(serialization.Encoding.DER,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return signed_badly_by(keys.Key("ecdsa", public, private), "ecdsa", 96, 2048, folder)


@of("limit-exceeded", "the work of 8192 signatures")
def signatures_by_a_huge_key(folder):
    """An RSA key of 16384 bits with the largest exponent; nobody has its private half, and nobody needs it."""
    numbers = rsa.RSAPublicNumbers((1 << 31) - 1, (1 << 16383) + 12345)
    public = numbers.public_key().public_bytes(serialization.Encoding.DER,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return signed_badly_by(keys.Key("rsa", public, None), "rsapss", 2048, 2048, folder)


@of("limit-exceeded", "the work of 8192 signatures", memory=512)
def signatures_over_a_large_file(folder):
    """Ed25519 hashes all of it for each signature."""
    private = ed25519.Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    repo = with_signatures(bad_signature(keys.Key("ed25519", public, private), "eddsa", 64), 2048)
    making.assign(repo, "targets", [keys.Key("ed25519", public, private)], signers=[])
    repo["targets"]["custom"] = "x" * (16 * MIB)
    return verify(repo, folder)


@of("limit-exceeded", "the work of 8192 signatures")
def bad_signatures_on_many_roles(folder):
    repo = making.of_delegations(20)
    for number in range(20):
        name = f"targets/signer{number:05}"
        text = bad_signature(making.certified_key(number, name[8:]), "ecdsa", 64)
        repo.edit(name, lambda data, text=text: data[:data.index(b',"signatures":')] + b',"signatures":['
                  + b",".join([text.encode()] * 2048) + b"]}")
    return verify(repo, folder)


# ---- keys ----

def fake_key(number):
    """An entry of a list of keys. It is no key at all."""
    return {"keytype": "ecdsa", "keyval": {"private": None, "public": canonical.b64(number.to_bytes(8, "big"))}}


@of("limit-exceeded", "at most 10000 keys", is_counted=True)
def keys_of_the_root(folder):
    repo = making.base()
    repo["root"]["keys"].update({f"{number:064x}": fake_key(number) for number in range(100000)})
    return verify(repo, folder)


@of("limit-exceeded", "at most 10000 key IDs", is_counted=True)
def key_ids_of_a_role(folder):
    repo = making.base()
    repo["root"]["roles"]["timestamp"]["keyids"] *= 200000
    return verify(repo, folder)


@of("root-key-unusable", "not a plain PEM bundle", memory=512)
def certificates_without_end(folder):
    """130 root keys with bundles of 200 certificates each."""
    repo = making.base()
    certificate = making.make_certificate(1, "ca")
    listed = [keys.Key("ecdsa-x509", making.make_certificate(number, making.GUN, ca=False) + certificate * 199,
                       making.private_key(number)) for number in range(130)]
    making.assign(repo, "root", listed, signers=listed[:1])
    return verify(repo, folder)


@of("limit-exceeded", "the work of 8192 signatures", memory=512)
def bundles_of_certificates(folder):
    """800 root keys with as many certificates as a bundle may have."""
    making.assign(repo := making.base(), "root", bundled(800), signers=bundled(1))
    return verify(repo, folder)


def bundled(count):
    """Root keys with bundles of 32, the last of which has issued the one before, and so on; the first is the leaf."""
    chain = b"".join(making.make_certificate(5000 + number, f"ca{number}", 5001 + number, f"ca{number + 1}")
                     for number in range(31))
    return [keys.Key("ecdsa-x509", making.make_certificate(number, making.GUN, 5000, "ca0", ca=False) + chain,
                     making.private_key(number)) for number in range(count)]


def pinned_to(certificate, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ca.pem").write_bytes(certificate)
    (folder / "config.json").write_text(json.dumps(
        {"trust_pinning": {"ca": {making.GUN: str(folder / "ca.pem")}, "disable_tofu": True}}))
    return ["--notary-config", str(folder / "config.json")]


@of("limit-exceeded", "the work of 8192 signatures", "root-not-pinned", memory=512)
def paths_to_a_pinned_authority(folder):
    """150 root keys, each with a path of 33 certificates that ends in a key which is not the pinned one."""
    making.assign(repo := making.base(), "root", bundled(150), signers=bundled(1))
    wrong = making.make_certificate(9999, "ca31")
    return verify(repo, folder, *pinned_to(wrong, folder))


@of("limit-exceeded", "root-not-pinned", memory=512)
def many_authorities_for_many_keys(folder):
    """As many pinned CAs as there may be, all of the name that 2000 root keys ask for."""
    listed = [keys.Key("ecdsa-x509", making.make_certificate(number, making.GUN, 5000, "ca", ca=False),
                       making.private_key(number)) for number in range(2000)]
    making.assign(repo := making.base(), "root", listed, signers=listed[:1])
    authorities = b"".join(making.make_certificate(7000 + number, "ca") for number in range(1024))
    return verify(repo, folder, *pinned_to(authorities, folder))


@of("pin-extra-key", "3000 " + MORE, status=0, memory=256)
def keys_that_are_not_pinned(folder):
    listed = [bare_key(number) for number in range(4001)]
    making.assign(repo := making.base(), "targets", listed, signers=listed[:1])
    return verify(repo, folder, "--pin", f"{making.GUN}#targets=keyid:{listed[0].id}")


@of("limit-exceeded", "the work of 8192 signatures", memory=256)
def keys_of_roles_that_never_publish(folder):
    """Nobody has to decode these to verify anything, and every report on keys does."""
    repo = making.base()
    delegations = repo["targets"]["delegations"]
    for number in range(9000):
        key = bare_key(number)
        delegations["keys"][key.id] = key.entry
        delegations["roles"].append(definition(f"targets/a{number}", key))
    return verify(repo, folder)


# ---- delegations ----

def definition(name, key):
    return {"keyids": [key.id], "name": name, "paths": [""], "threshold": 1}


@of("limit-exceeded", "at most 10000 delegations")
def delegations_of_a_role(folder):
    repo, key = making.base(), keys.certified("releases")
    repo["targets"]["delegations"]["roles"] += [definition(f"targets/a{number}", key) for number in range(100000)]
    return verify(repo, folder)


@of("limit-exceeded", "at most 10000 delegations", memory=256)
def a_tree_of_delegations(folder):
    """Each of 100 delegates to 1000, all of the same names."""
    repo = making.of_delegations(100)
    for number in range(100):
        name = f"targets/signer{number:05}"
        key = making.certified_key(number, name[8:])
        repo[name]["delegations"] = {"keys": {key.id: key.entry}, "roles": [
            definition(f"{name}/b{child}", key) for child in range(1000)]}
    return verify(repo, folder)


@of("delegation-name", status=3)
def a_chain_without_end(folder):
    """Each delegates to one below it, until names end; its folders end before, and cannot all be searched."""
    repo, name = making.base(), "targets"
    while len(name) < 254:
        name += "/a"
        making.add_delegation(repo, name, bare_key(1))
    repo[name]["delegations"] = {"keys": {bare_key(1).id: bare_key(1).entry},
                                 "roles": [definition(name + "/a", bare_key(1))]}
    return verify(repo, folder)


@of("delegation-name")
def a_cycle(folder):
    repo = making.base()
    making.add_delegation(repo, "targets/a", bare_key(1))
    repo["targets/a"]["delegations"] = {"keys": {bare_key(1).id: bare_key(1).entry},
                                        "roles": [definition("targets/a", bare_key(1))]}
    return verify(repo, folder)


@of("delegation-duplicate", MORE, memory=128)
def one_delegation_many_times(folder):
    repo = making.base()
    repo["targets"]["delegations"]["roles"] *= 9000
    return verify(repo, folder)


@of("delegation-unpublished", "7000 " + MORE, status=0, memory=128)
def delegations_that_never_publish(folder):
    repo, key = making.base(), keys.certified("releases")
    repo["targets"]["delegations"]["roles"] += [definition(f"targets/a{number}", key) for number in range(8000)]
    return verify(repo, folder)


@of("limit-exceeded", "50331648 bytes", memory=192)
def one_file_under_many_names(folder):
    """Links make 400 MiB of 4."""
    repo, name = making.base(), "targets/x000"
    for number in range(100):
        making.add_delegation(repo, f"targets/x{number:03}", bare_key(1))
    data = b'{"signed":"' + b"x" * (4 * MIB) + b'"}'
    for number in range(100):
        repo.list_as(f"targets/x{number:03}", lambda meta: canonical.file_meta(data))
    arguments = verify(repo, folder)
    first = folder / METADATA / f"{name}.json"
    first.write_bytes(data)
    for number in range(1, 100):
        other = first.with_name(f"x{number:03}.json")
        other.unlink()
        os.link(first, other)
    return arguments


# ---- other lists, texts, nesting ----

@of("limit-exceeded", "at most 10000 paths")
def paths_of_a_role(folder):
    repo = making.base()
    repo.definition(RELEASES)["paths"] = [f"v{number}" for number in range(1000000)]
    return verify(repo, folder)


@of("limit-exceeded", "at most 16 hashes", is_counted=True)
def hashes_of_a_tag(folder):
    repo = making.base()
    repo[RELEASES]["targets"][making.TAG]["hashes"].update({f"h{number}": "" for number in range(1000000)})
    return verify(repo, folder)


@of("json-too-many", "at most 1000000 values", memory=96, is_counted=True)
def values_of_a_tag(folder):
    """In a field that nobody gave a meaning, so that no list has a cap."""
    repo = making.base()
    repo[RELEASES]["targets"][making.TAG]["custom"] = {f"c{number}": 0 for number in range(1000000)}
    return verify(repo, folder)


@of("expires-format", memory=512)
def a_text_of_45_megabytes(folder):
    repo = making.base()
    repo["targets"]["expires"] = "2" * (45 * MIB)
    return verify(repo, folder)


@of("file-too-large")
def a_file_that_is_too_large(folder):
    arguments = verify(making.base(), folder)
    with open(folder / METADATA / "root.json", "r+b") as stream:
        stream.truncate(101 * MIB)
    return arguments


@of("json-too-deep", memory=64)
def a_million_brackets(folder):
    repo = making.base()
    repo.edit("targets", lambda data: b"[" * 900000)
    return verify(repo, folder)


# ---- files ----

@of("root-history-too-long")
def older_roots_without_end(folder):
    return verify(making.of_roots(1025), folder)


@of("limit-exceeded", "the work of 8192 signatures", memory=128)
def older_roots_of_many_keys(folder):
    repo = making.base()
    listed = [making.certified_key(number, making.GUN, ca=False) for number in range(100)]
    making.assign(repo, "root", listed, signers=listed[:1])
    for version in range(1, 101):
        repo["root"]["version"] = version
        repo.files[f"{version}.root.json"] = repo.roles["root"].write()
    repo["root"]["version"] = 101
    return verify(repo, folder)


@of("files-not-listed", status=0, memory=64)
def a_folder_of_many_files(folder):
    arguments = verify(making.base(), folder)
    for number in range(20000):
        (folder / METADATA / f"x{number}.json").touch()
    return arguments


@of("link-escapes", status=3)
def links_in_a_circle(folder):
    arguments = verify(making.base(), folder)
    for name, target in (("timestamp.json", "b.json"), ("b.json", "timestamp.json")):
        path = folder / METADATA / name
        path.unlink(missing_ok=True)
        path.symlink_to(target)
    return arguments


# ---- what users give ----

@of("lock-tag-added-frozen", "9000 " + MORE, memory=128)
def tags_that_are_not_locked(folder):
    """A lock of one tag, and 10 001 of them."""
    making.write(making.base(), folder / "before")
    lock = folder / "lock"
    measured = [os.environ["TUFCHECK"], "lock", "--at", making.AT, str(folder / "before")]
    with open(lock, "wb") as stream:
        making.subprocess.run(measured, stdout=stream, check=True)
    return verify(making.of_tags(10001), folder / "after", "--frozen", "--lock", str(lock))


def given(folder, name, data, *arguments):
    """A sound repository with a file that a user gives."""
    making.write(making.base(), folder)
    (folder / name).write_bytes(data)
    return [*arguments, str(folder / name)]


@of(status=2, memory=128)
def a_lock_of_many_values(folder):
    return given(folder, "lock", b'{"lockVersion":1,"repositories":[' + b"0," * 17000000 + b"0]}",
                 "verify", str(folder), "--lock")


@of(status=2)
def a_lock_that_is_too_large(folder):
    arguments = given(folder, "lock", b"{", "verify", str(folder), "--lock")
    os.truncate(folder / "lock", (1 << 30) + 1)
    return arguments


@of(status=2)
def a_policy_that_is_too_large(folder):
    return given(folder, "policy", b" " * (MIB + 1), "policy", "check")


@of(status=2)
def a_policy_of_many_statements(folder):
    statement = {"name": "all", "scopes": ["*"], "mode": "skip"}
    return given(folder, "policy", json.dumps({"policyVersion": 1, "statements": [statement] * 300}).encode(),
                 "policy", "check")


@of(status=2, memory=256)
def pins_that_are_too_many(folder):
    pin = b"registry.example.com/a=sha256:" + b"0" * 64 + b"\n"
    return given(folder, "pins", pin * 800000, "verify", str(folder), "--pins")


@of("20000 images", status=2, memory=320)
def images_without_end(folder):
    return given(folder, "images", b"".join(b"registry.example.com/a:v%d\n" % number for number in range(150000)),
                 "gate", "--trust-dir", str(folder), "--from")


@of(status=2, memory=128)
def images_by_aliases(folder):
    """Nine levels of aliases, ten of the one below in each."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    text = "\n".join(["apiVersion: v1", "kind: List", *lines, "items: *a9"])
    return given(folder, "images.yaml", text.encode(), "gate", "--trust-dir", str(folder), "--from")


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(INPUTS))
        return
    wanted = INPUTS[sys.argv[1]]
    making.use_fast_json()
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    arguments = wanted.make(folder)
    print(json.dumps({"arguments": arguments, "says": wanted.says, "status": wanted.status, "memory": wanted.memory,
                      "isCounted": wanted.is_counted}))


if __name__ == "__main__":
    main()
