/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict.h"

/* Whether a finding says that something could not be checked, not that it failed. */
static bool leaves_open(const struct tufcheck_rule *rule)
{
	return rule->effect == TUFCHECK_STATUS_INCOMPLETE ||
	       rule->effect == TUFCHECK_STATUS_UNREADABLE;
}

/*
 * is_open: something that the answer rests on was not reached or has failed,
 * so that it cannot be a pass.
 */
static enum tufcheck_answer answer(const struct tc_finding_list *findings, bool is_open,
                                   enum tufcheck_check check)
{
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		const struct tufcheck_rule *rule = tc_finding_get_rule(entry->kind);
		if (leaves_open(rule))
			is_open = true;
		else if (rule->check == check)
			return TUFCHECK_ANSWER_FAIL;
	}
	return is_open ? TUFCHECK_ANSWER_UNKNOWN : TUFCHECK_ANSWER_PASS;
}

/* Whether a check failed so badly that later ones would ask forged data. */
static bool has_broken(const struct tc_finding_list *findings, enum tufcheck_check check)
{
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		const struct tufcheck_rule *rule = tc_finding_get_rule(entry->kind);
		if (rule->check == check && rule->effect == TUFCHECK_STATUS_UNTRUSTED)
			return true;
	}
	return false;
}

static enum tufcheck_status worst_status(const struct tc_finding_list *findings)
{
	enum tufcheck_status worst = TUFCHECK_STATUS_TRUSTED;
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		enum tufcheck_status effect = tc_finding_get_rule(entry->kind)->effect;
		if (effect > worst)
			worst = effect;
	}
	return worst;
}

/* What the user demands is asked of data that nobody altered or forged. */
static enum tufcheck_answer answer_policy(const struct tc_finding_list *findings, bool is_open,
                                          bool is_asked)
{
	return is_asked ? answer(findings, is_open, TUFCHECK_CHECK_POLICY) : TUFCHECK_ANSWER_NONE;
}

struct tc_verdict tc_verdict_make(const struct tc_finding_list *findings,
                                  const struct tc_verdict_basis *basis)
{
	bool is_complete = basis->is_complete;
	bool is_altered = has_broken(findings, TUFCHECK_CHECK_INTEGRITY);
	bool is_forged = is_altered || has_broken(findings, TUFCHECK_CHECK_AUTHENTICITY);
	struct tc_verdict verdict = {
		.status = TUFCHECK_STATUS_UNTRUSTED,
		.answers = {
			[TUFCHECK_CHECK_NONE] = TUFCHECK_ANSWER_NONE,
			[TUFCHECK_CHECK_INTEGRITY] =
				answer(findings, !is_complete, TUFCHECK_CHECK_INTEGRITY),
			[TUFCHECK_CHECK_AUTHENTICITY] =
				answer(findings, !is_complete || is_altered,
		                       TUFCHECK_CHECK_AUTHENTICITY),
			[TUFCHECK_CHECK_FRESHNESS] =
				answer(findings, !is_complete || is_forged,
		                       TUFCHECK_CHECK_FRESHNESS),
			[TUFCHECK_CHECK_POLICY] = answer_policy(
				findings, !is_complete || is_forged, basis->is_policy_asked),
		}};
	enum tufcheck_status worst = worst_status(findings);
	/* a chain that was not reached to its end is never better than incomplete */
	if (is_complete || worst >= TUFCHECK_STATUS_INCOMPLETE)
		verdict.status = worst;
	return verdict;
}
