/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck verify: finds repositories, verifies each, and says what they are
 * worth.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/demands.h"
#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/render.h"
#include "cli/roll.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_JOBS,
	OPTION_WARN_WITHIN,
	OPTION_TRUSTED_ROOT,
	OPTION_NOTARY_CONFIG,
	OPTION_OUTPUT,
	OPTION_SHARD,
	OPTION_QUIET,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_ALLOW_DEGRADED,
	OPTION_ALLOW_EXPIRED,
	OPTION_PIN,
	OPTION_PINS,
	OPTION_LOCK,
	OPTION_FROZEN,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "ndjson", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_JOBS] = OPTION_ROW_JOBS,
	[OPTION_WARN_WITHIN] = OPTION_ROW_WARN_WITHIN,
	[OPTION_TRUSTED_ROOT] = OPTION_ROW_TRUSTED_ROOT,
	[OPTION_NOTARY_CONFIG] = OPTION_ROW_NOTARY_CONFIG,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document) or ndjson (a line for each "
				"repository, then a summary)",
		},
	[OPTION_SHARD] =
		{
			.name = "shard",
			.argument = "K/N",
			.help = "verify only share K, from 1, of N of the repositories, by a digest "
				"of their GUNs; 'tufcheck merge' joins the reports (json, ndjson)",
		},
	[OPTION_QUIET] =
		{
			.name = "quiet",
			.letter = 'q',
			.help = "show only what is not trusted",
		},
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
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
	      "metadata is unencrypted or within others' reach"},
	{"2", "wrong usage or configuration"},
	{"3", "something could not be checked, was not found, or nothing was there to check; a "
	      "--pin names none of the repositories, or a lock, trusted root or configuration is for "
	      "none of them"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck verify", "checks everything in docker's trust directory"},
	{"tufcheck verify --at 2024-05-01 -o json /archive/trust",
	 "checks an archive as of 1 May 2024, for a program to read"},
	{"tufcheck verify --lock tufcheck.lock", "checks also that keys are those that were locked"},
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
	struct roll roll; /* with a lock */
	struct shard shard;
};

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
	return tufcheck_scan_count(verification->survey.scan) == 1 ? &render_chain : &render_table;
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

/* That a repository is unreadable, the survey has noted. */
static enum exit_status judge(const struct verification *verification,
			      const struct tufcheck_repository *repository)
{
	if (repository->status == TUFCHECK_STATUS_TRUSTED)
		return EXIT_STATUS_PASSED;
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
	if (verification->demands->lock)
		(void)roll_add(&verification->roll, repository->gun);
	if (!verification->context.is_quiet || repository->status != TUFCHECK_STATUS_TRUSTED)
		verification->renderer->add(verification->state, repository);
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
	struct complaints complaints = {.kept = verification->shard.complaints};
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
	survey_visit(survey, show, verification);
	verification->shard.status = survey->status;
	review_demands(verification);
	struct tufcheck_lock_changes *missing = find_missing(verification);
	struct closing closing = {
		.scan = survey->scan, .summary = &survey->summary, .missing = missing};
	must_have_memory(tufcheck_estate_finish(verification->estate, &closing.estate));
	survey_note(survey, judge_estate(closing.estate));
	verification->renderer->finish(verification->state, &closing); /* frees state */
	tufcheck_estate_free(verification->estate);
	tufcheck_lock_changes_free(missing);
}

static enum exit_status run_demanding(const struct option_values *values, struct demands *demands,
				      struct shard *shard)
{
	struct verification verification = {
		.values = values,
		.demands = demands,
		.shard = *shard,
		.context = {.stream = stdout, .is_quiet = values->given[OPTION_QUIET] != NULL},
	};
	const struct survey_request request = {
		.command = command_verify.name,
		.values = values,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.jobs = values->given[OPTION_JOBS],
		.shard = verification.shard.number,
		.shard_count = verification.shard.count,
		.options = demands->options,
	};
	if (verification.shard.count > 0)
		verification.context.shard = &verification.shard;
	terminal_look(is_given(&verification, OPTION_NO_COLOUR), &verification.context.terminal);
	enum exit_status status = survey_begin(&request, &verification.survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	verification.context.at = verification.survey.at;
	verify_all(&verification);
	survey_end(&verification.survey);
	return verification.survey.status;
}

/* What a report leaves out cannot be joined. */
static enum exit_status begin_shard(const struct option_values *values, struct shard *ret_shard)
{
	const char *given = values->given[OPTION_SHARD];
	const char *output = values->given[OPTION_OUTPUT];
	bool is_for_merge = output && strstr(output, "json") != NULL;
	if (given && is_for_merge && values->given[OPTION_QUIET]) {
		diagnose("verify: --quiet leaves out what 'tufcheck merge' needs of a --shard; give "
			 "it to merge");
		return EXIT_STATUS_USAGE;
	}
	return shard_begin(&command_verify, values, given, ret_shard);
}

static enum exit_status run(const struct option_values *values)
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
		status = run_demanding(values, &demands, &shard);
		shard_end(&shard);
	}
	demands_end(&demands);
	return status;
}
