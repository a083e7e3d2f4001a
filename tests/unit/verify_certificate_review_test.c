/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reviewers are told of certificates: of which keys, in which words, and
 * of how many.
 */
#include <stdio.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify_advice_support.h"

#define WILDCARD "registry.example.com/*"

/* Lists a key with a bundle of certificates of that name: the leaf, and then count - 1 more. */
static void list_bundle(struct fixture *fixture, const char *role, const char *name, size_t count,
                        const struct support_certificate *others)
{
	struct support_repository *repository = &fixture->repository;
	struct support_certificate leaf = {.key = support_pkey(SUPPORT_P256, 0), .name = name};
	leaf.not_before = others->not_before;
	leaf.not_after = others->not_after;
	const char *bundle = support_certificate(&repository->arena, &leaf);
	for (size_t i = 1; i < count; i++)
		bundle = tuf_arena_format(&repository->arena, "%s%s", bundle,
		                          support_certificate(&repository->arena, others));
	struct tuf_key key = support_x509_key(&repository->arena, leaf.key, bundle);
	support_list_key(repository, role, &key);
}

/* ---- which keys ---- */

/* A delegation's certificate may well have the repository's name; root keys are the root's. */
static void test_certificate_of_a_delegation_is_no_root_key(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.name = WILDCARD});
	assert_int_equal(support_count(advise(fixture), TC_ROOT_CERTIFICATE_WILDCARD, NULL), 0);
}

static void test_certificate_named_anything_is_a_wildcard(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, "root", 0, &(struct support_certificate){.name = "*"});
	const struct tufcheck_finding *finding =
		find(advise(fixture), TC_ROOT_CERTIFICATE_WILDCARD);
	assert_string_equal(finding->actual, "one for \"*\"");
}

static void test_certificate_that_all_roles_share_is_told(void **state)
{
	static const char *const roles[] = {"root",    "timestamp", "snapshot",
	                                    "targets", RELEASES,    ALICE};
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
	                                                .name = WILDCARD};
	const struct tuf_key key =
		support_x509_key(&repository->arena, certificate.key,
	                         support_certificate(&repository->arena, &certificate));
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		support_drop_keys(repository, roles[i]);
		support_trust_key(repository, roles[i], &key, certificate.key);
	}
	(void)find(advise(fixture), TC_ROOT_CERTIFICATE_WILDCARD);
}

static void test_certificate_of_two_delegations_is_told_of_the_first(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 5),
	                                                .name = "alice",
	                                                .not_after = SUPPORT_AT - 1};
	const struct tuf_key key =
		support_x509_key(&repository->arena, certificate.key,
	                         support_certificate(&repository->arena, &certificate));
	support_list_key(repository, RELEASES, &key);
	support_list_key(repository, ALICE, &key);
	const struct tufcheck_finding *finding =
		find(advise(fixture), TC_DELEGATION_CERTIFICATE_EXPIRED);
	assert_string_equal(finding->role, RELEASES);
}

static void test_certificate_bundles_of_delegations_alone_are_told(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate other = {.key = support_pkey(SUPPORT_P256, 1),
	                                          .name = "other"};
	list_bundle(fixture, "root", SUPPORT_GUN, 2, &other);
	assert_int_equal(support_count(advise(fixture), TC_DELEGATION_KEY_BUNDLE, NULL), 0);
	list_bundle(fixture, ALICE, "alice", 2, &other);
	const struct tufcheck_finding *finding =
		find(advise(fixture), TC_DELEGATION_KEY_BUNDLE);
	assert_string_equal(finding->role, ALICE);
	assert_string_equal(finding->expected, "a bundle with one leaf certificate, first");
	assert_string_equal(finding->actual, "it has more than one leaf certificate");
}

/* ---- how long they last ---- */

/* Parts of a day count as a whole one. */
static void test_certificate_should_last_whole_days(void **state)
{
	static const struct {
		int64_t warn_within;
		const char *expected;
	} rows[] = {
		{SUPPORT_DAY, "one valid for 1 days after 2026-06-01T00:00:00Z"},
		{SUPPORT_DAY + 1, "one valid for 2 days after 2026-06-01T00:00:00Z"},
		{2 * SUPPORT_DAY - 1, "one valid for 2 days after 2026-06-01T00:00:00Z"},
		{2 * SUPPORT_DAY, "one valid for 2 days after 2026-06-01T00:00:00Z"},
	};
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5,
	        &(struct support_certificate){.not_after = SUPPORT_AT + SUPPORT_DAY});
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture->warn_within = rows[i].warn_within;
		const struct tufcheck_finding *finding =
			find(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON);
		assert_string_equal(finding->expected, rows[i].expected);
	}
}

static void test_certificate_that_ends_now_is_told_without_a_span(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT});
	fixture->warn_within = 0;
	(void)find(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON);
	fixture->warn_within = -1;
	assert_int_equal(support_count(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, NULL), 0);
}

/* A root certificate may begin within a day; it does not end before it begins. */
static void test_certificate_that_did_not_begin_does_not_end_soon(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, "root", 0,
	        &(struct support_certificate){.not_before = SUPPORT_AT + 3600,
	                                      .not_after = SUPPORT_AT + 7200});
	assert_int_equal(support_count(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, NULL), 0);
}

/* ---- how many ---- */

/* All that are admitted, and one finding that counts the rest. */
static void assert_counted(const struct tc_finding_list *findings, enum tc_finding_kind kind,
                           const char *rest)
{
	const struct tufcheck_finding *last = NULL;
	assert_int_equal(support_count(findings, kind, &last), TUF_MAX_ADVICE + 1);
	if (!strstr(last->message, rest))
		fail_msg("%s", last->message);
}

static void test_certificates_out_of_date_are_counted(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate old = {.key = support_pkey(SUPPORT_P256, 1),
	                                        .name = "CA",
	                                        .ca = true,
	                                        .not_after = SUPPORT_AT - 1};
	list_bundle(fixture, ALICE, "alice", 20, &old);
	list_bundle(fixture, ALICE, "alice", 14, &old);
	assert_counted(advise(fixture), TC_DELEGATION_CERTIFICATE_EXPIRED, "2 more");
}

static void test_certificates_with_wildcards_and_odd_bundles_are_counted(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate other = {.key = support_pkey(SUPPORT_P256, 1),
	                                          .name = "other"};
	for (size_t i = 0; i < TUF_MAX_ADVICE + 3; i++) {
		list_bundle(fixture, "root", WILDCARD, 1, &other);
		list_bundle(fixture, ALICE, "alice", 2, &other);
	}
	const struct tc_finding_list *findings = advise(fixture);
	assert_counted(findings, TC_ROOT_CERTIFICATE_WILDCARD, "3 more");
	assert_counted(findings, TC_DELEGATION_KEY_BUNDLE, "3 more");
}

/* Delegations that nobody has published are defined all the same. */
static void test_delegations_of_every_tag_are_counted(void **state)
{
	struct fixture *fixture = *state;
	json_t *delegations = json_object_get(
		support_get_role(&fixture->repository, "targets")->content, "delegations");
	json_t *roles = json_object_get(delegations, "roles");
	json_t *ids = json_object_get(support_get_definition(&fixture->repository, ALICE), "keyids");
	for (size_t i = 0; i < TUF_MAX_ADVICE + 2; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "targets/open-%zu", i);
		json_t *role = json_pack("{s:s, s:O, s:i, s:[s]}", "name", name, "keyids", ids,
		                         "threshold", 1, "paths", "");
		assert_int_equal(json_array_append_new(roles, role), 0);
	}
	assert_counted(advise(fixture), TC_DELEGATION_ALL_PATHS, "2 more");
}

static void test_changes_that_are_none_are_counted(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < TUF_MAX_ADVICE + 2; i++) {
		char name[48];
		(void)snprintf(name, sizeof(name), TC_CHANGELIST "/%zu.change", i);
		support_put(&fixture->repository, name, "{", 1);
	}
	assert_counted(advise(fixture), TC_CHANGE_UNREADABLE, "2 more");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		advice_test(test_certificate_of_a_delegation_is_no_root_key),
		advice_test(test_certificate_named_anything_is_a_wildcard),
		advice_test(test_certificate_that_all_roles_share_is_told),
		advice_test(test_certificate_of_two_delegations_is_told_of_the_first),
		advice_test(test_certificate_bundles_of_delegations_alone_are_told),
		advice_test(test_certificate_should_last_whole_days),
		advice_test(test_certificate_that_ends_now_is_told_without_a_span),
		advice_test(test_certificate_that_did_not_begin_does_not_end_soon),
		advice_test(test_certificates_out_of_date_are_counted),
		advice_test(test_certificates_with_wildcards_and_odd_bundles_are_counted),
		advice_test(test_delegations_of_every_tag_are_counted),
		advice_test(test_changes_that_are_none_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
