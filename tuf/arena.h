/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A region of memory that is freed at once. Everything that is learnt of one
 * repository lives in one arena, so that ownership has one rule: what a parser
 * returns is valid until its arena is cleared.
 */
#ifndef TUF_ARENA_H
#define TUF_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "tuf/result.h"

struct tuf_arena_block;

struct tuf_arena {
	struct tuf_arena_block *newest;
	size_t block_bytes; /* that are asked of the system at once; 0: as many as suit a repository */
};

#define TUF_ARENA_INIT ((struct tuf_arena){.newest = NULL})

/** Frees everything taken from the arena; it can be used again. NULL is allowed. */
void tuf_arena_clear(struct tuf_arena *arena);

/** Returns size zeroed bytes, aligned for any type, or NULL when memory is short. */
TUF_MUST_USE void *tuf_arena_take(struct tuf_arena *arena, size_t size);

/** Like tuf_arena_take for count items of size bytes; NULL also when the product overflows. */
TUF_MUST_USE void *tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size);

/** Copies length bytes of text and adds a NUL. */
TUF_MUST_USE char *tuf_arena_copy_text(struct tuf_arena *arena, const char *text, size_t length);

/** Formats as printf does. */
TUF_MUST_USE char *tuf_arena_format(struct tuf_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** Formats as vprintf does. */
TUF_MUST_USE char *tuf_arena_vformat(struct tuf_arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

#endif
