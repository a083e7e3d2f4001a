/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What commands that verify repositories have in common: finding those that
 * were asked for, verifying them in their order, and keeping the worst exit
 * status. What hinders it is said on stderr.
 */
#ifndef CLI_SURVEY_H
#define CLI_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/run_input.h"
#include "cli/summary.h"
#include "verify/tufcheck.h"

/* What was asked for; the options may be NULL. All is borrowed. */
struct survey_request {
	const char *command;                /* whose messages these are */
	const struct option_values *values; /* for the operands */
	const char *trust_dir;
	const char *gun;
	const char *at;
	const char *jobs;
	size_t shard;       /* of the repositories only that share, from 1, ... */
	size_t shard_count; /* of so many; 0: all of them */
	const char *const *replaced; /* files that are to be written */
	size_t replaced_count;
	const char *evidence; /* another one; NULL: none */
	const struct run_inputs *inputs; /* that options name and were read; NULL: none */
	const char *made_folder; /* that is to be made; NULL: none is */
	bool is_quiet;           /* no progress is shown */
	bool is_confined;        /* the caller has confined the process already */
	/* what repositories are held against; the moment and the name are filled in */
	struct tufcheck_options options;
};

/* Zero it, then survey_begin. */
struct survey {
	struct tufcheck_scan *scan;
	struct tufcheck_time at; /* the moment of evaluation */
	size_t jobs;             /* repositories that are verified at once */
	size_t index;            /* in the scan, of the repository that is being visited */
	bool is_quiet;
	struct summary summary;  /* of the repositories that were visited */
	enum exit_status status; /* the worst so far */
};

/**
 * Finds the repositories. From here on nothing but what they need can be
 * opened (sandbox.h).
 *
 * Returns EXIT_STATUS_PASSED, then ret_survey is for survey_end; or
 * EXIT_STATUS_USAGE, also when a file that is to be written is among those that
 * are read. That something was not found is in the survey's status.
 */
__attribute__((warn_unused_result)) enum exit_status
survey_begin(const struct survey_request *request, struct survey *ret_survey);

/** Remembers status if it is worse than what was. */
void survey_note(struct survey *survey, enum exit_status status);

/* repository is borrowed for the call only. */
typedef void survey_visitor(void *context, const struct tufcheck_repository *repository);

/**
 * Verifies each repository, several at once, and shows it to visit, one after
 * the other in the scan's order, on the calling thread. One that could not be
 * checked, and that there was none, is noted as EXIT_STATUS_UNCHECKED.
 */
void survey_visit(struct survey *survey, survey_visitor *visit, void *context);

/** How many repositories were found, those of other shards among them. */
size_t survey_count(const struct survey *survey);

/** Frees what the survey holds. */
void survey_end(struct survey *survey);

#endif
