# SPDX-License-Identifier: Apache-2.0
"""A trust directory in which everything that can hold text holds text that would act on somebody.

And how such text is shown, written down again from cli/escape.h: show() is what every format but JSON begins with.
"""

import base64
import datetime
import json
import unicodedata

import fixtures
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

# Each is one attack; none is longer than a common name may be.
ATTACKS = (
    "=cmd|' /C calc'!A0",
    "+1+1", "-2+3", "@SUM(A1)", "\t=1", ";=1", "\uff1d1", " =1", "a;-1",
    'quote"d', "it's", "<script>alert(1)</script>", "]]>", "<!-- x -->", "&amp;&lt;&#x41;",
    "line\nfeed", "return\rhere", "tab\there", "bell\x07", "\x1b[2J", "del\x7f", "c1\x9b31m",
    "\u202egnp.exe", "\u2066isolate\u2069", "zero\u200bwidth", "line\u2028separator", "\ufeffmark", "\ufffe",
    "##vso[task.setvariable variable=a]b", "##[error]x", "::error::x", "\n::error file=a::x", "::set-output name=a::b",
    "`code`", "``two``", "`", "a`", " both ", "a|b", "\\|", "\\\\|", "|", "\\", "\\n", "end\\",
    "[text](https://example.com)", "![x](y)", "**bold**", "# head", "- item", "@user", "#1", "https://example.com/x",
    "<https://example.com>", "www.example.com", "~~gone~~", "$(id)", "${HOME}", "`id`", "%s%n%d", "%00", "%2e%2e",
    "a,b", "{label=\"x\"} 1", "# HELP x y", "x 1\ny 2", "caf\u00e9 \u65e5\u672c\u8a9e",
)
FOLDER = "evil <&\"'>|%25`=;\n\u202e]]>##vso[x]\t@#"
GUN = f"registry.example.com/{FOLDER}"
ALTERED = f"altered/{FOLDER}"
SUBJECT = "=cmd|' /C calc'!A0\n<b>]]>\"`|\u202e%s##vso[x"


def is_hidden(character):
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Zl", "Zp", "Cn", "Co") or (category == "Zs" and character != " ")


def _escape(character):
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    point = ord(character)
    return short.get(character) or (f"\\x{point:02x}" if point < 0x80 else f"\\u{{{point:x}}}")


def show(text):
    """What is printed for a text."""
    shown = []
    for index, character in enumerate(text):
        before, rest = text[:index], text[index + 1:]
        is_command = character == "[" and before.endswith(("##", "##vso"))
        shown.append(_escape(character) if is_hidden(character) or is_command else character)
        if character == "\\" and (not rest or rest[0] in "\\nrtux" or is_hidden(rest[0])):
            shown.append("\\")
    return "".join(shown)


class Forger(fixtures.Publisher):
    """Publishes under a root certificate for any name."""

    def __init__(self, gun):
        super().__init__()
        key = serialization.load_pem_private_key(self.key_file.read_bytes(), None)
        names = [x509.NameAttribute(x509.NameOID.COMMON_NAME, gun, _validate=False),
                 x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, SUBJECT, _validate=False)]
        begin = datetime.datetime(2026, 11, 1)
        certificate = (x509.CertificateBuilder().subject_name(x509.Name(names)).issuer_name(x509.Name(names))
                       .public_key(key.public_key()).serial_number(7).not_valid_before(begin)
                       .not_valid_after(begin + datetime.timedelta(days=400)).sign(key, hashes.SHA256()))
        self.root_key = self._make_key("rsa-x509", certificate.public_bytes(serialization.Encoding.PEM))


def _spoil(metadata):
    """Findings whose texts are attacks: signatures by a key that is known, with methods that are not."""
    path = metadata / "timestamp.json"  # which no other file lists
    envelope = json.loads(path.read_bytes())
    key_id = envelope["signatures"][0]["keyid"]
    envelope["signatures"] = [{"keyid": key_id, "method": attack, "sig": base64.b64encode(b"x").decode()}
                              for attack in ATTACKS]
    path.write_text(json.dumps(envelope), encoding="ascii")


def make(folder):
    """Fills the folder: one repository is sound, one is altered, one lies in a folder that is not UTF-8."""
    trust = folder / "trust"
    tags = {attack: fixtures.sum_of(attack) for attack in ATTACKS}
    Forger(GUN).publish(trust / "tuf" / GUN / "metadata", tags, delegations=("targets/releases", "targets/alice"))
    Forger(ALTERED).publish(trust / "tuf" / ALTERED / "metadata", tags)
    _spoil(trust / "tuf" / ALTERED / "metadata")
    (trust / "tuf" / GUN / "metadata" / "=1+1|<b>.json").write_text("{}", encoding="ascii")
    private = trust / "private"
    private.mkdir(mode=0o755)
    header = "role: =cmd|<b>]]>`\ngun: ##vso[x]&\u202e\"\n\n"
    (private / "=1|`<b>.key").write_text(f"-----BEGIN PRIVATE KEY-----\n{header}", encoding="utf-8")
    return trust
