# SPDX-License-Identifier: Apache-2.0
"""What timestamp and snapshot say of the files below them: hashes, lengths, and whether there are any."""

import base64
import hashlib

from forge import canonical
from mutate import bases
from mutate.mutant import Mutant, rows

ABOVE = {"snapshot": "timestamp", **dict.fromkeys(
    ("root", "targets", "targets/releases", "targets/releases/nightly", "targets/alice"), "snapshot")}
ALGORITHMS = ("md5", "sha1", "sha224", "sha384", "sha3_256", "blake2b")
LENGTHS = (0, 1, -1, -2**31, 10**9, 2**31, 2**32, 104857600, 104857601, 2**53 - 1)


def b64(algorithm, data):
    return canonical.b64(hashlib.new(algorithm, data).digest())


def flipped(text):
    data = bytearray(base64.b64decode(text))
    data[-1] ^= 1
    return canonical.b64(bytes(data))


def of_hashes():
    """{what: change of the hashes}"""
    found = {"none": lambda hashes: {}, "null": lambda hashes: None,
             "null-both": lambda hashes: dict.fromkeys(hashes),
             "swapped": lambda hashes: {"sha256": hashes["sha512"], "sha512": hashes["sha256"]},
             "both-wrong": lambda hashes: {name: flipped(value) for name, value in hashes.items()},
             "upper": lambda hashes: {name.upper(): value for name, value in hashes.items()},
             "hyphens": lambda hashes: {name.replace("sha", "sha-"): value for name, value in hashes.items()}}
    for name in ("sha256", "sha512"):
        other = {"sha256": "sha512", "sha512": "sha256"}[name]
        found.update({
            f"{name}-gone": lambda hashes, name=name: {k: v for k, v in hashes.items() if k != name},
            f"{name}-null": lambda hashes, name=name: {**hashes, name: None},
            f"{name}-alone-null": lambda hashes, name=name: {name: None},
            f"{name}-empty": lambda hashes, name=name: {**hashes, name: ""},
            f"{name}-alone-empty": lambda hashes, name=name: {name: ""},
            f"{name}-wrong": lambda hashes, name=name: {**hashes, name: flipped(hashes[name])},
            f"{name}-alone-wrong": lambda hashes, name=name: {name: flipped(hashes[name])},
            f"{name}-alone-upper": lambda hashes, name=name: {name.upper(): hashes[name]},
            f"{name}-wrong-upper": lambda hashes, name=name: {**hashes, name.upper(): flipped(hashes[name])},
            f"{name}-of-other": lambda hashes, name=name, other=other: {**hashes, name: hashes[other]},
            f"{name}-short": lambda hashes, name=name: {**hashes,
                                                        name: canonical.b64(base64.b64decode(hashes[name])[:-1])},
            f"{name}-long": lambda hashes, name=name: {**hashes,
                                                       name: canonical.b64(base64.b64decode(hashes[name]) + b"x")},
            f"{name}-digits": lambda hashes, name=name: {**hashes, name: base64.b64decode(hashes[name]).hex()},
        })
    return found


def with_algorithms(data):
    """Hashes of other algorithms, right and wrong, beside those that are known and alone."""
    for algorithm in ALGORITHMS:
        right = b64(algorithm, data)
        for kind, value in (("right", right), ("wrong", flipped(right)), ("empty", ""), ("null", None)):
            yield f"{algorithm}-{kind}-beside", lambda hashes, a=algorithm, v=value: {**hashes, a: v}
            yield f"{algorithm}-{kind}-alone", lambda hashes, a=algorithm, v=value: {a: v}
            yield f"{algorithm}-{kind}-with-wrong", lambda hashes, a=algorithm, v=value: {
                a: v, "sha256": flipped(hashes["sha256"])}


def listed(role, change):
    return lambda draft: draft[role].listed.append(change)


def hashes_of(role, change):
    return listed(role, lambda meta: {**meta, "hashes": change(meta["hashes"])})


def of_length(role, change):
    return listed(role, lambda meta: {**meta, "length": change(meta["length"])})


def of_entries(role):
    """The whole entry."""
    above = ABOVE[role]
    yield "gone", listed(role, lambda meta: None)
    for name in (role + ".json", role.upper(), role.title(), "/" + role, role + "/", "./" + role, role + " ", ""):
        def build(draft, name=name):
            draft.change(above, ("meta",), lambda meta: {
                name if key == role else key: value for key, value in meta.items()})
        yield f"named-{name.replace('/', '~')}", build
        def twice(draft, name=name):
            draft.change(above, ("meta",), lambda meta: {**meta, name: meta[role]})
        yield f"also-{name.replace('/', '~')}", twice
    for other in ABOVE:
        if other != role and ABOVE[other] == above:
            def swap(draft, other=other):
                draft.change(above, ("meta",), lambda meta: {**meta, role: meta[other]})
            yield f"as-{other.replace('/', '~')}", swap


def of_files(role):
    """The file itself, when all is listed."""
    path = role + ".json"

    def after(change):
        return lambda draft: draft.later.append(lambda files: change(dict(files)))

    def replaced(files, data):
        return {**files, path: data}
    yield "missing", after(lambda files: {name: data for name, data in files.items() if name != path})
    yield "empty", after(lambda files: replaced(files, b""))
    yield "space-after", after(lambda files: replaced(files, files[path] + b" "))
    yield "space-before", after(lambda files: replaced(files, b" " + files[path]))
    yield "cut", after(lambda files: replaced(files, files[path][:-1]))
    for other in (*ABOVE, "timestamp"):
        if other != role:
            yield f"is-{other.replace('/', '~')}", after(lambda files,
                                                         other=other: replaced(files, files[other + ".json"]))
            def listed_too(draft, other=other):
                draft[role].edits.append(lambda data: draft.written[other])
            yield f"is-listed-{other.replace('/', '~')}", listed_too
    yield "also-elsewhere", after(lambda files: {**files, "copy/" + path: files[path]})


def of_role(role):
    prefix = f"references/{role.replace('/', '~')}"
    data = bases.base("app").written[role]
    for what, change in [*of_hashes().items(), *with_algorithms(data)]:
        yield Mutant(f"{prefix}/hashes/{what}", hashes_of(role, change), rows("D07"))
    for length in LENGTHS:
        yield Mutant(f"{prefix}/length/{length}", of_length(role, lambda real, length=length: length))
    for step in (-1, 1, -100, 100):
        yield Mutant(f"{prefix}/length/by{step:+}", of_length(role, lambda real, step=step: real + step))
    for what, build in of_entries(role):
        yield Mutant(f"{prefix}/entry/{what}", build)
    for what, build in of_files(role):
        yield Mutant(f"{prefix}/file/{what}", build)


def padded(role, spaces, length):
    """A longer file, listed as it is or as shorter."""
    def build(draft):
        draft[role].edits.append(lambda data: data + b" " * spaces)
        draft[role].listed.append(lambda meta: {**meta, "length": meta["length"] + length})
    return build


def mutants():
    for role in ABOVE:
        yield from of_role(role)
        for spaces in (1, 2, 1000):
            for length in sorted({-spaces, -1, 0, 1}):
                yield Mutant(f"references/{role.replace('/', '~')}/padded/{spaces}/{length:+}",
                             padded(role, spaces, length))
    for what in ("missing", "empty"):
        build = dict(of_files("timestamp"))[what]
        yield Mutant(f"references/timestamp/file/{what}", build)
