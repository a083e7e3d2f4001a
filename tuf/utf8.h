/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters of a text in UTF-8.
 */
#ifndef TUF_UTF8_H
#define TUF_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Decodes the first character of a NUL-terminated text that is not empty: how
 * many bytes it takes, or 0 when they are not UTF-8.
 */
size_t tuf_utf8_decode(const char *text, uint32_t *ret_point);

/** Whether all of a NUL-terminated text is UTF-8. */
bool tuf_utf8_is_valid(const char *text);

#endif
