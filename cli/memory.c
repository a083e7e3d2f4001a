/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit_status.h"
#include "cli/remains.h"

static bool is_shared;

void memory_share(void)
{
	is_shared = true;
}

/* Other threads go on meanwhile: what an exit would take away from under them stays. */
_Noreturn static void end_among_others(void)
{
	static pthread_mutex_t ending = PTHREAD_MUTEX_INITIALIZER;
	/* for ever: who comes second waits for the end */
	pthread_mutex_lock(&ending);
	remains_clear();
	(void)fputs("tufcheck: out of memory\n", stderr);
	(void)fflush(stdout);
	_exit(EXIT_STATUS_UNCHECKED);
}

void memory_exhausted(void)
{
	if (is_shared)
		end_among_others();
	remains_clear();
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
