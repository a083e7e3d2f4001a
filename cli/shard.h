/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run over a share of the repositories (--shard K/N), and what its report
 * says of that, for 'tufcheck merge' to make one of all.
 */
#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include <jansson.h>
#include <stddef.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/options.h"
#include "verify/tufcheck.h"

#define SHARD_MAX 100000

/* All zero is a run over everything. */
struct shard {
	size_t number; /* from 1 */
	size_t count;  /* of shards; 0: the run is over everything */
	size_t position; /* in the whole, of the repository that is being shown */
	json_t *settings;   /* what else the run was asked for */
	json_t *complaints; /* of what no repository of the share was held against */
	enum exit_status status; /* of the share by itself */
};

/**
 * Reads the value of --shard, and what the run is otherwise asked for, with the
 * digests of the files that are named. given may be NULL.
 *
 * Returns EXIT_STATUS_PASSED, then ret_shard is for shard_end; or
 * EXIT_STATUS_USAGE, and stderr says why.
 */
__attribute__((warn_unused_result)) enum exit_status shard_begin(const struct command *command,
								 const struct option_values *values,
								 const char *given,
								 struct shard *ret_shard);

/** The field "shard" of a report; a new reference. */
json_t *shard_record(const struct shard *shard, const struct tufcheck_scan *scan);

/** Frees what it holds. */
void shard_end(struct shard *shard);

#endif
