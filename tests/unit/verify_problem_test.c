/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "verify/problem.h"
#include "verify_support.h"

#define ROOM (sizeof(((struct tufcheck_problem *)NULL)->message) - 1)

/* A text of so many letters and what comes last, made a message. */
static struct tufcheck_problem make(size_t letters, const char *last)
{
	char text[ROOM + 1];
	assert_true(letters <= ROOM);
	memset(text, 'x', letters);
	text[letters] = '\0';
	struct tufcheck_problem problem;
	memset(&problem, 0xff, sizeof(problem));
	tc_problem_set(&problem, "%s%s", text, last);
	return problem;
}

static void test_problem_message_is_cut_behind_a_whole_character(void **state)
{
	(void)state;
	static const struct {
		size_t letters;
		const char *last;
		size_t length;
	} rows[] = {
		/* what has room is whole */
		{ROOM, "", ROOM},
		{ROOM - 2, "é", ROOM},
		{ROOM - 3, "…", ROOM},
		{ROOM - 4, "😀", ROOM},
		/* what has not is cut, if not in the middle of a character */
		{ROOM, "y", ROOM},
		{ROOM, "é", ROOM},
		{ROOM - 1, "é", ROOM - 1},
		{ROOM - 2, "…", ROOM - 2},
		{ROOM - 1, "…", ROOM - 1},
		{ROOM - 3, "😀", ROOM - 3},
		{ROOM - 1, "😀", ROOM - 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tufcheck_problem problem = make(rows[i].letters, rows[i].last);
		assert_int_equal(strlen(problem.message), rows[i].length);
		assert_int_equal(strspn(problem.message, "x"), rows[i].letters);
	}
}

static void test_problem_message_is_one_line(void **state)
{
	(void)state;
	struct tufcheck_problem problem;
	tc_problem_set(&problem, "a\nb\x1f"
				 "c d\x01");
	assert_string_equal(problem.message, "a?b?c d?");
	tc_problem_set(&problem, "%s", "");
	assert_string_equal(problem.message, "");
}

static void test_problem_set_has_no_place(void **state)
{
	(void)state;
	const struct tufcheck_problem problem = make(1, "");
	assert_int_equal(problem.line, 0);
	assert_int_equal(problem.column, 0);
}

/* The wide character that stands last is none. */
static void test_problem_message_that_cannot_be_made_is_empty(void **state)
{
	(void)state;
	static const wchar_t none[] = {0x7fffffff, 0};
	struct tufcheck_problem problem = make(9, "");
	tc_problem_set(&problem, "text %ls", none);
	assert_string_equal(problem.message, "");
}

static void test_problem_says_why_a_file_was_not_read(void **state)
{
	(void)state;
	static const struct {
		struct tc_read content;
		enum tufcheck_result result;
		const char *message;
	} rows[] = {
		{{.status = TC_READ_MISSING}, TUFCHECK_NOT_FOUND, "the file does not exist"},
		{{.status = TC_READ_TOO_LARGE}, TUFCHECK_INVALID,
	         "expected at most 7 bytes, is larger"},
		{{.status = TC_READ_NOT_REGULAR, .actual = "a socket"}, TUFCHECK_UNREADABLE,
	         "expected a file, is a socket"},
		{{.status = TC_READ_CHANGED}, TUFCHECK_UNREADABLE,
	         "the file changed while it was read"},
		{{.status = TC_READ_LINK_ESCAPES}, TUFCHECK_UNREADABLE,
	         "the symbolic link leads nowhere"},
		{{.status = TC_READ_UNREADABLE, .error = EIO}, TUFCHECK_UNREADABLE,
	         "cannot be read: Input/output error"},
		{{.status = TC_READ_INVALID}, TUFCHECK_UNREADABLE, "cannot be read"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = make(3, "");
		assert_int_equal(tc_problem_set_unread(&problem, &rows[i].content, 7),
		                 rows[i].result);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(tc_problem_set_unread(NULL, &rows[i].content, 7), rows[i].result);
	}
}

static void test_problem_of_a_fault_has_its_place_once(void **state)
{
	(void)state;
	static const char text[] = "{\n \"a\": 1}";
	static const struct {
		struct tuf_fault fault;
		struct tuf_position position;
		const char *message;
		size_t line, column;
	} rows[] = {
		{{.pointer = "/a", .expected = "a text", .actual = "1"}, {.line = 0},
	         "expected a text, found 1 at /a", 2, 7},
		{{.pointer = "", .expected = "an array", .actual = "an object"}, {.line = 0},
	         "expected an array, found an object", 1, 1},
		/* where the text breaks off, the parser has said where */
		{{.pointer = "", .expected = "JSON", .actual = "line 3, column 4: it: ends"},
	         {.line = 3, .column = 4}, "expected JSON: it: ends", 3, 4},
		{{.pointer = "", .expected = "JSON", .actual = "a name: twice"},
	         {.line = 5, .column = 6}, "expected JSON: a name: twice", 5, 6},
		{{.pointer = "", .expected = "JSON", .actual = "line of letters"},
	         {.line = 5, .column = 6}, "expected JSON: line of letters", 5, 6},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = make(3, "");
		tc_problem_set_fault(&problem, text, strlen(text), &rows[i].fault,
		                     rows[i].position, TUF_LOCATE_VALUE);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(problem.line, rows[i].line);
		assert_int_equal(problem.column, rows[i].column);
		/* nobody may want to know */
		tc_problem_set_fault(NULL, text, strlen(text), &rows[i].fault, rows[i].position,
		                     TUF_LOCATE_VALUE);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_problem_message_is_cut_behind_a_whole_character),
		cmocka_unit_test(test_problem_message_is_one_line),
		cmocka_unit_test(test_problem_set_has_no_place),
		cmocka_unit_test(test_problem_message_that_cannot_be_made_is_empty),
		cmocka_unit_test(test_problem_says_why_a_file_was_not_read),
		cmocka_unit_test(test_problem_of_a_fault_has_its_place_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
