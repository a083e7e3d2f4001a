/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_files.h"

#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/replacement.h"
#include "cli/suggest.h"
#include "cli/text_stream.h"

static void refuse_format(const char *command, const char *name)
{
	struct suggestion suggestion = {.word = name};
	struct text choices = {.bytes = NULL};
	for (size_t i = 0; format_names[i]; i++) {
		suggest_consider(&suggestion, format_names[i]);
		if (i > 0)
			text_append(&choices, format_names[i + 1] ? ", " : " or ");
		text_append(&choices, format_names[i]);
	}
	if (suggestion.best)
		text_append_format(&choices, "; did you mean %s?", suggestion.best);
	diagnose("%s: --report has the format '%s', but must have %s", command, name,
		 text_get(&choices));
	text_clear(&choices);
}

static bool read_one(struct report_files *files, const char *value)
{
	const char *equals = strchr(value, '=');
	if (!equals || equals[1] == '\0') {
		diagnose("%s: --report is '%s', but must be FORMAT=FILE", files->command, value);
		return false;
	}
	struct text name = {.bytes = NULL};
	text_append_bytes(&name, value, (size_t)(equals - value));
	const struct format *format = format_find(text_get(&name));
	if (!format)
		refuse_format(files->command, text_get(&name));
	text_clear(&name);
	if (!format)
		return false;
	struct report_file *file = memory_take(1, sizeof(*file));
	file->format = format;
	file->path = equals + 1;
	struct report_file **end = &files->first;
	while (*end)
		end = &(*end)->next;
	*end = file;
	files->paths[files->count++] = file->path;
	return true;
}

static bool are_files_different(const struct report_files *files)
{
	for (size_t i = 1; i < files->count; i++)
		for (size_t j = 0; j < i; j++)
			if (replacement_is_same_target(files->paths[i], files->paths[j])) {
				diagnose("%s: two reports are to be the file %s", files->command,
					 files->paths[i]);
				return false;
			}
	return true;
}

bool report_files_have(const struct report_files *files, const char *path)
{
	for (size_t i = 0; path && i < files->count; i++)
		if (replacement_is_same_target(files->paths[i], path))
			return true;
	return false;
}

bool report_files_read(const char *command, const struct option_values *values, size_t row,
		       struct report_files *ret_files)
{
	struct report_files files = {
		.command = command,
		.paths = memory_take(values->repeat_count, sizeof(char *)),
	};
	size_t cursor = 0;
	bool is_right = true;
	const char *value = option_values_get_next(values, row, &cursor);
	for (; is_right && value; value = option_values_get_next(values, row, &cursor))
		is_right = read_one(&files, value);
	if (!is_right || !are_files_different(&files)) {
		report_files_clear(&files);
		return false;
	}
	*ret_files = files; /* transferred */
	return true;
}

static void begin_report(struct report_file *file, const struct render_context *context,
			 size_t repository_count)
{
	static const struct terminal paper = {.is_utf8 = true};
	file->context = *context;
	file->context.terminal = paper;
	file->context.is_quiet = false;
	file->context.stream = text_stream_open(&file->report);
	file->renderer = format_get_renderer(file->format, repository_count);
	file->state = file->renderer->begin(&file->context);
}

void report_files_begin(struct report_files *files, const struct render_context *context,
			size_t repository_count)
{
	for (struct report_file *file = files->first; file; file = file->next)
		begin_report(file, context, repository_count);
}

void report_files_add(struct report_files *files, const struct tufcheck_repository *repository)
{
	for (struct report_file *file = files->first; file; file = file->next)
		file->renderer->add(file->state, repository);
}

static void end_report(struct report_file *file, const struct closing *closing)
{
	file->renderer->finish(file->state, closing);
	file->state = NULL; /* freed */
	text_stream_close(file->context.stream);
}

enum exit_status report_files_finish(struct report_files *files, const struct closing *closing)
{
	enum exit_status status = EXIT_STATUS_PASSED;
	for (struct report_file *file = files->first; file; file = file->next) {
		end_report(file, closing);
		if (!replacement_write(files->command, file->path, text_get(&file->report),
				       file->report.length))
			status = EXIT_STATUS_UNCHECKED;
		text_clear(&file->report);
	}
	return status;
}

void report_files_clear(struct report_files *files)
{
	for (struct report_file *file = files->first; file;) {
		struct report_file *next = file->next;
		free(file);
		file = next;
	}
	free(files->paths);
	*files = (struct report_files){.count = 0};
}
