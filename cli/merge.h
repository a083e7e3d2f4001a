/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports of all shards of a run, read side by side so that their repositories
 * come in the order of the whole. Of each report one repository is held at a
 * time. What reports say is hostile until it was looked at here.
 */
#ifndef CLI_MERGE_H
#define CLI_MERGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/exit_status.h"
#include "cli/report_reader.h"
#include "cli/summary.h"

/* One report. */
struct merge_source {
	struct report_reader reader;
	json_t *closing; /* what it says of the whole, looked at */
	size_t number;   /* of the shard */
	size_t count;    /* of repositories in it */
	struct summary summary; /* of those that were met */
	bool has_next;
	size_t next; /* the index of the repository that comes next */
};

/* All zero, then merge_open. */
struct merge {
	struct merge_source *sources;
	size_t count;
	size_t repositories; /* of all of them */
};

/** Opens all reports; the paths are borrowed. Returns EXIT_STATUS_PASSED, or stderr says why not. */
__attribute__((warn_unused_result)) enum exit_status
merge_open(struct merge *merge, const char *const *paths, size_t count);

/** Reads what each report says of the whole, and whether they are the shards of one run. Likewise. */
__attribute__((warn_unused_result)) enum exit_status merge_prepare(struct merge *merge);

/*
 * A repository, with its index; the object is borrowed for the call only.
 * False: it is not what it must be, and the source's problem says so.
 */
typedef bool merge_visitor(void *context, struct merge_source *source, json_t *repository);

/** Shows each repository to visit, in the order of the whole. May be done again. Likewise. */
__attribute__((warn_unused_result)) enum exit_status merge_walk(struct merge *merge,
								merge_visitor *visit, void *context);

/** Says on stderr what a source's reader refused, and returns EXIT_STATUS_UNCHECKED. */
enum exit_status merge_refuse(const struct merge_source *source);

/** Closes all, and frees what it holds. */
void merge_close(struct merge *merge);

#endif
