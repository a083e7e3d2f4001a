/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many repositories are verified at once: --jobs, else one for each
 * processor that this process may run on.
 */
#ifndef CLI_JOBS_H
#define CLI_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#define JOBS_MAX 1024

/**
 * Reads the value of --jobs; given may be NULL.
 *
 * Returns false when it is no number from 1 to JOBS_MAX; stderr says so, in
 * the words of command.
 */
__attribute__((warn_unused_result)) bool jobs_read(const char *command, const char *given,
						   size_t *ret_jobs);

/**
 * As many of the jobs as have enough file descriptors, so that none fails for
 * want of one; at least 1. To be asked when what stays open is open.
 */
size_t jobs_fit(size_t jobs);

#endif
