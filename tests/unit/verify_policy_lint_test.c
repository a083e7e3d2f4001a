/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Warnings of a policy look at the last of its entries as at the first.
 */
#include "verify_policy_support.h"

#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct warning {
	size_t line, column;
	const char *message;
};

static void check_warning(const char *text, const struct warning *expected)
{
	struct tufcheck_policy *policy = policy_support_make(text);
	assert_int_equal(tufcheck_policy_warning_count(policy), 1);
	const struct tufcheck_problem *warning = tufcheck_policy_get_warning(policy, 0);
	assert_string_equal(warning->message, expected->message);
	assert_int_equal(warning->line, expected->line);
	assert_int_equal(warning->column, expected->column);
	tufcheck_policy_free(policy);
}

static void test_lint_forbidden_key_of_any_signer_is_warned_of(void **state)
{
	(void)state;
	const struct warning warning = {3, 20, "it is a key of the signer \"bob\""};
	check_warning(STRICT(",'signers':{'alice':{'role':'targets/alice'},"
	                     "'bob':{'keys':['keyid:" DIGITS "']}},'require':[{}]\n"
	                     ",'forbid':{'keys':['keyid:" DIGITS "']}"),
	              &warning);
}

/* It is the key of another, which has the same digits. */
static void test_lint_pins_of_two_kinds_are_two(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(
		STRICT(",'signers':{'bob':{'keys':['keyid:" DIGITS "']}},'require':[{}]\n"
	               ",'roots':['spki:" DIGITS "'],'forbid':{'keys':['sha256:" DIGITS "']}"));
	assert_int_equal(tufcheck_policy_warning_count(policy), 0);
	tufcheck_policy_free(policy);
}

static void test_lint_forbidden_role_of_a_signer_is_warned_of_wherever_it_stands(void **state)
{
	(void)state;
	const struct warning warning = {3, 33, "the signer \"bob\" signs by this role"};
	check_warning(STRICT(",'signers':{'bob':{'role':'targets/bob'}},'require':[{}]\n"
	                     ",'forbid':{'roles':['targets/x','targets/bob']}"),
	              &warning);
}

static void test_lint_timestamp_that_lasts_too_long_is_warned_of_wherever_it_stands(void **state)
{
	(void)state;
	const struct warning warning = {
		2, 42, "servers issue timestamps for 14 days, so that less is left of each"};
	check_warning(STRICT(",'minRemaining':{'root':'9y','timestamp':'14d'}"), &warning);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lint_forbidden_key_of_any_signer_is_warned_of),
		cmocka_unit_test(test_lint_pins_of_two_kinds_are_two),
		cmocka_unit_test(
			test_lint_forbidden_role_of_a_signer_is_warned_of_wherever_it_stands),
		cmocka_unit_test(
			test_lint_timestamp_that_lasts_too_long_is_warned_of_wherever_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
