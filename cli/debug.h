/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run looks at and decides, for who wonders why: --debug.
 */
#ifndef CLI_DEBUG_H
#define CLI_DEBUG_H

#include <stdbool.h>
#include <stdint.h>

#include "verify/tufcheck.h"

/** From here on debug() says something. To be called before there are threads. */
void debug_begin(void);

/** Whether it does: for what is dear to find out. */
bool debug_is_wanted(void);

/**
 * Writes "tufcheck: debug: ", what printf would print, escaped, and a newline to
 * stderr, from any thread; nothing without debug_begin. No contents of files.
 */
void debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Tells of a file that an option named; for who watches them otherwise (tufcheck_inputs_watch). */
void debug_input(const struct tufcheck_read_file *file);

/** Tells of a repository that was verified, which took so many microseconds. */
void debug_repository(const struct tufcheck_repository *repository, uint64_t spent);

#endif
