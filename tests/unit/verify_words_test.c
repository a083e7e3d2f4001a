/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "verify/tufcheck.h"
#include "verify_support.h"
#include "version.h"

static void test_version_is_the_projects(void **state)
{
	(void)state;
	assert_string_equal(tufcheck_version(), TUFCHECK_VERSION);
}

static void test_status_name_is_its_word(void **state)
{
	(void)state;
	static const char *const words[TUFCHECK_STATUS_COUNT] = {
		"untrusted", "trusted", "degraded", "expired", "incomplete", "unreadable", "untrusted"};
	for (int i = 0; i < TUFCHECK_STATUS_COUNT; i++)
		assert_string_equal(tufcheck_status_name((enum tufcheck_status)i), words[i]);
	/* a number that is none of them is not taken for something good */
	assert_string_equal(tufcheck_status_name((enum tufcheck_status)TUFCHECK_STATUS_COUNT),
	                    "untrusted");
}

static void test_check_name_is_its_word(void **state)
{
	(void)state;
	static const char *const words[TUFCHECK_CHECK_COUNT] = {"none", "integrity", "authenticity",
	                                                        "freshness", "policy"};
	for (int i = 0; i < TUFCHECK_CHECK_COUNT; i++)
		assert_string_equal(tufcheck_check_name((enum tufcheck_check)i), words[i]);
}

static void test_answer_name_is_its_word(void **state)
{
	(void)state;
	static const char *const words[] = {"fail", "pass", "fail", "unknown", "none", "fail"};
	for (int i = TUFCHECK_ANSWER_INVALID; i <= TUFCHECK_ANSWER_NONE + 1; i++)
		assert_string_equal(tufcheck_answer_name((enum tufcheck_answer)i), words[i]);
}

static void test_severity_name_is_its_word(void **state)
{
	(void)state;
	static const char *const words[] = {"error", "error", "warning", "note", "error"};
	for (int i = TUFCHECK_SEVERITY_INVALID; i <= TUFCHECK_SEVERITY_NOTE + 1; i++)
		assert_string_equal(tufcheck_severity_name((enum tufcheck_severity)i), words[i]);
}

static void test_role_status_name_is_its_word(void **state)
{
	(void)state;
	static const char *const words[] = {"invalid", "valid",       "expired", "below-threshold",
	                                    "missing", "unpublished", "invalid"};
	for (int i = TUFCHECK_ROLE_INVALID; i <= TUFCHECK_ROLE_UNPUBLISHED + 1; i++)
		assert_string_equal(tufcheck_role_status_name((enum tufcheck_role_status)i),
		                    words[i]);
}

static void test_time_parse_takes_date_times_and_dates(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t seconds;
		int32_t nanoseconds;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0, 0},
		{"2026-06-01T00:00:00Z", SUPPORT_AT, 0},
		{"2026-06-01", SUPPORT_AT, 0},
		{"2026-06-01T02:00:00+02:00", SUPPORT_AT, 0},
		{"2026-06-01T00:00:00.000000001Z", SUPPORT_AT, 1},
		{"1969-12-31T23:59:59.5Z", -1, 500000000},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tufcheck_time time = {.seconds = 99, .nanoseconds = 99};
		assert_int_equal(tufcheck_time_parse(cases[i].text, &time), TUFCHECK_OK);
		assert_int_equal(time.seconds, cases[i].seconds);
		assert_int_equal(time.nanoseconds, cases[i].nanoseconds);
	}
}

static void test_time_parse_of_something_else_is_bad_call(void **state)
{
	(void)state;
	static const char *const texts[] = {"",           "now",          "2026-06-01T00:00:00",
	                                    "2026-13-01", "2026-06-01 ",  "2026-06-01T00:00:00z",
	                                    "1780272000", "2026-02-29Z", "20260601"};
	struct tufcheck_time time = {.seconds = 99, .nanoseconds = 98};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_int_equal(tufcheck_time_parse(texts[i], &time), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_time_parse(NULL, &time), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_time_parse("2026-06-01", NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(time.seconds, 99);
	assert_int_equal(time.nanoseconds, 98);
}

static void test_time_format_is_read_back(void **state)
{
	(void)state;
	static const char *const texts[] = {"2026-06-01T00:00:00Z", "0001-01-01T00:00:00Z",
	                                    "9999-12-31T23:59:59.999999999Z",
	                                    "1969-12-31T23:59:59.5Z"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tufcheck_time time, again;
		char text[TUFCHECK_TIME_TEXT_BYTES];
		assert_int_equal(tufcheck_time_parse(texts[i], &time), TUFCHECK_OK);
		tufcheck_time_format(time, text);
		assert_int_equal(tufcheck_time_parse(text, &again), TUFCHECK_OK);
		assert_int_equal(time.seconds, again.seconds);
		assert_int_equal(time.nanoseconds, again.nanoseconds);
	}
	char text[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format((struct tufcheck_time){.seconds = SUPPORT_AT}, text);
	assert_string_equal(text, "2026-06-01T00:00:00Z");
}

static void test_sha256_is_that_of_the_standard(void **state)
{
	(void)state;
	/* FIPS 180-2, B.1; and of nothing */
	char text[TUFCHECK_SHA256_TEXT_BYTES];
	assert_int_equal(tufcheck_sha256("abc", 3, text), TUFCHECK_OK);
	assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223"
	                          "b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(tufcheck_sha256("", 0, text), TUFCHECK_OK);
	assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb924"
	                          "27ae41e4649b934ca495991b7852b855");
}

static void test_sha256_of_nothing_it_can_use_is_bad_call(void **state)
{
	(void)state;
	char text[TUFCHECK_SHA256_TEXT_BYTES] = "as before";
	assert_int_equal(tufcheck_sha256(NULL, 1, text), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_sha256("abc", 3, NULL), TUFCHECK_BAD_CALL);
	assert_string_equal(text, "as before");
	/* where there are no bytes, they need not be anywhere */
	assert_int_equal(tufcheck_sha256(NULL, 0, text), TUFCHECK_OK);
	assert_int_equal(memcmp(text, "e3b0c442", 8), 0);
}

static void test_sha256_stream_of_nothing_it_can_use_is_bad_call(void **state)
{
	(void)state;
	char text[TUFCHECK_SHA256_TEXT_BYTES] = "as before";
	struct tufcheck_sha256_stream *stream = NULL;
	assert_int_equal(tufcheck_sha256_stream_add(NULL, "abc", 3), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_sha256_stream_finish(NULL, text), TUFCHECK_BAD_CALL);
	assert_string_equal(text, "as before");
	assert_int_equal(tufcheck_sha256_stream_new(&stream), TUFCHECK_OK);
	assert_int_equal(tufcheck_sha256_stream_add(stream, NULL, 1), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_sha256_stream_add(stream, NULL, 0), TUFCHECK_OK);
	assert_int_equal(tufcheck_sha256_stream_finish(stream, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_sha256_stream_add(stream, "abc", 3), TUFCHECK_OK);
	assert_int_equal(tufcheck_sha256_stream_finish(stream, text), TUFCHECK_OK);
	assert_int_equal(memcmp(text, "ba7816bf", 8), 0);
	tufcheck_sha256_stream_free(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version_is_the_projects),
		cmocka_unit_test(test_sha256_is_that_of_the_standard),
		cmocka_unit_test(test_sha256_of_nothing_it_can_use_is_bad_call),
		cmocka_unit_test(test_sha256_stream_of_nothing_it_can_use_is_bad_call),
		cmocka_unit_test(test_status_name_is_its_word),
		cmocka_unit_test(test_check_name_is_its_word),
		cmocka_unit_test(test_answer_name_is_its_word),
		cmocka_unit_test(test_severity_name_is_its_word),
		cmocka_unit_test(test_role_status_name_is_its_word),
		cmocka_unit_test(test_time_parse_takes_date_times_and_dates),
		cmocka_unit_test(test_time_parse_of_something_else_is_bad_call),
		cmocka_unit_test(test_time_format_is_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
