/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operand PATH|GUN leads to.
 *
 * It is a path when something is there, or when it begins with "/", "./",
 * "../" or "~". Else, and also when the path holds no repository, it is a GUN
 * below the trust directory.
 */
#ifndef CLI_OPERAND_H
#define CLI_OPERAND_H

#include <stdbool.h>

#include "cli/exit_status.h"
#include "verify/tufcheck.h"

/* Said when nothing says where the trust directory is. */
#define OPERAND_NO_TRUST_DIR                                                                       \
	"no trust directory is known: neither --trust-dir, DOCKER_CONFIG nor HOME is set"

/**
 * The trust directory: given when it is not NULL, else the one that docker uses.
 *
 * Returns the caller's to free; NULL when nothing says where it is.
 */
char *operand_find_trust_dir(const char *given);

/** Whether operand is written as a path only can be. */
bool operand_is_plainly_path(const char *operand);

/** Whether something is at path: a link counts, wherever it leads. */
bool operand_exists(const char *path);

/** Whether not even the system says that nothing is at path: what cannot be looked at may exist. */
bool operand_may_exist(const char *path);

/** The folder that a GUN has below trust_dir; the caller's to free. */
char *operand_make_gun_path(const char *trust_dir, const char *gun);

/**
 * Says on stderr that operand was found neither as a path nor as a GUN, where
 * it was looked for, and what was probably meant. trust_dir may be NULL.
 */
void operand_diagnose_missing(const char *operand, const char *trust_dir);

/** Says on stderr that path cannot be read, and why as far as it can be told. */
void operand_diagnose_unreadable(const char *path);

/**
 * Adds the repositories that operand leads to. What hinders it is said on
 * stderr. trust_dir may be NULL.
 *
 * Returns EXIT_STATUS_PASSED, or EXIT_STATUS_UNCHECKED when there were none.
 */
__attribute__((warn_unused_result)) enum exit_status
operand_add(struct tufcheck_scan *scan, const char *operand, const char *trust_dir);

/** Likewise for all that is in the trust directory, which may be NULL. */
__attribute__((warn_unused_result)) enum exit_status
operand_add_trust_dir(struct tufcheck_scan *scan, const char *trust_dir);

#endif
