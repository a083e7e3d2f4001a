/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/merge_check.h"

#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/json_memory.h"
#include "cli/memory.h"
#include "cli/record_json.h"
#include "cli/shard.h"

/* ---- one report ---- */

/* Each of an array is an object with these members that are texts. */
static bool check_texts(struct merge_source *source, const char *array, const char *const *names)
{
	const json_t *items = json_object_get(source->closing, array);
	for (size_t i = 0; i < json_array_size(items); i++)
		for (size_t j = 0; names[j]; j++)
			if (!json_is_string(json_object_get(json_array_get(items, i), names[j]))) {
				report_reader_refuse(&source->reader,
						     "expected a text at /%s/%zu/%s, found none",
						     array, i, names[j]);
				return false;
			}
	return true;
}

static bool check_unused(struct merge_source *source, const json_t *unused)
{
	for (size_t i = 0; i < json_array_size(unused); i++) {
		const json_t *status = json_object_get(json_array_get(unused, i), "status");
		const json_t *message = json_object_get(json_array_get(unused, i), "message");
		json_int_t value = json_integer_value(status);
		if (json_is_integer(status) && value >= EXIT_STATUS_PASSED &&
		    value <= EXIT_STATUS_UNCHECKED && json_is_string(message))
			continue;
		report_reader_refuse(&source->reader,
				     "expected a message and a status at /shard/unused/%zu, found "
				     "something else",
				     i);
		return false;
	}
	return true;
}

static bool check_shard(struct merge_source *source, json_t *shard)
{
	json_int_t number, count, repositories, status;
	json_t *settings, *unused;
	const char *places;
	json_error_t error;
	if (json_unpack_ex(shard, &error, 0, "{s:I, s:I, s:I, s:s, s:o, s:I, s:o !}", "number",
			   &number, "count", &count, "repositories", &repositories, "places",
			   &places, "settings", &settings, "status", &status, "unused",
			   &unused) != 0) {
		report_reader_refuse(&source->reader, "expected what --shard writes at /shard: %s",
				     error.text);
		return false;
	}
	bool is_right = count >= 1 && count <= SHARD_MAX && number >= 1 && number <= count &&
			repositories >= 0 && status >= EXIT_STATUS_PASSED &&
			status <= EXIT_STATUS_UNCHECKED && json_is_array(settings) &&
			json_is_array(unused);
	if (!is_right) {
		report_reader_refuse(&source->reader,
				     "expected what --shard writes at /shard, found "
				     "a value that it never has");
		return false;
	}
	source->number = (size_t)number;
	return check_unused(source, unused);
}

static bool check_summary(struct merge_source *source, const json_t *summary)
{
	const json_t *count = json_object_get(summary, "repositories");
	if (json_is_integer(count) && json_integer_value(count) >= 0 &&
	    (size_t)json_integer_value(count) == source->count)
		return true;
	report_reader_refuse(&source->reader,
			     "expected as many repositories at /summary/repositories as there are, "
			     "%zu; found %lld",
			     source->count, (long long)json_integer_value(count));
	return false;
}

bool merge_check_closing(struct merge_source *source)
{
	static const char *const key_texts[] = {"path", NULL};
	static const char *const finding_texts[] = {"id", "severity", "message", NULL};
	json_int_t version;
	const char *at;
	json_t *tool, *sandbox, *summary, *keys, *findings, *shard, *inputs, *repositories = NULL;
	json_error_t error;
	if (!json_object_get(source->closing, "shard")) {
		report_reader_refuse(&source->reader,
				     "expected a report of 'tufcheck verify --shard', found one "
				     "that was made without --shard, or by another command");
		return false;
	}
	if (json_unpack_ex(source->closing, &error, 0,
			   "{s:I, s:o, s?o, s:s, s:o, s?o, s:o, s:o, s:o, s:o !}", "schemaVersion",
			   &version, "tool", &tool, "sandbox", &sandbox, "evaluatedAt", &at,
			   "inputs", &inputs, "repositories", &repositories, "summary", &summary,
			   "privateKeys", &keys, "findings", &findings, "shard", &shard) != 0) {
		report_reader_refuse(&source->reader,
				     "expected a report of 'tufcheck verify --shard': %s",
				     error.text);
		return false;
	}
	if (version != RECORD_SCHEMA_VERSION) {
		report_reader_refuse(&source->reader, "expected schemaVersion %d, found %lld",
				     RECORD_SCHEMA_VERSION, (long long)version);
		return false;
	}
	if (json_array_size(repositories) > 0 || !json_is_array(inputs) || !json_is_array(keys) ||
	    !json_is_array(findings)) {
		report_reader_refuse(&source->reader,
				     "expected arrays at /inputs, /repositories, /privateKeys and "
				     "/findings, found something else");
		return false;
	}
	return check_summary(source, summary) && check_texts(source, "privateKeys", key_texts) &&
	       check_texts(source, "findings", finding_texts) && check_shard(source, shard);
}

/* ---- all of them ---- */

static char *show(const json_t *value)
{
	const size_t flags = JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY;
	if (!value)
		return memory_copy_text("nothing");
	char *dumped = json_dumps(value, flags);
	if (!dumped)
		memory_exhausted();
	char *text = memory_copy_text(dumped);
	json_memory_free(dumped);
	return text;
}

static bool is_same(const struct merge_source *first, const struct merge_source *other,
		    const char *place, const json_t *expected, const json_t *actual)
{
	if (expected == actual || (expected && actual && json_equal(expected, actual)))
		return true;
	char *texts[] = {show(expected), show(actual)};
	diagnose("merge: %s: expected %s at %s, as in %s, found %s", other->reader.path, texts[0],
		 place, first->reader.path, texts[1]);
	free(texts[0]);
	free(texts[1]);
	return false;
}

/* What was given, by name. */
static json_t *make_index(const json_t *settings)
{
	json_t *index = record_object();
	for (size_t i = 0; i < json_array_size(settings); i++) {
		const json_t *setting = json_array_get(settings, i);
		const char *name = json_string_value(json_object_get(setting, "name"));
		json_t *values = json_object_get(setting, "values");
		if (name && values)
			record_put(index, name, json_incref(values));
	}
	return index;
}

static bool are_settings_same(const struct merge_source *first, const struct merge_source *other,
			      const json_t *expected, const json_t *actual)
{
	json_t *wanted = make_index(expected);
	json_t *given = make_index(actual);
	json_t *all = json_copy(wanted);
	if (!all || json_object_update_missing(all, given) != 0)
		memory_exhausted();
	const char *name;
	json_t *value;
	bool is_right = true;
	json_object_foreach(all, name, value)
	{
		struct text place = {.bytes = NULL};
		text_append_format(&place, "/shard/settings, %s", name);
		is_right = is_right &&
			   is_same(first, other, text_get(&place), json_object_get(wanted, name),
				   json_object_get(given, name));
		text_clear(&place);
	}
	json_decref(all);
	json_decref(given);
	json_decref(wanted);
	return is_right && is_same(first, other, "/shard/settings", expected, actual);
}

static bool is_of_same_run(const struct merge_source *first, const struct merge_source *other)
{
	static const char *const of_report[] = {"tool", "sandbox", "evaluatedAt", "inputs"};
	static const char *const of_shard[] = {"count", "repositories", "places"};
	struct text place = {.bytes = NULL};
	bool is_right = true;
	const json_t *shards[] = {json_object_get(first->closing, "shard"),
				  json_object_get(other->closing, "shard")};
	for (size_t i = 0; is_right && i < sizeof(of_report) / sizeof(of_report[0]); i++) {
		text_cut(&place, 0);
		text_append_format(&place, "/%s", of_report[i]);
		is_right = is_same(first, other, text_get(&place),
				   json_object_get(first->closing, of_report[i]),
				   json_object_get(other->closing, of_report[i]));
	}
	is_right =
		is_right && are_settings_same(first, other, json_object_get(shards[0], "settings"),
					      json_object_get(shards[1], "settings"));
	for (size_t i = 0; is_right && i < sizeof(of_shard) / sizeof(of_shard[0]); i++) {
		text_cut(&place, 0);
		text_append_format(&place, "/shard/%s", of_shard[i]);
		is_right = is_same(first, other, text_get(&place),
				   json_object_get(shards[0], of_shard[i]),
				   json_object_get(shards[1], of_shard[i]));
	}
	text_clear(&place);
	return is_right;
}

static int compare_numbers(const void *left, const void *right)
{
	const struct merge_source *a = *(const struct merge_source *const *)left;
	const struct merge_source *b = *(const struct merge_source *const *)right;
	return a->number < b->number ? -1 : a->number > b->number;
}

/* Whether each shard is there once. */
static bool is_complete(const struct merge *merge, size_t shards)
{
	const struct merge_source **sorted = memory_take(merge->count, sizeof(*sorted));
	for (size_t i = 0; i < merge->count; i++)
		sorted[i] = &merge->sources[i];
	qsort(sorted, merge->count, sizeof(*sorted), compare_numbers);
	bool is_right = true;
	for (size_t i = 0; is_right && i < shards; i++) {
		is_right = i < merge->count && sorted[i]->number == i + 1;
		if (is_right)
			continue;
		if (i > 0 && i < merge->count && sorted[i]->number == i)
			diagnose("merge: %s and %s are both shard %zu of %zu; expected one report "
				 "of each",
				 sorted[i - 1]->reader.path, sorted[i]->reader.path, i, shards);
		else
			diagnose("merge: expected the reports of %zu shards, and found none of "
				 "shard "
				 "%zu",
				 shards, i + 1);
	}
	if (is_right && merge->count > shards) {
		is_right = false;
		diagnose("merge: %s and %s are both shard %zu of %zu; expected one report of each",
			 sorted[shards - 1]->reader.path, sorted[shards]->reader.path, shards,
			 shards);
	}
	free(sorted);
	return is_right;
}

enum exit_status merge_check_together(struct merge *merge)
{
	const struct merge_source *first = &merge->sources[0];
	for (size_t i = 1; i < merge->count; i++)
		if (!is_of_same_run(first, &merge->sources[i]))
			return EXIT_STATUS_USAGE;
	const json_t *shard = json_object_get(first->closing, "shard");
	merge->repositories = (size_t)json_integer_value(json_object_get(shard, "repositories"));
	size_t shards = (size_t)json_integer_value(json_object_get(shard, "count"));
	if (!is_complete(merge, shards))
		return EXIT_STATUS_USAGE;
	size_t found = 0;
	for (size_t i = 0; i < merge->count; i++)
		found += merge->sources[i].count;
	if (found == merge->repositories)
		return EXIT_STATUS_PASSED;
	diagnose(
		"merge: %s: expected %zu repositories in all reports, as /shard/repositories says, "
		"found %zu",
		first->reader.path, merge->repositories, found);
	return EXIT_STATUS_USAGE;
}

enum exit_status merge_check_summaries(const struct merge *merge)
{
	for (size_t i = 0; i < merge->count; i++) {
		const struct merge_source *source = &merge->sources[i];
		json_t *met = record_summary(&source->summary);
		const json_t *said = json_object_get(source->closing, "summary");
		char *texts[] = {show(met), show(said)};
		bool is_right = json_equal(met, said);
		if (!is_right)
			diagnose("merge: %s: expected %s at /summary, as its repositories are, "
				 "found "
				 "%s",
				 source->reader.path, texts[0], texts[1]);
		free(texts[0]);
		free(texts[1]);
		json_decref(met);
		if (!is_right)
			return EXIT_STATUS_UNCHECKED;
	}
	return EXIT_STATUS_PASSED;
}
