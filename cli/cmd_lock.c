/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck lock: records what verified repositories are, for later runs of
 * verify to be held against.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/lock_file.h"
#include "cli/memory.h"
#include "cli/operand.h"
#include "cli/page.h"
#include "cli/render_lock.h"
#include "cli/roll.h"
#include "cli/standing.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_UPDATE,
	OPTION_DRY_RUN,
	OPTION_PRUNE,
	OPTION_ALLOW_DEGRADED,
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_JOBS,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_UPDATE] =
		{
			.name = "update",
			.letter = 'u',
			.argument = "FILE",
			.replaces = true,
			.help = "show how repositories differ from this lock, and record them in "
				"it; what was not asked for or is not verified stays as it is",
		},
	[OPTION_DRY_RUN] =
		{
			.name = "dry-run",
			.letter = 'n',
			.help = "with --update: show what would change, and change nothing",
		},
	[OPTION_PRUNE] =
		{
			.name = "prune",
			.help = "with --update: take out repositories of the lock that were asked "
				"for and are not there; a path asks for all of them",
		},
	[OPTION_ALLOW_DEGRADED] =
		{
			.name = "allow-degraded",
			.help = "record degraded repositories too, as clients see them; each is "
				"named on stderr",
		},
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_JOBS] = OPTION_ROW_JOBS,
	[OPTION_QUIET] = OPTION_ROW_NO_PROGRESS,
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every repository was recorded, or was recorded already"},
	{"1", "a repository is not verified, and was not recorded"},
	{"2", "wrong usage, or the file to update is no lock"},
	{"3", "something could not be checked or written, or nothing was there to record"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck lock > tufcheck.lock", "records everything in docker's trust directory"},
	{"tufcheck verify --lock tufcheck.lock", "later: checks that nothing moved"},
	{"tufcheck lock --update tufcheck.lock registry.example.com/team/app",
	 "accepts what changed in one repository, after showing it"},
	{NULL, NULL},
};

const struct command command_lock = {
	.name = "lock",
	.summary = "record keys, versions and tags of repositories",
	.usage = "[OPTION]... [PATH|GUN]...",
	.description =
		"Verifies repositories as 'tufcheck verify' does, and prints a lock of those that "
		"are trusted: the keys, threshold and version of each role, and the digest of each "
		"tag. The same repositories give the same lock. Keep it in version control; "
		"'tufcheck verify --lock' then says what is not as it was.\n"
		"A repository that is not trusted is not recorded. When none is, no lock is "
		"printed. Of two repositories with one name and different contents the first one, "
		"by its path, is recorded.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* A run of the command. */
struct locking {
	const struct option_values *values;
	const char *update; /* the file; NULL: a new lock is printed */
	struct survey survey;
	struct tufcheck_lock *lock;
	struct roll roll;     /* every repository that was met */
	struct roll recorded; /* those that are in the lock as they are now */
	struct terminal terminal;
	struct page page; /* for changes */
	bool has_changed; /* the lock is not what was read */
};

static bool is_given(const struct locking *locking, int option)
{
	return locking->values->given[option] != NULL;
}

/* ---- one repository ---- */

static bool has_name(struct locking *locking, const struct tufcheck_repository *repository)
{
	if (!standing_is_name_assumed(repository))
		return true;
	diagnose("%s is not recorded: only its own root certificate says that it is called %s; "
		 "give the name with --gun",
		 repository->path, repository->gun);
	survey_note(&locking->survey, EXIT_STATUS_FAILED);
	return false;
}

/* Whether a repository is worth recording; else stderr says why not. */
static bool may_be_recorded(struct locking *locking, const struct tufcheck_repository *repository)
{
	const char *name = standing_get_name(repository);
	const char *status = tufcheck_status_name(repository->status);
	bool is_degraded = repository->status == TUFCHECK_STATUS_DEGRADED;
	if (repository->status == TUFCHECK_STATUS_TRUSTED)
		return true;
	if (is_degraded && is_given(locking, OPTION_ALLOW_DEGRADED)) {
		diagnose("%s is %s, and is recorded only because of --allow-degraded: %s", name,
			 status, standing_get_reason(repository));
		return true;
	}
	diagnose("%s is %s, and is not recorded: %s", name, status, standing_get_reason(repository));
	survey_note(&locking->survey, EXIT_STATUS_FAILED);
	return false;
}

static struct tufcheck_lock_changes *compare(const struct locking *locking,
					     const struct tufcheck_repository *repository)
{
	struct tufcheck_lock_changes *changes = NULL;
	enum tufcheck_result result = tufcheck_lock_compare(locking->lock, repository, &changes);
	if (result != TUFCHECK_OK)
		memory_exhausted(); /* the call is right: the repository is verified */
	return changes;
}

static void record(struct locking *locking, const struct tufcheck_repository *repository)
{
	enum tufcheck_result result = tufcheck_lock_put(locking->lock, repository);
	if (result == TUFCHECK_OK) {
		(void)roll_add(&locking->recorded, repository->gun);
		locking->has_changed = true;
		return;
	}
	if (result != TUFCHECK_INVALID)
		memory_exhausted();
	diagnose("%s cannot be recorded: its name is not UTF-8", repository->gun);
	survey_note(&locking->survey, EXIT_STATUS_FAILED);
}

/* Another repository of the same name, recorded in this run, leaves no choice but one. */
static void report_conflict(struct locking *locking, const struct tufcheck_repository *repository)
{
	diagnose("%s in %s is not recorded: another repository of that name was, and differs",
		 repository->gun, repository->path);
	survey_note(&locking->survey, EXIT_STATUS_FAILED);
}

static void take(void *data, const struct tufcheck_repository *repository)
{
	struct locking *locking = data;
	(void)roll_add(&locking->roll, repository->gun);
	if (!may_be_recorded(locking, repository) || !has_name(locking, repository))
		return;
	bool is_recorded = names_has(&locking->recorded.names, repository->gun);
	struct tufcheck_lock_changes *changes = compare(locking, repository);
	if (tufcheck_lock_changes_count(changes) == 0) {
		(void)roll_add(&locking->recorded, repository->gun);
	} else if (is_recorded) {
		report_conflict(locking, repository);
	} else {
		if (locking->update)
			render_changes_write(&locking->page, repository->gun, changes);
		record(locking, repository);
	}
	tufcheck_lock_changes_free(changes);
}

/* ---- a new lock ---- */

static enum exit_status print_lock(struct locking *locking)
{
	survey_visit(&locking->survey, take, locking);
	if (tufcheck_lock_count(locking->lock) == 0) {
		diagnose("lock: there is no repository to record");
		return locking->survey.status;
	}
	char *text = NULL;
	size_t length = 0;
	if (tufcheck_lock_write(locking->lock, &text, &length) != TUFCHECK_OK)
		memory_exhausted();
	/* that it did not arrive, main.c notices */
	(void)fwrite(text, 1, length, stdout);
	free(text);
	return locking->survey.status;
}

/* ---- an older lock ---- */

static void prune(struct locking *locking, const struct tufcheck_lock_changes *missing)
{
	for (size_t i = 0; i < tufcheck_lock_changes_count(missing); i++) {
		const char *gun = tufcheck_lock_changes_get(missing, i)->expected;
		page_begin_line(&locking->page, "", "", 2);
		page_add_whole(&locking->page, STYLE_BOLD, gun);
		page_add(&locking->page, STYLE_PLAIN, "is not there, and is taken out of the lock");
		page_end_line(&locking->page);
		if (tufcheck_lock_remove(locking->lock, gun) == TUFCHECK_OK)
			locking->has_changed = true;
	}
}

/* What could not be looked at may well be there. */
static bool may_prune(const struct locking *locking)
{
	const struct survey *survey = &locking->survey;
	if (survey->summary.by_status[TUFCHECK_STATUS_UNREADABLE] > 0)
		return false;
	return survey->status != EXIT_STATUS_UNCHECKED || !roll_is_of_all(locking->values);
}

static void handle_missing(struct locking *locking)
{
	struct tufcheck_lock_changes *missing =
		roll_find_missing(&locking->roll, locking->lock, locking->values);
	size_t count = tufcheck_lock_changes_count(missing);
	if (count > 0 && is_given(locking, OPTION_PRUNE) && !may_prune(locking))
		diagnose("lock: nothing is taken out of %s: not everything could be looked at",
			 locking->update);
	else if (is_given(locking, OPTION_PRUNE))
		prune(locking, missing);
	else if (count > 0)
		diagnose("lock: %zu %s of %s %s not met, and %s in it; --prune takes out what is "
			 "not there",
			 count, count == 1 ? "repository" : "repositories", locking->update,
			 count == 1 ? "was" : "were", count == 1 ? "stays" : "stay");
	tufcheck_lock_changes_free(missing);
}

static enum exit_status update_lock(struct locking *locking)
{
	survey_visit(&locking->survey, take, locking);
	handle_missing(locking);
	if (!locking->has_changed)
		page_write(&locking->page, "", STYLE_PLAIN, "%s has not changed", locking->update);
	if (!locking->has_changed || is_given(locking, OPTION_DRY_RUN))
		return locking->survey.status;
	if (!lock_file_replace(command_lock.name, locking->update, locking->lock))
		survey_note(&locking->survey, EXIT_STATUS_UNCHECKED);
	return locking->survey.status;
}

/* ---- the command ---- */

static bool is_usage_right(const struct option_values *values)
{
	bool is_update = values->given[OPTION_UPDATE] != NULL;
	if (is_update || (!values->given[OPTION_DRY_RUN] && !values->given[OPTION_PRUNE]))
		return true;
	diagnose("lock: %s says how to update a lock, and needs --update",
		 values->given[OPTION_PRUNE] ? "--prune" : "--dry-run");
	return false;
}

/* The lock to begin with; NULL: there is none, and stderr says so. */
static struct tufcheck_lock *begin_lock(const char *update)
{
	struct tufcheck_lock *lock = NULL;
	if (update) {
		lock = lock_file_read(command_lock.name, update);
		if (!lock && !operand_exists(update))
			diagnose("lock: without --update, 'tufcheck lock' prints a new one");
		return lock;
	}
	if (tufcheck_lock_new(&lock) != TUFCHECK_OK)
		memory_exhausted();
	return lock;
}

static enum exit_status run_locking(struct locking *locking)
{
	const struct option_values *values = locking->values;
	const struct survey_request request = {
		.command = command_lock.name,
		.values = values,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.jobs = values->given[OPTION_JOBS],
		.is_quiet = values->given[OPTION_QUIET] != NULL,
		.replaced = &locking->update,
		.replaced_count = locking->update && !is_given(locking, OPTION_DRY_RUN) ? 1 : 0,
	};
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &locking->terminal);
	enum exit_status status = survey_begin(&request, &locking->survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	locking->page = (struct page){.stream = stdout, .terminal = &locking->terminal};
	status = locking->update ? update_lock(locking) : print_lock(locking);
	survey_end(&locking->survey);
	roll_clear(&locking->roll);
	roll_clear(&locking->recorded);
	return status;
}

static enum exit_status run(const struct option_values *values)
{
	if (!is_usage_right(values))
		return EXIT_STATUS_USAGE;
	struct locking locking = {
		.values = values,
		.update = values->given[OPTION_UPDATE],
		.lock = begin_lock(values->given[OPTION_UPDATE]),
	};
	if (!locking.lock)
		return EXIT_STATUS_USAGE;
	enum exit_status status = run_locking(&locking);
	tufcheck_lock_free(locking.lock);
	return status;
}
