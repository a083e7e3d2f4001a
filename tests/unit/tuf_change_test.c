/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/change.h"

#include "tests/unit/support.h"

static const char change_text[] = "{\"action\":\"create\",\"role\":\"targets/releases\","
				  "\"type\":\"target\",\"path\":\"v1\",\"data\":\"e30=\"}";

static enum tuf_result parse(struct fixture *fixture)
{
	struct tuf_change change = {.action = "before"};
	enum tuf_result result = tuf_change_parse(&fixture->reader, &fixture->top, &change);
	/* written only on success */
	assert_int_equal(strcmp(change.action, "before") == 0, result != TUF_OK);
	return result;
}

static void test_change_parse_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_change change;
	fixture_load(fixture, change_text);
	assert_int_equal(tuf_change_parse(&fixture->reader, &fixture->top, &change), TUF_OK);
	assert_string_equal(change.action, "create");
	assert_string_equal(change.role, "targets/releases");
	assert_string_equal(change.type, "target");
	assert_string_equal(change.path, "v1");
}

static void test_change_parse_absent_fields_are_empty(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_change change;
	fixture_load(fixture, "{\"data\":null,\"comment\":[1]}");
	assert_int_equal(tuf_change_parse(&fixture->reader, &fixture->top, &change), TUF_OK);
	assert_string_equal(change.action, "");
	assert_string_equal(change.role, "");
	assert_string_equal(change.type, "");
	assert_string_equal(change.path, "");
}

static void test_change_parse_wrong_fields_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/action", "1", {TUF_FAULT_FIELD_TYPE, "/action", "a string", "1"}},
		{"/role", "[]", {TUF_FAULT_FIELD_TYPE, "/role", "a string", "an array"}},
		{"/type", "{}", {TUF_FAULT_FIELD_TYPE, "/type", "a string", "an object"}},
		{"/path", "true", {TUF_FAULT_FIELD_TYPE, "/path", "a string", "true"}},
		{"/data",
		 "\"?\"",
		 {TUF_FAULT_BASE64,
		  "/data",
		  "base64 in the standard alphabet, padded",
		  "\"?\""}},
		{"/Action", "\"\"", {TUF_FAULT_FIELD_CASE, "/Action", "action", "Action"}},
	};
	check_rejections(*state, change_text, parse, rows, COUNT_OF(rows));
}

static void test_change_describe_kind_is_put_in_words(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		struct tuf_change change;
		const char *text;
	} rows[] = {
		{{"create", "targets", "target", "v1"}, "add the tag \"v1\" to targets"},
		{{"delete", "targets", "target", "v1"}, "remove the tag \"v1\" from targets"},
		{{"create", "targets/a", "delegation", ""},
		 "add keys or paths to the delegation targets/a"},
		{{"update", "targets/a", "delegation", ""}, "change the delegation targets/a"},
		{{"delete", "targets/a", "delegation", ""}, "remove the delegation targets/a"},
		{{"create", "root", "role", "snapshot"}, "replace the keys of the role snapshot"},
		{{"update", "targets/a", "witness", ""}, "sign anew the role targets/a"},
		{{"update", "targets", "target", "v1"}, "do \"update\" to the target \"v1\" of targets"},
		{{"", "", "", ""}, "do \"\" to the  \"\" of "},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(tuf_change_describe(&fixture->arena, &rows[i].change),
				    rows[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_change_parse_fields_are_read),
		fixture_test(test_change_parse_absent_fields_are_empty),
		fixture_test(test_change_parse_wrong_fields_are_refused),
		fixture_test(test_change_describe_kind_is_put_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
