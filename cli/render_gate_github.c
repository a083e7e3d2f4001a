/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitHub's workflow commands: "::error file=F,line=L,col=C,title=T::MESSAGE".
 * In a message %, CR and LF are written as %25, %0D and %0A; in a property
 * also : and , as %3A and %2C.
 */
#include "cli/escape.h"
#include "cli/render_gate.h"
#include "cli/text.h"

/* What is left after text is made visible: nothing in it ends a line. */
static void append_command_text(struct text *out, const char *untrusted, bool is_property)
{
	struct text visible = {.bytes = NULL};
	escape_append(&visible, untrusted, false);
	for (const char *c = text_get(&visible); *c != '\0'; c++) {
		if (*c == '%')
			text_append(out, "%25");
		else if (is_property && *c == ':')
			text_append(out, "%3A");
		else if (is_property && *c == ',')
			text_append(out, "%2C");
		else
			text_append_bytes(out, c, 1);
	}
	text_clear(&visible);
}

static void append_place(struct text *out, const char *file, size_t line, size_t column)
{
	if (!file)
		return;
	text_append(out, "file=");
	append_command_text(out, file, true);
	if (line > 0)
		text_append_format(out, ",line=%zu,col=%zu", line, column);
	text_append(out, ",");
}

static void append_message(struct text *out, const struct gate_item *item)
{
	struct text message = {.bytes = NULL};
	bool is_allowed = gate_item_is_allowed(item);
	text_append_format(&message, "%s is %s: %s", render_gate_get_name(item),
			   is_allowed ? "allowed, but not verified" : "denied",
			   render_gate_get_reason(item));
	append_command_text(out, text_get(&message), false);
	text_clear(&message);
}

/* A line of the log that is no command: the image cannot make it one. */
static void append_verified(struct text *out, const struct gate_item *item)
{
	text_append(out, "verified ");
	escape_append(out, item->source.text, false);
	text_append(out, " as ");
	escape_append(out, gate_item_get_gun(item), false);
	text_append_format(out, "@sha256:%s", item->decision->digest);
}

static void write_problems(const struct gate_view *view)
{
	for (size_t i = 0; view->list && i < view->list->problem_count; i++) {
		const struct image_problem *problem = &view->list->problems[i];
		struct text line = {.bytes = NULL};
		text_append(&line, "::error ");
		append_place(&line, problem->file, problem->line, problem->column);
		text_append(&line, "title=tufcheck gate::");
		append_command_text(&line, problem->message, false);
		(void)fprintf(view->stream, "%s\n", text_get(&line));
		text_clear(&line);
	}
}

void render_gate_github(const struct gate_view *view)
{
	const struct gate *gate = view->gate;
	write_problems(view);
	for (size_t i = 0; i < gate->count; i++) {
		const struct gate_item *item = &gate->items[i];
		bool is_verified = gate_item_is_verified(item);
		if (is_verified && view->is_quiet)
			continue;
		struct text line = {.bytes = NULL};
		if (is_verified) {
			append_verified(&line, item);
		} else {
			text_append(&line, gate_item_is_allowed(item) ? "::warning " : "::error ");
			append_place(&line, item->source.file, item->source.line,
				     item->source.column);
			text_append(&line, "title=tufcheck gate::");
			append_message(&line, item);
		}
		(void)fprintf(view->stream, "%s\n", text_get(&line));
		text_clear(&line);
	}
}
