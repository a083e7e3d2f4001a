/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths as references of RFC 3986.
 */
#ifndef CLI_URI_H
#define CLI_URI_H

#include "cli/text.h"

/**
 * Adds the path of a file: as a relative reference, or as a file: URI when the
 * path is absolute. Everything but letters, digits, / and -._~ is
 * percent-encoded, byte by byte. Segments "." and empty ones are left out, and
 * ".." with the one before it.
 */
void uri_append_path(struct text *out, const char *path);

#endif
