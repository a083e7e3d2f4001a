/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_findings.h"

#include <stdbool.h>
#include <string.h>

#include "cli/render_html_text.h"
#include "cli/render_text.h"

/* Of one kind on the whole; there can be one for each of thousands of keys. */
#define MAX_WHOLE 20

static bool is_note(const struct tufcheck_finding *finding)
{
	return finding->severity == TUFCHECK_SEVERITY_NOTE;
}

static const struct tufcheck_rule *find_rule(const char *id)
{
	for (size_t i = 0; i < tufcheck_rule_count(); i++)
		if (strcmp(tufcheck_rule_get(i)->id, id) == 0)
			return tufcheck_rule_get(i);
	return NULL;
}

static void append_fact(struct text *out, const char *label, const char *fact)
{
	if (!fact)
		return;
	text_append_format(out, "<dt>%s</dt><dd>", label);
	html_append_code(out, fact[0] != '\0' ? fact : "(empty)");
	text_append(out, "</dd>");
}

static void append_place(struct text *out, const struct tufcheck_finding *finding)
{
	if (!finding->file && !finding->role)
		return;
	text_append(out, "<dt>where</dt><dd>");
	if (!finding->file)
		text_append(out, "role ");
	html_append_code(out, finding->file ? finding->file : finding->role);
	if (finding->file && finding->pointer) {
		text_append(out, " at ");
		if (finding->pointer[0] != '\0')
			html_append_code(out, finding->pointer);
		else
			text_append(out, "its top");
	}
	text_append(out, "</dd>");
}

static void append_remedy(struct text *out, const char *id)
{
	const struct tufcheck_rule *rule = find_rule(id);
	if (rule)
		text_append_format(out, "<dt>remedy</dt><dd>%s</dd>", rule->remedy);
}

static void append_name(struct text *out, const struct tufcheck_finding *finding)
{
	html_append_mark(out, render_text_severity_style(finding->severity),
			 tufcheck_severity_name(finding->severity));
	text_append(out, " ");
	html_append_code(out, finding->id);
}

static void append_finding(struct text *out, const struct tufcheck_finding *finding)
{
	text_append(out, "<li><p>");
	append_name(out, finding);
	text_append(out, "</p><p class=\"message\">");
	html_append(out, finding->message);
	text_append(out, "</p><dl>");
	append_place(out, finding);
	append_fact(out, "expected", finding->expected);
	append_fact(out, "actual", finding->actual);
	append_remedy(out, finding->id);
	text_append(out, "</dl></li>\n");
}

void html_findings_append(struct text *out, const struct tufcheck_finding *findings, size_t count)
{
	size_t told = 0;
	while (told < count && !is_note(&findings[told]))
		told++;
	if (told == 0)
		return;
	text_append_format(out, "<h4>Findings: %zu</h4>\n<ol class=\"findings\">\n", told);
	for (size_t i = 0; i < told; i++)
		append_finding(out, &findings[i]);
	text_append(out, "</ol>\n");
}

/* The messages of one kind, and what to do about it once. */
static void begin_kind(struct text *out, const struct tufcheck_finding *finding)
{
	text_append(out, "<li>");
	append_name(out, finding);
}

static void append_message(struct text *out, const struct tufcheck_finding *finding)
{
	text_append(out, "<br/>");
	html_append(out, finding->message);
}

static void end_kind(struct text *out, const char *id)
{
	const struct tufcheck_rule *rule = find_rule(id);
	if (rule)
		text_append_format(out, "<br/><small>remedy: %s</small>", rule->remedy);
	text_append(out, "</li>\n");
}

void html_notes_append(struct text *out, const struct tufcheck_finding *findings, size_t count)
{
	size_t first = 0;
	while (first < count && !is_note(&findings[first]))
		first++;
	if (first == count)
		return;
	text_append_format(out, "<h4>Notes: %zu</h4>\n<ul class=\"findings\">\n", count - first);
	for (size_t i = first; i < count; i++) {
		if (i == first || strcmp(findings[i - 1].id, findings[i].id) != 0)
			begin_kind(out, &findings[i]);
		append_message(out, &findings[i]);
		if (i + 1 == count || strcmp(findings[i + 1].id, findings[i].id) != 0)
			end_kind(out, findings[i].id);
	}
	text_append(out, "</ul>\n");
}

static void append_whole_kind(struct text *out, const struct closing *closing,
			      const struct tufcheck_rule *rule)
{
	size_t count = 0;
	for (size_t i = 0; i < closing_count_findings(closing); i++) {
		const struct tufcheck_finding *finding = closing_get_finding(closing, i);
		if (strcmp(finding->id, rule->id) != 0)
			continue;
		if (count == 0)
			begin_kind(out, finding);
		if (count++ < MAX_WHOLE)
			append_message(out, finding);
	}
	if (count > MAX_WHOLE)
		text_append_format(out, "<br/>and %zu more, which --output json lists",
				   count - MAX_WHOLE);
	if (count > 0)
		end_kind(out, rule->id);
}

void html_findings_append_whole(struct text *out, const struct closing *closing)
{
	size_t count = closing_count_findings(closing);
	if (count == 0)
		return;
	text_append_format(out, "<h3>Trust directory: %zu %s</h3>\n<ul class=\"findings\">\n",
			   count, count == 1 ? "finding" : "findings");
	/* the table of rules has the worst first */
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		const struct tufcheck_rule *rule = tufcheck_rule_get(i);
		if (rule->effect == TUFCHECK_STATUS_INVALID)
			append_whole_kind(out, closing, rule);
	}
	text_append(out, "</ul>\n");
}
