/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of text for people. On a terminal a line that is too long goes on in
 * the next row, broken at a space and never within a word, so identifiers stay
 * whole. Elsewhere a line is a line. All text is escaped here.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/terminal.h"

enum style {
	STYLE_PLAIN = 0,
	STYLE_BOLD,
	STYLE_FAINT,
	STYLE_GOOD,
	STYLE_WARNING,
	STYLE_BAD,
};

/* Set stream and terminal, zero the rest. */
struct page {
	FILE *stream;                    /* borrowed */
	const struct terminal *terminal; /* borrowed */
	const char *rest;                /* the prefix of the line's further rows */
	size_t hang;                     /* spaces after it */
	size_t column;
	bool has_words; /* in this row */
};

/**
 * Begins a line. first is the prefix of its first row, rest and hang spaces
 * that of the others: the program's own text, shown as it is. rest is borrowed
 * until the line ends.
 */
void page_begin_line(struct page *page, const char *first, const char *rest, size_t hang);

/** Adds what printf would print, after a space if something stands before it. */
void page_add(struct page *page, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** A whole line in one style; its further rows hang by two spaces. */
void page_write(struct page *page, const char *prefix, enum style style, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/** Adds text that is not broken even where it has spaces. */
void page_add_whole(struct page *page, enum style style, const char *text);

/** Ends the line. */
void page_end_line(struct page *page);

/** An empty line. */
void page_skip_line(struct page *page);

/** The sequence that starts a style on this terminal, and the one that ends it; maybe "". */
const char *page_style_start(const struct terminal *terminal, enum style style);
const char *page_style_end(const struct terminal *terminal, enum style style);

#endif
