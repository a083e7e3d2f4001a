#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of findings, and what is written about it."""

import collections
import re
import sys

sys.dont_write_bytecode = True
import project

TABLE = "verify/finding.c"
KINDS = "verify/finding.h"
DIFFERENCES = "docs/differences.md"
ADVICE = "docs/advice.md"

TEXT = r'(?:"((?:\\.|[^"\\])*)"|(\w+))'
ROW = re.compile(r"\[(TC_\w+)\]\s*=\s*\{\s*\"([^\"]*)\"\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*"
                 + r"\s*,\s*".join([TEXT] * 3) + r"\s*\}")
KEBAB = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")

Row = collections.namedtuple("Row", "kind id severity check effect title source remedy")


def read_table():
    """The rows, with the texts that are shared under a name put in."""
    code = project.read(TABLE)
    names = dict(re.findall(r'^#define (\w+) "(.*)"$', code, re.MULTILINE))
    rows = []
    for match in ROW.finditer(code):
        texts = match.groups()[5:]
        title, source, remedy = (texts[i] if texts[i] is not None else names[texts[i + 1]] for i in (0, 2, 4))
        rows.append(Row(*match.groups()[:5], title, source, remedy))
    return rows


def read_kinds():
    body = re.search(r"enum tc_finding_kind \{(.*?)\}", project.strip(project.read(KINDS)), re.DOTALL)
    return [kind for kind in re.findall(r"\bTC_\w+", body.group(1))
            if kind not in ("TC_FINDING_NONE", "TC_FINDING_COUNT")]


def read_differences():
    """The (number, finding ids) of the table of what is refused here alone."""
    rows = re.findall(r"^\| (D\d+) \| ([^|]*) \|", project.read(DIFFERENCES), re.MULTILINE)
    return [(number, re.findall("`([^`]+)`", ids)) for number, ids in rows]


def read_advice_kinds():
    """The kinds in the section of the enum that is about advice."""
    section = re.search(r"/\* advice on keys and files \*/(.*?)(?:/\*|TC_FINDING_COUNT)", project.read(KINDS), re.DOTALL)
    return re.findall(r"\bTC_\w+", section.group(1))


def read_documented_advice():
    """The (id, severity) of the table of advice."""
    return re.findall(r"^\| `([^`]+)` \| (\w+) \|", project.read(ADVICE), re.MULTILINE)


class Findings(project.Rules):
    """The one table that everything else quotes."""

    def setUp(self):
        self.rows = read_table()
        self.ids = [row.id for row in self.rows]

    def test_every_kind_has_its_row(self):
        self.assertEqual([row.kind for row in self.rows], read_kinds())

    def test_ids_are_unique_and_well_formed(self):
        self.assert_none([name for name, count in collections.Counter(self.ids).items() if count > 1],
                         "ids of two rows")
        self.assert_none([name for name in self.ids if not KEBAB.match(name)], "ids that are not kebab-case")

    def test_texts_read_alike(self):
        self.assert_none([row.id for row in self.rows if not re.match(r"[A-Z]|\w+\.json ", row.title)
                          or row.title.endswith(".")], "titles that are a sentence, or begin small")
        self.assert_none([row.id for row in self.rows if not row.remedy.endswith(".") or not row.source],
                         "remedies that are no sentence, or no source")
        shared = collections.Counter(row.title for row in self.rows)
        self.assert_none([title for title, count in shared.items() if count > 1], "titles of two rows")

    def test_what_keeps_trust_away_is_an_error(self):
        """Of a repository, an error fails a question and has an effect; nothing else does."""
        self.assert_none([row.id for row in self.rows if row.effect != "ESTATE"
                          and ((row.severity == "ERROR") != (row.effect != "TRUSTED")
                               or (row.severity == "ERROR") != (row.check != "NO_CHECK"))],
                         "severity, question and effect do not fit")

    def test_what_concerns_the_whole_is_asked_of_no_repository(self):
        rows = [row for row in self.rows if row.effect == "ESTATE"]
        self.assertTrue(rows)
        self.assert_none([row.id for row in rows if row.check != "NO_CHECK"],
                         "findings on the trust directory as a whole that fail a repository's question")
        order = [("ERROR", "WARNING", "NOTE").index(row.severity) for row in rows]
        self.assertEqual(order, sorted(order), "text output shows them in the table's order")

    def test_dates_of_registries_are_those_of_their_page(self):
        source, page = project.read("verify/retirement.c"), project.read("docs/retirement.md")
        rows = re.findall(r'\{"([^"]+)", "(\d{4}-\d\d-\d\d)",\s*((?:"[^"]*"\s*)+)\}', source)
        self.assertEqual(len(rows), 2)
        for host, date, what in rows:
            self.assertIn(f"`{'*' if host[0] == '.' else ''}{host}` | {date} |", page)
            self.assertIn(date, what)

    def test_remedies_do_not_loosen(self):
        self.assert_none([row.id for row in self.rows if re.search(r"--allow|ignore|disable", row.remedy)],
                         "remedies that loosen a policy")

    def test_differences_name_findings(self):
        rows = read_differences()
        self.assertEqual([number for number, _ in rows], [f"D{i:02}" for i in range(1, len(rows) + 1)])
        self.assert_none([f"{number}: {name}" for number, ids in rows for name in ids or ["none"]
                          if name not in self.ids], f"{DIFFERENCES} names no finding")

    def test_advice_is_explained(self):
        kinds = read_advice_kinds()
        self.assertEqual([(row.id, row.severity.lower()) for row in self.rows if row.kind in kinds],
                         read_documented_advice())

    def test_stricter_findings_are_among_the_differences(self):
        listed = {name for _, ids in read_differences() for name in ids}
        self.assert_none([row.id for row in self.rows if DIFFERENCES in row.source and row.id not in listed],
                         f"findings that refer to {DIFFERENCES}, which does not list them")


if __name__ == "__main__":
    project.main()
