/* SPDX-License-Identifier: Apache-2.0 */
#include "failing_memory.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define REPLACED __attribute__((visibility("default")))

/* What is replaced goes in glibc by these names too. */
void *__libc_malloc(size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

enum {
	RUBBISH_FRESH = 0xa5,
	RUBBISH_FREED = 0xdf
};

static struct failing_memory own;
struct failing_memory *failing_memory = &own;

void failing_memory_begin(size_t victim, bool is_lasting)
{
	failing_memory->is_lasting = is_lasting;
	failing_memory->victim = victim;
	failing_memory->count = 0;
	failing_memory->failed = 0;
	failing_memory->is_on = true;
}

static bool must_fail(void)
{
	struct failing_memory *state = failing_memory;
	if (!state->is_on)
		return false;
	state->count++;
	bool is_victim = state->victim != 0 &&
	                 (state->count == state->victim ||
	                  (state->is_lasting && state->count > state->victim));
	if (is_victim) {
		state->failed++;
		errno = ENOMEM;
	}
	return is_victim;
}

/* Of memory that the real functions gave, or NULL. */
static void *fill(void *memory)
{
	if (!memory)
		return NULL;
	failing_memory->held++;
	return memset(memory, RUBBISH_FRESH, malloc_usable_size(memory));
}

REPLACED void *malloc(size_t size)
{
	return must_fail() ? NULL : fill(__libc_malloc(size));
}

REPLACED void *calloc(size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	void *memory = malloc(bytes);
	return memory ? memset(memory, 0, malloc_usable_size(memory)) : NULL;
}

REPLACED void free(void *memory)
{
	if (!memory)
		return;
	int error = errno;
	failing_memory->held--;
	(void)memset(memory, RUBBISH_FREED, malloc_usable_size(memory));
	__libc_free(memory);
	errno = error;
}

REPLACED void *realloc(void *memory, size_t size)
{
	if (memory && size == 0) {
		free(memory);
		return NULL;
	}
	void *moved = malloc(size);
	if (!memory || !moved)
		return moved;
	size_t held = malloc_usable_size(memory);
	(void)memcpy(moved, memory, held < size ? held : size);
	free(memory);
	return moved;
}

REPLACED void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(memory, bytes);
}

REPLACED void *memalign(size_t alignment, size_t size)
{
	return must_fail() ? NULL : fill(__libc_memalign(alignment, size));
}

REPLACED void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

REPLACED int posix_memalign(void **ret_memory, size_t alignment, size_t size)
{
	int error = errno;
	void *memory = memalign(alignment, size);
	errno = error;
	if (!memory)
		return ENOMEM;
	*ret_memory = memory;
	return 0;
}
