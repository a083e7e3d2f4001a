/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may be believed of a role: all above it must hold, itself included,
 * where it says something; else all above it.
 */
#include "verify_support.h"

struct row {
	enum tufcheck_role_status status;
	bool is_parsed;
	bool is_sound;
};

static const struct row rows[] = {
	{TUFCHECK_ROLE_VALID, true, true},
	{TUFCHECK_ROLE_EXPIRED, true, true},
	{TUFCHECK_ROLE_INVALID, true, false},
	{TUFCHECK_ROLE_VALID, false, false},
};

static void test_evidence_of_root_is_defined_when_it_is_sound(void **state)
{
	(void)state;
	static const struct tuf_role definition;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tc_role_evidence root = {.status = rows[i].status,
						      .is_parsed = rows[i].is_parsed,
						      .definition = &definition};
		assert_int_equal(tc_evidence_is_sound(&root), rows[i].is_sound);
		assert_int_equal(tc_evidence_is_defined(&root), rows[i].is_sound);
	}
	const struct tc_role_evidence undefined = {.status = TUFCHECK_ROLE_VALID,
						   .is_parsed = true};
	assert_false(tc_evidence_is_defined(&undefined));
}

static void test_evidence_of_role_is_defined_by_what_is_above_it(void **state)
{
	(void)state;
	static const struct tuf_role definition;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t j = 0; j < COUNT_OF(rows); j++) {
			const struct tc_role_evidence root = {.status = rows[i].status,
							      .is_parsed = rows[i].is_parsed,
							      .definition = &definition};
			const struct tc_role_evidence role = {.status = rows[j].status,
							      .is_parsed = rows[j].is_parsed,
							      .definition = &definition,
							      .definer = &root};
			assert_int_equal(tc_evidence_is_defined(&role), rows[i].is_sound);
			assert_int_equal(tc_evidence_is_sound(&role),
					 rows[i].is_sound && rows[j].is_sound);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_evidence_of_root_is_defined_when_it_is_sound),
		cmocka_unit_test(test_evidence_of_role_is_defined_by_what_is_above_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
