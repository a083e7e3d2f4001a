/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PEM as Notary writes it: blocks of one kind, one after the other, without
 * headers and with nothing between or around them. Line ends may be CR LF and
 * lines of any length.
 *
 * The reference skips over what it cannot read in a bundle. Two programs that
 * skip differently see different certificates, so of metadata nothing is
 * skipped here, and of other files only lines outside of blocks.
 */
#ifndef TUF_PEM_H
#define TUF_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/result.h"

struct tuf_pem_block {
	const unsigned char *bytes;
	size_t length;
};

/** Whether the bytes have a PEM block anywhere, readable or not. */
bool tuf_pem_is_in(const unsigned char *bytes, size_t length);

/**
 * Parses at least one and at most limit blocks, all called label.
 *
 * ret_blocks: in the arena. TUF_INVALID fills no fault.
 */
TUF_MUST_USE enum tuf_result tuf_pem_parse(struct tuf_arena *arena, const unsigned char *bytes,
                                           size_t length, const char *label, size_t limit,
                                           const struct tuf_pem_block **ret_blocks,
                                           size_t *ret_count);

/**
 * Like tuf_pem_parse, of a file that a user keeps: lines before, between and
 * after the blocks, which tell people what they are, are passed over.
 */
TUF_MUST_USE enum tuf_result tuf_pem_parse_amid_text(struct tuf_arena *arena,
                                                     const unsigned char *bytes, size_t length,
                                                     const char *label, size_t limit,
                                                     const struct tuf_pem_block **ret_blocks,
                                                     size_t *ret_count);

/**
 * Writes blocks called label with lines of 64 characters, as the reference does.
 *
 * ret_pem: in the arena, with a NUL after the last of ret_length bytes.
 */
TUF_MUST_USE enum tuf_result tuf_pem_write(struct tuf_arena *arena, const char *label,
                                           const struct tuf_pem_block *blocks, size_t count,
                                           const char **ret_pem, size_t *ret_length);

#endif
