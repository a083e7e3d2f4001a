/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the user demands of repositories beside the chain of trust, as options
 * of several commands say it. What is wrong with them is said on stderr.
 */
#ifndef CLI_DEMANDS_H
#define CLI_DEMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exit_status.h"
#include "cli/options.h"
#include "verify/tufcheck.h"

/* What was given; each may be NULL. All is borrowed. */
struct demand_request {
	const char *command; /* whose messages these are */
	const struct option_values *values;
	size_t pin_row;   /* of --pin, which may be repeated */
	const char *pins; /* a file */
};

/* Zero it, then demands_begin. */
struct demands {
	struct tufcheck_options options; /* for a survey's request; borrows from the rest */
	struct tufcheck_pins *pins;
	bool *is_pin_used;      /* by pin: it fits a repository that was seen */
	const char *pins_file;  /* borrowed from the request */
	size_t repositories_seen;
};

/**
 * Reads what was given.
 *
 * Returns EXIT_STATUS_PASSED, then ret_demands is for demands_end; or
 * EXIT_STATUS_USAGE.
 */
__attribute__((warn_unused_result)) enum exit_status
demands_begin(const struct demand_request *request, struct demands *ret_demands);

/** Remembers that the demands were made of a repository called gun. */
void demands_see(struct demands *demands, const char *gun);

/**
 * Says on stderr which demands were made of no repository: a name that is not
 * written as it is protects nothing.
 *
 * Returns EXIT_STATUS_PASSED, or EXIT_STATUS_UNCHECKED when one of them is
 * meant for one repository, or when none was made of any.
 */
__attribute__((warn_unused_result)) enum exit_status
demands_conclude(const struct demands *demands);

/** Frees what the demands hold; after the survey that borrows from them. */
void demands_end(struct demands *demands);

#endif
