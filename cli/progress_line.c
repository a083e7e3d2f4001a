/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress_line.h"

#include <string.h>

/* Columns. */
#define GAP 2
#define LEAST_BAR 8
#define MOST_BAR 40

#define SECOND 1e6 /* microseconds */
#define MINUTE 60U /* seconds */
#define HOUR 3600U
#define NEVER 3600000.0 /* more is no forecast */

static void append_rate(struct text *out, const struct progress_state *state)
{
	double rate = (double)state->done * SECOND / (double)state->elapsed;
	if (rate >= 10)
		text_append_format(out, "%.0f/s", rate);
	else if (rate >= 0.1)
		text_append_format(out, "%.1f/s", rate);
	else if (rate * MINUTE >= 0.1)
		text_append_format(out, "%.1f/min", rate * MINUTE);
}

/* As if what is left took as long as what is done. */
static void append_time_left(struct text *out, const struct progress_state *state)
{
	double rest = (double)(state->total - state->done) / (double)state->done;
	double seconds = rest * (double)state->elapsed / SECOND;
	if (seconds > NEVER)
		return;
	unsigned left = (unsigned)seconds;
	left += (double)left < seconds ? 1 : 0;
	if (left < MINUTE)
		text_append_format(out, "%us left", left);
	else if (left < HOUR)
		text_append_format(out, "%um%02us left", left / MINUTE, left % MINUTE);
	else
		text_append_format(out, "%uh%02um left", left / HOUR, left % HOUR / MINUTE);
}

/* The parts behind the bar that fit beside those before them; ASCII. */
struct parts {
	struct text count;
	struct text rate;
	struct text left;
};

static void keep_if_it_fits(struct text *part, size_t width, size_t *used)
{
	if (part->length > 0 && *used + GAP + part->length <= width)
		*used += GAP + part->length;
	else
		text_cut(part, 0);
}

/* done takes as many columns as total, so that nothing moves about. */
static void make_parts(const struct progress_state *state, struct parts *ret_parts)
{
	struct parts parts = {.count = {.bytes = NULL}};
	struct text total = {.bytes = NULL};
	text_append_format(&total, "%zu", state->total);
	text_append_format(&parts.count, "%*zu/%s", (int)total.length, state->done,
			   text_get(&total));
	text_clear(&total);
	if (state->done > 0 && state->elapsed > 0) {
		append_rate(&parts.rate, state);
		append_time_left(&parts.left, state);
	}
	*ret_parts = parts; /* transferred */
}

static void append_bar(struct text *out, const struct progress_state *state, size_t width,
		       bool is_utf8)
{
	size_t cells = is_utf8 ? width : width - strlen("[]");
	size_t full = (size_t)((double)cells * (double)state->done / (double)state->total);
	text_append(out, is_utf8 ? "" : "[");
	for (size_t i = 0; i < cells; i++)
		if (i < full)
			text_append(out, is_utf8 ? "\xe2\x94\x81" : "#");
		else
			text_append(out, is_utf8 ? "\xe2\x94\x80" : "-");
	text_append(out, is_utf8 ? "" : "]");
}

static void append_part(struct text *out, const struct text *part, bool is_first)
{
	if (part->length > 0)
		text_append_format(out, "%*s%s", is_first ? 0 : GAP, "", text_get(part));
}

void progress_line_append(struct text *out, const struct progress_state *state, size_t width,
			  bool is_utf8)
{
	struct parts parts;
	make_parts(state, &parts);
	size_t most = width > 0 ? width - 1 : 0;
	size_t used = parts.count.length;
	if (used <= most && state->total > 0) {
		keep_if_it_fits(&parts.left, most, &used);
		keep_if_it_fits(&parts.rate, most, &used);
		size_t room = most - used;
		bool has_bar = room >= GAP + LEAST_BAR;
		if (has_bar)
			append_bar(out, state, room - GAP < MOST_BAR ? room - GAP : MOST_BAR,
				   is_utf8);
		append_part(out, &parts.count, !has_bar);
		append_part(out, &parts.rate, false);
		append_part(out, &parts.left, false);
	}
	text_clear(&parts.count);
	text_clear(&parts.rate);
	text_clear(&parts.left);
}
