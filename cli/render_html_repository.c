/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_repository.h"

#include "cli/render_html_chain.h"
#include "cli/render_html_findings.h"
#include "cli/render_html_keys.h"
#include "cli/render_html_roles.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"

static void append_checks(struct text *out, const struct tufcheck_repository *repository)
{
	static const enum tufcheck_check checks[] = {
		TUFCHECK_CHECK_INTEGRITY,
		TUFCHECK_CHECK_AUTHENTICITY,
		TUFCHECK_CHECK_FRESHNESS,
		TUFCHECK_CHECK_POLICY,
	};
	text_append(out, "<p class=\"checks\">");
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		enum tufcheck_answer answer = repository->answers[checks[i]];
		text_append_format(out, "%s ", tufcheck_check_name(checks[i]));
		html_append_mark(out, render_text_answer_style(answer),
				 tufcheck_answer_name(answer));
		text_append(out, i + 1 < sizeof(checks) / sizeof(checks[0]) ? ", " : "</p>\n");
	}
}

/* Only what is proved: of what is not, the findings tell. */
static void append_proof(struct text *out, const struct tufcheck_repository *repository)
{
	const struct tufcheck_root_history *history = &repository->root_history;
	if (!render_text_is_sound(repository))
		text_append(out, "<p class=\"claim\">nothing below is proved: it is what the files "
				 "say</p>\n");
	else if (history->complete)
		text_append_format(out,
				   "<p>root history: versions %lld to %lld, each signed as the one "
				   "before it demands</p>\n",
				   (long long)history->oldest, (long long)history->newest);
}

void html_repository_append_head(struct text *out, const struct tufcheck_repository *repository)
{
	text_append(out, "<p class=\"path\">in ");
	html_append_code(out, repository->path);
	text_append(out, "</p>\n");
	append_checks(out, repository);
	append_proof(out, repository);
	html_findings_append(out, repository->findings, repository->finding_count);
}

/* A cell is set as code, and its text has a direction of its own. */
static void append_tag(struct text *out, const struct tufcheck_target *target)
{
	struct text signers = {.bytes = NULL};
	render_text_append_list(&signers, target->signers, target->signer_count);
	text_append(out, "<tr><th scope=\"row\">");
	html_append(out, target->name);
	text_append(out, target->sha256 ? "</th><td>sha256:" : "</th><td>no sha256");
	html_append(out, target->sha256 ? target->sha256 : "");
	text_append(out, "</td><td>");
	html_append(out, target->role);
	text_append(out, target->pullable ? "</td><td>yes</td><td>" : "</td><td>no</td><td>");
	/* what docker says when no signer's role has the tag */
	html_append(out, target->signer_count > 0 ? text_get(&signers) : "(Repo Admin)");
	text_append(out, "</td></tr>\n");
	text_clear(&signers);
}

static void append_tags(struct text *out, const struct tufcheck_repository *repository)
{
	if (repository->target_count == 0) {
		text_append_format(out, "<h4>Tags: %s</h4>\n",
				   render_text_describe_no_tags(repository));
		return;
	}
	html_begin_table(out, "Tags", "flow tags");
	text_append_format(out, "<caption><h4>Tags: %zu</h4></caption>\n",
			   repository->target_count);
	text_append(out, "<thead><tr><th scope=\"col\">Tag</th><th scope=\"col\">Digest</th>"
			 "<th scope=\"col\">Role</th><th scope=\"col\">Pullable</th>"
			 "<th scope=\"col\">Signers</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < repository->target_count; i++)
		append_tag(out, &repository->targets[i]);
	text_append(out, "</tbody>");
	html_end_table(out);
}

void html_repository_append_body(struct text *out, const struct tufcheck_repository *repository,
				 struct tufcheck_time at, size_t number)
{
	if (repository->role_count > 0) {
		text_append(out, "<h4>Chain of trust</h4>\n");
		html_chain_append(out, repository, at);
	}
	append_tags(out, repository);
	html_roles_append(out, repository, at, number);
	html_keys_append(out, repository, at, number);
	html_notes_append(out, repository->findings, repository->finding_count);
}
