/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit_status.h"

void memory_exhausted(void)
{
	(void)fputs("tufcheck: out of memory\n", stderr);
	exit(EXIT_STATUS_UNCHECKED);
}

void *memory_take(size_t count, size_t size)
{
	/* none is asked for as one: NULL must mean nothing but a failure */
	void *items = calloc(count > 0 ? count : 1, size);
	if (!items)
		memory_exhausted();
	return items;
}

void *memory_resize(void *items, size_t count, size_t size)
{
	if (count > SIZE_MAX / size)
		memory_exhausted();
	void *resized = realloc(items, count > 0 ? count * size : 1);
	if (!resized)
		memory_exhausted();
	return resized;
}

char *memory_copy_text(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = memory_take(size, 1);
	memcpy(copy, text, size);
	return copy;
}
