/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of the repositories that a run has met, whatever they are worth:
 * those of a lock that are not among them are missing.
 */
#ifndef CLI_ROLL_H
#define CLI_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/names.h"
#include "cli/options.h"
#include "verify/tufcheck.h"

/* All zero is empty. */
struct roll {
	struct names names;
	const char **guns; /* each once */
	size_t count;
	size_t room;
};

/** Adds the name of a repository; false when it was there already. */
bool roll_add(struct roll *roll, const char *gun);

/**
 * Adds those names of a lock that fall to other shares than number of count:
 * whether they are there is for those to say. Of no shares none are added.
 */
void roll_add_other_shares(struct roll *roll, const struct tufcheck_lock *lock, size_t number,
			   size_t count);

/** Whether the operands ask for all that a lock has: there is none, or a path. */
bool roll_is_of_all(const struct option_values *values);

/**
 * The repositories of a lock that were asked for and not met. Operands that are
 * all names ask for what is called so or below.
 *
 * Returns what the caller frees with tufcheck_lock_changes_free.
 */
struct tufcheck_lock_changes *roll_find_missing(const struct roll *roll,
						const struct tufcheck_lock *lock,
						const struct option_values *values);

/** Frees what the roll holds. */
void roll_clear(struct roll *roll);

#endif
