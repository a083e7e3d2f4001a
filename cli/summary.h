/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many repositories have which status.
 */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include <stddef.h>

#include "cli/text.h"
#include "verify/tufcheck.h"

/* The statuses that a repository can have, in the order of reports. */
#define SUMMARY_STATUS_COUNT 6
extern const enum tufcheck_status summary_statuses[SUMMARY_STATUS_COUNT];

/* All zero is the summary of nothing. */
struct summary {
	size_t repositories;
	size_t by_status[TUFCHECK_STATUS_COUNT];
};

/** Counts a repository. A status that is none is counted as untrusted. */
void summary_count(struct summary *summary, enum tufcheck_status status);

/** Adds "7 repositories: 4 trusted, 3 untrusted" to out. */
void summary_append(struct text *out, const struct summary *summary);

#endif
