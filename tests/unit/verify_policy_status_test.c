/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a repository is worth when several things are wrong with it at once, and
 * how the tests of its status say what they found.
 */
#include "verify_policy_fixture.h"

/* ---- several things at once ---- */

/* One more thing that the engine says of the repository, which changes nothing else. */
static struct tufcheck_finding make_finding(enum tc_finding_kind kind, const char *message)
{
	const struct tufcheck_rule *rule = tc_finding_get_rule(kind);
	return (struct tufcheck_finding){
		.id = rule->id, .severity = rule->severity, .message = message};
}

static void set_answer(struct fixture *fixture, enum tufcheck_check check,
                       enum tufcheck_answer answer)
{
	fixture->repository.answers[check] = answer;
}

/* The status says the worst; what clients drop stands in the findings, or in the roles alone. */
static void test_status_hides_no_dropped_delegation(void **state)
{
	static const struct {
		enum tc_finding_kind finding; /* NONE: there is no finding */
		enum tufcheck_role_status status;
		const char *expected;
	} rows[] = {
		{TC_FINDING_NONE, TUFCHECK_ROLE_VALID, "denied; freshness fail"},
		{TC_FINDING_NONE, TUFCHECK_ROLE_EXPIRED, "denied; freshness fail; degraded fail"},
		{TC_FINDING_NONE, TUFCHECK_ROLE_BELOW_THRESHOLD,
	         "denied; freshness fail; degraded fail"},
		{TC_DELEGATION_THRESHOLD_NOT_MET, TUFCHECK_ROLE_INVALID,
	         "denied; freshness fail; degraded fail"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		if (rows[i].finding != TC_FINDING_NONE)
			add_finding(fixture, rows[i].finding, "targets/ci.json is not signed");
		set_answer(fixture, TUFCHECK_CHECK_AUTHENTICITY, TUFCHECK_ANSWER_PASS);
		set_answer(fixture, TUFCHECK_CHECK_FRESHNESS, TUFCHECK_ANSWER_FAIL);
		fixture->repository.status = TUFCHECK_STATUS_EXPIRED;
		fixture->roles[CI].status = rows[i].status;
		assert_judged(fixture, STRICT(""), rows[i].expected);
	}
}

/* A dropped delegation excuses an answer that fails for its sake, and nothing else. */
static void test_status_dropped_delegation_excuses_nothing_else(void **state)
{
	static const struct {
		enum tc_finding_kind kind;
		enum tufcheck_check check;
		const char *expected;
	} rows[] = {
		{TC_DELEGATION_EXPIRED, TUFCHECK_CHECK_FRESHNESS, "denied; degraded fail"},
		{TC_THRESHOLD_NOT_MET, TUFCHECK_CHECK_AUTHENTICITY,
	         "denied; authenticity fail; degraded fail; tag fail"},
		{TC_ROLE_EXPIRED, TUFCHECK_CHECK_FRESHNESS,
	         "denied; freshness fail; degraded fail"},
		{TC_HASH_MISMATCH, TUFCHECK_CHECK_INTEGRITY,
	         "denied; integrity fail; degraded fail; tag fail"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		drop_unsigned(fixture);
		const struct tufcheck_finding findings[] = {
			make_finding(rows[i].kind, "something else"), fixture->finding};
		fixture->repository.findings = findings;
		fixture->repository.finding_count = COUNT_OF(findings);
		set_answer(fixture, rows[i].check, TUFCHECK_ANSWER_FAIL);
		assert_judged(fixture, STRICT(""), rows[i].expected);
	}
}

/* Only a fail can be for its sake: what is not known is no pass. */
static void test_status_dropped_delegation_answers_no_question(void **state)
{
	static const enum tufcheck_answer answers[] = {
		TUFCHECK_ANSWER_INVALID, TUFCHECK_ANSWER_UNKNOWN, TUFCHECK_ANSWER_NONE};
	struct fixture *fixture = *state;
	drop_unsigned(fixture);
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		set_answer(fixture, TUFCHECK_CHECK_AUTHENTICITY, answers[i]);
		assert_judged(fixture, STRICT(""),
		              "denied; authenticity fail; degraded fail; tag fail");
	}
	set_answer(fixture, TUFCHECK_CHECK_AUTHENTICITY, TUFCHECK_ANSWER_FAIL);
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		set_answer(fixture, TUFCHECK_CHECK_FRESHNESS, answers[i]);
		assert_judged(fixture, STRICT(""), "denied; freshness fail; degraded fail");
	}
}

static void test_status_warnings_weigh_nothing(void **state)
{
	static const enum tc_finding_kind kinds[] = {TC_THRESHOLD_NOT_MET, TC_ROLE_EXPIRED,
	                                             TC_DELEGATION_EXPIRED};
	struct fixture *fixture = *state;
	fixture->repository.finding_count = 1;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		fixture->finding = make_finding(kinds[i], "it may be so");
		fixture->finding.severity = TUFCHECK_SEVERITY_WARNING;
		assert_judged(fixture, STRICT(""), "allowed verified");
	}
}

/* Trust data that is there does not stand for that of the next request. */
static void test_status_each_request_is_asked_for_its_own_data(void **state)
{
	struct fixture *fixture = *state;
	const struct tufcheck_repository *repository = fixture->request.repository;
	for (int i = 0; i < 3; i++) {
		fixture->request.repository = repository;
		assert_judged(fixture, STRICT(""), "allowed verified");
		fixture->request.repository = NULL;
		struct tufcheck_decision *decision = judge(fixture, STRICT(""));
		assert_false(decision->is_allowed);
		assert_true(decision->is_unchecked);
		assert_string_equal(get_test(decision, "trust-data", NULL)->actual, "none");
		tufcheck_decision_free(decision);
	}
}

/* ---- what is said ---- */

static void assert_found(const struct fixture *fixture, const char *test, const char *actual)
{
	struct tufcheck_decision *decision = judge(fixture, STRICT(""));
	assert_string_equal(get_test(decision, test, NULL)->actual, actual);
	tufcheck_decision_free(decision);
}

/* Of all findings it is the first error of the check that a test speaks of. */
static void test_status_says_what_the_engine_found(void **state)
{
	struct fixture *fixture = *state;
	expire(fixture);
	struct tufcheck_finding findings[] = {
		make_finding(TC_ROLE_EXPIRED, "snapshot.json expires soon"),
		make_finding(TC_THRESHOLD_NOT_MET, "root.json is not signed"),
		fixture->finding,
	};
	findings[0].severity = TUFCHECK_SEVERITY_WARNING;
	fixture->repository.findings = findings;
	fixture->repository.finding_count = COUNT_OF(findings);
	assert_found(fixture, "freshness", "fail: timestamp.json expired");
	fixture->repository.finding_count = 1;
	assert_found(fixture, "freshness", "fail");
}

/* Where the answer is a pass, it is the status that the test fails for. */
static void test_status_says_the_status_behind_a_pass(void **state)
{
	struct fixture *fixture = *state;
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	assert_found(fixture, "authenticity", "status untrusted");
	assert_found(fixture, "freshness", "status untrusted");
	assert_found(fixture, "integrity", "pass");
}

static void test_status_says_which_delegation_is_dropped(void **state)
{
	struct fixture *fixture = *state;
	fixture->repository.status = TUFCHECK_STATUS_DEGRADED;
	assert_found(fixture, "degraded", "some");
	fixture->roles[CI].status = TUFCHECK_ROLE_BELOW_THRESHOLD;
	assert_found(fixture, "degraded", "targets/ci (below-threshold)");
	fixture->roles[CI].status = TUFCHECK_ROLE_EXPIRED;
	assert_found(fixture, "degraded", "targets/ci (expired)");
	fixture->roles[ALICE].status = TUFCHECK_ROLE_BELOW_THRESHOLD;
	assert_found(fixture, "degraded", "targets/alice (below-threshold) and more");
	/* what is wrong with the others is none of it */
	fixture->roles[ALICE].status = TUFCHECK_ROLE_INVALID;
	fixture->roles[TIMESTAMP].status = TUFCHECK_ROLE_EXPIRED;
	assert_found(fixture, "degraded", "targets/ci (expired)");
	fixture->roles[CI].status = TUFCHECK_ROLE_VALID;
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	assert_found(fixture, "degraded", "unknown");
}

static void test_status_says_why_a_tag_is_not_proved(void **state)
{
	struct fixture *fixture = *state;
	fixture->request.tag = "v2";
	assert_found(fixture, "tag", "no such tag among those that are proved");
	fixture->request.tag = "dev";
	assert_found(fixture, "tag", "one of targets/alice, from which docker does not pull it");
	fixture->targets[TAG_V1].sha256 = NULL;
	fixture->request.tag = "v1";
	assert_found(fixture, "tag", "one without a sha256");
	lose_targets(fixture);
	assert_found(fixture, "tag", "no tag that is proved");
	forge(fixture);
	assert_found(fixture, "tag", "an image that is not proved");
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(test_status_hides_no_dropped_delegation),
		fixture_test(test_status_dropped_delegation_excuses_nothing_else),
		fixture_test(test_status_dropped_delegation_answers_no_question),
		fixture_test(test_status_warnings_weigh_nothing),
		fixture_test(test_status_each_request_is_asked_for_its_own_data),
		fixture_test(test_status_says_what_the_engine_found),
		fixture_test(test_status_says_the_status_behind_a_pass),
		fixture_test(test_status_says_which_delegation_is_dropped),
		fixture_test(test_status_says_why_a_tag_is_not_proved),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
