/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "verify/root_step.h"
#include "verify_support.h"

static int setup(void **state)
{
	int failed = support_setup(state);
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	return failed;
}

static void parse(struct support_repository *repository, struct tc_root_step *step)
{
	const struct support_file *file = support_get_file(repository, "root.json");
	struct tc_read content = {.status = TC_READ_OK, .length = file->length};
	content.bytes = malloc(file->length);
	assert_non_null(content.bytes);
	memcpy(content.bytes, file->bytes, file->length);
	struct tuf_fault fault;
	assert_int_equal(tc_root_step_parse(step, file->name, &content, &fault), TUF_OK);
	assert_int_equal(step->version, 1);
	assert_null(content.bytes);
}

/* What it takes to count is at the cost of the repository; what cannot be paid for counts not. */
static void test_root_step_signatures_are_counted_while_they_can_be_paid_for(void **state)
{
	struct support_repository *repository = *state;
	struct tc_root_step step = {.version = 0};
	parse(repository, &step);
	const struct tc_anchor_context free_of_charge = {.gun = SUPPORT_GUN, .at = repository->at};
	struct tc_root_support support;
	assert_int_equal(
		tc_root_count_own(&free_of_charge, &step.root, &step.envelope, &support), TUF_OK);
	assert_int_equal(support.count, 1);
	assert_int_equal(support.threshold, 1);
	assert_true(support.is_met);

	struct tc_budget budget = tc_budget_make();
	const size_t work = budget.work;
	struct tc_key_ring ring = {.budget = &budget};
	struct tc_anchor_context anchor = free_of_charge;
	anchor.ring = &ring;
	assert_int_equal(
		tc_root_count_followers(&anchor, &step.root, &step.envelope, &support), TUF_OK);
	assert_true(support.is_met);
	assert_true(budget.work < work);
	budget.work = 0;
	assert_int_equal(
		tc_root_count_followers(&anchor, &step.root, &step.envelope, &support), TUF_OK);
	assert_int_equal(support.count, 0);
	assert_false(support.is_met);
	assert_true(budget.lacks_work);
	tc_root_step_clear(&step);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_root_step_signatures_are_counted_while_they_can_be_paid_for, setup,
			support_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
