/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A role as a box of the drawing of a chain.
 */
#ifndef CLI_RENDER_HTML_BOX_H
#define CLI_RENDER_HTML_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/text.h"
#include "verify/tufcheck.h"

#define HTML_BOX_WIDTH 240 /* pixels, as all of these */
#define HTML_BOX_STEM 18   /* how far below its top a box is tied to its parent */

/* Where a box stands. */
struct html_place {
	size_t x;
	size_t y;
};

/** The number that a key is called by, "K" and its place in the repository. */
size_t html_key_number(const struct tufcheck_repository *repository,
		       const struct tufcheck_key *key);

/** Whether the chain breaks at the role: its file is not, or not by enough, what its parent
 * demands. */
bool html_is_broken(const struct tufcheck_role *role);

/** Draws role with its upper left corner at place; returns the box's height. */
size_t html_box_append(struct text *out, const struct tufcheck_repository *repository,
		       const struct tufcheck_role *role, struct html_place place,
		       struct tufcheck_time at);

#endif
