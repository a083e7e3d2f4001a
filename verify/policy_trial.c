/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_trial.h"

struct tc_trial_entry {
	struct tc_trial_entry *next;
	struct tufcheck_test test;
};

const char tc_trial_nothing_proved[] = "an image that is not proved";

static enum tuf_result append(struct tc_trial *trial, const struct tc_trial_test *test,
                              enum tufcheck_outcome outcome)
{
	struct tc_trial_entry *entry = tuf_arena_take(trial->arena, sizeof(*entry));
	if (!entry || !test->expected || !test->actual)
		return TUF_NO_MEMORY;
	const char *subject = test->subject ? test->subject : "";
	const char *message =
		tuf_arena_format(trial->arena, "%s%s%s: expected %s, found %s", test->name,
	                         subject[0] ? " of " : "", subject, test->expected, test->actual);
	if (!message)
		return TUF_NO_MEMORY;
	entry->test = (struct tufcheck_test){.name = test->name,
	                                     .subject = test->subject,
	                                     .outcome = outcome,
	                                     .expected = test->expected,
	                                     .actual = test->actual,
	                                     .message = message};
	if (trial->last)
		trial->last->next = entry;
	else
		trial->first = entry;
	trial->last = entry;
	trial->count++;
	return TUF_OK;
}

enum tuf_result tc_trial_add(struct tc_trial *trial, enum tc_policy_check check,
                             const struct tc_trial_test *test, bool holds)
{
	if (holds)
		return append(trial, test, TUFCHECK_OUTCOME_PASS);
	if (check == TC_POLICY_INTEGRITY || check == TC_POLICY_AUTHENTICITY)
		trial->is_chain_open = true;
	bool warns = trial->statement && trial->statement->warns[check];
	if (warns)
		trial->warned++;
	else
		trial->failed++;
	return append(trial, test, warns ? TUFCHECK_OUTCOME_WARN : TUFCHECK_OUTCOME_FAIL);
}

enum tuf_result tc_trial_skip(struct tc_trial *trial, const struct tc_trial_test *test)
{
	return append(trial, test, TUFCHECK_OUTCOME_SKIPPED);
}

enum tuf_result tc_trial_list(const struct tc_trial *trial, struct tufcheck_test **ret_tests)
{
	struct tufcheck_test *tests =
		tuf_arena_take_array(trial->arena, trial->count, sizeof(*tests));
	if (!tests)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (const struct tc_trial_entry *entry = trial->first; entry; entry = entry->next)
		tests[count++] = entry->test;
	*ret_tests = tests;
	return TUF_OK;
}
