/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which names in a metadata folder are those of roots of other versions.
 */
#ifndef TUFCHECK_ROOT_LIST_H
#define TUFCHECK_ROOT_LIST_H

#include "tuf/arena.h"
#include "verify/source.h"

/* Set the arena, zero the rest. */
struct tc_root_list {
	struct tuf_arena *arena;
	struct tc_root_file *files;
	size_t count;
	size_t room;
};

/** Adds a copy of name if it is N.root.json or root.N.json. */
TUF_MUST_USE enum tuf_result tc_root_list_add(struct tc_root_list *list, const char *name);

/** Sorts by version and name. */
void tc_root_list_sort(struct tc_root_list *list);

#endif
