/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far a scan is, on a terminal at stderr, from its second second on: one
 * line, written over and over, and gone whenever something else is written
 * (remains.h) and at the end. It belongs to the process, and is for its first
 * thread alone.
 *
 * A scan that is shorter, or has no terminal, asks nothing of the system but
 * the time.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Begins with a scan of total steps. To be called when the terminal was looked
 * at (terminal.h). is_quiet: nothing is to be shown of it.
 */
void progress_begin(size_t total, bool is_quiet);

/** Another step is done. The line is drawn at most ten times a second. */
void progress_step(void);

/** Takes the line away for good. */
void progress_end(void);

#endif
