/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

#define FIRST_CAPACITY 64

void text_clear(struct text *text)
{
	free(text->bytes);
	*text = (struct text){.bytes = NULL};
}

const char *text_get(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

char *text_take(struct text *text)
{
	char *bytes = text->bytes ? text->bytes : memory_copy_text("");
	*text = (struct text){.bytes = NULL}; /* transferred */
	return bytes;
}

void text_cut(struct text *text, size_t length)
{
	if (length >= text->length)
		return;
	text->length = length;
	text->bytes[length] = '\0';
}

/* Makes room for length more bytes and a NUL. */
static void reserve(struct text *text, size_t length)
{
	if (length >= SIZE_MAX / 2 - text->length)
		memory_exhausted();
	size_t needed = text->length + length + 1;
	if (needed <= text->capacity)
		return;
	size_t capacity = text->capacity > 0 ? text->capacity : FIRST_CAPACITY;
	while (capacity < needed)
		capacity *= 2;
	text->bytes = memory_resize(text->bytes, capacity, 1);
	text->capacity = capacity;
}

void text_append_bytes(struct text *text, const char *bytes, size_t length)
{
	reserve(text, length);
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void text_append(struct text *text, const char *addition)
{
	text_append_bytes(text, addition, strlen(addition));
}

void text_append_vformat(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		memory_exhausted();
	reserve(text, (size_t)length);
	(void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
	text->length += (size_t)length;
}

void text_append_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(text, format, arguments);
	va_end(arguments);
}
