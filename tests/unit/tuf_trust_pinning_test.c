/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/trust_pinning.h"

#include "tests/unit/support.h"

static enum tuf_result parse(struct fixture *fixture, const char *text,
			     struct tuf_trust_pinning *ret_pinning)
{
	fixture_forget(fixture);
	return tuf_trust_pinning_parse(&fixture->reader, text, strlen(text), ret_pinning);
}

static void test_trust_pinning_entries_are_read_and_sorted(void **state)
{
	struct tuf_trust_pinning pinning;
	assert_int_equal(parse(*state,
			       "{\"trust_dir\":\"~\",\"trust_pinning\":{\"certs\":{\"b/*\":[\"2\","
			       "\"3\"],\"a\":[]},\"ca\":{\"c/\":\"d/ca.crt\",\"\":\"\"},"
			       "\"disable_tofu\":true}}",
			       &pinning),
			 TUF_OK);
	assert_true(pinning.disable_tofu);
	assert_int_equal(pinning.certs.count, 2);
	assert_string_equal(pinning.certs.items[0].name, "a");
	assert_int_equal(pinning.certs.items[0].value_count, 0);
	assert_string_equal(pinning.certs.items[1].name, "b/*");
	assert_int_equal(pinning.certs.items[1].value_count, 2);
	assert_string_equal(pinning.certs.items[1].values[1], "3");
	assert_int_equal(pinning.ca.count, 2);
	assert_string_equal(pinning.ca.items[0].name, "");
	assert_string_equal(pinning.ca.items[1].name, "c/");
	assert_string_equal(pinning.ca.items[1].values[0], "d/ca.crt");
}

static void test_trust_pinning_has_one_path_for_a_ca(void **state)
{
	struct tuf_trust_pinning pinning;
	assert_int_equal(parse(*state, "{\"trust_pinning\":{\"ca\":{\"a\":\"b\"}}}", &pinning),
			 TUF_OK);
	assert_int_equal(pinning.ca.count, 1);
	assert_int_equal(pinning.ca.items[0].value_count, 1);
}

static void test_trust_pinning_names_are_put_in_small_letters(void **state)
{
	struct tuf_trust_pinning pinning;
	assert_int_equal(parse(*state,
			       "{\"Trust_Pinning\":{\"CERTS\":{\"Host.Example/Team/*\":[\"AB\"]},"
			       "\"Ca\":{\"[Z\":\"A.crt\"},\"DISABLE_tofu\":true}}",
			       &pinning),
			 TUF_OK);
	assert_true(pinning.disable_tofu);
	assert_string_equal(pinning.certs.items[0].name, "host.example/team/*");
	assert_string_equal(pinning.certs.items[0].values[0], "AB");
	assert_string_equal(pinning.ca.items[0].name, "[z");
	assert_string_equal(pinning.ca.items[0].values[0], "A.crt");
}

static void test_trust_pinning_absent_or_null_pins_nothing(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"trust_pinning\":null}",
		"{\"trust_pinning\":{}}",
		"{\"trust_pinning\":{\"certs\":null,\"ca\":null,\"disable_tofu\":null}}",
		"{\"trust_pinning\":{\"certs\":{},\"ca\":{},\"disable_tofu\":false}}",
		"{\"remote_server\":{\"trust_pinning\":{\"disable_tofu\":true}}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_trust_pinning pinning = {.disable_tofu = true};
		assert_int_equal(parse(*state, texts[i], &pinning), TUF_OK);
		assert_false(pinning.disable_tofu);
		assert_int_equal(pinning.certs.count + pinning.ca.count, 0);
	}
}

static void test_trust_pinning_names_of_all_of_ascii_are_taken(void **state)
{
	struct tuf_trust_pinning pinning;
	const char *text = "{\"trust_pinning\":{\"certs\":{\"@AZ[`az{\x7f\":[]}}}";
	assert_int_equal(parse(*state, text, &pinning), TUF_OK);
	assert_string_equal(pinning.certs.items[0].name, "@az[`az{\x7f");
}

#define ONCE "each name once, whatever its capitals"

static void test_trust_pinning_other_forms_are_refused(void **state)
{
	static const struct {
		const char *text;
		struct tuf_fault fault;
	} rows[] = {
		{"[]", {TUF_FAULT_FIELD_TYPE, "", "an object", "an array"}},
		{"{\"trust_pinning\":[]}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning", "an object", "an array"}},
		{"{\"trust_pinning\":{},\"TRUST_PINNING\":{}}",
		 {TUF_FAULT_JSON_DUPLICATE_NAME, "/TRUST_PINNING", ONCE, "a second one"}},
		{"{\"trust_pinning.certs\":{}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning.certs",
		  "a member of the object trust_pinning", "a name with a point"}},
		/* which small letters turn to ASCII, and which do not: none is taken */
		{"{\"trust_p\xc4\xb0nning\":{}}",
		 {TUF_FAULT_FIELD_CASE, "/trust_p\xc4\xb0nning", "a name in ASCII",
		  "other characters"}},
		{"{\"trust_pinning\":{\"certs\":{\"\xe2\x84\xaa\":[]}}}",
		 {TUF_FAULT_FIELD_CASE, "/trust_pinning/certs/\xe2\x84\xaa", "a name in ASCII",
		  "other characters"}},
		{"{\"trust_pinning\":{\"cert\":{}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/cert", "certs, ca or disable_tofu",
		  "another name"}},
		{"{\"trust_pinning\":{\"ca\":{},\"CA\":{}}}",
		 {TUF_FAULT_JSON_DUPLICATE_NAME, "/trust_pinning/CA", ONCE, "a second one"}},
		{"{\"trust_pinning\":{\"disable_tofu\":1}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/disable_tofu", "true or false", "1"}},
		{"{\"trust_pinning\":{\"disable_tofu\":\"true\"}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/disable_tofu", "true or false",
		  "\"true\""}},
		{"{\"trust_pinning\":{\"certs\":[]}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/certs", "an object", "an array"}},
		{"{\"trust_pinning\":{\"certs\":{\"a/b\":\"2\"}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/certs/a~1b", "an array of key IDs",
		  "\"2\""}},
		{"{\"trust_pinning\":{\"certs\":{\"a\":null}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/certs/a", "an array of key IDs",
		  "nothing"}},
		{"{\"trust_pinning\":{\"certs\":{\"a\":[\"1\",2]}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/certs/a/1", "a key ID", "2"}},
		{"{\"trust_pinning\":{\"certs\":{\"a\":[],\"A\":[]}}}",
		 {TUF_FAULT_JSON_DUPLICATE_NAME, "/trust_pinning/certs", ONCE, "a"}},
		{"{\"trust_pinning\":{\"ca\":\"ca.crt\"}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/ca", "an object", "\"ca.crt\""}},
		{"{\"trust_pinning\":{\"ca\":{\"a\":[\"ca.crt\"]}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/ca/a", "the path of a file", "an array"}},
		{"{\"trust_pinning\":{\"ca\":{\"a\":null}}}",
		 {TUF_FAULT_FIELD_TYPE, "/trust_pinning/ca/a", "the path of a file", "nothing"}},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_trust_pinning pinning = {.disable_tofu = true};
		enum tuf_result result = parse(fixture, rows[i].text, &pinning);
		if (!fixture_is_refused(fixture, result, &rows[i].fault))
			fail_msg("row %zu: %s", i, rows[i].text);
		assert_true(pinning.disable_tofu); /* written only on success */
	}
}

static void test_trust_pinning_damaged_text_is_refused_where_it_is(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_trust_pinning pinning;
	enum tuf_result result = parse(fixture, "{\"trust_pinning\":\n{\"ca\":{}\n", &pinning);
	assert_refused(fixture, result, TUF_FAULT_JSON_TRUNCATED, "", "a whole JSON document",
		       "line 3, column 0: '}' expected near end of file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_trust_pinning_entries_are_read_and_sorted),
		fixture_test(test_trust_pinning_has_one_path_for_a_ca),
		fixture_test(test_trust_pinning_names_are_put_in_small_letters),
		fixture_test(test_trust_pinning_absent_or_null_pins_nothing),
		fixture_test(test_trust_pinning_names_of_all_of_ascii_are_taken),
		fixture_test(test_trust_pinning_other_forms_are_refused),
		fixture_test(test_trust_pinning_damaged_text_is_refused_where_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
