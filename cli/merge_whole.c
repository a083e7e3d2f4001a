/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/merge_whole.h"

#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/merge_order.h"
#include "cli/record_json.h"
#include "cli/text_set.h"

#define MISSING "lock-repository-missing" /* each shard says it of those that fall to it */
#define UNUSED "private-key-unused"       /* true when all shards say so */
#define SHARED "root-key-shared"          /* found anew */
#define ENDS "content-trust-ends"         /* likewise */

static void must(enum tufcheck_result result)
{
	if (result != TUFCHECK_OK)
		memory_exhausted();
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? text : "";
}

static bool is_of(const json_t *finding, const char *id)
{
	return strcmp(text_of(finding, "id"), id) == 0;
}

static const json_t *list_of(const struct merge_source *source, const char *name)
{
	return json_object_get(source->closing, name);
}

/* ---- repositories ---- */

static void collect_missing(struct merge_whole *whole, const struct merge_source *source)
{
	const json_t *findings = list_of(source, "findings");
	for (size_t i = 0; i < json_array_size(findings); i++) {
		json_t *finding = json_array_get(findings, i);
		if (is_of(finding, MISSING))
			record_put(whole->missing, text_of(finding, "expected"),
				   json_incref(finding));
	}
}

void merge_whole_begin(struct merge_whole *whole, const struct merge *merge)
{
	const struct tufcheck_options options = {.size = sizeof(options)};
	*whole = (struct merge_whole){.merge = merge, .missing = record_object()};
	must(tufcheck_scan_new(&options, &whole->scan));
	must(tufcheck_estate_new(whole->scan, &whole->estate));
	for (size_t i = 0; i < merge->count; i++)
		collect_missing(whole, &merge->sources[i]);
}

static enum tufcheck_status read_status(const char *name)
{
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++)
		if (strcmp(tufcheck_status_name(summary_statuses[i]), name) == 0)
			return summary_statuses[i];
	return TUFCHECK_STATUS_INVALID;
}

static enum tufcheck_role_status read_role_status(const char *name)
{
	for (int status = TUFCHECK_ROLE_VALID; status <= TUFCHECK_ROLE_UNPUBLISHED; status++)
		if (strcmp(tufcheck_role_status_name((enum tufcheck_role_status)status), name) == 0)
			return (enum tufcheck_role_status)status;
	return TUFCHECK_ROLE_INVALID;
}

/* Borrowed texts. False: not all of them are texts. */
static bool read_texts(const json_t *array, const char **ret_texts)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		ret_texts[i] = json_string_value(json_array_get(array, i));
		if (!ret_texts[i])
			return false;
	}
	return json_is_array(array);
}

static bool read_roles(const json_t *array, struct tufcheck_role *ret_roles)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *role = json_array_get(array, i);
		ret_roles[i].name = json_string_value(json_object_get(role, "name"));
		ret_roles[i].status = read_role_status(text_of(role, "status"));
		if (!ret_roles[i].name)
			return false;
	}
	return json_is_array(array);
}

static bool read_keys(const json_t *array, struct tufcheck_key *ret_keys)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *key = json_array_get(array, i);
		const json_t *roles = json_object_get(key, "roles");
		size_t count = json_array_size(roles);
		const char **texts = memory_take(count, sizeof(*texts));
		ret_keys[i].roles = texts;
		ret_keys[i].role_count = count;
		ret_keys[i].canonical_key_id =
			json_string_value(json_object_get(key, "canonicalKeyId"));
		if (!read_texts(roles, texts))
			return false;
	}
	return json_is_array(array);
}

/* What the estate wants to know of a repository. */
static bool add_to_estate(struct merge_whole *whole, struct tufcheck_repository *repository,
			  const json_t *object)
{
	const json_t *roles = json_object_get(object, "roles");
	const json_t *keys = json_object_get(object, "keys");
	repository->role_count = json_array_size(roles);
	repository->key_count = json_array_size(keys);
	struct tufcheck_role *read = memory_take(repository->role_count, sizeof(*read));
	struct tufcheck_key *known = memory_take(repository->key_count, sizeof(*known));
	repository->roles = read;
	repository->keys = known;
	bool is_right = read_roles(roles, read) && read_keys(keys, known);
	if (is_right)
		must(tufcheck_estate_add(whole->estate, repository));
	for (size_t i = 0; i < repository->key_count; i++)
		free((void *)known[i].roles);
	free(known);
	free(read);
	return is_right;
}

bool merge_whole_note(void *context, struct merge_source *source, json_t *object)
{
	struct merge_whole *whole = context;
	struct tufcheck_repository repository = {
		.gun = json_string_value(json_object_get(object, "gun")),
		.path = json_string_value(json_object_get(object, "path")),
		.status = read_status(text_of(object, "status")),
	};
	bool is_right = repository.gun && repository.path &&
			repository.status != TUFCHECK_STATUS_INVALID &&
			add_to_estate(whole, &repository, object);
	if (!is_right) {
		report_reader_refuse(&source->reader,
				     "expected a repository as 'tufcheck verify' writes it; gun, path, "
				     "status, roles or keys is not");
		return false;
	}
	(void)json_object_del(whole->missing, repository.gun);
	summary_count(&source->summary, repository.status);
	summary_count(&whole->summary, repository.status);
	return true;
}

/* ---- findings ---- */

/* By name, as the lock has them. */
static void add_missing(const struct merge_whole *whole, json_t *findings)
{
	struct text_set names = {.count = 0};
	const char *name;
	json_t *finding;
	json_object_foreach(whole->missing, name, finding)
		text_set_add(&names, name);
	text_set_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		finding = json_object_get(whole->missing, names.items[i]);
		diagnose("%s", text_of(finding, "message"));
		record_add(findings, json_incref(finding));
	}
	text_set_clear(&names);
}

/* In how many reports the finding stands. */
static size_t count_reports(const struct merge *merge, const json_t *wanted)
{
	size_t count = 0;
	for (size_t i = 0; i < merge->count; i++) {
		const json_t *findings = list_of(&merge->sources[i], "findings");
		size_t at = 0;
		while (at < json_array_size(findings) &&
		       !json_equal(json_array_get(findings, at), wanted))
			at++;
		count += at < json_array_size(findings);
	}
	return count;
}

/* Those of one severity that a shard's word is enough for, or that all agree on. */
static json_t *select_findings(const struct merge *merge, const struct merge_source *source,
			       const char *severity)
{
	const json_t *findings = list_of(source, "findings");
	json_t *selected = record_array();
	for (size_t i = 0; i < json_array_size(findings); i++) {
		json_t *finding = json_array_get(findings, i);
		if (strcmp(text_of(finding, "severity"), severity) != 0 || is_of(finding, MISSING) ||
		    is_of(finding, SHARED) || is_of(finding, ENDS))
			continue;
		if (!is_of(finding, UNUSED) || count_reports(merge, finding) == merge->count)
			record_add(selected, json_incref(finding));
	}
	return selected;
}

static void add_severity(const struct merge *merge, const struct tufcheck_estate_facts *facts,
			 enum tufcheck_severity severity, json_t *findings)
{
	const char *name = tufcheck_severity_name(severity);
	json_t *merged = record_array();
	for (size_t i = 0; i < merge->count; i++) {
		json_t *selected = select_findings(merge, &merge->sources[i], name);
		merged = merge_order(merged, selected, "file");
	}
	if (json_array_extend(findings, merged) != 0)
		memory_exhausted();
	json_decref(merged);
	for (size_t i = 0; i < facts->finding_count; i++)
		if (facts->findings[i].severity == severity)
			record_add(findings, record_finding(&facts->findings[i]));
}

static json_t *make_findings(const struct merge_whole *whole)
{
	static const enum tufcheck_severity severities[] = {
		TUFCHECK_SEVERITY_ERROR, TUFCHECK_SEVERITY_WARNING, TUFCHECK_SEVERITY_NOTE};
	const struct tufcheck_estate_facts *facts;
	json_t *findings = record_array();
	must(tufcheck_estate_finish(whole->estate, &facts));
	add_missing(whole, findings);
	for (size_t i = 0; i < sizeof(severities) / sizeof(severities[0]); i++)
		add_severity(whole->merge, facts, severities[i], findings);
	return findings;
}

/* ---- the rest ---- */

static enum exit_status judge_findings(const json_t *findings)
{
	for (size_t i = 0; i < json_array_size(findings); i++)
		if (strcmp(text_of(json_array_get(findings, i), "severity"), "error") == 0)
			return EXIT_STATUS_FAILED;
	return EXIT_STATUS_PASSED;
}

static json_t *unused_of(const struct merge_source *source)
{
	return json_object_get(list_of(source, "shard"), "unused");
}

static bool has_item(const json_t *array, const json_t *wanted)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (json_equal(json_array_get(array, i), wanted))
			return true;
	return false;
}

/* What was held against no repository of any shard. */
static enum exit_status judge_demands(const struct merge *merge)
{
	enum exit_status status = EXIT_STATUS_PASSED;
	const json_t *unused = unused_of(&merge->sources[0]);
	for (size_t i = 0; i < json_array_size(unused); i++) {
		const json_t *item = json_array_get(unused, i);
		size_t count = 1;
		while (count < merge->count && has_item(unused_of(&merge->sources[count]), item))
			count++;
		if (count < merge->count)
			continue;
		diagnose("%s", text_of(item, "message"));
		status = exit_status_worse(
			status,
			(enum exit_status)json_integer_value(json_object_get(item, "status")));
	}
	return status;
}

static enum exit_status judge_shards(const struct merge *merge)
{
	enum exit_status status = EXIT_STATUS_PASSED;
	for (size_t i = 0; i < merge->count; i++) {
		const json_t *value =
			json_object_get(list_of(&merge->sources[i], "shard"), "status");
		status = exit_status_worse(status, (enum exit_status)json_integer_value(value));
	}
	return status;
}

json_t *merge_whole_finish(struct merge_whole *whole, enum exit_status *ret_status)
{
	const struct merge *merge = whole->merge;
	json_t *keys = merge_private_keys(merge);
	if (!keys)
		return NULL;
	json_t *findings = make_findings(whole);
	enum exit_status status = exit_status_worse(judge_shards(merge), judge_demands(merge));
	*ret_status = exit_status_worse(status, judge_findings(findings));
	json_t *rest = record_object();
	record_put(rest, "summary", record_summary(&whole->summary));
	record_put(rest, "privateKeys", keys);
	record_put(rest, "findings", findings);
	return rest;
}

void merge_whole_end(struct merge_whole *whole)
{
	tufcheck_estate_free(whole->estate);
	tufcheck_scan_free(whole->scan);
	json_decref(whole->missing);
	*whole = (struct merge_whole){.merge = NULL};
}
