/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck verify: finds repositories, verifies each, and says what they are
 * worth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/environment.h"
#include "cli/memory.h"
#include "cli/operand.h"
#include "cli/render.h"
#include "cli/summary.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_OUTPUT,
	OPTION_QUIET,
	OPTION_NO_COLOUR,
	OPTION_ALLOW_DEGRADED,
	OPTION_ALLOW_EXPIRED,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "ndjson", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] =
		{
			.name = "gun",
			.argument = "GUN",
			.help = "the name of a repository that lies outside a tuf/ folder; "
				"default: the name in its root certificate, which the report then "
				"calls assumed",
		},
	[OPTION_AT] =
		{
			.name = "at",
			.argument = "TIME",
			.help = "evaluate at this moment: RFC 3339 (2024-05-01T12:00:00Z) or a "
				"date, which means its first moment in UTC; default: now",
		},
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document) or ndjson (a line for each "
				"repository, then a summary)",
		},
	[OPTION_QUIET] =
		{
			.name = "quiet",
			.letter = 'q',
			.help = "show only what is not trusted",
		},
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_ALLOW_DEGRADED] =
		{
			.name = "allow-degraded",
			.help = "let degraded repositories pass; each is named on stderr",
		},
	[OPTION_ALLOW_EXPIRED] =
		{
			.name = "allow-expired",
			.help = "let expired repositories pass, unless a delegation is also under "
				"its threshold and --allow-degraded is not given; each is named on "
				"stderr",
		},
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every repository is trusted, or was let pass"},
	{"1", "a repository is not"},
	{"2", "wrong usage"},
	{"3", "something could not be checked, was not found, or nothing was there to check"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck verify", "checks everything in docker's trust directory"},
	{"tufcheck verify --at 2024-05-01 -o json /archive/trust",
	 "checks an archive as of 1 May 2024, for a program to read"},
	{NULL, NULL},
};

const struct command command_verify = {
	.name = "verify",
	.summary = "check the chain of trust of repositories",
	.usage = "[OPTION]... [PATH|GUN]...",
	.description =
		"Checks every repository at or below each PATH (a trust directory, any folder of "
		"it, a repository or its metadata folder), or called GUN in the trust directory; "
		"without either, all of the trust directory. An argument is a path when it exists "
		"or begins with /, ./, ../ or ~. One repository is shown with its chain, tags and "
		"findings, several are shown as a table.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* A run of the command. */
struct verification {
	const struct option_values *values;
	struct render_context context;
	struct tufcheck_scan *scan;
	struct summary summary;
	enum exit_status status; /* the worst so far */
};

static void note_status(struct verification *verification, enum exit_status status)
{
	verification->status = exit_status_worse(verification->status, status);
}

static bool is_given(const struct verification *verification, int option)
{
	return verification->values->given[option] != NULL;
}

static const struct renderer *choose_renderer(const struct verification *verification)
{
	const char *output = verification->values->given[OPTION_OUTPUT];
	if (output && strcmp(output, "json") == 0)
		return &render_json;
	if (output && strcmp(output, "ndjson") == 0)
		return &render_ndjson;
	return tufcheck_scan_count(verification->scan) == 1 ? &render_chain : &render_table;
}

/* Sets the moment of evaluation. */
static bool read_moment(struct verification *verification)
{
	const char *text = verification->values->given[OPTION_AT];
	verification->context.at = environment_get_now();
	if (!text)
		return true;
	if (tufcheck_time_parse(text, &verification->context.at) == TUFCHECK_OK)
		return true;
	diagnose("verify: --at is '%s', but must be a time such as 2024-05-01T12:00:00Z or a "
		 "date such as 2024-05-01",
		 text);
	return false;
}

static bool are_operands_filled(const struct option_values *values)
{
	for (size_t i = 0; i < values->operand_count; i++) {
		if (values->operands[i][0] != '\0')
			continue;
		diagnose("verify: an empty argument is neither a path nor a GUN");
		return false;
	}
	return true;
}

static void add_operands(struct verification *verification)
{
	const struct option_values *values = verification->values;
	char *trust_dir = operand_find_trust_dir(values->given[OPTION_TRUST_DIR]);
	if (values->operand_count == 0)
		note_status(verification, operand_add_trust_dir(verification->scan, trust_dir));
	for (size_t i = 0; i < values->operand_count; i++)
		note_status(verification,
			    operand_add(verification->scan, values->operands[i], trust_dir));
	free(trust_dir);
	tufcheck_scan_sort(verification->scan);
}

static bool is_any_below_threshold(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->role_count; i++)
		if (repository->roles[i].status == TUFCHECK_ROLE_BELOW_THRESHOLD)
			return true;
	return false;
}

static bool is_any_allowed(const struct verification *verification)
{
	return is_given(verification, OPTION_ALLOW_DEGRADED) ||
	       is_given(verification, OPTION_ALLOW_EXPIRED);
}

/*
 * The options that let a repository pass, or NULL. What is expired may be
 * degraded too: leave to overlook dates is none to overlook missing signatures.
 */
static const char *find_leave(const struct verification *verification,
			      const struct tufcheck_repository *repository)
{
	bool allows_degraded = is_given(verification, OPTION_ALLOW_DEGRADED);
	bool allows_expired = is_given(verification, OPTION_ALLOW_EXPIRED);
	if (repository->status == TUFCHECK_STATUS_DEGRADED)
		return allows_degraded ? "--allow-degraded" : NULL;
	if (repository->status != TUFCHECK_STATUS_EXPIRED || !allows_expired)
		return NULL;
	if (!is_any_below_threshold(repository))
		return "--allow-expired";
	return allows_degraded ? "--allow-expired and --allow-degraded" : NULL;
}

static const char *find_reason(const struct tufcheck_repository *repository)
{
	return repository->finding_count > 0 ? repository->findings[0].message
					     : "no finding says why";
}

static enum exit_status judge(const struct verification *verification,
			      const struct tufcheck_repository *repository)
{
	if (repository->status == TUFCHECK_STATUS_TRUSTED)
		return EXIT_STATUS_PASSED;
	if (repository->status == TUFCHECK_STATUS_UNREADABLE)
		return EXIT_STATUS_UNCHECKED;
	const char *name = repository->gun[0] ? repository->gun : repository->path;
	const char *leave = find_leave(verification, repository);
	if (!leave && is_any_allowed(verification))
		diagnose("%s is %s, and does not pass: %s", name,
			 tufcheck_status_name(repository->status), find_reason(repository));
	if (!leave)
		return EXIT_STATUS_FAILED;
	diagnose("%s is %s, and passes only because of %s: %s", name,
		 tufcheck_status_name(repository->status), leave, find_reason(repository));
	return EXIT_STATUS_PASSED;
}

static void verify_one(struct verification *verification, size_t index,
		       const struct renderer *renderer, void *state)
{
	struct tufcheck_report *report = NULL;
	enum tufcheck_result result = tufcheck_scan_verify(verification->scan, index, &report);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK) {
		diagnose("%s could not be checked",
			 tufcheck_scan_get_place(verification->scan, index).path);
		note_status(verification, EXIT_STATUS_UNCHECKED);
		return;
	}
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(report);
	summary_count(&verification->summary, repository->status);
	note_status(verification, judge(verification, repository));
	if (!verification->context.is_quiet || repository->status != TUFCHECK_STATUS_TRUSTED)
		renderer->add(state, repository);
	tufcheck_report_free(report);
}

static void verify_all(struct verification *verification)
{
	const struct renderer *renderer = choose_renderer(verification);
	void *state = renderer->begin(&verification->context);
	size_t count = tufcheck_scan_count(verification->scan);
	for (size_t i = 0; i < count; i++)
		verify_one(verification, i, renderer, state);
	renderer->finish(state, &verification->summary); /* frees state */
	if (count == 0)
		note_status(verification, EXIT_STATUS_UNCHECKED);
}

static enum exit_status start_scan(struct verification *verification)
{
	struct tufcheck_options scan_options = {
		.size = sizeof(scan_options),
		.at = verification->context.at,
		.gun = verification->values->given[OPTION_GUN],
	};
	enum tufcheck_result result = tufcheck_scan_new(&scan_options, &verification->scan);
	if (result == TUFCHECK_OK)
		return EXIT_STATUS_PASSED;
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	diagnose("verify: --gun is '%s', which is no name of a repository",
		 scan_options.gun ? scan_options.gun : "");
	return EXIT_STATUS_USAGE;
}

static enum exit_status run(const struct option_values *values)
{
	struct verification verification = {
		.values = values,
		.context = {.stream = stdout, .is_quiet = values->given[OPTION_QUIET] != NULL},
		.status = EXIT_STATUS_PASSED,
	};
	if (!read_moment(&verification) || !are_operands_filled(values))
		return EXIT_STATUS_USAGE;
	enum exit_status status = start_scan(&verification);
	if (status != EXIT_STATUS_PASSED)
		return status;
	terminal_look(is_given(&verification, OPTION_NO_COLOUR), &verification.context.terminal);
	add_operands(&verification);
	verify_all(&verification);
	tufcheck_scan_free(verification.scan);
	return verification.status;
}
