/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run has to complain of when all repositories were looked at: said on
 * stderr, or, of a share of them, kept, for only who knows all shares can say.
 */
#ifndef CLI_COMPLAINTS_H
#define CLI_COMPLAINTS_H

#include <jansson.h>

#include "cli/exit_status.h"

/* All zero says what it is told. */
struct complaints {
	json_t *kept;            /* an array, for those that are to be kept; borrowed; else NULL */
	/* whose repositories a name may have meant; borrowed; NULL: nobody asks */
	const struct tufcheck_scan *scan;
	enum exit_status status; /* the worst of those that were said */
};

/** Says or keeps one line; status is what it makes of the run. */
void complaints_add(struct complaints *complaints, enum exit_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4), nonnull(3)));

#endif
