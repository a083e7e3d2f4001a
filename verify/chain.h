/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain of trust of one repository: root, timestamp, snapshot, targets and
 * the delegations, in the reference's order.
 *
 * Only this module makes a struct tc_verified, and what needs verified data
 * takes nothing else. There is none for a repository whose chain does not hold.
 *
 * A repository that is merely expired has one only where that is asked for. The
 * dates of its top-level roles are then overlooked, and nothing more: what
 * clients drop is dropped there too, an expired delegation among it, so that a
 * tag resolves as it would if only the top-level roles were published afresh.
 */
#ifndef TUFCHECK_CHAIN_H
#define TUFCHECK_CHAIN_H

#include "verify/evidence.h"
#include "verify/source.h"
#include "verify/verdict.h"

struct tc_verified; /* opaque: evidence whose chain holds */

struct tc_chain_input {
	const struct tc_source *source;
	const char *gun; /* NULL: taken from the root certificate, with a finding that says so */
	struct tuf_time at;
	/* the root that root.json must follow from, if it names the repository; or NULL */
	const struct tufcheck_trusted_root *trusted_root;
	const struct tufcheck_trust_pinning *pinning; /* what the root is held against; may be NULL */
	bool resolve_expired; /* a repository that is expired counts as verified, but for its status */
};

/**
 * Checks the whole chain. evidence comes from tc_evidence_make and is filled
 * whatever the verdict.
 *
 * ret_verdict: from the findings. ret_verified: borrowed from the evidence's
 * arena when the verdict is trusted or degraded, or expired if the input asks
 * for that; else NULL.
 */
TUF_MUST_USE enum tuf_result tc_chain_verify(const struct tc_chain_input *input,
                                             struct tc_evidence *evidence,
                                             struct tc_verdict *ret_verdict,
                                             const struct tc_verified **ret_verified);

/**
 * The verdict on evidence that tc_chain_verify filled, again after findings
 * were added to it. What was verified before is not any more.
 */
TUF_MUST_USE enum tuf_result tc_chain_conclude(const struct tc_evidence *evidence,
                                               struct tc_verdict *ret_verdict,
                                               const struct tc_verified **ret_verified);

/**
 * What is verified when neither what the user demands nor, of a repository that
 * has expired, dates are looked at: to hold it against what was recorded of it.
 *
 * ret_verified: as above, for evidence that tc_chain_verify filled; NULL when
 * the chain does not hold even so.
 */
TUF_MUST_USE enum tuf_result tc_chain_overlook_dates(const struct tc_evidence *evidence,
                                                     const struct tc_verified **ret_verified);

/**
 * Whether the reference would have loaded the role: nothing at all is wrong
 * with it, but for the date of a top-level role where expired ones are asked for.
 */
bool tc_verified_has_role(const struct tc_verified *verified, const struct tc_role_evidence *role);

/** The evidence behind it, borrowed. */
const struct tc_evidence *tc_verified_get_evidence(const struct tc_verified *verified);

#endif
