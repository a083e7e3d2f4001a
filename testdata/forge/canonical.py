# SPDX-License-Identifier: Apache-2.0
"""The canonical form of JSON that Notary signs, and what is computed from it."""

import base64
import hashlib

CONTROLS = {code: f"\\u{code:04x}" for code in range(0x20)}


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def form(value):
    """The canonical form as text: sorted names, no white space, only quote and backslash escaped."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(form(item) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode())
    return "{" + ",".join(quote(name) + ":" + form(value[name]) for name in names) + "}"


def as_json(value):
    """The canonical form, but for control characters, which JSON wants escaped."""
    return form(value).translate(CONTROLS)


def encode(value):
    return form(value).encode()


def b64(data):
    return base64.b64encode(data).decode()


def key_id(key_type, public):
    key = {"keytype": key_type, "keyval": {"private": None, "public": b64(public)}}
    return hashlib.sha256(encode(key)).hexdigest()


def file_meta(data):
    """What a snapshot or timestamp lists of a file."""
    hashes = {"sha256": b64(hashlib.sha256(data).digest()),
              "sha512": b64(hashlib.sha512(data).digest())}
    return {"hashes": hashes, "length": len(data)}
