/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "verify/verdict.h"
#include "verify_support.h"

#define PASS TUFCHECK_ANSWER_PASS
#define FAIL TUFCHECK_ANSWER_FAIL
#define UNKNOWN TUFCHECK_ANSWER_UNKNOWN

/* The verdict on findings of these kinds, in this order; TC_FINDING_NONE ends them. */
static struct tc_verdict verdict_by(const enum tc_finding_kind *kinds,
                                    const struct tc_verdict_basis *basis)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_finding_list list = {.arena = &arena};
	const struct tc_finding_place place = {.role = NULL};
	for (; *kinds != TC_FINDING_NONE; kinds++)
		assert_int_equal(tc_finding_add(&list, *kinds, &place, "%s", "text"), TUF_OK);
	struct tc_verdict verdict = tc_verdict_make(&list, basis);
	tuf_arena_clear(&arena);
	return verdict;
}

/* Nothing is demanded. */
static struct tc_verdict verdict_on(const enum tc_finding_kind *kinds, bool is_complete)
{
	return verdict_by(kinds, &(struct tc_verdict_basis){.is_complete = is_complete});
}

static void test_verdict_table_is_answered_as_written(void **state)
{
	(void)state;
	static const struct {
		enum tc_finding_kind kinds[4];
		bool is_complete;
		enum tufcheck_status status;
		enum tufcheck_answer integrity, authenticity, freshness;
	} cases[] = {
		{{TC_FINDING_NONE}, true, TUFCHECK_STATUS_TRUSTED, PASS, PASS, PASS},
		/* warnings and notes change nothing */
		{{TC_SIGNATURE_INVALID, TC_GUN_ASSUMED, TC_LENGTH_DIFFERS}, true,
		 TUFCHECK_STATUS_TRUSTED, PASS, PASS, PASS},
		{{TC_ROOT_CERTIFICATE_DATES}, true, TUFCHECK_STATUS_TRUSTED, PASS, PASS, PASS},
		{{TC_DELEGATION_EXPIRED}, true, TUFCHECK_STATUS_DEGRADED, PASS, PASS, FAIL},
		{{TC_DELEGATION_THRESHOLD_NOT_MET}, true, TUFCHECK_STATUS_DEGRADED, PASS, FAIL, PASS},
		{{TC_ROLE_EXPIRED}, true, TUFCHECK_STATUS_EXPIRED, PASS, PASS, FAIL},
		{{TC_ROOT_CERTIFICATE_EXPIRED}, true, TUFCHECK_STATUS_EXPIRED, PASS, PASS, FAIL},
		{{TC_ROOT_CERTIFICATE_NOT_YET_VALID}, true, TUFCHECK_STATUS_EXPIRED, PASS, PASS, FAIL},
		{{TC_ROLE_EXPIRED, TC_DELEGATION_THRESHOLD_NOT_MET}, true, TUFCHECK_STATUS_EXPIRED,
		 PASS, FAIL, FAIL},
		{{TC_DELEGATION_THRESHOLD_NOT_MET, TC_ROLE_EXPIRED}, true, TUFCHECK_STATUS_EXPIRED,
		 PASS, FAIL, FAIL},
		/* what could not be looked at leaves every question open */
		{{TC_FILE_MISSING}, false, TUFCHECK_STATUS_INCOMPLETE, UNKNOWN, UNKNOWN, UNKNOWN},
		{{TC_FILE_MISSING}, true, TUFCHECK_STATUS_INCOMPLETE, UNKNOWN, UNKNOWN, UNKNOWN},
		{{TC_FILE_MISSING, TC_ROLE_EXPIRED}, true, TUFCHECK_STATUS_INCOMPLETE, UNKNOWN,
		 UNKNOWN, FAIL},
		{{TC_ROLE_EXPIRED, TC_FILE_MISSING}, true, TUFCHECK_STATUS_INCOMPLETE, UNKNOWN,
		 UNKNOWN, FAIL},
		{{TC_FILE_UNREADABLE}, false, TUFCHECK_STATUS_UNREADABLE, UNKNOWN, UNKNOWN, UNKNOWN},
		{{TC_FILE_UNREADABLE, TC_FILE_MISSING}, false, TUFCHECK_STATUS_UNREADABLE, UNKNOWN,
		 UNKNOWN, UNKNOWN},
		/* but what failed, failed */
		{{TC_HASH_MISMATCH}, true, TUFCHECK_STATUS_UNTRUSTED, FAIL, UNKNOWN, UNKNOWN},
		{{TC_HASH_MISMATCH}, false, TUFCHECK_STATUS_UNTRUSTED, FAIL, UNKNOWN, UNKNOWN},
		{{TC_THRESHOLD_NOT_MET}, true, TUFCHECK_STATUS_UNTRUSTED, PASS, FAIL, UNKNOWN},
		{{TC_THRESHOLD_NOT_MET, TC_ROLE_EXPIRED}, true, TUFCHECK_STATUS_UNTRUSTED, PASS, FAIL,
		 FAIL},
		{{TC_HASH_MISMATCH, TC_ROLE_EXPIRED}, true, TUFCHECK_STATUS_UNTRUSTED, FAIL, UNKNOWN,
		 FAIL},
		/* a delegation that is dropped forges nothing */
		{{TC_DELEGATION_THRESHOLD_NOT_MET, TC_DELEGATION_EXPIRED}, true,
		 TUFCHECK_STATUS_DEGRADED, PASS, FAIL, FAIL},
		{{TC_FILE_MISSING, TC_THRESHOLD_NOT_MET, TC_FILE_UNREADABLE}, false,
		 TUFCHECK_STATUS_UNTRUSTED, UNKNOWN, FAIL, UNKNOWN},
		{{TC_THRESHOLD_NOT_MET, TC_HASH_MISMATCH, TC_ROLE_EXPIRED}, true,
		 TUFCHECK_STATUS_UNTRUSTED, FAIL, FAIL, FAIL},
		/* an end that was not reached, and nothing that says why: fail closed */
		{{TC_FINDING_NONE}, false, TUFCHECK_STATUS_UNTRUSTED, UNKNOWN, UNKNOWN, UNKNOWN},
		{{TC_GUN_ASSUMED}, false, TUFCHECK_STATUS_UNTRUSTED, UNKNOWN, UNKNOWN, UNKNOWN},
		{{TC_DELEGATION_EXPIRED}, false, TUFCHECK_STATUS_UNTRUSTED, UNKNOWN, UNKNOWN, FAIL},
		{{TC_ROLE_EXPIRED}, false, TUFCHECK_STATUS_UNTRUSTED, UNKNOWN, UNKNOWN, FAIL},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tc_verdict verdict = verdict_on(cases[i].kinds, cases[i].is_complete);
		if (verdict.status != cases[i].status ||
		    verdict.answers[TUFCHECK_CHECK_INTEGRITY] != cases[i].integrity ||
		    verdict.answers[TUFCHECK_CHECK_AUTHENTICITY] != cases[i].authenticity ||
		    verdict.answers[TUFCHECK_CHECK_FRESHNESS] != cases[i].freshness)
			fail_msg("case %zu", i);
		assert_int_equal(verdict.answers[TUFCHECK_CHECK_NONE], TUFCHECK_ANSWER_NONE);
		assert_int_equal(verdict.answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_NONE);
	}
}

static bool is_usable(enum tufcheck_status status)
{
	return status == TUFCHECK_STATUS_TRUSTED || status == TUFCHECK_STATUS_DEGRADED;
}

/* Whether findings of the kind concern the trust directory as a whole: no list of a repository has one. */
static bool is_of_estate(int kind)
{
	return tc_finding_get_rule((enum tc_finding_kind)kind)->effect == TUFCHECK_STATUS_INVALID;
}

static void test_verdict_of_any_two_findings_is_the_worse(void **state)
{
	(void)state;
	for (int i = 1; i < TC_FINDING_COUNT; i++) {
		for (int j = 1; j < TC_FINDING_COUNT; j++) {
			const enum tc_finding_kind kinds[] = {(enum tc_finding_kind)i,
			                                      (enum tc_finding_kind)j,
			                                      TC_FINDING_NONE};
			if (is_of_estate(i) || is_of_estate(j))
				continue;
			enum tufcheck_status one = tc_finding_get_rule(kinds[0])->effect;
			enum tufcheck_status other = tc_finding_get_rule(kinds[1])->effect;
			struct tc_verdict verdict = verdict_on(kinds, true);
			assert_int_equal(verdict.status, one > other ? one : other);
			/* never better than incomplete when the end was not reached */
			verdict = verdict_on(kinds, false);
			assert_true(verdict.status >= TUFCHECK_STATUS_INCOMPLETE);
			assert_true(verdict.status >= (one > other ? one : other));
		}
	}
}

/* An answer is "pass" only of what was asked to the end. */
static void test_verdict_error_never_leaves_its_check_passed(void **state)
{
	(void)state;
	for (int i = 1; i < TC_FINDING_COUNT; i++) {
		if (is_of_estate(i))
			continue;
		const enum tc_finding_kind kinds[] = {(enum tc_finding_kind)i, TC_FINDING_NONE};
		const struct tufcheck_rule *rule = tc_finding_get_rule(kinds[0]);
		const struct tc_verdict_basis basis = {.is_complete = true, .is_policy_asked = true};
		struct tc_verdict verdict = verdict_by(kinds, &basis);
		size_t passed = 0;
		for (int check = TUFCHECK_CHECK_INTEGRITY; check <= TUFCHECK_CHECK_POLICY; check++)
			passed += verdict.answers[check] == PASS;
		if (rule->severity == TUFCHECK_SEVERITY_ERROR)
			assert_int_not_equal(verdict.answers[rule->check], PASS);
		assert_int_equal(passed == 4, rule->effect == TUFCHECK_STATUS_TRUSTED);
		assert_int_equal(is_usable(verdict.status), is_usable(rule->effect));
	}
}

static void test_verdict_policy_is_answered_only_when_asked_and_reached(void **state)
{
	(void)state;
	static const struct {
		enum tc_finding_kind kinds[2];
		struct tc_verdict_basis basis;
		enum tufcheck_answer policy;
	} cases[] = {
		{{TC_FINDING_NONE}, {.is_complete = true}, TUFCHECK_ANSWER_NONE},
		{{TC_HASH_MISMATCH}, {.is_complete = false}, TUFCHECK_ANSWER_NONE},
		{{TC_FINDING_NONE}, {.is_complete = true, .is_policy_asked = true}, PASS},
		{{TC_ROLE_EXPIRED}, {.is_complete = true, .is_policy_asked = true}, PASS},
		{{TC_FINDING_NONE}, {.is_complete = false, .is_policy_asked = true}, UNKNOWN},
		{{TC_HASH_MISMATCH}, {.is_complete = true, .is_policy_asked = true}, UNKNOWN},
		{{TC_THRESHOLD_NOT_MET}, {.is_complete = true, .is_policy_asked = true}, UNKNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tc_verdict verdict = verdict_by(cases[i].kinds, &cases[i].basis);
		if (verdict.answers[TUFCHECK_CHECK_POLICY] != cases[i].policy)
			fail_msg("case %zu", i);
	}
}

static void test_verdict_statuses_are_in_order(void **state)
{
	(void)state;
	static const enum tufcheck_status order[] = {
		TUFCHECK_STATUS_INVALID,    TUFCHECK_STATUS_TRUSTED,    TUFCHECK_STATUS_DEGRADED,
		TUFCHECK_STATUS_EXPIRED,    TUFCHECK_STATUS_INCOMPLETE, TUFCHECK_STATUS_UNREADABLE,
		TUFCHECK_STATUS_UNTRUSTED};
	assert_int_equal(COUNT_OF(order), TUFCHECK_STATUS_COUNT);
	for (size_t i = 0; i < COUNT_OF(order); i++)
		assert_int_equal(order[i], i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdict_table_is_answered_as_written),
		cmocka_unit_test(test_verdict_of_any_two_findings_is_the_worse),
		cmocka_unit_test(test_verdict_error_never_leaves_its_check_passed),
		cmocka_unit_test(test_verdict_policy_is_answered_only_when_asked_and_reached),
		cmocka_unit_test(test_verdict_statuses_are_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
