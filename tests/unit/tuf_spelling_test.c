/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/spelling.h"

#include "tests/unit/support.h"
#include "tuf/limits.h"

#define NEEDED "escapes only where they are needed"

/* The check of length bytes, of which a copy is made so that a sanitizer sees a byte too many being
 * read. */
static enum tuf_result check(struct fixture *fixture, const char *text, size_t length)
{
	fixture_forget(fixture);
	char *copy = malloc(length ? length : 1);
	assert_non_null(copy);
	memcpy(copy, text, length);
	enum tuf_result result = tuf_spelling_check(&fixture->reader, copy, length);
	free(copy);
	return result;
}

static void assert_passes(struct fixture *fixture, const char *text)
{
	if (check(fixture, text, strlen(text)) != TUF_OK)
		fail_msg("%s: %s", text, fixture->fault.actual);
	assert_int_equal(fixture->fault.kind, TUF_FAULT_NONE);
}

static void test_spelling_needless_escape_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *actual;
	} rows[] = {
		{"\"\\/", "\\/ at byte 1"},
		{"{\"a\":\"\\/\"}", "\\/ at byte 6"},
		{"{\"a\":\"\\u0041\"}", "\\u0041 at byte 6"},
		{"{\"\\u0061\":1}", "\\u0061 at byte 2"},
		{"{\"a\":\"\\\\\\u0022\"}", "\\u0022 at byte 8"},
		{"{\"a\":\"x\\\"y\\u005C\"}", "\\u005C at byte 10"},
		{"\"\\n\\u0030", "\\u0030 at byte 3"},
		/* after a string that ends in an escaped backslash, or holds a quotation mark */
		{"[\"\\\\\",\"\\/\"]", "\\/ at byte 7"},
		{"[\"\\\"\",\"\\/\"]", "\\/ at byte 7"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_refused(fixture, check(fixture, rows[i].text, strlen(rows[i].text)),
			       TUF_FAULT_JSON_ESCAPE, "", NEEDED, rows[i].actual);
}

/* Notary's encoder escapes control characters and < > &, and may escape what is not ASCII. */
static void test_spelling_every_escape_is_judged(void **state)
{
	struct fixture *fixture = *state;
	for (unsigned point = 0; point < 0x1100; point++) {
		bool is_needless = point >= 0x20 && point < 0x7f && point != '<' && point != '>' &&
				   point != '&';
		char lower[16];
		char upper[16];
		(void)snprintf(lower, sizeof(lower), "\"\\u%04x\"", point);
		(void)snprintf(upper, sizeof(upper), "\"\\u%04X\"", point);
		assert_int_equal(check(fixture, lower, strlen(lower)),
				 is_needless ? TUF_INVALID : TUF_OK);
		assert_int_equal(check(fixture, upper, strlen(upper)),
				 is_needless ? TUF_INVALID : TUF_OK);
	}
}

static void test_spelling_needed_escapes_pass(void **state)
{
	assert_passes(*state, "{\"a\":\"\\b\\f\\n\\r\\t\\\"\\\\ \\u2028\\ud83d\\ude00\"}");
	/* a backslash that is itself escaped begins nothing */
	assert_passes(*state, "{\"a\":\"\\\\/\",\"b\":\"\\\\u0041\",\"\\\\\":\"\\\\\"}");
	/* nor does one outside of strings; that it is there is a matter of syntax */
	assert_passes(*state, "\\/ \\u0041 {\"a\":1}\\u0041");
	assert_passes(*state, "");
}

static void test_spelling_broken_escapes_are_left_to_the_parser(void **state)
{
	static const char *const texts[] = {"\"\\",        "\"\\u",    "\"\\u0",
					    "\"\\u00",     "\"\\u004", "\"\\u00g1\"",
					    "\"\\u0g41\"", "\"\\x\"",  "\"\\U0041\""};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_passes(*state, texts[i]);
}

/* A NUL byte as it is, wherever it stands: no JSON has one, and jansson overlooks some. */
static void test_spelling_nul_byte_is_refused(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		const char *actual;
	} rows[] = {
		{"\0", 1, "a NUL at byte 0"},
		{"{\0}", 3, "a NUL at byte 1"},
		{"{\"a\":1\0}", 8, "a NUL at byte 6"},
		{"{\"a\":true\0,\"b\":null\0}", 20, "a NUL at byte 9"},
		{"{\"a\":\"\0\"}", 9, "a NUL at byte 6"},
		{"{\"a\":1}\0", 8, "a NUL at byte 7"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_refused(fixture, check(fixture, rows[i].text, rows[i].length),
			       TUF_FAULT_JSON_SYNTAX, "", "a JSON document", rows[i].actual);
}

/* Whoever asks for it is told where that byte is, as of a needless escape. */
static void test_spelling_position_is_told(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		size_t column;
	} rows[] = {{"\n{\0}", 4, 2}, {"\n{\"\\/\":0}", 9, 3}};
	struct fixture *fixture = *state;
	static struct tuf_position position;
	fixture->reader.position = &position;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		position = (struct tuf_position){.line = 0};
		assert_int_equal(check(fixture, rows[i].text, rows[i].length), TUF_INVALID);
		assert_int_equal(position.line, 2);
		assert_int_equal(position.column, rows[i].column);
	}
}

/* count bytes c after start. */
static char *repeat(const char *start, char c, size_t count)
{
	size_t length = strlen(start);
	char *text = malloc(length + count + 1);
	assert_non_null(text);
	memcpy(text, start, length);
	memset(text + length, c, count);
	text[length + count] = '\0';
	return text;
}

static void test_spelling_values_up_to_the_limit_pass(void **state)
{
	struct fixture *fixture = *state;
	static const char counted[] = ",[{";
	for (size_t i = 0; i < sizeof(counted) - 1; i++) {
		/* the document is a value itself */
		char *text = repeat("", counted[i], TUF_MAX_JSON_VALUES);
		assert_int_equal(check(fixture, text, TUF_MAX_JSON_VALUES - 1), TUF_OK);
		assert_refused(fixture, check(fixture, text, TUF_MAX_JSON_VALUES),
			       TUF_FAULT_JSON_TOO_MANY, "", "at most 1000000 values",
			       "about 1000001");
		free(text);
	}
}

/* A reader that has a limit of its own, and a document in which each value is looked at for an escape. */
static void test_spelling_limit_of_a_reader_is_kept(void **state)
{
	struct fixture *fixture = *state;
	fixture->reader.max_values = 3;
	assert_passes(fixture, "[\"\\n\",\",,,\"]");
	const char *beyond = "[\"\\n\",\",,,\",3]";
	assert_refused(fixture, check(fixture, beyond, strlen(beyond)), TUF_FAULT_JSON_TOO_MANY, "",
		       "at most 3 values", "about 4");
}

static void test_spelling_values_in_strings_are_not_counted(void **state)
{
	struct fixture *fixture = *state;
	char *text = repeat("\"\\\"", ',', TUF_MAX_JSON_VALUES + 10);
	assert_int_equal(check(fixture, text, strlen(text)), TUF_OK);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_spelling_needless_escape_is_refused),
		fixture_test(test_spelling_every_escape_is_judged),
		fixture_test(test_spelling_needed_escapes_pass),
		fixture_test(test_spelling_broken_escapes_are_left_to_the_parser),
		fixture_test(test_spelling_nul_byte_is_refused),
		fixture_test(test_spelling_position_is_told),
		fixture_test(test_spelling_values_up_to_the_limit_pass),
		fixture_test(test_spelling_limit_of_a_reader_is_kept),
		fixture_test(test_spelling_values_in_strings_are_not_counted),
	};
	return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
