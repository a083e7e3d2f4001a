/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/limits.h"
#include "verify/review.h"
#include "verify_support.h"

/* So many are listed, and the rest is a number. */
static void test_review_series_is_as_long_as_it_may_be(void **state)
{
	(void)state;
	static const struct {
		size_t count;
		const char *message; /* of the rest; NULL: there is none */
	} rows[] = {
		{0, NULL},
		{1, NULL},
		{TUF_MAX_ADVICE, NULL},
		{TUF_MAX_ADVICE + 1, "and 1 more of this kind, which are not listed"},
		{TUF_MAX_ADVICE + 2, "and 2 more of this kind, which are not listed"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_arena arena = TUF_ARENA_INIT;
		struct tc_evidence evidence = tc_evidence_make(&arena);
		const struct tc_review review = {.evidence = &evidence};
		struct tc_series series = {.review = &review, .kind = TC_ROOT_THRESHOLD_ONE};
		for (size_t j = 0; j < rows[i].count; j++)
			assert_int_equal(tc_series_admits(&series), j < TUF_MAX_ADVICE);
		assert_int_equal(tc_series_finish(&series), TUF_OK);
		const struct tufcheck_finding *rest = NULL;
		assert_int_equal(support_count(&evidence.findings, TC_ROOT_THRESHOLD_ONE, &rest),
		                 rows[i].message != NULL);
		if (rows[i].message)
			assert_string_equal(rest->message, rows[i].message);
		tc_evidence_clear(&evidence);
		tuf_arena_clear(&arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_review_series_is_as_long_as_it_may_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
