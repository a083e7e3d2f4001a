/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/canonical.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The form is made twice by the same code: once with no buffer, which only
 * counts, once into a buffer of exactly that size.
 */
struct writer {
	struct tuf_arena *arena;
	char *bytes; /* NULL while counting */
	size_t length;
};

static void put(struct writer *writer, const char *bytes, size_t length)
{
	if (writer->bytes)
		memcpy(writer->bytes + writer->length, bytes, length);
	writer->length += length;
}

static void put_text(struct writer *writer, const char *text, size_t length)
{
	put(writer, "\"", 1);
	size_t start = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] != '"' && text[i] != '\\')
			continue;
		put(writer, text + start, i - start);
		put(writer, "\\", 1);
		start = i;
	}
	put(writer, text + start, length - start);
	put(writer, "\"", 1);
}

static void put_integer(struct writer *writer, int64_t integer)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRId64, integer);
	put(writer, digits, (size_t)length);
}

static enum tuf_result put_value(struct writer *writer, const json_t *value);

static int compare_names(const void *left, const void *right)
{
	/* strcmp compares as unsigned bytes, which is what the form asks for */
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum tuf_result put_object(struct writer *writer, const json_t *object)
{
	size_t count = json_object_size(object);
	const char **names = tuf_arena_take_array(writer->arena, count, sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	size_t n = 0;
	const char *name;
	json_t *member;
	json_object_foreach((json_t *)object, name, member)
		names[n++] = name;
	qsort(names, count, sizeof(*names), compare_names);

	put(writer, "{", 1);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put(writer, ",", 1);
		put_text(writer, names[i], strlen(names[i]));
		put(writer, ":", 1);
		enum tuf_result result = put_value(writer, json_object_get(object, names[i]));
		if (result != TUF_OK)
			return result;
	}
	put(writer, "}", 1);
	return TUF_OK;
}

static enum tuf_result put_array(struct writer *writer, const json_t *array)
{
	put(writer, "[", 1);
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (i > 0)
			put(writer, ",", 1);
		enum tuf_result result = put_value(writer, json_array_get(array, i));
		if (result != TUF_OK)
			return result;
	}
	put(writer, "]", 1);
	return TUF_OK;
}

static enum tuf_result put_value(struct writer *writer, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return put_object(writer, value);
	case JSON_ARRAY:
		return put_array(writer, value);
	case JSON_STRING:
		put_text(writer, json_string_value(value), json_string_length(value));
		return TUF_OK;
	case JSON_INTEGER:
		put_integer(writer, json_integer_value(value));
		return TUF_OK;
	case JSON_REAL:
		/* whole and within 2^53 - 1: tuf_json_load refuses the rest */
		put_integer(writer, (int64_t)json_real_value(value));
		return TUF_OK;
	case JSON_TRUE:
		put(writer, "true", 4);
		return TUF_OK;
	case JSON_FALSE:
		put(writer, "false", 5);
		return TUF_OK;
	case JSON_NULL:
		put(writer, "null", 4);
		return TUF_OK;
	}
	return TUF_INVALID;
}

enum tuf_result tuf_canonical_write(struct tuf_arena *arena, const json_t *value,
                                    const char **ret_bytes, size_t *ret_length)
{
	struct writer writer = {.arena = arena};
	enum tuf_result result = put_value(&writer, value);
	if (result != TUF_OK)
		return result;
	char *bytes = tuf_arena_take(arena, writer.length + 1);
	if (!bytes)
		return TUF_NO_MEMORY;
	writer.bytes = bytes;
	writer.length = 0;
	result = put_value(&writer, value);
	if (result != TUF_OK)
		return result;
	*ret_bytes = bytes;
	*ret_length = writer.length;
	return TUF_OK;
}
