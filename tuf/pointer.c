/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON pointers (RFC 6901), written from their ends: declared in json.h.
 */
#include <string.h>

#include "tuf/json.h"

/* The bytes of one reference token, escaped as RFC 6901 section 3 has it. */
static size_t token_length(const char *name)
{
	size_t length = 0;
	for (; *name; name++)
		length += *name == '~' || *name == '/' ? 2 : 1;
	return length;
}

static char *token_write_backwards(char *end, const char *name)
{
	for (size_t i = strlen(name); i > 0; i--) {
		char last = name[i - 1];
		if (last == '~' || last == '/') {
			*--end = last == '~' ? '0' : '1';
			last = '~';
		}
		*--end = last;
	}
	*--end = '/';
	return end;
}

static size_t decimal_length(size_t number)
{
	size_t length = 1;
	for (; number >= 10; number /= 10)
		length++;
	return length;
}

static char *index_write_backwards(char *end, size_t index)
{
	do {
		*--end = (char)('0' + index % 10);
		index /= 10;
	} while (index != 0);
	*--end = '/';
	return end;
}

const char *tuf_node_format_pointer(struct tuf_arena *arena, const struct tuf_node *node)
{
	size_t length = 0;
	for (const struct tuf_node *at = node; at->parent; at = at->parent)
		length += 1 + (at->name ? token_length(at->name) : decimal_length(at->index));
	char *pointer = tuf_arena_take(arena, length + 1);
	if (!pointer)
		return NULL;
	char *end = pointer + length;
	for (const struct tuf_node *at = node; at->parent; at = at->parent)
		end = at->name ? token_write_backwards(end, at->name)
		               : index_write_backwards(end, at->index);
	return pointer;
}

const char *tuf_pointer_make(struct tuf_arena *arena, const char *const *names, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++)
		length += 1 + token_length(names[i]);
	char *pointer = tuf_arena_take(arena, length + 1);
	if (!pointer)
		return NULL;
	char *end = pointer + length;
	for (size_t i = count; i > 0; i--)
		end = token_write_backwards(end, names[i - 1]);
	return pointer;
}
