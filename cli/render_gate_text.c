/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/page.h"
#include "cli/render_gate.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT "  "

static void write_heading(struct page *page, const struct gate_item *item)
{
	const struct gate_source *source = &item->source;
	bool is_allowed = gate_item_is_allowed(item), is_verified = gate_item_is_verified(item);
	page_begin_line(page, "", "", 2);
	page_add(page,
		 is_verified  ? STYLE_GOOD
		 : is_allowed ? STYLE_WARNING
			      : STYLE_BAD,
		 "%s",
		 is_verified  ? "verified"
		 : is_allowed ? "allowed, not verified"
			      : "denied");
	page_add_whole(page, STYLE_BOLD, render_gate_get_name(item));
	if (source->file && source->line > 0)
		page_add(page, STYLE_PLAIN, "(%s:%zu:%zu%s%s)", source->file, source->line,
			 source->column, source->where ? ", " : "",
			 source->where ? source->where : "");
	page_end_line(page);
}

static void write_proof(struct page *page, const struct gate_item *item)
{
	const struct tufcheck_decision *decision = item->decision;
	if (!decision->digest)
		return;
	struct text signers = {.bytes = NULL};
	render_text_append_list(&signers, decision->signers, decision->signer_count);
	page_write(page, INDENT, STYLE_PLAIN, "%s@sha256:%s", item->image->gun, decision->digest);
	page_write(page, INDENT, STYLE_PLAIN, "tag %s of %s, signed by %s", decision->tag,
		   decision->role, text_get(&signers));
	text_clear(&signers);
}

static void write_statement(struct page *page, const struct tufcheck_decision *decision)
{
	if (decision->statement)
		page_write(page, INDENT, STYLE_PLAIN, "statement \"%s\" (%s), by its scope %s",
			   decision->statement, tufcheck_policy_level_name(decision->level),
			   decision->scope);
}

/* Without trust data the first test that fails says it all; 'policy explain' has the others too. */
static void write_tests(struct page *page, const struct tufcheck_decision *decision)
{
	size_t shown = 0;
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		if (test->outcome != TUFCHECK_OUTCOME_FAIL &&
		    test->outcome != TUFCHECK_OUTCOME_WARN)
			continue;
		if (decision->is_unchecked && ++shown > 1)
			break;
		bool is_failed = test->outcome == TUFCHECK_OUTCOME_FAIL;
		page_begin_line(page, INDENT, INDENT, 2);
		page_add(page, is_failed ? STYLE_BAD : STYLE_WARNING, "%s",
			 tufcheck_outcome_name(test->outcome));
		page_add(page, STYLE_PLAIN, "%s", test->message);
		page_end_line(page);
	}
}

/* Whether a test was made of the repository; else what is wrong with it is no reason. */
static bool is_asked(const struct gate_item *item)
{
	return item->repository && item->decision && item->decision->statement &&
	       item->decision->level != TUFCHECK_LEVEL_SKIP;
}

static bool is_said_by_test(const struct tufcheck_decision *decision,
			    const struct tufcheck_finding *finding)
{
	for (size_t i = 0; i < decision->test_count; i++)
		if (decision->tests[i].outcome != TUFCHECK_OUTCOME_PASS &&
		    strstr(decision->tests[i].message, finding->message))
			return true;
	return false;
}

/* Why the repository is not what it should be, beyond what its tests say of it. */
static void write_findings(struct page *page, const struct gate_item *item)
{
	const struct tufcheck_repository *repository = item->repository;
	for (size_t i = 0; i < repository->finding_count; i++) {
		const struct tufcheck_finding *finding = &repository->findings[i];
		if (finding->severity != TUFCHECK_SEVERITY_ERROR ||
		    is_said_by_test(item->decision, finding))
			continue;
		page_begin_line(page, INDENT, INDENT, 2);
		page_add(page, STYLE_BAD, "%s:", finding->id);
		page_add(page, STYLE_PLAIN, "%s", finding->message);
		page_end_line(page);
	}
}

static void write_item(struct page *page, const struct gate_item *item)
{
	write_heading(page, item);
	if (!item->decision) {
		page_write(page, INDENT, STYLE_PLAIN, "%s", render_gate_get_reason(item));
		return;
	}
	write_proof(page, item);
	write_statement(page, item->decision);
	write_tests(page, item->decision);
}

static void write_summary(struct page *page, const struct gate_view *view)
{
	const struct gate *gate = view->gate;
	size_t allowed = gate_count_allowed(gate), verified = gate_count_verified(gate);
	size_t problems = view->list ? view->list->problem_count : 0;
	struct text moment = {.bytes = NULL};
	render_text_append_time(&moment, gate->at);
	page_begin_line(page, "", "", 2);
	page_add(page, allowed == gate->count && problems == 0 ? STYLE_GOOD : STYLE_BAD,
		 "%zu of %zu image%s allowed%s", allowed, gate->count, gate->count == 1 ? "" : "s",
		 verified < allowed || problems > 0 ? "," : ";");
	if (verified < allowed)
		page_add(page, STYLE_WARNING, "%zu verified%s", verified, problems > 0 ? "," : ";");
	if (problems > 0)
		page_add(page, STYLE_BAD, "but %zu problem%s with the files that name them;",
			 problems, problems == 1 ? "" : "s");
	if (view->policy_path)
		page_add(page, STYLE_PLAIN, "policy");
	page_add_whole(page, STYLE_PLAIN, render_gate_get_policy(view));
	page_add(page, STYLE_PLAIN, "(evaluated at %s)", text_get(&moment));
	page_end_line(page);
	text_clear(&moment);
}

void render_gate_text(const struct gate_view *view)
{
	struct page page = {.stream = view->stream, .terminal = &view->terminal};
	const struct gate *gate = view->gate;
	size_t shown = 0;
	const struct tufcheck_repository *told = NULL;
	for (size_t i = 0; i < gate->count; i++) {
		const struct gate_item *item = &gate->items[i];
		if (view->is_quiet && gate_item_is_verified(item))
			continue;
		write_item(&page, item);
		/* of images of one repository that follow each other once */
		if (!gate_item_is_verified(item) && is_asked(item) && item->repository != told) {
			write_findings(&page, item);
			told = item->repository;
		}
		shown++;
	}
	if (shown == 0)
		return;
	page_skip_line(&page);
	write_summary(&page, view);
	render_text_write_sandbox(&page);
}
