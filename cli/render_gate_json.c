/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record_json.h"
#include "cli/render_gate.h"
#include "cli/text.h"

static json_t *make_source(const struct gate_source *source)
{
	if (!source->file)
		return json_null();
	json_t *object = record_object();
	record_put(object, "file", record_text(source->file));
	record_put(object, "line", record_length(source->line));
	record_put(object, "column", record_length(source->column));
	record_put(object, "where", record_text(source->where));
	return object;
}

static json_t *make_reference(const struct gate_item *item)
{
	if (!item->decision || !item->decision->digest)
		return json_null();
	struct text reference = {.bytes = NULL};
	text_append_format(&reference, "%s@sha256:%s", item->image->gun, item->decision->digest);
	json_t *value = record_text(text_get(&reference));
	text_clear(&reference);
	return value;
}

static json_t *make_tests(const struct tufcheck_decision *decision)
{
	json_t *tests = record_array();
	for (size_t i = 0; decision && i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		json_t *object = record_object();
		record_put(object, "name", record_text(test->name));
		record_put(object, "subject", record_text(test->subject));
		record_put(object, "outcome", record_text(tufcheck_outcome_name(test->outcome)));
		record_put(object, "expected", record_text(test->expected));
		record_put(object, "actual", record_text(test->actual));
		record_put(object, "message", record_text(test->message));
		record_add(tests, object);
	}
	return tests;
}

/* What speaks against the repository, of an image that is not verified. */
static json_t *make_findings(const struct gate_item *item)
{
	json_t *findings = record_array();
	const struct tufcheck_repository *repository =
		gate_item_is_verified(item) ? NULL : item->repository;
	for (size_t i = 0; repository && i < repository->finding_count; i++)
		if (repository->findings[i].severity != TUFCHECK_SEVERITY_NOTE)
			record_add(findings, record_finding(&repository->findings[i]));
	return findings;
}

static void put_image(json_t *object, const struct tufcheck_image *image)
{
	record_put(object, "gun", record_text(image ? image->gun : NULL));
	record_put(object, "tag", record_text(image ? image->tag : NULL));
	record_put(object, "sha256", record_text(image ? image->sha256 : NULL));
}

static void put_decision(json_t *object, const struct tufcheck_decision *decision)
{
	bool is_named = decision && decision->statement;
	record_put(object, "statement", record_text(is_named ? decision->statement : NULL));
	record_put(object, "scope", record_text(is_named ? decision->scope : NULL));
	record_put(object, "level",
		   record_text(is_named ? tufcheck_policy_level_name(decision->level) : NULL));
	record_put(object, "provedTag", record_text(decision ? decision->tag : NULL));
	record_put(object, "role", record_text(decision ? decision->role : NULL));
	record_put(object, "signers",
		   decision ? record_texts(decision->signers, decision->signer_count)
			    : record_array());
}

static json_t *make_item(const struct gate_item *item)
{
	json_t *object = record_object();
	bool is_proved = gate_item_is_verified(item);
	record_put(object, "image", record_text(item->source.text));
	record_put(object, "source", make_source(&item->source));
	put_image(object, item->image);
	record_put(object, "allowed", record_bool(gate_item_is_allowed(item)));
	record_put(object, "verified", record_bool(is_proved));
	record_put(object, "reference", make_reference(item));
	put_decision(object, item->decision);
	record_put(object, "repositoryStatus",
		   record_text(item->repository ? tufcheck_status_name(item->repository->status)
						: NULL));
	record_put(object, "problem", record_text(item->image ? NULL : item->problem.message));
	record_put(object, "tests", make_tests(item->decision));
	record_put(object, "findings", make_findings(item));
	return object;
}

static json_t *make_summary(const struct gate *gate)
{
	json_t *object = record_object();
	size_t allowed = gate_count_allowed(gate);
	record_put(object, "images", record_length(gate->count));
	record_put(object, "allowed", record_length(allowed));
	record_put(object, "verified", record_length(gate_count_verified(gate)));
	record_put(object, "denied", record_length(gate->count - allowed));
	return object;
}

/* What is wrong with the files that name images. */
static json_t *make_problems(const struct image_list *list)
{
	json_t *problems = record_array();
	for (size_t i = 0; list && i < list->problem_count; i++) {
		json_t *object = record_object();
		record_put(object, "file", record_text(list->problems[i].file));
		record_put(object, "line", record_length(list->problems[i].line));
		record_put(object, "column", record_length(list->problems[i].column));
		record_put(object, "message", record_text(list->problems[i].message));
		record_add(problems, object);
	}
	return problems;
}

/* What was read of each repository that an image is of. */
static json_t *make_repositories(const struct gate *gate)
{
	json_t *repositories = record_array();
	for (size_t i = 0; i < tufcheck_scan_count(gate->scan); i++) {
		if (!gate->reports[i])
			continue;
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(gate->reports[i]);
		json_t *files = record_array();
		for (size_t j = 0; j < repository->file_count; j++)
			record_add(files, record_input(&repository->files[j]));
		json_t *object = record_object();
		record_put(object, "gun", record_text(repository->gun));
		record_put(object, "path", record_text(repository->path));
		record_put(object, "status", record_text(tufcheck_status_name(repository->status)));
		record_put(object, "files", files);
		record_add(repositories, object);
	}
	return repositories;
}

void render_gate_json(const struct gate_view *view)
{
	const struct gate *gate = view->gate;
	json_t *document = record_object();
	json_t *images = record_array();
	for (size_t i = 0; i < gate->count; i++)
		if (!view->is_quiet || !gate_item_is_verified(&gate->items[i]))
			record_add(images, make_item(&gate->items[i]));
	record_put_tool(document);
	record_put(document, "evaluatedAt", record_time(gate->at));
	record_put(document, "policy", record_text(view->policy_path));
	record_put(document, "inputs", record_inputs(view->inputs));
	record_put(document, "summary", make_summary(gate));
	record_put(document, "images", images);
	record_put(document, "repositories", make_repositories(gate));
	record_put(document, "problems", make_problems(view->list));
	record_write_indented(view->stream, document);
}
