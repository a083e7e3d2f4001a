/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/canonical.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Digits of an integer, with its sign. */
#define INTEGER_DIGITS 20

/*
 * Where the form goes: it is copied to room, as far as there is any, or held
 * against bytes that may be it already.
 */
struct writer {
	struct tuf_arena *arena; /* for lists of names */
	char *bytes;             /* written to; NULL where there is no room */
	size_t room;
	const char *expected; /* compared with; NULL when the form is written */
	size_t expected_length;
	size_t length; /* of the form up to now */
};

struct member {
	const char *name;
	const json_t *value;
};

/* TUF_INVALID: the bytes are not the expected ones. */
static enum tuf_result put(struct writer *writer, const char *bytes, size_t length)
{
	size_t start = writer->length;
	writer->length += length;
	if (writer->expected) {
		bool is_same = length <= writer->expected_length - start &&
		               memcmp(writer->expected + start, bytes, length) == 0;
		return is_same ? TUF_OK : TUF_INVALID;
	}
	if (writer->length <= writer->room)
		memcpy(writer->bytes + start, bytes, length);
	return TUF_OK;
}

static enum tuf_result put_escaped(struct writer *writer, const char *text, size_t length)
{
	size_t start = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] != '"' && text[i] != '\\')
			continue;
		enum tuf_result result = put(writer, text + start, i - start);
		if (result == TUF_OK)
			result = put(writer, "\\", 1);
		if (result != TUF_OK)
			return result;
		start = i;
	}
	return put(writer, text + start, length - start);
}

static enum tuf_result put_text(struct writer *writer, const char *text, size_t length)
{
	enum tuf_result result = put(writer, "\"", 1);
	if (result == TUF_OK)
		result = put_escaped(writer, text, length);
	return result == TUF_OK ? put(writer, "\"", 1) : result;
}

static enum tuf_result put_integer(struct writer *writer, int64_t integer)
{
	char digits[INTEGER_DIGITS];
	size_t start = sizeof(digits);
	uint64_t rest = (uint64_t)(integer < 0 ? -integer : integer);
	do {
		digits[--start] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (integer < 0)
		digits[--start] = '-';
	return put(writer, digits + start, sizeof(digits) - start);
}

static enum tuf_result put_value(struct writer *writer, const json_t *value);

/* index: of the member in its object */
static enum tuf_result put_member(struct writer *writer, size_t index, const struct member *member)
{
	enum tuf_result result = index > 0 ? put(writer, ",", 1) : TUF_OK;
	if (result == TUF_OK)
		result = put_text(writer, member->name, strlen(member->name));
	if (result == TUF_OK)
		result = put(writer, ":", 1);
	return result == TUF_OK ? put_value(writer, member->value) : result;
}

static struct member member_at(void *iterator)
{
	return (struct member){.name = json_object_iter_key(iterator),
	                       .value = json_object_iter_value(iterator)};
}

/* strcmp compares as unsigned bytes, which is what the form asks for. */
static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct member *)left)->name, ((const struct member *)right)->name);
}

/* jansson keeps members as they stood in the text. Its iterators want a mutable object, and change
 * nothing. */
static bool is_sorted(json_t *object)
{
	const char *before = NULL;
	for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
		const char *name = json_object_iter_key(at);
		if (before && strcmp(before, name) > 0)
			return false;
		before = name;
	}
	return true;
}

static enum tuf_result put_sorted_members(struct writer *writer, json_t *object)
{
	size_t index = 0;
	for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
		const struct member member = member_at(at);
		enum tuf_result result = put_member(writer, index++, &member);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result sort_and_put_members(struct writer *writer, json_t *object)
{
	size_t count = 0;
	struct member *members = tuf_arena_take_array(writer->arena, json_object_size(object),
	                                              sizeof(*members));
	if (!members)
		return TUF_NO_MEMORY;
	for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
		members[count++] = member_at(at);
	qsort(members, count, sizeof(*members), compare_names);
	for (size_t i = 0; i < count; i++) {
		enum tuf_result result = put_member(writer, i, &members[i]);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result put_object(struct writer *writer, json_t *object)
{
	enum tuf_result result = put(writer, "{", 1);
	if (result == TUF_OK)
		result = is_sorted(object) ? put_sorted_members(writer, object)
		                           : sort_and_put_members(writer, object);
	return result == TUF_OK ? put(writer, "}", 1) : result;
}

static enum tuf_result put_array(struct writer *writer, const json_t *array)
{
	enum tuf_result result = put(writer, "[", 1);
	for (size_t i = 0; result == TUF_OK && i < json_array_size(array); i++) {
		if (i > 0)
			result = put(writer, ",", 1);
		if (result == TUF_OK)
			result = put_value(writer, json_array_get(array, i));
	}
	return result == TUF_OK ? put(writer, "]", 1) : result;
}

static enum tuf_result put_value(struct writer *writer, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return put_object(writer, (json_t *)value);
	case JSON_ARRAY:
		return put_array(writer, value);
	case JSON_STRING:
		return put_text(writer, json_string_value(value), json_string_length(value));
	case JSON_INTEGER:
		return put_integer(writer, json_integer_value(value));
	case JSON_REAL:
		/* whole and within 2^53 - 1: tuf_json_load refuses the rest */
		return put_integer(writer, (int64_t)json_real_value(value));
	case JSON_TRUE:
		return put(writer, "true", 4);
	case JSON_FALSE:
		return put(writer, "false", 5);
	case JSON_NULL:
		return put(writer, "null", 4);
	}
	return TUF_INVALID;
}

enum tuf_result tuf_canonical_match(struct tuf_arena *arena, const json_t *value, const char *bytes,
                                    size_t length, size_t *ret_length)
{
	struct writer writer = {.arena = arena, .expected = bytes, .expected_length = length};
	enum tuf_result result = put_value(&writer, value);
	if (result == TUF_OK)
		*ret_length = writer.length;
	return result;
}

/* Into room bytes and a NUL, or as much of it as they hold. */
static enum tuf_result write_into(struct tuf_arena *arena, const json_t *value, size_t room,
                                  struct writer *ret_writer)
{
	struct writer writer = {.arena = arena, .room = room};
	writer.bytes = tuf_arena_take(arena, room + 1);
	if (!writer.bytes)
		return TUF_NO_MEMORY;
	enum tuf_result result = put_value(&writer, value);
	if (result == TUF_OK)
		*ret_writer = writer;
	return result;
}

enum tuf_result tuf_canonical_write(struct tuf_arena *arena, const json_t *value, size_t room,
                                    const char **ret_bytes, size_t *ret_length)
{
	struct writer writer;
	enum tuf_result result = write_into(arena, value, room, &writer);
	if (result == TUF_OK && writer.length > room)
		result = write_into(arena, value, writer.length, &writer);
	if (result != TUF_OK)
		return result;
	*ret_bytes = writer.bytes;
	*ret_length = writer.length;
	return TUF_OK;
}
