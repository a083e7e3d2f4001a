/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies and whole repositories: those of real clients, and one that was
 * forged to look like another.
 */
#include <stdio.h>

#include "verify/report.h"
#include "verify_policy_support.h"

#define DATA TUFCHECK_TESTDATA "/notary"
#define APP "registry.example.com/team/app"
#define RETIRED "registry.example.com/team/retired"
#define OWN_ROOT "registry.example.com/team/own-root"

/* ---- the data of real clients ---- */

struct verified {
	struct tufcheck_scan *scan;
	struct tufcheck_report *report;
	struct tufcheck_time at;
};

static struct verified verify(const char *gun, int64_t seconds_later, bool resolve_expired)
{
	struct verified verified = {.at = support_captured_at()};
	verified.at.seconds += seconds_later;
	const struct tufcheck_options options = {
		.size = sizeof(options), .at = verified.at, .resolve_expired = resolve_expired};
	assert_int_equal(tufcheck_scan_new(&options, &verified.scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add_gun(verified.scan, DATA "/trust", gun), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_verify(verified.scan, 0, &verified.report), TUFCHECK_OK);
	return verified;
}

static struct tufcheck_decision *judge(const struct verified *verified, const char *policy,
                                       const char *tag)
{
	struct tufcheck_policy *made = policy_support_make(policy);
	const struct tufcheck_repository *repository =
		tufcheck_report_get_repository(verified->report);
	const struct tufcheck_judgement_request request = {.size = sizeof(request),
	                                                   .gun = repository->gun,
	                                                   .tag = tag,
	                                                   .repository = repository,
	                                                   .at = verified->at};
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(made, &request, &decision), TUFCHECK_OK);
	tufcheck_policy_free(made);
	return decision;
}

static void release(struct verified *verified)
{
	tufcheck_report_free(verified->report);
	tufcheck_scan_free(verified->scan);
}

struct row {
	const char *policy;
	const char *tag;
	bool is_allowed;
};

static void check_rows(const char *gun, const struct row *rows, size_t count)
{
	struct verified verified = verify(gun, 0, false);
	for (size_t i = 0; i < count; i++) {
		struct tufcheck_decision *decision = judge(&verified, rows[i].policy, rows[i].tag);
		if (decision->is_allowed != rows[i].is_allowed) {
			for (size_t j = 0; j < decision->test_count; j++)
				print_error("  %s: %s\n",
				            tufcheck_outcome_name(decision->tests[j].outcome),
				            decision->tests[j].message);
			fail_msg("%s with %s", rows[i].policy, rows[i].tag);
		}
		assert_int_equal(decision->is_verified, rows[i].is_allowed);
		tufcheck_decision_free(decision);
	}
	release(&verified);
}

#define PEOPLE                                                                                     \
	",'signers':{'alice':{'role':'targets/alice'},'bob':{'role':'targets/bob'},"               \
	"'carol':{'role':'targets/carol'},'admin':{'role':'targets'}}"

static void test_policy_app_of_real_clients_is_judged(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{STRICT(""), "latest", true},
		{STRICT(""), "v1.0", true},
		{STRICT(""), "v1.2-rc1", false}, /* alice's alone */
		{STRICT(""), "nightly-20260101", false},
		{STRICT(""), "no-such-tag", false},
		{STRICT(PEOPLE ",'require':[{'signers':['bob','carol','admin']}]"), "latest", true},
		{STRICT(PEOPLE ",'require':[{'signers':['alice']}]"), "latest", false},
		{STRICT(PEOPLE ",'require':[{'signers':['alice','bob','carol']}]"), "v1.0", true},
		{STRICT(PEOPLE ",'require':[{'signers':['alice','bob']}]"), "v1.1", false},
		/* bob lists another v2.0 */
		{STRICT(PEOPLE ",'require':[{'signers':['bob']}]"), "v2.0", false},
		{STRICT(",'forbid':{'roles':['targets']}"), "latest", false},
		{STRICT(",'forbid':{'roles':['targets']}"), "v2.0", true},
		{STRICT(",'algorithms':{'ecdsa':256,'rsa':2048}"), "v2.0", true},
		{STRICT(",'algorithms':{'ecdsa':256}"), "v2.0", false}, /* RSA signs releases too */
		{STRICT(",'minRemaining':{'timestamp':'10d','root':'9y'}"), "v2.0", true},
		{STRICT(",'minRemaining':{'timestamp':'15d'}"), "v2.0", false},
		{STRICT(",'minVersion':{'root':1,'targets/releases':2}"), "v2.0", true},
		{STRICT(",'minVersion':{'root':2}"), "v2.0", false},
		{STRICT(",'delegationCertificates':'require-valid'"), "latest", true},
	};
	check_rows(APP, rows, COUNT_OF(rows));
}

/* The key IDs and digests that a report says are those that a policy may name. */
static void test_policy_roots_of_real_clients_are_found_by_all_they_are_called(void **state)
{
	(void)state;
	struct verified verified = verify(APP, 0, false);
	const struct tufcheck_repository *repository =
		tufcheck_report_get_repository(verified.report);
	const struct tufcheck_key *root = NULL;
	for (size_t i = 0; i < repository->key_count; i++)
		if (strcmp(repository->keys[i].roles[0], "root") == 0)
			root = &repository->keys[i];
	assert_non_null(root);
	assert_string_equal(root->computed_key_id, root->key_id);
	assert_non_null(root->certificates[0].der);
	const struct {
		const char *kind, *digits;
		bool is_allowed;
	} rows[] = {
		{"keyid", root->key_id, true},
		{"keyid", root->canonical_key_id, true},
		{"spki", root->spki_sha256, true},
		{"sha256", root->certificates[0].sha256, true},
		{"sha1", root->certificates[0].sha1, true},
		{"sha256", root->key_id, false},
		{"spki", root->certificates[0].sha256, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char policy[512];
		(void)snprintf(policy, sizeof(policy), STRICT(",'roots':['%s:%s']"), rows[i].kind,
		               rows[i].digits);
		struct tufcheck_decision *decision = judge(&verified, policy, "latest");
		assert_int_equal(decision->is_allowed, rows[i].is_allowed);
		tufcheck_decision_free(decision);
	}
	release(&verified);
}

static void test_policy_levels_weigh_what_real_clients_drop(void **state)
{
	(void)state;
	struct verified verified = verify(RETIRED, 0, false);
	const struct tufcheck_repository *repository =
		tufcheck_report_get_repository(verified.report);
	assert_int_equal(repository->status, TUFCHECK_STATUS_DEGRADED);
	assert_true(repository->target_count > 0);
	const char *tag = NULL;
	for (size_t i = 0; i < repository->target_count; i++)
		if (repository->targets[i].pullable)
			tag = repository->targets[i].name;
	assert_non_null(tag);
	struct tufcheck_decision *decision = judge(&verified, STRICT(""), tag);
	assert_false(decision->is_allowed);
	tufcheck_decision_free(decision);
	decision =
		judge(&verified, POLICY("{'name':'a','scopes':['*'],'level':'permissive'}"), tag);
	assert_true(decision->is_verified);
	tufcheck_decision_free(decision);
	decision = judge(&verified, POLICY("{'name':'a','scopes':['*'],'level':'permissive'}"),
	                 "lost");
	assert_false(decision->is_allowed); /* what is dropped proves nothing at any level */
	tufcheck_decision_free(decision);
	release(&verified);
}

static void test_policy_permissive_wants_tags_of_the_expired_resolved(void **state)
{
	(void)state;
	static const char permissive[] = POLICY("{'name':'a','scopes':['*'],'level':'permissive'}");
	static const struct {
		bool resolve_expired;
		const char *policy;
		bool is_allowed;
	} rows[] = {
		{true, permissive, true},
		{true, STRICT(""), false},
		{true, STRICT(",'override':{'freshness':'warn'}"), true},
		{false, permissive, false},
		{false, STRICT(""), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		/* only the timestamp has expired */
		struct verified verified = verify(APP, 30 * SUPPORT_DAY, rows[i].resolve_expired);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(verified.report);
		assert_int_equal(repository->status, TUFCHECK_STATUS_EXPIRED);
		assert_int_equal(repository->target_count > 0, rows[i].resolve_expired);
		struct tufcheck_decision *decision = judge(&verified, rows[i].policy, "latest");
		assert_int_equal(decision->is_allowed, rows[i].is_allowed);
		assert_int_equal(decision->is_verified, rows[i].is_allowed);
		tufcheck_decision_free(decision);
		release(&verified);
	}
}

/* ---- a forged root ---- */

struct forgery {
	struct support_repository repository;
	struct tufcheck_report report;
};

static void fill(struct forgery *forgery)
{
	struct support_repository *repository = &forgery->repository;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	tuf_arena_clear(&forgery->report.arena);
	forgery->report = (struct tufcheck_report){.evidence = repository->evidence};
	assert_int_equal(tc_report_fill(&forgery->report, &repository->verdict,
	                                repository->verified, "some/path"),
	                 TUF_OK);
	repository->evidence.findings = forgery->report.evidence.findings;
	repository->evidence.ring = forgery->report.evidence.ring;
}

static bool is_allowed(const struct forgery *forgery, const char *policy)
{
	struct tufcheck_policy *made = policy_support_make(policy);
	const struct tufcheck_judgement_request request = {.size = sizeof(request),
	                                                   .gun = SUPPORT_GUN,
	                                                   .tag = "latest",
	                                                   .repository =
	                                                           &forgery->report.repository,
	                                                   .at = {.seconds = SUPPORT_AT}};
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(made, &request, &decision), TUFCHECK_OK);
	bool allowed = decision->is_allowed;
	tufcheck_decision_free(decision);
	tufcheck_policy_free(made);
	return allowed;
}

/*
 * Somebody signs a root with a key of their own, lists that key under the ID of
 * the genuine one, and the genuine certificate under the ID of their own key.
 * Clients that see the repository for the first time trust it.
 */
static void test_policy_roots_are_not_deceived_by_labels(void **state)
{
	(void)state;
	struct forgery forgery = {.report = {.repository = {.gun = NULL}}};
	struct support_repository *repository = &forgery.repository;
	support_repository_init(repository);
	struct tuf_arena *arena = &repository->arena;
	EVP_PKEY *genuine_pkey = support_pkey(SUPPORT_P256, 20);
	EVP_PKEY *forged_pkey = support_pkey(SUPPORT_P256, 21);
	const struct support_certificate genuine_certificate = {.key = genuine_pkey,
	                                                        .name = SUPPORT_GUN};
	const struct support_certificate forged_certificate = {.key = forged_pkey,
	                                                       .name = SUPPORT_GUN};
	struct tuf_key genuine = support_x509_key(arena, genuine_pkey,
	                                          support_certificate(arena, &genuine_certificate));
	struct tuf_key forged = support_x509_key(arena, forged_pkey,
	                                         support_certificate(arena, &forged_certificate));
	char by_id[512], by_digest[512];
	(void)snprintf(by_id, sizeof(by_id), STRICT(",'roots':['keyid:%s']"), genuine.id);

	/* the genuine repository is allowed */
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &genuine, genuine_pkey);
	fill(&forgery);
	assert_int_equal(forgery.report.repository.status, TUFCHECK_STATUS_TRUSTED);
	assert_true(is_allowed(&forgery, by_id));
	const struct tufcheck_key *record = NULL;
	for (size_t i = 0; i < forgery.report.repository.key_count; i++)
		if (forgery.report.repository.keys[i].certificate_count > 0)
			record = &forgery.report.repository.keys[i];
	assert_non_null(record);
	(void)snprintf(by_digest, sizeof(by_digest), STRICT(",'roots':['sha256:%s']"),
	               record->certificates[0].sha256);
	assert_true(is_allowed(&forgery, by_digest));

	/* the forged one is trusted on first use, and is not */
	support_drop_keys(repository, "root");
	const char *genuine_id = genuine.id, *forged_id = forged.id;
	forged.listed_id = genuine_id;
	genuine.listed_id = forged_id;
	support_list_key(repository, "root", &forged);
	support_list_key(repository, "root", &genuine);
	support_add_signer(repository, "root", forged_id, forged_pkey);
	fill(&forgery);
	assert_int_equal(forgery.report.repository.status, TUFCHECK_STATUS_TRUSTED);
	assert_true(is_allowed(&forgery, STRICT("")));
	assert_false(is_allowed(&forgery, by_id));
	assert_false(is_allowed(&forgery, by_digest));
	tuf_arena_clear(&forgery.report.arena);
	support_repository_clear(repository);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_app_of_real_clients_is_judged),
		cmocka_unit_test(
			test_policy_roots_of_real_clients_are_found_by_all_they_are_called),
		cmocka_unit_test(test_policy_levels_weigh_what_real_clients_drop),
		cmocka_unit_test(test_policy_permissive_wants_tags_of_the_expired_resolved),
		cmocka_unit_test(test_policy_roots_are_not_deceived_by_labels),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
