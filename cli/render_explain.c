/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_explain.h"

#include <string.h>

#include "cli/grid.h"
#include "cli/markdown.h"
#include "cli/record_json.h"
#include "cli/render_text.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

/* Whether a rule is of another group than the one that stands before it; of itself it is, too. */
static bool begins_group(size_t before, size_t index)
{
	return before == index ||
	       strcmp(tufcheck_rule_get_group(before), tufcheck_rule_get_group(index)) != 0;
}

/* "an error; it fails authenticity, and a repository with it is untrusted at best" */
static void append_weight(struct text *out, const struct tufcheck_rule *rule)
{
	text_append(out, rule->severity == TUFCHECK_SEVERITY_ERROR ? "an " : "a ");
	text_append(out, tufcheck_severity_name(rule->severity));
	if (rule->effect == TUFCHECK_STATUS_INVALID)
		text_append(out, " on the trust directory as a whole");
	if (rule->severity != TUFCHECK_SEVERITY_ERROR)
		text_append(out, "; no verdict changes with it");
	else if (rule->effect == TUFCHECK_STATUS_INVALID)
		text_append(out,
			    "; the exit status is 1 at best, and no repository's status changes");
	else
		text_append_format(out, "; it fails %s, and a repository with it is %s at best",
				   tufcheck_check_name(rule->check),
				   tufcheck_status_name(rule->effect));
}

/* ---- text ---- */

static void write_part(struct page *page, const char *heading, const char *text)
{
	page_begin_line(page, "", "  ", 0);
	page_add(page, STYLE_FAINT, "%s:", heading);
	page_add(page, STYLE_PLAIN, "%s", text);
	page_end_line(page);
}

static void write_rule(struct page *page, size_t index)
{
	const struct tufcheck_rule *rule = tufcheck_rule_get(index);
	const struct tufcheck_explanation *explanation = tufcheck_rule_get_explanation(index);
	struct text weight = {.bytes = NULL};
	append_weight(&weight, rule);
	page_begin_line(page, "", "", 2);
	page_add(page, render_text_severity_style(rule->severity), "%s:", rule->id);
	page_add(page, STYLE_BOLD, "%s", rule->title);
	page_end_line(page);
	write_part(page, "It is", text_get(&weight));
	text_clear(&weight);
	page_skip_line(page);
	write_part(page, "What it means", explanation->meaning);
	write_part(page, "The rule", explanation->rule);
	write_part(page, "Its source", rule->source);
	write_part(page, "The risk", explanation->risk);
	write_part(page, "What to do", rule->remedy);
}

void render_explain_write_text(struct page *page, const size_t *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			page_skip_line(page);
		write_rule(page, rules[i]);
	}
}

enum {
	COLUMN_ID,
	COLUMN_SEVERITY,
	COLUMN_TITLE,
	COLUMN_COUNT,
};

/* Where the columns do not fit the title stands below. */
static void write_stacked(struct page *page, const struct tufcheck_rule *rule)
{
	page_begin_line(page, "  ", "  ", 2);
	page_add(page, STYLE_BOLD, "%s,", rule->id);
	page_add(page, render_text_severity_style(rule->severity),
		 "%s:", tufcheck_severity_name(rule->severity));
	page_add(page, STYLE_PLAIN, "%s", rule->title);
	page_end_line(page);
}

void render_explain_write_list(struct page *page)
{
	struct grid grid = {.terminal = page->terminal, .column_count = COLUMN_COUNT};
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		const struct tufcheck_rule *rule = tufcheck_rule_get(i);
		grid_add(&grid, STYLE_BOLD, rule->id);
		grid_add(&grid, render_text_severity_style(rule->severity),
			 tufcheck_severity_name(rule->severity));
		grid_add(&grid, STYLE_PLAIN, rule->title);
	}
	size_t width = page->terminal->width;
	bool is_fitting = width == 0 || grid_measure(&grid, COLUMN_COUNT) + 2 <= width;
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		if (begins_group(i > 0 ? i - 1 : i, i)) {
			if (i > 0)
				page_skip_line(page);
			page_write(page, "", STYLE_FAINT, "%s:", tufcheck_rule_get_group(i));
		}
		if (is_fitting)
			grid_write_row(&grid, page->stream, "  ", i, COLUMN_COUNT);
		else
			write_stacked(page, tufcheck_rule_get(i));
	}
	grid_clear(&grid);
}

/* ---- JSON ---- */

static json_t *record_rule(size_t index)
{
	const struct tufcheck_rule *rule = tufcheck_rule_get(index);
	const struct tufcheck_explanation *explanation = tufcheck_rule_get_explanation(index);
	bool has_effect = rule->effect != TUFCHECK_STATUS_INVALID;
	bool has_check = rule->check != TUFCHECK_CHECK_NONE;
	json_t *object = record_object();
	record_put(object, "id", record_text(rule->id));
	record_put(object, "group", record_text(tufcheck_rule_get_group(index)));
	record_put(object, "severity", record_text(tufcheck_severity_name(rule->severity)));
	record_put(object, "check",
		   record_text(has_check ? tufcheck_check_name(rule->check) : NULL));
	record_put(object, "bestStatus",
		   record_text(has_effect ? tufcheck_status_name(rule->effect) : NULL));
	record_put(object, "title", record_text(rule->title));
	record_put(object, "meaning", record_text(explanation->meaning));
	record_put(object, "rule", record_text(explanation->rule));
	record_put(object, "source", record_text(rule->source));
	record_put(object, "risk", record_text(explanation->risk));
	record_put(object, "remedy", record_text(rule->remedy));
	return object;
}

void render_explain_write_json(FILE *stream, const size_t *rules, size_t count)
{
	json_t *findings = record_array();
	for (size_t i = 0; i < count; i++)
		record_add(findings, record_rule(rules[i]));
	json_t *document = record_object();
	record_put_version(document);
	record_put(document, "findings", findings); /* transferred */
	record_write_indented(stream, document);
}

/* ---- Markdown ---- */

static void append_item(struct text *out, const char *heading, const char *text)
{
	text_append_format(out, "- **%s** ", heading);
	markdown_append_prose(out, text);
	text_append(out, "\n");
}

static void append_rule(struct text *out, size_t index)
{
	const struct tufcheck_rule *rule = tufcheck_rule_get(index);
	const struct tufcheck_explanation *explanation = tufcheck_rule_get_explanation(index);
	struct text weight = {.bytes = NULL};
	append_weight(&weight, rule);
	text_append_format(out, "\n### %s\n\n", rule->id);
	markdown_append_prose(out, rule->title);
	text_append_format(out, ": %s.\n\n", text_get(&weight));
	append_item(out, "What it means:", explanation->meaning);
	append_item(out, "The rule:", explanation->rule);
	append_item(out, "Its source:", rule->source);
	append_item(out, "The risk:", explanation->risk);
	append_item(out, "What to do:", rule->remedy);
	text_clear(&weight);
}

void render_explain_write_markdown(FILE *stream, const size_t *rules, size_t count)
{
	struct text out = {.bytes = NULL};
	text_append(
		&out,
		"# Findings\n\n"
		"Everything that a report can find, as `tufcheck explain` tells it of each. This "
		"page is made by\n`tufcheck explain --output markdown`. What the statuses mean is "
		"in [report.md](report.md).\n");
	for (size_t i = 0; i < count; i++) {
		if (begins_group(rules[i > 0 ? i - 1 : i], rules[i]))
			text_append_format(&out, "\n## %s\n", tufcheck_rule_get_group(rules[i]));
		append_rule(&out, rules[i]);
	}
	(void)fputs(text_get(&out), stream);
	text_clear(&out);
}
