/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_diff.h"

#include <jansson.h>
#include <stdlib.h>

#include "cli/markdown.h"
#include "cli/page.h"
#include "cli/record_json.h"
#include "cli/text.h"

static const enum tufcheck_severity severities[] = {
	TUFCHECK_SEVERITY_ERROR, TUFCHECK_SEVERITY_WARNING, TUFCHECK_SEVERITY_NOTE};
#define SEVERITY_COUNT (sizeof(severities) / sizeof(severities[0]))

static enum style choose_style(enum tufcheck_severity severity)
{
	switch (severity) {
	case TUFCHECK_SEVERITY_WARNING:
		return STYLE_WARNING;
	case TUFCHECK_SEVERITY_NOTE:
		return STYLE_PLAIN;
	case TUFCHECK_SEVERITY_ERROR:
	case TUFCHECK_SEVERITY_INVALID:
		break;
	}
	return STYLE_BAD;
}

/* "2 errors, 1 warning", and "no difference". */
static void append_counts(struct text *out, const struct diff *diff)
{
	for (size_t i = 0; i < SEVERITY_COUNT; i++) {
		size_t count = diff_count(diff, severities[i]);
		if (count > 0)
			text_append_format(out, "%s%zu %s%s", out->length > 0 ? ", " : "", count,
					   tufcheck_severity_name(severities[i]),
					   count == 1 ? "" : "s");
	}
	if (out->length == 0)
		text_append(out, "no difference");
}

static void append_side(struct text *out, const struct diff_side *side)
{
	text_append_format(out, "the %s %s", diff_kind_name(side->kind), side->path);
	if (side->evaluated_at)
		text_append_format(out, ", evaluated at %s", side->evaluated_at);
}

void render_diff_text(const struct render_diff_context *context)
{
	const struct diff *diff = context->diff;
	struct page page = {.stream = context->stream, .terminal = &context->terminal};
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_change *change = &diff->changes[i];
		page_begin_line(&page, "", "  ", 0);
		page_add(&page, choose_style(diff_change_severity(change->kind)),
			 "%s:", tufcheck_severity_name(diff_change_severity(change->kind)));
		page_add(&page, STYLE_BOLD, "%s:", change->gun);
		page_add(&page, STYLE_PLAIN, "%s", change->message);
		page_end_line(&page);
	}
	struct text total = {.bytes = NULL};
	append_counts(&total, diff);
	text_append(&total, " from ");
	append_side(&total, context->before);
	text_append(&total, " to ");
	append_side(&total, context->after);
	if (diff->count > 0)
		page_skip_line(&page);
	page_write(&page, "", STYLE_PLAIN, "%s", text_get(&total));
	text_clear(&total);
}

/* ---- JSON ---- */

static json_t *record_side(const struct diff_side *side)
{
	json_t *object = record_object();
	record_put(object, "path", record_text(side->path));
	record_put(object, "kind", record_text(diff_kind_name(side->kind)));
	record_put(object, "evaluatedAt", record_text(side->evaluated_at));
	record_put(object, "repositories", record_length(json_object_size(side->repositories)));
	return object;
}

static json_t *record_change(const struct diff_change *change)
{
	json_t *object = record_object();
	record_put(object, "kind", record_text(diff_change_name(change->kind)));
	record_put(object, "severity",
		   record_text(tufcheck_severity_name(diff_change_severity(change->kind))));
	record_put(object, "gun", record_text(change->gun));
	record_put(object, "role", record_text(change->role));
	record_put(object, "subject", record_text(change->subject));
	record_put(object, "before", record_text(change->before));
	record_put(object, "after", record_text(change->after));
	record_put(object, "message", record_text(change->message));
	return object;
}

void render_diff_json(const struct render_diff_context *context)
{
	json_t *summary = record_object();
	record_put(summary, "errors",
		   record_length(diff_count(context->diff, TUFCHECK_SEVERITY_ERROR)));
	record_put(summary, "warnings",
		   record_length(diff_count(context->diff, TUFCHECK_SEVERITY_WARNING)));
	record_put(summary, "notes",
		   record_length(diff_count(context->diff, TUFCHECK_SEVERITY_NOTE)));
	json_t *changes = record_array();
	for (size_t i = 0; i < context->diff->count; i++)
		record_add(changes, record_change(&context->diff->changes[i]));
	json_t *document = record_object();
	record_put_tool(document);
	record_put(document, "before", record_side(context->before));
	record_put(document, "after", record_side(context->after));
	record_put(document, "summary", summary);
	record_put(document, "changes", changes);
	record_write_indented(context->stream, document);
}

/* ---- Markdown ---- */

static void append_markdown_side(struct text *out, const char *heading,
				 const struct diff_side *side)
{
	text_append_format(out, "- %s: the %s ", heading, diff_kind_name(side->kind));
	markdown_append_code(out, side->path);
	if (side->evaluated_at) {
		text_append(out, ", evaluated at ");
		markdown_append_code(out, side->evaluated_at);
	}
	text_append(out, "\n");
}

void render_diff_markdown(const struct render_diff_context *context)
{
	const struct diff *diff = context->diff;
	struct text out = {.bytes = NULL}, counts = {.bytes = NULL};
	append_counts(&counts, diff);
	text_append_format(&out, "# Content trust: %s\n\n", text_get(&counts));
	append_markdown_side(&out, "before", context->before);
	append_markdown_side(&out, "after", context->after);
	if (diff->count > 0)
		text_append(&out, "\n| severity | repository | change |\n|---|---|---|\n");
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_change *change = &diff->changes[i];
		text_append_format(&out, "| %s | ",
				   tufcheck_severity_name(diff_change_severity(change->kind)));
		markdown_append_code(&out, change->gun);
		text_append(&out, " | ");
		markdown_append_code(&out, change->message);
		text_append(&out, " |\n");
	}
	(void)fputs(text_get(&out), context->stream);
	text_clear(&counts);
	text_clear(&out);
}
