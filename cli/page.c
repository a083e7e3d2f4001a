/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/page.h"

#include <stdarg.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/text.h"
#include "cli/utf8.h"

/* Write errors are left to the stream, which remembers them for the end of the process. */
static void put(struct page *page, const char *text)
{
	(void)fputs(text, page->stream);
}

const char *page_style_start(const struct terminal *terminal, enum style style)
{
	static const char *const sequences[] = {
		[STYLE_PLAIN] = "",        [STYLE_BOLD] = "\x1b[1m",     [STYLE_FAINT] = "\x1b[2m",
		[STYLE_GOOD] = "\x1b[32m", [STYLE_WARNING] = "\x1b[33m", [STYLE_BAD] = "\x1b[1;31m",
	};
	return terminal->has_colour ? sequences[style] : "";
}

const char *page_style_end(const struct terminal *terminal, enum style style)
{
	return terminal->has_colour && style != STYLE_PLAIN ? "\x1b[0m" : "";
}

static void begin_row(struct page *page, const char *prefix, size_t hang)
{
	(void)fprintf(page->stream, "%s%*s", prefix, (int)hang, "");
	page->column = utf8_measure(prefix, strlen(prefix)) + hang;
	page->has_words = false;
}

void page_begin_line(struct page *page, const char *first, const char *rest, size_t hang)
{
	page->rest = rest;
	page->hang = hang;
	begin_row(page, first, 0);
}

/* Puts a word after so many spaces, or without them at the start of another row. */
static void put_word(struct page *page, enum style style, const char *word, size_t length,
		     size_t spaces)
{
	size_t columns = utf8_measure(word, length);
	size_t width = page->terminal->width;
	if (page->has_words && width > 0 && page->column + spaces + columns > width) {
		put(page, "\n");
		begin_row(page, page->rest, page->hang);
		spaces = 0;
	}
	(void)fprintf(page->stream, "%*s%s", (int)spaces, "",
		      page_style_start(page->terminal, style));
	(void)fwrite(word, 1, length, page->stream);
	put(page, page_style_end(page->terminal, style));
	page->column += spaces + columns;
	page->has_words = true;
}

static void put_words(struct page *page, enum style style, const char *text)
{
	size_t spaces = page->has_words ? 1 : 0;
	while (*text != '\0') {
		size_t more = strspn(text, " ");
		size_t length = strcspn(text + more, " ");
		if (length == 0)
			return; /* only spaces at the end */
		put_word(page, style, text + more, length, spaces + more);
		text += more + length;
		spaces = 0;
	}
}

static void add_formatted(struct page *page, enum style style, const char *format,
			  va_list arguments) __attribute__((format(printf, 3, 0)));

static void add_formatted(struct page *page, enum style style, const char *format,
			  va_list arguments)
{
	struct text plain = {.bytes = NULL};
	text_append_vformat(&plain, format, arguments);
	struct text shown = {.bytes = NULL};
	escape_append(&shown, text_get(&plain), !page->terminal->is_utf8);
	put_words(page, style, text_get(&shown));
	text_clear(&shown);
	text_clear(&plain);
}

void page_add(struct page *page, enum style style, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add_formatted(page, style, format, arguments);
	va_end(arguments);
}

void page_write(struct page *page, const char *prefix, enum style style, const char *format, ...)
{
	page_begin_line(page, prefix, prefix, 2);
	va_list arguments;
	va_start(arguments, format);
	add_formatted(page, style, format, arguments);
	va_end(arguments);
	page_end_line(page);
}

void page_add_whole(struct page *page, enum style style, const char *text)
{
	struct text shown = {.bytes = NULL};
	escape_append(&shown, text, !page->terminal->is_utf8);
	if (shown.length > 0)
		put_word(page, style, shown.bytes, shown.length, page->has_words ? 1 : 0);
	text_clear(&shown);
}

void page_end_line(struct page *page)
{
	put(page, "\n");
}

void page_skip_line(struct page *page)
{
	put(page, "\n");
}
