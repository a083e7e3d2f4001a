/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/locate.h"

#include "tests/unit/support.h"

static const char text[] = "\n"
			   " {\n"
			   "  \"a\" : [10, {\"b\": \"x\\\"y]}\"}, [ ] ,\n"
			   "\t-3.5e7],\n"
			   "  \"\" : {\"/~\": true,\"\\u00e4\\n\":null },\n"
			   "  \"ü\": {\"k\": {}}, \"\\ud83d\\ude80\" :{\"z\":0}\n"
			   "}\n";

static void assert_at(const char *pointer, enum tuf_locate_part part, size_t line, size_t column)
{
	struct tuf_position position = tuf_locate(text, strlen(text), pointer, part);
	if (position.line != line || position.column != column)
		fail_msg("%s, part %d: %zu:%zu, not %zu:%zu", pointer, (int)part, position.line,
			 position.column, line, column);
}

static void test_locate_value_is_found(void **state)
{
	static const struct {
		const char *pointer;
		size_t line;
		size_t column;
	} rows[] = {
		{"", 2, 2},
		{"/a", 3, 9},
		{"/a/0", 3, 10},
		{"/a/1", 3, 14},
		{"/a/1/b", 3, 20},
		{"/a/2", 3, 31},
		{"/a/3", 4, 2},
		{"/", 5, 8},
		{"//~1~0", 5, 15},
		{"//\xc3\xa4\n", 5, 31},
		{"/\xc3\xbc", 6, 8},
		{"/\xc3\xbc/k", 6, 14},
		{"/\xf0\x9f\x9a\x80", 6, 35},
		{"/\xf0\x9f\x9a\x80/z", 6, 40},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_at(rows[i].pointer, TUF_LOCATE_VALUE, rows[i].line, rows[i].column);
}

static void test_locate_name_is_found(void **state)
{
	(void)state;
	assert_at("/a", TUF_LOCATE_NAME, 3, 3);
	assert_at("/a/1/b", TUF_LOCATE_NAME, 3, 15);
	assert_at("//~1~0", TUF_LOCATE_NAME, 5, 9);
	assert_at("/\xc3\xbc/k", TUF_LOCATE_NAME, 6, 9);
	/* these have none */
	assert_at("", TUF_LOCATE_NAME, 2, 2);
	assert_at("/a/3", TUF_LOCATE_NAME, 4, 2);
}

static void test_locate_what_is_missing_has_no_place_but_one_around_it(void **state)
{
	static const struct {
		const char *pointer;
		size_t line;
		size_t column;
	} rows[] = {
		{"/b", 2, 2},
		{"/a/4", 3, 9},
		{"/a/x", 3, 9},
		{"/a/", 3, 9},
		{"/a/0/c", 3, 10},
		{"/a/1/c", 3, 14},
		{"/a/2/0", 3, 31},
		{"/a/1/b/0", 3, 20},
		{"//~1~0/x/y", 5, 15},
		{"/\xc3\xbc/kk", 6, 8},
		{"/\xc3\xbc/k/", 6, 14},
		{"/a/99999999999999999999999", 3, 9},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_at(rows[i].pointer, TUF_LOCATE_VALUE, 0, 0);
		assert_at(rows[i].pointer, TUF_LOCATE_NAME, 0, 0);
		assert_at(rows[i].pointer, TUF_LOCATE_AROUND, rows[i].line, rows[i].column);
	}
	/* no pointer at all */
	assert_at("a", TUF_LOCATE_VALUE, 0, 0);
}

/* Neither behind the end of an object nor behind anything else than a comma. */
static void test_locate_finds_nothing_where_no_member_is(void **state)
{
	static const struct {
		const char *text;
		const char *pointer;
	} rows[] = {
		{"{\"a\":{},\":\":1}", "/a/,"},
		{"{\"a\":1 2,\"b\":3}", "/b"},
		{"[1 2,3]", "/1"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_position position = tuf_locate(rows[i].text, strlen(rows[i].text),
							  rows[i].pointer, TUF_LOCATE_VALUE);
		assert_int_equal(position.line, 0);
	}
}

static void test_locate_offset_counts_lines_and_characters(void **state)
{
	(void)state;
	static const char lines[] = "a\xc3\xbc\xf0\x9f\x9a\x80z\n\nb";
	static const struct tuf_position wanted[] = {{1, 1}, {1, 2}, {1, 3}, {1, 3},
						     {1, 4}, {1, 4}, {1, 4}, {1, 4},
						     {1, 5}, {2, 1}, {3, 1}, {3, 2}};
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		struct tuf_position position = tuf_locate_offset(lines, i);
		/* within a character it is behind it already */
		size_t column = wanted[i].column;
		if ((lines[i] & 0xc0) == 0x80)
			column = position.column;
		assert_int_equal(position.line, wanted[i].line);
		assert_int_equal(position.column, column);
	}
}

static void put_unit(char *document, size_t room, uint32_t unit, bool is_upper)
{
	size_t length = strlen(document);
	(void)snprintf(document + length, room - length, is_upper ? "\\u%04X" : "\\u%04x", unit);
}

/* One member, whose name is spelled by escapes; the pointer has the character itself. */
static void check_escaped(struct fixture *fixture, uint32_t point, bool is_upper)
{
	char document[64] = "{\"";
	uint32_t rest = point < 0x10000 ? 0 : point - 0x10000;
	put_unit(document, sizeof(document), point < 0x10000 ? point : 0xd800 + (rest >> 10), is_upper);
	if (point >= 0x10000)
		put_unit(document, sizeof(document), 0xdc00 + (rest & 0x3ff), is_upper);
	size_t length = strlen(document);
	(void)snprintf(document + length, sizeof(document) - length, "\":0}");
	json_t *parsed = json_loads(document, 0, NULL);
	assert_non_null(parsed);
	const char *name = json_object_iter_key(json_object_iter(parsed));
	const char *pointer = tuf_pointer_make(&fixture->arena, &name, 1);
	assert_non_null(pointer);
	struct tuf_position position =
		tuf_locate(document, strlen(document), pointer, TUF_LOCATE_NAME);
	if (position.line != 1 || position.column != 2)
		fail_msg("%s: found at %zu:%zu", document, position.line, position.column);
	json_decref(parsed);
}

static void test_locate_name_in_escapes_is_found_by_its_characters(void **state)
{
	static const uint32_t beyond[] = {0x10000, 0x103ff, 0x10400, 0x10fc00, 0x10ffff};
	struct fixture *fixture = *state;
	for (uint32_t point = 1; point < 0x10000; point++) {
		if (point >= 0xd800 && point < 0xe000)
			continue;
		check_escaped(fixture, point, false);
		check_escaped(fixture, point, true);
	}
	for (size_t i = 0; i < COUNT_OF(beyond); i++) {
		check_escaped(fixture, beyond[i], false);
		check_escaped(fixture, beyond[i], true);
	}
}

/* What is passed over has signs of its own, and what is near another thing is not taken for it. */
static void test_locate_neighbours_are_told_apart(void **state)
{
	static const char document[] = "{\"l\":[\"a,b]\",\"c}\",2,3,4,5,6,7,8,9,10,11],"
				       "\"o\":{\"a\":1},\"b\":2,\"\\n0041\":[12]}";
	static const struct {
		const char *pointer, *at;
	} rows[] = {
		{"/l/1", "\"c}\""}, {"/l/2", "2,3"},     {"/l/9", "9,10"},
		{"/l/11", "11]"},   {"/b", "2,\"\\n"},    {"/\n0041", "[12]"},
		{"/o/b", NULL},     {"/l/:", NULL},      {"/l/1.", NULL},
		{"/l/12", NULL},    {"/l/18446744073709551617", NULL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_position position = tuf_locate(document, strlen(document),
							  rows[i].pointer, TUF_LOCATE_VALUE);
		const char *at = rows[i].at ? strstr(document, rows[i].at) : NULL;
		size_t column = at ? (size_t)(at - document) + 1 : 0;
		if (position.line != (at ? 1 : 0) || position.column != column)
			fail_msg("%s: %zu:%zu", rows[i].pointer, position.line, position.column);
	}
}

static void test_locate_space_of_each_kind_is_passed_over(void **state)
{
	static const char spaced[] = "\r\n\t {\r\"a\"\r:\r[\r1\r,\r2\r]\r}\r";
	(void)state;
	struct tuf_position position =
		tuf_locate(spaced, strlen(spaced), "/a/1", TUF_LOCATE_VALUE);
	assert_int_equal(position.line, 2);
	assert_int_equal(position.column, strchr(spaced, '2') - strchr(spaced, '\n'));
}

/* ---- every value of a real document ---- */

static size_t offset_of(const char *document, size_t length, struct tuf_position position)
{
	for (size_t i = 0; i < length; i++) {
		struct tuf_position here = tuf_locate_offset(document, i);
		if (here.line == position.line && here.column == position.column)
			return i;
	}
	return length;
}

struct walk {
	struct tuf_arena *arena;
	const char *document;
	size_t length;
	size_t count;
};

/* At its place there is the value itself. */
static void check_value(struct walk *walk, const struct tuf_node *node)
{
	const char *pointer = tuf_node_format_pointer(walk->arena, node);
	assert_non_null(pointer);
	struct tuf_position position =
		tuf_locate(walk->document, walk->length, pointer, TUF_LOCATE_VALUE);
	assert_true(position.line > 0);
	size_t offset = offset_of(walk->document, walk->length, position);
	json_t *found = json_loadb(walk->document + offset, walk->length - offset,
				   JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, NULL);
	if (!json_equal(found, node->value))
		fail_msg("%s: something else is at %zu:%zu", pointer, position.line,
			 position.column);
	json_decref(found);
	walk->count++;
}

static void check_below(struct walk *walk, const struct tuf_node *node)
{
	check_value(walk, node);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value)
	{
		struct tuf_node child = {.value = value, .parent = node, .name = name};
		check_below(walk, &child);
	}
	for (size_t i = 0; i < json_array_size(node->value); i++) {
		struct tuf_node child = {
			.value = json_array_get(node->value, i), .parent = node, .index = i};
		check_below(walk, &child);
	}
}

static void test_locate_finds_every_value_of_a_real_document(void **state)
{
	struct fixture *fixture = *state;
	static const size_t flags[] = {JSON_COMPACT, JSON_INDENT(2), JSON_ENSURE_ASCII};
	json_t *document =
		json_load_file(TUFCHECK_TESTDATA "/notary/trust/tuf/registry.example.com/team/app/"
						 "metadata/targets/releases.json",
			       0, NULL);
	assert_non_null(document);
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		char *dump = json_dumps(document, flags[i]);
		assert_non_null(dump);
		struct walk walk = {
			.arena = &fixture->arena, .document = dump, .length = strlen(dump)};
		struct tuf_node top = tuf_node_top(document);
		check_below(&walk, &top);
		assert_true(walk.count > 50);
		free(dump);
	}
	json_decref(document);
}

/* ---- what is no document ---- */

/* A copy without a byte to spare, so that a sanitizer sees one too many being read. */
static struct tuf_position locate_in_copy(const char *bytes, size_t length, const char *pointer)
{
	char *copy = malloc(length ? length : 1);
	assert_non_null(copy);
	memcpy(copy, bytes, length);
	struct tuf_position position = tuf_locate(copy, length, pointer, TUF_LOCATE_AROUND);
	free(copy);
	return position;
}

static void test_locate_every_cut_and_changed_byte_ends(void **state)
{
	static const char *const pointers[] = {"/a/1/b", "/a/3", "//~1~0", "/\xf0\x9f\x9a\x80/z"};
	static const char bytes[] = "\0\"\\{}[],:u \xff";
	(void)state;
	for (size_t p = 0; p < COUNT_OF(pointers); p++) {
		for (size_t length = 0; length <= strlen(text); length++)
			(void)locate_in_copy(text, length, pointers[p]);
		char changed[sizeof(text)];
		memcpy(changed, text, sizeof(text));
		for (size_t i = 0; i < strlen(text); i++) {
			for (size_t b = 0; b < sizeof(bytes) - 1; b++) {
				changed[i] = bytes[b];
				(void)locate_in_copy(changed, strlen(text), pointers[p]);
			}
			changed[i] = text[i];
		}
	}
	assert_int_equal(locate_in_copy("", 0, "").line, 0);
	assert_int_equal(locate_in_copy(" ", 1, "/a").line, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_locate_value_is_found),
		fixture_test(test_locate_name_is_found),
		fixture_test(test_locate_what_is_missing_has_no_place_but_one_around_it),
		fixture_test(test_locate_offset_counts_lines_and_characters),
		cmocka_unit_test(test_locate_finds_nothing_where_no_member_is),
		fixture_test(test_locate_name_in_escapes_is_found_by_its_characters),
		fixture_test(test_locate_neighbours_are_told_apart),
		fixture_test(test_locate_space_of_each_kind_is_passed_over),
		fixture_test(test_locate_finds_every_value_of_a_real_document),
		fixture_test(test_locate_every_cut_and_changed_byte_ends),
	};
	return cmocka_run_group_tests_name("locate", tests, NULL, NULL);
}
