/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold of a repository that is called trusted, counted once more by
 * other means than the product's.
 */
#ifndef TUFCHECK_TESTS_FUZZ_RECOUNT_H
#define TUFCHECK_TESTS_FUZZ_RECOUNT_H

#include "tree.h"

/**
 * Holds of each role that is called valid that
 *
 * - as many distinct keys as its threshold says, at least one, that the role
 *   which defines it lists under their own IDs, have signed it; of the root,
 *   with certificates that bear the repository's name and have not ended;
 * - its date, where it is plainly written, is not past;
 * - the snapshot lists its bytes, and the timestamp the snapshot's;
 *
 * and of each tag that the role it is resolved from lists its digest. Only for
 * one that is trusted or degraded.
 */
void recount(struct tree *tree, const struct tufcheck_repository *repository,
	     struct tufcheck_time at);

#endif
