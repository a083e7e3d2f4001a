# SPDX-License-Identifier: Apache-2.0
"""Every bit of signatures of every kind, every length, and numbers that are odd but may verify."""

import base64
import functools

from cryptography.hazmat.primitives.asymmetric import utils

from forge import repository, signing
from forge.keys import bare, certified
from forge.repository import Signer
from mutate import bases
from mutate.mutant import Mutant, rows

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493

# Who signs targets.json.
KINDS = {
    "p224": Signer(bare("p224")), "p384": Signer(bare("p384")), "p521": Signer(bare("p521")),
    "x509": Signer(certified("alice")), "ed25519": Signer(bare("ed25519")),
    "rsapss": Signer(bare("rsa-2048"), "rsapss"), "rsapkcs1v15": Signer(bare("rsa-2048"), "rsapkcs1v15"),
    "rsa-x509": Signer(certified("alice-rsa-2048"), "rsapss"),
    "rsa-3072": Signer(bare("rsa-3072"), "rsapkcs1v15"),
}


def signed_by(kind):
    repo = repository.team_app()
    repo.assign("targets", KINDS[kind].key, signers=[KINDS[kind]])
    return repo


for made in KINDS:
    bases.MAKERS[f"targets-{made}"] = functools.partial(signed_by, made)


def flip(place):
    def change(data):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        return bytes(changed)
    return change


def change_signature(role, change):
    """Changes the bytes of the first signature of a role."""
    def edit(pairs):
        members = dict(pairs)
        first, *others = members["signatures"]
        changed = change(base64.b64decode(first["sig"]))
        return {**members, "signatures": [{**first, "sig": base64.b64encode(changed).decode()}, *others]}
    return lambda draft: draft[role].envelope.append(edit)


def lengths(whole):
    yield from ((f"first-{size}", lambda d, size=size: d[:size]) for size in range(whole))
    yield from ((f"last-{size}", lambda d, size=size: d[len(d) - size:]) for size in range(1, whole))
    for size in (1, 2, 3, 8, 32, 64, 1000):
        for name, fill in (("zero", b"\0"), ("ff", b"\xff")):
            yield f"{name}-before-{size}", lambda d, fill=fill, size=size: fill * size + d
            yield f"{name}-after-{size}", lambda d, fill=fill, size=size: d + fill * size
    yield "twice", lambda d: d + d
    yield "reversed", lambda d: d[::-1]
    yield "zeros", lambda d: bytes(len(d))
    yield "ones", lambda d: b"\x01" * len(d)
    yield "all-set", lambda d: b"\xff" * len(d)
    yield "digits", lambda d: d.hex().encode()
    yield "base64", base64.b64encode


def padded_middle(data):
    half = len(data) // 2
    return b"\0" + data[:half] + b"\0" + data[half:]


def of_ecdsa(order, size):
    """The two numbers, changed."""
    def with_numbers(change):
        def of_bytes(data):
            numbers = change(int.from_bytes(data[:size], "big"), int.from_bytes(data[size:], "big"))
            return b"".join((number % (1 << (8 * size))).to_bytes(size, "big") for number in numbers)
        return of_bytes
    changes = {"other-s": lambda r, s: (r, order - s), "other-r": lambda r, s: (order - r, s),
               "both-other": lambda r, s: (order - r, order - s), "swapped": lambda r, s: (s, r),
               "zero-r": lambda r, s: (0, s), "zero-s": lambda r, s: (r, 0), "one-r": lambda r, s: (1, s),
               "one-s": lambda r, s: (r, 1), "order-r": lambda r, s: (order, s), "order-s": lambda r, s: (r, order),
               "beyond-r": lambda r, s: (r + order, s), "beyond-s": lambda r, s: (r, s + order),
               "beyond-other-s": lambda r, s: (r, 2 * order - s), "order-less-s": lambda r, s: (r, order - 1)}
    yield from ((f"numbers-{name}", with_numbers(change)) for name, change in changes.items())
    yield "der", lambda d: utils.encode_dss_signature(int.from_bytes(d[:size], "big"), int.from_bytes(d[size:], "big"))
    yield "padded-middle", padded_middle


def of_ed25519():
    def with_number(change):
        return lambda data: data[:32] + (change(int.from_bytes(data[32:], "little")) % 2**256).to_bytes(32, "little")
    for times in range(1, 16):
        yield f"number-plus-{times}-orders", with_number(lambda s, times=times: s + times * ED25519_ORDER)
    yield "number-negated", with_number(lambda s: ED25519_ORDER - s)
    yield "number-zero", with_number(lambda s: 0)
    yield "halves-swapped", lambda d: d[32:] + d[:32]


def of_rsa(modulus, size):
    def with_number(change):
        return lambda data: (change(int.from_bytes(data, "big")) % (1 << 8 * (size + 1))).to_bytes(size + 1, "big")[
            0 if change(int.from_bytes(data, "big")) >= 1 << 8 * size else 1:]
    changes = {"plus-modulus": lambda s: s + modulus, "negated": lambda s: modulus - s, "zero": lambda s: 0,
               "one": lambda s: 1, "modulus": lambda s: modulus, "less-one": lambda s: modulus - 1}
    yield from ((f"number-{name}", with_number(change)) for name, change in changes.items())


def numbers_of(private):
    method = signing.native_method(private)
    if method == "ecdsa":
        return of_ecdsa(signing.ORDERS[private.curve.name], (private.curve.key_size + 7) // 8)
    if method == "eddsa":
        return of_ed25519()
    public = private.public_key().public_numbers()
    return of_rsa(public.n, (public.n.bit_length() + 7) // 8)


def size_of(private):
    method = signing.native_method(private)
    if method == "ecdsa":
        return 2 * ((private.curve.key_size + 7) // 8)
    return 64 if method == "eddsa" else (private.key_size + 7) // 8


def of_signer(prefix, base, role, private):
    size = size_of(private)
    for place in range(size * 8):
        yield Mutant(f"bits/{prefix}/{place}", change_signature(role, flip(place)), rows("D14"), base)
    for what, change in [*lengths(size), *numbers_of(private)]:
        yield Mutant(f"signatures/{prefix}/{what}", change_signature(role, change), rows("D14"), base)


def mutants():
    for role in bases.PLAIN_ROLES:
        yield from of_signer(role.replace("/", "~"), "app", role, bases.base("app").signers[role][0].key.private)
    for kind, signer in KINDS.items():
        yield from of_signer(f"targets-{kind}", f"targets-{kind}", "targets", signer.key.private)
