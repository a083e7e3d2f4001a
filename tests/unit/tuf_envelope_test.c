/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/canonical.h"
#include "tuf/envelope.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"

static enum tuf_result parse_text(struct fixture *fixture, const char *text,
				  struct tuf_envelope *envelope)
{
	fixture_forget(fixture);
	return tuf_envelope_parse(&fixture->reader, text, strlen(text), envelope);
}

static void assert_envelope_refused(struct fixture *fixture, const char *text,
				    enum tuf_fault_kind kind, const char *pointer,
				    const char *expected, const char *actual)
{
	struct tuf_envelope envelope;
	enum tuf_result result = parse_text(fixture, text, &envelope);
	assert_refused(fixture, result, kind, pointer, expected, actual);
	tuf_envelope_clear(&envelope); /* on any answer */
}

static void test_envelope_parse_parts_are_found(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_envelope envelope;
	assert_int_equal(
		parse_text(fixture,
			   "{ \"signatures\": "
			   "[{\"sig\":\"Zm9v\",\"method\":\"ECDSA\",\"keyid\":\"Ab\"},"
			   "{\"keyid\":\"cd\",\"method\":\"rsaPSS-azAZ[@`{\",\"sig\":\"\"}],"
			   " \"signed\": {\"b\":1, \"a\":\"\\n\"} }",
			   &envelope),
		TUF_OK);
	assert_string_equal(envelope.signed_bytes, "{\"a\":\"\n\",\"b\":1}");
	assert_int_equal(envelope.signed_length, strlen(envelope.signed_bytes));
	assert_int_equal(envelope.signature_count, 2);
	const struct tuf_signature *first = &envelope.signatures[0];
	assert_string_equal(first->key_id, "Ab");
	assert_string_equal(first->method, "ecdsa");
	assert_int_equal(first->length, 3);
	assert_memory_equal(first->bytes, "foo", 3);
	const struct tuf_signature *second = &envelope.signatures[1];
	assert_string_equal(second->key_id, "cd");
	assert_string_equal(second->method, "rsapss-azaz[@`{");
	assert_int_equal(second->length, 0);
	assert_non_null(envelope.top.value);
	struct tuf_node b = tuf_node_member(&envelope.signed_part, "b");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &b), "/signed/b");
	tuf_envelope_clear(&envelope);
}

static void test_envelope_parse_signatures_absent_or_null_are_none(void **state)
{
	static const char *const texts[] = {
		"{\"signed\":{}}",
		"{\"signed\":{},\"signatures\":null}",
		"{\"signed\":{},\"signatures\":[]}",
		"{\"signed\":{},\"other\":1}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_envelope envelope;
		assert_int_equal(parse_text(*state, texts[i], &envelope), TUF_OK);
		assert_int_equal(envelope.signature_count, 0);
		assert_int_equal(envelope.signed_length, 2);
		assert_memory_equal(envelope.signed_bytes, "{}", 2);
		tuf_envelope_clear(&envelope);
	}
}

static void test_envelope_parse_signature_null_is_empty(void **state)
{
	struct tuf_envelope envelope;
	assert_int_equal(parse_text(*state,
				    "{\"signed\":{},\"signatures\":[null,{},"
				    "{\"keyid\":null,\"method\":null,\"sig\":null}]}",
				    &envelope),
			 TUF_OK);
	assert_int_equal(envelope.signature_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(envelope.signatures[i].key_id, "");
		assert_string_equal(envelope.signatures[i].method, "");
		assert_null(envelope.signatures[i].bytes);
		assert_int_equal(envelope.signatures[i].length, 0);
	}
	tuf_envelope_clear(&envelope);
}

static void test_envelope_parse_signed_missing_is_refused(void **state)
{
	assert_envelope_refused(*state, "{\"signatures\":[]}", TUF_FAULT_FIELD_MISSING, "/signed",
				"an object", "nothing");
	assert_envelope_refused(*state, "{\"signed\":null,\"signatures\":[]}",
				TUF_FAULT_FIELD_MISSING, "/signed", "an object", "nothing");
	assert_envelope_refused(*state, "{}", TUF_FAULT_FIELD_MISSING, "/signed", "an object",
				"nothing");
}

static void test_envelope_parse_other_kinds_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *pointer;
		const char *expected;
		const char *actual;
	} rows[] = {
		{"[]", "", "an object", "an array"},
		{"{\"signed\":[]}", "/signed", "an object", "an array"},
		{"{\"signed\":\"x\"}", "/signed", "an object", "\"x\""},
		{"{\"signed\":{},\"signatures\":{}}", "/signatures", "an array", "an object"},
		{"{\"signed\":{},\"signatures\":\"\"}", "/signatures", "an array", "\"\""},
		{"{\"signed\":{},\"signatures\":[{},5]}", "/signatures/1", "an object", "5"},
		{"{\"signed\":{},\"signatures\":[[]]}", "/signatures/0", "an object", "an array"},
		{"{\"signed\":{},\"signatures\":[{\"keyid\":1}]}", "/signatures/0/keyid",
		 "a string", "1"},
		{"{\"signed\":{},\"signatures\":[{\"method\":[]}]}", "/signatures/0/method",
		 "a string", "an array"},
		{"{\"signed\":{},\"signatures\":[{\"sig\":false}]}", "/signatures/0/sig",
		 "a base64 string", "false"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_envelope_refused(*state, rows[i].text, TUF_FAULT_FIELD_TYPE, rows[i].pointer,
					rows[i].expected, rows[i].actual);
}

static void test_envelope_parse_field_case_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *pointer;
		const char *expected;
		const char *actual;
	} rows[] = {
		{"{\"signed\":{},\"Signed\":{}}", "/Signed", "signed", "Signed"},
		{"{\"\\u017figned\":{}}", "/\xc5\xbfigned", "signed", "\xc5\xbfigned"},
		{"{\"signed\":{},\"SIGNATURES\":[]}", "/SIGNATURES", "signatures", "SIGNATURES"},
		{"{\"signed\":{},\"signatures\":[{},{\"keyID\":\"\"}]}", "/signatures/1/keyID",
		 "keyid", "keyID"},
		{"{\"signed\":{},\"signatures\":[{\"\\u212aeyid\":\"\"}]}",
		 "/signatures/0/\xe2\x84\xaa"
		 "eyid",
		 "keyid",
		 "\xe2\x84\xaa"
		 "eyid"},
		{"{\"signed\":{},\"signatures\":[{\"Method\":\"\"}]}", "/signatures/0/Method",
		 "method", "Method"},
		{"{\"signed\":{},\"signatures\":[{\"Sig\":\"\"}]}", "/signatures/0/Sig", "sig",
		 "Sig"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_envelope_refused(*state, rows[i].text, TUF_FAULT_FIELD_CASE, rows[i].pointer,
					rows[i].expected, rows[i].actual);
}

static void test_envelope_parse_signature_not_base64_is_refused(void **state)
{
	assert_envelope_refused(
		*state, "{\"signed\":{},\"signatures\":[{\"sig\":\"Zm9v\"},{\"sig\":\"Zm9\"}]}",
		TUF_FAULT_BASE64, "/signatures/1/sig", "base64 in the standard alphabet, padded",
		"\"Zm9\"");
}

static void test_envelope_parse_no_json_is_refused(void **state)
{
	assert_envelope_refused(*state, "", TUF_FAULT_FILE_EMPTY, "", "a JSON document", "0 bytes");
	assert_envelope_refused(*state, "{\"signed\":{}}]", TUF_FAULT_JSON_TRAILING_BYTES, "",
				"nothing after the document",
				"line 1, column 14: end of file expected near ']'");
}

/* A failed parse leaves nothing of an envelope that was there before. */
static void test_envelope_parse_failed_leaves_nothing(void **state)
{
	struct tuf_envelope envelope;
	memset(&envelope, 0x5a, sizeof(envelope));
	assert_int_equal(parse_text(*state, "x", &envelope), TUF_INVALID);
	assert_null(envelope.document);
	assert_null(envelope.signatures);
	assert_null(envelope.signed_bytes);
	assert_int_equal(envelope.signature_count, 0);
	tuf_envelope_clear(&envelope);
}

static void test_envelope_clear_null_and_zeroed_are_allowed(void **state)
{
	struct tuf_envelope envelope = {.document = NULL};
	tuf_envelope_clear(NULL);
	tuf_envelope_clear(&envelope);
	assert_int_equal(parse_text(*state, "{\"signed\":{},\"signatures\":[{}]}", &envelope),
			 TUF_OK);
	tuf_envelope_clear(&envelope);
	assert_null(envelope.document);
	assert_null(envelope.signed_part.value);
	assert_int_equal(envelope.signature_count, 0);
	tuf_envelope_clear(&envelope);
}

/* A text that says the same otherwise: what is signed is the form all the same, written for it. */
static void test_envelope_signed_bytes_are_the_form_however_it_is_written(void **state)
{
	struct fixture *fixture = *state;
	static const char form[] = "{\"a\":1,\"b\":\"\xc3\xa9\"}";
	static const struct {
		const char *text;
		bool is_in_file;
	} cases[] = {
		{"{\"signed\":{\"a\":1,\"b\":\"\xc3\xa9\"},\"signatures\":[]}", true},
		{"{\"signed\":{\"a\":1,\"b\":\"\xc3\xa9\"}}", true},
		{"{\"signed\": {\"a\":1,\"b\":\"\xc3\xa9\"},\"signatures\":[]}", false},
		{"{\"signed\":{\"a\":1,\"b\":\"\xc3\xa9\" },\"signatures\":[]}", false},
		{"{\"signed\":{\"b\":\"\xc3\xa9\",\"a\":1},\"signatures\":[]}", false},
		{"{\"signed\":{\"a\":1e0,\"b\":\"\xc3\xa9\"},\"signatures\":[]}", false},
		{"{\"signed\":{\"a\":1,\"b\":\"\\u00e9\"},\"signatures\":[]}", false},
		{"{\"signatures\":[],\"signed\":{\"a\":1,\"b\":\"\xc3\xa9\"}}", false},
		{" {\"signed\":{\"a\":1,\"b\":\"\xc3\xa9\"},\"signatures\":[]}", false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = cases[i].text;
		struct tuf_envelope envelope;
		assert_int_equal(parse_text(fixture, text, &envelope), TUF_OK);
		assert_int_equal(envelope.signed_length, sizeof(form) - 1);
		assert_memory_equal(envelope.signed_bytes, form, sizeof(form) - 1);
		bool is_in_file = envelope.signed_bytes > text &&
				  envelope.signed_bytes < text + strlen(text);
		assert_int_equal(is_in_file, cases[i].is_in_file);
		tuf_envelope_clear(&envelope);
	}
}

static void check_captured(struct fixture *fixture, const char *bytes, size_t length)
{
	static const char *const methods[] = {"ecdsa", "eddsa", "rsapss"};
	struct tuf_envelope envelope;
	assert_int_equal(tuf_envelope_parse(&fixture->reader, bytes, length, &envelope), TUF_OK);
	assert_true(envelope.signature_count >= 1);
	for (size_t i = 0; i < envelope.signature_count; i++) {
		const struct tuf_signature *signature = &envelope.signatures[i];
		assert_int_equal(strlen(signature->key_id), 64);
		assert_true(signature->length >= 64 && signature->length <= 512);
		bool is_known = false;
		for (size_t k = 0; k < COUNT_OF(methods); k++)
			is_known = is_known || strcmp(signature->method, methods[k]) == 0;
		assert_true(is_known);
	}
	/* Notary's files have the form as it is signed: nothing is copied */
	assert_ptr_equal(envelope.signed_bytes, bytes + strlen("{\"signed\":"));
	size_t written_length;
	const char *written;
	assert_int_equal(tuf_canonical_write(&fixture->arena, envelope.signed_part.value, 0, &written,
					     &written_length),
			 TUF_OK);
	assert_int_equal(envelope.signed_length, written_length);
	assert_memory_equal(envelope.signed_bytes, written, written_length);
	tuf_envelope_clear(&envelope);
}

static void test_envelope_captured_files_are_read(void **state)
{
	captured_for_each(*state, check_captured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_envelope_parse_parts_are_found),
		fixture_test(test_envelope_parse_signatures_absent_or_null_are_none),
		fixture_test(test_envelope_parse_signature_null_is_empty),
		fixture_test(test_envelope_parse_signed_missing_is_refused),
		fixture_test(test_envelope_parse_other_kinds_are_refused),
		fixture_test(test_envelope_parse_field_case_is_refused),
		fixture_test(test_envelope_parse_signature_not_base64_is_refused),
		fixture_test(test_envelope_parse_no_json_is_refused),
		fixture_test(test_envelope_parse_failed_leaves_nothing),
		fixture_test(test_envelope_clear_null_and_zeroed_are_allowed),
		fixture_test(test_envelope_signed_bytes_are_the_form_however_it_is_written),
		fixture_test(test_envelope_captured_files_are_read),
	};
	return cmocka_run_group_tests_name("envelope", tests, NULL, NULL);
}
