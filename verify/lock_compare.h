/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between a lock and a repository, as findings. In each, expected
 * is what the lock has, and actual what was found.
 */
#ifndef TUFCHECK_LOCK_COMPARE_H
#define TUFCHECK_LOCK_COMPARE_H

#include "verify/chain.h"
#include "verify/finding.h"
#include "verify/lock.h"

/* What is held against what, and how strictly. */
struct tc_lock_comparison {
	const struct tc_lock_entry *locked; /* NULL: the lock does not know the repository */
	const struct tc_lock_entry *found;
	bool is_frozen;   /* tags must be just those of the lock */
	bool is_complete; /* everything that an update of the lock would change */
	struct tc_finding_list *findings;
};

/** Adds a finding for each difference. */
TUF_MUST_USE enum tuf_result tc_lock_compare(const struct tc_lock_comparison *comparison);

/** Likewise of the keys, thresholds and versions of all roles, where the lock knows the repository.
 */
TUF_MUST_USE enum tuf_result tc_lock_compare_roles(const struct tc_lock_comparison *comparison);

/**
 * Holds a repository against the lock, if its chain holds; how old it is does
 * not matter.
 *
 * evidence: from tc_chain_verify; gets the findings, and that something is
 * demanded of it, unless the lock demands nothing.
 */
TUF_MUST_USE enum tuf_result tc_lock_examine(const struct tufcheck_lock *lock, bool is_frozen,
                                             struct tc_evidence *evidence);

#endif
