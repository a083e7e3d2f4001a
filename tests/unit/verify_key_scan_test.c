/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_scan.h"

#include <string.h>

#include "verify/tufcheck.h"
#include "verify_support.h"

#define KEY "-----BEGIN EC PRIVATE KEY-----"

static bool has_key(const char *text)
{
	return tufcheck_has_private_key(text, strlen(text));
}

static void test_key_scan_finds_a_line_that_begins_as_a_key(void **state)
{
	(void)state;
	static const char *const texts[] = {KEY, KEY "\n", "-----BEGIN PRIVATE KEY-----\r\n",
	                                    "a\n\n" KEY "\nb\n", KEY "\n" KEY "\n",
	                                    "-----BEGIN ENCRYPTED PRIVATE KEY-----"};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (!has_key(texts[i]))
			fail_msg("%s", texts[i]);
}

static void test_key_scan_finds_none_in_what_is_none(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"", "\n", " " KEY, "\"" KEY "\"", "-----BEGIN ", "-----BEGIN \nPRIVATE KEY-----\n",
		"-----BEGIN EC PRIVATE KEY----", "-----BEGIN EC PUBLIC KEY-----\n",
		"-----END EC PRIVATE KEY-----\n", "PRIVATE KEY-----\n-----BEGIN X\n"};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (has_key(texts[i]))
			fail_msg("%s", texts[i]);
	assert_false(tufcheck_has_private_key(NULL, 0));
	assert_false(tufcheck_has_private_key(NULL, 5));
}

/* Whatever stands behind the bytes is not theirs. */
static void test_key_scan_looks_at_no_more_than_the_bytes(void **state)
{
	(void)state;
	static const char lines[] = "\n\na\n\n\nbb\n\n\n\nc\n" KEY "\n";
	for (size_t length = 0; length < sizeof(lines) - 2; length++)
		assert_false(tufcheck_has_private_key(lines, length));
	assert_true(tufcheck_has_private_key(lines, sizeof(lines) - 2));
}

/* In however many parts the bytes come. */
static void test_key_scan_goes_on_with_a_line(void **state)
{
	(void)state;
	static const char text[] = "first\n" KEY "\nlast\n";
	for (size_t cut = 0; cut < sizeof(text); cut++) {
		struct tc_key_scan scan = {.length = 0};
		tc_key_scan_add(&scan, text, cut);
		tc_key_scan_add(&scan, text + cut, sizeof(text) - 1 - cut);
		assert_true(tc_key_scan_finish(&scan));
	}
	struct tc_key_scan scan = {.length = 0};
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		tc_key_scan_add(&scan, &text[i], 1);
	assert_true(tc_key_scan_finish(&scan));
}

/* Of a line the first 64 bytes are looked at, whatever follows. */
static void test_key_scan_looks_at_the_beginning_of_a_line(void **state)
{
	(void)state;
	static const char end[] = "PRIVATE KEY-----";
	for (size_t length = 63; length <= 65; length++) {
		char line[200];
		memset(line, '\t', sizeof(line));
		memcpy(line, KEY, strlen("-----BEGIN "));
		memcpy(line + length - strlen(end), end, strlen(end));
		for (size_t cut = 55; cut <= 70; cut++) {
			struct tc_key_scan scan = {.length = 0};
			tc_key_scan_add(&scan, line, cut);
			tc_key_scan_add(&scan, line + cut, sizeof(line) - cut);
			assert_int_equal(tc_key_scan_finish(&scan), length <= 64);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_scan_finds_a_line_that_begins_as_a_key),
		cmocka_unit_test(test_key_scan_finds_none_in_what_is_none),
		cmocka_unit_test(test_key_scan_looks_at_no_more_than_the_bytes),
		cmocka_unit_test(test_key_scan_goes_on_with_a_line),
		cmocka_unit_test(test_key_scan_looks_at_the_beginning_of_a_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
