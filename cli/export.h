/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of a repository is proved so that it may be signed again elsewhere, and
 * what is not, with the reason.
 *
 * An entry is handed on when the repository holds (or the user lets it pass),
 * its name and the tag's are those of an image, it has a sha256, and docker
 * would pull it: what an image's users got is what is to be signed again.
 */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/standing.h"
#include "verify/tufcheck.h"

/* What is not handed on. */
struct export_gap {
	const struct tufcheck_target *target; /* NULL: all of the repository */
	char *reason;                         /* one plain line; may hold untrusted text */
};

/* All zero is empty. */
struct export_entry {
	const struct tufcheck_repository *repository; /* borrowed */
	const char *leave; /* the options it passes by; NULL: it is trusted, or does not pass */
	const struct tufcheck_target **tags; /* by name; borrowed likewise */
	size_t tag_count;
	struct export_gap *gaps; /* likewise */
	size_t gap_count;
	bool is_exported; /* the repository itself; else the one gap says why not */
};

/** Divides what a repository lists. The entry is for export_entry_clear. */
struct export_entry export_entry_make(const struct tufcheck_repository *repository,
				      const struct leave *leave);

/** Puts the tags that have the same digest beside each other, by name. */
void export_entry_sort_by_digest(struct export_entry *entry);

/** Whether the tag at index is the last with its digest; after they were sorted by it. */
bool export_entry_is_last_of_digest(const struct export_entry *entry, size_t index);

/** Frees what the entry holds. */
void export_entry_clear(struct export_entry *entry);

#endif
