/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes between a lock and what was found, for people.
 */
#ifndef CLI_RENDER_LOCK_H
#define CLI_RENDER_LOCK_H

#include "cli/page.h"
#include "cli/render.h"

/** Writes the repositories of the lock that are missing, below a report if there is one. */
void render_missing_write(const struct render_context *context,
			  const struct tufcheck_lock_changes *missing, bool is_below_report);

/** Writes what changed of a repository: its name, and a line for each change. */
void render_changes_write(struct page *page, const char *gun,
			  const struct tufcheck_lock_changes *changes);

#endif
