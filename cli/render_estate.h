/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What concerns the trust directory as a whole, for people.
 */
#ifndef CLI_RENDER_ESTATE_H
#define CLI_RENDER_ESTATE_H

#include <stdbool.h>

#include "cli/page.h"
#include "cli/render.h"

/**
 * Writes a section with the findings, of each kind the first few; nothing when
 * there are none. is_quiet: notes are left out. is_after: something stands
 * above, which an empty line divides from it.
 */
void render_estate_write(struct page *page, const struct closing *closing, bool is_quiet,
			 bool is_after);

#endif
