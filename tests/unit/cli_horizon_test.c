/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>

#include "cli/horizon.h"

#define DAY 86400

static const struct tufcheck_time at = {.seconds = 1000, .nanoseconds = 5};

static void check(const char *text, int64_t seconds, int32_t nanoseconds)
{
	struct tufcheck_time end;
	if (!horizon_read(text, at, &end))
		fail_msg("refused: %s", text);
	assert_int_equal(end.seconds, seconds);
	assert_int_equal(end.nanoseconds, nanoseconds);
}

static void test_span_is_counted_from_the_moment(void **state)
{
	(void)state;
	check("90d", 1000 + 90 * DAY, 5);
	check("2w", 1000 + 14 * DAY, 5);
	check("1y", 1000 + 365 * DAY, 5);
	check("0d", 1000, 5);
	check("9999999y", 1000 + INT64_C(9999999) * 365 * DAY, 5);
}

static void test_span_alone_is_read_and_no_moment(void **state)
{
	(void)state;
	int64_t span = 7;
	assert_false(horizon_read_span("1970-01-02", &span));
	assert_int_equal(span, 7);
	assert_true(horizon_read_span("2w", &span));
	assert_int_equal(span, 14 * DAY);
	assert_true(horizon_read_span("0d", &span));
	assert_int_equal(span, 0);
}

static void test_moment_is_taken_as_it_is(void **state)
{
	(void)state;
	check("1970-01-02", DAY, 0);
	check("1970-01-02T00:00:01.5Z", DAY + 1, 500000000);
}

static void test_anything_else_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",    "d",    "90",   "-1d",    "+1d",      "1.5d",      "90D",
		"1m",  "90 d", " 90d", "90dd",   "1h",       "12345678d", "0x1d",
		"1d ", "2026", "1d1w", "90days", "tomorrow",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct tufcheck_time end = {.seconds = 7};
		if (horizon_read(texts[i], at, &end))
			fail_msg("taken: '%s'", texts[i]);
		assert_int_equal(end.seconds, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_span_is_counted_from_the_moment),
		cmocka_unit_test(test_span_alone_is_read_and_no_moment),
		cmocka_unit_test(test_moment_is_taken_as_it_is),
		cmocka_unit_test(test_anything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
