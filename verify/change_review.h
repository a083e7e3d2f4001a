/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of staged changes: what the publisher's client
 * would change when it publishes next. They are files beside the metadata that
 * nobody has signed, and prove nothing.
 */
#ifndef TUFCHECK_CHANGE_REVIEW_H
#define TUFCHECK_CHANGE_REVIEW_H

#include "verify/review.h"

/** Adds the findings, one for each change, in the order in which a client would make them. */
TUF_MUST_USE enum tuf_result tc_change_review(const struct tc_review *review);

#endif
