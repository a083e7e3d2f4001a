# SPDX-License-Identifier: Apache-2.0
"""Mutants by chance: several changes at once, and bytes that are not looked at before they are changed."""

import json
import random

from mutate import bases, document, fields
from mutate.mutant import Mutant, rows

COUNT = 6000  # of each family
# Any row that a change of fields or bytes alone can fall under.
ANY = rows("D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D10", "D11", "D12", "D13", "D14", "D17")


def change_some(seed):
    """Changes of two or three fields in any roles; what the second meets may be gone already."""
    def build(draft):
        chance = random.Random(seed)
        for _ in range(chance.choice((2, 2, 3))):
            role = chance.choice(bases.PLAIN_ROLES)
            tree = json.loads(bases.base("app").written[role])["signed"]
            path = chance.choice(list(document.walk(tree)))
            _, change, _ = chance.choice(list(fields.changes(tree, path)))
            draft[role].before.append(lambda value, path=path, change=change: tried(value, path, change))
    return build


def tried(value, path, change):
    try:
        return document.changed(value, path[:-1], change)
    except (AttributeError, LookupError, TypeError, ValueError):
        return value


def change_bytes(seed):
    """One to three bytes of a file changed, taken out or put in."""
    def edit(data):
        chance = random.Random(seed)
        for _ in range(chance.choice((1, 1, 2, 3))):
            place = chance.randrange(len(data))
            byte = chance.choice((bytes([data[place] ^ 1 << chance.randrange(8)]), b"", bytes([chance.randrange(256)]),
                                  data[place:place + 1] * 2, chance.choice((b'"', b"\\", b"{", b"}", b",", b":", b"0",
                                                                            b" "))))
            data = data[:place] + byte + data[place + 1:]
        return data
    role = random.Random(seed).choice(bases.PLAIN_ROLES)
    return lambda draft: draft[role].edits.append(edit)


def mutants():
    for number in range(COUNT):
        yield Mutant(f"several-fields/{number}", change_some(f"fields {number}"), ANY)
        yield Mutant(f"file-bytes/{number}", change_bytes(f"bytes {number}"), ANY)
