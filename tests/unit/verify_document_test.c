/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/tufcheck.h"
#include "verify_support.h"

#define METADATA TUFCHECK_TESTDATA "/notary/trust/tuf/registry.example.com/team/app/metadata"

struct fixture {
	char path[64]; /* of a file that tests write */
	struct tufcheck_untrusted_document *document;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/document-XXXXXX", P_tmpdir);
	int descriptor = mkstemp(fixture->path);
	assert_true(descriptor >= 0);
	close(descriptor);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tufcheck_untrusted_document_free(fixture->document);
	(void)unlink(fixture->path);
	free(fixture);
	return 0;
}

static enum tufcheck_result read_path(struct fixture *fixture, const char *path)
{
	tufcheck_untrusted_document_free(fixture->document);
	fixture->document = NULL;
	return tufcheck_untrusted_document_read(path, &fixture->document);
}

static enum tufcheck_result read_text(struct fixture *fixture, const char *text)
{
	int descriptor = open(fixture->path, O_WRONLY | O_TRUNC);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	close(descriptor);
	return read_path(fixture, fixture->path);
}

static const struct tufcheck_untrusted_content *content(const struct fixture *fixture)
{
	return tufcheck_untrusted_document_get_content(fixture->document);
}

static void test_document_of_every_type_is_decoded(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *file, *type;
		size_t keys, roles, targets;
	} cases[] = {
		{METADATA "/root.json", "Root", 4, 4, 0},
		{METADATA "/timestamp.json", "Timestamp", 0, 0, 1},
		{METADATA "/snapshot.json", "Snapshot", 0, 0, 8},
		{METADATA "/targets.json", "Targets", 7, 6, 3},
		{METADATA "/targets/releases.json", "Targets", 1, 1, 7},
		{METADATA "/targets/alice.json", "Targets", 0, 0, 3},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read_path(fixture, cases[i].file), TUFCHECK_OK);
		const struct tufcheck_untrusted_content *got = content(fixture);
		assert_null(tufcheck_untrusted_document_get_finding(fixture->document));
		assert_string_equal(got->path, cases[i].file);
		assert_string_equal(got->type, cases[i].type);
		assert_int_equal(strlen(got->sha256), 64);
		assert_true(got->length > 0);
		assert_true(got->version >= 1);
		assert_true(got->has_expires);
		assert_true(got->signature_count >= 1);
		if (got->key_count != cases[i].keys || got->role_count != cases[i].roles ||
		    got->target_count != cases[i].targets)
			fail_msg("%s: %zu keys, %zu roles, %zu targets", cases[i].file,
			         got->key_count, got->role_count, got->target_count);
	}
}

/* Nothing was checked, and nothing looks as if it had been. */
static void test_document_signatures_are_never_valid(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_path(fixture, METADATA "/root.json"), TUFCHECK_OK);
	const struct tufcheck_untrusted_content *got = content(fixture);
	for (size_t i = 0; i < got->signature_count; i++) {
		assert_false(got->signatures[i].valid);
		assert_string_equal(got->signatures[i].reason, "not checked");
	}
	for (size_t i = 0; i < got->role_count; i++) {
		assert_int_equal(got->roles[i].status, TUFCHECK_ROLE_INVALID);
		assert_int_equal(got->roles[i].valid_signatures, 0);
	}
}

static void test_document_that_is_no_metadata_says_why(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *text, *finding;
	} cases[] = {
		{"", "file-empty"},
		{"{", "json-truncated"},
		{"nonsense", "json-syntax"},
		{"{}", "field-missing"},
		{"{\"signed\":{},\"signatures\":[]}", "role-type"},
		{"{\"signed\":{\"_type\":\"Other\"},\"signatures\":[]}", "role-type"},
		{"{\"signed\":{\"_type\":7},\"signatures\":[]}", "field-type"},
		{"{\"signed\":{\"_type\":\"Root\",\"version\":0},\"signatures\":[]}",
		 "version-invalid"},
		{"{\"signed\":{\"_type\":\"Timestamp\",\"version\":0},\"signatures\":[]}",
		 "version-invalid"},
		{"{\"signed\":{\"_type\":\"Snapshot\",\"version\":0},\"signatures\":[]}",
		 "version-invalid"},
		{"{\"signed\":{\"_type\":\"Targets\",\"version\":0},\"signatures\":[]}",
		 "version-invalid"},
		{"{\"signed\":{\"_type\":\"Targets\",\"version\":1,\"delegations\":{\"roles\":[{"
		 "\"name\":\"x\"}]}},\"signatures\":[]}",
		 "delegation-name"},
		{"{\"signed\":{\"_type\":\"Targets\",\"version\":1,\"delegations\":{\"roles\":[7]}},"
		 "\"signatures\":[]}",
		 "field-type"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		if (read_text(fixture, cases[i].text) != TUFCHECK_INVALID)
			fail_msg("%s is taken", cases[i].text);
		const struct tufcheck_finding *finding =
			tufcheck_untrusted_document_get_finding(fixture->document);
		assert_non_null(finding);
		assert_string_equal(finding->id, cases[i].finding);
		assert_int_equal(content(fixture)->length, strlen(cases[i].text));
		assert_int_equal(strlen(content(fixture)->sha256), 64);
		assert_string_equal(content(fixture)->path, fixture->path);
	}
}

static void test_document_of_unknown_type_says_which_there_are(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_text(fixture, "{\"signed\":{\"_type\":\"Other\"},\"signatures\":[]}"),
	                 TUFCHECK_INVALID);
	const struct tufcheck_finding *finding =
		tufcheck_untrusted_document_get_finding(fixture->document);
	assert_string_equal(finding->expected, "Root, Timestamp, Snapshot or Targets");
	assert_string_equal(finding->actual, "\"Other\"");
}

static void test_document_shows_digests_that_are_listed(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(
		read_text(fixture, "{\"signed\":{\"_type\":\"Targets\",\"version\":1,\"targets\":{"
	                           "\"v1\":{\"hashes\":{\"sha512\":\"AA==\"},\"length\":7},"
	                           "\"v2\":{\"hashes\":{\"sha256\":\"AQI=\"},\"length\":8}}},"
	                           "\"signatures\":[]}"),
		TUFCHECK_OK);
	const struct tufcheck_untrusted_content *got = content(fixture);
	assert_int_equal(got->target_count, 2);
	assert_string_equal(got->targets[0].name, "v1");
	assert_int_equal(got->targets[0].length, 7);
	assert_null(got->targets[0].sha256);
	assert_string_equal(got->targets[1].sha256, "0102");
}

/* The name of the role is guessed from its delegations, however deep. */
static void test_document_of_delegation_is_decoded(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(
		read_text(fixture,
	                  "{\"signed\":{\"_type\":\"Targets\",\"version\":3,\"delegations\":{"
	                  "\"keys\":{},\"roles\":[{\"name\":\"targets/a/b/c\",\"keyids\":[],"
	                  "\"threshold\":1,\"paths\":[\"\"]}]}},\"signatures\":[]}"),
		TUFCHECK_OK);
	assert_int_equal(content(fixture)->role_count, 1);
	assert_string_equal(content(fixture)->roles[0].name, "targets/a/b/c");
	assert_int_equal(content(fixture)->version, 3);
	assert_false(content(fixture)->has_expires);
}

static void test_document_that_cannot_be_read_is_none(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_path(fixture, METADATA "/none.json"), TUFCHECK_NOT_FOUND);
	assert_null(fixture->document);
	assert_int_equal(read_path(fixture, METADATA), TUFCHECK_UNREADABLE);
	assert_null(fixture->document);
	assert_int_equal(unlink(fixture->path), 0);
	assert_int_equal(mkfifo(fixture->path, 0644), 0);
	assert_int_equal(read_path(fixture, fixture->path), TUFCHECK_UNREADABLE);
	assert_null(fixture->document);
}

static void test_document_calls_without_arguments_are_bad(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(tufcheck_untrusted_document_read(NULL, &fixture->document),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_untrusted_document_read("", &fixture->document),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_untrusted_document_read("x", NULL), TUFCHECK_BAD_CALL);
	assert_null(tufcheck_untrusted_document_get_content(NULL));
	assert_null(tufcheck_untrusted_document_get_finding(NULL));
	tufcheck_untrusted_document_free(NULL);
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_document_of_every_type_is_decoded),
		fixture_test(test_document_signatures_are_never_valid),
		fixture_test(test_document_that_is_no_metadata_says_why),
		fixture_test(test_document_of_unknown_type_says_which_there_are),
		fixture_test(test_document_shows_digests_that_are_listed),
		fixture_test(test_document_of_delegation_is_decoded),
		fixture_test(test_document_that_cannot_be_read_is_none),
		fixture_test(test_document_calls_without_arguments_are_bad),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
