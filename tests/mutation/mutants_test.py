#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The mutants of small sources: which there are, and that the text with them is C."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import mutants

HERE = pathlib.Path(__file__).resolve().parent
HEAD = """#include <stdbool.h>
#include <stddef.h>
enum tuf_result { TUF_OK, TUF_INVALID, TUF_NO_MEMORY };
void *malloc(size_t);
void note(int);
enum tuf_result step(int);
"""


def make(body):
    maker = mutants.Maker("tuf/x.c", HEAD + body, 1)
    return maker.make(), [mutant.change for mutant in maker.mutants]


def compiles(text):
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(["cc", "-std=c11", "-fsyntax-only", "-include", HERE / "mutant.h", file.name],
                              capture_output=True, check=False)
    return done.returncode == 0


MAIN = """
#include <stdio.h>
int tufcheck_mutant;
unsigned char reached[100], *tufcheck_mutants_reached = reached;
void note(int number) { (void)number; }
int main(void) {
	f();
	for (int i = 0; i < 100; i++)
		if (reached[i])
			printf("%d\\n", i);
}
"""


def find_reached(body):
    """The mutants of a function f() that a call of it reaches."""
    maker = mutants.Maker("tuf/x.c", HEAD + body, 1)
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "x.c"), pathlib.Path(folder, "x")
        source.write_text(maker.make() + MAIN)
        subprocess.run(["cc", "-w", "-include", HERE / "mutant.h", source, "-o", program], check=True)
        numbers = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    return sorted(mutant.change for mutant in maker.mutants if str(mutant.number) in numbers)


class MutantsTest(unittest.TestCase):
    def check(self, body, *changes):
        text, made = make(body)
        self.assertEqual(sorted(made), sorted(changes))
        self.assertTrue(compiles(text), text)

    def test_guard_is_left_out_and_always_taken(self):
        self.check("enum tuf_result f(int a) { if (a) return TUF_INVALID; return TUF_OK; }",
                   "if (a) -> false", "if (a) -> true")

    def test_each_operand_is_dropped(self):
        self.check("void f(int a, int b) { if (a == 1 || !b) { note(a); note(b); } }",
                   "if (a == 1 || !b) -> false", "if (a == 1 || !b) -> true", "|| a == 1 -> false", "|| !b -> false",
                   "note(a) -> nothing", "note(b) -> nothing")

    def test_bounds_move_both_ways(self):
        self.check("bool f(int a) { return a >= 3; }", "return a >= 3 -> false", "return a >= 3 -> true",
                   "a >= 3 -> a > 3", "a >= 3 -> a >= 3 - 1")

    def test_loop_leaves_out_its_last_round(self):
        self.check("void f(int n) { for (int i = 0; i < n; i++) note(i); }",
                   "for (i < n) -> i + 1 < n", "for (i < n) -> false", "note(i) -> nothing")

    def test_failure_is_overlooked(self):
        self.check("enum tuf_result f(int a) { return step(a + 1); }",
                   "a + 1 -> a - 1", "return step(a + 1) -> TUF_OK")

    def test_same_change_twice_is_numbered(self):
        self.check("void f(int a) { note(a); note(a); }", "note(a) -> nothing", "note(a) -> nothing #2")

    def test_memory_is_left_alone(self):
        self.check("enum tuf_result f(size_t n) { void *p = malloc(n + 1); if (!p) return TUF_NO_MEMORY;"
                   " if (n == 2 || p == NULL) return TUF_NO_MEMORY; return TUF_OK; }")

    def test_pointer_differences_and_literals_are_c(self):
        text, _ = make("struct pair { int a; bool b; };\n"
                       "size_t f(const char *a, const char *b, struct pair *p) {\n"
                       "*p = (struct pair){.a = a == b ? 1 : 2, .b = a != b && b};\n"
                       "return (size_t)(b - a) + sizeof(struct pair); }")
        self.assertTrue(compiles(text), text)

    def test_what_is_in_tables_and_texts_is_no_code(self):
        self.check('static const char t[] = "a == b"; int f(void) { static const int n[] = {1 + 1}; return n[0]; }')

    def test_without_effects_only_another_value_reaches_a_mutant(self):
        self.assertEqual(find_reached("void f(void) { int a = 4, b = 0; if (a >= 3 && b == a) note(a); b = 0; b = a; }"),
                         sorted(["if (a >= 3 && b == a) -> true", "&& b == a -> true", "b = a -> nothing"]))

    def test_bound_is_reached_where_it_decides(self):
        self.assertEqual(find_reached("bool f(void) { int a = 3; return a >= 3; }"),
                         sorted(["return a >= 3 -> false", "a >= 3 -> a > 3"]))

    def test_with_effects_all_are_reached(self):
        self.assertEqual(find_reached("void f(void) { int a = 1; if (a++ == 1) note(a); a = a++; }"),
                         sorted(["if (a++ == 1) -> false", "if (a++ == 1) -> true", "a = a++ -> nothing"]))


if __name__ == "__main__":
    unittest.main()
