/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/examine.h"

#include "verify/advice.h"
#include "verify/pin_check.h"

enum tuf_result tc_examine(const struct tc_examination *examination, struct tc_evidence *evidence,
                           struct tc_verdict *ret_verdict, const struct tc_verified **ret_verified)
{
	struct tc_verdict verdict;
	const struct tc_verified *verified;
	enum tuf_result result =
		tc_chain_verify(&examination->chain, evidence, &verdict, &verified);
	if (result == TUF_OK)
		result = tc_pins_check(examination->pins, evidence);
	if (result == TUF_OK)
		result = tc_chain_conclude(evidence, &verdict, &verified);
	if (result != TUF_OK)
		return result;
	const struct tc_review review = {.evidence = evidence,
	                                 .source = examination->chain.source,
	                                 .at = examination->chain.at,
	                                 .warn_within = examination->warn_within};
	result = tc_advise(&review);
	if (result != TUF_OK)
		return result;
	*ret_verdict = verdict;
	*ret_verified = verified;
	return TUF_OK;
}
