/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything about a repository, for people: what it is worth, its chain of
 * trust, its tags, and what was found.
 */
#include "cli/render.h"

#include <stdlib.h>

#include "cli/grid.h"
#include "cli/memory.h"
#include "cli/page.h"
#include "cli/render_estate.h"
#include "cli/render_forecast.h"
#include "cli/render_text.h"
#include "cli/render_tree.h"
#include "cli/standing.h"
#include "cli/text.h"

struct state {
	const struct render_context *context;
	struct page page;
	bool has_written;
};

static void write_checks(struct page *page, const struct tufcheck_repository *repository)
{
	static const enum tufcheck_check checks[] = {
		TUFCHECK_CHECK_INTEGRITY,
		TUFCHECK_CHECK_AUTHENTICITY,
		TUFCHECK_CHECK_FRESHNESS,
		TUFCHECK_CHECK_POLICY,
	};
	const size_t count = sizeof(checks) / sizeof(checks[0]);
	page_begin_line(page, "", "", 2);
	for (size_t i = 0; i < count; i++) {
		enum tufcheck_answer answer = repository->answers[checks[i]];
		page_add(page, STYLE_PLAIN, "%s", tufcheck_check_name(checks[i]));
		page_add(page, render_text_answer_style(answer), "%s%s",
			 tufcheck_answer_name(answer), i + 1 < count ? "," : "");
	}
	page_end_line(page);
}

/* Only what is proved: of what is not, the findings tell. */
static void write_root_history(struct page *page, const struct tufcheck_root_history *history)
{
	if (!history->complete)
		return;
	page_begin_line(page, "", "", 2);
	page_add(page, STYLE_PLAIN, "root history: versions %lld to %lld,",
		 (long long)history->oldest, (long long)history->newest);
	page_add(page, STYLE_PLAIN, "each signed as the one before it demands");
	page_end_line(page);
}

static void write_heading(struct page *page, const struct tufcheck_repository *repository,
			  struct tufcheck_time at)
{
	struct text moment = {.bytes = NULL};
	render_text_append_time(&moment, at);
	struct text gun = {.bytes = NULL};
	text_append_format(&gun, "%s:", standing_get_name(repository));
	page_begin_line(page, "", "", 2);
	page_add_whole(page, STYLE_BOLD, text_get(&gun));
	page_add(page, render_text_status_style(repository->status), "%s",
		 tufcheck_status_name(repository->status));
	page_add(page, STYLE_PLAIN, "at %s", text_get(&moment));
	page_end_line(page);
	text_clear(&gun);
	text_clear(&moment);
	page_begin_line(page, "", "", 2);
	page_add(page, STYLE_PLAIN, "in");
	page_add_whole(page, STYLE_PLAIN, repository->path);
	page_end_line(page);
	render_text_write_sandbox(page);
	write_checks(page, repository);
	if (render_text_is_sound(repository)) {
		write_root_history(page, &repository->root_history);
		return;
	}
	page_begin_line(page, "", "", 2);
	page_add(page, STYLE_PLAIN, "nothing below is proved: it is what the files say");
	page_end_line(page);
}

/* A digest with the name of its algorithm, as image references have it. */
static char *make_digest(const struct tufcheck_target *target)
{
	struct text digest = {.bytes = NULL};
	if (target->sha256)
		text_append_format(&digest, "sha256:%s", target->sha256);
	else
		text_append(&digest, "no sha256");
	return text_take(&digest);
}

static char *make_signers(const struct tufcheck_target *target)
{
	struct text signers = {.bytes = NULL};
	render_text_append_list(&signers, target->signers, target->signer_count);
	/* what docker says when no signer's role has the tag */
	if (target->signer_count == 0)
		text_append(&signers, "(Repo Admin)");
	return text_take(&signers);
}

enum {
	TAG_NAME,
	TAG_DIGEST,
	TAG_ROLE,
	TAG_PULLABLE,
	TAG_SIGNERS,
	TAG_COLUMN_COUNT,
};

static void fill_tag_grid(struct grid *grid, const struct tufcheck_repository *repository)
{
	static const char *const headings[TAG_COLUMN_COUNT] = {
		[TAG_NAME] = "TAG",          [TAG_DIGEST] = "DIGEST",   [TAG_ROLE] = "ROLE",
		[TAG_PULLABLE] = "PULLABLE", [TAG_SIGNERS] = "SIGNERS",
	};
	for (size_t i = 0; i < TAG_COLUMN_COUNT; i++)
		grid_add(grid, STYLE_FAINT, headings[i]);
	for (size_t i = 0; i < repository->target_count; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		char *digest = make_digest(target);
		char *signers = make_signers(target);
		grid_add(grid, STYLE_BOLD, target->name);
		grid_add(grid, STYLE_PLAIN, digest);
		grid_add(grid, STYLE_PLAIN, target->role);
		grid_add(grid, STYLE_PLAIN, target->pullable ? "yes" : "no");
		grid_add(grid, STYLE_PLAIN, signers);
		free(signers);
		free(digest);
	}
}

/* For terminals on which the columns do not fit. */
static void write_stacked_tag(struct page *page, const struct tufcheck_target *target)
{
	char *digest = make_digest(target);
	char *signers = make_signers(target);
	page_begin_line(page, "  ", "  ", 0);
	page_add_whole(page, STYLE_BOLD, target->name);
	page_end_line(page);
	page_write(page, "    ", STYLE_PLAIN, "%s", digest);
	page_write(page, "    ", STYLE_PLAIN, "from %s, %s, signed by %s", target->role,
		   target->pullable ? "pullable" : "not pullable", signers);
	free(signers);
	free(digest);
}

static void write_tag_rows(struct page *page, const struct tufcheck_repository *repository)
{
	static const char indent[] = "  ";
	struct grid grid = {.terminal = page->terminal, .column_count = TAG_COLUMN_COUNT};
	fill_tag_grid(&grid, repository);
	size_t width = grid_measure(&grid, TAG_COLUMN_COUNT) + sizeof(indent) - 1;
	bool is_fitting = page->terminal->width == 0 || width <= page->terminal->width;
	for (size_t i = 0; is_fitting && i <= repository->target_count; i++)
		grid_write_row(&grid, page->stream, indent, i, TAG_COLUMN_COUNT);
	for (size_t i = 0; !is_fitting && i < repository->target_count; i++)
		write_stacked_tag(page, &repository->targets[i]);
	grid_clear(&grid);
}

static void write_tags(struct page *page, const struct tufcheck_repository *repository)
{
	page_skip_line(page);
	if (repository->target_count == 0) {
		page_write(page, "", STYLE_BOLD, "Tags: %s", render_text_describe_no_tags(repository));
		return;
	}
	page_write(page, "", STYLE_BOLD, "Tags: %zu", repository->target_count);
	write_tag_rows(page, repository);
}

static void write_findings(struct page *page, const struct tufcheck_repository *repository)
{
	page_skip_line(page);
	if (repository->finding_count == 0) {
		page_write(page, "", STYLE_BOLD, "Findings: none");
		return;
	}
	page_write(page, "", STYLE_BOLD, "Findings: %zu", repository->finding_count);
	for (size_t i = 0; i < repository->finding_count; i++) {
		const struct tufcheck_finding *finding = &repository->findings[i];
		if (finding->severity == TUFCHECK_SEVERITY_NOTE)
			render_text_write_note(page, finding, i > 0 ? finding - 1 : NULL);
		else
			render_text_write_finding(page, finding);
	}
}

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	state->page = (struct page){.stream = context->stream, .terminal = &context->terminal};
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	struct page *page = &state->page;
	if (state->has_written)
		page_skip_line(page);
	state->has_written = true;
	write_heading(page, repository, state->context->at);
	page_skip_line(page);
	render_tree_write(page, repository, state->context->at);
	write_tags(page, repository);
	write_findings(page, repository);
}

/* The summary is in the heading. */
static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	render_estate_write(&state->page, closing, state->context->is_quiet,
			    state->has_written);
	if (closing->forecast)
		render_forecast_write(&state->page, closing->forecast, state->context->at,
				      state->has_written);
	free(state);
}

const struct renderer render_chain = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
