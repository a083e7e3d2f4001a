/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shares of a scan, so that several machines do one estate between them.
 */
#ifndef TUFCHECK_SHARE_H
#define TUFCHECK_SHARE_H

#include "verify/trustdir.h"
#include "verify/tufcheck.h"

/* What a share is, and where its repositories stand in the whole. */
struct tc_share {
	struct tufcheck_share facts;
	size_t *positions; /* of each place that was kept; in the scan's arena */
};

/**
 * Leaves in trustdir, which is sorted, what share number of count has of it.
 * TUF_NO_MEMORY: nothing is changed.
 */
TUF_MUST_USE enum tuf_result tc_share_take(struct tc_trustdir *trustdir, size_t number, size_t count,
                                           struct tc_share *ret_share);

#endif
