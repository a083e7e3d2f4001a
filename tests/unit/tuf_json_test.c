/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents as they are read: what is one, and what is refused.
 */
#include "tuf/json.h"

#include "tests/unit/support.h"

/* Texts that many rows share. */
#define UTF8 "UTF-8 without lone surrogates"
#define NO_NUL "no NUL characters"
#define ONCE "each name once in an object"
#define NOTHING_AFTER "nothing after the document"
#define WHOLE "a whole JSON document"
#define LEVELS "at most 64 levels of nesting"
#define NUMBERS "whole numbers within 9007199254740991"
#define DOCUMENT "a JSON document"

/* A text with its length, NUL bytes and all. */
#define TEXT(literal) (literal), sizeof(literal) - 1

struct unreadable {
	const char *text;
	size_t length;
	struct tuf_fault fault;
};

static void check_unreadable(struct fixture *fixture, const struct unreadable *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fixture_forget(fixture);
		/* a copy without a NUL, so that a sanitizer sees a byte too many being read */
		char *copy = malloc(rows[i].length ? rows[i].length : 1);
		assert_non_null(copy);
		memcpy(copy, rows[i].text, rows[i].length);
		json_t *document = NULL;
		enum tuf_result result =
			tuf_json_load(&fixture->reader, copy, rows[i].length, &document);
		free(copy);
		if (!fixture_is_refused(fixture, result, &rows[i].fault))
			fail_msg("row %zu: %s", i, rows[i].text);
		assert_null(document); /* written only on success */
	}
}

#define FAULT(kind_, pointer_, expected_, actual_)                                                 \
	{                                                                                          \
		.kind = (kind_), .pointer = (pointer_), .expected = (expected_),                   \
		.actual = (actual_)                                                                \
	}

static void test_json_load_empty_file_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT(""), FAULT(TUF_FAULT_FILE_EMPTY, "", DOCUMENT, "0 bytes")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

/* jansson's requests that are still met; SIZE_MAX: all. */
static size_t requests_left = SIZE_MAX;

static void *take_some(size_t size)
{
	if (requests_left == 0)
		return NULL;
	if (requests_left != SIZE_MAX)
		requests_left--;
	return malloc(size);
}

/* jansson does not say it, or says that the text is wrong where it could not copy it. */
static void test_json_load_lack_of_memory_is_no_fault_of_the_text(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] =
		"{\"a name that is long enough\":[\"a text that is long enough\",1,{\"x\":null}],"
		"\"second\":{\"third\":[\"fourth\",\"fifth\"]}}";
	enum tuf_result result = TUF_NO_MEMORY;
	size_t requests = 0;
	for (; result == TUF_NO_MEMORY; requests++) {
		json_t *document = NULL;
		fixture_forget(fixture);
		json_set_alloc_funcs(take_some, free);
		requests_left = requests;
		result = tuf_json_load(&fixture->reader, text, sizeof(text) - 1, &document);
		requests_left = SIZE_MAX;
		json_decref(document);
		json_set_alloc_funcs(malloc, free);
	}
	assert_int_equal(result, TUF_OK);
	assert_true(requests > 20);
}

static void test_json_load_syntax_error_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("x"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
				  "line 1, column 1: '[' or '{' expected near 'x'")},
		{TEXT("5"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
				  "line 1, column 1: '[' or '{' expected near '5'")},
		{TEXT("null"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
				     "line 1, column 4: '[' or '{' expected near 'null'")},
		{TEXT("\"text\""), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					 "line 1, column 6: '[' or '{' expected near '\"text\"'")},
		{TEXT("\xef\xbb\xbf{}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
		       "line 1, column 1: '[' or '{' expected near '\xef\xbb\xbf'")},
		{TEXT("{\"a\":1,}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					   "line 1, column 8: string or '}' expected near '}'")},
		{TEXT("{\n\"a\" 1}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					    "line 2, column 5: ':' expected near '1'")},
		{TEXT("{\"a\" \"invalid Unicode\"}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
		       "line 1, column 22: ':' expected near '\"invalid Unicode\"'")},
		{TEXT("{'a':1}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					"line 1, column 2: string or '}' expected near '''")},
		{TEXT("{\"a\":01}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					   "line 1, column 6: invalid token near '0'")},
		{TEXT("{\"a\":+1}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					   "line 1, column 6: invalid token near '+'")},
		{TEXT("{\"a\":.5}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					   "line 1, column 6: invalid token near '.'")},
		{TEXT("{\"a\":1.}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					   "line 1, column 7: invalid token near '1.'")},
		{TEXT("{\"a\":NaN}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					    "line 1, column 8: invalid token near 'NaN'")},
		{TEXT("{\"a\":Infinity}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
		       "line 1, column 13: invalid token near 'Infinity'")},
		{TEXT("{\"a\":\"\\x\"}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
						"line 1, column 8: invalid escape near '\"\\x'")},
		{TEXT("{\"a\":\"\\u12g4\"}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
		       "line 1, column 11: invalid escape near '\"\\u12g'")},
		{TEXT("{\"a\":\"\n\"}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					       "line 1, column 6: unexpected newline near '\"'")},
		{TEXT("{\"a\":\"\x1f\"}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
		       "line 1, column 6: control character 0x1f near '\"'")},
		{TEXT("{\"a\":1//\n}"), FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT,
					      "line 1, column 7: '}' expected near '/'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

/* tuf_spelling_test.c has the rest. */
static void test_json_load_spelling_is_checked_first(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":1,\"\\u0061\":2"),
		 FAULT(TUF_FAULT_JSON_ESCAPE, "", "escapes only where they are needed",
		       "\\u0061 at byte 8")},
		{TEXT("{\"a\":1\0}"),
		 FAULT(TUF_FAULT_JSON_SYNTAX, "", DOCUMENT, "a NUL at byte 6")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_document_cut_short_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT(" \n"), FAULT(TUF_FAULT_JSON_TRUNCATED, "", WHOLE,
				    "line 2, column 0: '[' or '{' expected near end of file")},
		{TEXT("{"), FAULT(TUF_FAULT_JSON_TRUNCATED, "", WHOLE,
				  "line 1, column 1: string or '}' expected near end of file")},
		{TEXT("{\"a\""), FAULT(TUF_FAULT_JSON_TRUNCATED, "", WHOLE,
				       "line 1, column 4: ':' expected near end of file")},
		{TEXT("{\"a\":[1"), FAULT(TUF_FAULT_JSON_TRUNCATED, "", WHOLE,
					  "line 1, column 7: ']' expected near end of file")},
		{TEXT("{\"a\":\"b"), FAULT(TUF_FAULT_JSON_TRUNCATED, "", WHOLE,
					   "line 1, column 7: premature end of input near '\"b'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_every_cut_of_a_document_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] =
		"{\"a\":[1,-2,{\"b\":\"\\u00e8\xc3\xa9\"}],\"c\":true,\"d\":null}";
	fixture_load(fixture, text);
	for (size_t length = 0; length < sizeof(text) - 1; length++)
		assert_int_equal(fixture_read(fixture, text, length), TUF_INVALID);
}

static void test_json_load_invalid_utf8_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":\"\xff\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xff near '\"'")},
		{TEXT("{\"a\":\"\x80\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0x80 near '\"'")},
		{TEXT("{\"a\":\"\xc3\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xc3 near '\"'")},
		{TEXT("{\"a\":\"\xc0\xaf\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xc0 near '\"'")},
		{TEXT("{\"a\":\"\xe0\x80\xaf\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xe0 near '\"'")},
		{TEXT("{\"a\":\"\xed\xa0\x80\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xed near '\"'")},
		{TEXT("{\"a\":\"\xf4\x90\x80\x80\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xf4 near '\"'")},
		{TEXT("{\"a\":\"\xe2\x82"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 6: unable to decode byte 0xe2 near '\"'")},
		{TEXT("{\"\xff\":1}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 2: unable to decode byte 0xff near '\"'")},
		{TEXT("\xff\xfe{"), FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
					  "line 1, column 0: unable to decode byte 0xff")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_lone_surrogate_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":\"\\ud800\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 13: invalid Unicode '\\uD800' near '\"\\ud800\"'")},
		{TEXT("{\"a\":\"\\udfff\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 13: invalid Unicode '\\uDFFF' near '\"\\udfff\"'")},
		{TEXT("{\"a\":\"\\ud800x\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 14: invalid Unicode '\\uD800' near '\"\\ud800x\"'")},
		{TEXT("{\"a\":\"\\ud800\\u00e9\"}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 19: invalid Unicode '\\uD800\\u00E9' near "
		       "'\"\\ud800\\u00e9\"'")},
		{TEXT("{\"\\uDC00\":1}"),
		 FAULT(TUF_FAULT_JSON_ENCODING, "", UTF8,
		       "line 1, column 9: invalid Unicode '\\uDC00' near '\"\\uDC00\"'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_nul_character_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":\"\\u0000\"}"), FAULT(TUF_FAULT_JSON_NUL, "", NO_NUL,
						    "line 1, column 13: \\u0000 is not allowed "
						    "without JSON_ALLOW_NUL near '\"\\u0000\"'")},
		{TEXT("{\"a\":[\"x\\u0000y\"]}"),
		 FAULT(TUF_FAULT_JSON_NUL, "", NO_NUL,
		       "line 1, column 16: \\u0000 is not allowed without JSON_ALLOW_NUL near "
		       "'\"x\\u0000y\"'")},
		{TEXT("{\"a\\u0000\":1}"), FAULT(TUF_FAULT_JSON_NUL, "", NO_NUL,
						 "line 1, column 10: NUL byte in object key not "
						 "supported near '\"a\\u0000\"'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_duplicate_name_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":1,\"a\":1}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 10: duplicate object key near '\"a\"'")},
		/* the same name after its escapes are read */
		{TEXT("{\"\xc3\xa9\":1,\"\\u00e9\":2}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 15: duplicate object key near '\"\\u00e9\"'")},
		{TEXT("{\"<\":1,\"\\u003c\":2}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 15: duplicate object key near '\"\\u003c\"'")},
		{TEXT("{\"\":1,\"\":2}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 8: duplicate object key near '\"\"'")},
		{TEXT("{\"x\":[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 27: duplicate object key near '\"a\"'")},
		{TEXT("{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 21: duplicate object key near '\"\\ud83d\\ude00\"'")},
		{TEXT("{\"a\":null,\"a\":null}"),
		 FAULT(TUF_FAULT_JSON_DUPLICATE_NAME, "", ONCE,
		       "line 1, column 13: duplicate object key near '\"a\"'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_same_name_in_different_objects_is_read(void **state)
{
	fixture_load(*state, "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}],\"A\":1}");
}

static void test_json_load_bytes_after_the_document_are_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{}x"), FAULT(TUF_FAULT_JSON_TRAILING_BYTES, "", NOTHING_AFTER,
				    "line 1, column 3: end of file expected near 'x'")},
		{TEXT("{}\n{}"), FAULT(TUF_FAULT_JSON_TRAILING_BYTES, "", NOTHING_AFTER,
				       "line 2, column 1: end of file expected near '{'")},
		{TEXT("{}}"), FAULT(TUF_FAULT_JSON_TRAILING_BYTES, "", NOTHING_AFTER,
				    "line 1, column 3: end of file expected near '}'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_white_space_around_the_document_is_read(void **state)
{
	fixture_load(*state, " \t\r\n{}\n\n \t\r");
}

static void test_json_load_top_that_is_no_object_is_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("[]"), FAULT(TUF_FAULT_FIELD_TYPE, "", "an object", "an array")},
		{TEXT("[{}]"), FAULT(TUF_FAULT_FIELD_TYPE, "", "an object", "an array")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_numbers_without_canonical_form_are_refused(void **state)
{
	static const struct {
		const char *number;
		const char *actual;
	} rows[] = {
		{"9007199254740992", "9007199254740992"},
		{"-9007199254740992", "-9007199254740992"},
		{"9223372036854775807", "9223372036854775807"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"9007199254740992.0", "9007199254740992"},
		{"-9007199254740992.0", "-9007199254740992"},
		{"1e16", "10000000000000000"},
		{"1e300", "1.0000000000000001e+300"},
		{"1.5", "1.5"},
		{"-1.5", "-1.5"},
		{"0.5", "0.5"},
		{"1e-5", "1.0000000000000001e-05"},
		{"15e-1", "1.5"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[96];
		int length =
			snprintf(text, sizeof(text), "{\"a/b\":[0,{\"~\":%s}]}", rows[i].number);
		assert_refused(fixture, fixture_read(fixture, text, (size_t)length),
			       TUF_FAULT_JSON_NUMBER, "/a~1b/1/~0", NUMBERS, rows[i].actual);
	}
}

/* Wherever the one bad value stands among good ones. */
static void test_json_load_every_member_and_element_is_checked(void **state)
{
	struct fixture *fixture = *state;
	static const char *const pointers[] = {"/a",   "/b/0",   "/b/1/c", "/b/1/d",
					       "/b/2", "/e/f/g", "/e/h",   "/i"};
	static const char base[] =
		"{\"a\":1,\"b\":[2,{\"c\":3,\"d\":4},5],\"e\":{\"f\":{\"g\":6},\"h\":7},\"i\":8}";
	fixture_load(fixture, base);
	for (size_t i = 0; i < COUNT_OF(pointers); i++) {
		char *text = edit(base, pointers[i], "2.5");
		assert_refused(fixture, fixture_read(fixture, text, strlen(text)),
			       TUF_FAULT_JSON_NUMBER, pointers[i], NUMBERS, "2.5");
		free(text);
	}
}

static void test_json_load_numbers_that_overflow_are_refused(void **state)
{
	static const struct unreadable rows[] = {
		{TEXT("{\"a\":1e400}"),
		 FAULT(TUF_FAULT_JSON_NUMBER, "", NUMBERS,
		       "line 1, column 10: real number overflow near '1e400'")},
		{TEXT("{\"a\":-1e400}"),
		 FAULT(TUF_FAULT_JSON_NUMBER, "", NUMBERS,
		       "line 1, column 11: real number overflow near '-1e400'")},
		{TEXT("{\"a\":9223372036854775808}"),
		 FAULT(TUF_FAULT_JSON_NUMBER, "", NUMBERS,
		       "line 1, column 24: too big integer near '9223372036854775808'")},
		{TEXT("{\"a\":-9223372036854775809}"),
		 FAULT(TUF_FAULT_JSON_NUMBER, "", NUMBERS,
		       "line 1, column 25: too big negative integer near '-9223372036854775809'")},
	};
	check_unreadable(*state, rows, COUNT_OF(rows));
}

static void test_json_load_numbers_with_canonical_form_are_read(void **state)
{
	static const char *const numbers[] = {
		"9007199254740991",
		"-9007199254740991",
		"9007199254740991.0",
		"-9007199254740991.0",
		"0",
		"-0",
		"-0.0",
		"1.0",
		"1e2",
		"15e1",
		"1e-400",
	};
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		char text[96];
		(void)snprintf(text, sizeof(text), "{\"a\":[%s]}", numbers[i]);
		fixture_load(*state, text);
	}
}

/* levels nested arrays (or objects) in an object: levels + 1 in all. */
static char *nest(size_t levels, const char *open, const char *inner, const char *close)
{
	char *text = malloc(levels * (strlen(open) + strlen(close)) + 64);
	assert_non_null(text);
	char *at = stpcpy(text, "{\"a\":");
	for (size_t i = 0; i < levels; i++)
		at = stpcpy(at, open);
	at = stpcpy(at, inner);
	for (size_t i = 0; i < levels; i++)
		at = stpcpy(at, close);
	(void)stpcpy(at, "}");
	return text;
}

static void test_json_load_64_levels_are_read(void **state)
{
	char *arrays = nest(63, "[", "1", "]");
	fixture_load(*state, arrays);
	free(arrays);
	char *objects = nest(63, "{\"b\":", "\"x\"", "}");
	fixture_load(*state, objects);
	free(objects);
}

static void test_json_load_65_levels_are_refused(void **state)
{
	struct fixture *fixture = *state;
	char pointer[256];
	char *arrays = nest(64, "[", "", "]");
	char *at = stpcpy(pointer, "/a");
	for (int i = 0; i < 63; i++)
		at = stpcpy(at, "/0");
	assert_refused(fixture, fixture_read(fixture, arrays, strlen(arrays)),
		       TUF_FAULT_JSON_TOO_DEEP, pointer, LEVELS, "more");
	free(arrays);
	char *objects = nest(63, "{\"b\":", "{}", "}");
	at = stpcpy(pointer, "/a");
	for (int i = 0; i < 63; i++)
		at = stpcpy(at, "/b");
	assert_refused(fixture, fixture_read(fixture, objects, strlen(objects)),
		       TUF_FAULT_JSON_TOO_DEEP, pointer, LEVELS, "more");
	free(objects);
}

static void test_json_load_many_levels_are_refused(void **state)
{
	struct fixture *fixture = *state;
	char *text = nest(100000, "[", "", "]");
	assert_refused(fixture, fixture_read(fixture, text, strlen(text)), TUF_FAULT_JSON_TOO_DEEP,
		       "", LEVELS, "line 1, column 2053: maximum parsing depth reached near '['");
	free(text);
}

static void test_json_load_pair_of_surrogates_is_one_character(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":\"\\ud83d\\ude00\"}");
	struct tuf_node node = tuf_node_member(&fixture->top, "a");
	const char *text;
	assert_int_equal(tuf_node_get_text(&fixture->reader, &node, &text), TUF_OK);
	assert_string_equal(text, "\xf0\x9f\x98\x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_json_load_empty_file_is_refused),
		fixture_test(test_json_load_lack_of_memory_is_no_fault_of_the_text),
		fixture_test(test_json_load_syntax_error_is_refused),
		fixture_test(test_json_load_spelling_is_checked_first),
		fixture_test(test_json_load_document_cut_short_is_refused),
		fixture_test(test_json_load_every_cut_of_a_document_is_refused),
		fixture_test(test_json_load_invalid_utf8_is_refused),
		fixture_test(test_json_load_lone_surrogate_is_refused),
		fixture_test(test_json_load_nul_character_is_refused),
		fixture_test(test_json_load_duplicate_name_is_refused),
		fixture_test(test_json_load_same_name_in_different_objects_is_read),
		fixture_test(test_json_load_bytes_after_the_document_are_refused),
		fixture_test(test_json_load_white_space_around_the_document_is_read),
		fixture_test(test_json_load_top_that_is_no_object_is_refused),
		fixture_test(test_json_load_numbers_without_canonical_form_are_refused),
		fixture_test(test_json_load_every_member_and_element_is_checked),
		fixture_test(test_json_load_numbers_that_overflow_are_refused),
		fixture_test(test_json_load_numbers_with_canonical_form_are_read),
		fixture_test(test_json_load_64_levels_are_read),
		fixture_test(test_json_load_65_levels_are_refused),
		fixture_test(test_json_load_many_levels_are_refused),
		fixture_test(test_json_load_pair_of_surrogates_is_one_character),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
