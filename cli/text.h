/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text that grows.
 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/* All zero is an empty text. */
struct text {
	char *bytes; /* NUL-terminated; NULL while nothing was added */
	size_t length;
	size_t capacity;
};

/** Frees what the text holds; it is empty then and can be used again. */
void text_clear(struct text *text);

/** What was added so far; borrowed until the next addition. Never NULL. */
const char *text_get(const struct text *text);

/** Moves the bytes out, for the caller to free, and leaves the text empty. Never NULL. */
char *text_take(struct text *text);

/** Forgets everything after the first length bytes. */
void text_cut(struct text *text, size_t length);

/** Adds length bytes, none of which is NUL. */
void text_append_bytes(struct text *text, const char *bytes, size_t length);

/** Adds a NUL-terminated text. */
void text_append(struct text *text, const char *addition);

/** Adds what printf would print. */
void text_append_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));

/** Adds what vprintf would print. */
void text_append_vformat(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0), nonnull(2)));

#endif
