/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer should know of files in the metadata folder: those that no
 * client reads, because nothing that is signed refers to them.
 */
#ifndef TUFCHECK_FILE_REVIEW_H
#define TUFCHECK_FILE_REVIEW_H

#include "verify/review.h"

/**
 * Adds the findings. A file is referred to when it is that of a top-level role,
 * an older root, or that of a delegation which the snapshot lists and a role
 * defines. Nothing is said of files below a role whose delegations clients do
 * not come to, and nothing at all when the snapshot is not sound.
 */
TUF_MUST_USE enum tuf_result tc_file_review(const struct tc_review *review);

/** Adds the finding that says which files of folder were not listed, if any were not. */
TUF_MUST_USE enum tuf_result tc_file_review_listing(const struct tc_review *review,
                                                    const char *folder,
                                                    const struct tc_file_listing *listing);

#endif
