/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters of a text, and how much room they take on a terminal.
 */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * Decodes the character at bytes (RFC 3629: no overlong forms, no surrogates).
 *
 * Returns its length in bytes, 0 when there is none; then ret_point is untouched.
 */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point);

/** The length of text in bytes, or of its first whole characters within limit, as %.*s takes it. */
int utf8_cut(const char *text, int limit);

/** The columns that length bytes take on a terminal, each invalid byte one. */
size_t utf8_measure(const char *bytes, size_t length);

#endif
