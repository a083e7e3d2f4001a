/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>

#include "cli/relative.h"

#define MINUTE INT64_C(60)
#define HOUR INT64_C(3600)
#define DAY INT64_C(86400)

/* An arbitrary moment: 2026-11-21T04:00:00Z. */
static const struct tufcheck_time now = {.seconds = INT64_C(1795233600)};

static void assert_distance(int64_t seconds, const char *expected)
{
	char text[RELATIVE_TEXT_BYTES];
	struct tufcheck_time moment = {.seconds = now.seconds + seconds};
	relative_format(now, moment, text);
	assert_string_equal(text, expected);
}

static void test_relative_format_same_moment_is_now(void **state)
{
	(void)state;
	assert_distance(0, "now");
}

static void test_relative_format_seconds_is_less_than_a_minute(void **state)
{
	(void)state;
	assert_distance(1, "in less than a minute");
	assert_distance(59, "in less than a minute");
	assert_distance(-1, "less than a minute ago");
	assert_distance(-59, "less than a minute ago");
}

static void test_relative_format_one_minute_is_singular(void **state)
{
	(void)state;
	assert_distance(MINUTE, "in 1 minute");
	assert_distance(2 * MINUTE - 1, "in 1 minute");
	assert_distance(-MINUTE, "1 minute ago");
}

static void test_relative_format_under_two_hours_is_minutes(void **state)
{
	(void)state;
	assert_distance(2 * MINUTE, "in 2 minutes");
	assert_distance(2 * HOUR - 1, "in 119 minutes");
	assert_distance(-90 * MINUTE, "90 minutes ago");
}

static void test_relative_format_under_two_days_is_hours(void **state)
{
	(void)state;
	assert_distance(2 * HOUR, "in 2 hours");
	assert_distance(3 * HOUR + 1, "in 3 hours");
	assert_distance(2 * DAY - 1, "in 47 hours");
	assert_distance(-47 * HOUR, "47 hours ago");
}

static void test_relative_format_under_two_years_is_days(void **state)
{
	(void)state;
	assert_distance(2 * DAY, "in 2 days");
	assert_distance(12 * DAY, "in 12 days");
	assert_distance(-463 * DAY, "463 days ago");
	assert_distance(730 * DAY, "in 730 days");
}

static void test_relative_format_from_two_years_is_years(void **state)
{
	(void)state;
	assert_distance(731 * DAY, "in 2 years");
	assert_distance(3652 * DAY + DAY, "in 10 years");
	assert_distance(-1095 * DAY, "2.9 years ago");
	assert_distance(3647 * DAY, "in 9.9 years");
	assert_distance(-1096 * DAY, "3 years ago");
}

static void test_relative_format_fraction_of_a_second_is_rounded_towards_now(void **state)
{
	(void)state;
	char text[RELATIVE_TEXT_BYTES];
	struct tufcheck_time late = {.seconds = now.seconds + MINUTE, .nanoseconds = 1};
	struct tufcheck_time half_past = {.seconds = now.seconds, .nanoseconds = 500000000};
	relative_format(half_past, late, text);
	assert_string_equal(text, "in less than a minute");
	relative_format(now, half_past, text);
	assert_string_equal(text, "in less than a minute");
	relative_format(half_past, now, text);
	assert_string_equal(text, "less than a minute ago");
	relative_format(now, late, text);
	assert_string_equal(text, "in 1 minute");
}

static void test_relative_format_extreme_moments_do_not_overflow(void **state)
{
	(void)state;
	char text[RELATIVE_TEXT_BYTES];
	const struct tufcheck_time first = {.seconds = INT64_MIN};
	const struct tufcheck_time last = {.seconds = INT64_MAX, .nanoseconds = 999999999};
	relative_format(first, last, text);
	assert_string_equal(text, "in 584554049253.8 years");
	relative_format(last, first, text);
	assert_string_equal(text, "584554049253.8 years ago");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relative_format_same_moment_is_now),
		cmocka_unit_test(test_relative_format_seconds_is_less_than_a_minute),
		cmocka_unit_test(test_relative_format_one_minute_is_singular),
		cmocka_unit_test(test_relative_format_under_two_hours_is_minutes),
		cmocka_unit_test(test_relative_format_under_two_days_is_hours),
		cmocka_unit_test(test_relative_format_under_two_years_is_days),
		cmocka_unit_test(test_relative_format_from_two_years_is_years),
		cmocka_unit_test(test_relative_format_fraction_of_a_second_is_rounded_towards_now),
		cmocka_unit_test(test_relative_format_extreme_moments_do_not_overflow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
