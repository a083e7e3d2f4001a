/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck diff: what changed from one trust directory, lock or report to
 * another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/diff.h"
#include "cli/operand.h"
#include "cli/render_diff.h"
#include "cli/sandbox.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_AT,
	OPTION_GUN,
	OPTION_OUTPUT,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "markdown", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document) or markdown (a table)",
		},
	[OPTION_QUIET] = OPTION_ROW_NO_PROGRESS,
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "nothing changed"},
	{"1", "something did"},
	{"2", "wrong usage, or a file that is neither a lock nor a report"},
	{"3", "something could not be checked, was not found, or nothing was there to compare"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck diff /archive/2026-05/trust /archive/2026-11/trust",
	 "says what changed between two copies of a trust directory, each evaluated now"},
	{"tufcheck verify -o json > today.json; tufcheck diff yesterday.json today.json",
	 "says what changed between two reports, each of its own moment"},
	{"tufcheck diff -o markdown tufcheck.lock ~/.docker/trust",
	 "says how docker's trust directory differs from a lock, for a review"},
	{NULL, NULL},
};

const struct command command_diff = {
	.name = "diff",
	.summary = "say what changed between trust directories, locks or reports",
	.usage = "[OPTION]... BEFORE AFTER",
	.description =
		"Compares two of these: a trust directory or any folder of it, which is verified "
		"as "
		"by 'tufcheck verify'; a lock of 'tufcheck lock'; a report of 'tufcheck verify', "
		"as "
		"JSON or NDJSON. It says which repositories, keys, thresholds, versions, tags and "
		"statuses came, went or changed, worst first.\n"
		"A lock or report is taken at its word. Of a repository that was not proved on one "
		"side only the status is compared.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

static void take(void *side, const struct tufcheck_repository *repository)
{
	diff_side_add(side, repository);
}

static enum exit_status verify_folder(const struct option_values *values, struct diff_side *side)
{
	const char *operand = side->path;
	struct option_values one = *values;
	one.operands = &operand;
	one.operand_count = 1;
	const struct survey_request request = {
		.command = command_diff.name,
		.values = &one,
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.is_quiet = values->given[OPTION_QUIET] != NULL,
		.is_confined = true,
	};
	struct survey survey;
	enum exit_status status = survey_begin(&request, &survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	side->kind = DIFF_TRUST_DIRECTORY;
	char at[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(survey.at, at);
	diff_side_set_moment(side, at);
	survey_visit(&survey, take, side);
	survey_end(&survey);
	return survey.status;
}

static enum exit_status read_side(const struct option_values *values, struct diff_side *side)
{
	struct stat facts;
	if (stat(side->path, &facts) != 0 || S_ISDIR(facts.st_mode))
		return verify_folder(values, side);
	if (access(side->path, R_OK) != 0) {
		operand_diagnose_unreadable(side->path);
		return EXIT_STATUS_UNCHECKED;
	}
	return diff_side_read(side, command_diff.name) ? EXIT_STATUS_PASSED : EXIT_STATUS_USAGE;
}

static render_diff *choose_renderer(const char *output)
{
	if (output && strcmp(output, "json") == 0)
		return render_diff_json;
	if (output && strcmp(output, "markdown") == 0)
		return render_diff_markdown;
	return render_diff_text;
}

static enum exit_status compare(const struct option_values *values,
				const struct render_diff_context *sides)
{
	struct diff diff = diff_make(sides->before, sides->after);
	struct render_diff_context context = *sides;
	context.diff = &diff;
	choose_renderer(values->given[OPTION_OUTPUT])(&context);
	enum exit_status status = diff.count > 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_PASSED;
	diff_clear(&diff);
	return status;
}

/* A side that could not be read at all would look as if everything were gone. */
static bool is_comparable(const struct diff_side *side)
{
	return side->kind == DIFF_TRUST_DIRECTORY ? json_object_size(side->repositories) > 0
						  : side->is_read;
}

static void confine(const struct option_values *values)
{
	struct file_rules rules = {.count = 0};
	for (size_t i = 0; i < values->operand_count; i++)
		file_rules_add_read(&rules, values->operands[i]);
	sandbox_confine(&rules);
}

static bool is_usage_right(const struct option_values *values)
{
	if (values->operand_count != 2) {
		diagnose("diff: expected two sides, BEFORE and AFTER, found %zu",
			 values->operand_count);
		return false;
	}
	return true;
}

static bool are_sides_there(const struct option_values *values)
{
	for (size_t i = 0; i < values->operand_count; i++) {
		if (operand_may_exist(values->operands[i]))
			continue;
		diagnose("diff: %s: expected a trust directory, a lock or a report, found nothing "
			 "there",
			 values->operands[i]);
		return false;
	}
	return true;
}

static enum exit_status run(const struct option_values *values)
{
	if (!is_usage_right(values))
		return EXIT_STATUS_USAGE;
	if (!are_sides_there(values))
		return EXIT_STATUS_UNCHECKED;
	struct diff_side before, after;
	struct render_diff_context context = {.stream = stdout, .before = &before, .after = &after};
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &context.terminal);
	confine(values);
	diff_side_begin(&before, values->operands[0]);
	diff_side_begin(&after, values->operands[1]);
	enum exit_status status =
		exit_status_worse(read_side(values, &before), read_side(values, &after));
	if (is_comparable(&before) && is_comparable(&after))
		status = exit_status_worse(status, compare(values, &context));
	diff_side_clear(&before);
	diff_side_clear(&after);
	return status;
}
