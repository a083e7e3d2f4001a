/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at a document's spelling, before parsing loses it. It only refuses:
 * what a document means, the one parser says.
 */
#ifndef TUF_SPELLING_H
#define TUF_SPELLING_H

#include "tuf/json.h"

/**
 * Refuses escapes of characters that need none, NUL bytes, and more values than
 * the reader's max_values.
 *
 * The reference reads dates from the raw text, where an escape is no digit.
 * Notary's encoder escapes control characters, <, > and &, U+2028 and U+2029;
 * all else in ASCII it writes as it is.
 */
TUF_MUST_USE enum tuf_result tuf_spelling_check(const struct tuf_reader *reader, const char *text,
                                                size_t length);

#endif
