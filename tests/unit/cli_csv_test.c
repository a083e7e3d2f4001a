/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* needs those above */
#include <cmocka.h>

#include "cli/csv.h"

/* The line that a row of these cells becomes; the caller's to free. */
static char *write_row(const char *const *cells, size_t count)
{
	char *line = NULL;
	size_t length = 0;
	struct csv csv = {.stream = open_memstream(&line, &length)};
	assert_non_null(csv.stream);
	for (size_t i = 0; i < count; i++)
		csv_add(&csv, cells[i]);
	csv_end_row(&csv);
	assert_int_equal(fclose(csv.stream), 0);
	return line;
}

static void check_cell(const char *text, const char *wanted)
{
	char *line = write_row(&text, 1);
	char expected[256];
	int length = snprintf(expected, sizeof(expected), "%s\r\n", wanted);
	assert_in_range(length, 0, sizeof(expected) - 1);
	assert_string_equal(line, expected);
	free(line);
}

static void test_row_of_cells_has_commas_and_ends_with_cr_lf(void **state)
{
	(void)state;
	const char *const cells[] = {"a", NULL, "", "b c"};
	char *line = write_row(cells, 4);
	assert_string_equal(line, "a,,,b c\r\n");
	free(line);
}

static void test_second_row_begins_without_a_comma(void **state)
{
	(void)state;
	char *text = NULL;
	size_t length = 0;
	struct csv csv = {.stream = open_memstream(&text, &length)};
	assert_non_null(csv.stream);
	csv_add(&csv, "1");
	csv_end_row(&csv);
	csv_add(&csv, "2");
	csv_end_row(&csv);
	assert_int_equal(fclose(csv.stream), 0);
	assert_string_equal(text, "1\r\n2\r\n");
	free(text);
}

static void test_cell_with_separator_or_quote_is_quoted(void **state)
{
	(void)state;
	check_cell("O=Example, CN=x", "\"O=Example, CN=x\"");
	check_cell("say \"x\"", "\"say \"\"x\"\"\"");
	check_cell("a;b", "\"a;b\"");
}

static void test_cell_with_control_characters_is_escaped(void **state)
{
	(void)state;
	check_cell("a\nb", "a\\nb");
	check_cell("a\x1b[31m", "a\\x1b[31m");
	check_cell("a\xff", "a\\xff");
}

static void test_cell_that_begins_like_a_formula_gets_an_apostrophe(void **state)
{
	(void)state;
	check_cell("=1+1", "'=1+1");
	check_cell("+1", "'+1");
	check_cell("-1", "'-1");
	check_cell("@SUM(A1)", "'@SUM(A1)");
	check_cell("\t=1", "'\\t=1");
	check_cell("\r=1", "'\\r=1");
	check_cell("  =1", "'  =1");
	check_cell("\xef\xbc\x9d"
		   "1",
		   "'\xef\xbc\x9d"
		   "1");
	check_cell("=cmd|' /C calc'!A0,\"", "\"'=cmd|' /C calc'!A0,\"\"\"");
}

static void test_formula_behind_a_semicolon_gets_an_apostrophe(void **state)
{
	(void)state;
	check_cell("CN=x;=1+1", "\"CN=x;'=1+1\"");
	check_cell("a; @b;c", "\"a;' @b;c\"");
	check_cell(";", "\";\"");
}

static void test_cell_with_a_sign_inside_is_left_as_it_is(void **state)
{
	(void)state;
	check_cell("CN=alice", "CN=alice");
	check_cell("2026-11-21T04:34:00Z", "2026-11-21T04:34:00Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_row_of_cells_has_commas_and_ends_with_cr_lf),
		cmocka_unit_test(test_second_row_begins_without_a_comma),
		cmocka_unit_test(test_cell_with_separator_or_quote_is_quoted),
		cmocka_unit_test(test_cell_with_control_characters_is_escaped),
		cmocka_unit_test(test_cell_that_begins_like_a_formula_gets_an_apostrophe),
		cmocka_unit_test(test_formula_behind_a_semicolon_gets_an_apostrophe),
		cmocka_unit_test(test_cell_with_a_sign_inside_is_left_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
