/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/canonical.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"

static const char *write_form(struct fixture *fixture, const json_t *value, size_t *ret_length)
{
	const char *form = NULL;
	assert_int_equal(tuf_canonical_write(&fixture->arena, value, 0, &form, ret_length), TUF_OK);
	assert_non_null(form);
	assert_int_equal(form[*ret_length], '\0');
	/* whatever room was thought to be enough */
	const size_t rooms[] = {1, *ret_length - 1, *ret_length, *ret_length + 1, 1000};
	for (size_t i = 0; i < COUNT_OF(rooms); i++) {
		const char *other = NULL;
		size_t length = 0;
		assert_int_equal(
			tuf_canonical_write(&fixture->arena, value, rooms[i], &other, &length),
			TUF_OK);
		assert_int_equal(length, *ret_length);
		assert_memory_equal(other, form, length + 1);
	}
	return form;
}

/* Whether the bytes begin with the form of value; what else is said of them is right too. */
static bool is_match(struct fixture *fixture, const json_t *value, const char *bytes, size_t length)
{
	size_t matched = SIZE_MAX;
	enum tuf_result result =
		tuf_canonical_match(&fixture->arena, value, bytes, length, &matched);
	assert_true(result == TUF_OK || result == TUF_INVALID);
	/* written only on success */
	assert_true(result == TUF_OK ? matched <= length : matched == SIZE_MAX);
	return result == TUF_OK;
}

static void assert_form(struct fixture *fixture, const char *text, const char *form)
{
	fixture_load(fixture, text);
	size_t length;
	const char *written = write_form(fixture, fixture->document, &length);
	assert_string_equal(written, form);
	assert_int_equal(length, strlen(form));
}

static void test_canonical_white_space_is_dropped(void **state)
{
	assert_form(*state, " {\n\t\"a\" : [ 1 ,\r\n 2 ] , \"b\" : { } , \"c\":[ ] }\n",
		    "{\"a\":[1,2],\"b\":{},\"c\":[]}");
	assert_form(*state, "{}", "{}");
}

static void test_canonical_names_are_sorted_at_every_depth(void **state)
{
	assert_form(*state,
		    "{\"b\":{\"d\":1,\"c\":{\"z\":0,\"y\":0}},\"a\":[{\"f\":2,\"e\":3},{}]}",
		    "{\"a\":[{\"e\":3,\"f\":2},{}],\"b\":{\"c\":{\"y\":0,\"z\":0},\"d\":1}}");
}

static void test_canonical_elements_keep_their_order(void **state)
{
	assert_form(*state, "{\"a\":[\"z\",3,\"a\",1,[2,1],2]}",
		    "{\"a\":[\"z\",3,\"a\",1,[2,1],2]}");
}

/* By bytes: capitals first, a prefix first, and U+1F600 after U+FF61, which UTF-16 has the other
 * way. */
static void test_canonical_names_are_sorted_by_utf8_bytes(void **state)
{
	assert_form(
		*state,
		"{\"\\ud83d\\ude00\":1,\"\\uff61\":2,\"\xc3\xa9\":3,\"\\u007f\":4,\"ab\":5,\"a\":6,"
		"\"B\":7,\"_\":8,\"10\":9,\"9\":10,\"\":11,\"a\\\"\":12,\"a!\":13,\"a#\":14}",
		"{\"\":11,\"10\":9,\"9\":10,\"B\":7,\"_\":8,\"a\":6,\"a!\":13,\"a\\\"\":12,\"a#\":"
		"14,"
		"\"ab\":5,\"\x7f\":4,\"\xc3\xa9\":3,\"\xef\xbd\xa1\":2,\"\xf0\x9f\x98\x80\":1}");
}

static void test_canonical_only_quote_and_backslash_are_escaped(void **state)
{
	assert_form(*state, "{\"a\":\"\\\"\\\\/<>&'\"}", "{\"a\":\"\\\"\\\\/<>&'\"}");
	assert_form(*state, "{\"a\":\"\\u003c\\u003e\\u0026\"}", "{\"a\":\"<>&\"}");
	assert_form(*state, "{\"a\":\"\\\"\\\"\",\"b\":\"\\\\\",\"c\":\"x\\\\y\\\"z\"}",
		    "{\"a\":\"\\\"\\\"\",\"b\":\"\\\\\",\"c\":\"x\\\\y\\\"z\"}");
	assert_form(*state, "{\"q\\\"b\\\\\":1}", "{\"q\\\"b\\\\\":1}");
	assert_form(*state, "{\"\":\"\"}", "{\"\":\"\"}");
}

static void test_canonical_control_characters_are_raw(void **state)
{
	assert_form(*state, "{\"a\":\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f\\u0080\"}",
		    "{\"a\":\"\x01\b\t\n\x0b\f\r\x1f\x7f\xc2\x80\"}");
	assert_form(*state, "{\"a\\n\":1}", "{\"a\n\":1}");
}

static void test_canonical_other_characters_are_raw_utf8(void **state)
{
	assert_form(
		*state, "{\"a\":\"\\u2028\\u2029\\u00e9\\ufeff\\ufffd\\ud83d\\ude00\\uffff\"}",
		"{\"a\":\"\xe2\x80\xa8\xe2\x80\xa9\xc3\xa9\xef\xbb\xbf\xef\xbf\xbd\xf0\x9f\x98\x80"
		"\xef\xbf\xbf\"}");
	/* not normalised: one letter, and a letter with an accent of its own */
	assert_form(*state, "{\"e\xcc\x81\":1,\"\xc3\xa9\":2}", "{\"e\xcc\x81\":1,\"\xc3\xa9\":2}");
}

static void test_canonical_literals_are_kept(void **state)
{
	assert_form(*state, "{\"c\":null,\"b\":false,\"a\":true,\"d\":[null,true,false]}",
		    "{\"a\":true,\"b\":false,\"c\":null,\"d\":[null,true,false]}");
}

static void test_canonical_whole_numbers_are_decimal(void **state)
{
	static const struct {
		const char *number;
		const char *form;
	} rows[] = {
		{"0", "0"},
		{"-0", "0"},
		{"-0.0", "0"},
		{"-0e5", "0"},
		{"7", "7"},
		{"-7", "-7"},
		{"1.0", "1"},
		{"-1.0", "-1"},
		{"1e2", "100"},
		{"1E+2", "100"},
		{"1.5e1", "15"},
		{"100e-2", "1"},
		{"1e15", "1000000000000000"},
		{"2147483648", "2147483648"},
		{"9007199254740991", "9007199254740991"},
		{"-9007199254740991", "-9007199254740991"},
		{"9007199254740991.0", "9007199254740991"},
		{"-9.007199254740991e15", "-9007199254740991"},
		{"1e-400", "0"}, /* as the reference, whose double is 0 too */
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[64];
		char form[64];
		(void)snprintf(text, sizeof(text), "{\"a\":%s}", rows[i].number);
		(void)snprintf(form, sizeof(form), "{\"a\":%s}", rows[i].form);
		assert_form(*state, text, form);
	}
}

static void test_canonical_strings_are_as_long_as_they_are(void **state)
{
	struct fixture *fixture = *state;
	json_t *value = json_stringn("a\0b", 3);
	size_t length;
	const char *form = write_form(fixture, value, &length);
	assert_int_equal(length, 5);
	assert_memory_equal(form, "\"a\0b\"", 5);
	json_decref(value);
}

/* More names than any buffer of a fixed size would hold. */
static void test_canonical_many_names_are_sorted(void **state)
{
	struct fixture *fixture = *state;
	enum { NAMES = 2000 };
	json_t *object = json_object();
	for (int i = 0; i < NAMES; i++) {
		char name[16];
		(void)snprintf(name, sizeof(name), "n%04d", (i * 7919) % NAMES);
		assert_int_equal(json_object_set_new(object, name, json_integer(i)), 0);
	}
	size_t length;
	const char *form = write_form(fixture, object, &length);
	const char *at = form + 1;
	for (int i = 0; i < NAMES; i++) {
		char start[16];
		(void)snprintf(start, sizeof(start), "\"n%04d\":", i);
		assert_memory_equal(at, start, strlen(start));
		at += strcspn(at, ",") + 1;
	}
	json_decref(object);
}

/* What the real client wrote is canonical as it stands in the file. */
static void check_signed_part(struct fixture *fixture, const char *bytes, size_t length)
{
	static const char start[] = "{\"signed\":";
	assert_int_equal(fixture_read(fixture, bytes, length), TUF_OK);
	size_t written;
	const char *form =
		write_form(fixture, json_object_get(fixture->document, "signed"), &written);
	assert_memory_equal(bytes, start, sizeof(start) - 1);
	assert_true(written + sizeof(start) - 1 < length);
	assert_memory_equal(form, bytes + sizeof(start) - 1, written);
	static const char next[] = ",\"signatures\":";
	assert_memory_equal(bytes + sizeof(start) - 1 + written, next, sizeof(next) - 1);
}

static void test_canonical_captured_signed_parts_are_unchanged(void **state)
{
	captured_for_each(*state, check_signed_part);
}

/* Documents made from a seed; the same in every run. */
struct generator {
	uint64_t state;
	uint32_t lowest; /* of the characters in strings */
};

static uint64_t draw(struct generator *generator, uint64_t below)
{
	/* xorshift64* */
	generator->state ^= generator->state >> 12;
	generator->state ^= generator->state << 25;
	generator->state ^= generator->state >> 27;
	return (generator->state * UINT64_C(2685821657736338717) >> 16) % below;
}

static size_t encode(uint32_t point, char *bytes)
{
	size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = length - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (point & 0x3f));
		point >>= 6;
	}
	bytes[0] = (char)(marks[length] | point);
	return length;
}

static uint32_t draw_point(struct generator *generator)
{
	static const uint32_t limits[] = {0x80, 0x80, 0x100, 0x2100, 0x10000, 0x110000};
	static const char favourites[] = "\"\\/ab{}";
	if (draw(generator, 4) == 0)
		return (uint32_t)favourites[draw(generator, sizeof(favourites) - 1)];
	uint32_t point = (uint32_t)draw(generator, limits[draw(generator, COUNT_OF(limits))]);
	if (point < generator->lowest || (point >= 0xd800 && point <= 0xdfff))
		return '\\';
	return point;
}

static size_t draw_text(struct generator *generator, char *text, size_t characters)
{
	size_t length = 0;
	for (size_t i = draw(generator, characters + 1); i > 0; i--)
		length += encode(draw_point(generator), text + length);
	text[length] = '\0';
	return length;
}

static json_t *draw_value(struct generator *generator, unsigned depth);

static json_t *draw_object(struct generator *generator, unsigned depth)
{
	json_t *object = json_object();
	for (size_t i = draw(generator, 6); i > 0; i--) {
		char name[64];
		(void)draw_text(generator, name, 6);
		assert_int_equal(json_object_set_new(object, name, draw_value(generator, depth)),
				 0);
	}
	return object;
}

static json_t *draw_array(struct generator *generator, unsigned depth)
{
	json_t *array = json_array();
	for (size_t i = draw(generator, 6); i > 0; i--)
		assert_int_equal(json_array_append_new(array, draw_value(generator, depth)), 0);
	return array;
}

static json_t *draw_integer(struct generator *generator)
{
	uint64_t magnitude = draw(generator, UINT64_C(1) << draw(generator, 54));
	return json_integer(draw(generator, 2) == 0 ? (json_int_t)magnitude
						    : -(json_int_t)magnitude);
}

static json_t *draw_value(struct generator *generator, unsigned depth)
{
	char text[256];
	size_t length;
	switch (draw(generator, depth == 0 ? 5 : 9)) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(draw(generator, 2));
	case 2:
		return draw_integer(generator);
	case 3:
	case 4:
		length = draw_text(generator, text, 40);
		return json_stringn(text, length);
	case 5:
		return draw_array(generator, depth - 1);
	default:
		return draw_object(generator, depth - 1);
	}
}

enum { DOCUMENTS = 3000 };

/* ---- bytes that may be the form already ---- */

#define A_FORM                                                                                     \
	"{\"\":null,\"a\":[1,-20,{},[],\"\\\"\\\\\"],\"b\":{\"c\":true,\"d\":false},\"\xc3\xa9\":9007199254740991}"

static void test_canonical_match_of_the_form_is_one_whatever_follows(void **state)
{
	struct fixture *fixture = *state;
	static const char *const followers[] = {"", ",", "}", A_FORM};
	fixture_load(fixture, A_FORM);
	for (size_t i = 0; i < COUNT_OF(followers); i++) {
		const char *bytes = tuf_arena_format(&fixture->arena, "%s%s", A_FORM, followers[i]);
		size_t length = 0;
		assert_int_equal(tuf_canonical_match(&fixture->arena, fixture->document, bytes,
						     strlen(bytes), &length),
				 TUF_OK);
		assert_int_equal(length, strlen(A_FORM));
	}
}

static void test_canonical_match_of_a_part_or_changed_bytes_is_none(void **state)
{
	struct fixture *fixture = *state;
	static const char form[] = A_FORM;
	fixture_load(fixture, form);
	/* on the heap, so that reading too far is noticed */
	for (size_t cut = 0; cut < sizeof(form) - 1; cut++) {
		char *bytes = malloc(cut + 1);
		assert_non_null(bytes);
		memcpy(bytes, form, cut);
		assert_false(is_match(fixture, fixture->document, bytes, cut));
		free(bytes);
		/* nor is it one with what stands behind its end */
		assert_false(is_match(fixture, fixture->document, form, cut));
	}
	char changed[sizeof(form)];
	for (size_t i = 0; i < sizeof(form) - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(changed, form, sizeof(form));
			changed[i] = (char)(changed[i] ^ (1 << bit));
			assert_false(is_match(fixture, fixture->document, changed,
					      sizeof(form) - 1));
		}
}

/* Each of these is read as what the form says, and is another text. */
static void test_canonical_match_of_another_text_of_the_same_is_none(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		"{\"a\":1 }",
		" {\"a\":1}",
		"{\"a\" :1}",
		"{\"a\":1e0}",
		"{\"a\":1.0}",
		"{\"a\":-0}",
		"{\"b\":1,\"a\":2}",
		"{\"a\":{\"y\":1,\"x\":2}}",
		"{\"a\":[1, 2]}",
		"{\"a\":\"\\n\"}",
		"{\"a\":\"\\u00e9\"}",
		"{\"\\u00e9\":1}",
		"{\"a\":\"\\u003c\"}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		fixture_load(fixture, texts[i]);
		assert_false(is_match(fixture, fixture->document, texts[i], strlen(texts[i])));
	}
}

/*
 * Without control characters the form is JSON itself. jansson's own sorted and
 * compact form of such a document is the same, and was written by others.
 */
static void test_canonical_form_read_and_written_again_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	struct generator generator = {.state = 20261121, .lowest = 0x20};
	for (int i = 0; i < DOCUMENTS; i++) {
		json_t *document = draw_object(&generator, 5);
		char *other = json_dumps(document, JSON_SORT_KEYS | JSON_COMPACT);
		struct tuf_arena arena = TUF_ARENA_INIT;
		const char *form;
		size_t length;
		assert_int_equal(tuf_canonical_write(&arena, document, 0, &form, &length), TUF_OK);
		assert_string_equal(form, other);
		assert_true(is_match(fixture, document, form, length));
		assert_int_equal(fixture_read(fixture, form, length), TUF_OK);
		assert_true(json_equal(fixture->document, document));
		size_t again_length;
		const char *again = write_form(fixture, fixture->document, &again_length);
		assert_int_equal(again_length, length);
		assert_memory_equal(again, form, length);
		tuf_arena_clear(&arena);
		free(other);
		json_decref(document);
	}
}

/* With control characters it is not JSON; the document's own text leads to the same form all the
 * same. */
static void test_canonical_form_of_any_text_of_a_document_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	struct generator generator = {.state = 1952, .lowest = 0x01};
	static const size_t styles[] = {0, JSON_INDENT(3), JSON_ENSURE_ASCII,
					JSON_ENSURE_ASCII | JSON_SORT_KEYS};
	for (int i = 0; i < DOCUMENTS / 4; i++) {
		json_t *document = draw_object(&generator, 4);
		struct tuf_arena arena = TUF_ARENA_INIT;
		const char *form;
		size_t length;
		assert_int_equal(tuf_canonical_write(&arena, document, 0, &form, &length), TUF_OK);
		for (size_t k = 0; k < COUNT_OF(styles); k++) {
			char *text = json_dumps(document, styles[k]);
			fixture_load(fixture, text);
			size_t again_length;
			const char *again = write_form(fixture, fixture->document, &again_length);
			assert_int_equal(again_length, length);
			assert_memory_equal(again, form, length);
			bool is_form = strncmp(text, form, length) == 0;
			assert_int_equal(is_match(fixture, fixture->document, text, strlen(text)), is_form);
			free(text);
		}
		tuf_arena_clear(&arena);
		json_decref(document);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_canonical_white_space_is_dropped),
		fixture_test(test_canonical_names_are_sorted_at_every_depth),
		fixture_test(test_canonical_elements_keep_their_order),
		fixture_test(test_canonical_names_are_sorted_by_utf8_bytes),
		fixture_test(test_canonical_only_quote_and_backslash_are_escaped),
		fixture_test(test_canonical_control_characters_are_raw),
		fixture_test(test_canonical_other_characters_are_raw_utf8),
		fixture_test(test_canonical_literals_are_kept),
		fixture_test(test_canonical_whole_numbers_are_decimal),
		fixture_test(test_canonical_strings_are_as_long_as_they_are),
		fixture_test(test_canonical_many_names_are_sorted),
		fixture_test(test_canonical_captured_signed_parts_are_unchanged),
		fixture_test(test_canonical_match_of_the_form_is_one_whatever_follows),
		fixture_test(test_canonical_match_of_a_part_or_changed_bytes_is_none),
		fixture_test(test_canonical_match_of_another_text_of_the_same_is_none),
		fixture_test(test_canonical_form_read_and_written_again_is_the_same),
		fixture_test(test_canonical_form_of_any_text_of_a_document_is_the_same),
	};
	return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
