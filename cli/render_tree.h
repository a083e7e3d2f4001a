/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain of trust as a tree: who may sign for each role, and who did.
 */
#ifndef CLI_RENDER_TREE_H
#define CLI_RENDER_TREE_H

#include "cli/page.h"
#include "verify/tufcheck.h"

/** Writes the roles of repository, as they are at the given moment. */
void render_tree_write(struct page *page, const struct tufcheck_repository *repository,
		       struct tufcheck_time at);

#endif
