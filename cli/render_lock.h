/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes between a lock and what was found, for people.
 */
#ifndef CLI_RENDER_LOCK_H
#define CLI_RENDER_LOCK_H

#include "cli/page.h"
#include "verify/tufcheck.h"

/** Writes what changed of a repository: its name, and a line for each change. */
void render_changes_write(struct page *page, const char *gun,
			  const struct tufcheck_lock_changes *changes);

#endif
