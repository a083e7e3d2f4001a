/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one repository may cost in all, however its metadata is spread over
 * files, roles and keys: work, counted in signatures by P-256 keys, and bytes
 * that are read.
 *
 * What cannot be paid for is not done. It counts for nothing, and a finding
 * says that it was not done: the repository is not trusted then.
 */
#ifndef TUFCHECK_BUDGET_H
#define TUFCHECK_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

#include "verify/finding.h"
#include "verify/profile.h"

struct tc_budget {
	size_t work;      /* that is left */
	size_t bytes;     /* likewise */
	bool lacks_work;  /* some could not be paid for */
	bool lacks_bytes; /* likewise */
};

/** The whole of TUF_MAX_WORK and TUF_MAX_REPOSITORY_BYTES. */
struct tc_budget tc_budget_make(void);

/** Takes units of work; false when there are not enough, now or before. A budget of NULL is
 * endless. */
bool tc_budget_take_work(struct tc_budget *budget, size_t units);

/** Likewise for bytes of metadata. */
bool tc_budget_take_bytes(struct tc_budget *budget, size_t bytes);

/** The work of verifying one signature, over length bytes, by such a key. */
size_t tc_work_of_signature(const struct tc_public_facts *facts, size_t length);

/** The work of decoding a key with length bytes of certificates, or of a public key. */
size_t tc_work_of_key(size_t length);

/** Adds a finding for what could not be paid for, if there is anything. */
TUF_MUST_USE enum tuf_result tc_budget_report(const struct tc_budget *budget,
					      struct tc_finding_list *findings);

#endif
