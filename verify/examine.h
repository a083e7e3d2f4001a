/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that is asked of one repository: the chain of trust, what a
 * reviewer should know of it, and what the user demands.
 */
#ifndef TUFCHECK_EXAMINE_H
#define TUFCHECK_EXAMINE_H

#include "verify/chain.h"
#include "verify/pins.h"

struct tc_examination {
	struct tc_chain_input chain;
	int64_t warn_within; /* as struct tc_review has it */
	const struct tufcheck_pins *pins; /* may be NULL */
	const struct tufcheck_lock *lock; /* NULL: none */
	bool is_frozen;
};

/** Asks it all, in order; parameters are those of tc_chain_verify. */
TUF_MUST_USE enum tuf_result tc_examine(const struct tc_examination *examination,
                                        struct tc_evidence *evidence,
                                        struct tc_verdict *ret_verdict,
                                        const struct tc_verified **ret_verified);

#endif
