/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/utf8.h"

#include "tests/unit/support.h"

/* jansson, which knows UTF-8 too, says of each text of up to four bytes whether it is valid. */
static void test_utf8_is_what_jansson_takes_for_it(void **state)
{
	static const unsigned char bytes[] = {0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
					      0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed,
					      0xef, 0xf0, 0xf4, 0xf5, 0xff, 0x00};
	const size_t count = COUNT_OF(bytes);
	(void)state;
	for (size_t i = 0; i < count * count * count * count; i++) {
		char text[5] = {(char)bytes[i % count], (char)bytes[i / count % count],
				(char)bytes[i / count / count % count],
				(char)bytes[i / count / count / count], '\0'};
		json_t *string = json_string(text);
		if (tuf_utf8_is_valid(text) != (string != NULL))
			fail_msg("%02x %02x %02x %02x", (unsigned char)text[0],
				 (unsigned char)text[1], (unsigned char)text[2],
				 (unsigned char)text[3]);
		json_decref(string);
	}
}

static void test_utf8_character_is_decoded(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		uint32_t point;
	} rows[] = {
		{"A", 1, 'A'},
		{"\xc2\x80", 2, 0x80},
		{"\xc3\xbcx", 2, 0xfc},
		{"\xdf\xbf", 2, 0x7ff},
		{"\xe0\xa0\x80", 3, 0x800},
		{"\xe2\x80\xae", 3, 0x202e},
		{"\xed\x9f\xbf", 3, 0xd7ff},
		{"\xee\x80\x80", 3, 0xe000},
		{"\xef\xbf\xbf", 3, 0xffff},
		{"\xf0\x90\x80\x80", 4, 0x10000},
		{"\xf0\x9f\x9a\x80", 4, 0x1f680},
		{"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
		{"\xed\xa0\x80", 0, 0},
		{"\x80", 0, 0},
		{"\xf0\x9f", 0, 0},
		/* whose lowest bits are those of bytes that begin a character */
		{"\xf5\x80\x80\x80", 0, 0},
		{"\xf8\x90\x80\x80", 0, 0},
		{"\xfc\x80\x80\x80", 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint32_t point = 0;
		assert_int_equal(tuf_utf8_decode(rows[i].text, &point), rows[i].length);
		assert_int_equal(point, rows[i].point);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_is_what_jansson_takes_for_it),
		cmocka_unit_test(test_utf8_character_is_decoded),
	};
	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
