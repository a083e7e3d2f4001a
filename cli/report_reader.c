/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/memory.h"

#define REPOSITORIES "\"repositories\""

static void refuse_at(struct report_reader *reader, size_t line, const char *what)
{
	text_cut(&reader->problem, 0);
	text_append_format(&reader->problem, "%s:%zu: %s", reader->path, line, what);
}

void report_reader_refuse(struct report_reader *reader, const char *format, ...)
{
	struct text what = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&what, format, arguments);
	va_end(arguments);
	refuse_at(reader, reader->part_line, text_get(&what));
	text_clear(&what);
}

/* ---- the file ---- */

/* What stands in for a file could not be read twice, or would block. */
static int open_regular(const char *path)
{
	struct stat status;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (descriptor < 0)
		return -1;
	if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
		return descriptor;
	(void)close(descriptor);
	errno = 0;
	return -1;
}

bool report_reader_open(struct report_reader *ret_reader, const char *path)
{
	struct report_reader reader = {.path = path, .line = 1};
	int descriptor = open_regular(path);
	if (descriptor < 0)
		text_append_format(&reader.problem, "%s: expected a regular file, %s", path,
				   errno != 0 ? strerror(errno) : "is something else");
	else
		reader.file = fdopen(descriptor, "r");
	if (descriptor >= 0 && !reader.file)
		memory_exhausted();
	*ret_reader = reader; /* transferred */
	return reader.file != NULL;
}

void report_reader_rewind(struct report_reader *reader)
{
	rewind(reader->file);
	reader->line = 1;
	reader->is_within = reader->has_item = reader->has_line = reader->is_closed = false;
	text_cut(&reader->part, 0);
	text_cut(&reader->rest, 0);
}

void report_reader_clear(struct report_reader *reader)
{
	if (reader->file)
		(void)fclose(reader->file);
	text_clear(&reader->part);
	text_clear(&reader->rest);
	text_clear(&reader->problem);
	*reader = (struct report_reader){.file = NULL};
}

/* ---- characters ---- */

static int take(struct report_reader *reader)
{
	int character = getc_unlocked(reader->file);
	reader->line += character == '\n';
	return character;
}

static int skip_space(struct report_reader *reader)
{
	int character;
	do
		character = take(reader);
	while (character == ' ' || character == '\t' || character == '\n' || character == '\r');
	return character;
}

/* False: it is too long, or what JSON cannot have. */
static bool keep(struct report_reader *reader, struct text *text, int character)
{
	const char byte = (char)character;
	if (character == '\0') {
		refuse_at(reader, reader->line, "expected JSON, found a NUL");
		return false;
	}
	if (text->length >= REPORT_MAX_PART_BYTES) {
		refuse_at(reader, reader->part_line, "expected at most 256 MiB, is longer");
		return false;
	}
	text_append_bytes(text, &byte, 1);
	return true;
}

static enum report_part refuse_end(struct report_reader *reader, const char *expected)
{
	struct text what = {.bytes = NULL};
	if (ferror(reader->file))
		text_append_format(&what, "cannot be read: %s", strerror(errno));
	else
		text_append_format(&what, "expected %s, found the end of the file", expected);
	refuse_at(reader, reader->line, text_get(&what));
	text_clear(&what);
	return REPORT_PART_INVALID;
}

static enum report_part refuse_character(struct report_reader *reader, const char *expected,
					 int character)
{
	if (character == EOF)
		return refuse_end(reader, expected);
	struct text what = {.bytes = NULL};
	if (character > ' ' && character < 0x7f)
		text_append_format(&what, "expected %s, found '%c'", expected, character);
	else
		text_append_format(&what, "expected %s, found the byte 0x%02x", expected,
				   (unsigned)character);
	refuse_at(reader, reader->line, text_get(&what));
	text_clear(&what);
	return REPORT_PART_INVALID;
}

/* ---- values ---- */

/* Where in a value the reading is. */
struct cursor {
	size_t depth;    /* of objects and arrays that are open */
	bool is_text;    /* within quotation marks */
	bool is_escaped; /* behind a backslash there */
};

/* Behind which the value is complete. */
static bool ends_value(struct cursor *cursor, int character)
{
	if (cursor->is_text) {
		if (cursor->is_escaped)
			cursor->is_escaped = false;
		else if (character == '\\')
			cursor->is_escaped = true;
		else if (character == '"')
			cursor->is_text = false;
		return false;
	}
	if (character == '"')
		cursor->is_text = true;
	else if (character == '{' || character == '[')
		cursor->depth++;
	else if (character == '}' || character == ']')
		return --cursor->depth == 0;
	return false;
}

/* The rest of an object whose first character was taken, to the end of text. */
static bool read_object(struct report_reader *reader, struct text *text)
{
	struct cursor cursor = {.depth = 1};
	if (!keep(reader, text, '{'))
		return false;
	for (;;) {
		int character = take(reader);
		if (character == EOF) {
			(void)refuse_end(reader, "the rest of an object");
			return false;
		}
		if (!keep(reader, text, character))
			return false;
		if (ends_value(&cursor, character))
			return true;
	}
}

/* Whether what was read of a document ends with the name of its repositories, and a colon. */
static bool is_before_repositories(const struct text *text)
{
	size_t length = text->length;
	const size_t name = strlen(REPOSITORIES);
	while (length > 0 && strchr(" \t\r\n", text->bytes[length - 1]))
		length--;
	if (length == 0 || text->bytes[length - 1] != ':')
		return false;
	length--;
	while (length > 0 && strchr(" \t\r\n", text->bytes[length - 1]))
		length--;
	return length >= name && memcmp(text->bytes + length - name, REPOSITORIES, name) == 0;
}

/*
 * Reads on in an object until it ends, or its repositories begin: only a
 * document has them, and only at its top.
 */
static bool read_top(struct report_reader *reader, struct cursor *cursor, bool *ret_has_ended)
{
	for (;;) {
		int character = take(reader);
		if (character == EOF) {
			(void)refuse_end(reader, "the rest of an object");
			return false;
		}
		bool is_array = character == '[' && cursor->depth == 1 && !cursor->is_text;
		if (is_array && is_before_repositories(&reader->rest)) {
			*ret_has_ended = false;
			return keep(reader, &reader->rest, '[') && keep(reader, &reader->rest, ']');
		}
		if (!keep(reader, &reader->rest, character))
			return false;
		if (ends_value(cursor, character)) {
			*ret_has_ended = true;
			return true;
		}
	}
}

/* ---- parts ---- */

static void exchange(struct text *left, struct text *right)
{
	struct text kept = *left;
	*left = *right;
	*right = kept;
}

/* An object that is whole: a line, or all of a document but its repositories. */
static enum report_part take_whole(struct report_reader *reader, bool is_document)
{
	exchange(&reader->part, &reader->rest);
	/* of lines the last one says which schema it has */
	bool is_closing = is_document || strncmp(reader->part.bytes, "{\"index\"", 8) != 0;
	reader->is_closed = is_closing;
	reader->has_line = !is_closing;
	return is_closing ? REPORT_PART_CLOSING : REPORT_PART_REPOSITORY;
}

static enum report_part go_on(struct report_reader *reader, bool is_document)
{
	struct cursor cursor = {.depth = 1};
	bool has_ended;
	if (!is_document) {
		text_cut(&reader->rest, 0);
		if (!keep(reader, &reader->rest, '{'))
			return REPORT_PART_INVALID;
	}
	if (!read_top(reader, &cursor, &has_ended))
		return REPORT_PART_INVALID;
	if (has_ended)
		return take_whole(reader, is_document);
	if (is_document || reader->has_line) {
		refuse_at(reader, reader->line, "expected the repositories once, found them again");
		return REPORT_PART_INVALID;
	}
	reader->is_within = true;
	reader->has_item = false;
	return report_reader_next(reader);
}

static enum report_part next_of_document(struct report_reader *reader)
{
	int character = skip_space(reader);
	if (character == ']') {
		reader->is_within = false;
		reader->part_line = reader->line;
		return go_on(reader, true);
	}
	if (reader->has_item) {
		if (character != ',')
			return refuse_character(reader, "a comma or the end of the array", character);
		character = skip_space(reader);
	}
	if (character != '{')
		return refuse_character(reader, "an object", character);
	reader->has_item = true;
	reader->part_line = reader->line;
	text_cut(&reader->part, 0);
	return read_object(reader, &reader->part) ? REPORT_PART_REPOSITORY : REPORT_PART_INVALID;
}

enum report_part report_reader_next(struct report_reader *reader)
{
	if (reader->is_within)
		return next_of_document(reader);
	int character = skip_space(reader);
	if (character == EOF && !ferror(reader->file) && reader->is_closed)
		return REPORT_PART_END;
	if (reader->is_closed)
		return refuse_character(reader, "the end of the file", character);
	if (character != '{')
		return refuse_character(reader, "an object", character);
	reader->part_line = reader->line;
	return go_on(reader, false);
}

json_t *report_reader_decode(struct report_reader *reader)
{
	json_error_t error;
	json_t *value = json_loadb(reader->part.bytes, reader->part.length, JSON_REJECT_DUPLICATES,
				   &error);
	if (!value)
		refuse_at(reader, reader->part_line + (error.line > 0 ? (size_t)error.line - 1 : 0),
			  error.text);
	return value;
}
