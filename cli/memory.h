/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is there. A command that runs out of it has not checked what it
 * was asked to: the process says so and ends with EXIT_STATUS_UNCHECKED, so
 * that no caller has a failure to handle.
 */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <stddef.h>

/** Says that memory is short, and ends the process. */
_Noreturn void memory_exhausted(void);

/** Says that the process has several threads from here on, of which any may run out of memory. */
void memory_share(void);

/** Returns count zeroed items of size bytes; the caller's to free. */
void *memory_take(size_t count, size_t size);

/** Makes items (NULL, or from this module) hold count items of size bytes. */
void *memory_resize(void *items, size_t count, size_t size);

/** Returns a copy of text; the caller's to free. */
char *memory_copy_text(const char *text);

#endif
