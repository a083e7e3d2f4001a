# SPDX-License-Identifier: Apache-2.0
"""JSON that can be spelled in any way, and what the real client takes such a spelling to mean.

A document is made of what json.loads makes, and of Spelled and Members. Trees are never changed, only copied."""

import dataclasses
import json
import math
import re
import typing

from forge import canonical

CLEAN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Bytes that are no UTF-8 are kept in texts as Python keeps those of file names; the client takes each for U+FFFD.
STRAY = re.compile("[\ud800-\udfff]")


@dataclasses.dataclass(frozen=True)
class Spelled:
    """A value or a name as it stands in the file, and the value that is signed for it."""
    text: str
    value: typing.Any = None


class Members(list):
    """An object as pairs of name and value, in their order; a name may come twice or be Spelled."""


def members(value):
    """The pairs of an object, as a list of one's own."""
    return Members(value.items() if isinstance(value, dict) else value)


def number(text):
    """A number with what the client signs for it: it goes through a double, and has no form for fractions."""
    value = float(text)
    return Spelled(text, int(value) if math.isfinite(value) and value == math.floor(value) else 0)


def plain(value):
    """What a document means to the client: the last of several members, Spelled as it was said."""
    if isinstance(value, str):
        return STRAY.sub("\ufffd", value)
    if isinstance(value, Spelled):
        return value.value
    if isinstance(value, Members):
        return {plain(name): plain(item) for name, item in value}
    if isinstance(value, dict):
        return {plain(name): plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def quote(text):
    """A text as Notary writes it, but for <, > and &, which it escapes."""
    return CLEAN.encode(text)


def spell(value):
    """The document as it stands in the file: objects of one's own in order of their names, Members in their own."""
    if isinstance(value, Spelled):
        return value.text
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list) and not isinstance(value, Members):
        return "[" + ",".join(map(spell, value)) + "]"
    if isinstance(value, (dict, Members)):
        pairs = value if isinstance(value, Members) else sorted(value.items(), key=lambda pair: plain(pair[0]))
        return "{" + ",".join(spell(name) + ":" + spell(item) for name, item in pairs) + "}"
    return CLEAN.encode(value)


def encode(value):
    """The bytes of the file."""
    return spell(value).encode("utf-8", "surrogateescape")


def message(value):
    """What is signed."""
    return canonical.encode(plain(value))


# ---- changes ----

def changed(tree, path, change):
    """A copy in which what the path leads to is change(it)."""
    if not path:
        return change(tree)
    if isinstance(tree, Members):
        return Members((name, changed(item, path[1:], change) if name == path[0] else item) for name, item in tree)
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = changed(copy[path[0]], path[1:], change)
    return copy


def put(tree, path, value):
    """A copy in which the path leads to value; the last name of the path need not be there before."""
    def change(container):
        copy = dict(container) if isinstance(container, dict) else list(container)
        copy[path[-1]] = value
        return copy
    return changed(tree, path[:-1], change)


def find(tree, path):
    for name in path:
        tree = tree[name]
    return tree


def walk(tree, path=()):
    """The path of every member and element, in order."""
    names = sorted(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for name in names:
        yield path + (name,)
        yield from walk(tree[name], path + (name,))
