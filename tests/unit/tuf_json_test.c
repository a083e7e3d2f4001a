/* SPDX-License-Identifier: Apache-2.0 */
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

static void test_json_pointer_names_are_escaped(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a/b\":{\"~\":{\"\":{\"~1/~0\":{\"m\xc3\xbc\\n\":1}}}}}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a/b");
	struct tuf_node b = tuf_node_member(&a, "~");
	struct tuf_node c = tuf_node_member(&b, "");
	struct tuf_node d = tuf_node_member(&c, "~1/~0");
	struct tuf_node e = tuf_node_member(&d, "m\xc3\xbc\n");
	assert_non_null(e.value);
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &fixture->top), "");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &a), "/a~1b");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &c), "/a~1b/~0/");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &d), "/a~1b/~0//~01~1~00");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &e),
			    "/a~1b/~0//~01~1~00/m\xc3\xbc\n");
}

static void test_json_pointer_indices_are_decimal(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":[]}");
	struct tuf_node array = tuf_node_member(&fixture->top, "a");
	static const struct {
		size_t index;
		const char *pointer;
	} rows[] = {
		{0, "/a/0/x"},       {9, "/a/9/x"},
		{10, "/a/10/x"},     {11, "/a/11/x"},
		{99, "/a/99/x"},     {100, "/a/100/x"},
		{1090, "/a/1090/x"}, {SIZE_MAX, "/a/18446744073709551615/x"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_node element = tuf_node_element(&array, rows[i].index);
		struct tuf_node member = tuf_node_member(&element, "x");
		assert_string_equal(tuf_node_format_pointer(&fixture->arena, &member),
				    rows[i].pointer);
	}
}

static void test_json_pointer_make_names_are_escaped(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"signed", "a/b", "~", "", "10", "~1"};
	static const char *const pointers[] = {"",
					       "/signed",
					       "/signed/a~1b",
					       "/signed/a~1b/~0",
					       "/signed/a~1b/~0/",
					       "/signed/a~1b/~0//10",
					       "/signed/a~1b/~0//10/~01"};
	for (size_t count = 0; count <= COUNT_OF(names); count++)
		assert_string_equal(tuf_pointer_make(&fixture->arena, names, count),
				    pointers[count]);
}

static void test_json_node_null_is_absent(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null,\"b\":[null,1],\"c\":{\"d\":null}}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a");
	struct tuf_node b = tuf_node_member(&fixture->top, "b");
	struct tuf_node c = tuf_node_member(&fixture->top, "c");
	assert_null(a.value);
	assert_null(tuf_node_element(&b, 0).value);
	assert_non_null(tuf_node_element(&b, 1).value);
	assert_null(tuf_node_element(&b, 2).value);
	assert_null(tuf_node_member(&c, "d").value);
	assert_null(tuf_node_member(&fixture->top, "nowhere").value);
	/* below what is absent, and of the wrong kind */
	assert_null(tuf_node_member(&a, "x").value);
	assert_null(tuf_node_element(&a, 0).value);
	assert_null(tuf_node_member(&b, "x").value);
	assert_null(tuf_node_element(&c, 0).value);
}

static void test_json_node_count_is_of_members_or_elements(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":[1,null],\"b\":\"xyz\",\"c\":null}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a");
	struct tuf_node b = tuf_node_member(&fixture->top, "b");
	struct tuf_node c = tuf_node_member(&fixture->top, "c");
	assert_int_equal(tuf_node_count(&fixture->top), 3);
	assert_int_equal(tuf_node_count(&a), 2);
	assert_int_equal(tuf_node_count(&b), 0);
	assert_int_equal(tuf_node_count(&c), 0);
}

static enum tuf_result expect_fields(struct fixture *fixture, bool required)
{
	static const char *const fields[] = {"keys", "signed", "consistent_snapshot",
					     "az",   "`{",     NULL};
	return tuf_node_expect_fields(&fixture->reader, &fixture->top, required, fields);
}

static void test_json_field_other_case_is_refused(void **state)
{
	static const struct {
		const char *name;
		const char *pointer;
		const char *field;
	} rows[] = {
		{"Keys", "/Keys", "keys"},
		{"KEYS", "/KEYS", "keys"},
		{"keyS", "/keyS", "keys"},
		{"AZ", "/AZ", "az"},
		{"\xe2\x84\xaa"
		 "eys",
		 "/\xe2\x84\xaa"
		 "eys",
		 "keys"},                                /* U+212A KELVIN SIGN */
		{"key\xc5\xbf", "/key\xc5\xbf", "keys"}, /* U+017F LONG S */
		{"\xe2\x84\xaa"
		 "EY\xc5\xbf",
		 "/\xe2\x84\xaa"
		 "EY\xc5\xbf",
		 "keys"},
		{"\xc5\xbf"
		 "igned",
		 "/\xc5\xbf"
		 "igned",
		 "signed"},
		{"Consistent_Snapshot", "/Consistent_Snapshot", "consistent_snapshot"},
		{"con\xc5\xbf"
		 "i\xc5\xbf"
		 "tent_\xc5\xbf"
		 "nap\xc5\xbf"
		 "hot",
		 "/con\xc5\xbf"
		 "i\xc5\xbf"
		 "tent_\xc5\xbf"
		 "nap\xc5\xbf"
		 "hot",
		 "consistent_snapshot"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[128];
		/* alone; and as null beside the fields themselves: the reference takes either */
		(void)snprintf(text, sizeof(text), "{\"%s\":1}", rows[i].name);
		fixture_load(fixture, text);
		assert_refused(fixture, expect_fields(fixture, true), TUF_FAULT_FIELD_CASE,
			       rows[i].pointer, rows[i].field, rows[i].name);
		(void)snprintf(text, sizeof(text), "{\"keys\":1,\"signed\":2,\"%s\":null}",
			       rows[i].name);
		fixture_load(fixture, text);
		assert_refused(fixture, expect_fields(fixture, false), TUF_FAULT_FIELD_CASE,
			       rows[i].pointer, rows[i].field, rows[i].name);
	}
}

static void test_json_field_other_names_are_allowed(void **state)
{
	static const char *const names[] = {
		"keys",
		"key",
		"keysx",
		"Keysx",
		"Key",
		"xkeys",
		"",
		"ke ys",
		"k",
		"signe",
		"SIGNEDD",
		"\xc3\x85"
		"eys", /* U+00C5, which KELVIN SIGN is not */
		"\xe2\x84\xab"
		"eys",          /* U+212B ANGSTROM SIGN */
		"key\xc5\xbe",  /* U+017E, LONG S's neighbour */
		"key\xc3\x9f",  /* sharp s */
		"\xe2\x84\xaa", /* KELVIN SIGN alone */
		"keys\xc5\xbf", /* one s more */
		"a\xc5\xbf",    /* LONG S for another letter */
		"\xe2\x84\xaa"
		"z",
		"@[",
		"@{",
		"`[",
		"consistent-snapshot",
		"ConsistentSnapshot",
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char text[64];
		(void)snprintf(text, sizeof(text), "{\"%s\":1}", names[i]);
		fixture_load(fixture, text);
		assert_int_equal(expect_fields(fixture, true), TUF_OK);
		assert_int_equal(fixture->fault.kind, TUF_FAULT_NONE);
	}
}

/* A field that is there by its own name is never another one in the wrong case. */
static void test_json_field_own_name_comes_before_folded_names(void **state)
{
	struct fixture *fixture = *state;
	static const char *const fields[] = {"keys", "Keys", NULL};
	fixture_load(fixture, "{\"Keys\":1,\"keys\":2}");
	assert_int_equal(tuf_node_expect_fields(&fixture->reader, &fixture->top, true, fields),
			 TUF_OK);
}

/* Also of fields with capitals, as evidence has them. */
static void test_json_field_with_capitals_in_other_case_is_refused(void **state)
{
	static const char *const fields[] = {"schemaVersion", "aZ", "K", NULL};
	static const struct {
		const char *text;
		const char *pointer;
		const char *field; /* NULL: it is no field in any case */
	} rows[] = {
		{"{\"SchemaVersion\":1}", "/SchemaVersion", "schemaVersion"},
		{"{\"schemaversion\":1}", "/schemaversion", "schemaVersion"},
		{"{\"Az\":1}", "/Az", "aZ"},
		{"{\"\xe2\x84\xaa\":1}", "/\xe2\x84\xaa", "K"},
		{"{\"schemaVersion\":1,\"aZ\":1,\"K\":1,\"a[\":1}", NULL, NULL},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture_load(fixture, rows[i].text);
		enum tuf_result result =
			tuf_node_expect_fields(&fixture->reader, &fixture->top, true, fields);
		if (rows[i].field)
			assert_refused(fixture, result, TUF_FAULT_FIELD_CASE, rows[i].pointer,
				       rows[i].field, rows[i].pointer + 1);
		else
			assert_int_equal(result, TUF_OK);
	}
}

static const char *const no_fields[] = {NULL};

static void test_json_fields_required_object_missing_is_refused(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a");
	struct tuf_node b = tuf_node_member(&fixture->top, "b");
	assert_refused(fixture, tuf_node_expect_fields(&fixture->reader, &a, true, no_fields),
		       TUF_FAULT_FIELD_MISSING, "/a", "an object", "nothing");
	assert_refused(fixture, tuf_node_expect_fields(&fixture->reader, &b, true, no_fields),
		       TUF_FAULT_FIELD_MISSING, "/b", "an object", "nothing");
	assert_int_equal(tuf_node_expect_fields(&fixture->reader, &a, false, no_fields), TUF_OK);
	assert_int_equal(tuf_node_expect_fields(&fixture->reader, &b, false, no_fields), TUF_OK);
}

/* Every kind of value, and how a fault renders it. */
static const struct {
	const char *value;
	const char *actual;
} kinds[] = {
	{"{\"x\":1}", "an object"}, {"[1]", "an array"}, {"\"x\"", "\"x\""},
	{"\"\"", "\"\""},           {"-17", "-17"},      {"1e2", "100"},
	{"true", "true"},           {"false", "false"},
};

typedef enum tuf_result node_function(const struct tuf_reader *reader, const struct tuf_node *node);

/* get takes values of the accepted kinds (and absent ones), and refuses all others as it says. */
static void check_kinds(struct fixture *fixture, node_function *get, const char *expected,
			const char *const *accepted)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		char text[64];
		(void)snprintf(text, sizeof(text), "{\"a\":[%s]}", kinds[i].value);
		fixture_load(fixture, text);
		struct tuf_node array = tuf_node_member(&fixture->top, "a");
		struct tuf_node node = tuf_node_element(&array, 0);
		enum tuf_result result = get(&fixture->reader, &node);
		bool is_accepted = false;
		for (const char *const *kind = accepted; *kind; kind++)
			is_accepted = is_accepted || strcmp(*kind, kinds[i].value) == 0;
		if (is_accepted)
			assert_int_equal(result, TUF_OK);
		else
			assert_refused(fixture, result, TUF_FAULT_FIELD_TYPE, "/a/0", expected,
				       kinds[i].actual);
	}
	fixture_load(fixture, "{\"a\":null}");
	struct tuf_node null = tuf_node_member(&fixture->top, "a");
	struct tuf_node absent = tuf_node_member(&fixture->top, "b");
	assert_int_equal(get(&fixture->reader, &null), TUF_OK);
	assert_int_equal(get(&fixture->reader, &absent), TUF_OK);
}

static enum tuf_result expect_no_fields(const struct tuf_reader *reader,
					const struct tuf_node *node)
{
	return tuf_node_expect_fields(reader, node, false, no_fields);
}

static enum tuf_result get_text(const struct tuf_reader *reader, const struct tuf_node *node)
{
	const char *text = NULL;
	enum tuf_result result = tuf_node_get_text(reader, node, &text);
	if (result != TUF_OK)
		assert_null(text);
	else
		assert_string_equal(text, node->value ? json_string_value(node->value) : "");
	return result;
}

static enum tuf_result get_integer(const struct tuf_reader *reader, const struct tuf_node *node)
{
	int64_t integer = 42;
	enum tuf_result result = tuf_node_get_integer(reader, node, &integer);
	assert_int_equal(integer, result != TUF_OK ? 42 : node->value ? -17 : 0);
	return result;
}

static enum tuf_result get_bool(const struct tuf_reader *reader, const struct tuf_node *node)
{
	bool value = true;
	enum tuf_result result = tuf_node_get_bool(reader, node, &value);
	assert_int_equal(value, result != TUF_OK || json_is_true(node->value));
	value = false;
	result = tuf_node_get_bool(reader, node, &value);
	assert_int_equal(value, result == TUF_OK && json_is_true(node->value));
	return result;
}

static enum tuf_result get_base64(const struct tuf_reader *reader, const struct tuf_node *node)
{
	static const unsigned char before;
	const unsigned char *bytes = &before;
	size_t length = 42;
	enum tuf_result result = tuf_node_get_base64(reader, node, &bytes, &length);
	if (result != TUF_OK) {
		assert_ptr_equal(bytes, &before);
		assert_int_equal(length, 42);
		return result;
	}
	assert_int_equal(length, 0);
	/* an empty string is there, and has no bytes */
	assert_int_equal(bytes != NULL, node->value != NULL);
	return result;
}

static enum tuf_result get_texts(const struct tuf_reader *reader, const struct tuf_node *node)
{
	const char **texts = NULL;
	size_t count = 42;
	enum tuf_result result = tuf_node_get_texts(reader, node, &texts, &count);
	assert_int_equal(count, result == TUF_OK ? 0 : 42);
	return result;
}

static void test_json_expect_map_other_kinds_are_refused(void **state)
{
	static const char *const accepted[] = {"{\"x\":1}", NULL};
	check_kinds(*state, tuf_node_expect_map, "an object", accepted);
	check_kinds(*state, expect_no_fields, "an object", accepted);
}

static void test_json_expect_array_other_kinds_are_refused(void **state)
{
	static const char *const accepted[] = {"[1]", NULL};
	check_kinds(*state, tuf_node_expect_array, "an array", accepted);
}

static void test_json_get_text_other_kinds_are_refused(void **state)
{
	static const char *const accepted[] = {"\"x\"", "\"\"", NULL};
	check_kinds(*state, get_text, "a string", accepted);
}

static void test_json_get_integer_other_kinds_are_refused(void **state)
{
	static const char *const accepted[] = {"-17", NULL};
	check_kinds(*state, get_integer, "an integer", accepted);
}

static void test_json_get_bool_other_kinds_are_refused(void **state)
{
	static const char *const accepted[] = {"true", "false", NULL};
	check_kinds(*state, get_bool, "true or false", accepted);
}

static void test_json_get_base64_other_kinds_are_refused(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *value;
		const char *actual;
	} rows[] = {{"{}", "an object"}, {"[]", "an array"}, {"5", "5"}, {"true", "true"}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture_load_edited(fixture, "{\"a\":0}", "/a", rows[i].value);
		struct tuf_node node = tuf_node_member(&fixture->top, "a");
		assert_refused(fixture, get_base64(&fixture->reader, &node), TUF_FAULT_FIELD_TYPE,
			       "/a", "a base64 string", rows[i].actual);
	}
	fixture_load(fixture, "{\"a\":null,\"c\":\"\"}");
	static const char *const names[] = {"a", "b", "c"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tuf_node node = tuf_node_member(&fixture->top, names[i]);
		assert_int_equal(get_base64(&fixture->reader, &node), TUF_OK);
	}
}

static void test_json_get_base64_text_is_decoded(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":\"Zm9vYg==\"}");
	struct tuf_node node = tuf_node_member(&fixture->top, "a");
	const unsigned char *bytes;
	size_t length;
	assert_int_equal(tuf_node_get_base64(&fixture->reader, &node, &bytes, &length), TUF_OK);
	assert_int_equal(length, 4);
	assert_memory_equal(bytes, "foob", 4);
}

static void test_json_get_base64_other_text_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		"Zm9vYg", "Zm9vYg==\n", "Zm9vYh==", "-_-_", "Z", "===="};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		json_t *value = json_string(texts[i]);
		struct tuf_node node = {.value = value, .parent = &fixture->top, .name = "a"};
		char actual[32];
		(void)snprintf(actual, sizeof(actual), "\"%s\"", texts[i]);
		assert_refused(fixture, get_base64(&fixture->reader, &node), TUF_FAULT_BASE64, "/a",
			       "base64 in the standard alphabet, padded", actual);
		json_decref(value);
	}
}

static void test_json_get_texts_elements_are_in_order_and_null_is_empty(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":[\"x\",null,\"y\",\"\"]}");
	struct tuf_node node = tuf_node_member(&fixture->top, "a");
	const char **texts;
	size_t count;
	assert_int_equal(tuf_node_get_texts(&fixture->reader, &node, &texts, &count), TUF_OK);
	assert_int_equal(count, 4);
	assert_string_equal(texts[0], "x");
	assert_string_equal(texts[1], "");
	assert_string_equal(texts[2], "y");
	assert_string_equal(texts[3], "");
}

static void test_json_get_texts_absent_is_empty(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null,\"b\":[]}");
	static const char *const names[] = {"a", "b", "c"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tuf_node node = tuf_node_member(&fixture->top, names[i]);
		assert_int_equal(get_texts(&fixture->reader, &node), TUF_OK);
	}
}

static void test_json_get_texts_other_kinds_are_refused(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":\"x\",\"b\":[\"x\",7],\"c\":{}}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a");
	struct tuf_node b = tuf_node_member(&fixture->top, "b");
	struct tuf_node c = tuf_node_member(&fixture->top, "c");
	assert_refused(fixture, get_texts(&fixture->reader, &a), TUF_FAULT_FIELD_TYPE, "/a",
		       "an array", "\"x\"");
	assert_refused(fixture, get_texts(&fixture->reader, &b), TUF_FAULT_FIELD_TYPE, "/b/1",
		       "a string", "7");
	assert_refused(fixture, get_texts(&fixture->reader, &c), TUF_FAULT_FIELD_TYPE, "/c",
		       "an array", "an object");
}

static void test_json_refuse_texts_are_kept(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":1}");
	struct tuf_node node = tuf_node_member(&fixture->top, "a");
	assert_refused(fixture,
		       tuf_node_refuse(&fixture->reader, &node, TUF_FAULT_VERSION, "this", "that"),
		       TUF_FAULT_VERSION, "/a", "this", "that");
}

static void test_json_refuse_value_every_kind_is_rendered(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_node absent = tuf_node_member(&fixture->top, "a");
	assert_refused(fixture,
		       tuf_node_refuse_value(&fixture->reader, &absent, TUF_FAULT_VERSION, "x"),
		       TUF_FAULT_VERSION, "/a", "x", "nothing");
	struct tuf_node null = {.value = json_null(), .parent = &fixture->top, .name = "a"};
	assert_refused(fixture,
		       tuf_node_refuse_value(&fixture->reader, &null, TUF_FAULT_VERSION, "x"),
		       TUF_FAULT_VERSION, "/a", "x", "null");
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		fixture_load_edited(fixture, "{\"a\":0}", "/a", kinds[i].value);
		struct tuf_node node = tuf_node_member(&fixture->top, "a");
		assert_refused(
			fixture,
			tuf_node_refuse_value(&fixture->reader, &node, TUF_FAULT_VERSION, "x"),
			TUF_FAULT_VERSION, "/a", "x", kinds[i].actual);
	}
}

/* A text of count bytes x and then tail, and what a fault quotes of it: the bytes kept, and more.
 */
static void check_quoted(struct fixture *fixture, size_t count, const char *tail, size_t kept,
			 const char *more)
{
	char text[256];
	char actual[256];
	memset(text, 'x', count);
	(void)stpcpy(text + count, tail);
	(void)snprintf(actual, sizeof(actual), "\"%.*s%s\"", (int)kept, text, more);
	json_t *value = json_string(text);
	assert_non_null(value);
	struct tuf_node node = {.value = value, .parent = &fixture->top, .name = "a"};
	assert_refused(fixture,
		       tuf_node_refuse_value(&fixture->reader, &node, TUF_FAULT_VERSION, "x"),
		       TUF_FAULT_VERSION, "/a", "x", actual);
	json_decref(value);
}

static void test_json_refuse_value_long_text_is_cut_between_characters(void **state)
{
	struct fixture *fixture = *state;
	check_quoted(fixture, 95, "", 95, "");
	check_quoted(fixture, 96, "", 96, "");
	check_quoted(fixture, 97, "", 96, "…");
	check_quoted(fixture, 200, "", 96, "…");
	check_quoted(fixture, 94, "\xc3\xa9", 96, ""); /* ends at the limit */
	check_quoted(fixture, 94, "\xc3\xa9z", 96, "…");
	check_quoted(fixture, 95, "\xc3\xa9", 95, "…"); /* would be cut in two */
	check_quoted(fixture, 94, "\xe2\x80\xa8", 94, "…");
	check_quoted(fixture, 93, "\xf0\x9f\x98\x80", 93, "…");
	check_quoted(fixture, 96, "\xf0\x9f\x98\x80", 96, "…");
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
		fixture_test(test_json_pointer_names_are_escaped),
		fixture_test(test_json_pointer_indices_are_decimal),
		fixture_test(test_json_pointer_make_names_are_escaped),
		fixture_test(test_json_node_null_is_absent),
		fixture_test(test_json_node_count_is_of_members_or_elements),
		fixture_test(test_json_field_other_case_is_refused),
		fixture_test(test_json_field_other_names_are_allowed),
		fixture_test(test_json_field_own_name_comes_before_folded_names),
		fixture_test(test_json_field_with_capitals_in_other_case_is_refused),
		fixture_test(test_json_fields_required_object_missing_is_refused),
		fixture_test(test_json_expect_map_other_kinds_are_refused),
		fixture_test(test_json_expect_array_other_kinds_are_refused),
		fixture_test(test_json_get_text_other_kinds_are_refused),
		fixture_test(test_json_get_integer_other_kinds_are_refused),
		fixture_test(test_json_get_bool_other_kinds_are_refused),
		fixture_test(test_json_get_base64_other_kinds_are_refused),
		fixture_test(test_json_get_base64_text_is_decoded),
		fixture_test(test_json_get_base64_other_text_is_refused),
		fixture_test(test_json_get_texts_elements_are_in_order_and_null_is_empty),
		fixture_test(test_json_get_texts_absent_is_empty),
		fixture_test(test_json_get_texts_other_kinds_are_refused),
		fixture_test(test_json_refuse_texts_are_kept),
		fixture_test(test_json_refuse_value_every_kind_is_rendered),
		fixture_test(test_json_refuse_value_long_text_is_cut_between_characters),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
