/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/grid.h"

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/memory.h"
#include "cli/utf8.h"

#define GAP 2

/* A wider cell stands out of its column: one hostile name must not blow up every other row. */
#define MAX_ALIGNED_WIDTH 160

void grid_clear(struct grid *grid)
{
	text_clear(&grid->texts);
	free(grid->cells);
	*grid = (struct grid){.terminal = grid->terminal, .column_count = grid->column_count};
}

/* Blanks at the edges of a cell would be lost among those that align it. */
static void append_cell(struct text *shown, const char *text, bool ascii_only)
{
	size_t length = strlen(text);
	size_t leading = strspn(text, " ");
	size_t trailing = 0;
	while (trailing < length - leading && text[length - trailing - 1] == ' ')
		trailing++;
	char *middle = memory_copy_text(text + leading);
	middle[length - leading - trailing] = '\0';
	for (size_t i = 0; i < leading; i++)
		text_append(shown, "\\x20");
	escape_append(shown, middle, ascii_only);
	for (size_t i = 0; i < trailing; i++)
		text_append(shown, "\\x20");
	free(middle);
}

void grid_add(struct grid *grid, enum style style, const char *text)
{
	if (grid->cell_count == grid->capacity) {
		grid->capacity = grid->capacity > 0 ? grid->capacity * 2 : 64;
		grid->cells = memory_resize(grid->cells, grid->capacity, sizeof(*grid->cells));
	}
	size_t start = grid->texts.length;
	append_cell(&grid->texts, text, !grid->terminal->is_utf8);
	size_t length = grid->texts.length - start;
	text_append_bytes(&grid->texts, "", 1);
	size_t width = utf8_measure(text_get(&grid->texts) + start, length);
	size_t *aligned_width = &grid->widths[grid->cell_count % grid->column_count];
	if (width > *aligned_width && width <= MAX_ALIGNED_WIDTH)
		*aligned_width = width;
	grid->cells[grid->cell_count++] = (struct grid_cell){
		.start = start,
		.width = width,
		.style = style,
	};
}

size_t grid_find_start(const struct grid *grid, size_t column)
{
	size_t start = 0;
	for (size_t i = 0; i < column; i++)
		start += grid->widths[i] + GAP;
	return start;
}

/* How many spaces follow a cell, so that the next one is aligned. */
static size_t padding_after(const struct grid *grid, size_t column, size_t width)
{
	return width < grid->widths[column] ? grid->widths[column] - width + GAP : GAP;
}

/* How many of a row's first cells there are when the empty ones at its end are left out. */
static size_t count_filled(const struct grid_cell *row, size_t columns)
{
	while (columns > 0 && row[columns - 1].width == 0)
		columns--;
	return columns;
}

static size_t measure_row(const struct grid *grid, const struct grid_cell *row, size_t columns)
{
	size_t width = 0;
	size_t filled = count_filled(row, columns);
	for (size_t i = 0; i < filled; i++) {
		width += row[i].width;
		if (i + 1 < filled)
			width += padding_after(grid, i, row[i].width);
	}
	return width;
}

size_t grid_measure(const struct grid *grid, size_t columns)
{
	size_t widest = 0;
	for (size_t i = 0; i < grid->cell_count; i += grid->column_count) {
		size_t width = measure_row(grid, &grid->cells[i], columns);
		if (width > widest)
			widest = width;
	}
	return widest;
}

void grid_write_row(const struct grid *grid, FILE *stream, const char *indent, size_t row,
		    size_t columns)
{
	const struct grid_cell *cells = &grid->cells[row * grid->column_count];
	size_t filled = count_filled(cells, columns);
	(void)fputs(indent, stream);
	for (size_t i = 0; i < filled; i++) {
		bool is_last = i + 1 == filled;
		size_t padding = is_last ? 0 : padding_after(grid, i, cells[i].width);
		(void)fprintf(stream, "%s%s%s%*s", page_style_start(grid->terminal, cells[i].style),
			      text_get(&grid->texts) + cells[i].start,
			      page_style_end(grid->terminal, cells[i].style), (int)padding, "");
	}
	(void)fputs("\n", stream);
}
