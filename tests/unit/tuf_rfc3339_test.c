/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/rfc3339.h"

#include <time.h>

#include "tests/unit/support.h"

static bool parse(const char *text, struct tuf_time *time)
{
	return tuf_time_parse(text, strlen(text), time);
}

/* The seconds are what `date -u -d TEXT +%s` prints. */
static const struct {
	const char *text;
	int64_t seconds;
} known[] = {
	{"1970-01-01T00:00:00Z", 0},
	{"1969-12-31T23:59:59Z", -1},
	{"1969-12-31T00:00:00Z", -86400},
	{"2026-11-21T04:34:00Z", 1795235640},
	{"2036-11-18T04:33:06Z", 2110595586},
	{"2038-01-19T03:14:08Z", 2147483648},
	{"1968-02-29T23:59:59Z", -57974401},
	{"1600-02-29T00:00:00Z", -11670998400},
	{"1752-09-14T00:00:00Z", -6857222400},
	{"1900-02-28T00:00:00Z", -2203977600},
	{"1900-03-01T00:00:00Z", -2203891200},
	{"2000-02-29T12:34:56Z", 951827696},
	{"2024-02-29T23:59:59Z", 1709251199},
	{"2100-02-28T23:59:59Z", 4107542399},
	{"2100-03-01T00:00:00Z", 4107542400},
	{"0000-01-01T00:00:00Z", -62167219200},
	{"0000-02-29T00:00:00Z", -62162121600},
	{"0000-03-01T00:00:00Z", -62162035200},
	{"0400-12-31T23:59:59Z", -49512816001},
	{"9999-12-31T23:59:59Z", 253402300799},
};

static void test_rfc3339_parse_known_times_agree(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		struct tuf_time time;
		assert_true(parse(known[i].text, &time));
		assert_int_equal(time.seconds, known[i].seconds);
		assert_int_equal(time.nanoseconds, 0);
	}
}

static void test_rfc3339_format_known_times_agree(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		char text[TUF_TIME_TEXT_BYTES];
		tuf_time_format(&(struct tuf_time){.seconds = known[i].seconds}, text);
		assert_string_equal(text, known[i].text);
	}
}

static void test_rfc3339_parse_offset_is_taken_off(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
		{"2026-01-02T03:04:05+05:30", 1767303245},
		{"2026-01-02T03:04:05-08:00", 1767351845},
		{"2026-01-02T00:00:00+00:00", 1767312000},
		{"2026-01-02T00:00:00-00:00", 1767312000},
		{"2026-01-02T00:00:00+23:59", 1767225660},
		{"2026-01-02T00:00:00-23:59", 1767398340},
		{"0000-01-01T23:59:00+23:59", -62167219200},
		{"9999-12-31T00:00:59-23:59", 253402300799},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_time time;
		assert_true(parse(rows[i].text, &time));
		assert_int_equal(time.seconds, rows[i].seconds);
	}
}

static void test_rfc3339_parse_fraction_is_kept_to_nine_digits(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int32_t nanoseconds;
	} rows[] = {
		{"2026-01-02T00:00:00.5Z", 500000000},
		{"2026-01-02T00:00:00.0Z", 0},
		{"2026-01-02T00:00:00.1+01:00", 100000000},
		{"2026-01-02T00:00:00.000000001Z", 1},
		{"2026-01-02T00:00:00.123456789Z", 123456789},
		{"2026-01-02T00:00:00.999999999Z", 999999999},
		{"2026-01-02T00:00:00.1234567899Z", 123456789},
		{"2026-01-02T00:00:00.0000000009Z", 0},
		{"2026-01-02T00:00:00.99999999999999999999999999999999999999999999Z", 999999999},
		{"1969-12-31T23:59:59.25Z", 250000000},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_time time;
		assert_true(parse(rows[i].text, &time));
		assert_int_equal(time.nanoseconds, rows[i].nanoseconds);
	}
}

static void test_rfc3339_parse_ends_of_ranges_are_read(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z", "2026-04-30T00:00:00Z",
		"2026-05-31T00:00:00Z", "2026-06-30T00:00:00Z", "2026-07-31T00:00:00Z",
		"2026-08-31T00:00:00Z", "2026-09-30T00:00:00Z", "2026-10-31T00:00:00Z",
		"2026-11-30T00:00:00Z", "2026-12-31T00:00:00Z", "2026-02-28T00:00:00Z",
		"2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "2400-02-29T00:00:00Z",
		"2026-01-01T23:59:59Z", "2026-01-01T23:00:00Z", "2026-01-01T00:59:00Z",
		"0004-02-29T00:00:00Z", "2026-09-09T09:09:09Z",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_time time;
		char text[TUF_TIME_TEXT_BYTES];
		assert_true(parse(texts[i], &time));
		tuf_time_format(&time, text);
		assert_string_equal(text, texts[i]);
	}
}

static void assert_all_refused(const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tuf_time time = {.seconds = 42, .nanoseconds = 42};
		if (parse(texts[i], &time))
			fail_msg("\"%s\" was read", texts[i]);
		assert_int_equal(time.seconds, 42); /* written only on success */
		assert_int_equal(time.nanoseconds, 42);
	}
}

static void test_rfc3339_parse_out_of_range_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"2026-00-01T00:00:00Z",      "2026-13-01T00:00:00Z",
		"2026-01-00T00:00:00Z",      "2026-01-32T00:00:00Z",
		"2026-03-32T00:00:00Z",      "2026-04-31T00:00:00Z",
		"2026-05-32T00:00:00Z",      "2026-06-31T00:00:00Z",
		"2026-07-32T00:00:00Z",      "2026-08-32T00:00:00Z",
		"2026-09-31T00:00:00Z",      "2026-10-32T00:00:00Z",
		"2026-11-31T00:00:00Z",      "2026-12-32T00:00:00Z",
		"2026-02-29T00:00:00Z",      "2024-02-30T00:00:00Z",
		"1900-02-29T00:00:00Z",      "2000-02-30T00:00:00Z",
		"2100-02-29T00:00:00Z",      "2026-01-01T24:00:00Z",
		"2026-01-01T00:60:00Z",      "2026-01-01T00:00:60Z",
		"2016-12-31T23:59:60Z",      "2026-01-01T00:00:00+24:00",
		"2026-01-01T00:00:00-24:00", "2026-01-01T00:00:00+00:60",
		"2026-99-99T99:99:99Z",
	};
	assert_all_refused(texts, COUNT_OF(texts));
}

/* A number that is not there, or too large; right after a text that has all of them. */
static void test_rfc3339_parse_missing_numbers_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"-01-01T00:00:00Z",        "2026--01T00:00:00Z",      "2026-01-T00:00:00Z",
		"2026-01-01T:00:00Z",      "2026-01-01T00::00Z",      "2026-01-01T00:00:Z",
		"2026-01-01T00:00:.5Z",    "2026-01-01T00:00:+01:00", "2026-01-01T00:00:00+:00",
		"2026-01-01T00:00:00+01:", "2026-01-01T00:00:00-",    "2026-01-01T00:00:00.",
		"2026-01-01T24:00:00Z",    "2026-01-01T00:60:00Z",    "2026-01-01T00:00:00+24:00",
	};
	struct tuf_time time;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		bool is_read = parse("2026-01-01T00:00:00+01:00", &time);
		bool is_read_without = parse(texts[i], &time);
		assert_true(is_read);
		if (is_read_without)
			fail_msg("\"%s\" was read", texts[i]);
	}
	assert_true(tuf_time_parse_date("2026-01-01", 10, &time));
	assert_false(tuf_time_parse_date("2026-01-", 8, &time));
	assert_true(tuf_time_parse_date("2026-01-01", 10, &time));
	assert_false(tuf_time_parse_date("2026--01", 8, &time));
}

/* What an offset leads to is to be written again with a year of four digits. */
static void test_rfc3339_parse_offset_out_of_the_years_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"0000-01-01T00:00:00+00:01",   "0000-01-01T23:58:59+23:59",
		"0000-01-01T00:00:00.5+23:59", "9999-12-31T23:59:59-00:01",
		"9999-12-31T00:01:00-23:59",   "9999-12-31T00:01:00.5-23:59",
	};
	assert_all_refused(texts, COUNT_OF(texts));
}

static void test_rfc3339_parse_other_forms_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"2026-01-01",
		"2026-01-01T00:00:00",
		"2026-01-01T00:00Z",
		"2026-01-01t00:00:00Z",
		"2026-01-01T00:00:00z",
		"2026-01-01 00:00:00Z",
		"2026-01-01T00:00:00,5Z", /* comma fraction */
		"2026-01-01T00:00:00.Z",  /* point without digits */
		"2026-01-01T00:00:00.+01:00",
		"2026-01-01T0:00:00Z", /* one-digit hour */
		"2026-01-01T00:0:00Z",
		"2026-01-01T00:00:0Z",
		"2026-1-01T00:00:00Z",
		"2026-01-1T00:00:00Z",
		"226-01-01T00:00:00Z",
		"12026-01-01T00:00:00Z",
		"+2026-01-01T00:00:00Z",
		"-001-01-01T00:00:00Z",
		"2026-01-01T00:00:00+1:00",
		"2026-01-01T00:00:00+01:0",
		"2026-01-01T00:00:00+0100",
		"2026-01-01T00:00:00+01",
		"2026-01-01T00:00:00 01:00",
		"2026-01-01T00:00:00Z+01:00",
		"2026-01-01T00:00:00ZZ",
		"2026-01-01T00:00:00Z ",
		" 2026-01-01T00:00:00Z",
		"2026-01-01T00:00:00Z\n",
		"2026/01/01T00:00:00Z",
		"2026-01/01T00:00:00Z",
		"2026-01-01T00-00:00Z",
		"2026-01-01T00:00-00Z",
		"20260101T000000Z",
		"2026-01-01T00:00:0/Z",
		"2026-01-01T00:00:1/Z",
		"2026-01-01T00:00:0:Z",
		"2026-01-01T00:00:00.5/Z",
		"2026-01-01T00:00:00.5:Z",
		"2026-01-01T00:00:00.:Z",
		"2026-01-01T00:00:00./Z",
		"2026-01-01T +:00:00Z",
		"2026-01-01T-1:00:00Z",
	};
	assert_all_refused(texts, COUNT_OF(texts));
}

static void test_rfc3339_parse_every_cut_is_refused(void **state)
{
	(void)state;
	static const char text[] = "2026-01-02T03:04:05.123456789+01:30";
	struct tuf_time time;
	assert_true(tuf_time_parse(text, sizeof(text) - 1, &time));
	for (size_t length = 0; length < sizeof(text) - 1; length++) {
		/* a copy without a NUL, so that a sanitizer sees a byte too many being read */
		char *cut = malloc(length + 1);
		assert_non_null(cut);
		char *exact = realloc(cut, length ? length : 1);
		assert_non_null(exact);
		memcpy(exact, text, length);
		assert_false(tuf_time_parse(exact, length, &time));
		free(exact);
	}
}

static void test_rfc3339_parse_nul_inside_is_refused(void **state)
{
	(void)state;
	struct tuf_time time;
	assert_false(tuf_time_parse("2026-01-01T00:00:00Z\0", 21, &time));
	assert_false(tuf_time_parse("2026-01-01T00:00:00\0Z", 21, &time));
}

static void test_rfc3339_parse_date_is_its_first_moment(void **state)
{
	(void)state;
	struct tuf_time time = {.nanoseconds = 5};
	assert_true(tuf_time_parse_date("2026-01-02", 10, &time));
	assert_int_equal(time.seconds, 1767312000);
	assert_int_equal(time.nanoseconds, 0);
	assert_true(tuf_time_parse_date("0000-02-29", 10, &time));
	assert_int_equal(time.seconds, -62162121600);
}

static void test_rfc3339_parse_date_other_forms_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",           "2026-01-2",  "2026-1-02", "2026-01-02T",         "2026-01-02 ",
		"2026-02-29", "2026-13-01", "26-01-02",  "2026-01-02T00:00:00Z"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_time time = {.seconds = 42};
		assert_false(tuf_time_parse_date(texts[i], strlen(texts[i]), &time));
		assert_int_equal(time.seconds, 42);
	}
}

static void test_rfc3339_format_fraction_is_shortest(void **state)
{
	(void)state;
	static const struct {
		struct tuf_time time;
		const char *text;
	} rows[] = {
		{{.seconds = 0, .nanoseconds = 500000000}, "1970-01-01T00:00:00.5Z"},
		{{.seconds = 0, .nanoseconds = 1}, "1970-01-01T00:00:00.000000001Z"},
		{{.seconds = 0, .nanoseconds = 999999999}, "1970-01-01T00:00:00.999999999Z"},
		{{.seconds = 0, .nanoseconds = 120003000}, "1970-01-01T00:00:00.120003Z"},
		{{.seconds = -1, .nanoseconds = 250000000}, "1969-12-31T23:59:59.25Z"},
		{{.seconds = 2110595586, .nanoseconds = 134316296},
		 "2036-11-18T04:33:06.134316296Z"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[TUF_TIME_TEXT_BYTES];
		tuf_time_format(&rows[i].time, text);
		assert_string_equal(text, rows[i].text);
	}
}

/* No time that is read has such a year; what is written stays within its room all the same. */
static void test_rfc3339_format_years_beyond_four_digits_fit(void **state)
{
	(void)state;
	char text[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&(struct tuf_time){.seconds = 253402387139, .nanoseconds = 999999999},
			text);
	assert_string_equal(text, "10000-01-01T23:58:59.999999999Z");
	tuf_time_format(&(struct tuf_time){.seconds = -62167305540}, text);
	assert_string_equal(text, "-001-12-31T00:01:00Z");
	/* 800 years before 1 March of year 400, and a day more */
	tuf_time_format(&(struct tuf_time){.seconds = (-719468 - 146097) * INT64_C(86400)}, text);
	assert_string_equal(text, "-400-03-01T00:00:00Z");
	tuf_time_format(&(struct tuf_time){.seconds = (-719468 - 146098) * INT64_C(86400)}, text);
	assert_string_equal(text, "-400-02-29T00:00:00Z");
}

/* Every day of 400 years, after which the calendar repeats, and every 13th of all others. */
static void test_rfc3339_calendar_agrees_with_the_c_library(void **state)
{
	(void)state;
	const int64_t first = -62167219200 / 86400;
	const int64_t last = 253402300799 / 86400;
	for (int64_t day = first; day <= last; day += day >= 0 && day < 146097 ? 1 : 13) {
		struct tuf_time time = {.seconds = day * 86400 + 45296};
		time_t seconds = (time_t)time.seconds;
		struct tm tm;
		assert_non_null(gmtime_r(&seconds, &tm));
		char expected[TUF_TIME_TEXT_BYTES];
		(void)snprintf(expected, sizeof(expected), "%04u-%02u-%02uT12:34:56Z",
			       (unsigned)(tm.tm_year + 1900) % 10000,
			       (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100);
		char text[TUF_TIME_TEXT_BYTES];
		tuf_time_format(&time, text);
		assert_string_equal(text, expected);
		struct tuf_time back;
		assert_true(parse(text, &back));
		assert_int_equal(back.seconds, time.seconds);
	}
}

static void test_rfc3339_from_civil_known_times_agree(void **state)
{
	(void)state;
	assert_int_equal(tuf_time_from_civil(1970, 1, 1, 0, 0, 0), 0);
	assert_int_equal(tuf_time_from_civil(2000, 2, 29, 12, 34, 56), 951827696);
	assert_int_equal(tuf_time_from_civil(0, 1, 1, 0, 0, 0), -62167219200);
	/* date -u -d '-0001-12-31' is beyond date(1): a day before year 0 */
	assert_int_equal(tuf_time_from_civil(-1, 12, 31, 0, 0, 0), -62167219200 - 86400);
	assert_int_equal(tuf_time_from_civil(-401, 3, 1, 0, 0, 0),
			 tuf_time_from_civil(-1, 3, 1, 0, 0, 0) - INT64_C(146097) * 86400);
}

static void test_rfc3339_compare_orders_seconds_then_nanoseconds(void **state)
{
	(void)state;
	static const struct tuf_time rising[] = {
		{.seconds = INT64_MIN, .nanoseconds = 0}, {.seconds = -1, .nanoseconds = 999999999},
		{.seconds = 0, .nanoseconds = 0},         {.seconds = 0, .nanoseconds = 1},
		{.seconds = 0, .nanoseconds = 999999999}, {.seconds = 1, .nanoseconds = 0},
		{.seconds = INT64_MAX, .nanoseconds = 0},
	};
	for (size_t i = 0; i < COUNT_OF(rising); i++)
		for (size_t k = 0; k < COUNT_OF(rising); k++) {
			int order = tuf_time_compare(&rising[i], &rising[k]);
			assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc3339_parse_known_times_agree),
		cmocka_unit_test(test_rfc3339_format_known_times_agree),
		cmocka_unit_test(test_rfc3339_parse_offset_is_taken_off),
		cmocka_unit_test(test_rfc3339_parse_fraction_is_kept_to_nine_digits),
		cmocka_unit_test(test_rfc3339_parse_ends_of_ranges_are_read),
		cmocka_unit_test(test_rfc3339_parse_out_of_range_is_refused),
		cmocka_unit_test(test_rfc3339_parse_missing_numbers_are_refused),
		cmocka_unit_test(test_rfc3339_parse_offset_out_of_the_years_is_refused),
		cmocka_unit_test(test_rfc3339_parse_other_forms_are_refused),
		cmocka_unit_test(test_rfc3339_parse_every_cut_is_refused),
		cmocka_unit_test(test_rfc3339_parse_nul_inside_is_refused),
		cmocka_unit_test(test_rfc3339_parse_date_is_its_first_moment),
		cmocka_unit_test(test_rfc3339_parse_date_other_forms_are_refused),
		cmocka_unit_test(test_rfc3339_format_fraction_is_shortest),
		cmocka_unit_test(test_rfc3339_format_years_beyond_four_digits_fit),
		cmocka_unit_test(test_rfc3339_calendar_agrees_with_the_c_library),
		cmocka_unit_test(test_rfc3339_from_civil_known_times_agree),
		cmocka_unit_test(test_rfc3339_compare_orders_seconds_then_nanoseconds),
	};
	return cmocka_run_group_tests_name("rfc3339", tests, NULL, NULL);
}
