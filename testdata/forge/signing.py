# SPDX-License-Identifier: Apache-2.0
"""Signatures that come out the same whenever they are made, so that cases can be compared byte for byte."""

import functools
import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

# The order of each curve's group; the library does not tell.
ORDERS = {
    "secp224r1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D,
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "secp521r1": int("1" + "F" * 65 + "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16),
}
SALT_BYTES = 32


def _hmac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def _nonces(order, secret, digest):
    """RFC 6979 section 3.2 for SHA-256: candidates for k."""
    size = (order.bit_length() + 7) // 8

    def to_int(data):
        return int.from_bytes(data, "big") >> max(0, len(data) * 8 - order.bit_length())

    seed = secret.to_bytes(size, "big") + (to_int(digest) % order).to_bytes(size, "big")
    value, key = b"\x01" * 32, b"\x00" * 32
    for mark in (b"\x00", b"\x01"):
        key = _hmac(key, value + mark + seed)
        value = _hmac(key, value)
    while True:
        data = b""
        while len(data) < size:
            value = _hmac(key, value)
            data += value
        nonce = to_int(data[:size])
        if 0 < nonce < order:
            yield nonce
        key = _hmac(key, value + b"\x00")
        value = _hmac(key, value)


def ecdsa_pair(private, message):
    """r and s over SHA-256."""
    order = ORDERS[private.curve.name]
    secret = private.private_numbers().private_value
    digest = hashlib.sha256(message).digest()
    number = int.from_bytes(digest, "big") >> max(0, 256 - order.bit_length())
    for nonce in _nonces(order, secret, digest):
        r = ec.derive_private_key(nonce, private.curve).public_key().public_numbers().x % order
        s = pow(nonce, -1, order) * (number + r * secret) % order
        if r and s:
            return r, s


def sign_ecdsa(private, message):
    size = (private.curve.key_size + 7) // 8
    return b"".join(part.to_bytes(size, "big") for part in ecdsa_pair(private, message))


def sign_ecdsa_der(private, message):
    """The form that Notary does not use."""
    return utils.encode_dss_signature(*ecdsa_pair(private, message))


def _mask(seed, length):
    """MGF1 with SHA-256."""
    blocks = (length + 31) // 32
    return b"".join(hashlib.sha256(seed + i.to_bytes(4, "big")).digest() for i in range(blocks))[:length]


def sign_pss(private, message, salt_bytes=SALT_BYTES, seed=b"salt"):
    """RSASSA-PSS (RFC 8017 section 8.1) with a salt that is made from the message."""
    numbers = private.private_numbers()
    modulus = numbers.public_numbers.n
    bits = modulus.bit_length() - 1
    size = (bits + 7) // 8
    salt = hashlib.sha512(seed + message).digest()[:salt_bytes]
    digest = hashlib.sha256(bytes(8) + hashlib.sha256(message).digest() + salt).digest()
    block = bytes(size - salt_bytes - 34) + b"\x01" + salt
    masked = bytes(a ^ b for a, b in zip(block, _mask(digest, len(block))))
    masked = bytes([masked[0] & (0xFF >> (8 * size - bits))]) + masked[1:]
    encoded = int.from_bytes(masked + digest + b"\xbc", "big")
    return pow(encoded, numbers.d, modulus).to_bytes((modulus.bit_length() + 7) // 8, "big")


def sign_pss_above_modulus(private, message):
    """A signature to which the modulus was added; it still has no more octets."""
    modulus = private.private_numbers().public_numbers.n
    size = (modulus.bit_length() + 7) // 8
    for seed in range(1000):
        above = int.from_bytes(sign_pss(private, message, seed=seed.to_bytes(2, "big")), "big") + modulus
        if above < 1 << (8 * size):
            return above.to_bytes(size, "big")


def sign_pkcs1v15(private, message):
    return private.sign(message, padding.PKCS1v15(), hashes.SHA256())


def sign_ed25519(private, message):
    return private.sign(message)


METHODS = {
    "ecdsa": sign_ecdsa,
    "rsapss": sign_pss,
    "rsapkcs1v15": sign_pkcs1v15,
    "pycrypto-pkcs#1 pss": sign_pss,
    "eddsa": sign_ed25519,
}


def native_method(private):
    """The method that a key signs with when nothing else is asked for."""
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return "ecdsa"
    if isinstance(private, rsa.RSAPrivateKey):
        return "rsapss"
    return "eddsa"


@functools.lru_cache(maxsize=8192)
def sign(private, scheme, message):
    """scheme: a function of this module. Most roles of most cases are the same, so results are kept."""
    return scheme(private, message)
