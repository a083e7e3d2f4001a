/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/examine.h"

#include "verify/advice.h"
#include "verify/pin_check.h"
#include "verify/lock_compare.h"

enum tuf_result tc_examine(const struct tc_examination *examination, struct tc_evidence *evidence,
                           struct tc_verdict *ret_verdict, const struct tc_verified **ret_verified)
{
	enum tuf_result result =
		tc_chain_verify(&examination->chain, evidence, ret_verdict, ret_verified);
	if (result == TUF_OK)
		result = tc_pins_check(examination->pins, evidence);
	if (result == TUF_OK && examination->lock)
		result = tc_lock_examine(examination->lock, examination->is_frozen, evidence);
	if (result == TUF_OK)
		result = tc_chain_conclude(evidence, ret_verdict, ret_verified);
	const struct tc_review review = {.evidence = evidence,
	                                 .source = examination->chain.source,
	                                 .at = examination->chain.at,
	                                 .warn_within = examination->warn_within};
	return result == TUF_OK ? tc_advise(&review) : result;
}
