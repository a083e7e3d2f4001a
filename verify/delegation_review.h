/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of delegations: which may sign every tag, and
 * which have signed nothing.
 */
#ifndef TUFCHECK_DELEGATION_REVIEW_H
#define TUFCHECK_DELEGATION_REVIEW_H

#include "verify/review.h"

/** Adds the findings. */
TUF_MUST_USE enum tuf_result tc_delegation_review(const struct tc_review *review);

#endif
