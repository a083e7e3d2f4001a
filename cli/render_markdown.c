/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as a page of Markdown: what an issue, a review or a wiki holds.
 * First a table of all repositories, then each with its roles, keys, tags and
 * findings.
 */
#include "cli/render.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/markdown.h"
#include "cli/memory.h"
#include "cli/render_forecast.h"
#include "cli/render_text.h"
#include "cli/standing.h"
#include "cli/text.h"

struct state {
	const struct render_context *context;
	struct text rows;     /* of the table */
	struct text sections; /* one a repository */
};

/* ---- cells ---- */

static void append_code_cell(struct text *out, const char *untrusted)
{
	text_append(out, " ");
	markdown_append_code(out, untrusted);
	text_append(out, " |");
}

static void append_word_cell(struct text *out, const char *word)
{
	text_append_format(out, " %s |", word);
}

static void append_list_cell(struct text *out, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_append(out, i > 0 ? ", " : " ");
		markdown_append_code(out, texts[i]);
	}
	text_append(out, " |");
}

/* What is not known is 0, and shown as nothing. */
static void append_number_cell(struct text *out, int64_t number)
{
	if (number != 0)
		text_append_format(out, " %" PRId64, number);
	text_append(out, " |");
}

static void append_date_cell(struct text *out, bool is_there, struct tufcheck_time time)
{
	text_append(out, " ");
	if (is_there)
		render_text_append_time(out, time);
	text_append(out, " |");
}

/* ---- a repository ---- */

static void append_checks(struct text *out, const struct tufcheck_repository *repository)
{
	text_append(out, "- checks:");
	for (int check = TUFCHECK_CHECK_INTEGRITY; check < TUFCHECK_CHECK_COUNT; check++)
		text_append_format(out, "%s %s %s", check > TUFCHECK_CHECK_INTEGRITY ? "," : "",
				   tufcheck_check_name((enum tufcheck_check)check),
				   tufcheck_answer_name(repository->answers[check]));
	text_append(out, "\n");
}

static void append_roles(struct text *out, const struct tufcheck_repository *repository)
{
	if (repository->role_count == 0)
		return;
	text_append(out, "\n| role | status | version | expires | signed | keys |\n"
			 "|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		text_append(out, "|");
		append_code_cell(out, role->name);
		append_word_cell(out, tufcheck_role_status_name(role->status));
		append_number_cell(out, role->version);
		append_date_cell(out, role->has_expires, role->expires);
		text_append_format(out, " %zu of %" PRId64 " |", role->valid_signatures,
				   role->threshold);
		append_list_cell(out, role->key_ids, role->key_id_count);
		text_append(out, "\n");
	}
}

static void append_certificates(struct text *out, const struct tufcheck_key *key)
{
	for (size_t i = 0; i < key->certificate_count; i++) {
		const struct tufcheck_certificate *certificate = &key->certificates[i];
		text_append(out, "|");
		append_code_cell(out, certificate->subject);
		append_list_cell(out, key->roles, key->role_count);
		append_date_cell(out, true, certificate->not_before);
		append_date_cell(out, true, certificate->not_after);
		append_code_cell(out, certificate->sha256);
		append_code_cell(out, key->key_id);
		text_append(out, "\n");
	}
}

/* A key without certificates has its name in the table of roles. */
static void append_keys(struct text *out, const struct tufcheck_repository *repository)
{
	size_t count = 0;
	for (size_t i = 0; i < repository->key_count; i++)
		count += repository->keys[i].certificate_count;
	if (count == 0)
		return;
	text_append(out, "\n| certificate | roles | begins | ends | SHA-256 | key |\n"
			 "|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < repository->key_count; i++)
		append_certificates(out, &repository->keys[i]);
}

static void append_tags(struct text *out, const struct tufcheck_repository *repository)
{
	if (repository->target_count == 0)
		return;
	text_append(out,
		    "\n| tag | SHA-256 | role | pullable | signers |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < repository->target_count; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		text_append(out, "|");
		append_code_cell(out, target->name);
		append_code_cell(out, target->sha256);
		append_code_cell(out, target->role);
		append_word_cell(out, target->pullable ? "yes" : "no");
		append_list_cell(out, target->signers, target->signer_count);
		text_append(out, "\n");
	}
}

static void append_finding(struct text *out, const struct tufcheck_finding *finding)
{
	text_append_format(out, "- **%s** ", tufcheck_severity_name(finding->severity));
	markdown_append_code(out, finding->id);
	text_append(out, ": ");
	markdown_append_code(out, finding->message);
	text_append(out, "\n");
}

static void append_section(struct text *out, const struct tufcheck_repository *repository)
{
	text_append(out, "\n## ");
	markdown_append_code(out, standing_get_name(repository));
	text_append_format(out, "\n\n- status: **%s**\n- in ",
			   tufcheck_status_name(repository->status));
	markdown_append_code(out, repository->path);
	text_append(out, "\n");
	append_checks(out, repository);
	if (!render_text_is_sound(repository))
		text_append(out, "- nothing below is proved: it is what the files say\n");
	append_roles(out, repository);
	append_keys(out, repository);
	append_tags(out, repository);
	text_append(out, repository->finding_count > 0 ? "\n" : "");
	for (size_t i = 0; i < repository->finding_count; i++)
		append_finding(out, &repository->findings[i]);
}

/* ---- the page ---- */

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	return state;
}

static size_t count_findings(const struct tufcheck_repository *repository,
			     enum tufcheck_severity severity)
{
	size_t count = 0;
	for (size_t i = 0; i < repository->finding_count; i++)
		count += repository->findings[i].severity == severity ? 1 : 0;
	return count;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	struct text *row = &state->rows;
	text_append(row, "|");
	append_code_cell(row, standing_get_name(repository));
	append_word_cell(row, tufcheck_status_name(repository->status));
	text_append_format(row, " %zu |", repository->target_count);
	text_append_format(row, " %zu |", count_findings(repository, TUFCHECK_SEVERITY_ERROR));
	text_append_format(row, " %zu |\n", count_findings(repository, TUFCHECK_SEVERITY_WARNING));
	append_section(&state->sections, repository);
}

static void append_head(struct text *out, const struct state *state, const struct closing *closing)
{
	text_append(out, "# Trust data\n\n");
	summary_append(out, closing->summary);
	text_append(out, "; evaluated at ");
	render_text_append_time(out, state->context->at);
	text_append_format(out, " by tufcheck %s.\n", tufcheck_version());
}

static void append_whole(struct text *out, const struct closing *closing)
{
	size_t count = closing_count_findings(closing);
	if (count == 0)
		return;
	text_append(out, "\n## The trust directory as a whole\n\n");
	for (size_t i = 0; i < count; i++)
		append_finding(out, closing_get_finding(closing, i));
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	struct text head = {.bytes = NULL};
	struct text foot = {.bytes = NULL};
	append_head(&head, state, closing);
	if (state->rows.length > 0)
		text_append(&head, "\n| repository | status | tags | errors | warnings |\n"
				   "|---|---|---|---|---|\n");
	append_whole(&foot, closing);
	if (closing->forecast)
		render_forecast_append_markdown(&foot, closing->forecast);
	(void)fputs(text_get(&head), state->context->stream);
	(void)fputs(text_get(&state->rows), state->context->stream);
	(void)fputs(text_get(&state->sections), state->context->stream);
	(void)fputs(text_get(&foot), state->context->stream);
	text_clear(&head);
	text_clear(&foot);
	text_clear(&state->rows);
	text_clear(&state->sections);
	free(state);
}

const struct renderer render_markdown = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
