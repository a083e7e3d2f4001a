/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verdict on a repository, from its findings and from nothing else.
 */
#ifndef TUFCHECK_VERDICT_H
#define TUFCHECK_VERDICT_H

#include <stdbool.h>

#include "verify/finding.h"

struct tc_verdict {
	enum tufcheck_status status;
	enum tufcheck_answer answers[TUFCHECK_CHECK_COUNT];
};

/* What a verdict needs to know beside the findings. */
struct tc_verdict_basis {
	bool is_complete;     /* all of the chain was reached */
	bool is_policy_asked; /* the user demands something of this repository */
};

/**
 * The worst status that a finding leaves. Without a finding that says
 * otherwise a repository is trusted only if the chain was reached to its end;
 * if not, it is untrusted.
 */
struct tc_verdict tc_verdict_make(const struct tc_finding_list *findings,
                                  const struct tc_verdict_basis *basis);

#endif
