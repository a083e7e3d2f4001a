/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to a repository's metadata by somebody who has the keys: fields are
 * changed, and the signatures, hashes and lengths above made to fit again.
 */
#ifndef TUFCHECK_TESTS_FUZZ_FORGE_H
#define TUFCHECK_TESTS_FUZZ_FORGE_H

#include "tree.h"

/** Changes something about one metadata file, and most often signs it, and what is above, again. */
void forge_mutate(struct tree *tree, struct tree_random *random);

#endif
