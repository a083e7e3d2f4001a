/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standard output that has no holes: a write that is interrupted is made
 * again, and after one that failed nothing more is written. The C library's
 * own loses what it could not write and goes on with what comes next.
 */
#ifndef TUFCHECK_CLI_OUTPUT_H
#define TUFCHECK_CLI_OUTPUT_H

#include <stdbool.h>

/** Puts a stream in the place of stdout, until output_end(). */
void output_begin(void);

/** Whether nothing has been written that is half a line of a terminal. */
bool output_is_at_line_start(void);

/** Writes what is not written yet. Returns 0, or the errno of the first write that failed. */
int output_end(void);

#endif
