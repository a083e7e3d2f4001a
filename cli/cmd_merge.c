/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck merge: makes one report of those of all shards of a run.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/file_rules.h"
#include "cli/memory.h"
#include "cli/merge.h"
#include "cli/merge_check.h"
#include "cli/merge_whole.h"
#include "cli/record_json.h"
#include "cli/report_writer.h"
#include "cli/sandbox.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_OUTPUT,
	OPTION_QUIET,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"json", "ndjson", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "json (default, one document) or ndjson (a line for each "
				"repository, "
				"then a summary), whichever the reports are",
		},
	[OPTION_QUIET] =
		{
			.name = "quiet",
			.letter = 'q',
			.help = "show only what is not trusted",
		},
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every repository is trusted, or was let pass: as the one run would have it"},
	{"1", "a repository is not, or a finding on the whole is an error, likewise"},
	{"2", "wrong usage, or the reports are not those of all shards of one run"},
	{"3", "a report cannot be read or is damaged, or the one run would have this status"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck verify --at 2026-11-21 --shard 1/2 -o ndjson /archive/trust > 1.ndjson",
	 "verifies one half of an archive; another machine does 2/2"},
	{"tufcheck merge 1.ndjson 2.ndjson > report.json", "makes the report of both"},
	{NULL, NULL},
};

const struct command command_merge = {
	.name = "merge",
	.summary = "make one report of those of all shards",
	.usage = "[OPTION]... REPORT...",
	.description =
		"Reads the JSON or NDJSON reports of 'tufcheck verify --shard K/N', of each K from "
		"1 to N, in any order, and prints the report that one run over everything would "
		"have printed. The runs must have had the same moment (--at), version, options and "
		"repositories. Nothing is verified again: who can write a report can say anything "
		"in it.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* The second time that the repositories are gone through. */
struct printing {
	struct report_writer writer;
	bool is_quiet;
};

static bool print(void *context, struct merge_source *source, json_t *repository)
{
	struct printing *printing = context;
	(void)source;
	const char *status = json_string_value(json_object_get(repository, "status"));
	if (printing->is_quiet && status &&
	    strcmp(status, tufcheck_status_name(TUFCHECK_STATUS_TRUSTED)) == 0)
		return true;
	(void)json_object_del(repository, "index");
	report_writer_add(&printing->writer, json_incref(repository));
	return true;
}

/* What stands before the repositories: the same in all reports. */
static json_t *make_head(const struct merge *merge)
{
	static const char *const names[] = {"schemaVersion", "tool", "sandbox", "evaluatedAt",
					    "inputs"};
	json_t *head = record_object();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		json_t *value = json_object_get(merge->sources[0].closing, names[i]);
		if (value)
			record_put(head, names[i], json_incref(value));
	}
	return head;
}

static enum exit_status write_report(struct merge *merge, const struct option_values *values,
				     json_t *rest)
{
	const char *output = values->given[OPTION_OUTPUT];
	struct printing printing = {.is_quiet = values->given[OPTION_QUIET] != NULL};
	report_writer_begin(&printing.writer, stdout, output && strcmp(output, "ndjson") == 0,
			    make_head(merge));
	enum exit_status status = merge_walk(merge, print, &printing);
	if (status != EXIT_STATUS_PASSED)
		rest = NULL; /* nothing is said of a whole that is not */
	if (rest)
		report_writer_finish(&printing.writer, json_incref(rest));
	else
		json_decref(printing.writer.head);
	return status;
}

static enum exit_status merge_reports(struct merge *merge, const struct option_values *values)
{
	struct merge_whole whole;
	enum exit_status judgement = EXIT_STATUS_PASSED;
	json_t *rest = NULL;
	enum exit_status status = merge_prepare(merge);
	if (status != EXIT_STATUS_PASSED)
		return status;
	merge_whole_begin(&whole, merge);
	status = merge_walk(merge, merge_whole_note, &whole);
	if (status == EXIT_STATUS_PASSED)
		status = merge_check_summaries(merge);
	if (status == EXIT_STATUS_PASSED) {
		rest = merge_whole_finish(&whole, &judgement);
		status = rest ? write_report(merge, values, rest) : EXIT_STATUS_USAGE;
	}
	json_decref(rest);
	merge_whole_end(&whole);
	return exit_status_worse(status, judgement);
}

static enum exit_status run(const struct option_values *values)
{
	if (values->operand_count == 0) {
		diagnose("merge: expected reports of 'tufcheck verify --shard', and none is given");
		return EXIT_STATUS_USAGE;
	}
	struct merge merge = {.sources = NULL};
	struct file_rules nothing = {.count = 0};
	enum exit_status status = merge_open(&merge, values->operands, values->operand_count);
	/* all that is to be read is open */
	sandbox_confine(&nothing);
	if (status == EXIT_STATUS_PASSED)
		status = merge_reports(&merge, values);
	merge_close(&merge);
	return status;
}
