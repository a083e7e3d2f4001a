/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)16 << 10)
#define ALIGNMENT _Alignof(max_align_t)

struct tuf_arena_block {
	struct tuf_arena_block *older;
	size_t size;
	size_t used;
	max_align_t bytes[];
};

void tuf_arena_clear(struct tuf_arena *arena)
{
	if (!arena)
		return;
	while (arena->newest) {
		struct tuf_arena_block *block = arena->newest;
		arena->newest = block->older;
		free(block);
	}
}

static struct tuf_arena_block *block_new(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct tuf_arena_block))
		return NULL;
	struct tuf_arena_block *block = malloc(sizeof(*block) + size);
	if (!block)
		return NULL;
	block->older = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

static void *block_take(struct tuf_arena_block *block, size_t size)
{
	void *taken = (char *)block->bytes + block->used;
	block->used += size;
	memset(taken, 0, size);
	return taken;
}

/* A large item gets a block of its own, placed behind the one being filled. */
static void *take_large(struct tuf_arena *arena, size_t size)
{
	struct tuf_arena_block *block = block_new(size);
	if (!block)
		return NULL;
	if (arena->newest) {
		block->older = arena->newest->older;
		arena->newest->older = block;
	} else {
		arena->newest = block;
	}
	return block_take(block, size);
}

void *tuf_arena_take(struct tuf_arena *arena, size_t size)
{
	if (size > SIZE_MAX - ALIGNMENT)
		return NULL;
	size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (rounded == 0)
		rounded = ALIGNMENT;
	if (arena->newest && rounded <= arena->newest->size - arena->newest->used)
		return block_take(arena->newest, rounded);
	size_t block_bytes = arena->block_bytes ? arena->block_bytes : BLOCK_BYTES;
	if (rounded > block_bytes / 4)
		return take_large(arena, rounded);
	struct tuf_arena_block *block = block_new(block_bytes);
	if (!block)
		return NULL;
	block->older = arena->newest;
	arena->newest = block;
	return block_take(block, rounded);
}

void *tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return tuf_arena_take(arena, count * size);
}

char *tuf_arena_copy_text(struct tuf_arena *arena, const char *text, size_t length)
{
	if (length == SIZE_MAX)
		return NULL;
	char *copy = tuf_arena_take(arena, length + 1);
	if (!copy)
		return NULL;
	if (length != 0)
		memcpy(copy, text, length);
	return copy;
}

char *tuf_arena_vformat(struct tuf_arena *arena, const char *format, va_list arguments)
{
	va_list measure;
	va_copy(measure, arguments);
	int length = vsnprintf(NULL, 0, format, measure);
	va_end(measure);
	if (length < 0)
		return NULL;
	char *text = tuf_arena_take(arena, (size_t)length + 1);
	if (!text)
		return NULL;
	(void)vsnprintf(text, (size_t)length + 1, format, arguments);
	return text;
}

char *tuf_arena_format(struct tuf_arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = tuf_arena_vformat(arena, format, arguments);
	va_end(arguments);
	return text;
}
