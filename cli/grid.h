/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells in aligned columns. All text is escaped here; nothing is cut.
 */
#ifndef CLI_GRID_H
#define CLI_GRID_H

#include <stddef.h>
#include <stdio.h>

#include "cli/page.h"
#include "cli/terminal.h"
#include "cli/text.h"

#define GRID_MAX_COLUMNS 8

struct grid_cell {
	size_t start; /* of what it shows, in the grid's texts */
	size_t width;
	enum style style;
};

/* Set terminal and column_count (at most GRID_MAX_COLUMNS), zero the rest. */
struct grid {
	const struct terminal *terminal; /* borrowed */
	size_t column_count;
	struct grid_cell *cells; /* row by row */
	size_t cell_count;
	size_t capacity;
	size_t widths[GRID_MAX_COLUMNS];
	struct text texts; /* of all cells, escaped, each with its NUL: a block for each would be
			      dear */
};

/** Frees what the grid holds. */
void grid_clear(struct grid *grid);

/** Adds the next cell; rows fill from the left. */
void grid_add(struct grid *grid, enum style style, const char *text);

/** The width of the widest row when only its first columns are shown. */
size_t grid_measure(const struct grid *grid, size_t columns);

/** Writes the first columns of a row as a line, without spaces at its end. */
void grid_write_row(const struct grid *grid, FILE *stream, const char *indent, size_t row,
		    size_t columns);

/** The column at which a column of cells begins, without the indent. */
size_t grid_find_start(const struct grid *grid, size_t column);

#endif
