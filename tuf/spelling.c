/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/spelling.h"

#include <string.h>

#include "tuf/limits.h"

static bool is_needless_escape(const char *at, size_t length)
{
	if (length < 2 || at[1] == '/')
		return length >= 2;
	if (at[1] != 'u' || length < 6 || at[2] != '0' || at[3] != '0' || at[4] < '2' || at[4] > '7')
		return false;
	char low = at[5];
	bool is_kept = (at[4] == '3' && (low == 'c' || low == 'C' || low == 'e' || low == 'E')) ||
	               (at[4] == '2' && low == '6');
	bool is_delete = at[4] == '7' && (low == 'f' || low == 'F');
	return !is_kept && !is_delete;
}

static enum tuf_result refuse_escape(const struct tuf_reader *reader, const char *text,
                                     size_t offset)
{
	int length = text[offset + 1] == 'u' ? 6 : 2;
	const char *actual = tuf_arena_format(reader->arena, "%.*s at byte %zu", length,
	                                      text + offset, offset);
	if (!actual)
		return TUF_NO_MEMORY;
	*reader->fault = (struct tuf_fault){.kind = TUF_FAULT_JSON_ESCAPE,
	                                    .pointer = "",
	                                    .expected = "escapes only where they are needed",
	                                    .actual = actual};
	if (reader->position)
		*reader->position = tuf_locate_offset(text, offset);
	return TUF_INVALID;
}

/* A NUL byte stands in no JSON text; jansson takes it for the end. */
static enum tuf_result refuse_nul(const struct tuf_reader *reader, const char *text,
                                  size_t offset)
{
	const char *actual = tuf_arena_format(reader->arena, "a NUL at byte %zu", offset);
	if (!actual)
		return TUF_NO_MEMORY;
	*reader->fault = (struct tuf_fault){.kind = TUF_FAULT_JSON_SYNTAX,
	                                    .pointer = "",
	                                    .expected = "a JSON document",
	                                    .actual = actual};
	if (reader->position)
		*reader->position = tuf_locate_offset(text, offset);
	return TUF_INVALID;
}

static enum tuf_result refuse_count(const struct tuf_reader *reader, size_t values, size_t limit)
{
	const char *expected =
		tuf_arena_format(reader->arena, "at most %zu values", limit);
	const char *actual = tuf_arena_format(reader->arena, "about %zu", values);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	*reader->fault = (struct tuf_fault){.kind = TUF_FAULT_JSON_TOO_MANY,
	                                    .pointer = "",
	                                    .expected = expected,
	                                    .actual = actual};
	return TUF_INVALID;
}

/* What may stand between values, in strings too: at least as many as there are. */
static size_t count_separators(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += (text[i] == ',') | (text[i] == '[') | (text[i] == '{');
	return count;
}

/* Whether a glance shows that nothing can be the matter, as of nearly all metadata. */
static bool is_plain(const char *text, size_t length, size_t limit)
{
	if (memchr(text, '\\', length) || memchr(text, '\0', length))
		return false;
	return length < limit || count_separators(text, length) < limit;
}

enum tuf_result tuf_spelling_check(const struct tuf_reader *reader, const char *text, size_t length)
{
	bool is_in_string = false;
	size_t values = 1;
	size_t limit = reader->max_values ? reader->max_values : TUF_MAX_JSON_VALUES;
	if (is_plain(text, length, limit))
		return TUF_OK;
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (c == '\0')
			return refuse_nul(reader, text, i);
		if (c == '"')
			is_in_string = !is_in_string;
		if (is_in_string && c == '\\') {
			if (is_needless_escape(text + i, length - i))
				return refuse_escape(reader, text, i);
			i++;
		}
		values += !is_in_string && (c == ',' || c == '[' || c == '{');
	}
	return values > limit ? refuse_count(reader, values, limit) : TUF_OK;
}
