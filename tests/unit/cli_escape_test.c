/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "cli/escape.h"

static void assert_escaped(const char *untrusted, bool ascii_only, const char *expected)
{
	struct text out = {.bytes = NULL};
	escape_append(&out, untrusted, ascii_only);
	assert_string_equal(text_get(&out), expected);
	text_clear(&out);
}

/* The UTF-8 form of a character that has three or four bytes, or two. */
static void encode(uint32_t point, char ret_bytes[5])
{
	size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = length - 1; i > 0; i--) {
		ret_bytes[i] = (char)(0x80 | (point & 0x3f));
		point >>= 6;
	}
	ret_bytes[0] = (char)(marks[length] | point);
	ret_bytes[length] = '\0';
}

static void assert_hidden(uint32_t point)
{
	char untrusted[5];
	char expected[16];
	encode(point, untrusted);
	(void)snprintf(expected, sizeof(expected), "\\u{%x}", (unsigned)point);
	assert_escaped(untrusted, false, expected);
}

static void test_escape_plain_text_is_unchanged(void **state)
{
	(void)state;
	assert_escaped("", false, "");
	assert_escaped("docker.io/library/alpine 3.19 ~!@#$%^&*()\"'`<>|", false,
		       "docker.io/library/alpine 3.19 ~!@#$%^&*()\"'`<>|");
	assert_escaped("caf\xc3\xa9 \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80", false,
		       "caf\xc3\xa9 \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80");
}

static void test_escape_control_characters_are_visible(void **state)
{
	(void)state;
	assert_escaped("\x1b[31mred\x1b[0m", false, "\\x1b[31mred\\x1b[0m");
	assert_escaped("a\nb\rc\td\x07"
		       "e\x7f"
		       "f\x01",
		       false, "a\\nb\\rc\\td\\x07e\\x7ff\\x01");
	for (unsigned char byte = 1; byte < 0x20; byte++) {
		struct text out = {.bytes = NULL};
		const char untrusted[] = {(char)byte, '\0'};
		escape_append(&out, untrusted, false);
		assert_int_equal(text_get(&out)[0], '\\');
		text_clear(&out);
	}
}

static void test_escape_c1_controls_are_visible(void **state)
{
	(void)state;
	for (uint32_t point = 0x80; point <= 0xa0; point++)
		assert_hidden(point);
}

static void test_escape_bidirectional_controls_are_visible(void **state)
{
	(void)state;
	static const uint32_t points[] = {0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d,
					  0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x61c};
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		assert_hidden(points[i]);
}

static void test_escape_invisible_characters_are_visible(void **state)
{
	(void)state;
	static const uint32_t points[] = {0x2028, 0x2029, 0x200b, 0x200c, 0x200d,  0xfeff, 0xad,
					  0x2060, 0x3000, 0x3164, 0xfe0f, 0xe0100, 0xffff};
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		assert_hidden(points[i]);
	for (uint32_t point = 0xe0000; point <= 0xe007f; point++)
		assert_hidden(point);
}

static void test_escape_neighbours_of_hidden_characters_are_unchanged(void **state)
{
	(void)state;
	static const uint32_t points[] = {0xa1, 0x2010, 0x2027, 0x2030, 0x2070, 0xfffd, 0xdffff};
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		char untrusted[5];
		encode(points[i], untrusted);
		assert_escaped(untrusted, false, untrusted);
	}
}

static void test_escape_invalid_utf8_is_shown_byte_by_byte(void **state)
{
	(void)state;
	assert_escaped("a\xff"
		       "b",
		       false, "a\\xffb");
	assert_escaped("\x80", false, "\\x80");                            /* no first byte */
	assert_escaped("\xc3", false, "\\xc3");                            /* ends too early */
	assert_escaped("\xe2\x80", false, "\\xe2\\x80");                   /* ends too early */
	assert_escaped("\xe2\x80x", false, "\\xe2\\x80x");                 /* broken off */
	assert_escaped("\xc0\x9b", false, "\\xc0\\x9b");                   /* overlong ESC */
	assert_escaped("\xe0\x80\x9b", false, "\\xe0\\x80\\x9b");          /* overlong ESC */
	assert_escaped("\xed\xa0\x80", false, "\\xed\\xa0\\x80");          /* surrogate */
	assert_escaped("\xf4\x90\x80\x80", false, "\\xf4\\x90\\x80\\x80"); /* beyond Unicode */
	assert_escaped("\xf8\x88\x80\x80\x80", false, "\\xf8\\x88\\x80\\x80\\x80");
}

static void test_escape_harmless_backslash_is_unchanged(void **state)
{
	(void)state;
	assert_escaped("CN=alice,O=Example\\, Inc.", false, "CN=alice,O=Example\\, Inc.");
	assert_escaped("CN=caf\\C3\\A9", false, "CN=caf\\C3\\A9");
}

static void test_escape_ambiguous_backslash_is_doubled(void **state)
{
	(void)state;
	assert_escaped("\\x1b", false, "\\\\x1b");
	assert_escaped("\\n\\r\\t", false, "\\\\n\\\\r\\\\t");
	assert_escaped("\\u{202e}", false, "\\\\u{202e}");
	assert_escaped("\\\\", false, "\\\\\\\\");
	assert_escaped("\\", false, "\\\\");
	assert_escaped("\\\x1b", false, "\\\\\\x1b");
	assert_escaped("\\\xff", false, "\\\\\\xff");
}

/* Reads back what was escaped, by the rules in escape.h, as far as the test below needs them. */
static void unescape(const char *shown, char *ret_text)
{
	static const char names[] = "\\nrt";
	static const char meanings[] = "\\\n\r\t";
	while (*shown != '\0') {
		const char *name =
			shown[0] == '\\' && shown[1] != '\0' ? strchr(names, shown[1]) : NULL;
		*ret_text++ = name ? meanings[name - names] : shown[0];
		shown += name ? 2 : 1;
	}
	*ret_text = '\0';
}

static void test_escape_any_text_can_be_told_from_all_others(void **state)
{
	(void)state;
	static const char alphabet[] = {'\\', 'n', '\n', 't', ','};
	const size_t letters = sizeof(alphabet);
	for (size_t number = 0; number < letters * letters * letters * letters; number++) {
		char untrusted[5] = "";
		size_t rest = number;
		for (size_t i = 0; i < 4; i++, rest /= letters)
			untrusted[i] = alphabet[rest % letters];
		struct text out = {.bytes = NULL};
		char back[16];
		escape_append(&out, untrusted, false);
		unescape(text_get(&out), back);
		assert_string_equal(back, untrusted);
		text_clear(&out);
	}
}

static void test_escape_ascii_only_leaves_nothing_else(void **state)
{
	(void)state;
	assert_escaped("caf\xc3\xa9 \xf0\x9f\x98\x80", true, "caf\\u{e9} \\u{1f600}");
	assert_escaped("\\\xc3\xa9", true, "\\\\\\u{e9}");
	assert_escaped("plain", true, "plain");
}

static void test_escape_command_of_a_build_is_visible(void **state)
{
	(void)state;
	assert_escaped("a ##vso[task.x]b", false, "a ##vso\\x5btask.x]b");
	assert_escaped("##[error]b ##[", false, "##\\x5berror]b ##\\x5b");
	assert_escaped("#[a] # #[ ##a[ ##", false, "#[a] # #[ ##a[ ##");
}

static void test_escape_append_keeps_what_was_there(void **state)
{
	(void)state;
	struct text out = {.bytes = NULL};
	text_append(&out, "gun: ");
	escape_append(&out, "a\x1b", false);
	escape_append(&out, "b", false);
	assert_string_equal(text_get(&out), "gun: a\\x1bb");
	text_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape_plain_text_is_unchanged),
		cmocka_unit_test(test_escape_control_characters_are_visible),
		cmocka_unit_test(test_escape_c1_controls_are_visible),
		cmocka_unit_test(test_escape_bidirectional_controls_are_visible),
		cmocka_unit_test(test_escape_invisible_characters_are_visible),
		cmocka_unit_test(test_escape_neighbours_of_hidden_characters_are_unchanged),
		cmocka_unit_test(test_escape_invalid_utf8_is_shown_byte_by_byte),
		cmocka_unit_test(test_escape_harmless_backslash_is_unchanged),
		cmocka_unit_test(test_escape_ambiguous_backslash_is_doubled),
		cmocka_unit_test(test_escape_any_text_can_be_told_from_all_others),
		cmocka_unit_test(test_escape_ascii_only_leaves_nothing_else),
		cmocka_unit_test(test_escape_command_of_a_build_is_visible),
		cmocka_unit_test(test_escape_append_keeps_what_was_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
