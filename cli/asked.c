/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/asked.h"

#include <string.h>

#include "cli/text.h"

/* What no shell takes for anything else. */
static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    "-_./:,=@%+";

static void append_word(struct text *out, const char *word)
{
	text_append(out, " ");
	if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
		text_append(out, word);
		return;
	}
	text_append(out, "'");
	for (const char *at = word; *at != '\0';) {
		size_t length = strcspn(at, "'");
		text_append_bytes(out, at, length);
		at += length;
		if (*at == '\'') {
			text_append(out, "'\\''");
			at++;
		}
	}
	text_append(out, "'");
}

static void append_option(struct text *out, const struct option_spec *row, const char *value)
{
	text_append_format(out, " --%s", row->name);
	if (row->argument)
		append_word(out, value);
}

char *asked_make(const struct command *command, const struct option_values *values)
{
	struct text asked = {.bytes = NULL};
	text_append_format(&asked, "tufcheck %s", command->name);
	for (size_t i = 0; i < command->options.count; i++) {
		const struct option_spec *row = &command->options.rows[i];
		const char *value;
		size_t cursor = 0;
		if (!row->repeats && values->given[i])
			append_option(&asked, row, values->given[i]);
		while (row->repeats && (value = option_values_get_next(values, i, &cursor)))
			append_option(&asked, row, value);
	}
	bool is_after_dashes = false;
	for (size_t i = 0; i < values->operand_count; i++) {
		if (values->operands[i][0] == '-' && !is_after_dashes) {
			text_append(&asked, " --");
			is_after_dashes = true;
		}
		append_word(&asked, values->operands[i]);
	}
	return text_take(&asked);
}
