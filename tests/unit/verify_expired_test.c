/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tags of repositories that are merely expired, which are resolved only where
 * that is asked for.
 */
#include <string.h>

#include "tuf/digest.h"
#include "verify/resolve.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"

static const char *const everything[] = {"", NULL};

static void expire(struct support_repository *repository, const char *role)
{
	support_set(repository, role, "expires", json_string(SUPPORT_EXPIRED));
}

/* Verifies with and without asking for expired tags; what is found is the same. */
static void verify_both(struct support_repository *repository, enum tufcheck_status status)
{
	support_seal(repository, SUPPORT_ALL);
	repository->resolve_expired = false;
	support_verify(repository);
	assert_int_equal(repository->verdict.status, status);
	bool is_expired = status == TUFCHECK_STATUS_EXPIRED;
	bool is_good = status == TUFCHECK_STATUS_TRUSTED || status == TUFCHECK_STATUS_DEGRADED;
	assert_int_equal(repository->verified != NULL, is_good);
	struct tc_verdict verdict = repository->verdict;
	size_t findings = repository->evidence.findings.count;
	repository->resolve_expired = true;
	support_verify(repository);
	assert_memory_equal(&repository->verdict, &verdict, sizeof(verdict));
	assert_int_equal(repository->evidence.findings.count, findings);
	assert_int_equal(repository->verified != NULL, is_good || is_expired);
}

/* The role that the tag is resolved from; NULL: it is not. */
static const char *resolve(struct support_repository *repository, const char *tag)
{
	const struct tufcheck_target *targets;
	size_t count;
	assert_non_null(repository->verified);
	assert_int_equal(tc_resolve_targets(repository->verified, &repository->evidence_arena,
	                                    &repository->evidence.findings, &targets, &count),
	                 TUF_OK);
	for (size_t i = 0; i < count; i++)
		if (strcmp(targets[i].name, tag) == 0)
			return targets[i].role;
	return NULL;
}

static void test_expired_top_level_roles_are_overlooked_when_asked(void **state)
{
	static const char *const roles[] = {"root", "timestamp", "snapshot", "targets"};
	struct support_repository *repository = *state;
	struct support_role *releases = support_add_delegation(repository, RELEASES, 4, everything);
	support_add_target(releases, "v1", "v1");
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		/* one after the other, until all of them are expired */
		expire(repository, roles[i]);
		verify_both(repository, TUFCHECK_STATUS_EXPIRED);
		assert_string_equal(resolve(repository, "latest"), "targets");
		assert_string_equal(resolve(repository, "v1"), RELEASES);
	}
}

static void test_expired_root_certificate_is_overlooked_when_asked(void **state)
{
	struct support_repository *repository = *state;
	repository->at.seconds = SUPPORT_NOT_AFTER + 1;
	for (size_t i = 0; i < repository->role_count; i++)
		support_set(repository, repository->roles[i].name, "expires",
		            json_string("2040-01-01T00:00:00Z"));
	verify_both(repository, TUFCHECK_STATUS_EXPIRED);
	assert_string_equal(resolve(repository, "latest"), "targets");
}

static void test_expired_delegation_stays_dropped(void **state)
{
	struct support_repository *repository = *state;
	struct support_role *releases = support_add_delegation(repository, RELEASES, 4, everything);
	support_add_target(releases, "latest", "another");
	support_add_target(releases, "v1", "v1");
	expire(repository, RELEASES);
	/* as in a degraded repository, so in an expired one */
	verify_both(repository, TUFCHECK_STATUS_DEGRADED);
	assert_string_equal(resolve(repository, "latest"), "targets");
	assert_null(resolve(repository, "v1"));
	expire(repository, "timestamp");
	verify_both(repository, TUFCHECK_STATUS_EXPIRED);
	assert_string_equal(resolve(repository, "latest"), "targets");
	assert_null(resolve(repository, "v1"));
}

static void test_delegation_below_threshold_stays_dropped(void **state)
{
	struct support_repository *repository = *state;
	struct support_role *alice = support_add_delegation(repository, ALICE, 4, everything);
	support_add_target(alice, "v1", "v1");
	support_set_threshold(repository, ALICE, 2);
	expire(repository, "snapshot");
	verify_both(repository, TUFCHECK_STATUS_EXPIRED);
	assert_null(resolve(repository, "v1"));
}

static void test_what_is_worse_than_expired_is_not_resolved(void **state)
{
	struct support_repository *repository = *state;
	expire(repository, "timestamp");
	support_seal(repository, SUPPORT_ALL);
	repository->resolve_expired = true;
	support_remove(repository, "targets.json");
	support_verify(repository);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_INCOMPLETE);
	assert_null(repository->verified);
	support_get_role(repository, "targets")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_null(repository->verified);
}

/* Findings that are added later change what may be resolved. */
static void test_expired_is_concluded_again(void **state)
{
	struct support_repository *repository = *state;
	expire(repository, "timestamp");
	verify_both(repository, TUFCHECK_STATUS_EXPIRED);
	struct tc_verdict verdict;
	const struct tc_verified *verified = NULL;
	assert_int_equal(tc_chain_conclude(&repository->evidence, &verdict, &verified), TUF_OK);
	assert_non_null(verified);
	const struct tc_finding_place place = {.role = "root"};
	assert_int_equal(tc_finding_add(&repository->evidence.findings, TC_ROOT_ROTATION, &place,
	                                "%s", "text"),
	                 TUF_OK);
	assert_int_equal(tc_chain_conclude(&repository->evidence, &verdict, &verified), TUF_OK);
	assert_int_equal(verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_null(verified);
}

static void test_every_role_that_lists_the_digest_is_named(void **state)
{
	static const char *const names[] = {"targets/a", "targets/alice", RELEASES, "targets/z"};
	struct support_repository *repository = *state;
	for (size_t i = COUNT_OF(names); i > 0; i--) {
		struct support_role *role =
			support_add_delegation(repository, names[i - 1], 3 + i, everything);
		support_add_target(role, "latest", i == 4 ? "another" : "latest");
	}
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	const struct tufcheck_target *targets;
	size_t count;
	assert_int_equal(tc_resolve_targets(repository->verified, &repository->evidence_arena,
	                                    &repository->evidence.findings, &targets, &count),
	                 TUF_OK);
	assert_int_equal(count, 1);
	static const char *const listing[] = {"targets", "targets/a", "targets/alice", RELEASES};
	assert_int_equal(targets[0].listing_role_count, COUNT_OF(listing));
	for (size_t i = 0; i < COUNT_OF(listing); i++)
		assert_string_equal(targets[0].listing_roles[i], listing[i]);
	assert_int_equal(targets[0].signer_count, 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		support_test(test_expired_top_level_roles_are_overlooked_when_asked),
		support_test(test_expired_root_certificate_is_overlooked_when_asked),
		support_test(test_expired_delegation_stays_dropped),
		support_test(test_delegation_below_threshold_stays_dropped),
		support_test(test_what_is_worse_than_expired_is_not_resolved),
		support_test(test_expired_is_concluded_again),
		support_test(test_every_role_that_lists_the_digest_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
