/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTML file that stands for itself: it loads nothing, runs nothing, and is
 * well-formed XML too. Summary, dates and index come first and need all
 * repositories, and nothing can be opened to put their sections aside; so the
 * sections are kept as they will be written, and no report of the library is.
 */
#include "cli/render.h"

#include <stdlib.h>

#include "cli/memory.h"
#include "cli/render_html_dates.h"
#include "cli/render_html_index.h"
#include "cli/render_html_style.h"
#include "cli/render_html_summary.h"
#include "cli/render_html_timeline.h"
#include "cli/text.h"

struct state {
	const struct render_context *context;
	struct html_entry *entries; /* by number */
	size_t count;
	size_t capacity;
	struct html_dates dates;
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
		state->entries =
			memory_resize(state->entries, state->capacity, sizeof(*state->entries));
	}
	size_t number = state->count + 1;
	html_entry_init(repository, state->context->at, number, &state->entries[state->count++]);
	html_dates_add(&state->dates, repository, number);
}

static void flush(FILE *stream, struct text *out)
{
	(void)fputs(text_get(out), stream);
	text_cut(out, 0);
}

static void write_head(const struct state *state, const struct summary *summary)
{
	FILE *stream = state->context->stream;
	struct text out = {.bytes = NULL};
	(void)fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n",
		    stream);
	html_style_write_policy(stream);
	text_append(&out,
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		    "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		    "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>");
	html_summary_append_title(&out, state->context, summary);
	text_append(&out, "</title>\n");
	flush(stream, &out);
	html_style_write(stream);
	text_append(&out, "</head>\n<body>\n"
			  "<a class=\"skip\" href=\"#main\">Skip to the summary</a>\n<header>\n");
	html_summary_append_head(&out, state->context, summary);
	text_append(&out, "</header>\n<nav aria-label=\"Contents\"><ul>"
			  "<li><a href=\"#summary\">Summary</a></li>"
			  "<li><a href=\"#expiries\">What expires when</a></li>");
	text_append(&out, state->count > 1 ? "<li><a href=\"#index\">Index</a></li>" : "");
	text_append(&out,
		    state->count > 0
			    ? "<li><a href=\"#repositories\">Repositories</a></li></ul></nav>\n"
			    : "</ul></nav>\n");
	text_append(&out, "<main id=\"main\" tabindex=\"-1\">\n");
	flush(stream, &out);
	text_clear(&out);
}

static const char *get_name(const void *data, size_t number)
{
	const struct state *state = data;
	return state->entries[number - 1].row.gun;
}

static void write_dates(struct state *state, const struct summary *summary)
{
	FILE *stream = state->context->stream;
	struct text out = {.bytes = NULL};
	html_dates_sort(&state->dates);
	const struct html_timeline timeline = {
		.dates = &state->dates,
		.at = state->context->at,
		.warn_within = state->context->warn_within,
		.unshown = summary->repositories - state->count,
		.get_name = get_name,
		.data = state,
	};
	html_timeline_append(&out, &timeline);
	flush(stream, &out);
	text_clear(&out);
}

static void write_summary(const struct state *state, const struct closing *closing)
{
	struct text out = {.bytes = NULL};
	html_summary_append(&out, closing, state->count);
	flush(state->context->stream, &out);
	text_clear(&out);
}

static void write_repositories(const struct state *state)
{
	FILE *stream = state->context->stream;
	const struct html_entry **sorted = memory_take(state->count, sizeof(struct html_entry *));
	for (size_t i = 0; i < state->count; i++)
		sorted[i] = &state->entries[i];
	html_index_sort(sorted, state->count);
	if (state->count > 1)
		html_index_write(stream, sorted, state->count);
	html_sections_write(stream, sorted, state->count);
	free(sorted);
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	write_head(state, closing->summary);
	write_summary(state, closing);
	/* one alone comes first, as there is no index to lead to it */
	if (state->count == 1)
		write_repositories(state);
	write_dates(state, closing->summary);
	if (state->count > 1)
		write_repositories(state);
	(void)fputs("</main>\n</body>\n</html>\n", state->context->stream);
	html_dates_clear(&state->dates);
	for (size_t i = 0; i < state->count; i++)
		html_entry_clear(&state->entries[i]);
	free(state->entries);
	free(state);
}

const struct renderer render_html = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
