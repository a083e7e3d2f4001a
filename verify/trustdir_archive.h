/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading tar archives in the place of trust directories (archive.h).
 */
#ifndef TUFCHECK_TRUSTDIR_ARCHIVE_H
#define TUFCHECK_TRUSTDIR_ARCHIVE_H

#include "verify/archive.h"
#include "verify/trustdir.h"

/**
 * Opens the file at path if it is regular and begins as a tar archive does.
 *
 * ret_descriptor: the caller's to close; -1 when it is none, or cannot be
 * opened. ret_error: errno of that; 0 when it is no archive.
 */
TUF_MUST_USE enum tuf_result tc_archive_open(const char *path, int *ret_descriptor, int *ret_error);

/**
 * Reads all that the archive has. It borrows the descriptor, and lives in the arena.
 *
 * TUF_INVALID: it is refused, and ret_problem says why.
 */
TUF_MUST_USE enum tuf_result tc_archive_read(struct tuf_arena *arena, int descriptor,
                                             const char *path, struct tc_archive **ret_archive,
                                             struct tc_archive_problem *ret_problem);

/** Reads the file at path in the archive, as a source does (source.h). */
TUF_MUST_USE enum tuf_result tc_archive_read_file(const struct tc_archive *archive,
                                                  const char *path, size_t limit,
                                                  struct tc_read *ret_read);

#endif
