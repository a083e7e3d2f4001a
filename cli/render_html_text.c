/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_text.h"

#include <stdint.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/render_text.h"
#include "cli/utf8.h"

static const char *find_reference(char character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void html_append_visible(struct text *out, const char *visible, size_t length)
{
	size_t start = 0;
	for (size_t i = 0; i < length; i++) {
		const char *reference = find_reference(visible[i]);
		if (!reference)
			continue;
		text_append_bytes(out, visible + start, i - start);
		text_append(out, reference);
		start = i + 1;
	}
	text_append_bytes(out, visible + start, length - start);
}

void html_append(struct text *out, const char *text)
{
	struct text visible = {.bytes = NULL};
	escape_append(&visible, text, false);
	html_append_visible(out, text_get(&visible), visible.length);
	text_clear(&visible);
}

size_t html_fit(const char *visible, size_t columns)
{
	size_t length = strlen(visible);
	size_t fitting = 0;
	uint32_t point;
	while (fitting < length) {
		size_t next = fitting + utf8_decode(visible + fitting, length - fitting, &point);
		if (next == fitting || utf8_measure(visible, next) > columns)
			break;
		fitting = next;
	}
	return fitting;
}

void html_append_short(struct text *out, const char *text, size_t columns)
{
	struct text visible = {.bytes = NULL};
	escape_append(&visible, text, false);
	size_t length = html_fit(text_get(&visible), columns);
	html_append_visible(out, text_get(&visible), length);
	if (length < visible.length)
		text_append(out, "…");
	text_clear(&visible);
}

void html_append_code(struct text *out, const char *text)
{
	text_append(out, "<code>");
	html_append(out, text);
	text_append(out, "</code>");
}

const char *html_tone(enum style style)
{
	switch (style) {
	case STYLE_GOOD:
		return "good";
	case STYLE_WARNING:
		return "warn";
	case STYLE_BAD:
		return "bad";
	case STYLE_PLAIN:
	case STYLE_BOLD:
	case STYLE_FAINT:
		break;
	}
	return "none";
}

void html_append_mark(struct text *out, enum style style, const char *word)
{
	text_append_format(out, "<b class=\"%s\">", html_tone(style));
	html_append(out, word);
	text_append(out, "</b>");
}

void html_append_time(struct text *out, struct tufcheck_time time)
{
	text_append(out, "<time>");
	render_text_append_time(out, time);
	text_append(out, "</time>");
}

void html_append_distance(struct text *out, struct tufcheck_time time, struct tufcheck_time at)
{
	text_append(out, "<small>");
	render_text_append_distance(out, time, at);
	text_append(out, "</small>");
}

void html_append_count(struct text *out, size_t count, const char *one, const char *several)
{
	text_append_format(out, "%zu %s", count, count == 1 ? one : several);
}

void html_begin_table(struct text *out, const char *label, const char *class)
{
	text_append_format(out,
			   "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"%s\">"
			   "<table class=\"%s\">\n",
			   label, class);
}

void html_end_table(struct text *out)
{
	text_append(out, "</table></div>\n");
}
