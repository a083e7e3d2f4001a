/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is true of the whole, by what each shard says of itself and of the
 * private keys, which all of them look at. docs/estates.md says why it comes
 * out as in one run.
 */
#ifndef CLI_MERGE_WHOLE_H
#define CLI_MERGE_WHOLE_H

#include "cli/merge.h"
#include "verify/tufcheck.h"

/* All zero, then merge_whole_begin. */
struct merge_whole {
	const struct merge *merge;
	struct tufcheck_scan *scan; /* of nothing: the estate wants one */
	struct tufcheck_estate *estate;
	json_t *missing; /* findings by the names of repositories that no shard has met */
	struct summary summary;
};

/** Begins with a merge that is prepared, and is borrowed. */
void merge_whole_begin(struct merge_whole *whole, const struct merge *merge);

/** Notes a repository; a merge_visitor, whose context is the whole. */
bool merge_whole_note(void *context, struct merge_source *source, json_t *repository);

/**
 * The members of the report that stand behind the repositories, and what of the
 * exit status the whole makes. A new reference; NULL: the reports do not go
 * together, and stderr says why.
 */
json_t *merge_whole_finish(struct merge_whole *whole, enum exit_status *ret_status);

/** Frees what it holds. */
void merge_whole_end(struct merge_whole *whole);

#endif
