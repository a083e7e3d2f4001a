/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row for each repository, for people. Aligned columns need all rows, so
 * what a row shows is kept, and no more. Nothing is ever cut: when a terminal
 * is too narrow the reasons move below their rows, and when that is not enough
 * the columns do too.
 */
#include "cli/render.h"

#include <stdlib.h>
#include <string.h>

#include "cli/grid.h"
#include "cli/memory.h"
#include "cli/overview.h"
#include "cli/page.h"
#include "cli/render_estate.h"
#include "cli/render_forecast.h"
#include "cli/render_text.h"
#include "cli/text.h"

struct state {
	const struct render_context *context;
	struct overview *rows;
	size_t count;
	size_t capacity;
};

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	if (state->count == state->capacity) {
		state->capacity = state->capacity > 0 ? state->capacity * 2 : 16;
		state->rows = memory_resize(state->rows, state->capacity, sizeof(*state->rows));
	}
	overview_init(repository, state->context->at, &state->rows[state->count++]);
}

/* ---- how rows are laid out ---- */

static bool is_gun_of(const struct state *state, size_t index, const char *gun)
{
	return index < state->count && strcmp(state->rows[index].gun, gun) == 0;
}

/*
 * What a row is called, the caller's to free: its GUN, and where it lies if
 * its neighbour has the same one. Rows are sorted by GUN.
 */
static char *make_name(const struct state *state, size_t index)
{
	const struct overview *row = &state->rows[index];
	struct text name = {.bytes = NULL};
	text_append(&name, row->gun);
	if ((index > 0 && is_gun_of(state, index - 1, row->gun)) ||
	    is_gun_of(state, index + 1, row->gun))
		text_append_format(&name, " in %s", row->path);
	return text_take(&name);
}

enum {
	COLUMN_STATUS,
	COLUMN_GUN,
	COLUMN_TAGS,
	COLUMN_SIGNERS,
	COLUMN_EXPIRY,
	COLUMN_REASON,
	COLUMN_COUNT,
};

static enum style expiry_style(const struct overview *row)
{
	return row->is_past ? STYLE_BAD : STYLE_PLAIN;
}

static void fill_grid(struct grid *grid, const struct state *state)
{
	static const char *const headings[COLUMN_COUNT] = {
		[COLUMN_STATUS] = "STATUS",      [COLUMN_GUN] = "GUN",
		[COLUMN_TAGS] = "TAGS",          [COLUMN_SIGNERS] = "SIGNERS",
		[COLUMN_EXPIRY] = "NEXT EXPIRY", [COLUMN_REASON] = "REASON",
	};
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		grid_add(grid, STYLE_FAINT, headings[i]);
	for (size_t i = 0; i < state->count; i++) {
		const struct overview *row = &state->rows[i];
		char *name = make_name(state, i);
		grid_add(grid, render_text_status_style(row->status),
			 tufcheck_status_name(row->status));
		grid_add(grid, STYLE_BOLD, name);
		grid_add(grid, STYLE_PLAIN, row->tags);
		grid_add(grid, STYLE_PLAIN, row->signers);
		grid_add(grid, expiry_style(row), row->expiry);
		grid_add(grid, STYLE_PLAIN, row->reason);
		free(name);
	}
}

static void write_wide(const struct state *state, const struct grid *grid)
{
	for (size_t i = 0; i <= state->count; i++)
		grid_write_row(grid, state->context->stream, "", i, COLUMN_COUNT);
}

/* The reason stands below its row, under the GUN. */
static void write_with_reasons_below(const struct state *state, const struct grid *grid,
				     struct page *page)
{
	struct text indent = {.bytes = NULL};
	text_append_format(&indent, "%*s", (int)grid_find_start(grid, COLUMN_GUN), "");
	grid_write_row(grid, page->stream, "", 0, COLUMN_REASON);
	for (size_t i = 0; i < state->count; i++) {
		grid_write_row(grid, page->stream, "", i + 1, COLUMN_REASON);
		if (state->rows[i].reason[0] != '\0')
			page_write(page, text_get(&indent), STYLE_PLAIN, "%s",
				   state->rows[i].reason);
	}
	text_clear(&indent);
}

static void write_stacked_row(struct page *page, const struct overview *row, const char *name)
{
	page_begin_line(page, "", "", 2);
	page_add(page, render_text_status_style(row->status), "%s",
		 tufcheck_status_name(row->status));
	page_add_whole(page, STYLE_BOLD, name);
	page_end_line(page);
	page_begin_line(page, "  ", "  ", 0);
	if (strcmp(row->tags, OVERVIEW_NOTHING) == 0)
		page_add(page, STYLE_PLAIN, "no tags proved,");
	else
		page_add(page, STYLE_PLAIN, "tags %s,", row->tags);
	if (strcmp(row->signers, OVERVIEW_NOTHING) != 0)
		page_add(page, STYLE_PLAIN, "signers %s,", row->signers);
	if (strcmp(row->expiry, OVERVIEW_NOTHING) == 0)
		page_add(page, STYLE_PLAIN, "no expiry known");
	else
		page_add(page, expiry_style(row), "next expiry %s", row->expiry);
	page_end_line(page);
	if (row->reason[0] != '\0')
		page_write(page, "  ", STYLE_PLAIN, "%s", row->reason);
}

static void write_stacked(const struct state *state, struct page *page)
{
	for (size_t i = 0; i < state->count; i++) {
		char *name = make_name(state, i);
		write_stacked_row(page, &state->rows[i], name);
		free(name);
	}
}

static void write_rows(const struct state *state, struct page *page)
{
	struct grid grid = {.terminal = page->terminal, .column_count = COLUMN_COUNT};
	fill_grid(&grid, state);
	size_t width = page->terminal->width;
	if (width == 0 || grid_measure(&grid, COLUMN_COUNT) <= width)
		write_wide(state, &grid);
	else if (grid_measure(&grid, COLUMN_REASON) <= width)
		write_with_reasons_below(state, &grid, page);
	else
		write_stacked(state, page);
	grid_clear(&grid);
}

static void write_summary(const struct state *state, const struct summary *summary,
			  struct page *page)
{
	struct text line = {.bytes = NULL};
	summary_append(&line, summary);
	text_append(&line, "; evaluated at ");
	render_text_append_time(&line, state->context->at);
	page_write(page, "", STYLE_PLAIN, "%s", text_get(&line));
	text_clear(&line);
}

static void state_free(struct state *state)
{
	for (size_t i = 0; i < state->count; i++)
		overview_clear(&state->rows[i]);
	free(state->rows);
	free(state);
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	const struct summary *summary = closing->summary;
	struct page page = {
		.stream = state->context->stream,
		.terminal = &state->context->terminal,
	};
	if (state->count > 0) {
		write_rows(state, &page);
		page_skip_line(&page);
	}
	/* quiet, no row: all are trusted; without repositories stderr has said why */
	bool has_summary =
		summary->repositories > 0 && (state->count > 0 || !state->context->is_quiet);
	if (has_summary) {
		write_summary(state, summary, &page);
		render_text_write_sandbox(&page);
	}
	render_estate_write(&page, closing, state->context->is_quiet, has_summary);
	if (closing->forecast)
		render_forecast_write(&page, closing->forecast, state->context->at, has_summary);
	state_free(state);
}

const struct renderer render_table = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
