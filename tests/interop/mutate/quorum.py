# SPDX-License-Identifier: Apache-2.0
"""How many keys of a role there are, how many must sign, and which do."""

import itertools

from forge import signing
from forge.keys import bare, certified
from forge.repository import Signer
from mutate import bases
from mutate.mutant import Mutant

# Of each role the keys a, b and c, where c is of another type.
TOP_KEYS = {"a": bare("targets"), "b": bare("spare"), "c": bare("ed25519")}
DELEGATED_KEYS = {"a": certified("alice"), "b": certified("alice-second"), "c": bare("p384")}
ROOT_KEYS = {"a": certified("root"), "b": certified("root-next"), "c": certified("root-p384")}
LISTED = ("", "a", "b", "ab", "ba", "aa", "aab", "abc", "cab", "aabb")
SIGNED = ("", "a", "b", "c", "ab", "ba", "aa", "aaa", "abc", "cba", "aab", "A", "aA", "Aa", "AB", "aB", "Bab", "x",
          "xa", "ax",
          "xx", "ay", "y", "yb", "yz", "z", "az")
THRESHOLDS = (1, 2, 3)
ODD_THRESHOLDS = (0, -1, -2**31, 2**31, 2**32 + 1, 2**53 - 1)
WRONG_ID = "ab" * 32


def role_keys(role):
    return ROOT_KEYS if role == "root" else DELEGATED_KEYS if "/" in role else TOP_KEYS


def signer(keys, letter):
    """a: that key signs; A: it signs something else; x: nobody's; y: b in the name of a; z: a under WRONG_ID."""
    if letter in keys:
        return Signer(keys[letter])
    if letter.lower() in keys:
        return Signer(keys[letter.lower()], scheme=sign_other)
    return {"x": Signer(certified("root-p521")), "y": Signer(keys["b"], key_id=keys["a"].id),
            "z": Signer(keys["a"], key_id=WRONG_ID)}[letter]


def sign_other(private, message):
    """A signature of the right form, for something else."""
    return signing.METHODS[signing.native_method(private)](private, b"not " + message)


def build_quorum(role, listed, signed, threshold):
    keys = role_keys(role)

    def build(draft):
        draft.assign(role, [(keys[letter].id, keys[letter].entry) for letter in listed],
                     [signer(keys, letter) for letter in signed], threshold)
    return build


def mislabelled(role, listed, wrong, signed, threshold):
    """A key of the role stands under an ID that is not its own."""
    keys = role_keys(role)

    def build(draft):
        pairs = [(WRONG_ID if letter == wrong else keys[letter].id, keys[letter].entry) for letter in listed]
        draft.assign(role, pairs, [signer(keys, letter) for letter in signed], threshold)
    return build


def undefined(role, build_keys):
    """The role's key IDs, with some that no key has."""
    def build(draft):
        holder, path = draft.definition(role)
        draft.change(holder, path, lambda listed: {**listed, "keyids": build_keys(listed["keyids"])})
    return build


KEY_IDS = {
    "further": lambda ids: ids + [WRONG_ID], "upper": lambda ids: [key_id.upper() for key_id in ids],
    "title": lambda ids: [ids[0].capitalize()], "cut": lambda ids: [ids[0][:-1]], "space": lambda ids: [ids[0] + " "],
    "twice": lambda ids: ids * 2, "many-times": lambda ids: ids * 1000, "empty": lambda ids: [""] + ids,
    "null": lambda ids: [None] + ids, "none": lambda ids: [], "nulls": lambda ids: None}


def mutants():
    for role in bases.PLAIN_ROLES:
        prefix = f"quorum/{role.replace('/', '~')}"
        for listed, signed, threshold in itertools.product(LISTED, SIGNED, THRESHOLDS):
            yield Mutant(f"{prefix}/listed-{listed or 'none'}/signed-{signed or 'none'}/{threshold}",
                         build_quorum(role, listed, signed, threshold))
        for listed, threshold in itertools.product(("", "a", "ab"), ODD_THRESHOLDS):
            yield Mutant(f"{prefix}/listed-{listed or 'none'}/signed-{listed or 'none'}/{threshold}",
                         build_quorum(role, listed, listed, threshold))
        for listed, signed, threshold in itertools.product(("a", "ab", "ba", "abc"), SIGNED, (1, 2)):
            for wrong in sorted(set(listed) & set("ab")):
                yield Mutant(f"{prefix}/mislabelled-{wrong}/listed-{listed}/signed-{signed or 'none'}/{threshold}",
                             mislabelled(role, listed, wrong, signed, threshold))
        for what, change in KEY_IDS.items():
            yield Mutant(f"{prefix}/key-ids/{what}", undefined(role, change))
