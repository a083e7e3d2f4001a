/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of several scopes is for a repository, however they are written and in
 * whatever order; and lists of which one element is wrong.
 */
#include "verify/policy.h"
#include "verify_policy_support.h"

static void assert_found(const struct tufcheck_policy *policy, const char *gun, const char *name)
{
	const struct tufcheck_statement *statement =
		tufcheck_policy_find_statement(policy, gun, NULL);
	assert_string_equal(statement ? statement->name : "none", name);
}

/* An exact name is more specific than a prefix that is as long, whichever stands first. */
static void test_policy_exact_scope_is_more_specific_than_any_prefix(void **state)
{
	(void)state;
	static const char *const texts[] = {
		POLICY("{'name':'prefix','scopes':['r/app*'],'level':'strict'},"
	               "{'name':'exact','scopes':['r/app'],'level':'strict'}"),
		POLICY("{'name':'exact','scopes':['r/app'],'level':'strict'},"
	               "{'name':'prefix','scopes':['r/app*'],'level':'strict'}")};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tufcheck_policy *policy = policy_support_make(texts[i]);
		assert_found(policy, "r/app", "exact");
		assert_found(policy, "r/apps", "prefix");
		tufcheck_policy_free(policy);
	}
}

/* Of two that differ in how the registry is written, the one that is written as the name is. */
static void test_policy_scope_as_it_is_written_comes_before_another_way_to_write_it(void **state)
{
	(void)state;
	static const char *const texts[] = {
		POLICY("{'name':'small','scopes':['r.example.com/*'],'level':'strict'},"
	               "{'name':'large','scopes':['R.example.com/*'],'level':'strict'}"),
		POLICY("{'name':'large','scopes':['R.example.com/*'],'level':'strict'},"
	               "{'name':'small','scopes':['r.example.com/*'],'level':'strict'}")};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tufcheck_policy *policy = policy_support_make(texts[i]);
		assert_found(policy, "r.example.com/x", "small");
		assert_found(policy, "R.example.com/x", "large");
		tufcheck_policy_free(policy);
	}
}

static void test_policy_scope_matches_the_registry_in_any_way_it_is_written(void **state)
{
	(void)state;
	static const struct {
		struct tc_policy_pattern scope;
		const char *gun;
		bool matches;
	} rows[] = {
		{{"r_a.example/team/*", 17, true}, "r_a.example/team/app", true},
		{{"r_a.example/team/*", 17, true}, "R_A.example:443/team/app", true},
		{{"r_a.example/team/*", 17, true}, "r_a.example/Team/app", false},
		{{"r_a.example/team/*", 17, true}, "r_a.example:444/team/app", false},
		/* letters alone have a case */
		{{"r_a.example/team/*", 17, true}, "r?a.example/team/app", false},
		{{"443/TEAM/*", 9, true}, "443/team/app", false},
		/* what stands before the name is no part of it */
		{{"443/TEAM/*", 9, true}, &":443/team/app"[1], false},
		{{"443/team/*", 9, true}, &":443/team/app"[1], true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (tc_policy_scope_matches(&rows[i].scope, rows[i].gun) != rows[i].matches)
			fail_msg("%s: %s", rows[i].scope.text, rows[i].gun);
}

/* Whatever follows it is right: the list is not taken without what is wrong in it. */
static void test_policy_list_with_one_wrong_element_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *message;
	} rows[] = {
		{POLICY("{'name':'a','scopes':['r//x','r/app'],'level':'strict'}"),
	         "expected the name of a repository"},
		{STRICT(",'signers':{'ci':{'role':'targets'}},"
	                "'require':[{'tags':['-x','v*'],'signers':['ci']}]"),
	         "expected a tag, the beginning of tags and a *, or *"},
		{STRICT(",'minRemaining':{'root':'30','targets':'30d'}"),
	         "expected days, weeks or years"},
		{STRICT(",'minVersion':{'root':0,'targets':1}"), "expected"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.message = ""};
		struct tufcheck_policy *policy = NULL;
		assert_int_equal(policy_support_parse(rows[i].text, "", &problem, &policy),
		                 TUF_INVALID);
		assert_null(policy);
		if (!strstr(problem.message, rows[i].message))
			fail_msg("row %zu: %s", i, problem.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_exact_scope_is_more_specific_than_any_prefix),
		cmocka_unit_test(
			test_policy_scope_as_it_is_written_comes_before_another_way_to_write_it),
		cmocka_unit_test(test_policy_scope_matches_the_registry_in_any_way_it_is_written),
		cmocka_unit_test(test_policy_list_with_one_wrong_element_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
