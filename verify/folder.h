/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one folder of a trust directory holds, as far as finding repositories
 * goes.
 */
#ifndef TUFCHECK_FOLDER_H
#define TUFCHECK_FOLDER_H

#include <dirent.h>
#include <stdbool.h>

#include "tuf/arena.h"

struct tc_listing {
	const char **folders; /* sorted; links, which may lead to one, too */
	size_t folder_count;
	size_t room;
	bool has_role_file; /* one of the four top-level roles */
	bool has_root;
	bool has_tuf;
};

/**
 * Adds a name in the folder; may_be_folder: what is called so is a folder, or
 * may lead to one.
 */
TUF_MUST_USE enum tuf_result tc_listing_add(struct tuf_arena *arena, struct tc_listing *listing,
                                            const char *name, bool may_be_folder);

/** Sorts the folders. */
void tc_listing_sort(struct tc_listing *listing);

/**
 * Reads an open folder to its end.
 *
 * ret_listing: zeroed by the caller; its texts are in the arena. ret_error:
 * errno when it could not be read to its end, else 0.
 */
TUF_MUST_USE enum tuf_result tc_folder_list(struct tuf_arena *arena, DIR *folder,
                                            struct tc_listing *ret_listing, int *ret_error);

/* The names in a folder. */
struct tc_names {
	const char **items; /* sorted */
	size_t count;
	size_t room;
	bool is_cut; /* there are more than were asked for */
};

/**
 * Reads all names in an open folder but "." and "..", at most limit of them.
 *
 * ret_names: zeroed by the caller; its texts are in the arena. ret_error: as above.
 */
TUF_MUST_USE enum tuf_result tc_folder_list_names(struct tuf_arena *arena, DIR *folder,
                                                  size_t limit, struct tc_names *ret_names,
                                                  int *ret_error);

#endif
