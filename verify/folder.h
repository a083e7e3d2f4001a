/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading folders, and what one of a trust directory holds, as far as finding
 * repositories goes.
 */
#ifndef TUFCHECK_FOLDER_H
#define TUFCHECK_FOLDER_H

#include <stdbool.h>

#include "tuf/arena.h"

/* Of which the system tells as many as fit at a time. */
#define TC_ENTRIES_BYTES ((size_t)8 << 10)

struct tc_entry {
	const char *name;   /* until the next one is asked for */
	unsigned char type; /* DT_DIR and its like of dirent.h; DT_UNKNOWN where the file system does not say */
};

/* The entries of an open folder. Large, and not to be copied. */
struct tc_entries {
	int descriptor; /* borrowed */
	int error;      /* errno, when the folder could not be read to its end; else 0 */
	size_t next;    /* of the bytes: the entry that is told next */
	size_t length;
	unsigned char bytes[TC_ENTRIES_BYTES];
};

/** Begins where the descriptor stands: of a folder that was just opened, with the first. */
void tc_entries_begin(struct tc_entries *entries, int descriptor);

/** The next entry but "." and ".."; false when there is none, or entries->error says why it is not known. */
bool tc_entries_next(struct tc_entries *entries, struct tc_entry *ret_entry);

/* What a name in a folder stands for, as far as finding repositories goes. */
enum tc_entry_kind {
	TC_ENTRY_OTHER = 0,
	TC_ENTRY_FOLDER,
	TC_ENTRY_LINK /* which may lead to a folder; or it cannot be told */
};

struct tc_listed_folder {
	const char *name;
	bool may_be_link;
};

struct tc_listing {
	struct tc_listed_folder *folders; /* by name; links, which may lead to one, too */
	size_t folder_count;
	size_t room;
	bool has_role_file; /* one of the four top-level roles */
	bool has_root;
	bool has_tuf;
};

/** Adds a name in the folder. */
TUF_MUST_USE enum tuf_result tc_listing_add(struct tuf_arena *arena, struct tc_listing *listing,
                                            const char *name, enum tc_entry_kind kind);

/** Sorts the folders. */
void tc_listing_sort(struct tc_listing *listing);

/**
 * Reads an open folder to its end; it stays open.
 *
 * ret_listing: zeroed by the caller; its texts are in the arena. ret_error:
 * errno when it could not be read to its end, else 0.
 */
TUF_MUST_USE enum tuf_result tc_folder_list(struct tuf_arena *arena, int folder,
                                            struct tc_listing *ret_listing, int *ret_error);

/* The names in a folder. */
struct tc_names {
	const char **items; /* sorted */
	size_t count;
	size_t room;
	bool is_cut; /* there are more than were asked for */
};

/**
 * Reads all names in an open folder but "." and "..", at most limit of them; it stays open.
 *
 * ret_names: zeroed by the caller; its texts are in the arena. ret_error: as above.
 */
TUF_MUST_USE enum tuf_result tc_folder_list_names(struct tuf_arena *arena, int folder,
                                                  size_t limit, struct tc_names *ret_names,
                                                  int *ret_error);

#endif
