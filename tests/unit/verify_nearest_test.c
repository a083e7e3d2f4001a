/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/nearest.h"

#include "verify_support.h"

static const char *const words[] = {"lockVersion", "repositories", "sha256", "role", "roles", NULL};

static void test_nearest_misspelt_word_is_recognised(void **state)
{
	static const struct {
		const char *word;
		const char *nearest;
	} rows[] = {
		{"lockversion", "lockVersion"}, {"lock_version", "lockVersion"},
		{"LOCKVERSION", "lockVersion"}, {"repostories", "repositories"},
		{"repositroies", "repositories"}, {"sha-256", "sha256"},
		{"sha265", "sha256"},           {"rol", "role"},
		{"rolse", "role"},              {"roless", "roles"},
		{"role", "role"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(tc_nearest(rows[i].word, words), rows[i].nearest);
}

static void test_nearest_other_word_is_not_taken_for_one(void **state)
{
	static const char *const others[] = {
		"", "x", "tags", "md5", "version", "shape",
		"repositoriesrepositoriesrepositoriesrepositories"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (tc_nearest(others[i], words))
			fail_msg("%s: %s", others[i], tc_nearest(others[i], words));
	assert_null(tc_nearest("role", &words[COUNT_OF(words) - 1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest_misspelt_word_is_recognised),
		cmocka_unit_test(test_nearest_other_word_is_not_taken_for_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
