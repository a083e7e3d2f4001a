/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an archive: what it says of the files, and that it is right.
 */
#include "verify_archive_support.h"

static void test_manifest_right_is_read(void **state)
{
	struct fixture *fixture = *state;
	begin_with_manifest(fixture, HEAD FILE_OF_ROOT "],\"notArchived\":[" NAME_OF_STRAY
	                                               ",{\"path\":\"../out\"}]}");
	assert_read(fixture);
	const struct tufcheck_archive *facts = &fixture->archive->facts;
	assert_true(facts->has_manifest);
	assert_string_equal(facts->evaluated_at, "2026-06-01T00:00:00Z");
	assert_int_equal(facts->input_count, 0);
	assert_int_equal(facts->name_count, 2);
	assert_int_equal(tc_archive_get_below(fixture->archive, "trust/tuf/a/metadata").count, 2);
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, "trust/tuf/a/metadata/stray", 8,
	                                      &read),
	                 TUF_OK);
	assert_int_equal(read.status, TC_READ_NOT_REGULAR);
	assert_string_equal(read.actual, "a name without contents in the manifest");
}

static void test_manifest_slash_at_end_is_closed(void **state)
{
	struct fixture *fixture = *state;
	begin_with_manifest(fixture, HEAD FILE_OF_ROOT "],\"notArchived\":[" NAME_OF_STRAY
	                                               ",{\"path\":\"trust/tuf/b/metadata/\"}]}");
	assert_read(fixture);
	const struct tc_member *closed = tc_archive_find(fixture->archive, "trust/tuf/b/metadata");
	assert_non_null(closed);
	assert_int_equal(closed->kind, TC_MEMBER_FOLDER);
	assert_true(closed->is_closed);
	const struct tc_member *stray =
		tc_archive_find(fixture->archive, "trust/tuf/a/metadata/stray");
	assert_non_null(stray);
	assert_false(stray->is_closed);
}

static void test_manifest_wrong_is_refused(void **state)
{
	static const struct {
		const char *manifest;
		const char *member;
		const char *actual;
	} rows[] = {
		{HEAD "{\"path\":\"" ROOT "\",\"length\":9,\"sha256\":\"" SHA256_OF_ROOT "\"}]}", ROOT,
	         "8 bytes"},
		{HEAD "{\"path\":\"" ROOT "\",\"length\":-1,\"sha256\":\"" SHA256_OF_ROOT "\"}]}", ROOT,
	         "8 bytes"},
		{HEAD "{\"path\":\"" ROOT "\",\"length\":8,\"sha256\":\"00\"}]}", ROOT,
	         "sha256 " SHA256_OF_ROOT},
		{HEAD "]}", ROOT, "one that the manifest does not have"},
		{HEAD "{\"path\":\"a\"}," FILE_OF_ROOT "]}", "a", "none"},
		{HEAD FILE_OF_ROOT ",{\"path\":\"zzz\"}]}", "zzz", "none"},
		{HEAD "{\"path\":\"trust\"}," FILE_OF_ROOT "]}", "trust", "none"},
		{HEAD FILE_OF_ROOT "," FILE_OF_ROOT "]}", "manifest.json",
	         "another order at /files/1/path"},
		{HEAD FILE_OF_ROOT "],\"notArchived\":[{\"path\":\"" ROOT "\"}]}", ROOT,
	         "another entry of the same path"},
		{"{\"schemaVersion\":2,\"files\":[" FILE_OF_ROOT "]}", "manifest.json",
	         "2 at /schemaVersion"},
		{"{\"files\":[" FILE_OF_ROOT "]}", "manifest.json", "nothing at /schemaVersion"},
		{"{\"schemaVersion\":\"1\",\"files\":[" FILE_OF_ROOT "]}", "manifest.json",
	         "\"1\" at /schemaVersion"},
		{"{\"schemaVersion\":1,\"evaluatedAt\":1,\"files\":[" FILE_OF_ROOT "]}",
	         "manifest.json", "1 at /evaluatedAt"},
		{HEAD "{\"path\":1}]}", "manifest.json", "1 at /files/0/path"},
		{HEAD "{\"path\":\"" ROOT "\",\"sha256\":1,\"length\":8,\"kind\":\"\"}]}",
	         "manifest.json", "1 at /files/0/sha256"},
		{HEAD "{\"path\":\"" ROOT "\",\"sha256\":\"\",\"kind\":2,\"length\":8}]}",
	         "manifest.json", "2 at /files/0/kind"},
		{HEAD "{\"path\":\"" ROOT "\",\"sha256\":\"\",\"kind\":\"\",\"length\":\"8\"}]}",
	         "manifest.json", "\"8\" at /files/0/length"},
		{HEAD FILE_OF_ROOT "],\"notArchived\":1}", "manifest.json", "1 at /notArchived"},
		{HEAD FILE_OF_ROOT "],\"notArchived\":[1,{\"path\":\"a\"}]}", "manifest.json",
	         "1 at /notArchived/0"},
		{HEAD FILE_OF_ROOT "],\"notArchived\":[{\"path\":1},{\"path\":\"a\"}]}",
	         "manifest.json", "1 at /notArchived/0/path"},
		{"{\"schemaVersion\":1,\"files\":{}}", "manifest.json", "an object at /files"},
		{"{\"schemaVersion\":1,\"files\":[1]}", "manifest.json", "1 at /files/0"},
		{"[]", "manifest.json", "an array at "},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin_with_manifest(fixture, rows[i].manifest);
		assert_refused(fixture, rows[i].member, rows[i].actual);
	}
}

#define manifest_test(function)                                                                    \
	cmocka_unit_test_setup_teardown(function, setup, remove_archive)

int main(void)
{
	const struct CMUnitTest tests[] = {
		manifest_test(test_manifest_right_is_read),
		manifest_test(test_manifest_slash_at_end_is_closed),
		manifest_test(test_manifest_wrong_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
