/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/csv.h"

#include <string.h>

#include "cli/escape.h"
#include "cli/text.h"

/* Full-width forms too: spreadsheets for East Asian languages read them as the others. */
static const char *const formula_starts[] = {
	"=",
	"+",
	"-",
	"@",
	"\t",
	"\r",
	"\xef\xbc\x9d",
	"\xef\xbc\x8b",
	"\xef\xbc\x8d",
	"\xef\xbc\xa0",
};

/* Spaces in front do not hinder every spreadsheet. */
static bool is_formula(const char *text)
{
	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof(formula_starts) / sizeof(formula_starts[0]); i++)
		if (strncmp(text, formula_starts[i], strlen(formula_starts[i])) == 0)
			return true;
	return false;
}

/* Where the locale's separator is a semicolon, a cell begins behind each. */
static void disarm(struct text *cell, const char *shown)
{
	for (const char *at = shown; *at != '\0';) {
		size_t length = strcspn(at, ";");
		length += at[length] == ';' ? 1 : 0;
		text_append_bytes(cell, at, length);
		at += length;
		if (at[-1] == ';' && is_formula(at))
			text_append(cell, "'");
	}
}

/* Write errors are left to the stream, which remembers them for the end of the process. */
static void put_quoted(FILE *stream, const char *text)
{
	(void)fputc('"', stream);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			(void)fputc('"', stream);
		(void)fputc(*text, stream);
	}
	(void)fputc('"', stream);
}

void csv_add(struct csv *csv, const char *text)
{
	if (csv->has_cells)
		(void)fputc(',', csv->stream);
	csv->has_cells = true;
	if (!text)
		return;
	struct text shown = {.bytes = NULL};
	struct text cell = {.bytes = NULL};
	escape_append(&shown, text, false);
	/* by the text itself, for a tab in front is one of the signs */
	if (is_formula(text))
		text_append(&cell, "'");
	disarm(&cell, text_get(&shown));
	if (strpbrk(text_get(&cell), ",;\""))
		put_quoted(csv->stream, text_get(&cell));
	else
		(void)fputs(text_get(&cell), csv->stream);
	text_clear(&cell);
	text_clear(&shown);
}

void csv_end_row(struct csv *csv)
{
	(void)fputs("\r\n", csv->stream);
	csv->has_cells = false;
}
