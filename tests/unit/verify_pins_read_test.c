/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may stand around a pin, in a text and in a file, where a bad one is bad,
 * and which of equal pins is the first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* needs those above */
#include <cmocka.h>

#include "tuf/limits.h"
#include "verify/pins.h"
#include "verify_pins_file.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define D64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define D40 "00112233445566778899aabbccddeeff00112233"

#define KINDS "sha256:, sha1:, keyid: or spki:"
#define NO_EQUALS "expected GUN=KIND:DIGITS or GUN#ROLE=KIND:DIGITS, found no ="

enum tuf_result __real_tc_inputs_add(struct tc_inputs *inputs, struct tuf_arena *arena,
                                     const char *path, struct tc_read *content);
enum tuf_result __wrap_tc_inputs_add(struct tc_inputs *inputs, struct tuf_arena *arena,
                                     const char *path, struct tc_read *content);

static bool is_without_memory;

enum tuf_result __wrap_tc_inputs_add(struct tc_inputs *inputs, struct tuf_arena *arena,
                                     const char *path, struct tc_read *content)
{
	return is_without_memory ? TUF_NO_MEMORY
	                         : __real_tc_inputs_add(inputs, arena, path, content);
}

static int setup(void **state)
{
	struct tufcheck_pins *pins = NULL;
	assert_int_equal(tufcheck_pins_new(&pins), TUFCHECK_OK);
	*state = pins;
	return 0;
}

static int teardown(void **state)
{
	tufcheck_pins_free(*state);
	return 0;
}

#define pins_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* ---- the text of a pin ---- */

static void test_pin_text_is_refused_for_what_is_wrong_with_it_first(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *message;
	} rows[] = {
		/* a kind, digits, and what is neither */
		{"a=sha1", 3, "expected " KINDS " and digits behind the =, found 'sha1'"},
		{"a=00g", 3, "expected " KINDS " and digits behind the =, found '00g'"},
		{"a=00f", 3, "expected " KINDS " before the digits, found '00f'"},
		{"a= :xyz", 4, "expected " KINDS " behind the =, found ''"},
		{"a=skpi:" D64, 3, "there is no kind 'skpi': did you mean spki? There are " KINDS},
		{"a=sha:" D40, 3, "there is no kind 'sha': did you mean sha1? There are " KINDS},
		/* what is no text, before all else */
		{"a\x01#root=sha1:" D40, 2, "expected text, found the control character 0x01"},
		{"a\x01", 2, "expected text, found the control character 0x01"},
		/* not the asterisk before it */
		{&"*=sha1:" D40[1], 1, "expected a GUN before the role or the =, found none"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.message = ""};
		assert_int_equal(tufcheck_pins_add(*state, rows[i].text, &problem),
		                 TUFCHECK_INVALID);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(problem.column, rows[i].column);
	}
}

static void test_pin_text_that_is_refused_gives_no_pin(void **state)
{
	(void)state;
	static const char text[] = "a=sha1:0g";
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_pin pin = {.index = 77};
	struct tufcheck_problem problem;
	assert_int_equal(tc_pin_parse(&arena, text, strlen(text), &pin, &problem), TUF_INVALID);
	assert_int_equal(pin.index, 77);
	tuf_arena_clear(&arena);
}

/* ---- files ---- */

static void test_pins_file_has_blanks_of_both_kinds_around_what_counts(void **state)
{
	static const char text[] = "a=sha1:" D40 "\t# behind a tab\n"
				   "\t# on its own\n"
				   "\t \tb=sha1:" D40 "\t \t\n"
				   "c=sha1:" D40 " #\n"
				   "\t\n"
				   "#";
	struct tufcheck_problem problem = {.line = 7, .column = 3};
	assert_int_equal(read_bytes(*state, text, sizeof(text) - 1, &problem), TUFCHECK_OK);
	assert_int_equal(tufcheck_pins_count(*state), 3);
	assert_int_equal(tufcheck_pins_get(*state, 2)->line, 4);
	/* there was none */
	assert_int_equal(problem.line, 7);
	assert_int_equal(problem.column, 3);
}

/* Blanks around a pin are no part of it, which may be only so long. */
static void test_pins_file_may_have_many_blanks_around_a_pin(void **state)
{
	enum { BLANKS = TUF_MAX_PIN_BYTES + 1 };
	static const char pin[] = "a=sha1:" D40;
	char *text = malloc(2 * BLANKS + sizeof(pin));
	assert_non_null(text);
	size_t length = 2 * BLANKS + sizeof(pin) - 1;
	memset(text, ' ', length);
	memcpy(text + BLANKS, pin, sizeof(pin) - 1);
	text[length++] = '\n';
	assert_int_equal(read_bytes(*state, text, length, NULL), TUFCHECK_OK);
	assert_int_equal(tufcheck_pins_count(*state), 1);
	free(text);
}

static void test_pins_bad_file_is_refused_where_it_is_bad(void **state)
{
	static const struct bad_file rows[] = {
		{BYTES("  b\n"), 1, 3, NO_EQUALS},
		{BYTES("a=sha1:" D40 "\nx"), 2, 1, NO_EQUALS},
		{BYTES("a=  \t\n"), 1, 3, "expected " KINDS " and digits behind the =, found ''"},
		/* half of what UTF-16 begins with */
		{BYTES("a\xfe"), 1, 1, NO_EQUALS},
		{BYTES("a\xff"), 1, 1, NO_EQUALS},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.message = ""};
		assert_int_equal(read_bytes(*state, rows[i].bytes, rows[i].length, &problem),
		                 TUFCHECK_INVALID);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(problem.line, rows[i].line);
		assert_int_equal(problem.column, rows[i].column);
		assert_int_equal(read_bytes(*state, rows[i].bytes, rows[i].length, NULL),
		                 TUFCHECK_INVALID);
	}
}

/* Of a line that is too long no place is said, wherever it begins. */
static void test_pins_long_line_behind_blanks_has_no_column(void **state)
{
	char text[TUF_MAX_PIN_BYTES + 3];
	memset(text, 'a', sizeof(text));
	text[0] = text[1] = ' ';
	struct tufcheck_problem problem;
	assert_int_equal(read_bytes(*state, text, sizeof(text), &problem), TUFCHECK_INVALID);
	assert_int_equal(problem.line, 1);
	assert_int_equal(problem.column, 0);
}

static void test_pins_file_that_was_read_is_an_input(void **state)
{
	static const char text[] = "a=sha1:" D40 "\n";
	char path[] = P_tmpdir "/tufcheck-pins-XXXXXX";
	write_file(path, text, sizeof(text) - 1);
	assert_int_equal(tufcheck_pins_read(*state, path, NULL), TUFCHECK_OK);
	assert_int_equal(unlink(path), 0);
	const struct tufcheck_input *input = tufcheck_pins_get_input(*state, 0);
	assert_non_null(input);
	assert_string_equal(input->path, path);
	assert_null(tufcheck_pins_get_input(*state, 1));
	/* of what is refused, nothing is one */
	assert_int_equal(read_bytes(*state, "x", 1, NULL), TUFCHECK_INVALID);
	assert_null(tufcheck_pins_get_input(*state, 1));
}

/* ---- which pins are asked ---- */

/* A name of any length is its own, and only its own. */
static void test_pins_names_of_every_length_are_found(void **state)
{
	enum { LONGEST = 40 };
	char name[LONGEST + 1] = "";
	for (size_t length = 1; length <= LONGEST; length++) {
		char text[100];
		name[length - 1] = 'a';
		name[length] = '\0';
		(void)snprintf(text, sizeof(text), "%s=sha1:" D40, name);
		assert_int_equal(tufcheck_pins_add(*state, text, NULL), TUFCHECK_OK);
	}
	for (size_t length = 1; length <= LONGEST; length++) {
		bool marks[LONGEST] = {false};
		name[length] = '\0';
		tufcheck_pins_mark(*state, name, marks);
		name[length] = 'a';
		for (size_t i = 0; i < LONGEST; i++)
			assert_int_equal(marks[i], i == length - 1);
	}
	bool mark = false;
	tufcheck_pins_mark(NULL, "a", &mark);
	assert_false(mark);
}

/* The only group of "a" has the pins that were added with those numbers, in that order. */
static void assert_group(const struct tufcheck_pins *pins, const size_t *expected, size_t expected_count)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_pin_group *groups;
	size_t count;
	assert_int_equal(tc_pins_list_groups(pins, &arena, "a", &groups, &count), TUF_OK);
	assert_int_equal(count, 1);
	assert_int_equal(groups[0].count, expected_count);
	for (size_t i = 0; i < expected_count; i++)
		assert_int_equal(groups[0].items[i]->index, expected[i]);
	tuf_arena_clear(&arena);
}

/* Sorted by digits and kinds, and those that are equal as they came, one by one and from a file. */
static void test_pins_that_are_equal_stand_as_they_came(void **state)
{
	static const char text[] = "a=spki:" D64 "\na=keyid:" D64 "\na=keyid:" D64 "\na=spki:" D64 "\n"
				   "a=sha256:" D64 "\na=spki:" D64 "\n";
	static const char *const kinds[] = {"spki", "keyid", "spki", "keyid", "sha256", "spki"};
	static const size_t added[] = {4, 1, 3, 0, 2, 5};
	static const size_t all[] = {4, 10, 1, 3, 7, 8, 0, 2, 5, 6, 9, 11};
	struct tufcheck_pins *pins = *state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		char pin[100];
		(void)snprintf(pin, sizeof(pin), "a=%s:" D64, kinds[i]);
		assert_int_equal(tufcheck_pins_add(pins, pin, NULL), TUFCHECK_OK);
	}
	assert_group(pins, added, COUNT_OF(added));
	assert_int_equal(read_bytes(pins, text, sizeof(text) - 1, NULL), TUFCHECK_OK);
	assert_group(pins, all, COUNT_OF(all));
}

static void test_pins_file_that_cannot_be_noted_as_an_input_leaves_no_pin(void **state)
{
	static const char text[] = "a=keyid:" D64 "\na=spki:" D64 "\n";
	static const size_t before[] = {0}, all[] = {1, 0, 2};
	struct tufcheck_pins *pins = *state;
	assert_int_equal(tufcheck_pins_add(pins, "a=spki:" D64, NULL), TUFCHECK_OK);
	is_without_memory = true;
	enum tufcheck_result result = read_bytes(pins, text, sizeof(text) - 1, NULL);
	is_without_memory = false;
	assert_int_equal(result, TUFCHECK_NO_MEMORY);
	assert_int_equal(tufcheck_pins_count(pins), 1);
	assert_group(pins, before, COUNT_OF(before));
	assert_int_equal(read_bytes(pins, text, sizeof(text) - 1, NULL), TUFCHECK_OK);
	assert_group(pins, all, COUNT_OF(all));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		pins_test(test_pin_text_is_refused_for_what_is_wrong_with_it_first),
		pins_test(test_pin_text_that_is_refused_gives_no_pin),
		pins_test(test_pins_file_has_blanks_of_both_kinds_around_what_counts),
		pins_test(test_pins_file_may_have_many_blanks_around_a_pin),
		pins_test(test_pins_bad_file_is_refused_where_it_is_bad),
		pins_test(test_pins_long_line_behind_blanks_has_no_column),
		pins_test(test_pins_file_that_was_read_is_an_input),
		pins_test(test_pins_names_of_every_length_are_found),
		pins_test(test_pins_that_are_equal_stand_as_they_came),
		pins_test(test_pins_file_that_cannot_be_noted_as_an_input_leaves_no_pin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
