# SPDX-License-Identifier: Apache-2.0
"""What may stand in place of a value: (name, value, rows of docs/differences.md), by the kind of value it was."""

import base64
import re

from mutate.document import Members, Spelled, number
from mutate.mutant import rows

NONE = frozenset()
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

INTEGERS = (0, 1, -1, 2, 10, 2**15, 2**31 - 1, 2**31, -2**31 - 1, 2**32, 2**32 + 1, 2**53 - 1, -2**53 + 1)
# The canonical form of these is not what stands there, or there is none.
BEYOND = ("9007199254740992", "-9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808",
          "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
          "18446744073709551617", "99999999999999999999", "1e17", "1e19", "1e300", "1e400", "0.5", "1.5", "1e-1",
          "-0.1",
          "1e-400")
WHOLE = ("1.0", "1e0", "10e-1", "0.1e1", "1E+0", "-0", "-0.0", "0e5", "4.0", "400e-2")
NO_NUMBERS = ("01", "+1", "1.", ".1", "0x1", "1e", "NaN", "Infinity", "-", "1_0", "--1", "1 2")

OTHERS = (
    ("null", None, NONE), ("true", True, NONE), ("false", False, NONE), ("zero", 0, NONE), ("one", 1, NONE),
    ("fraction", number("1.5"), rows("D05")), ("empty-text", "", NONE), ("text", "x", NONE), ("digit", "1", NONE),
    ("empty-list", [], NONE), ("list-of-null", [None], NONE), ("list-of-texts", ["x"], NONE),
    ("list-of-lists", [[]], NONE), ("list-of-objects", [{}], NONE), ("list-of-numbers", [1, 2], NONE),
    ("empty-object", {}, NONE), ("object", {"x": 1}, NONE), ("object-of-null", {"x": None}, NONE),
    ("object-of-objects", {"x": {}}, NONE),
    ("object-no-name", {"": ""}, NONE),
)


def numbers(value):
    yield from ((f"is-{i}", i, NONE) for i in INTEGERS)
    yield from ((f"plus-{i}", value + i, NONE if abs(value + i) < 2**53 else rows("D05")) for i in (1, -1, 2**31, 2**32))
    yield from ((f"is-{text}", number(text), rows("D05")) for text in BEYOND)
    yield from ((f"is-{text}", number(text), NONE) for text in WHOLE)
    yield from ((f"is-{text}", Spelled(text, 1), NONE) for text in NO_NUMBERS)
    yield from ((f"as-{name}", Spelled(text, value), NONE) for name, text in (
        ("fraction", f"{value}.0"), ("fractions", f"{value}.000"), ("exponent", f"{value}e0"),
        ("exponent-up", f"{value}0e-1"), ("negative-zero", f"-{value}"), ("capital", f"{value}E+00")))
    yield "as-text", str(value), NONE


def texts(value):
    """Other texts, that are signed."""
    yield from ((name, text, NONE) for name, text in (
        ("upper", value.upper()), ("lower", value.lower()), ("swapped", value.swapcase()), ("title", value.title()),
        ("space-after", value + " "), ("space-before", " " + value), ("line-after", value + "\n"),
        ("cut", value[:-1]), ("beheaded", value[1:]), ("doubled", value * 2), ("reversed", value[::-1]),
        ("letter-after", value + "a"), ("slash-after", value + "/"), ("long", value + "a" * 5000),
        ("accent", value + "\u00e9"), ("astral", value + "\U0001f600"), ("markup", value + "<&>"),
        ("separator", value + "\u2028"), ("control", value + "\u0001"), ("delete", value + "\u007f"),
        ("quote", value + '"'), ("backslash", value + "\\"), ("full-width", value + "\uff41"),
        ("noncharacter", value + "\uffff"), ("replacement", value + "\ufffd")))
    yield "nul", Spelled(f'"{value}\\u0000"', value + "\0"), rows("D04")
    yield "half-pair", Spelled(f'"{value}\\ud800"', value + "\ufffd"), rows("D03")
    yield "other-half", Spelled(f'"{value}\\udc00x"', value + "\ufffdx"), rows("D03")
    yield "two-halves", Spelled(f'"{value}\\ud800\\u0041"', value + "\ufffdA"), rows("D03", "D17")
    yield "byte-ff", value + "\udcff", rows("D03")
    yield "overlong", value + "\udcc1\udcaf", rows("D03")
    yield "surrogate-bytes", value + "\udced\udca0\udc80", rows("D03")
    yield "beyond-unicode", value + "\udcf4\udc90\udc80\udc80", rows("D03")


def encodings(value):
    """Other texts for bytes. fields.py says of all of them what row they fall under."""
    data = base64.b64decode(value)
    yield from ((name, text, NONE) for name, text in (
        ("line-breaks", value[:8] + "\n" + value[8:] + "\n"),
        ("returns", value[:8] + "\r\n" + value[8:]),
        ("break-first", "\n" + value), ("break-last", value + "\r"),
        ("breaks-alone", "\n\n"),
        ("space-inside", value[:8] + " " + value[8:]), ("tab-inside", value[:8] + "\t" + value[8:]),
        ("bare", value.rstrip("=")), ("padded", value + "="), ("padded-more", value + "===="),
        ("padded-inside", value[:4] + "====" + value[4:]), ("two", value + value),
        ("for-urls", base64.urlsafe_b64encode(data).decode()), ("digits", data.hex()),
        ("as-hex-of-text", value.encode().hex()),
        ("bytes-less", base64.b64encode(data[:-1]).decode()),
        ("bytes-more", base64.b64encode(data + b"\0").decode()),
        ("bytes-before", base64.b64encode(b"\0" + data).decode()),
        ("bytes-none", ""), ("bytes-one", "AA=="),
        ("bytes-other", base64.b64encode(bytes(len(data))).decode()),
        ("bytes-flipped", base64.b64encode(bytes([data[0] ^ 1]) + data[1:]).decode()),
        ("one-letter", value + "A"), ("two-letters", value + "AA")))
    yield "numbers", list(data), NONE
    yield "numbers-with-null", [None, *data], NONE
    yield "numbers-too-large", [256, *data], NONE
    yield "numbers-negative", [-1, *data], NONE
    yield "numbers-none", [], NONE
    if value.endswith("="):
        place = len(value.rstrip("=")) - 1
        for step in (1, 2, 3):
            letter = ALPHABET[ALPHABET.index(value[place]) ^ step]
            yield f"last-bits-{step}", value[:place] + letter + value[place + 1:], NONE


def lists(value):
    items = list(value)
    yield from ((name, changed, NONE) for name, changed in (
        ("emptied", []), ("twice", items + items), ("reversed", items[::-1]), ("nested", [items]),
        ("null-before", [None] + items), ("null-after", items + [None]), ("first-twice", items[:1] + items),
        ("last-twice", items + items[-1:]), ("without-first", items[1:]), ("text-after", items + ["x"]),
        ("empty-text-after", items + [""]), ("number-after", items + [1]), ("object-after", items + [{}]),
        ("as-object", {str(place): item for place, item in enumerate(items)})))


def objects(value):
    pairs = sorted(value.items())
    yield from ((name, changed, NONE) for name, changed in (
        ("emptied", {}), ("in-list", [value]), ("as-list", list(value.values())), ("names-alone", list(value)),
        ("reordered", Members(pairs[::-1])), ("further", {**value, "x-further": 1}),
        ("further-null", {**value, "x-further": None}), ("further-empty", {**value, "": {}}),
        ("further-deep", {**value, "x-further": {"a": [{"b": [1, None, "c", True]}]}}),
        ("in-object", {"x": value})))


def replacements(value):
    """All that may stand there instead."""
    kinds = {int: numbers, str: texts, list: lists, dict: objects}
    yield from OTHERS
    yield from (kinds[type(value)](value) if type(value) in kinds else ())
    if isinstance(value, str) and BASE64.fullmatch(value):
        yield from encodings(value)
