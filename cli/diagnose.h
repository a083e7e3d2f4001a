/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages to the user.
 */
#ifndef CLI_DIAGNOSE_H
#define CLI_DIAGNOSE_H

/** Writes "tufcheck: ", what printf would print, escaped, and a newline to stderr. */
void diagnose(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
