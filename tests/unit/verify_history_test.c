/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roots before the present one: that each follows from the one before it.
 * verify_history_newer_test.c has those that are not older.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify_history_support.h"

/* As many files as there may be, all of them newer by their names, and none of them there. */
static enum tuf_result list_enough(void *context, const struct tc_root_file **ret_files,
                                   size_t *ret_count, int *ret_error)
{
	static struct tc_root_file files[TUF_MAX_ROOT_FILES];
	(void)context;
	for (size_t i = 0; i < TUF_MAX_ROOT_FILES; i++)
		files[i] = (struct tc_root_file){.file = "9.root.json", .version = 9};
	*ret_files = files;
	*ret_count = TUF_MAX_ROOT_FILES;
	*ret_error = 0;
	return TUF_OK;
}

static enum tuf_result list_too_many(void *context, const struct tc_root_file **ret_files,
                                     size_t *ret_count, int *ret_error)
{
	(void)context;
	*ret_files = NULL;
	*ret_count = TUF_MAX_ROOT_FILES + 1;
	*ret_error = 0;
	return TUF_OK;
}

static void test_history_good_chain_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	for (size_t version = 1; version < 5; version++)
		keep(fixture, version);
	become(fixture, 5);
	verify(fixture);
	assert_no_findings(FINDINGS);
	assert_int_equal(STATUS, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(HISTORY.oldest, 1);
	assert_int_equal(HISTORY.newest, 5);
	assert_true(HISTORY.complete);
}

static void test_history_old_root_not_signed_by_itself_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	keep_as(fixture, "2.root.json", 2);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_UNSIGNED);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->file, "2.root.json");
	assert_string_equal(finding->expected, "valid signatures by 1 acceptable root keys of its own");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(HISTORY.oldest, 1);
	assert_int_equal(HISTORY.newest, 3);
	assert_false(HISTORY.complete);
}

/* What is not signed by itself is told of once, and nothing of what it would lead to. */
static void test_history_old_root_without_signatures_is_told_once(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signer_count = 0;
	keep_as(fixture, "2.root.json", 2);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_UNSIGNED);
	assert_int_equal(HISTORY.oldest, 1);
}

/* Nobody needs to have signed a root that is planted before the first one. */
static void test_history_planted_root_without_signatures_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 1);
	support_get_role(&fixture->repository, "root")->signer_count = 0;
	keep_as(fixture, "1.root.json", 1);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_UNSIGNED);
	assert_int_equal(HISTORY.oldest, 0);
}

static void test_history_too_long_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	fixture->repository.source.list_roots = list_too_many;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_TOO_LONG);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_as_long_as_it_may_be_is_read(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	fixture->repository.source.list_roots = list_enough;
	verify(fixture);
	assert_findings(FINDINGS, TC_FILE_MISSING);
}

static void test_history_absent_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 5);
	verify(fixture);
	assert_no_findings(FINDINGS);
}

/* ---- older versions ---- */

/* The current root is not signed by the key of the one before it. */
static void test_history_broken_rotation_to_current_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->file, "root.json");
	assert_string_equal(finding->pointer, "/signatures");
	assert_string_equal(finding->expected, "valid signatures by 1 root keys of 1.root.json");
	assert_string_equal(finding->actual, "by 0");
	assert_int_equal(support_evidence(&fixture->repository, "root")->status,
	                 TUFCHECK_ROLE_INVALID);
}

static void test_history_broken_rotation_between_old_roots_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	keep_as(fixture, "2.root.json", 2);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
	assert_string_equal(FINDINGS->first->finding.file, "2.root.json");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_damaged_signature_of_old_key_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signers[1].is_damaged = true;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
}

static void test_history_old_threshold_of_two_needs_both_old_keys(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	become(fixture, 1);
	support_trust_key(repository, "root", &fixture->keys[7], pkey_of(7));
	support_set_threshold(repository, "root", 2);
	keep_as(fixture, "1.root.json", 1);
	become(fixture, 2);
	support_set_threshold(repository, "root", 1);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
	assert_string_equal(FINDINGS->first->finding.actual, "by 1");
	support_add_signer(repository, "root", fixture->keys[7].id, pkey_of(7));
	verify(fixture);
	assert_no_findings(FINDINGS);
}

static int compare_keys(const void *left, const void *right)
{
	return strcmp(((const struct tuf_key *)left)->id, ((const struct tuf_key *)right)->id);
}

/* Keys are held against the IDs they have, in whatever order they are listed. */
static void test_history_old_keys_under_other_ids_are_found(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	static const char *const labels[] = {"7", "6", "5", "4", "3", "2", "1"};
	struct tuf_key listed[7];
	become(fixture, 1);
	support_drop_keys(repository, "root");
	for (size_t i = 0; i < COUNT_OF(listed); i++)
		listed[i] = fixture->keys[i + 1];
	/* listed against the order of their IDs */
	qsort(listed, COUNT_OF(listed), sizeof(listed[0]), compare_keys);
	for (size_t i = 0; i < COUNT_OF(listed); i++) {
		listed[i].listed_id = labels[i];
		support_list_key(repository, "root", &listed[i]);
	}
	support_set_threshold(repository, "root", COUNT_OF(listed));
	support_get_role(repository, "root")->signer_count = 0;
	for (size_t i = 1; i <= COUNT_OF(listed); i++)
		support_add_signer(repository, "root", fixture->keys[i].id, pkey_of(i));
	keep_as(fixture, "1.root.json", 1);
	become(fixture, 2);
	support_set_threshold(repository, "root", 1);
	support_get_role(repository, "root")->signer_count = 0;
	for (size_t i = 1; i <= COUNT_OF(listed); i++)
		support_add_signer(repository, "root", fixture->keys[i].id, pkey_of(i));
	verify(fixture);
	assert_no_findings(FINDINGS);
	support_get_role(repository, "root")->signer_count--;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_ROTATION);
}

static void test_history_certificate_of_old_root_may_be_out_of_date(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate old = {.key = pkey_of(1),
	                                        .name = SUPPORT_GUN,
	                                        .not_after = SUPPORT_NOT_BEFORE + 10};
	fixture->keys[1] = support_x509_key(&fixture->repository.arena, pkey_of(1),
	                                    support_certificate(&fixture->repository.arena, &old));
	keep(fixture, 1);
	become(fixture, 2);
	verify(fixture);
	assert_no_findings(FINDINGS);
}

static void test_history_certificate_of_old_root_must_keep_the_rules(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate bad_ones[] = {
		{.key = pkey_of(1), .name = "another"},
		{.key = pkey_of(1), .name = SUPPORT_GUN, .sha1 = true},
		{.key = pkey_of(1), .name = SUPPORT_GUN, .ca = true},
	};
	for (size_t i = 0; i < COUNT_OF(bad_ones); i++) {
		fixture->keys[1] = support_x509_key(
			&fixture->repository.arena, pkey_of(1),
			support_certificate(&fixture->repository.arena, &bad_ones[i]));
		keep(fixture, 1);
		become(fixture, 2);
		verify(fixture);
		assert_findings(FINDINGS, TC_ROOT_HISTORY_UNSIGNED);
		assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	}
}

/*
 * For the next root the old one's intermediates are taken as they are, even
 * where they break a rule; for itself those are left out.
 */
static void test_history_bundle_of_old_root_is_filtered_for_itself_only(void **state)
{
	struct fixture *fixture = *state;
	const struct tuf_key alone = fixture->keys[1];
	struct tuf_arena *arena = &fixture->repository.arena;
	const struct support_certificate leaf = {.key = pkey_of(1), .name = SUPPORT_GUN};
	const struct support_certificate weak = {
		.key = support_pkey(SUPPORT_P256, 9), .name = "authority", .ca = true, .sha1 = true};
	const char *pem = support_certificate(arena, &leaf);
	const char *bundle =
		tuf_arena_format(arena, "%s%s", pem, support_certificate(arena, &weak));
	fixture->keys[1] = support_x509_key(arena, pkey_of(1), bundle);
	keep(fixture, 1);
	become(fixture, 2);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_UNSIGNED);
	become(fixture, 1);
	const struct tuf_key filtered = support_x509_key(arena, pkey_of(1), pem);
	assert_string_not_equal(filtered.id, alone.id);
	support_add_signer(&fixture->repository, "root", filtered.id, pkey_of(1));
	keep_as(fixture, "1.root.json", 1);
	become(fixture, 2);
	verify(fixture);
	assert_no_findings(FINDINGS);
}

static void test_history_gap_is_a_note(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	keep(fixture, 3);
	become(fixture, 4);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_GAP);
	assert_int_equal(STATUS, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(support_evidence(&fixture->repository, "root")->status,
	                 TUFCHECK_ROLE_VALID);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->file, "3.root.json");
	assert_string_equal(finding->expected, "version 2 before it");
	assert_string_equal(finding->actual, "version 1");
	assert_non_null(strstr(finding->message, "not proven"));
	assert_false(HISTORY.complete);
}

static void test_history_gap_that_signatures_bridge_says_so(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 3);
	support_add_signer(&fixture->repository, "root", fixture->keys[1].id, pkey_of(1));
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_GAP);
	assert_non_null(strstr(FINDINGS->first->finding.message, "signed as that one demands, too"));
	assert_false(HISTORY.complete);
}

static void test_history_gap_before_current_is_a_note(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	keep(fixture, 2);
	become(fixture, 4);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_GAP);
	assert_string_equal(FINDINGS->first->finding.file, "root.json");
}

/* After a gap the chain goes on, and is checked. */
static void test_history_broken_rotation_after_gap_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	keep(fixture, 3);
	become(fixture, 4);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_HISTORY_GAP, TC_ROOT_ROTATION);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_version_other_than_in_name_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	keep_as(fixture, "1.root.json", 1);
	become(fixture, 3);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_MISNAMED);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->file, "1.root.json");
	assert_string_equal(finding->pointer, "/signed/version");
	assert_string_equal(finding->expected, "version 1");
	assert_string_equal(finding->actual, "version 2");
}

static void test_history_of_both_namings_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 1);
	keep_as(fixture, "root.1.json", 1);
	keep(fixture, 2);
	become(fixture, 3);
	verify(fixture);
	assert_no_findings(FINDINGS);
}

/* The same version under both names. */
static void test_history_of_one_version_under_both_namings_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 1);
	keep_as(fixture, "1.root.json", 1);
	keep_as(fixture, "root.1.json", 1);
	become(fixture, 2);
	verify(fixture);
	assert_no_findings(FINDINGS);
	assert_true(HISTORY.complete);
}

static void test_history_of_two_roots_of_one_version_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 1);
	keep_as(fixture, "1.root.json", 1);
	support_set(&fixture->repository, "root", "consistent_snapshot", json_true());
	keep_as(fixture, "root.1.json", 1);
	support_set(&fixture->repository, "root", "consistent_snapshot", json_false());
	become(fixture, 2);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_FORK);
	assert_string_equal(FINDINGS->first->finding.expected, "what 1.root.json says");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_file_that_is_no_root_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_put(&fixture->repository, "1.root.json", "{", 1)->root_version = 1;
	verify(fixture);
	assert_findings(FINDINGS, TC_JSON_TRUNCATED);
	assert_string_equal(FINDINGS->first->finding.file, "1.root.json");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
	support_put(&fixture->repository, "1.root.json", "{\"signed\":{\"_type\":\"Targets\"}}", 30);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROLE_TYPE);
}

static void test_history_file_that_cannot_be_read_is_unreadable(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_file(&fixture->repository, "1.root.json")->status = TC_READ_UNREADABLE;
	verify(fixture);
	assert_findings(FINDINGS, TC_FILE_UNREADABLE);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNREADABLE);
}

/* Where the history breaks it ends: what comes after is not even read. */
static void test_history_ends_where_it_breaks(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	support_put(&fixture->repository, "2.root.json", "{", 1)->root_version = 2;
	keep(fixture, 3);
	become(fixture, 4);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	verify(fixture);
	assert_findings(FINDINGS, TC_JSON_TRUNCATED);
	assert_int_equal(support_get_file(&fixture->repository, "3.root.json")->limit, 0);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_of_folder_that_cannot_be_searched_is_unreadable(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	fixture->repository.list_error = EACCES;
	verify(fixture);
	assert_findings(FINDINGS, TC_FOLDER_UNREADABLE);
	assert_string_equal(FINDINGS->first->finding.actual, "Permission denied");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNREADABLE);
}

/* A root that is not to be believed has no history worth the reading. */
static void test_history_of_root_that_is_not_signed_is_not_read(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	verify(fixture);
	assert_findings(FINDINGS, TC_SIGNATURE_INVALID, TC_THRESHOLD_NOT_MET);
	assert_int_equal(support_get_file(&fixture->repository, "1.root.json")->limit, 0);
}

/* But one that is only out of date has. */
static void test_history_of_root_out_of_date_is_checked(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 1);
	become(fixture, 2);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	fixture->repository.at.seconds = SUPPORT_NOT_BEFORE - 2 * SUPPORT_DAY;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_CERTIFICATE_DATES, TC_ROOT_CERTIFICATE_NOT_YET_VALID,
	                TC_ROOT_ROTATION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_history_good_chain_is_trusted),
		fixture_test(test_history_as_long_as_it_may_be_is_read),
		fixture_test(test_history_absent_is_trusted),
		fixture_test(test_history_old_root_not_signed_by_itself_is_untrusted),
		fixture_test(test_history_old_root_without_signatures_is_told_once),
		fixture_test(test_history_planted_root_without_signatures_is_untrusted),
		fixture_test(test_history_too_long_is_untrusted),
		fixture_test(test_history_gap_that_signatures_bridge_says_so),
		fixture_test(test_history_of_two_roots_of_one_version_is_untrusted),
		fixture_test(test_history_broken_rotation_to_current_is_untrusted),
		fixture_test(test_history_broken_rotation_between_old_roots_is_untrusted),
		fixture_test(test_history_damaged_signature_of_old_key_is_untrusted),
		fixture_test(test_history_old_threshold_of_two_needs_both_old_keys),
		fixture_test(test_history_old_keys_under_other_ids_are_found),
		fixture_test(test_history_certificate_of_old_root_may_be_out_of_date),
		fixture_test(test_history_certificate_of_old_root_must_keep_the_rules),
		fixture_test(test_history_bundle_of_old_root_is_filtered_for_itself_only),
		fixture_test(test_history_gap_is_a_note),
		fixture_test(test_history_gap_before_current_is_a_note),
		fixture_test(test_history_broken_rotation_after_gap_is_untrusted),
		fixture_test(test_history_version_other_than_in_name_is_untrusted),
		fixture_test(test_history_of_both_namings_is_trusted),
		fixture_test(test_history_of_one_version_under_both_namings_is_trusted),
		fixture_test(test_history_file_that_is_no_root_is_untrusted),
		fixture_test(test_history_file_that_cannot_be_read_is_unreadable),
		fixture_test(test_history_ends_where_it_breaks),
		fixture_test(test_history_of_folder_that_cannot_be_searched_is_unreadable),
		fixture_test(test_history_of_root_that_is_not_signed_is_not_read),
		fixture_test(test_history_of_root_out_of_date_is_checked),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
