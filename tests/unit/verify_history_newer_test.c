/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of roots that are of the present version, or newer by their names.
 */
#include "verify_history_support.h"

static void test_history_current_version_is_the_same_whoever_signed_it(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	keep_as(fixture, "2.root.json", 2);
	support_get_role(&fixture->repository, "root")->signer_count = 1;
	keep_as(fixture, "root.2.json", 2);
	verify(fixture);
	assert_no_findings(FINDINGS);
	assert_int_equal(HISTORY.oldest, 0);
}

static void test_history_other_root_of_current_version_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_set(&fixture->repository, "root", "consistent_snapshot", json_true());
	keep_as(fixture, "root.2.json", 2);
	support_set(&fixture->repository, "root", "consistent_snapshot", json_false());
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_FORK);
	assert_string_equal(FINDINGS->first->finding.file, "root.2.json");
	assert_string_equal(FINDINGS->first->finding.expected, "what root.json says");
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_broken_file_of_current_version_is_untrusted(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_put(&fixture->repository, "2.root.json", "broken", 6)->root_version = 2;
	verify(fixture);
	assert_findings(FINDINGS, TC_JSON_SYNTAX);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_history_newer_file_that_is_no_root_is_a_warning(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_put(&fixture->repository, "3.root.json", "broken", 6)->root_version = 3;
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_UNPROVEN);
	assert_string_equal(FINDINGS->first->finding.file, "3.root.json");
	assert_string_equal(FINDINGS->first->finding.expected,
	                    "a root signed as root.json (version 2) demands");
	assert_int_equal(STATUS, TUFCHECK_STATUS_TRUSTED);
}

/* Junk does not hide the genuine one behind it; what follows that is not needed. */
static void test_history_newer_root_is_found_behind_junk(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "3.root.json", "broken", 6)->root_version = 3;
	become(fixture, 7);
	support_add_signer(&fixture->repository, "root", fixture->keys[2].id, pkey_of(2));
	keep_as(fixture, "4.root.json", 4);
	support_put(&fixture->repository, "5.root.json", "broken", 6)->root_version = 5;
	become(fixture, 2);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_UNPROVEN, TC_ROOT_ROLLED_BACK);
	const struct tufcheck_finding *finding = &FINDINGS->last->finding;
	assert_string_equal(finding->message, "root.json is version 2, but 4.root.json, which is "
	                                      "signed as it demands, is version 7");
	assert_int_equal(support_get_file(&fixture->repository, "5.root.json")->limit, 0);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNTRUSTED);
}

/* Its own keys prove nothing, nor does the name of an older version. */
static void test_history_newer_root_of_strangers_is_a_warning(void **state)
{
	struct fixture *fixture = *state;
	keep(fixture, 4);
	become(fixture, 2);
	keep_as(fixture, "5.root.json", 5);
	become(fixture, 1);
	keep_as(fixture, "6.root.json", 6);
	become(fixture, 2);
	verify(fixture);
	assert_findings(FINDINGS, TC_ROOT_UNPROVEN, TC_ROOT_UNPROVEN, TC_ROOT_UNPROVEN);
	assert_string_equal(FINDINGS->first->next->finding.actual, "version 2");
	assert_string_equal(FINDINGS->first->finding.actual,
	                    "one with valid signatures by 0 of its root keys, needed are 1");
	assert_string_equal(FINDINGS->last->finding.actual, "version 1");
	assert_int_equal(STATUS, TUFCHECK_STATUS_TRUSTED);
}

/* Of what cannot be read nobody knows that it is no newer root. */
static void test_history_newer_file_that_cannot_be_read_is_unreadable(void **state)
{
	struct fixture *fixture = *state;
	become(fixture, 2);
	support_put(&fixture->repository, "3.root.json", "", 0)->root_version = 3;
	support_get_file(&fixture->repository, "3.root.json")->status = TC_READ_UNREADABLE;
	verify(fixture);
	assert_findings(FINDINGS, TC_FILE_UNREADABLE);
	assert_int_equal(STATUS, TUFCHECK_STATUS_UNREADABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_history_current_version_is_the_same_whoever_signed_it),
		fixture_test(test_history_other_root_of_current_version_is_untrusted),
		fixture_test(test_history_broken_file_of_current_version_is_untrusted),
		fixture_test(test_history_newer_file_that_is_no_root_is_a_warning),
		fixture_test(test_history_newer_root_is_found_behind_junk),
		fixture_test(test_history_newer_root_of_strangers_is_a_warning),
		fixture_test(test_history_newer_file_that_cannot_be_read_is_unreadable),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
