/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reviewers are told of repositories that are made in memory.
 */
#include "verify_advice_support.h"

#define CHANGE TC_CHANGELIST "/1.change"

static const char *const everything[] = {"", NULL};

/* ---- what is sound ---- */

static void test_advice_sound_repository_has_the_root_threshold_alone(void **state)
{
	assert_findings(advise(*state), ONE_ROOT_KEY);
}

static void test_advice_unsigned_root_gives_none(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	add_key(fixture, "snapshot", 1);
	assert_no_findings(advise(fixture));
}

static void test_advice_unsigned_targets_give_none_on_delegations(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, "targets")->signers[0].is_damaged = true;
	support_add_delegation(&fixture->repository, BOB, 5, everything);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_root_that_is_not_listed_gives_none(void **state)
{
	struct fixture *fixture = *state;
	support_seal(&fixture->repository, SUPPORT_ALL);
	json_t *root = support_get_role(&fixture->repository, "root")->content;
	json_object_set_new(root, "version", json_integer(2));
	const struct support_role *role = support_get_role(&fixture->repository, "root");
	support_put_signed(&fixture->repository, "root.json", root, role->signers,
	                   role->signer_count);
	assert_no_findings(advise_as_it_is(fixture));
}

static void test_advice_expired_roles_are_reviewed(void **state)
{
	struct fixture *fixture = *state;
	support_set(&fixture->repository, "root", "expires", json_string(SUPPORT_EXPIRED));
	support_set(&fixture->repository, "targets", "expires", json_string(SUPPORT_EXPIRED));
	support_add_delegation(&fixture->repository, BOB, 6, everything);
	assert_findings(advise(fixture), ONE_ROOT_KEY, TC_DELEGATION_ALL_PATHS,
	                TC_DELEGATION_EMPTY);
}

static void test_advice_repeated_delegation_makes_its_definer_unsound(void **state)
{
	struct fixture *fixture = *state;
	support_add_delegation(&fixture->repository, BOB, 6, everything);
	json_t *targets = support_get_role(&fixture->repository, "targets")->content;
	json_t *roles = json_object_get(json_object_get(targets, "delegations"), "roles");
	json_array_append(roles, json_array_get(roles, 0));
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

/* ---- certificates ---- */

static void test_advice_dates_of_delegations_at_the_moment_are_valid(void **state)
{
	struct fixture *fixture = *state;
	fixture->warn_within = -1;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_before = SUPPORT_AT});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_dates_of_delegations_a_second_off_are_told(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_before = SUPPORT_AT + 1});
	assert_findings(advise(fixture), TC_DELEGATION_CERTIFICATE_NOT_YET_VALID, ONE_ROOT_KEY);
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT - 1});
	const struct tufcheck_finding *finding =
		find(advise(fixture), TC_DELEGATION_CERTIFICATE_EXPIRED);
	assert_string_equal(finding->role, ALICE);
	assert_string_equal(finding->file, "targets.json");
	assert_non_null(strstr(finding->message, "ended at 2026-05-31T23:59:59Z"));
}

static void test_advice_certificate_ends_within_span_is_told(void **state)
{
	struct fixture *fixture = *state;
	const int64_t span = 10 * SUPPORT_DAY;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT + span});
	fixture->warn_within = span;
	assert_findings(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, ONE_ROOT_KEY);
	fixture->warn_within = span - 1;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	fixture->warn_within = -1;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	fixture->warn_within = INT64_MAX;
	assert_int_equal(support_count(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, NULL), 2);
}

static void test_advice_root_certificate_ends_within_span_is_told(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate ending = {.not_after = SUPPORT_AT + SUPPORT_DAY};
	certify(fixture, "root", 0, &ending);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON);
	assert_string_equal(finding->role, "root");
	assert_string_equal(finding->file, "root.json");
}

static void test_advice_root_certificate_that_counts_for_nothing_is_not_told(void **state)
{
	struct fixture *fixture = *state;
	/* beside one that is in order: past, for another name, and signed with SHA-1 */
	static const struct support_certificate others[] = {
		{.not_after = SUPPORT_AT - 1},
		{.not_after = SUPPORT_AT + SUPPORT_DAY, .name = "other"},
		{.not_after = SUPPORT_AT + SUPPORT_DAY, .name = "registry*", .sha1 = true},
	};
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct support_certificate other = others[i];
		other.key = support_pkey(SUPPORT_P256, 10 + i);
		other.name = other.name ? other.name : SUPPORT_GUN;
		struct tuf_arena *arena = &fixture->repository.arena;
		struct tuf_key key =
			support_x509_key(arena, other.key, support_certificate(arena, &other));
		support_trust_key(&fixture->repository, "root", &key, other.key);
	}
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_wildcard_is_told_of_accepted_name(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, "root", 0,
	        &(struct support_certificate){.name = "registry.example.com/*"});
	assert_findings(advise(fixture), TC_ROOT_CERTIFICATE_WILDCARD, ONE_ROOT_KEY);
}

static void test_advice_one_certificate_of_ca_is_a_bundle_in_order(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.ca = true});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

/* ---- files ---- */

static void test_advice_files_of_roles_are_referred_to(void **state)
{
	struct fixture *fixture = *state;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_other_files_are_told_by_name(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "targets/zoe.json", "{}", 2);
	support_put(&fixture->repository, "a.txt", "", 0);
	const struct tc_finding_list *findings = advise(fixture);
	assert_findings(findings, ONE_ROOT_KEY, TC_FILE_UNREFERENCED, TC_FILE_UNREFERENCED);
	assert_string_equal(findings->last->finding.file, "targets/zoe.json");
}

static void test_advice_files_are_not_looked_for_without_snapshot(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "targets/zoe.json", "{}", 2);
	support_get_role(&fixture->repository, "snapshot")->signers[0].is_damaged = true;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_files_below_unsound_role_are_told_only_when_not_listed(void **state)
{
	struct fixture *fixture = *state;
	support_add_delegation(&fixture->repository, RELEASES "/v", 6, some);
	support_get_role(&fixture->repository, RELEASES)->signers[0].is_damaged = true;
	support_put(&fixture->repository, RELEASES "/w.json", "{}", 2);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_FILE_UNREFERENCED);
	assert_string_equal(finding->file, RELEASES "/w.json");
}

static void test_advice_many_files_are_counted(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i <= TUF_MAX_ADVICE; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "%zu.txt", i);
		support_put(&fixture->repository, name, "", 0);
	}
	const struct tc_finding_list *findings = advise(fixture);
	assert_int_equal(support_count(findings, TC_FILE_UNREFERENCED, NULL), TUF_MAX_ADVICE + 1);
	assert_null(findings->last->finding.file);
	assert_non_null(strstr(findings->last->finding.message, "1 more"));
}

static void test_advice_folder_that_is_not_listed_is_told(void **state)
{
	struct fixture *fixture = *state;
	fixture->repository.listing = (struct tc_file_listing){.error = 13, .closed = "targets"};
	const struct tc_finding_list *findings = advise(fixture);
	assert_findings(findings, ONE_ROOT_KEY, TC_FILES_NOT_LISTED, TC_FILES_NOT_LISTED);
	assert_string_equal(findings->last->finding.file, TC_CHANGELIST "/targets");
	fixture->repository.listing = (struct tc_file_listing){.is_cut = true};
	assert_int_equal(support_count(advise(fixture), TC_FILES_NOT_LISTED, NULL), 2);
}

/* ---- changes ---- */

static void test_advice_change_is_told_also_of_unsound_repository(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] = "{\"action\":\"delete\",\"role\":\"targets\","
				   "\"type\":\"target\",\"path\":\"v1\",\"data\":null}";
	support_put(&fixture->repository, CHANGE, text, sizeof(text) - 1);
	support_put(&fixture->repository, CHANGE "/not-read", "?", 1);
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "root.json");
	const struct tufcheck_finding *finding =
		find(advise_as_it_is(fixture), TC_CHANGE_UNPUBLISHED);
	assert_string_equal(finding->file, CHANGE);
	assert_string_equal(finding->actual, "remove the tag \"v1\" from targets");
	assert_int_equal(support_get_file(&fixture->repository, CHANGE)->limit,
	                 TUF_MAX_CHANGE_BYTES);
	assert_int_equal(support_get_file(&fixture->repository, CHANGE "/not-read")->limit, 0);
}

static void test_advice_change_that_is_none_is_told_as_unreadable(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, CHANGE, "{", 1);
	assert_findings(advise(fixture), ONE_ROOT_KEY, TC_CHANGE_UNREADABLE);
	static const enum tc_read_status statuses[] = {TC_READ_UNREADABLE, TC_READ_CHANGED,
	                                               TC_READ_TOO_LARGE, TC_READ_LINK_ESCAPES};
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		support_get_file(&fixture->repository, CHANGE)->status = statuses[i];
		assert_findings(advise(fixture), ONE_ROOT_KEY, TC_CHANGE_UNREADABLE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		advice_test(test_advice_sound_repository_has_the_root_threshold_alone),
		advice_test(test_advice_unsigned_root_gives_none),
		advice_test(test_advice_unsigned_targets_give_none_on_delegations),
		advice_test(test_advice_root_that_is_not_listed_gives_none),
		advice_test(test_advice_expired_roles_are_reviewed),
		advice_test(test_advice_repeated_delegation_makes_its_definer_unsound),
		advice_test(test_advice_dates_of_delegations_at_the_moment_are_valid),
		advice_test(test_advice_dates_of_delegations_a_second_off_are_told),
		advice_test(test_advice_certificate_ends_within_span_is_told),
		advice_test(test_advice_root_certificate_ends_within_span_is_told),
		advice_test(test_advice_root_certificate_that_counts_for_nothing_is_not_told),
		advice_test(test_advice_wildcard_is_told_of_accepted_name),
		advice_test(test_advice_one_certificate_of_ca_is_a_bundle_in_order),
		advice_test(test_advice_files_of_roles_are_referred_to),
		advice_test(test_advice_other_files_are_told_by_name),
		advice_test(test_advice_files_are_not_looked_for_without_snapshot),
		advice_test(test_advice_files_below_unsound_role_are_told_only_when_not_listed),
		advice_test(test_advice_many_files_are_counted),
		advice_test(test_advice_folder_that_is_not_listed_is_told),
		advice_test(test_advice_change_is_told_also_of_unsound_repository),
		advice_test(test_advice_change_that_is_none_is_told_as_unreadable),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
