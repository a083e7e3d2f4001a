/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canonical JSON as Notary signs it: names sorted by their UTF-8 bytes, no
 * white space, strings with only quotation mark and backslash escaped and
 * everything else raw (control characters too), integers in decimal.
 *
 * Source: the canonical mode of the encoder in github.com/docker/go, which the
 * reference client signs and verifies with. It is not OLPC's form and not RFC
 * 8785's: 1e2 is written 100, and control characters are not escaped.
 */
#ifndef TUF_CANONICAL_H
#define TUF_CANONICAL_H

#include <jansson.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/result.h"

/**
 * Whether bytes begin with the canonical form of value: then they are it, and
 * need not be written again. It is what tuf_canonical_write would write that
 * the bytes are held against, by the same code. value as below.
 *
 * TUF_OK: they do, and ret_length is the form's. TUF_INVALID: they do not.
 */
TUF_MUST_USE enum tuf_result tuf_canonical_match(struct tuf_arena *arena, const json_t *value,
                                                 const char *bytes, size_t length,
                                                 size_t *ret_length);

/**
 * Writes the canonical form of value, which must come from tuf_json_load (so
 * that its depth is bounded and its numbers have a form).
 *
 * room: the length that it is likely to have at most. When that is too small,
 * it is written twice.
 * ret_bytes: in the arena, with a NUL after the last byte; ret_length without it.
 */
TUF_MUST_USE enum tuf_result tuf_canonical_write(struct tuf_arena *arena, const json_t *value,
                                                 size_t room, const char **ret_bytes,
                                                 size_t *ret_length);

#endif
