/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "cli/progress_line.h"

#define SECOND UINT64_C(1000000)

static void check(struct progress_state state, size_t width, const char *expected)
{
	struct text line = {.bytes = NULL};
	progress_line_append(&line, &state, width, false);
	assert_string_equal(text_get(&line), expected);
	text_clear(&line);
}

static const struct progress_state half = {.done = 500, .total = 1000, .elapsed = 2 * SECOND};

static void test_a_wide_line_has_it_all(void **state)
{
	(void)state;
	check(half, 200, "[###################-------------------]   500/1000  250/s  2s left");
	check(half, 68, "[###################-------------------]   500/1000  250/s  2s left");
	check(half, 67, "[##################-------------------]   500/1000  250/s  2s left");
}

static void test_a_narrow_line_has_what_fits(void **state)
{
	(void)state;
	check(half, 40, "[#####-----]   500/1000  250/s  2s left");
	check(half, 36, "[###---]   500/1000  250/s  2s left");
	check(half, 35, " 500/1000  250/s  2s left");
	check(half, 26, " 500/1000  250/s  2s left");
	check(half, 25, " 500/1000  2s left");
	check(half, 19, " 500/1000  2s left");
	check(half, 18, " 500/1000  250/s");
	check(half, 16, " 500/1000");
	check(half, 10, " 500/1000");
	check(half, 9, "");
	check(half, 1, "");
	check(half, 0, "");
}

static void test_no_line_reaches_the_last_column(void **state)
{
	(void)state;
	const struct progress_state states[] = {
		half,
		{.done = 1, .total = 1000000, .elapsed = 1},
		{.done = 1, .total = 1000000, .elapsed = 3600 * SECOND},
		{.done = 999999, .total = 1000000, .elapsed = 86400 * SECOND},
	};
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		for (size_t width = 1; width < 120; width++) {
			struct text line = {.bytes = NULL};
			progress_line_append(&line, &states[i], width, false);
			assert_true(line.length < width);
			text_clear(&line);
		}
}

static void test_the_bar_is_as_full_as_the_work_is_done(void **state)
{
	(void)state;
	const struct {
		size_t done;
		const char *bar;
	} rows[] = {
		{0, "[----------]"},  {9, "[----------]"},   {10, "[#---------]"},
		{99, "[#########-]"}, {100, "[##########]"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct progress_state now = {.done = rows[i].done, .total = 100};
		struct text line = {.bytes = NULL};
		progress_line_append(&line, &now, 22, false);
		assert_memory_equal(text_get(&line), rows[i].bar, strlen(rows[i].bar));
		text_clear(&line);
	}
}

static void test_utf8_has_a_bar_of_lines(void **state)
{
	(void)state;
	const struct progress_state now = {.done = 1, .total = 2, .elapsed = SECOND};
	struct text line = {.bytes = NULL};
	progress_line_append(&line, &now, 32, true);
	assert_string_equal(text_get(&line),
			    "\u2501\u2501\u2501\u2501\u2501\u2500\u2500\u2500\u2500\u2500  "
			    "1/2  1.0/s  1s left");
	text_clear(&line);
}

static void test_rates_have_a_unit_in_which_they_are_told_apart(void **state)
{
	(void)state;
	check((struct progress_state){.done = 2000, .total = 4000, .elapsed = SECOND}, 32,
	      "2000/4000  2000/s  1s left");
	check((struct progress_state){.done = 19, .total = 38, .elapsed = 2 * SECOND}, 26,
	      "19/38  9.5/s  2s left");
	check((struct progress_state){.done = 1, .total = 3, .elapsed = 10 * SECOND}, 26,
	      "1/3  0.1/s  20s left");
	check((struct progress_state){.done = 1, .total = 3, .elapsed = 20 * SECOND}, 28,
	      "1/3  3.0/min  40s left");
}

static void test_the_time_left_has_two_units(void **state)
{
	(void)state;
	const struct {
		uint64_t seconds;
		const char *line;
	} rows[] = {
		{1, "1/2  1s left"},
		{59, "1/2  59s left"},
		{60, "1/2  1m00s left"},
		{3599, "1/2  59m59s left"},
		{3600, "1/2  1h00m left"},
		{3600 * 25 + 61, "1/2  25h01m left"},
		{3600000, "1/2  1000h00m left"},
		{3600001, "[#####------]  1/2"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check((struct progress_state){.done = 1,
					      .total = 2,
					      .elapsed = rows[i].seconds * SECOND},
		      19, rows[i].line);
	/* a part of a second is one */
	check((struct progress_state){.done = 1, .total = 2, .elapsed = SECOND + 1}, 19,
	      "1/2  2s left");
	check((struct progress_state){.done = 0, .total = 2, .elapsed = SECOND}, 12, "0/2");
	check((struct progress_state){.done = 1, .total = 2}, 12, "1/2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_wide_line_has_it_all),
		cmocka_unit_test(test_a_narrow_line_has_what_fits),
		cmocka_unit_test(test_no_line_reaches_the_last_column),
		cmocka_unit_test(test_the_bar_is_as_full_as_the_work_is_done),
		cmocka_unit_test(test_utf8_has_a_bar_of_lines),
		cmocka_unit_test(test_rates_have_a_unit_in_which_they_are_told_apart),
		cmocka_unit_test(test_the_time_left_has_two_units),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
