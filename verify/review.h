/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reviews have in common: each looks at one side of a repository whose
 * chain was checked, and adds findings that a reviewer should know of. None of
 * them changes the verdict, and none draws conclusions from what is not signed
 * for (tc_evidence_is_defined, tc_evidence_is_sound).
 */
#ifndef TUFCHECK_REVIEW_H
#define TUFCHECK_REVIEW_H

#include "verify/evidence.h"

/* What a review needs; everything is borrowed. */
struct tc_review {
	struct tc_evidence *evidence; /* of a chain that was checked */
	const struct tc_source *source;
	struct tuf_time at;
	int64_t warn_within; /* seconds; certificates that end so soon are told; negative: none */
};

/*
 * The findings of one kind, so that hostile data makes no more than
 * TUF_MAX_ADVICE of them: set review and kind, ask tc_series_admits before each,
 * and finish.
 */
struct tc_series {
	const struct tc_review *review;
	enum tc_finding_kind kind;
	size_t count; /* of all, also of those that were not admitted */
};

/** Counts one more; whether it is to be added. */
bool tc_series_admits(struct tc_series *series);

/** Adds a finding with the number of those that were not admitted, if there are any. */
TUF_MUST_USE enum tuf_result tc_series_finish(const struct tc_series *series);

#endif
