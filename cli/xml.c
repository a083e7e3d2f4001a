/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/xml.h"

#include <string.h>

#include "cli/escape.h"

static const struct {
	char character;
	const char *reference;
} markup[] = {
	{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
};

static void append_character(struct text *out, const char *at)
{
	for (size_t i = 0; i < sizeof(markup) / sizeof(markup[0]); i++)
		if (markup[i].character == *at) {
			text_append(out, markup[i].reference);
			return;
		}
	text_append_bytes(out, at, 1);
}

void xml_append(struct text *out, const char *untrusted)
{
	struct text escaped = {.bytes = NULL};
	if (!untrusted)
		return;
	escape_append(&escaped, untrusted, false);
	for (const char *at = text_get(&escaped); *at != '\0'; at++)
		append_character(out, at);
	text_clear(&escaped);
}

void xml_append_attribute(struct text *out, const char *name, const char *untrusted)
{
	text_append_format(out, " %s=\"", name);
	xml_append(out, untrusted);
	text_append(out, "\"");
}
