/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far a run is, as one line of a terminal.
 */
#ifndef CLI_PROGRESS_LINE_H
#define CLI_PROGRESS_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/text.h"

struct progress_state {
	size_t done;
	size_t total;
	uint64_t elapsed; /* microseconds */
};

/**
 * Adds a bar, the count, the rate and the time left, as far as they fit in a
 * line of so many columns, of which the last one stays free. In a very narrow
 * one the count goes last; where not even that fits, nothing is added.
 *
 * is_utf8: the bar may be of other characters than ASCII's.
 */
void progress_line_append(struct text *out, const struct progress_state *state, size_t width,
			  bool is_utf8);

#endif
