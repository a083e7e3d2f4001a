/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck verify: finds repositories, verifies each, and says what they are
 * worth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/asked.h"
#include "cli/command.h"
#include "cli/demands.h"
#include "cli/diagnose.h"
#include "cli/evidence.h"
#include "cli/format.h"
#include "cli/horizon.h"
#include "cli/memory.h"
#include "cli/render.h"
#include "cli/report_files.h"
#include "cli/roll.h"
#include "cli/standing.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_JOBS,
	OPTION_WARN_WITHIN,
	OPTION_EXPIRES_WITHIN,
	OPTION_FAIL_EXPIRING,
	OPTION_TRUSTED_ROOT,
	OPTION_NOTARY_CONFIG,
	OPTION_OUTPUT,
	OPTION_REPORT,
	OPTION_SHARD,
	OPTION_EVIDENCE,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_ALLOW_DEGRADED,
	OPTION_ALLOW_EXPIRED,
	OPTION_PIN,
	OPTION_PINS,
	OPTION_LOCK,
	OPTION_FROZEN,
	OPTION_HELP,
	OPTION_COUNT,
};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_JOBS] = OPTION_ROW_JOBS,
	[OPTION_WARN_WITHIN] = OPTION_ROW_WARN_WITHIN,
	[OPTION_EXPIRES_WITHIN] =
		{
			.name = "expires-within",
			.argument = "SPAN",
			.help = "add what expires within days, weeks or years of 365 days (90d, "
				"12w, 1y) of the evaluation, or until a time (RFC 3339, or a "
				"date), "
				"the first of it first: roles and certificates of repositories "
				"whose "
				"chain holds; what has expired is among them",
		},
	[OPTION_FAIL_EXPIRING] =
		{
			.name = "fail-expiring",
			.help = "with --expires-within: fail when there is something that expires",
		},
	[OPTION_TRUSTED_ROOT] = OPTION_ROW_TRUSTED_ROOT,
	[OPTION_NOTARY_CONFIG] = OPTION_ROW_NOTARY_CONFIG,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = format_names,
			.help = "what is printed: " FORMAT_HELP "by default " FORMAT_DEFAULT,
		},
	[OPTION_REPORT] =
		{
			.name = "report",
			.argument = "FORMAT=FILE",
			.repeats = true,
			.replaces = true,
			.help = "write a report of a format of --output to FILE as well, whole or "
				"not "
				"at all; it has everything, also with --quiet; may be repeated",
		},
	[OPTION_SHARD] =
		{
			.name = "shard",
			.argument = "K/N",
			.help = "verify only share K, from 1, of N of the repositories, by a "
				"digest "
				"of their GUNs; 'tufcheck merge' joins the reports (json, ndjson)",
		},
	[OPTION_EVIDENCE] =
		{
			.name = "evidence",
			.argument = "FILE",
			.replaces = true,
			.help = "write all that was read, and the JSON report, to FILE as one tar "
				"archive, whole or not at all; it is the same each time, has no "
				"private key, and can be given as PATH",
		},
	[OPTION_QUIET] =
		{
			.name = "quiet",
			.letter = 'q',
			.help = "show only what is not trusted, and no progress",
		},
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
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
	[OPTION_PIN] = OPTION_ROW_PIN,
	[OPTION_PINS] = OPTION_ROW_PINS,
	[OPTION_LOCK] = OPTION_ROW_LOCK,
	[OPTION_FROZEN] = OPTION_ROW_FROZEN,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every repository is trusted, or was let pass"},
	{"1", "a repository is not, one of the lock is missing, or a private key beside the "
	      "metadata is unencrypted or within others' reach; with --fail-expiring, "
	      "something expires"},
	{"2", "wrong usage or configuration"},
	{"3", "something could not be checked, was not found, or nothing was there to check; a "
	      "report or the evidence could not be written; a --pin names none of the "
	      "repositories, or a lock, "
	      "trusted root or configuration is for "
	      "none of them"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck verify", "checks everything in docker's trust directory"},
	{"tufcheck verify --at 2024-05-01 -o json /archive/trust",
	 "checks an archive as of 1 May 2024, for a program to read"},
	{"tufcheck verify --report json=report.json --report text=report.txt",
	 "keeps two reports beside what is printed"},
	{"tufcheck verify --evidence evidence.tar",
	 "keeps all that the answer rests on; docs/evidence.md says how to verify it later"},
	{"tufcheck verify --lock tufcheck.lock",
	 "checks also that keys are those that were locked"},
	{NULL, NULL},
};

const struct command command_verify = {
	.name = "verify",
	.summary = "check the chain of trust of repositories",
	.usage = "[OPTION]... [PATH|GUN]...",
	.description =
		"Checks every repository at or below each PATH (a trust directory, any folder of "
		"it, a repository or its metadata folder, or a tar archive as --evidence writes), "
		"or called GUN in the trust directory; "
		"without either, all of the trust directory. An argument is a path when it exists "
		"or begins with /, ./, ../ or ~. One repository is shown with its chain, tags and "
		"findings, several are shown as a table. Of a trust directory the private keys are "
		"looked at too; of each only the PEM header is read.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* A run of the command. */
struct verification {
	const struct option_values *values;
	struct render_context context;
	struct survey survey;
	struct demands *demands;
	struct tufcheck_estate *estate;
	const struct renderer *renderer;
	void *state; /* of the renderer */
	struct report_files reports;
	struct evidence *evidence;
	struct roll roll;         /* with a lock */
	struct forecast forecast; /* with --expires-within */
	struct shard shard;
};

static bool is_given(const struct verification *verification, int option)
{
	return verification->values->given[option] != NULL;
}

static const struct renderer *choose_renderer(const struct verification *verification)
{
	const char *output = verification->values->given[OPTION_OUTPUT];
	const struct format *format = format_find(output ? output : FORMAT_DEFAULT);
	return format_get_renderer(format, tufcheck_scan_count(verification->survey.scan));
}

/* That a repository is unreadable, the survey has noted. */
static enum exit_status judge(const struct verification *verification,
			      const struct tufcheck_repository *repository)
{
	if (repository->status == TUFCHECK_STATUS_TRUSTED)
		return EXIT_STATUS_PASSED;
	const struct leave given = {
		.allows_degraded = is_given(verification, OPTION_ALLOW_DEGRADED),
		.allows_expired = is_given(verification, OPTION_ALLOW_EXPIRED),
	};
	const char *name = standing_get_name(repository);
	const char *leave = standing_find_leave(repository, &given);
	if (!leave && (given.allows_degraded || given.allows_expired))
		diagnose("%s is %s, and does not pass: %s", name,
			 tufcheck_status_name(repository->status), standing_get_reason(repository));
	if (!leave)
		return EXIT_STATUS_FAILED;
	diagnose("%s is %s, and passes only because of %s: %s", name,
		 tufcheck_status_name(repository->status), leave, standing_get_reason(repository));
	return EXIT_STATUS_PASSED;
}

static void must_have_memory(enum tufcheck_result result)
{
	if (result != TUFCHECK_OK)
		memory_exhausted();
}

static void show(void *data, const struct tufcheck_repository *repository)
{
	struct verification *verification = data;
	verification->shard.position =
		tufcheck_scan_get_position(verification->survey.scan, verification->survey.index);
	survey_note(&verification->survey, judge(verification, repository));
	demands_note(verification->demands, repository);
	must_have_memory(tufcheck_estate_add(verification->estate, repository));
	if (is_given(verification, OPTION_EXPIRES_WITHIN))
		forecast_note(&verification->forecast, repository);
	if (verification->demands->lock)
		(void)roll_add(&verification->roll, repository->gun);
	if (!verification->context.is_quiet || repository->status != TUFCHECK_STATUS_TRUSTED)
		verification->renderer->add(verification->state, repository);
	report_files_add(&verification->reports, repository);
	evidence_add(verification->evidence, repository);
}

/* What the lock has and the disk has not: no repository's finding. The caller's to free. */
static struct tufcheck_lock_changes *find_missing(struct verification *verification)
{
	const struct tufcheck_lock *lock = verification->demands->lock;
	if (!lock)
		return NULL;
	roll_add_other_shares(&verification->roll, lock, verification->shard.number,
			      verification->shard.count);
	struct tufcheck_lock_changes *missing =
		roll_find_missing(&verification->roll, lock, verification->values);
	size_t count = tufcheck_lock_changes_count(missing);
	for (size_t i = 0; i < count; i++)
		diagnose("%s", tufcheck_lock_changes_get(missing, i)->message);
	if (count > 0)
		survey_note(&verification->survey, EXIT_STATUS_FAILED);
	roll_clear(&verification->roll);
	return missing;
}

/* What the closing shows of it, or NULL. */
static const struct forecast *finish_forecast(struct verification *verification)
{
	struct forecast *forecast = &verification->forecast;
	if (!is_given(verification, OPTION_EXPIRES_WITHIN))
		return NULL;
	forecast_sort(forecast);
	if (forecast->count > 0 && is_given(verification, OPTION_FAIL_EXPIRING)) {
		diagnose("verify: %zu %s within --expires-within %s, which --fail-expiring forbids",
			 forecast->count,
			 forecast->count == 1 ? "role or certificate expires"
					      : "roles and certificates expire",
			 verification->values->given[OPTION_EXPIRES_WITHIN]);
		survey_note(&verification->survey, EXIT_STATUS_FAILED);
	}
	return forecast;
}

/* No option lets an error of the whole pass. */
static enum exit_status judge_estate(const struct tufcheck_estate_facts *facts)
{
	for (size_t i = 0; i < facts->finding_count; i++)
		if (facts->findings[i].severity == TUFCHECK_SEVERITY_ERROR)
			return EXIT_STATUS_FAILED;
	return EXIT_STATUS_PASSED;
}

/* Of what none was held against a share cannot complain: another one may be. */
static void review_demands(struct verification *verification)
{
	struct complaints complaints = {
		.kept = verification->shard.complaints,
		.scan = verification->survey.scan,
	};
	/* that there were none has been said */
	if (survey_count(&verification->survey) > 0)
		demands_review(verification->demands, &complaints);
	survey_note(&verification->survey, complaints.status);
}

static void verify_all(struct verification *verification)
{
	struct survey *survey = &verification->survey;
	must_have_memory(tufcheck_estate_new(survey->scan, &verification->estate));
	verification->renderer = choose_renderer(verification);
	verification->state = verification->renderer->begin(&verification->context);
	report_files_begin(&verification->reports, &verification->context,
			   tufcheck_scan_count(survey->scan));
	evidence_begin_scan(verification->evidence, survey->scan, &verification->context);
	survey_visit(survey, show, verification);
	verification->shard.status = survey->status;
	review_demands(verification);
	struct tufcheck_lock_changes *missing = find_missing(verification);
	struct closing closing = {
		.scan = survey->scan,
		.summary = &survey->summary,
		.missing = missing,
		.forecast = finish_forecast(verification),
	};
	must_have_memory(tufcheck_estate_finish(verification->estate, &closing.estate));
	survey_note(survey, judge_estate(closing.estate));
	verification->renderer->finish(verification->state, &closing); /* frees state */
	survey_note(survey, report_files_finish(&verification->reports, &closing));
	survey_note(survey, evidence_finish(verification->evidence, &closing, &command_verify,
					    verification->values));
	tufcheck_estate_free(verification->estate);
	tufcheck_lock_changes_free(missing);
	forecast_clear(&verification->forecast);
}

static bool read_expires_within(struct verification *verification)
{
	const char *span = verification->values->given[OPTION_EXPIRES_WITHIN];
	if (!span && is_given(verification, OPTION_FAIL_EXPIRING)) {
		diagnose("verify: --fail-expiring is about what expires, and needs "
			 "--expires-within");
		return false;
	}
	if (!span || horizon_read(span, verification->survey.at, &verification->forecast.end))
		return true;
	diagnose("verify: --expires-within is '%s', but must be " HORIZON_FORMS, span);
	return false;
}

static enum exit_status run_verification(struct verification *verification)
{
	const struct option_values *values = verification->values;
	struct tufcheck_options scan_options = verification->demands->options;
	if (is_given(verification, OPTION_EVIDENCE)) {
		scan_options.reader = evidence_note_file;
		scan_options.reader_context = verification->evidence;
	}
	const struct survey_request request = {
		.command = command_verify.name,
		.values = values,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.jobs = values->given[OPTION_JOBS],
		.shard = verification->shard.number,
		.shard_count = verification->shard.count,
		.inputs = verification->context.inputs,
		.replaced = verification->reports.paths,
		.replaced_count = verification->reports.count,
		.evidence = values->given[OPTION_EVIDENCE],
		.is_quiet = verification->context.is_quiet,
		.options = scan_options,
	};
	terminal_look(values->given[OPTION_COLOUR], is_given(verification, OPTION_NO_COLOUR),
		      &verification->context.terminal);
	enum exit_status status = survey_begin(&request, &verification->survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	char *asked = asked_make(&command_verify, values);
	verification->context.at = verification->survey.at;
	verification->context.asked = asked;
	if (read_expires_within(verification))
		verify_all(verification);
	else
		survey_note(&verification->survey, EXIT_STATUS_USAGE);
	survey_end(&verification->survey);
	free(asked);
	return verification->survey.status;
}

static enum exit_status run_demanding(const struct option_values *values, struct demands *demands,
				      struct shard *shard, struct evidence *evidence)
{
	struct verification verification = {
		.values = values,
		.demands = demands,
		.shard = *shard,
		.evidence = evidence,
		.context =
			{
				.stream = stdout,
				.inputs = &demands->inputs,
				.is_quiet = values->given[OPTION_QUIET] != NULL,
				.warn_within = demands->options.warn_within,
			},
	};
	if (verification.shard.count > 0)
		verification.context.shard = &verification.shard;
	if (!report_files_read(command_verify.name, values, OPTION_REPORT, &verification.reports))
		return EXIT_STATUS_USAGE;
	if (report_files_have(&verification.reports, values->given[OPTION_EVIDENCE])) {
		diagnose("%s: a report and the evidence are to be the file %s", command_verify.name,
			 values->given[OPTION_EVIDENCE]);
		report_files_clear(&verification.reports);
		return EXIT_STATUS_USAGE;
	}
	enum exit_status status = run_verification(&verification);
	report_files_clear(&verification.reports);
	return status;
}

/* What a report leaves out cannot be joined. */
static enum exit_status begin_shard(const struct option_values *values, struct shard *ret_shard)
{
	const char *given = values->given[OPTION_SHARD];
	const char *output = values->given[OPTION_OUTPUT];
	bool is_for_merge = output && strstr(output, "json") != NULL;
	if (given && is_for_merge && values->given[OPTION_QUIET]) {
		diagnose(
			"verify: --quiet leaves out what 'tufcheck merge' needs of a --shard; give "
			"it to merge");
		return EXIT_STATUS_USAGE;
	}
	if (given && is_for_merge && values->given[OPTION_EXPIRES_WITHIN]) {
		diagnose("verify: 'tufcheck merge' joins no forecasts; --expires-within is for a "
			 "run "
			 "without --shard");
		return EXIT_STATUS_USAGE;
	}
	return shard_begin(&command_verify, values, given, ret_shard);
}

static enum exit_status run_keeping(const struct option_values *values, struct evidence *evidence)
{
	const struct demand_request request = {
		.command = command_verify.name,
		.values = values,
		.warn_within = values->given[OPTION_WARN_WITHIN],
		.trusted_root = values->given[OPTION_TRUSTED_ROOT],
		.pin_row = OPTION_PIN,
		.pins = values->given[OPTION_PINS],
		.notary_config = values->given[OPTION_NOTARY_CONFIG],
		.lock = values->given[OPTION_LOCK],
		.frozen = values->given[OPTION_FROZEN],
	};
	struct demands demands;
	enum exit_status status = demands_begin(&request, &demands);
	if (status != EXIT_STATUS_PASSED)
		return status;
	struct shard shard;
	status = begin_shard(values, &shard);
	if (status == EXIT_STATUS_PASSED) {
		status = run_demanding(values, &demands, &shard, evidence);
		shard_end(&shard);
	}
	demands_end(&demands);
	return status;
}

static enum exit_status run(const struct option_values *values)
{
	struct evidence evidence;
	if (!evidence_begin(&evidence, command_verify.name, values->given[OPTION_EVIDENCE]))
		return EXIT_STATUS_UNCHECKED;
	enum exit_status status = run_keeping(values, &evidence);
	evidence_end(&evidence);
	return status;
}
