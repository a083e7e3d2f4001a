/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json_memory.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli/memory.h"

/*
 * Blocks stand at multiples of it, and a piece begins in the first of them, so
 * that where a piece is tells its block.
 */
#define BLOCK_BYTES ((size_t)32 << 10)

/* malloc's own words are part of that, so that blocks stand close together. */
#define MALLOC_BYTES ((size_t)16)

/* A larger piece has a block of its own. */
#define LARGE_BYTES (BLOCK_BYTES / 4)

/* Of all that jansson keeps; for anything at all, a thirtieth more would be left unused. */
#define ALIGNMENT _Alignof(union { void *pointer; size_t size; json_int_t integer; double real; })

/* The holds of the thread that cuts pieces from a block: more than there can be pieces. */
#define OWNER_HOLDS BLOCK_BYTES

struct block {
	/* OWNER_HOLDS less what was given up; once the owner let go, the pieces that are left */
	atomic_size_t holds;
	size_t cut;  /* pieces that were cut from it; the owner's, like the next */
	size_t used; /* bytes, with the head */
};

#define HEAD_BYTES ((sizeof(struct block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

/* The block that this thread cuts from. */
static _Thread_local struct block *current;

static struct block *block_new(size_t size)
{
	void *memory = NULL;
	if (posix_memalign(&memory, BLOCK_BYTES, size) != 0)
		memory_exhausted();
	struct block *block = memory;
	block->cut = 0;
	block->used = HEAD_BYTES;
	return block;
}

static void release(struct block *block, size_t holds)
{
	if (atomic_fetch_sub_explicit(&block->holds, holds, memory_order_acq_rel) == holds)
		free(block);
}

static void *take_large(size_t size)
{
	if (size > SIZE_MAX - HEAD_BYTES)
		memory_exhausted();
	struct block *block = block_new(HEAD_BYTES + size);
	atomic_init(&block->holds, 1);
	return (unsigned char *)block + HEAD_BYTES;
}

/* A block is its pieces' alone from here on. */
void json_memory_leave(void)
{
	if (current)
		release(current, OWNER_HOLDS - current->cut);
	current = NULL;
}

static void begin_block(void)
{
	json_memory_leave();
	current = block_new(BLOCK_BYTES - MALLOC_BYTES);
	atomic_init(&current->holds, OWNER_HOLDS);
}

void *json_memory_take(size_t size)
{
	if (size > LARGE_BYTES)
		return take_large(size);
	size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (rounded == 0)
		rounded = ALIGNMENT;
	if (!current || rounded > BLOCK_BYTES - MALLOC_BYTES - current->used)
		begin_block();
	void *piece = (unsigned char *)current + current->used;
	current->used += rounded;
	current->cut++;
	return piece;
}

void json_memory_free(void *piece)
{
	if (!piece)
		return;
	void *start = (unsigned char *)piece - (uintptr_t)piece % BLOCK_BYTES;
	struct block *block = start;
	if (block != current) {
		release(block, 1);
		return;
	}
	size_t left = atomic_fetch_sub_explicit(&block->holds, 1, memory_order_acq_rel) - 1;
	/* all was given up: it can be cut anew */
	if (left == OWNER_HOLDS - block->cut) {
		atomic_store_explicit(&block->holds, OWNER_HOLDS, memory_order_relaxed);
		block->cut = 0;
		block->used = HEAD_BYTES;
	}
}
