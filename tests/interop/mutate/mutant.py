# SPDX-License-Identifier: Apache-2.0
"""What a mutant is, and how some are chosen among all."""

import dataclasses
import random
import typing

from mutate import bases


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One repository to ask about.

    name: family/…, unique, from which it can be made again. build: changes the draft it is given.
    rows: those of docs/differences.md that may be why tufcheck alone refuses it."""
    name: str
    build: typing.Callable
    rows: frozenset = frozenset()
    base: str = "app"

    @property
    def family(self):
        return self.name.split("/", 1)[0]

    def draft(self):
        draft = bases.draft(self.base)
        self.build(draft)
        return draft


def rows(*names):
    return frozenset(names)


def shares(sizes, count):
    """How many to take of each, when count are to be taken as evenly as the sizes allow."""
    taken, left = {}, count
    for position, (name, size) in enumerate(sorted(sizes.items(), key=lambda item: (item[1], item[0]))):
        taken[name] = min(size, left // (len(sizes) - position))
        left -= taken[name]
    return taken


def choose(mutants, count, seed):
    """count of the mutants, evenly over their families; all of them where there are not more."""
    families = {}
    for mutant in mutants:
        families.setdefault(mutant.family, []).append(mutant)
    taken = shares({name: len(found) for name, found in families.items()}, count)
    chosen = []
    for name, found in sorted(families.items()):
        places = sorted(random.Random(f"{seed}/{name}").sample(range(len(found)), taken[name]))
        chosen += [found[place] for place in places]
    return chosen
