/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of paths in trust directories. Nothing here looks at a file.
 * What is returned is in the arena or a part of what was given; NULL means
 * that memory was short, unless said otherwise.
 */
#ifndef TUFCHECK_PATH_H
#define TUFCHECK_PATH_H

#include <stdbool.h>

#include "tuf/arena.h"

/** The last element of path. */
const char *tc_path_base(const char *path);

/** name in folder; "." and "" stand for the folder that everything is relative to. */
TUF_MUST_USE const char *tc_path_join(struct tuf_arena *arena, const char *folder,
                                      const char *name);

/**
 * What follows the outermost tuf/ in path; "" when that is its last element,
 * NULL when there is none.
 *
 * is_sure: only one that stands directly in a folder called trust or .notary.
 */
const char *tc_path_after_tuf(const char *path, bool is_sure);

/**
 * Whether a repository can be called gun: clean elements, none of them "." or
 * "..", without control characters or a wildcard.
 */
bool tc_path_is_gun(const char *gun);

/** Makes path absolute and clean by its text alone: links keep their names. */
TUF_MUST_USE const char *tc_path_make_absolute(struct tuf_arena *arena, const char *path);

/** Drops a last "/metadata"; of "metadata" alone, "." is left. */
TUF_MUST_USE const char *tc_path_drop_metadata(struct tuf_arena *arena, const char *path);

#endif
