/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The findings as SARIF 2.1.0, which code scanning reads. The rules are those
 * of the table that have a result. Source: OASIS, Static Analysis Results
 * Interchange Format, version 2.1.0; and what GitHub says that it supports.
 */
#include "cli/render.h"

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/finding_rule.h"
#include "cli/markdown.h"
#include "cli/memory.h"
#include "cli/record_json.h"
#include "cli/text.h"
#include "cli/uri.h"

#define SCHEMA                                                                                     \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"                      \
	"sarif-schema-2.1.0.json"
#define FINGERPRINT "tufcheckFinding/v1"

struct state {
	const struct render_context *context;
	json_t *results;
	bool *is_used;        /* by rule: there is a result */
	struct text last_key; /* what the fingerprint of the last result is made of */
	size_t repeats;       /* results before it with the same */
};

/* Where a finding is. Both are NULL when it is about the whole. */
struct place {
	const char *gun;
	const char *folder; /* of the files of roles */
};

static json_t *record_message(const char *text)
{
	struct text shown = {.bytes = NULL};
	escape_append(&shown, text, false);
	json_t *object = record_object();
	record_put(object, "text", record_text(text_get(&shown)));
	text_clear(&shown);
	return object;
}

/* ---- rules ---- */

static const char *find_level(enum tufcheck_severity severity)
{
	switch (severity) {
	case TUFCHECK_SEVERITY_WARNING:
		return "warning";
	case TUFCHECK_SEVERITY_NOTE:
		return "note";
	case TUFCHECK_SEVERITY_INVALID:
	case TUFCHECK_SEVERITY_ERROR:
		break;
	}
	return "error";
}

static json_t *record_help(const struct tufcheck_rule *rule,
			   const struct tufcheck_explanation *explanation)
{
	const char *const parts[][2] = {
		{"What it means", explanation->meaning},
		{"The rule", explanation->rule},
		{"Its source", rule->source},
		{"The risk", explanation->risk},
		{"What to do", rule->remedy},
	};
	struct text plain = {.bytes = NULL};
	struct text marked = {.bytes = NULL};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		text_append_format(&plain, "%s: %s\n", parts[i][0], parts[i][1]);
		text_append_format(&marked, "- **%s:** ", parts[i][0]);
		markdown_append_prose(&marked, parts[i][1]);
		text_append(&marked, "\n");
	}
	json_t *help = record_object();
	record_put(help, "text", record_text(text_get(&plain)));
	record_put(help, "markdown", record_text(text_get(&marked)));
	text_clear(&plain);
	text_clear(&marked);
	return help;
}

static json_t *record_properties(const struct tufcheck_rule *rule)
{
	json_t *tags = record_array();
	record_add(tags, record_text("security"));
	record_add(tags, record_text("supply-chain"));
	if (rule->check != TUFCHECK_CHECK_NONE)
		record_add(tags, record_text(tufcheck_check_name(rule->check)));
	const char *level = find_level(rule->severity);
	bool is_note = rule->severity == TUFCHECK_SEVERITY_NOTE;
	json_t *properties = record_object();
	record_put(properties, "tags", tags);
	record_put(properties, "precision", record_text("very-high"));
	record_put(properties, "problem.severity", record_text(is_note ? "recommendation" : level));
	return properties;
}

/* Viewers show a name in the form RootKeyShared where the id is root-key-shared. */
static json_t *record_rule_name(const char *id)
{
	struct text name = {.bytes = NULL};
	bool is_first = true;
	for (const char *at = id; *at; at++) {
		char letter = is_first && *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
		is_first = *at == '-';
		if (!is_first)
			text_append_bytes(&name, &letter, 1);
	}
	json_t *recorded = record_text(text_get(&name));
	text_clear(&name);
	return recorded;
}

static json_t *record_rule(size_t index)
{
	const struct tufcheck_rule *rule = tufcheck_rule_get(index);
	const struct tufcheck_explanation *explanation = tufcheck_rule_get_explanation(index);
	json_t *configuration = record_object();
	record_put(configuration, "level", record_text(find_level(rule->severity)));
	json_t *object = record_object();
	record_put(object, "id", record_text(rule->id));
	record_put(object, "name", record_rule_name(rule->id));
	record_put(object, "shortDescription", record_message(rule->title));
	record_put(object, "fullDescription", record_message(explanation->meaning));
	record_put(object, "help", record_help(rule, explanation));
	record_put(object, "defaultConfiguration", configuration);
	record_put(object, "properties", record_properties(rule));
	return object;
}

/* The rules that have a result; each result gets the number of its own among them. */
static json_t *record_rules(const struct state *state)
{
	json_t *rules = record_array();
	size_t *numbers = memory_take(tufcheck_rule_count(), sizeof(*numbers));
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		if (!state->is_used[i])
			continue;
		numbers[i] = json_array_size(rules);
		record_add(rules, record_rule(i));
	}
	for (size_t i = 0; i < json_array_size(state->results); i++) {
		json_t *result = json_array_get(state->results, i);
		const char *id = json_string_value(json_object_get(result, "ruleId"));
		record_put(result, "ruleIndex", record_length(numbers[finding_rule_find(id)]));
	}
	free(numbers);
	return rules;
}

/* ---- results ---- */

/* A finding on a text begins with where it is in it. False: it is about a value. */
static bool find_line(const char *actual, long long *ret_line, long long *ret_column)
{
	static const char line[] = "line ";
	static const char column[] = ", column ";
	if (!actual || strncmp(actual, line, strlen(line)) != 0)
		return false;
	char *end;
	*ret_line = strtoll(actual + strlen(line), &end, 10);
	if (*ret_line < 1 || strncmp(end, column, strlen(column)) != 0)
		return false;
	*ret_column = strtoll(end + strlen(column), &end, 10);
	return *ret_column >= 0 && *end == ':';
}

/*
 * Code scanning wants a line of every result. Metadata is written as one line,
 * so a value is on the first; which one it is, the logical location says.
 */
static json_t *record_region(const struct tufcheck_finding *finding)
{
	long long line;
	long long column;
	if (!find_line(finding->actual, &line, &column)) {
		line = 1;
		column = 0;
	}
	json_t *region = record_object();
	record_put(region, "startLine", record_integer(line));
	if (column > 0)
		record_put(region, "startColumn", record_integer(column));
	return region;
}

static json_t *record_physical(const struct tufcheck_finding *finding, const struct place *place)
{
	struct text path = {.bytes = NULL};
	struct text uri = {.bytes = NULL};
	if (place->folder)
		text_append_format(&path, "%s/", place->folder);
	text_append(&path, finding->file ? finding->file : "");
	uri_append_path(&uri, text_get(&path));
	json_t *artifact = record_object();
	record_put(artifact, "uri", record_text(text_get(&uri)));
	json_t *physical = record_object();
	record_put(physical, "artifactLocation", artifact);
	record_put(physical, "region", record_region(finding));
	text_clear(&uri);
	text_clear(&path);
	return physical;
}

/* The repository, the role in it, and the place in the role's file. */
static json_t *record_logical(const struct tufcheck_finding *finding, const struct place *place)
{
	struct text name = {.bytes = NULL};
	text_append(&name, place->gun ? place->gun : "");
	if (finding->role)
		text_append_format(&name, "%s%s", name.length > 0 ? " " : "", finding->role);
	if (finding->pointer && finding->pointer[0] != '\0')
		text_append_format(&name, "%s%s", name.length > 0 ? " " : "", finding->pointer);
	json_t *logical = NULL;
	if (name.length > 0) {
		json_t *object = record_object();
		record_put(object, "fullyQualifiedName", record_text(text_get(&name)));
		logical = record_array();
		record_add(logical, object);
	}
	text_clear(&name);
	return logical;
}

static json_t *record_locations(const struct tufcheck_finding *finding, const struct place *place)
{
	json_t *location = record_object();
	record_put(location, "physicalLocation", record_physical(finding, place));
	json_t *logical = record_logical(finding, place);
	if (logical)
		record_put(location, "logicalLocations", logical);
	json_t *locations = record_array();
	record_add(locations, location);
	return locations;
}

static void append_part(struct text *key, const char *part)
{
	text_append(key, part ? part : "");
	text_append(key, "\n"); /* which is in none of them but as an escape */
}

static void append_escaped_part(struct text *key, const char *part)
{
	struct text escaped = {.bytes = NULL};
	escape_append(&escaped, part ? part : "", false);
	append_part(key, text_get(&escaped));
	text_clear(&escaped);
}

/*
 * What stays the same from run to run, wherever the repository lies and
 * whatever the moment: kind, repository, role, file and place in it. Of several
 * in one place, which it is.
 */
static json_t *record_fingerprints(struct state *state, const struct tufcheck_finding *finding,
				   const struct place *place)
{
	struct text key = {.bytes = NULL};
	append_escaped_part(&key, finding->id);
	append_escaped_part(&key, place->gun);
	append_escaped_part(&key, finding->role);
	append_escaped_part(&key, finding->file);
	append_escaped_part(&key, finding->pointer);
	bool is_repeated = strcmp(text_get(&key), text_get(&state->last_key)) == 0;
	state->repeats = is_repeated ? state->repeats + 1 : 0;
	text_clear(&state->last_key);
	text_append(&state->last_key, text_get(&key));
	text_append_format(&key, "%zu\n", state->repeats);
	char digest[TUFCHECK_SHA256_TEXT_BYTES];
	if (tufcheck_sha256(text_get(&key), key.length, digest) != TUFCHECK_OK)
		memory_exhausted();
	text_clear(&key);
	json_t *object = record_object();
	record_put(object, FINGERPRINT, record_text(digest));
	/* the one that GitHub goes by, which it would make of the line otherwise */
	record_put(object, "primaryLocationLineHash", record_text(digest));
	return object;
}

static json_t *record_details(const struct tufcheck_finding *finding, const struct place *place)
{
	json_t *properties = record_object();
	record_put(properties, "gun", record_text(place->gun));
	record_put(properties, "role", record_text(finding->role));
	record_put(properties, "pointer", record_text(finding->pointer));
	record_put(properties, "expected", record_text(finding->expected));
	record_put(properties, "actual", record_text(finding->actual));
	return properties;
}

static void add_result(struct state *state, const struct tufcheck_finding *finding,
		       const struct place *place)
{
	size_t rule = finding_rule_find(finding->id);
	json_t *result = record_object();
	if (rule < tufcheck_rule_count())
		state->is_used[rule] = true;
	record_put(result, "ruleId", record_text(finding->id));
	record_put(result, "ruleIndex", record_integer(0)); /* which is known in the end */
	record_put(result, "level", record_text(find_level(finding->severity)));
	record_put(result, "message", record_message(finding->message));
	record_put(result, "locations", record_locations(finding, place));
	record_put(result, "partialFingerprints", record_fingerprints(state, finding, place));
	record_put(result, "properties", record_details(finding, place));
	record_add(state->results, result);
}

/* ---- the document ---- */

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	state->results = record_array();
	state->is_used = memory_take(tufcheck_rule_count(), sizeof(*state->is_used));
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	const struct place place = {.gun = repository->gun, .folder = repository->metadata_path};
	for (size_t i = 0; i < repository->finding_count; i++)
		add_result(data, &repository->findings[i], &place);
}

static json_t *record_tool(const struct state *state)
{
	struct text name = {.bytes = NULL};
	text_append_format(&name, "tufcheck %s", tufcheck_version());
	json_t *driver = record_object();
	record_put(driver, "name", record_text("tufcheck"));
	record_put(driver, "fullName", record_text(text_get(&name)));
	text_clear(&name);
	record_put(driver, "version", record_text(tufcheck_version()));
	record_put(driver, "semanticVersion", record_text(tufcheck_version()));
	record_put(driver, "rules", record_rules(state));
	json_t *tool = record_object();
	record_put(tool, "driver", driver);
	return tool;
}

static json_t *record_run(const struct state *state, const struct closing *closing)
{
	json_t *run = record_object();
	json_t *properties = record_object();
	record_put(properties, "evaluatedAt", record_time(state->context->at));
	record_put(properties, "summary", record_summary(closing->summary));
	record_put(run, "tool", record_tool(state));
	record_put(run, "columnKind", record_text("unicodeCodePoints"));
	record_put(run, "results", state->results); /* transferred */
	record_put(run, "properties", properties);
	return run;
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	const struct place nowhere = {.gun = NULL};
	for (size_t i = 0; i < closing_count_findings(closing); i++)
		add_result(state, closing_get_finding(closing, i), &nowhere);
	json_t *runs = record_array();
	record_add(runs, record_run(state, closing));
	json_t *document = record_object();
	record_put(document, "$schema", record_text(SCHEMA));
	record_put(document, "version", record_text("2.1.0"));
	record_put(document, "runs", runs);
	record_write_indented(state->context->stream, document);
	text_clear(&state->last_key);
	free(state->is_used);
	free(state);
}

const struct renderer render_sarif = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
