/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proved tags for other programs: as references alone, for a spreadsheet, and
 * as one JSON document.
 */
#include "cli/render_export.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"
#include "cli/memory.h"
#include "cli/record_json.h"
#include "cli/text.h"

struct state {
	const struct render_export_context *context;
	json_t *repositories; /* json only */
	struct csv csv;       /* csv only */
};

static void *begin(const struct render_export_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	return state;
}

static bool finish(void *data, const struct render_export_totals *totals)
{
	(void)totals;
	free(data);
	return true;
}

struct render_export_count render_export_count_tags(const struct export_entry *entry)
{
	return (struct render_export_count){.exported = entry->tag_count,
					    .left_out = entry->gap_count};
}

static char *make_reference(const char *gun, const struct tufcheck_target *target)
{
	struct text reference = {.bytes = NULL};
	text_append_format(&reference, "%s@sha256:%s", gun, target->sha256);
	return text_take(&reference);
}

/* ---- references ---- */

static struct render_export_count add_references(void *data, struct export_entry *entry)
{
	struct state *state = data;
	export_entry_sort_by_digest(entry);
	for (size_t i = 0; i < entry->tag_count; i++)
		if (export_entry_is_last_of_digest(entry, i))
			(void)fprintf(state->context->stream, "%s@sha256:%s\n",
				      entry->repository->gun, entry->tags[i]->sha256);
	return render_export_count_tags(entry);
}

const struct export_renderer render_export_refs = {
	.begin = begin,
	.add = add_references,
	.finish = finish,
};

/* ---- a table ---- */

/* Between the values of one cell. */
#define SEPARATOR " | "

static const char *const columns[] = {
	"reference", "gun",    "tag",      "digest", "bytes",   "role",
	"signers",   "status", "passesBy", "path",   "leftOut",
};

/* From tag to signers. */
#define TARGET_COLUMNS 5

static void *begin_table(const struct render_export_context *context)
{
	struct state *state = begin(context);
	state->csv.stream = context->stream;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		csv_add(&state->csv, columns[i]);
	csv_end_row(&state->csv);
	return state;
}

static void add_signers(struct csv *csv, const struct tufcheck_target *target)
{
	struct text cell = {.bytes = NULL};
	for (size_t i = 0; i < target->signer_count; i++)
		text_append_format(&cell, "%s%s", i > 0 ? SEPARATOR : "", target->signers[i]);
	csv_add(csv, text_get(&cell));
	text_clear(&cell);
}

static void add_digest(struct csv *csv, const struct tufcheck_target *target)
{
	struct text digest = {.bytes = NULL};
	if (target->sha256)
		text_append_format(&digest, "sha256:%s", target->sha256);
	csv_add(csv, text_get(&digest));
	text_clear(&digest);
}

static void add_target(struct csv *csv, const struct tufcheck_target *target)
{
	struct text bytes = {.bytes = NULL};
	text_append_format(&bytes, "%lld", (long long)target->length);
	csv_add(csv, target->name);
	add_digest(csv, target);
	csv_add(csv, text_get(&bytes));
	csv_add(csv, target->role);
	add_signers(csv, target);
	text_clear(&bytes);
}

static void add_no_target(struct csv *csv)
{
	for (size_t i = 0; i < TARGET_COLUMNS; i++)
		csv_add(csv, NULL);
}

/* reason: NULL for a tag that is proved. */
static void end_row(struct csv *csv, const struct export_entry *entry, const char *reason)
{
	csv_add(csv, tufcheck_status_name(entry->repository->status));
	csv_add(csv, entry->leave);
	csv_add(csv, entry->repository->path);
	csv_add(csv, reason);
	csv_end_row(csv);
}

static void add_tag(struct csv *csv, const struct export_entry *entry,
		    const struct tufcheck_target *target)
{
	char *reference = make_reference(entry->repository->gun, target);
	csv_add(csv, reference);
	free(reference);
	csv_add(csv, entry->repository->gun);
	add_target(csv, target);
	end_row(csv, entry, NULL);
}

static void add_gap(struct csv *csv, const struct export_entry *entry, const struct export_gap *gap)
{
	csv_add(csv, NULL);
	csv_add(csv, entry->repository->gun);
	if (gap->target)
		add_target(csv, gap->target);
	else
		add_no_target(csv);
	end_row(csv, entry, gap->reason);
}

static struct render_export_count add_rows(void *data, struct export_entry *entry)
{
	struct state *state = data;
	for (size_t i = 0; i < entry->tag_count; i++)
		add_tag(&state->csv, entry, entry->tags[i]);
	for (size_t i = 0; i < entry->gap_count; i++)
		add_gap(&state->csv, entry, &entry->gaps[i]);
	return render_export_count_tags(entry);
}

const struct export_renderer render_export_csv = {
	.begin = begin_table,
	.add = add_rows,
	.finish = finish,
};

/* ---- a document ---- */

static void *begin_document(const struct render_export_context *context)
{
	struct state *state = begin(context);
	state->repositories = record_array();
	return state;
}

static json_t *record_digest(const struct tufcheck_target *target)
{
	if (!target || !target->sha256)
		return json_null();
	struct text digest = {.bytes = NULL};
	text_append_format(&digest, "sha256:%s", target->sha256);
	json_t *value = record_text(text_get(&digest));
	text_clear(&digest);
	return value;
}

static json_t *record_tag(const char *gun, const struct tufcheck_target *target)
{
	char *reference = make_reference(gun, target);
	json_t *object = record_object();
	record_put(object, "reference", record_text(reference));
	record_put(object, "tag", record_text(target->name));
	record_put(object, "digest", record_digest(target));
	record_put(object, "length", record_integer(target->length));
	record_put(object, "role", record_text(target->role));
	record_put(object, "signers", record_texts(target->signers, target->signer_count));
	free(reference);
	return object;
}

static json_t *record_gap(const struct export_gap *gap)
{
	json_t *object = record_object();
	record_put(object, "tag", record_text(gap->target ? gap->target->name : NULL));
	record_put(object, "digest", record_digest(gap->target));
	record_put(object, "reason", record_text(gap->reason));
	return object;
}

static struct render_export_count add_to_document(void *data, struct export_entry *entry)
{
	struct state *state = data;
	const struct tufcheck_repository *repository = entry->repository;
	json_t *proved = record_array();
	for (size_t i = 0; i < entry->tag_count; i++)
		record_add(proved, record_tag(repository->gun, entry->tags[i]));
	json_t *gaps = record_array();
	for (size_t i = 0; i < entry->gap_count; i++)
		record_add(gaps, record_gap(&entry->gaps[i]));
	json_t *object = record_object();
	record_put(object, "gun", record_text(repository->gun));
	record_put(object, "path", record_text(repository->path));
	record_put(object, "status", record_text(tufcheck_status_name(repository->status)));
	record_put(object, "passesBy", record_text(entry->leave));
	record_put(object, "proved", proved);
	record_put(object, "leftOut", gaps);
	record_add(state->repositories, object);
	return render_export_count_tags(entry);
}

static bool finish_document(void *data, const struct render_export_totals *totals)
{
	struct state *state = data;
	json_t *document = record_object();
	record_put_tool(document);
	record_put(document, "evaluatedAt", record_time(state->context->at));
	record_put(document, "summary", record_summary(totals->summary));
	record_put(document, "repositories", state->repositories); /* transferred */
	record_write_indented(state->context->stream, document);
	free(state);
	return true;
}

const struct export_renderer render_export_json = {
	.begin = begin_document,
	.add = add_to_document,
	.finish = finish_document,
};
