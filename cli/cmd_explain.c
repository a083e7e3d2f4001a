/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck explain: what findings mean.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/finding_rule.h"
#include "cli/memory.h"
#include "cli/page.h"
#include "cli/render_explain.h"
#include "cli/suggest.h"
#include "cli/terminal.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_OUTPUT,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "markdown", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document) or markdown (a page)",
		},
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "it was explained"},
	{"2", "wrong usage, or there is no such finding"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck explain", "lists every finding that a report can have"},
	{"tufcheck explain hash-mismatch", "says what one of them means and what to do"},
	{NULL, NULL},
};

const struct command command_explain = {
	.name = "explain",
	.summary = "explain what findings mean",
	.usage = "[OPTION]... [ID]...",
	.description =
		"Says of each finding called ID what it means, what the rule behind it is, what "
		"somebody could have done to cause it, and what to do. Without an ID it lists all "
		"of "
		"them in text, and explains all of them in another format.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* The number of the rule called id; tufcheck_rule_count(): none is, and stderr says so. */
static size_t find_rule(const char *id)
{
	struct suggestion suggestion = {.word = id};
	size_t index = finding_rule_find(id);
	if (index < tufcheck_rule_count())
		return index;
	for (size_t i = 0; i < tufcheck_rule_count(); i++)
		suggest_consider(&suggestion, tufcheck_rule_get(i)->id);
	if (suggestion.best)
		diagnose("explain: there is no finding '%s'; did you mean '%s'?", id,
			 suggestion.best);
	else
		diagnose("explain: there is no finding '%s'; 'tufcheck explain' lists them", id);
	return index;
}

/* Those that were asked for, else all; the caller's to free. NULL: one is not there. */
static size_t *find_rules(const struct option_values *values, size_t *ret_count)
{
	bool is_all = values->operand_count == 0;
	size_t count = is_all ? tufcheck_rule_count() : values->operand_count;
	size_t *rules = memory_take(count, sizeof(*rules));
	for (size_t i = 0; i < count; i++) {
		rules[i] = is_all ? i : find_rule(values->operands[i]);
		if (rules[i] < tufcheck_rule_count())
			continue;
		free(rules);
		return NULL;
	}
	*ret_count = count;
	return rules;
}

static void write_text(const struct option_values *values, const size_t *rules, size_t count)
{
	struct terminal terminal;
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &terminal);
	struct page page = {.stream = stdout, .terminal = &terminal};
	if (values->operand_count == 0)
		render_explain_write_list(&page);
	else
		render_explain_write_text(&page, rules, count);
}

static enum exit_status run(const struct option_values *values)
{
	size_t count;
	size_t *rules = find_rules(values, &count);
	if (!rules)
		return EXIT_STATUS_USAGE;
	const char *output = values->given[OPTION_OUTPUT];
	if (output && strcmp(output, "json") == 0)
		render_explain_write_json(stdout, rules, count);
	else if (output && strcmp(output, "markdown") == 0)
		render_explain_write_markdown(stdout, rules, count);
	else
		write_text(values, rules, count);
	free(rules);
	return EXIT_STATUS_PASSED;
}
