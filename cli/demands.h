/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the user demands of repositories beside the chain of trust, as options
 * of several commands say it. What is wrong with them is said on stderr.
 */
#ifndef CLI_DEMANDS_H
#define CLI_DEMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/complaints.h"
#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/pin_demand.h"
#include "cli/run_input.h"
#include "verify/tufcheck.h"

/* What was given; each but the first two may be NULL. All is borrowed. */
struct demand_request {
	const char *command; /* whose messages these are */
	const struct option_values *values;
	const char *warn_within;   /* a span, as --warn-within has it */
	const char *trusted_root;  /* a file */
	size_t pin_row;            /* of --pin, which may be repeated */
	const char *pins;          /* a file */
	const char *notary_config; /* a Notary client's config.json */
	const char *lock;          /* a file */
	const char *frozen;        /* a flag */
};

/* Zero it, then demands_begin. */
struct demands {
	struct tufcheck_options options; /* for a survey's request; borrows from the rest */
	const char *command;
	const char *trusted_root_path;
	struct tufcheck_trusted_root *trusted_root;
	bool is_trusted_root_used;
	struct pin_demand pins;
	const char *notary_config_path;
	struct tufcheck_trust_pinning *trust_pinning;
	bool is_trust_pinning_used;
	const char *lock_path;
	struct tufcheck_lock *lock; /* NULL: none was given */
	bool is_lock_used;
	struct run_inputs inputs; /* every file that was read */
};

/**
 * Reads what was given.
 *
 * Returns EXIT_STATUS_PASSED, then ret_demands is for demands_end; or
 * EXIT_STATUS_USAGE.
 */
__attribute__((warn_unused_result)) enum exit_status
demands_begin(const struct demand_request *request, struct demands *ret_demands);

/** Remembers what of the demands the repository was held against. */
void demands_note(struct demands *demands, const struct tufcheck_repository *repository);

/**
 * Complains of what no repository was held against. To be asked when all
 * repositories were noted and there were some.
 */
void demands_review(const struct demands *demands, struct complaints *complaints);

/** Frees what the demands hold; after the survey that borrows from them. */
void demands_end(struct demands *demands);

#endif
