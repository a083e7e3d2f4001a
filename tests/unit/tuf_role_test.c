/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/role.h"

#include "tests/unit/support.h"

static void test_role_name_is_delegation_good_names_are(void **state)
{
	(void)state;
	static const char *const names[] = {
		"targets/a",       "targets/releases", "targets/a/b",
		"targets/a-b_c/0", "targets/-",        "targets/_",
		"targets/az09",    "targets/targets",  "targets/a/b/c/d/e/f/g/h",
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!tuf_role_name_is_delegation(names[i]))
			fail_msg("%s", names[i]);
}

static void test_role_name_is_delegation_other_names_are_not(void **state)
{
	(void)state;
	static const char *const names[] = {
		"",
		"targets",
		"targets/",
		"targets//",
		"targets//a",
		"targets/a/",
		"targets/a//b",
		"/targets/a",
		"target/a",
		"targetsa",
		"targets-a",
		"Targets/a",
		"targets/A",
		"targets/Z",
		"targets/a b",
		"targets/a.b",
		"targets/.",
		"targets/..",
		"targets/a/../b",
		"targets/./a",
		"targets/a\n",
		"targets/\xc3\xa9",
		"targets/a*",
		"targets/a\\b",
		"targets/`",
		"targets/{",
		"targets/@",
		"targets/:",
		"targets/,",
		"targets/^",
		"root",
		"snapshot/a",
		"root/a",
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (tuf_role_name_is_delegation(names[i]))
			fail_msg("%s", names[i]);
}

static void test_role_name_is_delegation_every_character_is_judged(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		const char name[] = {'t', 'a', 'r', 'g',     'e', 't',
				     's', '/', 'x', (char)c, 'x', '\0'};
		bool is_allowed = strchr("-_/abcdefghijklmnopqrstuvwxyz0123456789", c) != NULL;
		assert_int_equal(tuf_role_name_is_delegation(name), is_allowed);
	}
}

static void test_role_name_is_delegation_length_is_under_256_bytes(void **state)
{
	(void)state;
	char name[300] = "targets/";
	memset(name + 8, 'a', 247);
	assert_int_equal(strlen(name), 255);
	assert_true(tuf_role_name_is_delegation(name));
	assert_true(tuf_role_name_is_child("targets", name));
	name[255] = 'a';
	assert_int_equal(strlen(name), 256);
	assert_false(tuf_role_name_is_delegation(name));
	assert_false(tuf_role_name_is_child("targets", name));
}

static void test_role_name_is_child_directly_below_only(void **state)
{
	(void)state;
	static const struct {
		const char *parent;
		const char *child;
		bool is_child;
	} rows[] = {
		{"targets", "targets/a", true},         {"targets/a", "targets/a/b", true},
		{"targets/a/b", "targets/a/b/c", true}, {"targets", "targets/a/b", false},
		{"targets", "targets", false},          {"targets", "targets/", false},
		{"targets/a", "targets/a", false},      {"targets/a", "targets/b", false},
		{"targets/a", "targets/ab", false},     {"targets/a", "targets/ab/c", false},
		{"targets/ab", "targets/a/b", false},   {"targets/a", "targets/b/a", false},
		{"targets/a", "targets/a/b/c", false},  {"targets/a", "targets/a//b", false},
		{"targets/a", "targets/a/B", false},    {"root", "root/a", false},
		{"target", "targets/a", false},         {"", "targets/a", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (tuf_role_name_is_child(rows[i].parent, rows[i].child) != rows[i].is_child)
			fail_msg("%s %s", rows[i].parent, rows[i].child);
}

static void test_role_parse_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_role role;
	fixture_load(
		fixture,
		"{\"keyids\":[\"b\",\"a\",\"b\",null],\"threshold\":2,\"paths\":5,\"name\":5}");
	assert_int_equal(tuf_role_parse(&fixture->reader, &fixture->top, "root", &role), TUF_OK);
	assert_string_equal(role.name, "root");
	assert_int_equal(role.threshold, 2);
	assert_int_equal(role.key_id_count, 4);
	assert_string_equal(role.key_ids[0], "b");
	assert_string_equal(role.key_ids[1], "a");
	assert_string_equal(role.key_ids[2], "b");
	assert_string_equal(role.key_ids[3], "");
	assert_null(role.paths);
	assert_int_equal(role.path_count, 0);
}

static void test_role_parse_null_parts_are_absent(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null,\"b\":{},\"c\":{\"keyids\":null,\"threshold\":null}}");
	static const char *const names[] = {"a", "b", "c", "d"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tuf_node node = tuf_node_member(&fixture->top, names[i]);
		struct tuf_role role;
		assert_int_equal(tuf_role_parse(&fixture->reader, &node, "root", &role), TUF_OK);
		assert_int_equal(role.threshold, 0);
		assert_int_equal(role.key_id_count, 0);
	}
}

static enum tuf_result parse_role(struct fixture *fixture)
{
	struct tuf_node node = tuf_node_member(&fixture->top, "root");
	struct tuf_role role = {.threshold = 42};
	enum tuf_result result = tuf_role_parse(&fixture->reader, &node, "root", &role);
	assert_int_equal(role.threshold, result == TUF_OK ? 1 : 42); /* written only on success */
	return result;
}

static void test_role_parse_wrong_parts_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/root", "[]", {TUF_FAULT_FIELD_TYPE, "/root", "an object", "an array"}},
		{"/root/keyids",
		 "{}",
		 {TUF_FAULT_FIELD_TYPE, "/root/keyids", "an array", "an object"}},
		{"/root/keyids/1", "7", {TUF_FAULT_FIELD_TYPE, "/root/keyids/1", "a string", "7"}},
		{"/root/threshold",
		 "\"1\"",
		 {TUF_FAULT_FIELD_TYPE, "/root/threshold", "an integer", "\"1\""}},
		{"/root/threshold",
		 "1.0",
		 {TUF_FAULT_FIELD_TYPE, "/root/threshold", "an integer", "1"}},
		{"/root/keyIDs", "[]", {TUF_FAULT_FIELD_CASE, "/root/keyIDs", "keyids", "keyIDs"}},
		{"/root/THRE\xc5\xbfHOLD",
		 "1",
		 {TUF_FAULT_FIELD_CASE, "/root/THRE\xc5\xbfHOLD", "threshold", "THRE\xc5\xbfHOLD"}},
	};
	check_rejections(*state, "{\"root\":{\"keyids\":[\"a\",\"b\"],\"threshold\":1}}",
			 parse_role, rows, COUNT_OF(rows));
}

static void test_role_parse_delegation_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_role role;
	fixture_load(fixture, "{\"name\":\"targets/a\",\"keyids\":[\"k\"],\"threshold\":-3,"
			      "\"paths\":[\"v1\",\"\",null],\"x\":{}}");
	assert_int_equal(tuf_role_parse_delegation(&fixture->reader, &fixture->top, &role), TUF_OK);
	assert_string_equal(role.name, "targets/a");
	assert_int_equal(role.threshold, -3);
	assert_int_equal(role.key_id_count, 1);
	assert_string_equal(role.key_ids[0], "k");
	assert_int_equal(role.path_count, 3);
	assert_string_equal(role.paths[0], "v1");
	assert_string_equal(role.paths[1], "");
	assert_string_equal(role.paths[2], "");
}

static void test_role_parse_delegation_null_parts_are_absent(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		"{}", "{\"name\":null,\"keyids\":null,\"threshold\":null,\"paths\":null}"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_role role;
		fixture_load(fixture, texts[i]);
		assert_int_equal(tuf_role_parse_delegation(&fixture->reader, &fixture->top, &role),
				 TUF_OK);
		assert_string_equal(role.name, "");
		assert_int_equal(role.threshold, 0);
		assert_int_equal(role.key_id_count, 0);
		assert_int_equal(role.path_count, 0);
	}
}

static enum tuf_result parse_delegation(struct fixture *fixture)
{
	struct tuf_node array = tuf_node_member(&fixture->top, "roles");
	struct tuf_node node = tuf_node_element(&array, 0);
	struct tuf_role role = {.threshold = 42};
	enum tuf_result result = tuf_role_parse_delegation(&fixture->reader, &node, &role);
	assert_int_equal(role.threshold, result == TUF_OK ? 1 : 42);
	return result;
}

static void test_role_parse_delegation_wrong_parts_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/roles/0", "null", {TUF_FAULT_FIELD_MISSING, "/roles/0", "an object", "nothing"}},
		{"/roles/0", "\"x\"", {TUF_FAULT_FIELD_TYPE, "/roles/0", "an object", "\"x\""}},
		{"/roles/0/name",
		 "[]",
		 {TUF_FAULT_FIELD_TYPE, "/roles/0/name", "a string", "an array"}},
		{"/roles/0/keyids",
		 "\"a\"",
		 {TUF_FAULT_FIELD_TYPE, "/roles/0/keyids", "an array", "\"a\""}},
		{"/roles/0/threshold",
		 "true",
		 {TUF_FAULT_FIELD_TYPE, "/roles/0/threshold", "an integer", "true"}},
		{"/roles/0/paths",
		 "{}",
		 {TUF_FAULT_FIELD_TYPE, "/roles/0/paths", "an array", "an object"}},
		{"/roles/0/paths/0",
		 "false",
		 {TUF_FAULT_FIELD_TYPE, "/roles/0/paths/0", "a string", "false"}},
		{"/roles/0/Name", "\"\"", {TUF_FAULT_FIELD_CASE, "/roles/0/Name", "name", "Name"}},
		{"/roles/0/Paths",
		 "[]",
		 {TUF_FAULT_FIELD_CASE, "/roles/0/Paths", "paths", "Paths"}},
		{"/roles/0/\xe2\x84\xaa"
		 "eyids",
		 "[]",
		 {TUF_FAULT_FIELD_CASE,
		  "/roles/0/\xe2\x84\xaa"
		  "eyids",
		  "keyids",
		  "\xe2\x84\xaa"
		  "eyids"}},
		{"/roles/0/Threshold",
		 "1",
		 {TUF_FAULT_FIELD_CASE, "/roles/0/Threshold", "threshold", "Threshold"}},
	};
	check_rejections(*state,
			 "{\"roles\":[{\"name\":\"targets/a\",\"keyids\":[\"a\"],\"threshold\":1,"
			 "\"paths\":[\"\"]}]}",
			 parse_delegation, rows, COUNT_OF(rows));
}

static enum tuf_result validate(struct fixture *fixture)
{
	static const struct tuf_key items[] = {{.listed_id = "a"}, {.listed_id = "b"}};
	static const struct tuf_key_list keys = {.items = items, .count = 2};
	struct tuf_node node = tuf_node_member(&fixture->top, "root");
	struct tuf_role role;
	assert_int_equal(tuf_role_parse(&fixture->reader, &node, "root", &role), TUF_OK);
	return tuf_role_validate(&fixture->reader, &node, &role, &keys);
}

static void test_role_validate_wrong_signers_are_refused(void **state)
{
	static const char listed[] = "the ID of a listed key";
	static const struct rejection rows[] = {
		{"/root/threshold",
		 "0",
		 {TUF_FAULT_THRESHOLD, "/root/threshold", "at least 1", "0"}},
		{"/root/threshold",
		 "-1",
		 {TUF_FAULT_THRESHOLD, "/root/threshold", "at least 1", "-1"}},
		{"/root/threshold",
		 NULL,
		 {TUF_FAULT_THRESHOLD, "/root/threshold", "at least 1", "nothing"}},
		{"/root/threshold",
		 "null",
		 {TUF_FAULT_THRESHOLD, "/root/threshold", "at least 1", "nothing"}},
		{"/root/keyids/0",
		 "\"c\"",
		 {TUF_FAULT_KEY_UNDEFINED, "/root/keyids/0", listed, "\"c\""}},
		{"/root/keyids/1",
		 "\"A\"",
		 {TUF_FAULT_KEY_UNDEFINED, "/root/keyids/1", listed, "\"A\""}},
		{"/root/keyids/1",
		 "null",
		 {TUF_FAULT_KEY_UNDEFINED, "/root/keyids/1", listed, "nothing"}},
		{"/root/keyids/1",
		 "\"\"",
		 {TUF_FAULT_KEY_UNDEFINED, "/root/keyids/1", listed, "\"\""}},
	};
	check_rejections(*state, "{\"root\":{\"keyids\":[\"b\",\"a\"],\"threshold\":1}}", validate,
			 rows, COUNT_OF(rows));
}

/* Whether so many can sign at all is a matter of signatures, not of structure. */
static void test_role_validate_threshold_over_the_keys_is_allowed(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"root\":{\"keyids\":[\"a\"],\"threshold\":9007199254740991}}");
	assert_int_equal(validate(fixture), TUF_OK);
	fixture_load(fixture, "{\"root\":{\"keyids\":[],\"threshold\":1}}");
	assert_int_equal(validate(fixture), TUF_OK);
}

/* Signatures of one key count once, however often the key is listed. */
static void test_role_validate_key_ids_are_sorted_and_each_once(void **state)
{
	struct fixture *fixture = *state;
	static const struct tuf_key items[] = {
		{.listed_id = "a"}, {.listed_id = "b"}, {.listed_id = "c"}};
	static const struct tuf_key_list keys = {.items = items, .count = 3};
	static const struct {
		const char *text;
		const char *ids; /* one letter each */
	} rows[] = {
		{"{\"keyids\":[],\"threshold\":1}", ""},
		{"{\"keyids\":[\"b\"],\"threshold\":1}", "b"},
		{"{\"keyids\":[\"a\",\"a\"],\"threshold\":1}", "a"},
		{"{\"keyids\":[\"c\",\"a\",\"b\"],\"threshold\":1}", "abc"},
		{"{\"keyids\":[\"c\",\"a\",\"c\",\"b\",\"a\",\"c\"],\"threshold\":1}", "abc"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_role role;
		fixture_load(fixture, rows[i].text);
		assert_int_equal(tuf_role_parse(&fixture->reader, &fixture->top, "root", &role),
				 TUF_OK);
		assert_int_equal(tuf_role_validate(&fixture->reader, &fixture->top, &role, &keys),
				 TUF_OK);
		assert_int_equal(role.key_id_count, strlen(rows[i].ids));
		for (size_t k = 0; k < role.key_id_count; k++) {
			assert_int_equal(role.key_ids[k][0], rows[i].ids[k]);
			assert_int_equal(role.key_ids[k][1], '\0');
		}
	}
}

static struct tuf_path_set make_set(struct fixture *fixture, const char *const *paths, size_t count)
{
	struct tuf_path_set set;
	assert_int_equal(tuf_path_set_make(&fixture->arena, paths, count, &set), TUF_OK);
	return set;
}

static void test_path_set_permits_names_with_a_prefix_of_the_set(void **state)
{
	struct fixture *fixture = *state;
	static const char *const paths[] = {"v1", "stable"};
	static const char *const everything[] = {"x", ""};
	struct tuf_path_set two = make_set(fixture, paths, 2);
	assert_true(tuf_path_set_permits(&two, "v1"));
	assert_true(tuf_path_set_permits(&two, "v1.2"));
	assert_true(tuf_path_set_permits(&two, "stable-2"));
	assert_false(tuf_path_set_permits(&two, "v"));
	assert_false(tuf_path_set_permits(&two, "v2"));
	assert_false(tuf_path_set_permits(&two, "v0"));
	assert_false(tuf_path_set_permits(&two, "xv1"));
	assert_false(tuf_path_set_permits(&two, "a"));
	assert_false(tuf_path_set_permits(&two, ""));
	struct tuf_path_set all = make_set(fixture, everything, 2);
	assert_true(tuf_path_set_permits(&all, "anything"));
	assert_true(tuf_path_set_permits(&all, ""));
	struct tuf_path_set none = make_set(fixture, NULL, 0);
	assert_false(tuf_path_set_permits(&none, "anything"));
	assert_false(tuf_path_set_permits(&none, ""));
	static const char *const glob[] = {"v*"};
	struct tuf_path_set star = make_set(fixture, glob, 1);
	assert_false(tuf_path_set_permits(&star, "v1")); /* prefixes, not patterns */
	assert_true(tuf_path_set_permits(&star, "v*1"));
}

static void test_path_set_make_keeps_the_shortest_prefixes_in_order(void **state)
{
	struct fixture *fixture = *state;
	static const char *const paths[] = {"b/x",       "aa",  "b", "a!", "b/",
					    "c\xc3\xa9", "aaa", "c", "b"};
	struct tuf_path_set set = make_set(fixture, paths, COUNT_OF(paths));
	static const char *const kept[] = {"a!", "aa", "b", "c"};
	assert_int_equal(set.count, COUNT_OF(kept));
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		assert_string_equal(set.prefixes[i], kept[i]);
	assert_string_equal(paths[0], "b/x"); /* what was given stays as it was */
}

/* Against the plain definition, over all sets of short names of two letters. */
static void test_path_set_permits_what_any_path_permits(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"",    "a",   "b",   "aa",  "ab",  "ba",  "bb",
					    "aaa", "aab", "aba", "abb", "baa", "bab", "\xff"};
	for (unsigned members = 0; members < 1U << COUNT_OF(names); members += 7) {
		const char *paths[COUNT_OF(names)];
		size_t count = 0;
		for (size_t i = COUNT_OF(names); i > 0; i--)
			if (members >> (i - 1) & 1)
				paths[count++] = names[i - 1];
		struct tuf_path_set set = make_set(fixture, paths, count);
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			bool is_permitted = false;
			for (size_t k = 0; k < count; k++)
				is_permitted = is_permitted ||
					       strncmp(names[i], paths[k], strlen(paths[k])) == 0;
			assert_int_equal(tuf_path_set_permits(&set, names[i]), is_permitted);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_role_name_is_delegation_good_names_are),
		cmocka_unit_test(test_role_name_is_delegation_other_names_are_not),
		cmocka_unit_test(test_role_name_is_delegation_every_character_is_judged),
		cmocka_unit_test(test_role_name_is_delegation_length_is_under_256_bytes),
		cmocka_unit_test(test_role_name_is_child_directly_below_only),
		fixture_test(test_role_parse_fields_are_read),
		fixture_test(test_role_parse_null_parts_are_absent),
		fixture_test(test_role_parse_wrong_parts_are_refused),
		fixture_test(test_role_parse_delegation_fields_are_read),
		fixture_test(test_role_parse_delegation_null_parts_are_absent),
		fixture_test(test_role_parse_delegation_wrong_parts_are_refused),
		fixture_test(test_role_validate_wrong_signers_are_refused),
		fixture_test(test_role_validate_threshold_over_the_keys_is_allowed),
		fixture_test(test_role_validate_key_ids_are_sorted_and_each_once),
		fixture_test(test_path_set_permits_names_with_a_prefix_of_the_set),
		fixture_test(test_path_set_make_keeps_the_shortest_prefixes_in_order),
		fixture_test(test_path_set_permits_what_any_path_permits),
	};
	return cmocka_run_group_tests_name("role", tests, NULL, NULL);
}
