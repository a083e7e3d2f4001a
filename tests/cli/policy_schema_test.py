#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds policies against docs/policy.schema.json, and docs/policy.md against the policies.

The unit test verify_policy_files_test holds the same files against tufcheck itself: together they say that
both agree. Wants the Debian package python3-jsonschema; exit status 77 without it.
"""
import json
import pathlib
import re
import sys
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is missing; it is in the Debian package python3-jsonschema")
    sys.exit(77)

TOP = pathlib.Path(__file__).resolve().parents[2]
POLICIES = TOP / "testdata" / "policies"
PAGE = TOP / "docs" / "policy.md"
SCHEMA = json.loads((TOP / "docs" / "policy.schema.json").read_text(encoding="utf-8"))
EXAMPLES = sorted(POLICIES.glob("*.policy.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read(name):
    return json.loads((POLICIES / name).read_text(encoding="utf-8"))


def unquote(text):
    """The JSON that is meant: ' stands for ". A name that is there twice is an error, as for tufcheck."""
    def refuse_twice(pairs):
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name is there twice")
        return dict(pairs)
    return json.loads(text.replace("'", '"'), object_pairs_hook=refuse_twice)


def walk(schema):
    """Every schema within a schema."""
    if isinstance(schema, dict):
        yield schema
        for member in schema.values():
            yield from walk(member)
    elif isinstance(schema, list):
        for member in schema:
            yield from walk(member)


class Schema(unittest.TestCase):
    """The schema, and what it lets pass."""
    maxDiff = None

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_objects_are_closed_and_explained(self):
        for schema in walk(SCHEMA):
            if "properties" in schema and "type" in schema:
                self.assertIn(schema.get("additionalProperties"), (False,), schema.get("title"))
                for name, member in schema["properties"].items():
                    self.assertTrue(member.get("title") and member.get("description"), name)

    def test_examples_fit(self):
        self.assertGreaterEqual(len(EXAMPLES), 4)
        for path in EXAMPLES:
            self.assertEqual([], [error.message for error in VALIDATOR.iter_errors(read(path.name))], path.name)

    def test_accepted_policies_fit(self):
        for text in read("accepted.json"):
            self.assertEqual([], [error.message for error in VALIDATOR.iter_errors(unquote(text))], text)

    def test_refused_policies_do_not_fit_but_for_those_that_say_so(self):
        count = 0
        for group, rows in read("refused.json").items():
            for row in rows:
                count += 1
                try:
                    fits = VALIDATOR.is_valid(unquote(row["text"]))
                except ValueError:
                    fits = False
                self.assertEqual(row.get("fitsSchema", False), fits, f"{group}: {row['text']}")
        self.assertGreater(count, 150)


class Page(unittest.TestCase):
    """docs/policy.md."""

    def test_examples_are_those_that_are_tested(self):
        page = PAGE.read_text(encoding="utf-8")
        shown = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        for path in EXAMPLES:
            self.assertIn(path.read_text(encoding="utf-8"), shown, f"{path.name} is not shown")
        self.assertEqual(len(shown), len(EXAMPLES), "an example that is not tested")

    def test_every_field_is_explained(self):
        page = PAGE.read_text(encoding="utf-8")
        names = set()
        for schema in walk(SCHEMA):
            names.update(schema.get("properties", {}) if "type" in schema else ())
        for name in sorted(names):
            self.assertIn(f"`{name}`", page)


if __name__ == "__main__":
    unittest.main()
