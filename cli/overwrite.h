/* SPDX-License-Identifier: Apache-2.0 */
/*
 * That a run which only reads keeps what it reads: none of the files that it
 * is to write takes the place of one, or is put among them.
 */
#ifndef CLI_OVERWRITE_H
#define CLI_OVERWRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/run_input.h"
#include "verify/tufcheck.h"

/* What is read. All is borrowed. */
struct overwrite_sources {
	const char *const *operands; /* paths, if something is there */
	size_t operand_count;
	const char *trust_dir;            /* NULL: there is none */
	const struct run_inputs *inputs;  /* that options name; NULL: there are none */
	const struct tufcheck_scan *scan; /* of all repositories */
};

/**
 * Whether the file at path, which need not be there yet, must not be written:
 * it is an operand or an input, or among the metadata or staged changes of a
 * repository, or among the private keys of a trust directory. Then stderr says
 * which, by the name of the command.
 */
__attribute__((warn_unused_result)) bool
overwrite_is_refused(const char *command, const char *path,
		     const struct overwrite_sources *sources);

#endif
