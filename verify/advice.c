/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/advice.h"

#include "verify/certificate_review.h"
#include "verify/change_review.h"
#include "verify/delegation_review.h"
#include "verify/file_review.h"
#include "verify/key_review.h"

enum tuf_result tc_advise(const struct tc_review *review)
{
	struct tc_key_use_list uses;
	enum tuf_result result = tc_key_use_gather(review->evidence, &uses);
	if (result == TUF_OK)
		result = tc_certificate_review(review, &uses);
	if (result == TUF_OK)
		result = tc_key_review(review, &uses);
	if (result == TUF_OK)
		result = tc_delegation_review(review);
	if (result == TUF_OK)
		result = tc_file_review(review);
	if (result == TUF_OK)
		result = tc_change_review(review);
	return result;
}
