/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/nearest.h"

#include <string.h>

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

/* The word that is written and the only one that could be meant; whether it is. */
struct pair {
	const char *word;
	const char *candidate;
	bool is_near;
};

static void check_pairs(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *const candidates[] = {pairs[i].candidate, NULL};
		const char *nearest = tc_nearest(pairs[i].word, candidates);
		if ((nearest != NULL) != pairs[i].is_near)
			fail_msg("%s: %s", pairs[i].word, nearest);
	}
}

/* Of the words below, a third may be otherwise; each has just so much, or one more. */
static void test_nearest_counts_each_difference_once(void **state)
{
	static const struct pair pairs[] = {
		/* letters too many or too few, at each end */
		{"xyzsha256", "sha256", false}, {"xysha256", "sha256", true},
		{"sha256xyz", "sha256", false}, {"sha256xy", "sha256", true},
		{"a256", "sha256", true},       {"256", "sha256", false},
		/* neighbours exchanged, which is one difference; a replaced letter beside one is two */
		{"orle", "role", true},         {"roel", "role", true},
		{"roex", "role", false},        {"roxl", "role", false},
		{"oxle", "role", false},        {"xrle", "role", false},
		/* another case is none, and only letters have one */
		{"ROLe", "role", true},         {"SHA2", "sha256", true},
		{"ZON", "zone", true},
		{"AR", "area", false},          {"AR1A", "area", true},
		{"ndr?scre", "under_score", false},
	};
	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

#define FORTY "abcdefghijklmnopqrstabcdefghijklmnopqrst"

static void test_nearest_looks_at_words_of_forty_characters_at_most(void **state)
{
	static const struct pair pairs[] = {
		{FORTY, FORTY, true},
		{FORTY "u", FORTY, false},
		{FORTY, FORTY "u", false},
		{FORTY "u", FORTY "u", false},
	};
	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void test_nearest_of_several_is_the_first_of_the_nearest(void **state)
{
	static const char *const candidates[] = {"releases-1", "releases-12", "releases-123",
	                                         "releases-x23", NULL};
	static const char *const farther_last[] = {"releases-12", "releases-1", NULL};
	(void)state;
	assert_ptr_equal(tc_nearest("releases-123", candidates), candidates[2]);
	assert_ptr_equal(tc_nearest("releases-y23", candidates), candidates[2]);
	assert_ptr_equal(tc_nearest("releases-12", candidates), candidates[1]);
	assert_ptr_equal(tc_nearest("releases-12x", farther_last), farther_last[0]);
}

/* Words that are considered one by one, as a user's own names are. */
static void test_nearest_is_only_what_is_near(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		const char *best;
	} rows[] = {
		{"alice", "alice"}, {"alcie", "alice"}, {"alic", "alice"}, {"aliced", "alice"},
		{"bob", NULL},      {"", NULL},         {"releas", "releases"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_nearest nearest = {.word = rows[i].word,
		                             .length = strlen(rows[i].word)};
		tc_nearest_consider(&nearest, "releases");
		tc_nearest_consider(&nearest, "alice");
		if (rows[i].best)
			assert_string_equal(nearest.best, rows[i].best);
		else
			assert_null(nearest.best);
	}
	char long_word[200];
	memset(long_word, 'a', sizeof(long_word) - 1);
	long_word[sizeof(long_word) - 1] = '\0';
	struct tc_nearest nearest = {.word = long_word, .length = strlen(long_word)};
	tc_nearest_consider(&nearest, long_word);
	assert_null(nearest.best);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest_misspelt_word_is_recognised),
		cmocka_unit_test(test_nearest_other_word_is_not_taken_for_one),
		cmocka_unit_test(test_nearest_counts_each_difference_once),
		cmocka_unit_test(test_nearest_looks_at_words_of_forty_characters_at_most),
		cmocka_unit_test(test_nearest_of_several_is_the_first_of_the_nearest),
		cmocka_unit_test(test_nearest_is_only_what_is_near),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
