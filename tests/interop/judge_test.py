#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""That the differential test would notice: how two answers are judged, and how mutants are made and chosen."""

import collections
import json
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(TOP / "testdata"), str(HERE)]

try:
    from forge import canonical
    from mutate import answers, bases, document, families, fields, hardenings, judge
    from mutate.answers import Answer
    from mutate.mutant import Mutant, choose, rows
except ImportError as error:
    print(f"skipped: {error}; install python3-cryptography")
    sys.exit(77)

TABLE = {"D01": frozenset(["json-duplicate-name"]), "D07": frozenset(["field-type", "base64-invalid"])}
ACCEPTED = Answer(True, status="trusted", targets=(["a", "1"],))
REFUSED = Answer(False, "reason", "untrusted", ("field-type", "chain-stopped"))


def mutant(*allowed):
    return Mutant("family/name", lambda draft: None, rows(*allowed))


def outcome(mine, theirs, *allowed):
    return judge.compare(TABLE, mutant(*allowed), mine, theirs).outcome


class Judging(unittest.TestCase):
    def test_trusted_and_refused_is_a_false_accept(self):
        self.assertEqual(outcome(ACCEPTED, REFUSED, "D01", "D07"), judge.FALSE_ACCEPT)

    def test_other_targets_are_a_failure(self):
        self.assertEqual(outcome(ACCEPTED, Answer(True, targets=(["a", "2"],))), judge.OTHER_TARGETS)
        self.assertEqual(outcome(ACCEPTED, ACCEPTED), judge.AGREED_ACCEPT)

    def test_a_false_reject_needs_a_row_that_the_mutant_is_about(self):
        self.assertEqual(outcome(REFUSED, ACCEPTED, "D07"), judge.HARDENED)
        self.assertEqual(outcome(REFUSED, ACCEPTED, "D01"), judge.FALSE_REJECT)
        self.assertEqual(outcome(REFUSED, ACCEPTED), judge.FALSE_REJECT)

    def test_a_row_that_is_not_in_the_document_explains_nothing(self):
        self.assertEqual(outcome(REFUSED, ACCEPTED, "D99"), judge.FALSE_REJECT)

    def test_every_cause_needs_a_row(self):
        both = Answer(False, "", "untrusted", ("field-type", "hash-mismatch"))
        self.assertEqual(outcome(both, ACCEPTED, "D07"), judge.FALSE_REJECT)

    def test_warnings_explain_what_only_follows(self):
        few = Answer(False, "", "untrusted", ("threshold-not-met",), ("base64-invalid",))
        self.assertEqual(outcome(few, ACCEPTED, "D07"), judge.HARDENED)
        self.assertEqual(outcome(few, ACCEPTED, "D01"), judge.FALSE_REJECT)

    def test_what_both_refuse_agrees(self):
        self.assertEqual(outcome(REFUSED, Answer(False)), judge.AGREED_REJECT)

    def test_every_failure_is_one(self):
        self.assertEqual(outcome(Answer(False, "", answers.CRASHED), Answer(False)), judge.CRASH)
        self.assertEqual(set(judge.FAILURES), {judge.FALSE_ACCEPT, judge.FALSE_REJECT, judge.OTHER_TARGETS, judge.CRASH,
                                               judge.NOT_MADE})


class Document(unittest.TestCase):
    def test_rows_of_the_document_have_findings(self):
        table = hardenings.read(TOP / "docs" / "differences.md")
        self.assertGreaterEqual(len(table), 22)
        self.assertEqual([row for row, ids in table.items() if not ids], [])

    def test_rows_that_mutants_are_about_are_in_the_document(self):
        named = set().union(*(found.rows for found in families.load().values()))
        self.assertEqual(named - set(hardenings.read(TOP / "docs" / "differences.md")), set())


class Making(unittest.TestCase):
    def test_a_change_before_signing_is_signed(self):
        draft = bases.draft()
        draft.set("targets", ("version",), 77)
        files = draft.write()
        signed = json.loads(files["targets.json"])["signed"]
        self.assertEqual(signed["version"], 77)
        signer = bases.base("app").signers["targets"][0]
        self.assertEqual(json.loads(files["targets.json"])["signatures"], [signer.sign(canonical.encode(signed))])
        listed = json.loads(files["snapshot.json"])["signed"]["meta"]["targets"]
        self.assertEqual(listed, canonical.file_meta(files["targets.json"]))

    def test_the_base_stays_as_it_is(self):
        before = bases.draft().write()
        known = families.load()
        for found in choose(known.values(), 100, "base"):
            if found.family != "sizes":
                found.draft().write()
        self.assertEqual(bases.draft().write(), before)

    def test_spellings_are_written_as_they_are_and_signed_as_they_mean(self):
        tree = {"b": document.number("1e2"), "a": document.Members([("x", 1), ("x", 2)])}
        self.assertEqual(document.encode(tree), b'{"a":{"x":1,"x":2},"b":1e2}')
        self.assertEqual(document.message(tree), b'{"a":{"x":2},"b":100}')

    def test_every_field_is_changed(self):
        paths = set(document.walk(fields.listed_trees("app")["root"]))
        names = {found.name for found in fields.mutants() if found.name.startswith("fields/root/")}
        self.assertEqual([path for path in paths if f"fields/root/{fields.pointer(path)}/gone" not in names], [])


class Choosing(unittest.TestCase):
    def test_families_have_equal_shares(self):
        sizes = {"a": 3, "b": 100, "c": 50}
        made = [Mutant(f"{family}/{i}", None) for family, size in sizes.items() for i in range(size)]
        chosen = choose(made, 33, 1)
        self.assertEqual(collections.Counter(found.family for found in chosen), {"a": 3, "b": 15, "c": 15})
        self.assertEqual([found.name for found in chosen], [found.name for found in choose(made, 33, 1)])
        self.assertEqual(len(choose(made, 1000, 1)), 153)


if __name__ == "__main__":
    unittest.main()
