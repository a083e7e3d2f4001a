/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena that refuses requests. The program that includes this says which,
 * and must wrap what is here (CMakeLists.txt).
 */
#ifndef TUFCHECK_TESTS_ARENA_WRAPS_H
#define TUFCHECK_TESTS_ARENA_WRAPS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"

void *__real_tuf_arena_take(struct tuf_arena *arena, size_t size);
void *__wrap_tuf_arena_take(struct tuf_arena *arena, size_t size);
void *__real_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size);
void *__wrap_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size);
char *__real_tuf_arena_copy_text(struct tuf_arena *arena, const char *text, size_t length);
char *__wrap_tuf_arena_copy_text(struct tuf_arena *arena, const char *text, size_t length);
char *__real_tuf_arena_vformat(struct tuf_arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
char *__wrap_tuf_arena_vformat(struct tuf_arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
char *__wrap_tuf_arena_format(struct tuf_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Asked once for each request: whether it is the one to refuse. */
static bool arena_must_refuse(void);

void *__wrap_tuf_arena_take(struct tuf_arena *arena, size_t size)
{
	return arena_must_refuse() ? NULL : __real_tuf_arena_take(arena, size);
}

void *__wrap_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size)
{
	return arena_must_refuse() ? NULL : __real_tuf_arena_take_array(arena, count, size);
}

char *__wrap_tuf_arena_copy_text(struct tuf_arena *arena, const char *text, size_t length)
{
	return arena_must_refuse() ? NULL : __real_tuf_arena_copy_text(arena, text, length);
}

char *__wrap_tuf_arena_vformat(struct tuf_arena *arena, const char *format, va_list arguments)
{
	return arena_must_refuse() ? NULL : __real_tuf_arena_vformat(arena, format, arguments);
}

char *__wrap_tuf_arena_format(struct tuf_arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = arena_must_refuse() ? NULL : __real_tuf_arena_vformat(arena, format, arguments);
	va_end(arguments);
	return text;
}

#endif
