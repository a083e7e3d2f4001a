/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as results of tests, in the XML of JUnit that build servers read:
 * a suite for each repository, and a test for each question it is asked.
 * Source of the form: the schema of Jenkins' xUnit plugin, and what GitLab reads.
 */
#include "cli/render.h"

#include <stdlib.h>

#include "cli/finding_rule.h"
#include "cli/memory.h"
#include "cli/render_text.h"
#include "cli/standing.h"
#include "cli/text.h"
#include "cli/xml.h"

/* Of a suite, or of all. */
struct tally {
	size_t tests;
	size_t failures;
	size_t errors; /* what could not be asked */
	size_t skipped;
};

struct state {
	const struct render_context *context;
	char moment[TUFCHECK_TIME_TEXT_BYTES];
	struct text suites;
	struct tally tally;
};

static void append_tally(struct text *out, const struct tally *tally)
{
	text_append_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
			   tally->tests, tally->failures, tally->errors, tally->skipped);
}

static void append_line(struct text *out, const struct tufcheck_finding *finding)
{
	xml_append(out, tufcheck_severity_name(finding->severity));
	text_append(out, ": ");
	xml_append(out, finding->id);
	text_append(out, ": ");
	xml_append(out, finding->message);
	text_append(out, "\n");
}

static enum tufcheck_check find_check(const struct tufcheck_finding *finding)
{
	size_t index = finding_rule_find(finding->id);
	return index < tufcheck_rule_count() ? tufcheck_rule_get(index)->check
					     : TUFCHECK_CHECK_NONE;
}

/* The findings that fail a check, as one failure; the first of them is its message. */
static void append_failure(struct text *out, const struct tufcheck_repository *repository,
			   enum tufcheck_check check)
{
	bool has_begun = false;
	for (size_t i = 0; i < repository->finding_count; i++) {
		const struct tufcheck_finding *finding = &repository->findings[i];
		if (finding->severity != TUFCHECK_SEVERITY_ERROR || find_check(finding) != check)
			continue;
		if (!has_begun) {
			text_append(out, "      <failure");
			xml_append_attribute(out, "type", finding->id);
			xml_append_attribute(out, "message", finding->message);
			text_append(out, ">");
		}
		has_begun = true;
		append_line(out, finding);
	}
	text_append(out, has_begun ? "</failure>\n" : "      <failure/>\n");
}

static void append_test(struct text *out, const struct tufcheck_repository *repository,
			enum tufcheck_check check, struct tally *tally)
{
	text_append(out, "    <testcase");
	xml_append_attribute(out, "classname", standing_get_name(repository));
	xml_append_attribute(out, "name", tufcheck_check_name(check));
	text_append(out, ">\n");
	tally->tests++;
	switch (repository->answers[check]) {
	case TUFCHECK_ANSWER_PASS:
		break;
	case TUFCHECK_ANSWER_FAIL:
		tally->failures++;
		append_failure(out, repository, check);
		break;
	case TUFCHECK_ANSWER_NONE:
		tally->skipped++;
		text_append(out, "      <skipped message=\"nothing was demanded\"/>\n");
		break;
	case TUFCHECK_ANSWER_INVALID:
	case TUFCHECK_ANSWER_UNKNOWN:
		tally->errors++;
		text_append(out, "      <error type=\"unknown\" message=\"not everything that the "
				 "answer needs could be checked\"/>\n");
		break;
	}
	text_append(out, "    </testcase>\n");
}

static void append_property(struct text *out, const char *name, const char *value)
{
	text_append(out, "      <property");
	xml_append_attribute(out, "name", name);
	xml_append_attribute(out, "value", value);
	text_append(out, "/>\n");
}

/* A suite's head and foot around its tests, whose text is cleared. */
static void append_suite(struct state *state, const char *name, struct text *body,
			 const struct tally *tally)
{
	struct text *out = &state->suites;
	text_append(out, "  <testsuite");
	xml_append_attribute(out, "name", name);
	append_tally(out, tally);
	xml_append_attribute(out, "timestamp", state->moment);
	text_append(out, ">\n");
	text_append(out, text_get(body));
	text_append(out, "  </testsuite>\n");
	text_clear(body);
	state->tally.tests += tally->tests;
	state->tally.failures += tally->failures;
	state->tally.errors += tally->errors;
	state->tally.skipped += tally->skipped;
}

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	tufcheck_time_format(context->at, state->moment);
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	static const enum tufcheck_check checks[] = {
		TUFCHECK_CHECK_INTEGRITY,
		TUFCHECK_CHECK_AUTHENTICITY,
		TUFCHECK_CHECK_FRESHNESS,
		TUFCHECK_CHECK_POLICY,
	};
	struct text body = {.bytes = NULL};
	struct tally tally = {.tests = 0};
	text_append(&body, "    <properties>\n");
	append_property(&body, "path", repository->path);
	append_property(&body, "status", tufcheck_status_name(repository->status));
	text_append(&body, "    </properties>\n");
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		append_test(&body, repository, checks[i], &tally);
	text_append(&body, "    <system-out>");
	for (size_t i = 0; i < repository->finding_count; i++)
		append_line(&body, &repository->findings[i]);
	text_append(&body, "</system-out>\n");
	append_suite(data, standing_get_name(repository), &body, &tally);
}

/* The findings on the whole are a test of their own, which errors fail. */
static void append_whole(struct state *state, const struct closing *closing)
{
	struct text body = {.bytes = NULL};
	struct text lines = {.bytes = NULL};
	struct tally tally = {.tests = 1};
	const struct tufcheck_finding *first = NULL;
	for (size_t i = 0; i < closing_count_findings(closing); i++) {
		const struct tufcheck_finding *finding = closing_get_finding(closing, i);
		append_line(&lines, finding);
		if (!first && finding->severity == TUFCHECK_SEVERITY_ERROR)
			first = finding;
	}
	text_append(&body, "    <testcase classname=\"trust directory\" name=\"findings\">\n");
	if (first) {
		tally.failures = 1;
		text_append(&body, "      <failure");
		xml_append_attribute(&body, "type", first->id);
		xml_append_attribute(&body, "message", first->message);
		text_append(&body, "/>\n");
	}
	text_append(&body, "    </testcase>\n    <system-out>");
	text_append(&body, text_get(&lines));
	text_append(&body, "</system-out>\n");
	text_clear(&lines);
	append_suite(state, "trust directory", &body, &tally);
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	struct text head = {.bytes = NULL};
	append_whole(state, closing);
	text_append(&head, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	xml_append_attribute(&head, "name", "tufcheck");
	append_tally(&head, &state->tally);
	text_append(&head, ">\n");
	(void)fputs(text_get(&head), state->context->stream);
	(void)fputs(text_get(&state->suites), state->context->stream);
	(void)fputs("</testsuites>\n", state->context->stream);
	text_clear(&head);
	text_clear(&state->suites);
	free(state);
}

const struct renderer render_junit = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
