/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_timeline.h"

#include <stdio.h>
#include <string.h>

#include "cli/relative.h"
#include "cli/render_html_periods.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"

/* Pixels of the drawing. */
#define BASELINE 148
#define HIGHEST 104
#define FOOT 30
#define BAR_GAP 7
#define DIGIT 7
#define ZONE_GAP 14

/* Dates that are listed one by one. */
#define MAX_PAST 10
#define MAX_NEXT 20

static const char *const kind_names[HTML_DATE_KIND_COUNT] = {
	[HTML_DATE_TOP_LEVEL] = "top-level roles",
	[HTML_DATE_DELEGATION] = "delegations",
	[HTML_DATE_CERTIFICATE] = "certificates",
};

static const char *const zone_names[] = {
	[HTML_ZONE_PAST] = "past",
	[HTML_ZONE_SOON] = "within the warning window",
	[HTML_ZONE_LATER] = "later",
};

static size_t period_width(const struct html_period *period)
{
	static const size_t widths[] = {
		[HTML_ZONE_PAST] = 52,
		[HTML_ZONE_SOON] = 23,
		[HTML_ZONE_LATER] = 37,
	};
	return widths[period->zone];
}

/* ---- the drawing ---- */

struct chart {
	struct text shapes;
	const struct html_periods *periods;
	size_t x;
	size_t label_end; /* of the last label below the line */
	size_t count_end; /* of the last number above a bar */
};

static size_t scale(size_t count, size_t highest)
{
	size_t height = (size_t)((unsigned long long)count * HIGHEST / highest);
	return height > 1 ? height : 2;
}

static void draw_bar(struct chart *chart, const struct html_period *period)
{
	size_t width = period_width(period) - BAR_GAP;
	size_t y = BASELINE;
	for (size_t i = 0; i < HTML_DATE_KIND_COUNT; i++) {
		if (period->counts[i] == 0)
			continue;
		size_t height = scale(period->counts[i], chart->periods->highest);
		y -= height;
		text_append_format(&chart->shapes,
				   "<rect class=\"d%zu\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
				   "height=\"%zu\"/>",
				   i, chart->x, y, width, height);
	}
	char digits[24];
	size_t length = (size_t)snprintf(digits, sizeof(digits), "%zu", period->total);
	size_t middle = chart->x + width / 2;
	if (period->total == 0 || middle < chart->count_end + length * DIGIT / 2)
		return;
	text_append_format(&chart->shapes, "<text class=\"c\" x=\"%zu\" y=\"%zu\">%s</text>",
			   middle, y - 4, digits);
	chart->count_end = middle + length * DIGIT / 2 + 2;
}

/* "05-17", "2031", or "past"; left out where it would touch the one before. */
static void draw_label(struct chart *chart, const struct html_period *period)
{
	struct text label = {.bytes = NULL};
	if (period->zone == HTML_ZONE_PAST)
		text_append(&label, "past");
	else
		render_text_append_date(&label, period->start);
	const char *shown = text_get(&label);
	if (period->zone == HTML_ZONE_SOON)
		shown += strcspn(shown, "-") + 1;
	if (period->zone == HTML_ZONE_LATER)
		text_cut(&label, 4);
	if (chart->x >= chart->label_end) {
		text_append_format(&chart->shapes, "<text class=\"l\" x=\"%zu\" y=\"%d\">%s</text>",
				   chart->x, BASELINE + 16, shown);
		chart->label_end = chart->x + strlen(shown) * DIGIT + 4;
	}
	text_clear(&label);
}

static void draw_zone(struct chart *chart, size_t start, enum html_zone zone)
{
	text_append_format(&chart->shapes,
			   "<path class=\"z%d\" d=\"M%zu %dH%zu\"/>"
			   "<text class=\"z\" x=\"%zu\" y=\"12\">%s</text>\n",
			   (int)zone, start, BASELINE, chart->x - BAR_GAP, start, zone_names[zone]);
}

/* Returns the width. */
static size_t draw(struct chart *chart)
{
	const struct html_periods *periods = chart->periods;
	size_t start = chart->x;
	for (size_t i = 0; i < periods->count; i++) {
		const struct html_period *period = &periods->items[i];
		draw_bar(chart, period);
		draw_label(chart, period);
		chart->x += period_width(period);
		if (i + 1 < periods->count && periods->items[i + 1].zone == period->zone)
			continue;
		draw_zone(chart, start, period->zone);
		chart->x += ZONE_GAP;
		start = chart->x;
	}
	return chart->x + FOOT;
}

static void append_drawing(struct text *out, const struct html_periods *periods)
{
	struct chart chart = {.periods = periods, .x = 1};
	size_t width = draw(&chart);
	text_append_format(out,
			   "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
			   "aria-label=\"What expires when, drawn\">"
			   "<svg class=\"time\" role=\"img\" width=\"%zu\" height=\"%d\" "
			   "viewBox=\"0 0 %zu %d\"><title>What expires when</title>"
			   "<desc>Bars of how many roles and certificates expire in each period. "
			   "The table below has the same numbers.</desc>\n",
			   width, BASELINE + FOOT, width, BASELINE + FOOT);
	text_append(out, text_get(&chart.shapes));
	text_append(out, "</svg></div>\n<p class=\"legend\">");
	for (size_t i = 0; i < HTML_DATE_KIND_COUNT; i++)
		text_append_format(
			out,
			"<span><svg width=\"14\" height=\"14\" aria-hidden=\"true\">"
			"<rect class=\"d%zu\" x=\"1\" y=\"1\" width=\"12\" height=\"12\"/>"
			"</svg> %s</span> ",
			i, kind_names[i]);
	text_append(out, "</p>\n");
	text_clear(&chart.shapes);
}

/* ---- the same as a table ---- */

static void append_period_name(struct text *out, const struct html_periods *periods, size_t index)
{
	const struct html_period *period = &periods->items[index];
	if (period->zone == HTML_ZONE_PAST) {
		text_append(out, "before ");
		html_append_time(out, period->end);
		return;
	}
	html_append_time(out, period->start);
	if (index + 1 == periods->count) {
		text_append(out, " or later");
		return;
	}
	text_append(out, " to before ");
	html_append_time(out, period->end);
}

static void append_table(struct text *out, const struct html_periods *periods)
{
	text_append(out, "<details><summary>The drawing as a table</summary>\n");
	html_begin_table(out, "Expiries by period", "periods");
	text_append(out, "<caption>How many expire in each period; those in which none does are "
			 "left out</caption>\n<thead><tr><th scope=\"col\">Period</th>"
			 "<th scope=\"col\">That is</th>");
	for (size_t i = 0; i < HTML_DATE_KIND_COUNT; i++)
		text_append_format(out, "<th scope=\"col\">%s</th>", kind_names[i]);
	text_append(out, "<th scope=\"col\">all</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < periods->count; i++) {
		const struct html_period *period = &periods->items[i];
		if (period->total == 0)
			continue;
		text_append(out, "<tr><th scope=\"row\">");
		append_period_name(out, periods, i);
		text_append_format(out, "</th><td>%s</td>", zone_names[period->zone]);
		for (size_t j = 0; j < HTML_DATE_KIND_COUNT; j++)
			text_append_format(out, "<td>%zu</td>", period->counts[j]);
		text_append_format(out, "<td>%zu</td></tr>\n", period->total);
	}
	text_append(out, "</tbody>");
	html_end_table(out);
	text_append(out, "</details>\n");
}

/* ---- one by one ---- */

static void append_date(struct text *out, const struct html_timeline *timeline,
			const struct html_date *date, struct tufcheck_time horizon)
{
	bool is_past = relative_is_before(date->time, timeline->at);
	bool is_soon = !is_past && relative_is_before(date->time, horizon);
	text_append(out, "<tr><th scope=\"row\">");
	html_append_time(out, date->time);
	html_append_distance(out, date->time, timeline->at);
	text_append(out, "</th><td>");
	if (is_past)
		html_append_mark(out, STYLE_BAD, "past");
	else
		text_append(out, is_soon ? "within" : "later");
	text_append(out, date->kind == HTML_DATE_CERTIFICATE ? "</td><td>certificate "
							     : "</td><td>role ");
	html_append_code(out, date->name);
	if (date->roles) {
		text_append(out, " for ");
		html_append_code(out, date->roles);
	}
	text_append_format(out, "</td><td><a href=\"#r%zu\">", date->repository);
	html_append(out, timeline->get_name(timeline->data, date->repository));
	text_append(out, "</a></td></tr>\n");
}

static void append_dates(struct text *out, const struct html_timeline *timeline,
			 const struct html_periods *periods, size_t first, size_t end)
{
	html_begin_table(out, "Expiries one by one", "flow dates");
	text_append(out, "<caption>One by one, by time");
	if (first > 0)
		text_append_format(out, "; of what is past the last %d", MAX_PAST);
	if (end < timeline->dates->count)
		text_append_format(out, "; of what is to come the first %d", MAX_NEXT);
	text_append(out, "</caption>\n<thead><tr><th scope=\"col\">Expires</th>"
			 "<th scope=\"col\">Window</th><th scope=\"col\">What</th>"
			 "<th scope=\"col\">Repository</th></tr></thead>\n<tbody>\n");
	for (size_t i = first; i < end; i++)
		append_date(out, timeline, &timeline->dates->items[i], periods->horizon);
	text_append(out, "</tbody>");
	html_end_table(out);
}

static void append_left_out(struct text *out, const char *reason, size_t count)
{
	if (count == 0)
		return;
	text_append_format(out, "<p>Left out, %s: ", reason);
	html_append_count(out, count, "repository", "repositories");
	text_append(out, ".</p>\n");
}

static void append_lead(struct text *out, const struct html_timeline *timeline,
			const struct html_periods *periods, size_t past)
{
	size_t soon = html_dates_count_before(timeline->dates, periods->horizon) - past;
	size_t later = timeline->dates->count - past - soon;
	text_append(out, "<p>Proved dates of roles and certificates: ");
	text_append_format(out, "%zu. Of these %zu past, %zu before ", timeline->dates->count, past,
			   soon);
	html_append_time(out, periods->horizon);
	text_append_format(out, " (%s), %zu later.</p>\n",
			   timeline->warn_within < 0
				   ? "in 180 days; no certificate is warned of"
				   : "the end of the warning window, --warn-within",
			   later);
	append_left_out(out, "for nothing of them is proved", timeline->dates->unproved);
	append_left_out(out, "because of --quiet, though trusted", timeline->unshown);
}

void html_timeline_append(struct text *out, const struct html_timeline *timeline)
{
	const struct html_dates *dates = timeline->dates;
	text_append(out, "<section id=\"expiries\" aria-labelledby=\"h-expiries\">\n"
			 "<h2 id=\"h-expiries\">What expires when</h2>\n");
	struct html_periods periods;
	html_periods_init(&periods, dates, timeline->at, timeline->warn_within);
	size_t past = html_dates_count_before(dates, timeline->at);
	append_lead(out, timeline, &periods, past);
	if (dates->count > 0) {
		size_t first = past > MAX_PAST ? past - MAX_PAST : 0;
		size_t end = dates->count - past > MAX_NEXT ? past + MAX_NEXT : dates->count;
		append_drawing(out, &periods);
		append_table(out, &periods);
		append_dates(out, timeline, &periods, first, end);
	}
	text_append(out, "</section>\n");
}
