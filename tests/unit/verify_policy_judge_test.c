/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a decision says, what a repository is worth at each level, and which
 * tags and digests are proved. verify_policy_demands_test.c has the demands.
 */
#include "verify_policy_fixture.h"

/* ---- what every decision says ---- */

static void test_judge_sound_image_is_verified(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_decision *decision = judge(fixture, STRICT(""));
	static const char *const names[] = {"statement", "trust-data", "integrity", "authenticity",
	                                    "freshness", "degraded",   "tag"};
	assert_int_equal(decision->test_count, COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_string_equal(decision->tests[i].name, names[i]);
		assert_int_equal(decision->tests[i].outcome, TUFCHECK_OUTCOME_PASS);
		assert_null(decision->tests[i].subject);
	}
	assert_true(decision->is_allowed);
	assert_true(decision->is_verified);
	assert_false(decision->is_unchecked);
	assert_string_equal(decision->statement, "a");
	assert_string_equal(decision->scope, "*");
	assert_int_equal(decision->level, TUFCHECK_LEVEL_STRICT);
	assert_string_equal(decision->digest, V1);
	assert_string_equal(decision->tag, "v1");
	assert_string_equal(decision->role, "targets/releases");
	assert_string_equal(decision->tests[6].message,
	                    "tag: expected a tag \"v1\" that docker pulls, found \"v1\" of "
	                    "targets/releases, sha256:" V1);
	tufcheck_decision_free(decision);
	fixture->request.tag = "admin";
	decision = judge(fixture, STRICT(""));
	assert_int_equal(decision->signer_count, 1);
	assert_string_equal(decision->signers[0], "(Repo Admin)");
	tufcheck_decision_free(decision);
	tufcheck_decision_free(NULL);
}

static void test_judge_default_policy_wants_what_strict_wants(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_policy *policy = NULL;
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_new_default(&policy), TUFCHECK_OK);
	assert_int_equal(tufcheck_policy_judge(policy, &fixture->request, &decision), TUFCHECK_OK);
	assert_true(decision->is_verified);
	assert_string_equal(decision->statement, "default");
	tufcheck_decision_free(decision);
	fixture->repository.status = TUFCHECK_STATUS_EXPIRED;
	assert_int_equal(tufcheck_policy_judge(policy, &fixture->request, &decision), TUFCHECK_OK);
	assert_false(decision->is_allowed);
	tufcheck_decision_free(decision);
	tufcheck_policy_free(policy);
}

static void test_judge_no_statement_denies(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_decision *decision =
		judge(fixture, POLICY("{'name':'a','scopes':['other'],'level':'skip'}"));
	assert_false(decision->is_allowed);
	assert_null(decision->statement);
	assert_null(decision->scope);
	assert_null(decision->digest);
	assert_int_equal(decision->level, TUFCHECK_LEVEL_INVALID);
	assert_int_equal(decision->test_count, 1);
	assert_string_equal(decision->tests[0].message, "statement: expected a statement for " GUN
	                                                ", found none whose scope matches");
	tufcheck_decision_free(decision);
}

static void test_judge_skip_asks_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const char skip[] = POLICY("{'name':'a','scopes':['*'],'level':'skip',"
	                                  "'roots':['keyid:" ALICE_KEY "']}");
	assert_judged(fixture, skip, "allowed; level skipped");
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	assert_judged(fixture, skip, "allowed; level skipped");
	fixture->request.repository = NULL;
	assert_judged(fixture, skip, "allowed; level skipped");
}

static void test_judge_wrong_request_is_a_bad_call(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_policy *policy = policy_support_make(STRICT(""));
	struct tufcheck_decision *decision = NULL;
	struct tufcheck_judgement_request *request = &fixture->request;
	const struct tufcheck_judgement_request right = *request;
#define assert_bad(change)                                                                         \
	do {                                                                                       \
		*request = right;                                                                  \
		change;                                                                            \
		assert_int_equal(tufcheck_policy_judge(policy, request, &decision),                \
		                 TUFCHECK_BAD_CALL);                                               \
	} while (0)
	assert_bad(request->size--);
	assert_bad(request->size = SIZE_MAX);
	assert_bad(request->gun = NULL);
	assert_bad(request->gun = "");
	assert_bad(request->tag = NULL);
	assert_bad(request->tag = "");
	assert_bad(request->digest = "");
	assert_bad(request->digest = "sha256:" V1);
	assert_bad(request->digest = ID("A"));
	assert_bad(request->digest = V1 "0");
	assert_bad(request->digest = V1 "x");
	assert_bad(request->at.nanoseconds = 1000000000);
	assert_bad(request->at.nanoseconds = -1);
	assert_bad(request->at.seconds = INT64_MAX);
	assert_bad(request->at.seconds = INT64_MIN);
	*request = right;
	/* the first and the last moment that there is */
	static const struct tufcheck_time moments[] = {{INT64_C(-62167219200), 0},
	                                               {INT64_C(253402300799), 999999999}};
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		request->at = moments[i];
		assert_int_equal(tufcheck_policy_judge(policy, request, &decision), TUFCHECK_OK);
		tufcheck_decision_free(decision);
		decision = NULL;
	}
	assert_bad(request->at.seconds = INT64_C(-62167219201));
	assert_bad(request->at.seconds = INT64_C(253402300800));
#undef assert_bad
	*request = right;
	assert_int_equal(tufcheck_policy_judge(NULL, request, &decision), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_judge(policy, NULL, &decision), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_judge(policy, request, NULL), TUFCHECK_BAD_CALL);
	assert_null(decision);
	tufcheck_policy_free(policy);
}

/* ---- what the repository is worth, at each level ---- */

/* What some other demand of the user's refuses is untrusted although all answers pass. */
static void refuse(struct fixture *fixture)
{
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	fixture->repository.answers[TUFCHECK_CHECK_POLICY] = TUFCHECK_ANSWER_FAIL;
}

static void lose_file(struct fixture *fixture)
{
	add_finding(fixture, TC_FILE_MISSING, "targets.json is missing");
	for (int i = TUFCHECK_CHECK_INTEGRITY; i <= TUFCHECK_CHECK_FRESHNESS; i++)
		fixture->repository.answers[i] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

static void close_folder(struct fixture *fixture)
{
	lose_file(fixture);
	fixture->repository.status = TUFCHECK_STATUS_UNREADABLE;
}

static void take_another(struct fixture *fixture)
{
	fixture->repository.gun = GUN "2";
}

static void unset_status(struct fixture *fixture)
{
	fixture->repository.status = TUFCHECK_STATUS_INVALID;
}

/* Nothing is what it should be: a finding of no kind. */
static void add_unknown_finding(struct fixture *fixture)
{
	drop_unsigned(fixture);
	fixture->finding.id = "no-such-rule";
}

static void test_judge_status_is_worth_what_the_level_says(void **state)
{
	static const struct {
		changer *change;
		const char *strict, *permissive, *audit;
	} rows[] = {
		{NULL, "allowed verified", "allowed verified", "allowed"},
		{expire, "denied; freshness fail", "allowed verified; freshness warn",
	         "allowed; freshness warn"},
		{expire_unresolved, "denied; freshness fail; tag fail",
	         "denied; freshness warn; tag fail", "allowed; freshness warn; tag warn"},
		{drop_expired, "denied; degraded fail", "allowed verified; degraded warn",
	         "allowed; degraded warn"},
		{drop_unsigned, "denied; degraded fail", "allowed verified; degraded warn",
	         "allowed; degraded warn"},
		{expire_and_drop, "denied; freshness fail; degraded fail",
	         "allowed verified; freshness warn; degraded warn",
	         "allowed; freshness warn; degraded warn"},
		{tamper, "denied" NOTHING,
	         "denied; integrity fail; authenticity fail; freshness warn; degraded warn; tag "
	         "fail",
	         "allowed" NOTHING_WARNED},
		{forge, "denied; authenticity fail; freshness fail; degraded fail; tag fail",
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail",
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{refuse, "denied; authenticity fail; freshness fail; degraded fail; tag fail",
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail",
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{add_unknown_finding, "denied; authenticity fail; degraded fail; tag fail",
	         "denied; authenticity fail; degraded warn; tag fail",
	         "allowed; authenticity warn; degraded warn; tag warn"},
		{lose_file, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{close_folder, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{lose_repository, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{take_another, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{unset_status,
	         "denied unchecked; trust-data fail; authenticity fail; freshness fail; "
	         "degraded fail; tag fail",
	         "denied unchecked; trust-data fail; authenticity fail; freshness warn; "
	         "degraded warn; tag fail",
	         "allowed unchecked; trust-data warn; authenticity warn; freshness warn; "
	         "degraded warn; tag warn"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		if (rows[i].change)
			rows[i].change(fixture);
		assert_judged(fixture, LEVEL("strict", ""), rows[i].strict);
		assert_judged(fixture, LEVEL("permissive", ""), rows[i].permissive);
		assert_judged(fixture, LEVEL("audit", ""), rows[i].audit);
	}
}

static void test_judge_unanswered_question_is_no_pass(void **state)
{
	static const struct {
		enum tufcheck_check check;
		const char *expected;
	} rows[] = {
		{TUFCHECK_CHECK_INTEGRITY, "denied; integrity fail; tag fail"},
		{TUFCHECK_CHECK_AUTHENTICITY, "denied; authenticity fail; tag fail"},
		{TUFCHECK_CHECK_FRESHNESS, "denied; freshness fail"},
	};
	static const enum tufcheck_answer answers[] = {
		TUFCHECK_ANSWER_INVALID, TUFCHECK_ANSWER_FAIL, TUFCHECK_ANSWER_UNKNOWN,
		TUFCHECK_ANSWER_NONE};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < COUNT_OF(answers); j++) {
			fixture->repository.answers[rows[i].check] = answers[j];
			assert_judged(fixture, STRICT(""), rows[i].expected);
		}
		fixture->repository.answers[rows[i].check] = TUFCHECK_ANSWER_PASS;
	}
}

static void test_judge_overrides_change_single_checks(void **state)
{
	static const struct {
		changer *change;
		const char *policy, *expected;
	} rows[] = {
		{expire, STRICT(",'override':{'freshness':'warn'}"),
	         "allowed verified; freshness warn"},
		{expire, STRICT(",'override':{'degraded':'warn','policy':'warn'}"),
	         "denied; freshness fail"},
		{drop_unsigned, STRICT(",'override':{'degraded':'warn'}"),
	         "allowed verified; degraded warn"},
		{drop_unsigned, STRICT(",'override':{'freshness':'warn'}"),
	         "denied; degraded fail"},
		{expire, LEVEL("permissive", ",'override':{'freshness':'enforce'}"),
	         "denied; freshness fail"},
		{drop_expired, LEVEL("permissive", ",'override':{'degraded':'enforce'}"),
	         "denied; degraded fail"},
		{expire, LEVEL("audit", ",'override':{'freshness':'enforce'}"),
	         "denied; freshness fail"},
		{forge, LEVEL("audit", ",'override':{'integrity':'enforce'}"),
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{forge, LEVEL("audit", ",'override':{'authenticity':'enforce'}"),
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail"},
		{lose_repository, LEVEL("audit", ",'override':{'policy':'enforce'}"),
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{lose_repository,
	         LEVEL("audit", ",'override':{'policy':'enforce'},'roots':['keyid:" ROOT_KEY "']"),
	         "denied unchecked; trust-data warn" NOTHING_WARNED "; roots fail"},
		{NULL, STRICT(",'override':{'policy':'warn'},'roots':['keyid:" ALICE_KEY "']"),
	         "allowed verified; roots warn"},
		{NULL, LEVEL("audit", ",'roots':['keyid:" ALICE_KEY "']"), "allowed; roots warn"},
		{NULL, LEVEL("permissive", ",'roots':['keyid:" ALICE_KEY "']"),
	         "denied; roots fail"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		if (rows[i].change)
			rows[i].change(*state);
		assert_judged(*state, rows[i].policy, rows[i].expected);
	}
}

/* ---- tags and digests ---- */

static void test_judge_tag_and_digest_are_those_that_are_proved(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *tag, *digest, *expected, *proved_tag;
	} rows[] = {
		{"v1", NULL, "allowed verified", "v1"},
		{"v1", V1, "allowed verified", "v1"},
		{"v1", LATEST, "denied; digest fail", NULL},
		{"admin", ADMIN, "allowed verified", "admin"},
		{"v2", NULL, "denied; tag fail", NULL},
		{"v2", V1, "denied; tag fail; digest fail", NULL},
		/* docker pulls no tag of alice's */
		{"dev", NULL, "denied; tag fail", NULL},
		{"dev", LATEST, "denied; tag fail; digest fail", NULL},
		/* without a tag, some proved tag must have the digest; the first by name */
		{NULL, V1, "allowed verified", "other"},
		{NULL, LATEST, "allowed verified", "latest"},
		{NULL, ID("9"), "denied; tag fail", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture->request.tag = rows[i].tag;
		fixture->request.digest = rows[i].digest;
		assert_judged(fixture, STRICT(""), rows[i].expected);
		struct tufcheck_decision *decision = judge(fixture, STRICT(""));
		if (rows[i].proved_tag)
			assert_string_equal(decision->tag, rows[i].proved_tag);
		else
			assert_null(decision->tag);
		tufcheck_decision_free(decision);
	}
}

static void test_judge_tag_without_digest_is_not_proved(void **state)
{
	struct fixture *fixture = *state;
	fixture->targets[TAG_V1].sha256 = NULL;
	assert_judged(fixture, STRICT(""), "denied; tag fail");
	fixture->request.digest = V1;
	assert_judged(fixture, STRICT(""), "denied; tag fail; digest fail");
	fixture->targets[TAG_V1].pullable = false;
	assert_judged(fixture, STRICT(""), "denied; tag fail; digest fail");
}

/* An image without a tag is judged as the tag that does best. */
static void test_judge_digest_alone_takes_the_best_tag(void **state)
{
	struct fixture *fixture = *state;
	static const char by_ci[] =
		STRICT(",'signers':{'ci':{'role':'targets/ci'}},'require':[{}]");
	fixture->request.tag = NULL;
	fixture->request.digest = V1;
	struct tufcheck_decision *decision = judge(fixture, by_ci);
	assert_true(decision->is_verified);
	assert_string_equal(decision->tag, "v1"); /* "other" comes first, and ci does not list it */
	tufcheck_decision_free(decision);
	fixture->request.digest = LATEST;
	assert_judged(fixture, by_ci, "denied; require rule 1 fail");
	fixture->request.digest = ID("9");
	assert_judged(fixture, by_ci, "denied; tag fail; require rule 1 fail");
	/* as a warning it is worse than none */
	fixture->request.digest = V1;
	decision = judge(fixture, STRICT(",'signers':{'ci':{'role':'targets/ci'}},'require':[{}],"
	                                 "'override':{'policy':'warn'}"));
	assert_string_equal(decision->tag, "v1");
	tufcheck_decision_free(decision);
}

/* ---- the order ---- */

static void test_judge_tests_are_in_a_fixed_order(void **state)
{
	struct fixture *fixture = *state;
	fixture->request.digest = V1;
	struct tufcheck_decision *decision = judge(
		fixture, STRICT(",'delegationCertificates':'require-valid','minVersion':{'root':1},"
	                        "'algorithms':{'ecdsa':1},'minRemaining':{'root':'1d'},"
	                        "'forbid':{'keys':['keyid:" BACKUP_KEY "'],'roles':['targets']},"
	                        "'require':[{},{'tags':['x']}],'roots':['keyid:" ROOT_KEY "'],"
	                        "'signers':{'x':{'role':'targets/ci'}}"));
	static const char *const names[] = {"statement",
	                                    "trust-data",
	                                    "integrity",
	                                    "authenticity",
	                                    "freshness",
	                                    "degraded",
	                                    "tag",
	                                    "digest",
	                                    "roots",
	                                    "require",
	                                    "require",
	                                    "forbid",
	                                    "forbid",
	                                    "minRemaining",
	                                    "minVersion",
	                                    "algorithms",
	                                    "delegationCertificates"};
	assert_int_equal(decision->test_count, COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_string_equal(decision->tests[i].name, names[i]);
	assert_string_equal(decision->tests[11].subject, "roles");
	assert_string_equal(decision->tests[12].subject, "keys");
	assert_true(decision->is_verified);
	tufcheck_decision_free(decision);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_judge_sound_image_is_verified, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_default_policy_wants_what_strict_wants,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_no_statement_denies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_skip_asks_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_wrong_request_is_a_bad_call, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_status_is_worth_what_the_level_says,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_unanswered_question_is_no_pass, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_overrides_change_single_checks, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_tag_and_digest_are_those_that_are_proved,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_tag_without_digest_is_not_proved, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_digest_alone_takes_the_best_tag, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_tests_are_in_a_fixed_order, setup,
	                                        teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
