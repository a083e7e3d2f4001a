# SPDX-License-Identifier: Apache-2.0
"""Every field of every role: gone, other, twice, and under another name; signed again, and not."""

import json

from mutate import bases, document, values
from mutate.document import Members, Spelled
from mutate.mutant import Mutant, rows

UNLISTED = ("gone", "null", "one", "text", "as-fraction", "upper", "twice-same", "line-breaks")
FOLDS = {"s": "\u017f", "k": "\u212a"}  # letters that some readers take for these


def without(container, key):
    copy = dict(container) if isinstance(container, dict) else list(container)
    del copy[key]
    return copy


def renamed(container, key, name):
    return Members((name if old == key else old, value) for old, value in sorted(container.items()))


def beside(container, key, added, first):
    """A further member before or after the one called key."""
    found = Members()
    for name, value in sorted(container.items()):
        pairs = [added, (name, value)] if first else [(name, value), added]
        found += pairs if name == key else [(name, value)]
    return found


def other_value(value):
    """One of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return {str: "other", list: [], dict: {}}.get(type(value))


def folded(name):
    """The name with a letter that is not the one it looks like, or None."""
    for plain, other in FOLDS.items():
        if plain in name:
            return name.replace(plain, other, 1)
    return None


def other_names(name):
    """(what, name, rows): the field under other names."""
    found = {"upper": name.upper(), "title": name[:1].upper() + name[1:], "last-upper": name[:-1] + name[-1:].upper(),
             "fold": folded(name)}
    yield from ((what, other, rows("D02")) for what, other in found.items() if other and other != name)
    yield from ((what, other, frozenset()) for what, other in (
        ("further-letter", name + "x"), ("space-after", name + " "), ("space-before", " " + name),
        ("underscore", "_" + name), ("cut", name[:-1]), ("empty", ""), ("dotted", name + ".json")))
    if name:
        yield "escaped", Spelled(f'"\\u{ord(name[0]):04x}{name[1:]}"', name), rows("D17")
        yield "nul-after", Spelled(f'"{name}\\u0000"', name + "\0"), rows("D04")


def member_changes(value, name):
    """(what, change of the container, rows) of one member of an object."""
    other = other_value(value)
    twice = rows("D01")
    for what, added, first in (("twice-same", value, False), ("twice-other-first", other, True),
                               ("twice-other-last", other, False), ("twice-null-first", None, True),
                               ("twice-null-last", None, False), ("twice-text-last", "x", False)):
        yield what, lambda c, added=added, first=first: beside(c, name, (name, added), first), twice
    yield ("twice-escaped", lambda c: beside(c, name, (Spelled(f'"\\u{ord((name or "x")[0]):04x}{name[1:]}"', name),
                                                       other), False), rows("D01", "D17"))
    for what, new, found in other_names(name):
        yield f"named-{what}", lambda c, new=new: renamed(c, name, new), found
        yield f"beside-{what}", lambda c, new=new: beside(c, name, (new, other), False), found
        yield f"before-{what}", lambda c, new=new: beside(c, name, (new, other), True), found


def holds_bytes(path):
    """Whether what is there is base64, of which there is more than one text for the same bytes."""
    return path[-1] in ("private", "public", "sig") or "hashes" in path[-2:-1]


def rows_of_bytes(path, what):
    """Why other bytes may be refused: another text for the same, or one more behind the certificates of a bundle."""
    if not holds_bytes(path):
        return frozenset()
    return rows("D07", "D10") if (path[-1], what) == ("public", "bytes-more") else rows("D07")


def changes(tree, path):
    """(what, change of the container, rows) of what the path leads to."""
    value, key = document.find(tree, path), path[-1]
    yield "gone", lambda c: without(c, key), frozenset()
    for what, new, found in values.replacements(value):
        yield what, lambda c, new=new: document.put(c, (key,), new), found | rows_of_bytes(path, what)
    if isinstance(key, str):
        yield from member_changes(value, key)


# ---- where ----

def before(role):
    return lambda draft, change: draft[role].before.append(change)


def after(role):
    return lambda draft, change: draft[role].after.append(change)


def unlisted(role):
    """Signed again, but the files above list what it was."""
    def place(draft, change):
        draft[role].before.append(change)
        draft.stale = True
    return place

def pointer(path):
    return "/".join(str(name).replace("/", "~") for name in path)


def of_tree(prefix, tree, place, base="app"):
    """The mutants of a document; place(draft, change) puts a change of it where it belongs."""
    for path in document.walk(tree):
        for what, change, found in changes(tree, path):
            def build(draft, path=path, change=change):
                place(draft, lambda value: document.changed(value, path[:-1], change))
            yield Mutant(f"{prefix}/{pointer(path)}/{what}", build, found, base)


def listed_trees(base):
    """The signed part of each role, as it is when it is signed."""
    return {name: json.loads(data)["signed"] for name, data in bases.base(base).written.items()}


def of_roles(family, base, place):
    for role, tree in listed_trees(base).items():
        yield from of_tree(f"{family}/{role.replace('/', '~')}", tree, place(role), base)


def mutants():
    yield from of_roles("fields", "app", before)
    yield from of_roles("fields-of-quorum", "quorum", before)
    yield from of_roles("fields-unsigned", "app", after)
    # That what is not listed is refused needs no more than a few of each field.
    yield from (mutant for mutant in of_roles("fields-unlisted", "app", unlisted)
                if mutant.name.rsplit("/", 1)[1] in UNLISTED)


def envelope_mutants():
    """The same of the envelope with its signatures: what stands around the signed part."""
    for base in ("app", "quorum"):
        for role, data in bases.base(base).written.items():
            tree = json.loads(data)
            for path in [("signed",), *document.walk({"signatures": tree["signatures"]})]:
                for what, change, found in changes(tree, path):
                    def build(draft, role=role, path=path, change=change):
                        draft[role].envelope.append(
                            lambda value: document.changed(dict(value), path[:-1], change))
                    yield Mutant(f"envelope/{base}/{role.replace('/', '~')}/{pointer(path)}/{what}", build, found, base)
