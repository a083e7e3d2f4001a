/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lock files: reading one, and writing another in its place. What hinders it is
 * said on stderr.
 */
#ifndef CLI_LOCK_FILE_H
#define CLI_LOCK_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "verify/tufcheck.h"

/** Reads the lock at path; NULL when it is none. The caller's to tufcheck_lock_free. */
struct tufcheck_lock *lock_file_read(const char *command, const char *path);

/**
 * Writes the lock in the place of the file at path, whole or not at all
 * (cli/replacement.h).
 */
__attribute__((warn_unused_result)) bool lock_file_replace(const char *command, const char *path,
							   const struct tufcheck_lock *lock);

#endif
