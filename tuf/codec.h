/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 and hexadecimal. Both refuse rather than repair.
 */
#ifndef TUF_CODEC_H
#define TUF_CODEC_H

#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/result.h"

/**
 * Decodes standard base64 (RFC 4648 section 4) with its padding. White space,
 * missing padding and bits after the last byte make the text invalid.
 *
 * ret_bytes: in the arena. TUF_INVALID fills no fault: the caller knows where.
 */
TUF_MUST_USE enum tuf_result tuf_base64_decode(struct tuf_arena *arena, const char *text,
                                               size_t length, const unsigned char **ret_bytes,
                                               size_t *ret_length);

/** Encodes to standard base64 with padding, NUL-terminated, in the arena; NULL when memory is short. */
TUF_MUST_USE const char *tuf_base64_encode(struct tuf_arena *arena, const unsigned char *bytes,
                                           size_t length);

/** Encodes to lower-case hexadecimal, NUL-terminated, in the arena; NULL when memory is short. */
TUF_MUST_USE const char *tuf_hex_encode(struct tuf_arena *arena, const unsigned char *bytes,
                                        size_t length);

#endif
