# SPDX-License-Identifier: Apache-2.0
"""Writes mutants, asks both about each, and judges the two answers."""

import dataclasses
import os
import shutil

from forge.keys import GUN
from mutate import answers, hardenings, served

AGREED_ACCEPT = "both accept"
AGREED_DEGRADED = "both drop delegations"
AGREED_REJECT = "both refuse"
HARDENED = "tufcheck alone refuses, and the list says why"
FALSE_ACCEPT = "FALSE ACCEPT"
FALSE_REJECT = "FALSE REJECT"
OTHER_TARGETS = "OTHER TARGETS"
CRASH = "CRASH"
NOT_MADE = "NOT MADE"
FAILURES = (FALSE_ACCEPT, FALSE_REJECT, OTHER_TARGETS, CRASH, NOT_MADE)


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


def refused(table, mutant, mine, details):
    """The verdict on what the client accepts and tufcheck does not."""
    found = tuple(hardenings.explain(table, mutant.rows, mine.errors, mine.warnings))
    return Verdict(mutant.name, HARDENED if found else FALSE_REJECT, found, details)


def compare(table, mutant, mine, theirs, usable=AGREED_ACCEPT):
    """usable: what it is called when both accept."""
    details = (f"tufcheck: {mine.status} {mine.reason}",
               f"client:   {'accepts' if theirs.accepts else theirs.reason}")
    if mine.status == answers.CRASHED:
        return Verdict(mutant.name, CRASH, (), details)
    if not mine.accepts:
        return refused(table, mutant, mine, details) if theirs.accepts else Verdict(mutant.name, AGREED_REJECT)
    if not theirs.accepts:
        return Verdict(mutant.name, FALSE_ACCEPT, (), details)
    if mine.targets != theirs.targets:
        return Verdict(mutant.name, OTHER_TARGETS, (), tuple(differences(mine.targets, theirs.targets)))
    return Verdict(mutant.name, usable)


def ask_and_compare(table, mutant, mine, folder, is_thorough):
    """Asks the client without a server, and with one where that says more.

    What the client cannot read alone it may read with a server, without some delegations: then it is degraded."""
    alone = answers.ask_client(folder)
    degraded = mine.status == "degraded"
    if not alone.accepts and (degraded or is_thorough and mine.status == "untrusted"):
        served_one = served.ask_client(folder)
        return compare(table, mutant, dataclasses.replace(mine, accepts=degraded), served_one, AGREED_DEGRADED)
    return compare(table, mutant, mine, alone)


def judge(mutants, folder, tufcheck, table, is_thorough):
    """The verdicts on some mutants, for which folder is used and emptied again.

    is_thorough: whether the client is asked with a server, too, about what neither accepts without one."""
    folders, verdicts = {}, []
    for place, mutant in enumerate(mutants):
        try:
            write(mutant, f"{folder}/{place}")
            folders[mutant] = f"{folder}/{place}"
        except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            verdicts.append(Verdict(mutant.name, NOT_MADE, (), (f"{type(error).__name__}: {error}",)))
    said = answers.ask_tufcheck(tufcheck, folders.values()) if folders else ()
    for (mutant, path), mine in zip(folders.items(), said):
        verdicts.append(ask_and_compare(table, mutant, mine, path, is_thorough))
    shutil.rmtree(folder)
    return verdicts
