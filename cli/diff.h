/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is not on one side as it is on the other.
 */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include <stddef.h>

#include "cli/diff_side.h"
#include "verify/tufcheck.h"

/* Worst first. */
enum diff_change_kind {
	DIFF_REPOSITORY_GONE = 0,
	DIFF_STATUS_WORSE,
	DIFF_ROOT_KEY_REMOVED,
	DIFF_ROOT_KEY_ADDED,
	DIFF_VERSION_LOWERED,
	DIFF_THRESHOLD_LOWERED,
	DIFF_ROLE_KEY_REMOVED,
	DIFF_ROLE_KEY_ADDED,
	DIFF_SIGNER_REMOVED,
	DIFF_SIGNER_ADDED,
	DIFF_REPOSITORY_ADDED,
	DIFF_TAG_MOVED,
	DIFF_TAG_GONE,
	DIFF_TAG_ROLE,
	DIFF_TAG_SIGNERS,
	DIFF_STATUS_BETTER,
	DIFF_THRESHOLD_RAISED,
	DIFF_VERSION_RAISED,
	DIFF_TAG_ADDED,
	DIFF_CHANGE_KIND_COUNT,
};

struct diff_change {
	enum diff_change_kind kind;
	char *gun;
	char *role;    /* NULL: it concerns the repository */
	char *subject; /* a key's ID, a tag's name; NULL likewise */
	char *before;  /* NULL: it was not there */
	char *after;   /* NULL: it is not there */
	char *message; /* one plain line without the GUN; untrusted text */
};

/* All zero is empty. */
struct diff {
	struct diff_change *changes; /* by kind, then by GUN */
	size_t count;
	size_t room;
};

/** Compares; the diff is for diff_clear and borrows nothing. */
struct diff diff_make(const struct diff_side *before, const struct diff_side *after);

/** The word for a kind, as docs/diff.md has it, and how grave it is. */
const char *diff_change_name(enum diff_change_kind kind);
enum tufcheck_severity diff_change_severity(enum diff_change_kind kind);

/** How many of the changes have this severity. */
size_t diff_count(const struct diff *diff, enum tufcheck_severity severity);

/** Frees what the diff holds. */
void diff_clear(struct diff *diff);

#endif
