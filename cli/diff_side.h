/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One side of a comparison: what a trust directory, a lock or a report says of
 * repositories, in one form.
 *
 * A lock and a report are somebody's word: nothing of them is verified here.
 */
#ifndef CLI_DIFF_SIDE_H
#define CLI_DIFF_SIDE_H

#include <jansson.h>
#include <stdbool.h>

#include "verify/tufcheck.h"

enum diff_kind {
	DIFF_NONE = 0,
	DIFF_TRUST_DIRECTORY,
	DIFF_LOCK,
	DIFF_REPORT,
};

/*
 * repositories, by GUN:
 *
 *   { "status": …, "isProved": whether the rest is known,
 *     "roles": { NAME: { "version", "threshold", "keys": { ID: canonical ID or null } } },
 *     "tags":  { NAME: { "sha256", "role", "signers": […] or null } } }
 *
 * The status of a lock's repositories is null, for it says none. Of several
 * repositories with one name all but the first are called by name and path.
 */
struct diff_side {
	const char *path; /* as given; borrowed */
	enum diff_kind kind;
	char *evaluated_at;   /* RFC 3339; NULL: not said */
	json_t *repositories; /* an object */
	bool is_read;         /* a file was read to its end */
};

/* Zero it; ready for diff_side_add and diff_side_read. */
void diff_side_begin(struct diff_side *side, const char *path);

/** Remembers the moment at which the side is evaluated, unless one is known. */
void diff_side_set_moment(struct diff_side *side, const char *evaluated_at);

/** Adds a repository that was verified just now. */
void diff_side_add(struct diff_side *side, const struct tufcheck_repository *repository);

/**
 * Reads a lock or report, of JSON or NDJSON.
 *
 * False: it is neither, or cannot be read; then stderr says why, and where.
 */
__attribute__((warn_unused_result)) bool diff_side_read(struct diff_side *side,
							const char *command);

/** Frees what the side holds. */
void diff_side_clear(struct diff_side *side);

/** "trust directory", "lock" or "report". */
const char *diff_kind_name(enum diff_kind kind);

#endif
