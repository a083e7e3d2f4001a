/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/examine.h"

#include "verify/lock_compare.h"

enum tuf_result tc_examine(const struct tc_examination *examination, struct tc_evidence *evidence,
                           struct tc_verdict *ret_verdict, const struct tc_verified **ret_verified)
{
	struct tc_verdict verdict;
	const struct tc_verified *verified;
	enum tuf_result result =
		tc_chain_verify(&examination->chain, evidence, &verdict, &verified);
	if (result != TUF_OK)
		return result;
	if (examination->lock) {
		result = tc_lock_examine(examination->lock, examination->is_frozen, evidence);
		if (result == TUF_OK)
			result = tc_chain_conclude(evidence, &verdict, &verified);
	}
	if (result != TUF_OK)
		return result;
	*ret_verdict = verdict;
	*ret_verified = verified;
	return TUF_OK;
}
