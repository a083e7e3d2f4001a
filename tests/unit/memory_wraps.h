/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests for memory that fail. The program that includes this says which, and
 * must wrap malloc and calloc (CMakeLists.txt).
 */
#ifndef TUFCHECK_TESTS_MEMORY_WRAPS_H
#define TUFCHECK_TESTS_MEMORY_WRAPS_H

#include <stdbool.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

/* Asked once for each request: whether it is one to refuse. */
static bool must_fail(void);

void *__wrap_malloc(size_t size)
{
	return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : __real_calloc(count, size);
}

#endif
