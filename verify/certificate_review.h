/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of certificates: their dates, where clients do
 * not look at them or soon will, names for many repositories, and bundles
 * whose first certificate is not the leaf.
 */
#ifndef TUFCHECK_CERTIFICATE_REVIEW_H
#define TUFCHECK_CERTIFICATE_REVIEW_H

#include "verify/key_use.h"
#include "verify/review.h"

/** Adds the findings; uses: all that there are. */
TUF_MUST_USE enum tuf_result tc_certificate_review(const struct tc_review *review,
                                                   const struct tc_key_use_list *uses);

#endif
