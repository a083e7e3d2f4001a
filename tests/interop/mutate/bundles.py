# SPDX-License-Identifier: Apache-2.0
"""Bundles of certificates: their order, their number, and the PEM around them."""

import dataclasses
import itertools

from forge import keys
from forge.keys import certified
from forge.repository import Signer
from mutate.mutant import Mutant, rows

LEAVES = {"root": "root-issued", "targets/alice": "alice-issued", "targets": "alice-issued"}
BLOCKS = ("leaf", "leaf-again", "other-leaf", "intermediate", "old-intermediate", "authority", "old-authority")
NAMES = {"other-leaf": "root-next", "intermediate": "intermediate", "old-intermediate": "intermediate-expired",
         "authority": "ca", "old-authority": "ca-expired", "sha1-authority": "ca-sha1"}
SECOND = {"root": "root-next", "targets/alice": "alice-second", "targets": "alice-second"}
WIDTHS = (1, 2, 3, 16, 60, 63, 65, 76, 77, 200, 100000)


def block(role, name):
    leaf = LEAVES[role]
    return (keys.FOLDER / f"{leaf if name.startswith('leaf') else NAMES[name]}.crt").read_bytes()


def body_of(pem):
    return b"".join(pem.split(b"\n")[1:-2])


def wrapped(body, width, end=b"\n", label=b"CERTIFICATE"):
    lines = [body[place:place + width] for place in range(0, len(body), width)]
    return end.join([b"-----BEGIN " + label + b"-----", *lines, b"-----END " + label + b"-----", b""])


def spellings(pem):
    """The same certificate in other PEM, and what is none."""
    body = body_of(pem)
    begin, end = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"
    found = {f"width-{width}": wrapped(body, width) for width in WIDTHS}
    found.update({f"labelled-{label.decode().replace(' ', '-')}": wrapped(body, 64, label=label) for label in (
        b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE", b"certificate", b"CERTIFICATE ", b" CERTIFICATE", b"PUBLIC KEY",
        b"", b"PKCS7")})
    found.update({
        "returns": wrapped(body, 64, b"\r\n"), "returns-alone": wrapped(body, 64, b"\r"),
        "lines-empty": wrapped(body, 64, b"\n\n"),
        "spaces-after": wrapped(body, 64, b" \n"), "spaces-before": wrapped(body, 64, b"\n "),
        "tabs": wrapped(body, 64, b"\t\n"),
        "no-end-of-line": pem[:-1], "line-before": b"\n" + pem, "line-after": pem + b"\n",
        "text-before": b"text\n" + pem,
        "text-before-no-line": b"text" + pem, "text-after": pem + b"text\n", "text-after-no-line": pem[:-1] + b"text",
        "space-before": b" " + pem, "mark": b"\xef\xbb\xbf" + pem, "nul-before": b"\0" + pem, "nul-after": pem + b"\0",
        "header": pem.replace(b"-----\n", b"-----\nName: value\n\n", 1),
        "header-no-line": pem.replace(b"-----\n", b"-----\nName: value\n", 1),
        "header-empty": pem.replace(b"-----\n", b"-----\n\n", 1), "colon": pem.replace(b"-----\n", b"-----\n:\n\n", 1),
        "comment": b"# a comment\n" + pem,
        "key-before": b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pem,
        "key-after": pem + b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n",
        "empty-block-before": begin + b"\n" + end + b"\n" + pem, "empty-block-after": pem + begin + b"\n" + end + b"\n",
        "begin-alone-after": pem + begin + b"\n", "begin-alone-before": begin + b"\n" + pem,
        "end-alone-before": end + b"\n" + pem,
        "end-alone-after": pem + end + b"\n", "no-end": pem.replace(end, b""), "no-begin": pem.replace(begin, b""),
        "end-other": pem.replace(end, b"-----END X-----"),
        "dashes-less": pem.replace(b"-----\n", b"----\n", 1), "dashes-more": pem.replace(b"-----BEGIN", b"------BEGIN"),
        "one-line": begin + body + end, "end-on-line": begin + b"\n" + body + end + b"\n",
        "begin-on-line": begin + body + b"\n" + end + b"\n",
        "no-padding": pem.replace(b"=", b""), "more-padding": pem.replace(b"\n" + end, b"=\n" + end),
        "junk-letter": pem.replace(b"\nMI", b"\nM!I", 1),
        "for-urls": pem.replace(b"+", b"-").replace(b"/", b"_"),
        "check-sum": pem.replace(b"\n" + end, b"\n=AAAA\n" + end),
        "body-empty": begin + b"\n" + end + b"\n", "body-junk": wrapped(b"AAAA", 64), "empty": b"",
        "der": b"\x30\x03\x02\x01\x01",
        "spaces-after-begin": pem.replace(b"-----\n", b"-----  \n", 1), "spaces-after-end": pem[:-1] + b"  \n",
        "twice-after-junk": b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n" + pem,
        "junk-after": pem + b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        "undecodable-after": pem + wrapped(b"AAAA", 64),
        "undecodable-before": wrapped(b"AAAA", 64) + pem, "half": pem[:len(pem) // 2], "lower": pem.lower(),
        "utf-16": pem.decode().encode("utf-16-le"),
    })
    return found


def assigned(role, bundle, private, signed_as=None, beside=None):
    """The bundle is a key of the role. beside: another key that signs, and is enough."""
    key = keys.Key("ecdsa-x509", bundle, private)
    label = dataclasses.replace(key, public=signed_as).id if signed_as is not None else key.id

    def build(draft):
        listed = [(key.id, key.entry)]
        signers = [Signer(key, key_id=label)]
        if beside:
            listed.append((beside.id, beside.entry))
            signers = [Signer(beside)]
        draft.assign(role, listed, signers)
    return build


def of_orders(role, private):
    for count in (1, 2, 3, 4):
        for some in itertools.permutations(BLOCKS, count):
            if count < 4 or "leaf" == some[0]:
                bundle = b"".join(block(role, name) for name in some)
                kept = b"".join(block(role, name) for name in some if not name.startswith("old"))
                yield "-".join(some), bundle, None
                if kept != bundle:
                    yield "-".join(some) + "/named-without-old", bundle, kept


def mutants():
    for role in LEAVES:
        private = certified(LEAVES[role]).private
        prefix = role.replace("/", "~")
        for what, bundle, signed_as in of_orders(role, private):
            yield Mutant(f"bundles/{prefix}/order/{what}", assigned(role, bundle, private, signed_as), rows("D10"))
        leaf = block(role, "leaf")
        for what, bundle in spellings(leaf).items():
            found = rows("D10", "D11")
            yield Mutant(f"bundles/{prefix}/pem/{what}", assigned(role, bundle, private), found)
            yield Mutant(f"bundles/{prefix}/pem/{what}/named-as-plain", assigned(role, bundle, private, leaf), found)
            yield Mutant(f"bundles/{prefix}/pem/{what}/beside-a-good-one",
                         assigned(role, bundle, private, beside=certified(SECOND[role])), found)
        for count in (2, 31, 32, 33, 34, 100):
            bundle = leaf + block(role, "intermediate") * (count - 1)
            yield Mutant(f"bundles/{prefix}/many/{count}", assigned(role, bundle, private), rows("D10"))
