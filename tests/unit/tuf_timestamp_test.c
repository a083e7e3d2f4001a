/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/timestamp.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"
#include "tuf/envelope.h"

#define BYTES_32 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="

static const char timestamp_text[] =
	"{\"_type\":\"Timestamp\",\"version\":3,\"expires\":\"2036-11-18T04:33:06Z\",\"meta\":{"
	"\"snapshot\":{\"hashes\":{\"sha256\":\"" BYTES_32 "\"},\"length\":10},"
	"\"mirrors\":{\"hashes\":{\"sha256\":\"" BYTES_32 "\"},\"length\":11}"
	"}}";

static enum tuf_result parse(struct fixture *fixture)
{
	struct tuf_timestamp timestamp = {.common = {.version = 42}};
	enum tuf_result result = tuf_timestamp_parse(&fixture->reader, &fixture->top, &timestamp);
	assert_int_equal(timestamp.common.version,
			 result == TUF_OK ? 3 : 42); /* written only on success */
	return result;
}

static void test_timestamp_parse_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_timestamp timestamp;
	fixture_load(fixture, timestamp_text);
	assert_int_equal(tuf_timestamp_parse(&fixture->reader, &fixture->top, &timestamp), TUF_OK);
	assert_int_equal(timestamp.common.version, 3);
	assert_true(timestamp.common.has_expires);
	assert_int_equal(timestamp.common.expires.seconds, 2110595586);
	assert_int_equal(timestamp.files.count, 2);
	const struct tuf_file_meta *file = tuf_file_list_find(&timestamp.files, "snapshot");
	assert_non_null(file);
	assert_int_equal(file->length, 10);
	assert_int_equal(file->sha256.length, 32);
}

static void test_timestamp_parse_other_entries_need_no_hash(void **state)
{
	struct fixture *fixture = *state;
	static const char *const values[] = {"null", "{}", "{\"hashes\":{\"sha256\":\"Zm9v\"}}"};
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		fixture_load_edited(fixture, timestamp_text, "/meta/mirrors", values[i]);
		assert_int_equal(parse(fixture), TUF_OK);
	}
}

static void test_timestamp_parse_wrong_fields_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/_type", "\"Root\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Timestamp", "\"Root\""}},
		{"/_type",
		 "\"timestamp\"",
		 {TUF_FAULT_ROLE_TYPE, "/_type", "Timestamp", "\"timestamp\""}},
		{"/version", "0", {TUF_FAULT_VERSION, "/version", "at least 1", "0"}},
		{"/expires",
		 "\"never\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time", "\"never\""}},
		{"/meta", "[]", {TUF_FAULT_FIELD_TYPE, "/meta", "an object", "an array"}},
		{"/meta",
		 NULL,
		 {TUF_FAULT_HASH_MISSING, "/meta/snapshot/hashes/sha256", "a sha256", "none"}},
		{"/meta",
		 "null",
		 {TUF_FAULT_HASH_MISSING, "/meta/snapshot/hashes/sha256", "a sha256", "none"}},
		{"/meta/other", "5", {TUF_FAULT_FIELD_TYPE, "/meta/other", "an object", "5"}},
		{"/meta/snapshot",
		 NULL,
		 {TUF_FAULT_HASH_MISSING, "/meta/snapshot/hashes/sha256", "a sha256", "none"}},
		{"/meta/snapshot",
		 "null",
		 {TUF_FAULT_HASH_MISSING, "/meta/snapshot/hashes/sha256", "a sha256", "none"}},
		{"/meta/snapshot/hashes/sha256",
		 NULL,
		 {TUF_FAULT_HASH_MISSING, "/meta/snapshot/hashes/sha256", "a sha256", "none"}},
		{"/meta/snapshot/hashes/sha256",
		 "null",
		 {TUF_FAULT_HASH_SIZE, "/meta/snapshot/hashes/sha256", "32 bytes", "0 bytes"}},
		{"/meta/snapshot/hashes/sha512",
		 "\"Zm9v\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/snapshot/hashes/sha512", "64 bytes", "3 bytes"}},
		{"/_TYPE", "null", {TUF_FAULT_FIELD_CASE, "/_TYPE", "_type", "_TYPE"}},
		{"/expire\xc5\xbf",
		 "null",
		 {TUF_FAULT_FIELD_CASE, "/expire\xc5\xbf", "expires", "expire\xc5\xbf"}},
		{"/Version", "1", {TUF_FAULT_FIELD_CASE, "/Version", "version", "Version"}},
		{"/Meta", "{}", {TUF_FAULT_FIELD_CASE, "/Meta", "meta", "Meta"}},
	};
	check_rejections(*state, timestamp_text, parse, rows, COUNT_OF(rows));
}

static void test_timestamp_parse_absent_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_timestamp timestamp;
	fixture_load(fixture, "{\"signed\":null}");
	struct tuf_node node = tuf_node_member(&fixture->top, "signed");
	assert_refused(fixture, tuf_timestamp_parse(&fixture->reader, &node, &timestamp),
		       TUF_FAULT_FIELD_MISSING, "/signed", "an object", "nothing");
}

static void check_captured(struct fixture *fixture, const char *bytes, size_t length)
{
	if (!strstr(bytes, "\"_type\":\"Timestamp\""))
		return;
	struct tuf_envelope envelope;
	assert_int_equal(tuf_envelope_parse(&fixture->reader, bytes, length, &envelope), TUF_OK);
	struct tuf_timestamp timestamp;
	assert_int_equal(tuf_timestamp_parse(&fixture->reader, &envelope.signed_part, &timestamp),
			 TUF_OK);
	const struct tuf_file_meta *file = tuf_file_list_find(&timestamp.files, "snapshot");
	assert_non_null(file);
	assert_int_equal(file->hash_count, 2);
	assert_int_equal(file->sha256.length, 32);
	assert_int_equal(file->sha512.length, 64);
	assert_true(file->length > 0);
	tuf_envelope_clear(&envelope);
}

static void test_timestamp_captured_files_are_read(void **state)
{
	captured_for_each(*state, check_captured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_timestamp_parse_fields_are_read),
		fixture_test(test_timestamp_parse_other_entries_need_no_hash),
		fixture_test(test_timestamp_parse_wrong_fields_are_refused),
		fixture_test(test_timestamp_parse_absent_is_refused),
		fixture_test(test_timestamp_captured_files_are_read),
	};
	return cmocka_run_group_tests_name("timestamp", tests, NULL, NULL);
}
