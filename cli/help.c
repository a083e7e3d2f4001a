/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"

#include <string.h>

#include "cli/page.h"

#define INDENT "  "
#define MAX_LABEL 26

static const char purpose[] =
	"Checks the trust data that Docker Content Trust (Notary v1) left on disk: whether the "
	"chain of trust holds, who could sign, what expires when, and why not. It works offline "
	"and only reads.";

const char *help_get_purpose(void)
{
	return purpose;
}

/* Help looks the same everywhere: a manual page quotes it. */
static const struct terminal paper = {.is_utf8 = true, .width = 80};

static void write_paragraphs(struct page *page, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		page_begin_line(page, "", "", 0);
		page_add(page, STYLE_PLAIN, "%.*s", (int)length, text);
		page_end_line(page);
		text += length;
		text += strspn(text, "\n");
		if (*text != '\0')
			page_skip_line(page);
	}
}

/* A label, and beside it what it means; below it when the label is too long. */
static void write_entry(struct page *page, const char *label, size_t label_width,
			const char *meaning)
{
	struct text first = {.bytes = NULL};
	struct text rest = {.bytes = NULL};
	text_append_format(&rest, INDENT "%*s  ", (int)label_width, "");
	text_append_format(&first, INDENT "%-*s  ", (int)label_width, label);
	bool is_long = strlen(label) > label_width;
	if (is_long)
		(void)fprintf(page->stream, INDENT "%s\n", label);
	page_begin_line(page, text_get(is_long ? &rest : &first), text_get(&rest), 0);
	page_add(page, STYLE_PLAIN, "%s", meaning);
	page_end_line(page);
	text_clear(&rest);
	text_clear(&first);
}

static size_t widen(size_t width, const char *label)
{
	size_t length = strlen(label);
	return length > width && length <= MAX_LABEL ? length : width;
}

static void make_label(struct text *label, const struct option_spec *spec)
{
	text_cut(label, 0);
	if (spec->letter != '\0')
		text_append_format(label, "-%c, ", spec->letter);
	else
		text_append(label, "    ");
	text_append_format(label, "--%s", spec->name);
	if (spec->argument)
		text_append_format(label, " %s", spec->argument);
}

static void write_options(struct page *page, const struct option_table *options)
{
	struct text label = {.bytes = NULL};
	size_t width = 0;
	for (size_t i = 0; i < options->count; i++) {
		make_label(&label, &options->rows[i]);
		width = widen(width, text_get(&label));
	}
	(void)fputs("\nOptions:\n", page->stream);
	for (size_t i = 0; i < options->count; i++) {
		make_label(&label, &options->rows[i]);
		write_entry(page, text_get(&label), width, options->rows[i].help);
	}
	text_clear(&label);
}

static void write_exit_statuses(struct page *page, const struct command_note *statuses)
{
	if (!statuses)
		return;
	(void)fputs("\nExit status:\n", page->stream);
	for (; statuses->subject; statuses++)
		write_entry(page, statuses->subject, 1, statuses->meaning);
}

static void write_examples(struct page *page, const struct command_note *examples)
{
	if (!examples)
		return;
	(void)fputs("\nExamples:\n", page->stream);
	for (; examples->subject; examples++)
		(void)fprintf(page->stream, INDENT "%s\n" INDENT INDENT "%s\n", examples->subject,
			      examples->meaning);
}

void help_write_command(FILE *stream, const struct command *command)
{
	struct page page = {.stream = stream, .terminal = &paper};
	(void)fprintf(stream, "Usage: tufcheck %s %s\n\n", command->name, command->usage);
	write_paragraphs(&page, command->description);
	write_options(&page, &command->options);
	write_exit_statuses(&page, command->exit_statuses);
	write_examples(&page, command->examples);
}

void help_write_overview(FILE *stream, const struct command *const *commands, size_t count,
			 const struct option_table *options)
{
	struct page page = {.stream = stream, .terminal = &paper};
	(void)fputs("Usage: tufcheck COMMAND [OPTION]... [ARGUMENT]...\n\n", stream);
	write_paragraphs(&page, purpose);
	(void)fputs("\nCommands:\n", stream);
	size_t width = 0;
	for (size_t i = 0; i < count; i++)
		width = widen(width, commands[i]->name);
	for (size_t i = 0; i < count; i++)
		write_entry(&page, commands[i]->name, width, commands[i]->summary);
	write_options(&page, options);
	(void)fputs("\n'tufcheck help COMMAND' explains a command.\n", stream);
}
