/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of a repository although its chain holds, or as
 * far as it does: all reviews, in order.
 */
#ifndef TUFCHECK_ADVICE_H
#define TUFCHECK_ADVICE_H

#include "verify/review.h"

/* Seconds within which the end of a certificate is told unless the caller says otherwise. */
#define TC_WARN_WITHIN_DEFAULT (INT64_C(180) * 86400)

/** Adds the findings of every review. Verdicts that were made stay as they are. */
TUF_MUST_USE enum tuf_result tc_advise(const struct tc_review *review);

#endif
