/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of keys: those that several roles or IDs share,
 * those that are trusted and do not sign, and how few keys replace all others.
 */
#ifndef TUFCHECK_KEY_REVIEW_H
#define TUFCHECK_KEY_REVIEW_H

#include "verify/key_use.h"
#include "verify/review.h"

/** Adds the findings; uses: all that there are. */
TUF_MUST_USE enum tuf_result tc_key_review(const struct tc_review *review,
                                           const struct tc_key_use_list *uses);

#endif
