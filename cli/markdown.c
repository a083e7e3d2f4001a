/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/markdown.h"

#include <stdbool.h>
#include <string.h>

#include "cli/escape.h"

/* A backslash that is not part of an escape yet, and stands before one now, is doubled. */
static void hide_pipes(struct text *out, const char *escaped)
{
	for (const char *at = escaped; *at != '\0'; at++) {
		if (*at != '|') {
			text_append_bytes(out, at, 1);
			continue;
		}
		if (at > escaped && at[-1] == '\\')
			text_append_bytes(out, "\\", 1);
		text_append(out, "\\x7c");
	}
}

/* A span ends at as many backticks as it begins with. */
static size_t find_longest_run(const char *text)
{
	size_t longest = 0;
	while (*text != '\0') {
		size_t run = strspn(text, "`");
		longest = run > longest ? run : longest;
		text += run > 0 ? run : 1;
	}
	return longest;
}

/* A space at both ends is taken off again, unless there is nothing else. */
static bool needs_padding(const char *text, size_t length)
{
	const char *edges = "` ";
	return strchr(edges, text[0]) || strchr(edges, text[length - 1]);
}

void markdown_append_code(struct text *out, const char *untrusted)
{
	if (!untrusted || untrusted[0] == '\0')
		return;
	struct text escaped = {.bytes = NULL};
	struct text shown = {.bytes = NULL};
	escape_append(&escaped, untrusted, false);
	hide_pipes(&shown, text_get(&escaped));
	size_t fence = find_longest_run(text_get(&shown)) + 1;
	bool is_padded = needs_padding(text_get(&shown), shown.length);
	for (size_t i = 0; i < fence; i++)
		text_append(out, "`");
	text_append(out, is_padded ? " " : "");
	text_append(out, text_get(&shown));
	text_append(out, is_padded ? " " : "");
	for (size_t i = 0; i < fence; i++)
		text_append(out, "`");
	text_clear(&shown);
	text_clear(&escaped);
}

void markdown_append_prose(struct text *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr("\\`*_[]<>|&#~", *text))
			text_append(out, "\\");
		text_append_bytes(out, text, 1);
	}
}
