# SPDX-License-Identifier: Apache-2.0
"""The closed list of what tufcheck refuses and the reference accepts, as docs/differences.md has it."""

import re

ROW = re.compile(r"^\| (D\d+) \| ([^|]*) \|", re.MULTILINE)

# What follows from another finding, or says what is not known because of it; and why a delegation is dropped, which
# both agree on.
CONSEQUENCES = frozenset((
    "chain-stopped", "reference-unavailable", "delegations-not-checked", "threshold-not-met",
    "delegation-threshold-not-met", "delegation-expired"))


def read(path):
    """{row: finding ids} of the table."""
    return {row: frozenset(re.findall("`([^`]+)`", ids)) for row, ids in ROW.findall(path.read_text())}


def explain(table, allowed, errors, warnings):
    """The rows, of those that are allowed, that are why a repository is refused; none unless they are why for all.

    Where the only errors are what follows from too few good keys, warnings say why those are not good."""
    causes = set(errors) - CONSEQUENCES
    if not causes:
        return sorted(row for row in allowed if table.get(row, frozenset()) & set(warnings))
    found = {row for row in allowed if table.get(row, frozenset()) & causes}
    return sorted(found) if causes <= set().union(*(table[row] for row in found)) else []
