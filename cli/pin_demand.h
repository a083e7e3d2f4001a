/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins that were given on the command line and in a file, and which of them
 * applied to a repository.
 */
#ifndef CLI_PIN_DEMAND_H
#define CLI_PIN_DEMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/complaints.h"
#include "cli/options.h"
#include "verify/tufcheck.h"

/* What was given. All is borrowed. */
struct pin_request {
	const char *command; /* whose messages these are */
	const struct option_values *values;
	size_t row;       /* of --pin, which may be repeated */
	const char *file; /* of --pins; may be NULL */
};

/* Zero it, then pin_demand_read. */
struct pin_demand {
	struct tufcheck_pins *pins;
	bool *is_used;    /* by pin: it fits a repository that was seen */
	const char *file; /* borrowed from the request */
};

/**
 * Reads the pins. False, with a message on stderr, when something is none;
 * ret_demand is for pin_demand_clear in any case.
 */
__attribute__((warn_unused_result)) bool pin_demand_read(const struct pin_request *request,
							 struct pin_demand *ret_demand);

/** Remembers that a repository called gun was held against the pins. */
void pin_demand_note(struct pin_demand *demand, const char *gun);

/**
 * Complains of pins that applied to no repository: a name that is not written
 * as it is protects nothing. That is EXIT_STATUS_UNCHECKED when one of them is
 * meant for one repository, or when none applied to any.
 */
void pin_demand_review(const struct pin_demand *demand, struct complaints *complaints);

/** Frees what the demand holds. */
void pin_demand_clear(struct pin_demand *demand);

#endif
