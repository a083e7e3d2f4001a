/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/metadata.h"

#include "tests/unit/support.h"

/* 31, 32 and 33 bytes; 63, 64 and 65 bytes. */
#define BYTES_31 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ=="
#define BYTES_32 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
#define BYTES_33 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
#define BYTES_63                                                                                   \
	"QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJC"
#define BYTES_64 BYTES_63 "Qg=="
#define BYTES_65 BYTES_63 "QkI="

static enum tuf_result parse_common(struct fixture *fixture)
{
	struct tuf_common common = {.version = 42};
	enum tuf_result result = tuf_common_parse(&fixture->reader, &fixture->top, "Root", &common);
	if (result != TUF_OK)
		assert_int_equal(common.version, 42); /* written only on success */
	return result;
}

static struct tuf_common common_of(struct fixture *fixture, const char *text)
{
	struct tuf_common common;
	fixture_load(fixture, text);
	assert_int_equal(tuf_common_parse(&fixture->reader, &fixture->top, "Root", &common),
			 TUF_OK);
	return common;
}

static void test_metadata_common_parse_fields_are_read(void **state)
{
	struct tuf_common common =
		common_of(*state, "{\"_type\":\"Root\",\"version\":7,\"expires\":\"2036-11-18T04:"
				  "33:06.134316296Z\"}");
	assert_int_equal(common.version, 7);
	assert_true(common.has_expires);
	assert_int_equal(common.expires.seconds, 2110595586); /* by date -u -d */
	assert_int_equal(common.expires.nanoseconds, 134316296);
}

static void test_metadata_common_parse_version_limits_are_read(void **state)
{
	assert_int_equal(common_of(*state, "{\"_type\":\"Root\",\"version\":1}").version, 1);
	assert_int_equal(
		common_of(*state, "{\"_type\":\"Root\",\"version\":9007199254740991}").version,
		INT64_C(9007199254740991));
}

static void test_metadata_common_parse_expires_absent_or_null_is_none(void **state)
{
	assert_false(common_of(*state, "{\"_type\":\"Root\",\"version\":1}").has_expires);
	assert_false(common_of(*state, "{\"_type\":\"Root\",\"version\":1,\"expires\":null}")
			     .has_expires);
}

static void test_metadata_common_parse_wrong_fields_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/_type", NULL, {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "nothing"}},
		{"/_type", "null", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "nothing"}},
		{"/_type", "\"\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "\"\""}},
		{"/_type", "\"root\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "\"root\""}},
		{"/_type", "\"Roo\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "\"Roo\""}},
		{"/_type", "\"Targets\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "\"Targets\""}},
		{"/_type", "1", {TUF_FAULT_FIELD_TYPE, "/_type", "a string", "1"}},
		{"/version", NULL, {TUF_FAULT_VERSION, "/version", "at least 1", "nothing"}},
		{"/version", "null", {TUF_FAULT_VERSION, "/version", "at least 1", "nothing"}},
		{"/version", "0", {TUF_FAULT_VERSION, "/version", "at least 1", "0"}},
		{"/version", "-1", {TUF_FAULT_VERSION, "/version", "at least 1", "-1"}},
		{"/version", "\"1\"", {TUF_FAULT_FIELD_TYPE, "/version", "an integer", "\"1\""}},
		{"/version", "1.0", {TUF_FAULT_FIELD_TYPE, "/version", "an integer", "1"}},
		{"/expires", "5", {TUF_FAULT_FIELD_TYPE, "/expires", "a string", "5"}},
		{"/expires",
		 "\"\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time", "\"\""}},
		{"/expires",
		 "\"2026-01-01\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time",
		  "\"2026-01-01\""}},
		{"/expires",
		 "\"2026-02-29T00:00:00Z\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time",
		  "\"2026-02-29T00:00:00Z\""}},
	};
	check_rejections(*state,
			 "{\"_type\":\"Root\",\"version\":1,\"expires\":\"2026-11-21T00:00:00Z\"}",
			 parse_common, rows, COUNT_OF(rows));
}

static enum tuf_result parse_files(struct fixture *fixture, struct tuf_file_list *files)
{
	return tuf_file_list_parse(&fixture->reader, &fixture->top, files);
}

static enum tuf_result parse_files_only(struct fixture *fixture)
{
	struct tuf_file_list files = {.count = 42};
	enum tuf_result result = parse_files(fixture, &files);
	if (result != TUF_OK)
		assert_int_equal(files.count, 42);
	return result;
}

static struct tuf_file_list files_of(struct fixture *fixture, const char *text)
{
	struct tuf_file_list files;
	fixture_load(fixture, text);
	assert_int_equal(parse_files(fixture, &files), TUF_OK);
	return files;
}

static void test_metadata_file_list_parse_entries_are_read_and_sorted(void **state)
{
	struct tuf_file_list files = files_of(
		*state, "{\"v2\":{\"length\":18,\"hashes\":{\"sha256\":\"" BYTES_32
			"\",\"sha512\":\"" BYTES_64 "\",\"md5\":\"Zm9v\"},\"custom\":{\"Length\":[]"
						    "}},\"a\":{\"length\":-5,\"hashes\":{}},"
			"\"\":{\"hashes\":{\"SHA256\":\"Zm9v\"}}}");
	assert_int_equal(files.count, 3);
	assert_string_equal(files.items[0].name, "");
	assert_int_equal(files.items[0].hash_count, 1);
	assert_false(files.items[0].sha256.is_listed); /* names of hashes are exact */
	assert_string_equal(files.items[1].name, "a");
	assert_int_equal(files.items[1].length, -5);
	assert_int_equal(files.items[1].hash_count, 0);
	const struct tuf_file_meta *file = &files.items[2];
	assert_string_equal(file->name, "v2");
	assert_int_equal(file->length, 18);
	assert_int_equal(file->hash_count, 3);
	assert_true(file->sha256.is_listed);
	assert_int_equal(file->sha256.length, 32);
	assert_int_equal(file->sha256.bytes[0], 'A');
	assert_true(file->sha512.is_listed);
	assert_int_equal(file->sha512.length, 64);
	assert_int_equal(file->sha512.bytes[63], 'B');
}

static void test_metadata_file_list_parse_null_hash_is_listed(void **state)
{
	struct tuf_file_list files = files_of(
		*state,
		"{\"a\":{\"hashes\":{\"sha256\":null}},\"b\":{\"hashes\":{\"sha512\":null}}}");
	assert_int_equal(files.items[0].hash_count, 1);
	assert_true(files.items[0].sha256.is_listed);
	assert_null(files.items[0].sha256.bytes);
	assert_int_equal(files.items[0].sha256.length, 0);
	assert_false(files.items[0].sha512.is_listed);
	assert_true(files.items[1].sha512.is_listed);
	assert_false(files.items[1].sha256.is_listed);
}

static void test_metadata_file_list_parse_null_parts_are_absent(void **state)
{
	static const char *const texts[] = {
		"{\"a\":null}",
		"{\"a\":{}}",
		"{\"a\":{\"length\":null,\"hashes\":null,\"custom\":null}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_file_list files = files_of(*state, texts[i]);
		assert_int_equal(files.count, 1);
		assert_string_equal(files.items[0].name, "a");
		assert_int_equal(files.items[0].length, 0);
		assert_int_equal(files.items[0].hash_count, 0);
		assert_false(files.items[0].sha256.is_listed);
		assert_false(files.items[0].sha512.is_listed);
	}
}

static void test_metadata_file_list_parse_absent_map_is_empty(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null}");
	struct tuf_node node = tuf_node_member(&fixture->top, "a");
	struct tuf_file_list files = {.count = 42};
	assert_int_equal(tuf_file_list_parse(&fixture->reader, &node, &files), TUF_OK);
	assert_int_equal(files.count, 0);
	assert_null(tuf_file_list_find(&files, "a"));
}

static void test_metadata_file_list_parse_wrong_entries_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/a~1b", "[]", {TUF_FAULT_FIELD_TYPE, "/a~1b", "an object", "an array"}},
		{"/a~1b/length",
		 "\"3\"",
		 {TUF_FAULT_FIELD_TYPE, "/a~1b/length", "an integer", "\"3\""}},
		{"/a~1b/length",
		 "1e2",
		 {TUF_FAULT_FIELD_TYPE, "/a~1b/length", "an integer", "100"}},
		{"/a~1b/Length", "3", {TUF_FAULT_FIELD_CASE, "/a~1b/Length", "length", "Length"}},
		{"/a~1b/Hashes", "{}", {TUF_FAULT_FIELD_CASE, "/a~1b/Hashes", "hashes", "Hashes"}},
		{"/a~1b/ha\xc5\xbfhes",
		 "{}",
		 {TUF_FAULT_FIELD_CASE, "/a~1b/ha\xc5\xbfhes", "hashes", "ha\xc5\xbfhes"}},
		{"/a~1b/CUSTOM", "{}", {TUF_FAULT_FIELD_CASE, "/a~1b/CUSTOM", "custom", "CUSTOM"}},
		{"/a~1b/hashes",
		 "[]",
		 {TUF_FAULT_FIELD_TYPE, "/a~1b/hashes", "an object", "an array"}},
		{"/a~1b/hashes/sha256",
		 "5",
		 {TUF_FAULT_FIELD_TYPE, "/a~1b/hashes/sha256", "a base64 string", "5"}},
		{"/a~1b/hashes/sha256",
		 "\"Zg\"",
		 {TUF_FAULT_BASE64, "/a~1b/hashes/sha256",
		  "base64 in the standard alphabet, padded", "\"Zg\""}},
		{"/a~1b/hashes/md5",
		 "\"%\"",
		 {TUF_FAULT_BASE64, "/a~1b/hashes/md5", "base64 in the standard alphabet, padded",
		  "\"%\""}},
	};
	check_rejections(*state, "{\"a/b\":{\"length\":1,\"hashes\":{\"sha256\":\"Zm9v\"}}}",
			 parse_files_only, rows, COUNT_OF(rows));
}

static void test_metadata_file_list_parse_map_of_other_kind_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_file_list files;
	fixture_load(fixture, "{\"meta\":\"x\"}");
	struct tuf_node node = tuf_node_member(&fixture->top, "meta");
	assert_refused(fixture, tuf_file_list_parse(&fixture->reader, &node, &files),
		       TUF_FAULT_FIELD_TYPE, "/meta", "an object", "\"x\"");
}

static void test_metadata_file_list_find_each_entry_is_found(void **state)
{
	struct tuf_file_list files = files_of(
		*state, "{\"m\":{},\"a\":{},\"z\":{},\"mm\":{},\"B\":{},\"\":{},\"\xc3\xa9\":{}}");
	static const char *const sorted[] = {"", "B", "a", "m", "mm", "z", "\xc3\xa9"};
	for (size_t i = 0; i < COUNT_OF(sorted); i++) {
		assert_string_equal(files.items[i].name, sorted[i]);
		assert_ptr_equal(tuf_file_list_find(&files, sorted[i]), &files.items[i]);
	}
	assert_null(tuf_file_list_find(&files, "A"));
	assert_null(tuf_file_list_find(&files, "mmm"));
}

static enum tuf_result require_hashes(struct fixture *fixture)
{
	struct tuf_node meta = tuf_node_member(&fixture->top, "meta");
	struct tuf_file_list files;
	assert_int_equal(tuf_file_list_parse(&fixture->reader, &meta, &files), TUF_OK);
	return tuf_file_list_require_hashes(&fixture->reader, &meta, &files, "a/b");
}

/* However little their names differ. */
static void test_metadata_file_list_find_is_by_name_in_any_order(void **state)
{
	static const char *const texts[] = {"{\"a\":{\"length\":1},\"b\":{\"length\":2}}",
					    "{\"b\":{\"length\":2},\"a\":{\"length\":1}}"};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_file_list files;
		fixture_load(fixture, texts[i]);
		assert_int_equal(tuf_file_list_parse(&fixture->reader, &fixture->top, &files), TUF_OK);
		assert_int_equal(tuf_file_list_find(&files, "a")->length, 1);
		assert_int_equal(tuf_file_list_find(&files, "b")->length, 2);
		assert_string_equal(files.items[0].name, "a");
	}
}

static void test_metadata_require_hashes_wrong_hashes_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/meta",
		 "null",
		 {TUF_FAULT_HASH_MISSING, "/meta/a~1b/hashes/sha256", "a sha256", "none"}},
		{"/meta",
		 "{}",
		 {TUF_FAULT_HASH_MISSING, "/meta/a~1b/hashes/sha256", "a sha256", "none"}},
		{"/meta/a~1b",
		 "null",
		 {TUF_FAULT_HASH_MISSING, "/meta/a~1b/hashes/sha256", "a sha256", "none"}},
		{"/meta/a~1b/hashes",
		 "null",
		 {TUF_FAULT_HASH_MISSING, "/meta/a~1b/hashes/sha256", "a sha256", "none"}},
		{"/meta/a~1b/hashes/sha256",
		 NULL,
		 {TUF_FAULT_HASH_MISSING, "/meta/a~1b/hashes/sha256", "a sha256", "none"}},
		{"/meta/a~1b/hashes/sha256",
		 "null",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha256", "32 bytes", "0 bytes"}},
		{"/meta/a~1b/hashes/sha256",
		 "\"\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha256", "32 bytes", "0 bytes"}},
		{"/meta/a~1b/hashes/sha256",
		 "\"" BYTES_31 "\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha256", "32 bytes", "31 bytes"}},
		{"/meta/a~1b/hashes/sha256",
		 "\"" BYTES_33 "\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha256", "32 bytes", "33 bytes"}},
		{"/meta/a~1b/hashes/sha512",
		 "null",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha512", "64 bytes", "0 bytes"}},
		{"/meta/a~1b/hashes/sha512",
		 "\"" BYTES_63 "\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha512", "64 bytes", "63 bytes"}},
		{"/meta/a~1b/hashes/sha512",
		 "\"" BYTES_65 "\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha512", "64 bytes", "65 bytes"}},
		{"/meta/a~1b/hashes/sha512",
		 "\"" BYTES_32 "\"",
		 {TUF_FAULT_HASH_SIZE, "/meta/a~1b/hashes/sha512", "64 bytes", "32 bytes"}},
	};
	check_rejections(*state,
			 "{\"meta\":{\"a/b\":{\"hashes\":{\"sha256\":\"" BYTES_32
			 "\",\"sha512\":\"" BYTES_64 "\"}}}}",
			 require_hashes, rows, COUNT_OF(rows));
}

static void test_metadata_require_hashes_other_algorithms_are_ignored(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture,
		     "{\"meta\":{\"a/b\":{\"hashes\":{\"md5\":\"Zg==\",\"sha256\":\"" BYTES_32
		     "\"}}}}");
	assert_int_equal(require_hashes(fixture), TUF_OK);
}

static void test_metadata_file_meta_is_known_by_a_hash_or_a_length(void **state)
{
	(void)state;
	assert_false(tuf_file_meta_is_known(NULL));
	assert_false(tuf_file_meta_is_known(&(struct tuf_file_meta){.name = "a"}));
	assert_true(tuf_file_meta_is_known(&(struct tuf_file_meta){.length = 1}));
	assert_true(tuf_file_meta_is_known(&(struct tuf_file_meta){.length = -1}));
	assert_true(tuf_file_meta_is_known(&(struct tuf_file_meta){.hash_count = 1}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_metadata_common_parse_fields_are_read),
		fixture_test(test_metadata_common_parse_version_limits_are_read),
		fixture_test(test_metadata_common_parse_expires_absent_or_null_is_none),
		fixture_test(test_metadata_common_parse_wrong_fields_are_refused),
		fixture_test(test_metadata_file_list_parse_entries_are_read_and_sorted),
		fixture_test(test_metadata_file_list_parse_null_hash_is_listed),
		fixture_test(test_metadata_file_list_parse_null_parts_are_absent),
		fixture_test(test_metadata_file_list_parse_absent_map_is_empty),
		fixture_test(test_metadata_file_list_parse_wrong_entries_are_refused),
		fixture_test(test_metadata_file_list_parse_map_of_other_kind_is_refused),
		fixture_test(test_metadata_file_list_find_each_entry_is_found),
		fixture_test(test_metadata_file_list_find_is_by_name_in_any_order),
		fixture_test(test_metadata_require_hashes_wrong_hashes_are_refused),
		fixture_test(test_metadata_require_hashes_other_algorithms_are_ignored),
		fixture_test(test_metadata_file_meta_is_known_by_a_hash_or_a_length),
	};
	return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
