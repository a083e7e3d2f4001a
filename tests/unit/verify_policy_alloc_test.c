/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of reading a policy and judging by it fails in turn. What
 * comes out is the lack of memory, or what it would have been.
 */
#include <stdio.h>

#include "memory_wraps.h"
#include "verify_policy_support.h"

#define DATA TUFCHECK_TESTDATA "/notary"
#define POLICIES TUFCHECK_TESTDATA "/policies"
#define GUN "registry.example.com/team/app"

/* The linker puts these in the place of the functions of the C library. */

static struct {
	bool is_on;
	size_t count;  /* allocations while it is on */
	size_t victim; /* number of the one that fails; 0: none */
} trap;

static bool must_fail(void)
{
	return trap.is_on && ++trap.count == trap.victim;
}

static void set_trap(size_t victim)
{
	trap.count = 0;
	trap.victim = victim;
	trap.is_on = true;
}

static void test_policy_allocation_that_fails_is_no_policy(void **state)
{
	(void)state;
	static const char *const names[] = {"release", "migration", "authority"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char path[256];
		(void)snprintf(path, sizeof(path), POLICIES "/%s.policy.json", names[i]);
		enum tufcheck_result result = TUFCHECK_NO_MEMORY;
		size_t victim = 0;
		while (result != TUFCHECK_OK) {
			struct tufcheck_problem problem;
			struct tufcheck_policy *policy = NULL;
			set_trap(++victim);
			result = tufcheck_policy_read(path, &problem, &policy);
			trap.is_on = false;
			if (result != TUFCHECK_OK)
				assert_int_equal(result, TUFCHECK_NO_MEMORY);
			assert_int_equal(policy != NULL, result == TUFCHECK_OK);
			tufcheck_policy_free(policy);
		}
		assert_true(victim > 3);
	}
}

/* What is wrong with a policy is said, or that there was no memory to say it. */
static void test_policy_allocation_that_fails_hides_no_problem(void **state)
{
	(void)state;
	static const char *const texts[] = {
		STRICT(",'rots':['what']"),
		STRICT(",'roots':['what']"),
		STRICT(",'roots':['ca:missing.crt']"),
		STRICT(",'minRemaining':{'target/a':'1d'}"),
		STRICT(",'require':[{'signers':['alice']}]"),
		POLICY("{'name':'a','scopes':['a','a*'],'level':'strict'}"),
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		enum tuf_result result = TUF_NO_MEMORY;
		for (size_t victim = 1; result == TUF_NO_MEMORY; victim++) {
			struct tufcheck_problem problem;
			struct tufcheck_policy *policy = NULL;
			set_trap(victim);
			result = policy_support_parse(texts[i], POLICIES, &problem, &policy);
			trap.is_on = false;
			assert_null(policy);
		}
		assert_int_equal(result, TUF_INVALID);
	}
}

/* All that a decision says, as one text. */
static char *render(const struct tufcheck_decision *decision)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fprintf(out, "%d %d %d %s %s %s", decision->is_allowed, decision->is_verified,
	              decision->is_unchecked, decision->statement,
	              decision->digest ? decision->digest : "", decision->tag ? decision->tag : "");
	for (size_t i = 0; i < decision->test_count; i++)
		(void)fprintf(out, "\n%d %s", (int)decision->tests[i].outcome,
		              decision->tests[i].message);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void check_judged(const struct tufcheck_policy *policy,
                         const struct tufcheck_judgement_request *request)
{
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(policy, request, &decision), TUFCHECK_OK);
	char *expected = render(decision);
	tufcheck_decision_free(decision);
	enum tufcheck_result result = TUFCHECK_NO_MEMORY;
	for (size_t victim = 1; result != TUFCHECK_OK; victim++) {
		decision = NULL;
		set_trap(victim);
		result = tufcheck_policy_judge(policy, request, &decision);
		trap.is_on = false;
		assert_int_equal(decision != NULL, result == TUFCHECK_OK);
		if (result != TUFCHECK_OK)
			assert_int_equal(result, TUFCHECK_NO_MEMORY);
	}
	char *text = render(decision);
	assert_string_equal(text, expected);
	tufcheck_decision_free(decision);
	free(text);
	free(expected);
}

static void test_judge_allocation_that_fails_is_no_decision(void **state)
{
	(void)state;
	struct tufcheck_options options = {.size = sizeof(options)};
	assert_int_equal(tufcheck_time_parse("2026-11-21T04:34:00Z", &options.at), TUFCHECK_OK);
	struct tufcheck_scan *scan = NULL;
	struct tufcheck_report *report = NULL;
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add_gun(scan, DATA "/trust", GUN), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_verify(scan, 0, &report), TUFCHECK_OK);
	assert_int_equal(tufcheck_policy_read(POLICIES "/release.policy.json", &problem, &policy),
	                 TUFCHECK_OK);
	struct tufcheck_judgement_request request = {
		.size = sizeof(request),
		.gun = GUN,
		.repository = tufcheck_report_get_repository(report),
		.at = options.at};
	static const char *const tags[] = {"v1.0", "v2.0", "no-such-tag"};
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		request.tag = tags[i];
		check_judged(policy, &request);
	}
	request.tag = NULL;
	request.digest = request.repository->targets[0].sha256;
	check_judged(policy, &request);
	request.repository = NULL;
	check_judged(policy, &request);
	tufcheck_policy_free(policy);
	tufcheck_report_free(report);
	tufcheck_scan_free(scan);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_allocation_that_fails_is_no_policy),
		cmocka_unit_test(test_policy_allocation_that_fails_hides_no_problem),
		cmocka_unit_test(test_judge_allocation_that_fails_is_no_decision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
