/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values of a document: which are there, which fields an object may have,
 * and what is taken from each kind.
 */
#include "tuf/json.h"

#include "tests/unit/support.h"

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
	return cmocka_run_group_tests_name("json-node", tests, NULL, NULL);
}
