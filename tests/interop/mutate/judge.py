# SPDX-License-Identifier: Apache-2.0
"""Writes mutants, asks both about each, and judges the two answers."""

import dataclasses
import os
import shutil

from forge.keys import GUN
from mutate import answers, hardenings

AGREED_ACCEPT = "both accept"
AGREED_REJECT = "both refuse"
HARDENED = "tufcheck alone refuses, and the list says why"
FALSE_ACCEPT = "FALSE ACCEPT"
FALSE_REJECT = "FALSE REJECT"
OTHER_TARGETS = "OTHER TARGETS"
NOT_MADE = "NOT MADE"
FAILURES = (FALSE_ACCEPT, FALSE_REJECT, OTHER_TARGETS, NOT_MADE)


@dataclasses.dataclass(frozen=True)
class Verdict:
    mutant: str
    outcome: str
    rows: tuple = ()  # of docs/differences.md
    details: tuple = ()  # lines


def write(mutant, folder):
    """Writes the trust directory with the mutant."""
    draft = mutant.draft()
    files = draft.write()
    metadata = f"{folder}/tuf/{GUN}/metadata"
    for parent in {os.path.dirname(f"{metadata}/{path}") for path in (*files, *draft.links)}:
        os.makedirs(parent, exist_ok=True)
    for path, data in files.items():
        with open(f"{metadata}/{path}", "wb") as stream:
            stream.write(data)
    for path, target in draft.links.items():
        os.symlink(target, f"{metadata}/{path}")


def differences(mine, theirs):
    """Words of rows that only one of them has."""
    yield from (f"only tufcheck lists: {' '.join(row)}" for row in mine if row not in theirs)
    yield from (f"only the client lists: {' '.join(row)}" for row in theirs if row not in mine)


def compare(table, mutant, mine, theirs):
    details = (f"tufcheck: {mine.status} {mine.reason}",
               f"client:   {'accepts' if theirs.accepts else theirs.reason}")
    if mine.accepts and not theirs.accepts:
        return Verdict(mutant.name, FALSE_ACCEPT, (), details)
    if theirs.accepts and not mine.accepts:
        found = tuple(hardenings.explain(table, mutant.rows, mine.errors, mine.warnings))
        return Verdict(mutant.name, HARDENED if found else FALSE_REJECT, found, details)
    if not mine.accepts:
        return Verdict(mutant.name, AGREED_REJECT)
    if mine.targets != theirs.targets:
        return Verdict(mutant.name, OTHER_TARGETS, (), tuple(differences(mine.targets, theirs.targets)))
    return Verdict(mutant.name, AGREED_ACCEPT)


def judge(mutants, folder, tufcheck, table):
    """The verdicts on some mutants, for which folder is used and emptied again."""
    folders, verdicts = {}, []
    for place, mutant in enumerate(mutants):
        try:
            write(mutant, f"{folder}/{place}")
            folders[mutant] = f"{folder}/{place}"
        except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            verdicts.append(Verdict(mutant.name, NOT_MADE, (), (f"{type(error).__name__}: {error}",)))
    said = answers.ask_tufcheck(tufcheck, folders.values()) if folders else ()
    for (mutant, path), mine in zip(folders.items(), said):
        verdicts.append(compare(table, mutant, mine, answers.ask_client(path)))
    shutil.rmtree(folder)
    return verdicts
