/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: evidence, verdict and resolved tags as the public records.
 */
#ifndef TUFCHECK_REPORT_H
#define TUFCHECK_REPORT_H

#include "verify/chain.h"

/*
 * The handle. Records borrow their texts from the evidence (documents, keys)
 * and the arena, so a report owns both.
 */
struct tufcheck_report {
	struct tuf_arena arena;
	struct tc_evidence evidence;
	struct tufcheck_repository repository;
};

/**
 * Fills report->repository from report->evidence.
 *
 * verified may be NULL: then there are no tags. path must live as long as the
 * report's arena.
 */
TUF_MUST_USE enum tuf_result tc_report_fill(struct tufcheck_report *report,
                                            const struct tc_verdict *verdict,
                                            const struct tc_verified *verified, const char *path);

/** The record of one decoded key under its listed ID; who trusts it is left empty. */
TUF_MUST_USE enum tuf_result tc_report_make_key(struct tuf_arena *arena,
                                                const struct tc_public_key *key,
                                                const char *listed_id,
                                                struct tufcheck_key *ret_record);

#endif
