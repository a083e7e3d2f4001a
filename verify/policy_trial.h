/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One image on trial: what is known of it, and the tests as they are made.
 *
 * A test either holds or it does not; what that is worth the statement says.
 * Nothing but a test that holds is a pass.
 */
#ifndef TUFCHECK_POLICY_TRIAL_H
#define TUFCHECK_POLICY_TRIAL_H

#include "verify/budget.h"
#include "verify/policy.h"

struct tc_trial_entry;

struct tc_trial {
	struct tuf_arena *arena; /* of the tests and all that they say */
	const struct tc_statement *statement;
	const struct tufcheck_judgement_request *request;
	struct tc_budget *budget; /* that pays for paths to CAs */
	/* NULL unless it is the image's and its chain of trust holds, dates and dropped ones aside.
	 */
	const struct tufcheck_repository *proved;
	const struct tufcheck_target *target; /* what the image is; NULL: not proved */
	struct tc_trial_entry *first;
	struct tc_trial_entry *last;
	size_t count;
	size_t failed;
	size_t warned;
	bool is_chain_open; /* a test of integrity or authenticity did not hold */
};

/* A test before it is recorded; subject may be NULL, all else must be said. */
struct tc_trial_test {
	const char *name;
	const char *subject;
	const char *expected; /* in the trial's arena, borrowed from the policy, or a literal */
	const char *actual;   /* likewise; NULL: it could not be made for want of memory */
};

/* What tests say when the chain of trust of the image's repository does not hold. */
extern const char tc_trial_nothing_proved[];

/** Records a test. TUF_NO_MEMORY also when a text of it is NULL. */
TUF_MUST_USE enum tuf_result tc_trial_add(struct tc_trial *trial, enum tc_policy_check check,
                                          const struct tc_trial_test *test, bool holds);

/** Records that a test does not apply. */
TUF_MUST_USE enum tuf_result tc_trial_skip(struct tc_trial *trial,
                                           const struct tc_trial_test *test);

/** The tests as an array in the trial's arena. */
TUF_MUST_USE enum tuf_result tc_trial_list(const struct tc_trial *trial,
                                           struct tufcheck_test **ret_tests);

#endif
