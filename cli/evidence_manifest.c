/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of evidence.h; docs/evidence.md describes it, and
 * verify/archive_manifest.c reads it.
 */
#include "cli/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/record_json.h"

/* What these say is how the answer is shown, not what it is. */
static const char *const left_out[] = {"evidence", "report",   "output",
				       "quiet",    "no-color", OPTION_NO_SANDBOX_NAME};

static bool is_left_out(const char *name)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(left_out[i], name) == 0)
			return true;
	return false;
}

static void add_option(json_t *options, const struct option_spec *row, const char *value)
{
	json_t *option = record_object();
	record_put(option, "name", record_text(row->name));
	record_put(option, "value", record_text(row->argument ? value : NULL));
	record_add(options, option);
}

static json_t *record_options(const struct command *command, const struct option_values *values)
{
	json_t *options = record_array();
	for (size_t i = 0; i < command->options.count; i++) {
		const struct option_spec *row = &command->options.rows[i];
		const char *value;
		size_t cursor = 0;
		if (is_left_out(row->name))
			continue;
		if (!row->repeats && values->given[i])
			add_option(options, row, values->given[i]);
		while (row->repeats && (value = option_values_get_next(values, i, &cursor)))
			add_option(options, row, value);
	}
	return options;
}

static const char *name_kind(enum evidence_kind kind)
{
	switch (kind) {
	case EVIDENCE_METADATA:
		return "metadata";
	case EVIDENCE_CHANGELIST:
		return "changelist";
	case EVIDENCE_INPUT:
		return "input";
	case EVIDENCE_REPORT:
		return "report";
	case EVIDENCE_INVALID:
	case EVIDENCE_FOLDER:
	case EVIDENCE_MANIFEST:
	case EVIDENCE_ABSENT:
		break;
	}
	return "";
}

static json_t *record_kept(const struct evidence_item *item)
{
	json_t *file = record_object();
	record_put(file, "path", record_text(item->path));
	record_put(file, "sha256", record_text(item->sha256));
	record_put(file, "length", record_length(item->length));
	record_put(file, "kind", record_text(name_kind(item->kind)));
	if (item->gun)
		record_put(file, "gun", record_text(item->gun));
	if (item->source)
		record_put(file, "source", record_text(item->source));
	return file;
}

static json_t *record_absent(const struct evidence_item *item)
{
	json_t *file = record_object();
	record_put(file, "path", record_text(item->path));
	record_put(file, "reason", record_text(item->problem));
	if (item->source)
		record_put(file, "source", record_text(item->source));
	return file;
}

char *evidence_make_manifest(const struct evidence *evidence, const struct command *command,
			     const struct option_values *values)
{
	json_t *files = record_array();
	json_t *absent = record_array();
	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_item *item = &evidence->items[i];
		if (item->kind == EVIDENCE_ABSENT)
			record_add(absent, record_absent(item));
		else if (item->kind != EVIDENCE_FOLDER)
			record_add(files, record_kept(item));
	}
	json_t *manifest = record_object();
	record_put_version(manifest);
	record_put(manifest, "evaluatedAt", record_time(evidence->context.at));
	record_put(manifest, "command", record_text(command->name));
	record_put(manifest, "options", record_options(command, values));
	record_put(manifest, "operands", record_texts(values->operands, values->operand_count));
	record_put(manifest, "files", files);
	record_put(manifest, "notArchived", absent);
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	if (!stream)
		memory_exhausted();
	record_write_indented(stream, manifest);
	bool has_failed = ferror(stream) != 0;
	if (fclose(stream) != 0 || has_failed)
		memory_exhausted();
	return text;
}
