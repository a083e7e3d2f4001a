# SPDX-License-Identifier: Apache-2.0
"""Certificates with anything in them, the same each time: their DER is put together here."""

import base64
import textwrap

from cryptography.hazmat.primitives import serialization

from forge import signing

SEQUENCE, SET, INTEGER, BITS, OCTETS, NULL, OID, BOOLEAN = 0x30, 0x31, 0x02, 0x03, 0x04, 0x05, 0x06, 0x01
UTF8, PRINTABLE, T61, IA5, UTC, GENERALIZED, UNIVERSAL, BMP, NUMERIC, VISIBLE = (
    0x0C, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1C, 0x1E, 0x12, 0x1A)

COMMON_NAME, ORGANISATION, COUNTRY = "2.5.4.3", "2.5.4.10", "2.5.4.6"
SIGNATURES = {
    "ecdsa-sha1": "1.2.840.10045.4.1", "ecdsa-sha224": "1.2.840.10045.4.3.1", "ecdsa-sha256": "1.2.840.10045.4.3.2",
    "ecdsa-sha384": "1.2.840.10045.4.3.3", "ecdsa-sha512": "1.2.840.10045.4.3.4", "rsa-md2": "1.2.840.113549.1.1.2",
    "rsa-md5": "1.2.840.113549.1.1.4", "rsa-sha1": "1.2.840.113549.1.1.5", "rsa-sha256": "1.2.840.113549.1.1.11",
    "rsa-sha384": "1.2.840.113549.1.1.12", "rsa-sha512": "1.2.840.113549.1.1.13", "rsa-sha224": "1.2.840.113549.1.1.14",
    "rsa-pss": "1.2.840.113549.1.1.10", "iso-rsa-sha1": "1.3.14.3.2.29", "dsa-sha1": "1.2.840.10040.4.3",
    "dsa-sha256": "2.16.840.1.101.3.4.3.2", "ed25519": "1.3.101.112", "unknown": "1.2.3.4"}
EXTENSIONS = {
    "basic-constraints": "2.5.29.19", "key-usage": "2.5.29.15", "extended-usage": "2.5.29.37", "names": "2.5.29.17",
    "subject-key": "2.5.29.14", "authority-key": "2.5.29.35", "constraints": "2.5.29.30", "policies": "2.5.29.32",
    "revocation": "2.5.29.31", "access": "1.3.6.1.5.5.7.1.1", "unknown": "1.2.3.4.5"}


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def integer(number):
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted):
    first, second, *arcs = map(int, dotted.split("."))
    data = b""
    for arc in (40 * first + second, *arcs):
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.insert(0, 0x80 | arc & 0x7F)
        data += bytes(septets)
    return tlv(OID, data)


def algorithm(dotted, parameters=b""):
    return tlv(SEQUENCE, oid(dotted), parameters)


def attribute(kind, text, tag=UTF8):
    return tlv(SET, tlv(SEQUENCE, oid(kind), tlv(tag, text if isinstance(text, bytes) else text.encode())))


def name(text, tag=UTF8):
    return tlv(SEQUENCE, attribute(COMMON_NAME, text, tag))


def utc(text):
    return tlv(UTC, text.encode())


def generalized(text):
    return tlv(GENERALIZED, text.encode())


def extension(kind, value, critical=None):
    flag = b"" if critical is None else tlv(BOOLEAN, b"\xff" if critical else b"\0")
    return tlv(SEQUENCE, oid(EXTENSIONS.get(kind, kind)), flag, tlv(OCTETS, value))


def basic_constraints(ca=None, length=None):
    return tlv(SEQUENCE, b"" if ca is None else tlv(BOOLEAN, b"\xff" if ca else b"\0"),
               b"" if length is None else integer(length))


def public_key(private):
    return private.public_key().public_bytes(serialization.Encoding.DER,
                                             serialization.PublicFormat.SubjectPublicKeyInfo)


def sign(private, message):
    if signing.native_method(private) == "ecdsa":
        return signing.sign(private, signing.sign_ecdsa_der, message)
    return signing.sign(private,
                        signing.METHODS["rsapkcs1v15" if signing.native_method(private) == "rsapss" else "eddsa"],
                        message)


DEFAULT_ALGORITHMS = {"ecdsa": algorithm(SIGNATURES["ecdsa-sha256"]), "rsapss": algorithm(
    SIGNATURES["rsa-sha256"], tlv(NULL)), "eddsa": algorithm(SIGNATURES["ed25519"])}
# What a certificate is made of, in its order; each may be given as DER.
PARTS = ("version", "serial", "algorithm", "issuer", "dates", "subject", "key", "unique", "extensions", "further")


def certificate(private, subject, outer=None, signature=None, after=b"", **parts):
    """A certificate that its own key signs. parts: any of PARTS; extensions: a list, or DER."""
    known = {
        "version": tlv(0xA0, integer(2)), "serial": integer(0x1234567890), "issuer": subject, "subject": subject,
        "algorithm": DEFAULT_ALGORITHMS[signing.native_method(private)], "key": public_key(private), "unique": b"",
        "dates": tlv(SEQUENCE, utc("260101000000Z"), utc("360101000000Z")), "further": b"",
        "extensions": [extension("basic-constraints", basic_constraints(), True)], **parts}
    if isinstance(known["extensions"], list):
        listed = known["extensions"]
        known["extensions"] = tlv(0xA3, tlv(SEQUENCE, *listed)) if listed else b""
    body = tlv(SEQUENCE, *(known[part] for part in PARTS))
    bits = tlv(BITS, b"\0", sign(private, body)) if signature is None else signature
    return tlv(SEQUENCE, body, known["algorithm"] if outer is None else outer, bits, after)


def pem(der, label="CERTIFICATE", width=64, end="\n"):
    lines = textwrap.wrap(base64.b64encode(der).decode(), width)
    return end.join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()
