/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON loader and the look-up of places.
 *
 * - What is refused says what, and where, in the text.
 * - What is accepted, jansson alone accepts too, as the same document.
 * - Each value is found in the text by its pointer: what stands there begins a
 *   value of its kind.
 * - The cap on values holds.
 */
#include <string.h>

#include "fuzz.h"

static const char *beginnings_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "{";
	case JSON_ARRAY:
		return "[";
	case JSON_STRING:
		return "\"";
	case JSON_INTEGER:
	case JSON_REAL:
		return "-0123456789";
	case JSON_TRUE:
		return "t";
	case JSON_FALSE:
		return "f";
	case JSON_NULL:
		return "n";
	}
	return "";
}

/* The byte at a place whose column counts characters; NULL: there is none. */
static const char *find_place(const char *text, size_t length, struct tuf_position position)
{
	const char *at = text, *end = text + length;
	for (size_t line = 1; line < position.line; line++) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		if (!feed)
			return NULL;
		at = feed + 1;
	}
	for (size_t column = 1; column < position.column && at < end; column++)
		for (at++; at < end && ((unsigned char)*at & 0xc0) == 0x80;)
			at++;
	return at < end ? at : NULL;
}

struct walk {
	const char *text;
	size_t length;
	struct tuf_arena *arena;
	size_t left; /* looks for a place; each is linear in the text */
};

static void check_place(struct walk *walk, const json_t *value, const char *pointer)
{
	struct tuf_position position =
		tuf_locate(walk->text, walk->length, pointer, TUF_LOCATE_VALUE);
	const char *at = find_place(walk->text, walk->length, position);
	FUZZ_HOLDS(position.line > 0 && at);
	FUZZ_HOLDS(strchr(beginnings_of(value), *at));
	struct tuf_position around =
		tuf_locate(walk->text, walk->length, pointer, TUF_LOCATE_AROUND);
	FUZZ_HOLDS(around.line == position.line && around.column == position.column);
	struct tuf_position name = tuf_locate(walk->text, walk->length, pointer, TUF_LOCATE_NAME);
	FUZZ_HOLDS(fuzz_is_place(walk->text, walk->length, name.line, name.column));
}

static void walk_value(struct walk *walk, const struct tuf_node *node, const json_t *value)
{
	if (walk->left == 0)
		return;
	walk->left--;
	const char *pointer = tuf_node_format_pointer(walk->arena, node);
	FUZZ_HOLDS(pointer);
	check_place(walk, value, pointer);
	const char *name;
	json_t *member;
	if (json_is_object(value)) {
		json_object_foreach((json_t *)value, name, member)
		{
			struct tuf_node child = tuf_node_member(node, name);
			walk_value(walk, &child, member);
		}
	}
	for (size_t i = 0; i < json_array_size(value); i++) {
		struct tuf_node child = tuf_node_element(node, i);
		walk_value(walk, &child, json_array_get(value, i));
	}
}

static size_t count_values(const json_t *value)
{
	size_t count = 1;
	const char *name;
	json_t *member;
	if (json_is_object(value))
		json_object_foreach((json_t *)value, name, member) count += count_values(member);
	for (size_t i = 0; i < json_array_size(value); i++)
		count += count_values(json_array_get(value, i));
	return count;
}

static void check_accepted(const json_t *document, const char *text, size_t length)
{
	FUZZ_HOLDS(json_is_object(document));
	json_error_t error;
	json_t *other = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	FUZZ_HOLDS(other && json_equal(other, (json_t *)document));
	json_decref(other);
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct walk walk = {.text = text, .length = length, .arena = &arena, .left = 60};
	struct tuf_node top = tuf_node_top(document);
	walk_value(&walk, &top, document);
	tuf_arena_clear(&arena);
}

/* With a cap of few values: more are refused, for that reason or another. */
static void check_cap(const char *text, size_t length, size_t cap)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	parsing.reader.max_values = cap;
	json_t *document = NULL;
	if (tuf_json_load(&parsing.reader, text, length, &document) == TUF_OK)
		FUZZ_HOLDS(count_values(document) <= cap);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes;
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	json_t *document = NULL;
	enum tuf_result result = tuf_json_load(&parsing.reader, bytes, length, &document);
	FUZZ_HOLDS(result == TUF_OK || result == TUF_INVALID);
	FUZZ_HOLDS((result == TUF_OK) == (document != NULL));
	if (result == TUF_INVALID) {
		fuzz_check_fault(&parsing.fault);
		FUZZ_HOLDS(fuzz_is_place(text, length, parsing.position.line,
					 parsing.position.column));
	} else {
		FUZZ_HOLDS(parsing.position.line == 0);
		check_accepted(document, text, length);
		check_cap(text, length, 8);
	}
	/* of a text that is no document any answer is given, but in the text */
	struct tuf_position any = tuf_locate(text, length, "/a/0/b~1c", TUF_LOCATE_AROUND);
	FUZZ_HOLDS(fuzz_is_place(text, length, any.line, any.column));
	json_decref(document);
	fuzz_parsing_clear(&parsing);
	return 0;
}
