/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one repository may have in all: bytes of files, and delegations. What is
 * beyond is not looked at, and nothing rests on the rest.
 */
#include <stdio.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/budget.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define NIGHTLY "targets/releases/nightly"

static const char *const everything[] = {"", NULL};

/* The second root, of a repository with a delegation, below which there is one more. */
static int setup(void **state)
{
	int failed = support_setup(state);
	struct support_repository *repository = *state;
	support_add_delegation(repository, RELEASES, 4, everything);
	support_add_delegation(repository, NIGHTLY, 5, everything);
	struct support_role *root = support_get_role(repository, "root");
	support_put_signed(repository, "1.root.json", root->content, root->signers,
	                   root->signer_count)
		->root_version = 1;
	support_set(repository, "root", "version", json_integer(2));
	return failed;
}

/* ---- bytes ---- */

static size_t count_bytes(const struct support_repository *repository)
{
	size_t bytes = 0;
	for (size_t i = 0; i < repository->file_count; i++)
		bytes += repository->files[i].length;
	return bytes;
}

static void test_limit_bytes_of_all_files_together_are_enough(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	repository->byte_budget = count_bytes(repository);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	assert_true(repository->evidence.root_history.complete);
	assert_int_equal(repository->evidence.budget.bytes, 0);
}

/* A file that is not paid for is as one that was not read, and says nothing. */
static void check_unread(const struct support_repository *repository)
{
	const struct tc_finding_list *findings = &repository->evidence.findings;
	const struct tufcheck_finding *limit = NULL;
	assert_int_equal(support_count(findings, TC_LIMIT_EXCEEDED, &limit), 1);
	assert_non_null(strstr(limit->message, "not all of it was checked"));
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(support_count(findings, TC_ROOT_MISNAMED, NULL), 0);
	assert_int_equal(support_count(findings, TC_JSON_SYNTAX, NULL), 0);
	for (const struct tc_role_evidence *role = repository->evidence.roles; role;
	     role = role->next) {
		if (role->content.status == TC_READ_OK)
			continue;
		assert_null(role->content.bytes);
		assert_false(role->is_parsed);
		assert_int_equal(role->status, TUFCHECK_ROLE_INVALID);
	}
}

static void test_limit_fewer_bytes_leave_files_unread(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	size_t all = count_bytes(repository);
	for (size_t i = 0; i < repository->file_count; i++)
		repository->files[i].limit = 0;
	for (size_t budget = all - 1; budget >= 64; budget -= 64) {
		repository->byte_budget = budget;
		support_verify(repository);
		check_unread(repository);
	}
}

static void test_limit_bytes_for_the_root_alone_break_its_history(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	repository->byte_budget = support_get_file(repository, "root.json")->length;
	support_get_file(repository, "timestamp.json")->limit = 0;
	support_verify(repository);
	check_unread(repository);
	/* what there is nothing left for is not even opened */
	assert_int_equal(support_get_file(repository, "timestamp.json")->limit, 0);
	assert_true(support_evidence(repository, "root")->is_parsed);
	assert_int_equal(support_evidence(repository, "root")->status, TUFCHECK_ROLE_INVALID);
	assert_false(repository->evidence.root_history.complete);
	assert_int_equal(repository->evidence.root_history.oldest, 0);
}

/* ---- work ---- */

/* Keys that nothing is held against are decoded too, for reports tell of them. */
static void test_limit_work_is_of_all_keys_and_signatures(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	size_t without = TUF_MAX_WORK - repository->evidence.budget.work;
	support_add_delegation(repository, "targets/unpublished", 6, everything)->is_unlisted = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_UNPUBLISHED);
	size_t needed = TUF_MAX_WORK - repository->evidence.budget.work;
	assert_int_equal(needed, without + tc_work_of_key(0));
	repository->work_budget = needed;
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_UNPUBLISHED);
	assert_int_equal(repository->evidence.budget.work, 0);
	for (size_t budget = needed - 1; budget > 0; budget--) {
		repository->work_budget = budget;
		support_verify(repository);
		assert_int_equal(
			support_count(&repository->evidence.findings, TC_LIMIT_EXCEEDED, NULL), 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	}
}

/* ---- delegations ---- */

/* Lets targets/releases define count roles that nobody has published, instead of its own. */
static void define(struct support_repository *repository, size_t count)
{
	json_t *definition = json_deep_copy(support_get_definition(repository, NIGHTLY));
	json_t *delegations = json_object_get(
		support_get_role(repository, RELEASES)->content, "delegations");
	json_t *roles = json_array();
	for (size_t i = 0; i < count; i++) {
		char name[64];
		(void)snprintf(name, sizeof(name), RELEASES "/n%zu", i);
		json_object_set_new(definition, "name", json_string(name));
		json_array_append_new(roles, json_copy(definition));
	}
	json_object_set_new(delegations, "roles", roles);
	json_decref(definition);
}

static void test_limit_delegations_up_to_it_are_all_looked_at(void **state)
{
	struct support_repository *repository = *state;
	define(repository, TUF_MAX_DELEGATIONS - 1);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(support_count(&repository->evidence.findings, TC_LIMIT_EXCEEDED, NULL), 0);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(repository->evidence.role_count, TUF_MAX_DELEGATIONS + TUF_TOP_COUNT);
}

static void test_limit_delegations_beyond_it_are_told_once(void **state)
{
	struct support_repository *repository = *state;
	define(repository, TUF_MAX_DELEGATIONS);
	support_add_delegation(repository, "targets/zero", 6, everything);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	const struct tufcheck_finding *limit = NULL;
	assert_int_equal(support_count(&repository->evidence.findings, TC_LIMIT_EXCEEDED, &limit), 1);
	assert_string_equal(limit->role, RELEASES);
	assert_string_equal(limit->pointer, "/signed/delegations/roles");
	assert_string_equal(limit->expected, "at most 10000 delegations");
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(repository->evidence.role_count, TUF_MAX_DELEGATIONS + TUF_TOP_COUNT);
	/* neither the role that defines what was not looked at is sound, nor the one above it */
	assert_int_equal(support_evidence(repository, RELEASES)->status, TUFCHECK_ROLE_INVALID);
	assert_int_equal(support_evidence(repository, "targets")->status, TUFCHECK_ROLE_INVALID);
	assert_null(support_find_evidence(repository, "targets/zero"));
}

int main(void)
{
#define limit_test(function) cmocka_unit_test_setup_teardown(function, setup, support_teardown)
	const struct CMUnitTest tests[] = {
		limit_test(test_limit_bytes_of_all_files_together_are_enough),
		limit_test(test_limit_fewer_bytes_leave_files_unread),
		limit_test(test_limit_bytes_for_the_root_alone_break_its_history),
		limit_test(test_limit_work_is_of_all_keys_and_signatures),
		limit_test(test_limit_delegations_up_to_it_are_all_looked_at),
		limit_test(test_limit_delegations_beyond_it_are_told_once),
	};
	return cmocka_run_group_tests_name("verify_limit", tests, NULL, NULL);
}
