/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_estate.h"

#include <string.h>

#include "cli/render_text.h"

/* Of one kind; there can be one for each of thousands of keys. */
#define FINDINGS_SHOWN 5

static bool is_shown(enum tufcheck_severity severity, bool is_quiet)
{
	return !is_quiet || severity != TUFCHECK_SEVERITY_NOTE;
}

/* The findings of one kind, if there are any. */
static void write_kind(struct page *page, const struct closing *closing,
		       const struct tufcheck_rule *rule)
{
	static const char prefix[] = "    ";
	size_t count = 0;
	for (size_t i = 0; i < closing_count_findings(closing); i++) {
		const struct tufcheck_finding *finding = closing_get_finding(closing, i);
		if (strcmp(finding->id, rule->id) != 0 || ++count > FINDINGS_SHOWN)
			continue;
		if (count == 1) {
			page_begin_line(page, "  ", "  ", 2);
			page_add(page, render_text_severity_style(finding->severity),
				 "%s:", tufcheck_severity_name(finding->severity));
			page_add(page, STYLE_BOLD, "%s", finding->id);
			page_end_line(page);
		}
		page_write(page, prefix, STYLE_PLAIN, "%s", finding->message);
	}
	if (count > FINDINGS_SHOWN)
		page_write(page, prefix, STYLE_PLAIN, "and %zu more, which --output json lists",
			   count - FINDINGS_SHOWN);
}

static void write_heading(struct page *page, const struct tufcheck_estate_facts *facts,
			  size_t count)
{
	page_begin_line(page, "", "", 2);
	page_add(page, STYLE_BOLD, "Trust directory: %zu %s", count,
		 count == 1 ? "finding" : "findings");
	if (facts->private_key_count > 0)
		page_add(page, STYLE_BOLD, "on it and its %zu private %s",
			 facts->private_key_count, facts->private_key_count == 1 ? "key" : "keys");
	page_end_line(page);
}

void render_estate_write(struct page *page, const struct closing *closing, bool is_quiet,
			 bool is_after)
{
	size_t count = 0;
	for (size_t i = 0; i < closing_count_findings(closing); i++)
		count += is_shown(closing_get_finding(closing, i)->severity, is_quiet);
	if (count == 0)
		return;
	if (is_after)
		page_skip_line(page);
	write_heading(page, closing->estate, count);
	/* the table of rules has the worst first */
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		const struct tufcheck_rule *rule = tufcheck_rule_get(i);
		bool is_of_estate = rule->effect == TUFCHECK_STATUS_INVALID;
		if (is_of_estate && is_shown(rule->severity, is_quiet))
			write_kind(page, closing, rule);
	}
}
