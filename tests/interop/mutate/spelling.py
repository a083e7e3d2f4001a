# SPDX-License-Identifier: Apache-2.0
"""The same document spelled in other ways, legal and not, and bytes that are no document."""

import json
import re

from mutate import bases, document
from mutate.document import Members, Spelled, number
from mutate.mutant import Mutant, rows

NONE = frozenset()
SPACES = {"space": " ", "tab": "\t", "line": "\n", "return": "\r\n", "many": " \n\t\r" * 50}
# White space to some, but not to JSON.
NO_SPACES = {"form-feed": "\f", "vertical-tab": "\v", "no-break": "\u00a0", "wide": "\u3000",
             "line-separator": "\u2028",
             "mark": "\ufeff", "nul": "\0", "escape": "\x1b", "comment": "/**/", "line-comment": "//\n", "hash": "#\n",
             "comma": ",", "colon": ":", "null": "null", "quote": '"', "backslash": "\\", "byte-ff": "\udcff"}
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|[][{},:]')
DEPTHS = (1, 2, 10, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 70, 100, 1000, 9990, 10001, 20000)
SIGNED_DEPTH = 100  # what is deeper is not signed for, so that it is not worked on here
LIMIT = 50  # levels that are surely fine: those around come on top


def tokens(text):
    return TOKEN.findall(text)


def escaped(text, pick, form="\\u{:04x}"):
    """The texts of a file with those characters as escapes that pick(character) says."""
    def one(match):
        if not match.group().startswith('"'):
            return match.group()
        body = json.loads(match.group())
        units = (c if not pick(c) else form.format(ord(c)) for c in body)
        return '"' + "".join(c if len(c) > 1 else document.quote(c)[1:-1] for c in units) + '"'
    return TOKEN.sub(one, text)


def of_numbers(text, form):
    return TOKEN.sub(lambda match: form.format(match.group()) if match.group().isdigit() else match.group(), text)


def reversed_members(value):
    """Every object in the reverse order."""
    if isinstance(value, dict):
        return Members((name, reversed_members(item)) for name, item in sorted(value.items(), reverse=True))
    return [reversed_members(item) for item in value] if isinstance(value, list) else value


def in_notarys_letters(text):
    return "".join(f"\\u{ord(c):04x}" if c in "<>&\u2028\u2029" else c for c in text)


def reformatted(**options):
    return lambda text: json.dumps(json.loads(text), ensure_ascii=False, **options)


# ---- whole files ----

LEGAL = {
    "indented": reformatted(indent=1), "tabs": reformatted(indent="\t"),
    "spaced": reformatted(separators=(" , ", " : ")),
    "sorted": reformatted(sort_keys=True), "reversed": lambda text: document.spell(reversed_members(json.loads(text))),
    "signatures-first": lambda text: document.spell(Members(list(json.loads(text).items())[::-1])),
    "notarys-escapes": in_notarys_letters,
    "returns": lambda text: reformatted(indent=0)(text).replace("\n", "\r\n"),
    "every-token-on-a-line": lambda text: "\n".join(tokens(text)),
    "fractions-of-nothing": lambda text: of_numbers(text, "{}.0"),
    "exponents": lambda text: of_numbers(text, "{}e0"), "exponents-plus": lambda text: of_numbers(text, "{}E+00"),
    "tenths": lambda text: of_numbers(text, "{}0e-1"),
}
ESCAPED = {
    "all": lambda text: escaped(text, lambda c: c < "\U00010000"),
    "all-upper": lambda text: escaped(text, lambda c: c < "\U00010000", "\\u{:04X}"),
    "letters": lambda text: escaped(text, str.isalpha), "digits": lambda text: escaped(text, str.isdigit),
    "e": lambda text: escaped(text, lambda c: c == "e"), "hyphens": lambda text: escaped(text, lambda c: c == "-"),
    "equals": lambda text: escaped(text, lambda c: c == "="), "slashes": lambda text: text.replace("/", "\\/"),
    "slashes-u": lambda text: escaped(text, lambda c: c == "/"),
}
ILLEGAL = {
    "empty": lambda text: "", "space-alone": lambda text: " ", "null": lambda text: "null", "zero": lambda text: "0",
    "true": lambda text: "true", "text": lambda text: '"x"', "list": lambda text: "[]", "object": lambda text: "{}",
    "in-list": lambda text: f"[{text}]", "in-object": lambda text: f'{{"x":{text}}}',
    "in-text": lambda text: document.quote(text), "twice": lambda text: text * 2,
    "two-lines": lambda text: f"{text}\n{text}",
    "object-after": lambda text: text + "{}", "object-before": lambda text: "{}" + text,
    "single-quotes": lambda text: text.replace('"', "'"), "no-quotes": lambda text: re.sub(r'"(\w+)":', r"\1:", text),
    "comma-last": lambda text: text[:-1] + ",}", "comma-in-list": lambda text: text.replace("]", ",]"),
    "comma-first": lambda text: "{," + text[1:], "commas-two": lambda text: text.replace(",", ",,", 1),
    "no-commas": lambda text: text.replace(",", " ", 1), "equals": lambda text: text.replace(":", "=", 1),
    "capital-null": lambda text: text.replace("null", "NULL").replace("false", "False"),
    "leading-zeros": lambda text: of_numbers(text, "0{}"), "plus": lambda text: of_numbers(text, "+{}"),
    "dots": lambda text: of_numbers(text, "{}."), "hex-numbers": lambda text: of_numbers(text, "0x{}"),
    "x-escapes": lambda text: escaped(text, str.isalpha, "\\x{:02x}"),
    "bad-escape": lambda text: text.replace("a", "\\a", 1),
    "long-escapes": lambda text: escaped(text, str.isalpha, "\\u{{{:x}}}"),
    "short-escapes": lambda text: escaped(text, str.isalpha, "\\u{:02x}"),
    "raw-lines": lambda text: text.replace('":"', '":"\n'), "raw-tabs": lambda text: text.replace('":"', '":"\t'),
    "yaml": lambda text: "---\n" + text, "html": lambda text: "<html></html>",
    "pem": lambda text: f"-----BEGIN\n{text}",
    "unclosed": lambda text: text[:-1], "closed-twice": lambda text: text + "}",
    "closed-other": lambda text: text[:-1] + "]",
    "wrapped": lambda text: f"({text});",
}
BYTES = {
    "mark": lambda data: b"\xef\xbb\xbf" + data, "utf-16": lambda data: data.decode().encode("utf-16"),
    "utf-16-le": lambda data: data.decode().encode("utf-16-le"), "utf-32": lambda data: data.decode().encode("utf-32"),
    "gzip-head": lambda data: b"\x1f\x8b" + data, "nul-last": lambda data: data + b"\0",
    "nul-first": lambda data: b"\0" + data,
    "nuls-last": lambda data: data + bytes(4096), "end-of-file-mark": lambda data: data + b"\x1a",
    "byte-ff-last": lambda data: data + b"\xff", "latin-1": lambda data: data.decode().encode("latin-1", "replace"),
    "halved": lambda data: data[:len(data) // 2], "first-byte": lambda data: data[:1],
    "beheaded": lambda data: data[1:],
    "spaces-last": lambda data: data + b" " * 100000, "spaces-first": lambda data: b"\n" * 100000 + data,
}


def edit_text(role, change):
    return lambda draft: draft[role].edits.append(lambda data: change(data.decode()).encode("utf-8", "surrogateescape"))


def edit(role, change):
    return lambda draft: draft[role].edits.append(change)


def whole(role, base, prefix):
    for kind, table, found in (("legal", LEGAL, NONE), ("escaped", ESCAPED, rows("D17")), ("illegal", ILLEGAL, NONE)):
        for name, change in table.items():
            yield Mutant(f"{prefix}/{kind}/{name}", edit_text(role, change), found, base)
    for name, change in BYTES.items():
        yield Mutant(f"{prefix}/bytes/{name}", edit(role, change), NONE, base)


# ---- every place ----

def insert(role, place, text):
    def change(data):
        parts = tokens(data)
        return "".join(parts[:place]) + text + "".join(parts[place:])
    return edit_text(role, change)


def between(role, base, prefix, text):
    """Something between every two tokens."""
    for place in range(len(tokens(text)) + 1):
        for name, space in SPACES.items():
            yield Mutant(f"{prefix}/between/{place}/{name}", insert(role, place, space), NONE, base)
        for name, other in NO_SPACES.items():
            yield Mutant(f"{prefix}/between/{place}/{name}", insert(role, place, other), NONE, base)


def without(role, place, count):
    def change(data):
        parts = tokens(data)
        return "".join(parts[:place] + parts[place + count:])
    return edit_text(role, change)


def gone(role, base, prefix, text):
    """Every token, and every two, missing; a second version of a field may be left, or none."""
    for place in range(len(tokens(text))):
        for count in (1, 2, 3, 4):
            yield Mutant(f"{prefix}/tokens-gone/{place}/{count}", without(role, place, count), rows("D01"), base)


# ---- nesting, and what the client does not know ----

def nested(depth, opening, closing, inner):
    value = inner
    text = opening * depth + document.spell(inner) + closing * depth
    for _ in range(min(depth, SIGNED_DEPTH)):
        value = [value] if opening == "[" else {"a": value}
    return Spelled(text, value)


PAIRS = {"lists": ("[", "]"), "objects": ('{"a":', "}")}


def deep(role, base, prefix):
    for kind, (opening, closing) in PAIRS.items():
        for depth in DEPTHS:
            found = rows("D06") if depth > LIMIT else NONE
            value = nested(depth, opening, closing, 1)
            yield Mutant(f"{prefix}/deep/{kind}/{depth}",
                         lambda draft, value=value: draft.set(role, ("x-deep",), value), found, base)
            yield Mutant(f"{prefix}/deep-outside/{kind}/{depth}", lambda draft,
                         value=value: draft[role].envelope.append(
                lambda pairs: Members(pairs + [("x-deep", value)])), found, base)


UNKNOWN = {
    "empty-name": ("", 1, NONE), "fraction": ("x", number("0.5"), rows("D05")),
    "huge": ("x", number("1e300"), rows("D05")),
    "beyond": ("x", number("9007199254740993"), rows("D05")), "infinite": ("x", Spelled("1e999", 0), rows("D05")),
    "tiny": ("x", number("1e-400"), rows("D05")), "whole": ("x", number("3.0e1"), NONE),
    "long-number": ("x", number("1" * 400), rows("D05")), "long-whole": ("x", number("1." + "0" * 400), rows("D05")),
    "zeros": ("x", number("0." + "0" * 400), rows("D05")), "minus-zero": ("x", number("-0"), NONE),
    "long-text": ("x", "a" * 100000, NONE), "long-name": ("a" * 100000, 1, NONE), "many": ("x", [0] * 20000, NONE),
    "many-names": ("x", {str(i): i for i in range(5000)}, NONE),
    "controls": ("x", "".join(map(chr, range(1, 32))), NONE),
    "nul": ("x", Spelled('"\\u0000"', "\0"), rows("D04")), "nul-name": (Spelled('"a\\u0000"', "a\0"), 1, rows("D04")),
    "unicode": ("\u00e9\U0001f600", "\u4e2d\uffff\U0010ffff", NONE),
    "pair": ("x", Spelled('"\\ud83d\\ude00"', "\U0001f600"), rows("D17")),
    "pair-upper": ("x", Spelled('"\\uD83D\\uDE00"', "\U0001f600"), rows("D17")),
    "half": ("x", Spelled('"\\ud83d"', "\ufffd"), rows("D03")),
    "halves": ("x", Spelled('"\\ude00\\ud83d"', "\ufffd\ufffd"), rows("D03")),
    "half-name": (Spelled('"\\ud83d"', "\ufffd"), 1, rows("D03")), "byte": ("x", "\udcfe", rows("D03")),
    "byte-name": ("\udcfe", 1, rows("D03")), "cut-character": ("x", "\udce4\udcb8", rows("D03")),
    "twice": ("x", Members([("a", 1), ("a", 2)]), rows("D01")),
    "twice-empty": ("x", Members([("", 1), ("", 2)]), rows("D01")),
    "case": ("x", {"a": 1, "A": 2}, NONE), "known-escapes": ("x", Spelled('"\\b\\f\\n\\r\\t\\"\\\\"', '\b\f\n\r\t"\\'),
                                                             NONE),
    "notarys-escapes": ("x", Spelled('"\\u003c\\u003E\\u0026\\u2028\\u2029"', "<>&\u2028\u2029"), NONE),
    "delete-escape": ("x", Spelled('"\\u007f"', "\u007f"), rows("D17")),
    "slash": ("x", Spelled('"\\/"', "/"), rows("D17")),
    "control-escape": ("x", Spelled('"\\u001F\\u0008\\u000a"', "\u001f\b\n"), NONE),
    "null-character": ("x", "\x7f\x80\u00ad\u200b\u202e", NONE),
    "decomposed": ("e\u0301", {"\u00e9": 1, "e\u0301": 2}, NONE),
}


def unknown(role, base, prefix):
    for what, (name, value, found) in UNKNOWN.items():
        for place in ("signed", "outside", "unsigned"):
            def build(draft, name=name, value=value, place=place):
                changes = {"signed": draft[role].before, "outside": draft[role].envelope, "unsigned": draft[role].after}
                changes[place].append(lambda pairs: Members(document.members(pairs) + [(name, value)]))
            yield Mutant(f"{prefix}/unknown/{what}/{place}", build, found, base)


# ---- the family ----

def mutants():
    for role, data in bases.base("app").written.items():
        prefix, text = f"spelling/{role.replace('/', '~')}", data.decode()
        yield from whole(role, "app", prefix)
        yield from deep(role, "app", prefix)
        yield from unknown(role, "app", prefix)
    for role in ("targets", "snapshot"):
        yield from whole(role, "quorum", f"spelling/{role}-of-quorum")


def token_mutants():
    for role in ("root", "timestamp", "targets~releases~nightly"):
        name = role.replace("~", "/")
        text = bases.base("app").written[name].decode()
        yield from between(name, "app", f"tokens/{role}", text)
        yield from gone(name, "app", f"tokens/{role}", text)
