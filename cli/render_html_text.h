/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text of HTML, and the few forms that all parts of the report share. Texts
 * that may be untrusted go through html_append, and nothing else does.
 */
#ifndef CLI_RENDER_HTML_TEXT_H
#define CLI_RENDER_HTML_TEXT_H

#include <stddef.h>

#include "cli/page.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

/**
 * Adds text, which may be untrusted: control and bidirectional characters and
 * the like are made visible (cli/escape.h), and what is markup in HTML, in a
 * quoted attribute or in SVG becomes a reference.
 */
void html_append(struct text *out, const char *text);

/** Likewise length bytes of what escape_append has already made visible. */
void html_append_visible(struct text *out, const char *visible, size_t length);

/** Adds as much of text as fits into so many columns, and an ellipsis for the rest. */
void html_append_short(struct text *out, const char *text, size_t columns);

/** How many bytes of visible, which is UTF-8, fit into so many columns. */
size_t html_fit(const char *visible, size_t columns);

/** Adds text as an element of its own, whose direction is no other's. */
void html_append_code(struct text *out, const char *text);

/** Adds a word in a style that its sign says, too. */
void html_append_mark(struct text *out, enum style style, const char *word);

/** The class of a style: "good", "warn", "bad" or "none". */
const char *html_tone(enum style style);

/** Adds "2026-12-05T00:00:00Z", and " (in 13 days)". */
void html_append_time(struct text *out, struct tufcheck_time time);
void html_append_distance(struct text *out, struct tufcheck_time time, struct tufcheck_time at);

/** Adds "1 tag" or "3 tags". */
void html_append_count(struct text *out, size_t count, const char *one, const char *several);

/** Begins and ends a table that scrolls by itself where the page is too narrow for it. */
void html_begin_table(struct text *out, const char *label, const char *class);
void html_end_table(struct text *out);

#endif
