# SPDX-License-Identifier: Apache-2.0
"""All families of mutants."""

import functools

from mutate import (bundles, certificates, chance, dates, fields, history, keytypes, names, quorum, references,
                    signatures, spelling)

SOURCES = (fields.mutants, fields.envelope_mutants, spelling.mutants, spelling.token_mutants, dates.mutants,
           references.mutants, quorum.mutants, signatures.mutants, keytypes.mutants, names.mutants,
           certificates.mutants, certificates.byte_mutants, bundles.mutants, history.mutants, chance.mutants)


@functools.lru_cache(maxsize=None)
def load():
    """{name: mutant}, in an order that is always the same."""
    found = {}
    for source in SOURCES:
        for mutant in source():
            assert mutant.name not in found, mutant.name
            found[mutant.name] = mutant
    return found
