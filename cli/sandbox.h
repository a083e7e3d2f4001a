/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the process gives up, so that hostile data that took it over could do
 * little with it. Two steps, for a file of the user's own may name others:
 *
 *   1. before any file is opened: new privileges, and every system call that
 *      is not needed (main.c);
 *   2. when the user's own options, pins, policy and configuration have been
 *      read, and before anything else is: every file but those still to be
 *      read (each command).
 *
 * What the kernel cannot do is left out and noted on stderr; it stops nothing.
 */
#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H

#include <stdbool.h>

#include "cli/file_rules.h"
#include "cli/guard.h"

struct sandbox {
	struct guard files; /* Landlock */
	struct guard calls; /* seccomp */
	bool is_refused;    /* by --no-sandbox */
};

/** The first step. may_replace: the run is to replace a file. */
void sandbox_begin(bool may_replace);

/** In place of it: neither step is to do anything. */
void sandbox_refuse(void);

/**
 * The second step: only what the rules say can be opened from here on. Frees
 * the rules. What is missing of the sandbox is noted on stderr.
 */
void sandbox_confine(struct file_rules *rules);

/** How far the sandbox holds; borrowed for ever. NULL: wholly. */
const struct sandbox *sandbox_get_lacking(void);

/** A word for an extent: none, partial or full. */
const char *sandbox_extent_name(enum guard_extent extent);

/** Why the sandbox is not whole, as one line; the caller's to free. */
char *sandbox_make_reason(const struct sandbox *sandbox);

#endif
