/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_summary.h"

#include "cli/render_html_findings.h"
#include "cli/render_html_keys.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"
#include "cli/sandbox.h"

static const char *describe(enum tufcheck_status status)
{
	switch (status) {
	case TUFCHECK_STATUS_TRUSTED:
		return "The chain holds: integrity, authenticity and freshness, for every listed "
		       "role";
	case TUFCHECK_STATUS_DEGRADED:
		return "It holds, but clients would silently drop one or more delegations "
		       "(expired, "
		       "or under their threshold)";
	case TUFCHECK_STATUS_EXPIRED:
		return "It would be trusted or degraded but for the dates of top-level roles or "
		       "root certificates";
	case TUFCHECK_STATUS_INCOMPLETE:
		return "What is there verifies, but a needed file is missing";
	case TUFCHECK_STATUS_UNREADABLE:
		return "It could not be checked";
	case TUFCHECK_STATUS_INVALID:
	case TUFCHECK_STATUS_UNTRUSTED:
		break;
	}
	return "Anything else that was checked and failed";
}

void html_summary_append_title(struct text *out, const struct render_context *context,
			       const struct summary *summary)
{
	text_append(out, "tufcheck: ");
	summary_append(out, summary);
	text_append(out, "; evaluated at ");
	render_text_append_time(out, context->at);
}

static void append_fact(struct text *out, const char *label)
{
	text_append_format(out, "<dt>%s</dt><dd>", label);
}

void html_summary_append_head(struct text *out, const struct render_context *context,
			      const struct summary *summary)
{
	const struct sandbox *lacking = sandbox_get_lacking();
	text_append(out, "<h1>Trust report</h1>\n<p class=\"lead\">");
	summary_append(out, summary);
	text_append(out, "</p>\n<dl class=\"facts\">");
	append_fact(out, "Evaluated at");
	html_append_time(out, context->at);
	text_append(out, " (UTC)</dd>");
	append_fact(out, "By");
	text_append_format(out, "tufcheck %s</dd>", tufcheck_version());
	if (context->asked) {
		append_fact(out, "Asked");
		html_append_code(out, context->asked);
		text_append(out, "</dd>");
	}
	if (lacking && lacking->is_refused) {
		append_fact(out, "Sandbox");
		text_append(out,
			    "<b class=\"warn\">not contained, because of --no-sandbox</b></dd>");
	}
	text_append(out, "</dl>\n");
}

/* ---- counts ---- */

#define SHARE_WIDTH 1000

/* What part of all has which status, in the order of the table. */
static void append_share(struct text *out, const struct summary *summary)
{
	size_t x = 0;
	size_t before = 0;
	text_append_format(
		out,
		"<svg class=\"share\" viewBox=\"0 0 %d 10\" width=\"100%%\" height=\"11\" "
		"preserveAspectRatio=\"none\" aria-hidden=\"true\">",
		SHARE_WIDTH);
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++) {
		enum tufcheck_status status = summary_statuses[i];
		before += summary->by_status[status];
		size_t end =
			(size_t)((unsigned long long)before * SHARE_WIDTH / summary->repositories);
		if (end > x)
			text_append_format(out,
					   "<rect class=\"%s\" x=\"%zu\" y=\"0\" width=\"%zu\" "
					   "height=\"10\"/>",
					   html_tone(render_text_status_style(status)), x,
					   end - x > 4 ? end - x - 3 : end - x);
		x = end;
	}
	text_append(out, "</svg>\n");
}

static void append_status(struct text *out, const struct summary *summary,
			  enum tufcheck_status status, bool is_linked)
{
	size_t count = summary->by_status[status];
	text_append(out, "<tr><th scope=\"row\">");
	html_append_mark(out, render_text_status_style(status), tufcheck_status_name(status));
	if (is_linked && count > 0)
		text_append_format(out, "</th><td><a href=\"#s-%s\">%zu</a></td><td>",
				   tufcheck_status_name(status), count);
	else
		text_append_format(out, "</th><td>%zu</td><td>", count);
	text_append_format(out, "%s</td></tr>\n", describe(status));
}

static void append_counts(struct text *out, const struct summary *summary, size_t shown)
{
	if (summary->repositories == 0) {
		text_append(out, "<p><b class=\"bad\">There was nothing to check.</b></p>\n");
		return;
	}
	if (summary->repositories > 1)
		append_share(out, summary);
	html_begin_table(out, "Statuses", "statuses");
	text_append(out,
		    "<caption>What each repository is worth</caption>\n"
		    "<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Repositories</th>"
		    "<th scope=\"col\">It means</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++) {
		enum tufcheck_status status = summary_statuses[i];
		bool is_indexed =
			status != TUFCHECK_STATUS_TRUSTED || shown == summary->repositories;
		if (summary->repositories > 1 || summary->by_status[status] > 0)
			append_status(out, summary, status, is_indexed && shown > 1);
	}
	text_append(out, "</tbody>");
	html_end_table(out);
	if (shown < summary->repositories)
		text_append_format(out, "<p>Left out below, because of --quiet: %zu trusted.</p>\n",
				   summary->repositories - shown);
}

void html_summary_append(struct text *out, const struct closing *closing, size_t shown)
{
	text_append(out, "<section id=\"summary\" aria-labelledby=\"h-summary\">\n"
			 "<h2 id=\"h-summary\">Summary</h2>\n");
	append_counts(out, closing->summary, shown);
	text_append(
		out,
		"<p><small>What this does not prove: that a root is the right one, unless it was "
		"pinned, locked or given; that the metadata is the newest that was signed; what an "
		"image holds beyond its digest; that no certificate was revoked.</small></p>\n");
	html_findings_append_whole(out, closing);
	html_private_keys_append(out, closing->estate);
	text_append(out, "</section>\n");
}
