/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of the user's own that a run was told by: what a report names as
 * evidence beside the files of repositories.
 */
#ifndef CLI_RUN_INPUT_H
#define CLI_RUN_INPUT_H

#include <stddef.h>

#include "verify/tufcheck.h"

struct run_input {
	const char *kind;                  /* "lock", "pins", … */
	const struct tufcheck_input *file; /* borrowed from what was made of it */
};

/* All zero is none. */
struct run_inputs {
	struct run_input *items;
	size_t count;
};

#endif
