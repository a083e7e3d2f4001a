/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The repository that was probably meant by a name that is none.
 */
#ifndef CLI_NEAREST_GUN_H
#define CLI_NEAREST_GUN_H

#include "verify/tufcheck.h"

/**
 * The repository below the trust directory that word is nearly the GUN of: as
 * docker would take it for an image, without what stands before, or but for a
 * few characters. All of the directory is looked through for it.
 *
 * trust_dir: NULL has none. Returns the caller's to free; NULL: none is near.
 */
char *nearest_gun_find(const char *trust_dir, const char *word);

/** Likewise among the repositories of a scan, which may be NULL; borrowed from it. */
const char *nearest_gun_choose(const struct tufcheck_scan *scan, const char *word);

#endif
