/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known when all repositories were looked at.
 */
#ifndef CLI_CLOSING_H
#define CLI_CLOSING_H

#include <stddef.h>

#include "cli/forecast.h"
#include "cli/summary.h"
#include "verify/tufcheck.h"

/* All is borrowed. */
struct closing {
	const struct tufcheck_scan *scan;
	const struct summary *summary; /* counts also the repositories that were not added */
	const struct tufcheck_estate_facts *estate;
	const struct tufcheck_lock_changes *missing; /* repositories of the lock; NULL: no lock */
	const struct forecast *forecast; /* sorted; NULL: none was asked for */
};

/** How many findings there are of no single repository. */
size_t closing_count_findings(const struct closing *closing);

/** Each of them, those that are missing first; borrowed. */
const struct tufcheck_finding *closing_get_finding(const struct closing *closing, size_t index);

#endif
