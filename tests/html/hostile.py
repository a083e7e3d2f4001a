# SPDX-License-Identifier: Apache-2.0
"""Repositories whose every text tries to break out of a page."""

import base64
import datetime
import json
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import fixtures  # noqa: E402

BREAKING = ("<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "<!-- ", "--> ]]>",
            "\" onload=\"x", "' x='", "&lt;b&gt; &amp; &#60;", "</title></svg></text></desc></code></article></body>",
            "one\ntwo\r\tthree", "esc\x1b[31m \x01\x7f", "bidi \u202ered\u2066 \u200f\u061c",
            "line\u2028end\u2029", "zero\u200bwidth\ufeff", "no\u00a0break", "\u05d0\u05d1 \u0627\u0644 rtl",
            "\\x3c \\u{3c} \\\\", "{{x}} ${x} `x`", "javascript:alert(1)", "http://x.example.com/a.png", "")
# Names of folders, so without a NUL; slashes divide them. A certificate's name has at most 64 characters.
GUN = "h.example.com/<b onclick='x'>&\"\u202e\x1b[1m]]><!--</style>/x"
SUBJECT = "</code><script>alert(1)</script>\u202e\"'&]]>"


def make_certificate(gun):
    """PEM: a root certificate for that name, whose subject has more to say."""
    key = serialization.load_pem_private_key((fixtures.NOTARY / "keys" / "own-root.key").read_bytes(), None)
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, SUBJECT),
                      x509.NameAttribute(NameOID.COMMON_NAME, gun)])
    start = datetime.datetime(2026, 1, 1)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(1).not_valid_before(start).not_valid_after(start + datetime.timedelta(3650))
                   .sign(key, hashes.SHA256()))
    return certificate.public_bytes(serialization.Encoding.PEM)


class Publisher(fixtures.Publisher):
    """Signs with a certificate of that subject, and changes documents of a type before it signs them."""

    def __init__(self, gun, **changes):
        super().__init__()
        self.changes = changes
        self.root_key["keyval"]["public"] = base64.b64encode(make_certificate(gun)).decode()

    def _sign(self, signed, key):
        if signed["_type"] in self.changes:
            self.changes[signed["_type"]](signed)
        return super()._sign(signed, key)


def change_document(path, change):
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(json.dumps(document).encode())


def spoil_signatures(document):
    """Signatures by keys and methods of any name."""
    document["signatures"] = [{"keyid": text, "method": text, "sig": "AAAA"} for text in BREAKING]


def spoil_root(signed):
    """Keys of any type under IDs of any name, which a role has."""
    for text in BREAKING[:8]:
        signed["keys"][text] = {"keytype": text, "keyval": {"private": None, "public": "AAAA"}}
        signed["roles"]["targets"]["keyids"].append(text)


def spoil_expiry(signed):
    signed["expires"] = BREAKING[1]


def spoil_delegations(signed):
    for text in BREAKING:
        signed["delegations"]["roles"].append({"name": f"targets/{text}", "paths": [text], "keyids": [text],
                                               "threshold": 1})


def spoil_paths(signed):
    """Of roles whose names are as they should be."""
    for role in signed["delegations"]["roles"]:
        role["paths"] = ["", *BREAKING]


def make(folder):
    """A trust directory; each repository has its hostile texts in another place."""
    tags = {text: fixtures.sum_of(text) for text in BREAKING if text}
    repositories = {GUN: {}, "h.example.com/signatures": {}, "h.example.com/keys": {"Root": spoil_root},
                    "h.example.com/expiry": {"Timestamp": spoil_expiry},
                    "h.example.com/delegations": {"Targets": spoil_delegations},
                    "h.example.com/paths": {"Targets": spoil_paths}}
    for gun, changes in repositories.items():
        delegations = ("targets/releases", "targets/alice")
        Publisher(gun, **changes).publish(folder / "tuf" / gun / "metadata", tags, delegations=delegations)
    # nothing else has the timestamp's hash
    change_document(folder / "tuf" / "h.example.com/signatures" / "metadata" / "timestamp.json", spoil_signatures)
    unreferenced = folder / "tuf" / GUN / "metadata" / "<img src=x onerror=alert(1)>\u202e\n.json"
    unreferenced.write_bytes(b"{}")
