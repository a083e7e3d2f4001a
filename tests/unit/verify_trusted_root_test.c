/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A root that the user trusts: reading it, and whether root.json follows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verify/history.h"
#include "verify/trusted_root.h"
#include "verify_rotation_support.h"

struct fixture {
	struct support_repository repository;
	struct tuf_key keys[8]; /* by version */
	char path[64];          /* of the trusted root */
	struct tufcheck_trusted_root *trusted;
	struct tufcheck_problem problem;
};

static void make_key(struct fixture *fixture, size_t version, const char *name)
{
	fixture->keys[version] = make_root_key(&fixture->repository.arena, version, name);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	for (size_t i = 1; i < COUNT_OF(fixture->keys); i++)
		make_key(fixture, i, SUPPORT_GUN);
	(void)snprintf(fixture->path, sizeof(fixture->path), "trusted-root-XXXXXX");
	int descriptor = mkstemp(fixture->path);
	assert_true(descriptor >= 0);
	assert_int_equal(close(descriptor), 0);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tufcheck_trusted_root_free(fixture->trusted);
	support_repository_clear(&fixture->repository);
	(void)unlink(fixture->path);
	free(fixture);
	return 0;
}

static void become(struct fixture *fixture, size_t version)
{
	become_version(&fixture->repository, fixture->keys, version);
}

static struct support_file *put(struct fixture *fixture, const char *file)
{
	struct support_role *root = support_get_role(&fixture->repository, "root");
	return support_put_signed(&fixture->repository, file, root->content, root->signers,
	                          root->signer_count);
}

static void keep(struct fixture *fixture, size_t version)
{
	char file[32];
	(void)snprintf(file, sizeof(file), "%zu.root.json", version);
	become(fixture, version);
	put(fixture, file)->root_version = (int64_t)version;
}

static enum tufcheck_result read_bytes(struct fixture *fixture, const void *bytes, size_t length)
{
	FILE *stream = fopen(fixture->path, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, length, stream), length);
	assert_int_equal(fclose(stream), 0);
	tufcheck_trusted_root_free(fixture->trusted);
	fixture->trusted = NULL;
	fixture->problem = (struct tufcheck_problem){.line = 99};
	return tufcheck_trusted_root_read(fixture->path, &fixture->problem, &fixture->trusted);
}

/* Reads what the root is now. */
static enum tufcheck_result read_root(struct fixture *fixture)
{
	const struct support_file *file = put(fixture, "elsewhere.json");
	return read_bytes(fixture, file->bytes, file->length);
}

static void trust(struct fixture *fixture, size_t version)
{
	become(fixture, version);
	assert_int_equal(read_root(fixture), TUFCHECK_OK);
	fixture->repository.trusted_root = fixture->trusted;
}

static void verify(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_verify(&fixture->repository);
}

#define FINDINGS (&fixture->repository.evidence.findings)
#define POLICY (fixture->repository.verdict.answers[TUFCHECK_CHECK_POLICY])
#define STATUS (fixture->repository.verdict.status)

/* ---- reading it ---- */

static void test_trusted_root_read_names_what_its_certificates_name(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 1);
	assert_true(tufcheck_trusted_root_names(fixture->trusted, SUPPORT_GUN));
	assert_false(tufcheck_trusted_root_names(fixture->trusted, SUPPORT_GUN "/below"));
	assert_false(tufcheck_trusted_root_names(fixture->trusted, ""));
	assert_false(tufcheck_trusted_root_names(fixture->trusted, NULL));
	assert_false(tufcheck_trusted_root_names(NULL, SUPPORT_GUN));
	make_key(fixture, 1, "registry.example.com/team/*");
	trust(fixture, 1);
	assert_true(tufcheck_trusted_root_names(fixture->trusted, "registry.example.com/team/a"));
	assert_false(tufcheck_trusted_root_names(fixture->trusted, "registry.example.com/other"));
	make_key(fixture, 1, "*");
	trust(fixture, 1);
	assert_true(tufcheck_trusted_root_names(fixture->trusted, "anything"));
	assert_false(tufcheck_trusted_root_names(fixture->trusted, ""));
}

static void test_trusted_root_tells_which_file_it_was_read_from(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 1);
	const struct tufcheck_input *input = tufcheck_trusted_root_get_input(fixture->trusted);
	assert_non_null(input);
	assert_string_equal(input->path, fixture->path);
	assert_int_equal(input->length,
	                 support_get_file(&fixture->repository, "elsewhere.json")->length);
	assert_null(tufcheck_trusted_root_get_input(NULL));
}

static void test_trusted_root_read_of_no_file_says_why(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_trusted_root *root = NULL;
	assert_int_equal(tufcheck_trusted_root_read("no-such-file", &fixture->problem, &root),
	                 TUFCHECK_NOT_FOUND);
	assert_string_equal(fixture->problem.message, "the file does not exist");
	assert_int_equal(tufcheck_trusted_root_read(".", &fixture->problem, &root),
	                 TUFCHECK_UNREADABLE);
	assert_string_equal(fixture->problem.message, "expected a file, is a folder");
	assert_int_equal(tufcheck_trusted_root_read("no-such-file", NULL, &root),
	                 TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_trusted_root_read("", NULL, &root), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_trusted_root_read(NULL, NULL, &root), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_trusted_root_read(".", NULL, NULL), TUFCHECK_BAD_CALL);
	assert_null(root);
}

static void test_trusted_root_read_of_no_root_says_why(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_bytes(fixture, "", 0), TUFCHECK_INVALID);
	assert_int_equal(read_bytes(fixture, "x", 1), TUFCHECK_INVALID);
	assert_non_null(strstr(fixture->problem.message, "it is no root: expected a JSON document; line 1"));
	assert_int_equal(fixture->problem.line, 0);
	static const char other[] = "{\"signed\":{\"_type\":\"Targets\"},\"signatures\":[]}";
	assert_int_equal(read_bytes(fixture, other, strlen(other)), TUFCHECK_INVALID);
	assert_string_equal(fixture->problem.message,
	                    "it is no root: /signed/_type: expected Root, found \"Targets\"");
	assert_null(fixture->trusted);
	/* what it says is cut off, but whole characters are left */
	char many[2001] = "";
	for (size_t i = 0; i + 1 < sizeof(many); i += 2)
		memcpy(many + i, "\xc3\xa9", 2);
	const char *text = tuf_arena_format(&fixture->repository.arena,
	                                    "{\"signed\":{\"_type\":\"%s\"},\"signatures\":[]}",
	                                    many);
	assert_non_null(text);
	assert_int_equal(read_bytes(fixture, text, strlen(text)), TUFCHECK_INVALID);
	size_t length = strlen(fixture->problem.message);
	assert_true(length < sizeof(fixture->problem.message));
	assert_int_not_equal((unsigned char)fixture->problem.message[length - 1], 0xc3);
}

static void test_trusted_root_read_of_root_not_signed_by_itself_is_invalid(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	assert_int_equal(read_root(fixture), TUFCHECK_INVALID);
	assert_string_equal(fixture->problem.message,
	                    "it is not signed as it demands: expected valid signatures by 1 of its "
	                    "root keys, found 0");
	support_get_role(&fixture->repository, "root")->signer_count = 0;
	assert_int_equal(read_root(fixture), TUFCHECK_INVALID);
}

/* ---- following it ---- */

static void test_trusted_root_of_any_version_on_the_way_passes(void **state)
{
	struct fixture *fixture = *state;
	for (size_t version = 1; version <= 4; version++) {
		trust(fixture, version);
		for (size_t i = 1; i < 4; i++)
			keep(fixture, i);
		become(fixture, 4);
		verify(fixture);
		assert_no_findings(FINDINGS);
		assert_int_equal(POLICY, TUFCHECK_ANSWER_PASS);
		assert_int_equal(STATUS, TUFCHECK_STATUS_TRUSTED);
	}
}

static void test_trusted_root_of_other_repository_is_not_asked(void **state)
{
	struct fixture *fixture = *state;
	make_key(fixture, 1, "another");
	trust(fixture, 1);
	become(fixture, 4);
	verify(fixture);
	assert_no_findings(FINDINGS);
	assert_int_equal(POLICY, TUFCHECK_ANSWER_NONE);
}

/* The gap is an error even where signatures bridge it: every version is wanted. */
static void test_trusted_root_behind_a_gap_is_not_reached(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 1);
	become(fixture, 3);
	support_add_signer(&fixture->repository, "root", fixture->keys[1].id, pkey_of(1));
	verify(fixture);
	assert_findings(FINDINGS, TC_TRUSTED_ROOT_NOT_REACHED);
	assert_string_equal(FINDINGS->first->finding.actual, "no version 2");
	assert_int_equal(POLICY, TUFCHECK_ANSWER_FAIL);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(support_evidence(&fixture->repository, "root")->status,
	                 TUFCHECK_ROLE_VALID);
	/* nor does a later one */
	keep(fixture, 2);
	keep(fixture, 4);
	become(fixture, 5);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_GAP, TC_TRUSTED_ROOT_NOT_REACHED);
	assert_string_equal(FINDINGS->last->finding.file, "4.root.json");
	assert_string_equal(FINDINGS->last->finding.actual, "no version 3");
}

/* Whoever plants a history of their own does not have the trusted root's keys. */
static void test_trusted_root_of_other_keys_is_not_reached(void **state)
{
	struct fixture *fixture = *state;
	const struct tuf_key first = fixture->keys[1];
	fixture->keys[1] = fixture->keys[7];
	become(fixture, 1);
	support_drop_keys(&fixture->repository, "root");
	support_trust_key(&fixture->repository, "root", &fixture->keys[7], pkey_of(7));
	assert_int_equal(read_root(fixture), TUFCHECK_OK);
	fixture->repository.trusted_root = fixture->trusted;
	fixture->keys[1] = first;
	keep(fixture, 2);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_TRUSTED_ROOT_NOT_REACHED);
	assert_string_equal(FINDINGS->first->finding.file, "2.root.json");
	assert_string_equal(FINDINGS->first->finding.actual, "by 0");
	/* which is no fault of the root's own */
	assert_int_equal(support_evidence(&fixture->repository, "root")->status,
	                 TUFCHECK_ROLE_VALID);
	/* or they plant another root of its version */
	keep(fixture, 1);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_TRUSTED_ROOT_MISMATCH);
	assert_string_equal(FINDINGS->first->finding.file, "1.root.json");
	assert_int_equal(POLICY, TUFCHECK_ANSWER_FAIL);
}

/* Where the history breaks, it is not said as well that it does not lead to the trusted root. */
static void test_trusted_root_before_a_break_is_not_asked_for(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 2);
	keep(fixture, 2);
	become(fixture, 3);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
}

static void test_trusted_root_newer_than_root_fails(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 4);
	keep(fixture, 1);
	become(fixture, 2);
	verify(fixture);
	assert_findings(FINDINGS, TC_TRUSTED_ROOT_NEWER);
	assert_string_equal(FINDINGS->first->finding.message,
	                    "root.json is version 2, older than the trusted root, version 4");
	assert_int_equal(POLICY, TUFCHECK_ANSWER_FAIL);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

/* Where the chain itself does not hold, the demand is not met either. */
static void test_trusted_root_of_broken_chain_is_unknown(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	verify(fixture);
	assert_int_equal(POLICY, TUFCHECK_ANSWER_UNKNOWN);
	support_put(&fixture->repository, "2.root.json", "{", 1)->root_version = 2;
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_JSON_TRUNCATED);
	assert_int_equal(POLICY, TUFCHECK_ANSWER_UNKNOWN);
	support_remove(&fixture->repository, "root.json");
	support_verify(&fixture->repository);
	assert_int_equal(POLICY, TUFCHECK_ANSWER_UNKNOWN);
	assert_int_equal(STATUS, TUFCHECK_STATUS_INCOMPLETE);
}

/* A policy that passes does not hide that something is missing. */
static void test_trusted_root_of_incomplete_repository_is_incomplete(void **state)
{
	struct fixture *fixture = *state;
	trust(fixture, 1);
	become(fixture, 1);
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "timestamp.json");
	support_verify(&fixture->repository);
	assert_int_equal(POLICY, TUFCHECK_ANSWER_UNKNOWN);
	assert_int_equal(STATUS, TUFCHECK_STATUS_INCOMPLETE);
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_trusted_root_read_names_what_its_certificates_name),
		fixture_test(test_trusted_root_tells_which_file_it_was_read_from),
		fixture_test(test_trusted_root_read_of_no_file_says_why),
		fixture_test(test_trusted_root_read_of_no_root_says_why),
		fixture_test(test_trusted_root_read_of_root_not_signed_by_itself_is_invalid),
		fixture_test(test_trusted_root_of_any_version_on_the_way_passes),
		fixture_test(test_trusted_root_of_other_repository_is_not_asked),
		fixture_test(test_trusted_root_behind_a_gap_is_not_reached),
		fixture_test(test_trusted_root_of_other_keys_is_not_reached),
		fixture_test(test_trusted_root_before_a_break_is_not_asked_for),
		fixture_test(test_trusted_root_newer_than_root_fails),
		fixture_test(test_trusted_root_of_broken_chain_is_unknown),
		fixture_test(test_trusted_root_of_incomplete_repository_is_incomplete),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
