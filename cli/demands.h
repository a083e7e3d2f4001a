/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the user demands of repositories beside the chain of trust, as options
 * of several commands say it. What is wrong with them is said on stderr.
 */
#ifndef CLI_DEMANDS_H
#define CLI_DEMANDS_H

#include "cli/exit_status.h"
#include "cli/options.h"
#include "verify/tufcheck.h"

/* What was given; each may be NULL. All is borrowed. */
struct demand_request {
	const char *command; /* whose messages these are */
	const char *lock;    /* the file */
	const char *frozen;
};

/* Zero it, then demands_begin. */
struct demands {
	struct tufcheck_options options; /* for a survey's request; borrows from the rest */
	struct tufcheck_lock *lock;      /* NULL: none was given */
};

/**
 * Reads what was given.
 *
 * Returns EXIT_STATUS_PASSED, then ret_demands is for demands_end; or
 * EXIT_STATUS_USAGE.
 */
__attribute__((warn_unused_result)) enum exit_status
demands_begin(const struct demand_request *request, struct demands *ret_demands);

/** Frees what the demands hold; after the survey that borrows from them. */
void demands_end(struct demands *demands);

#endif
