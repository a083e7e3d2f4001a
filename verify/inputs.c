/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/codec.h"

enum tuf_result tc_inputs_add(struct tc_inputs *inputs, struct tuf_arena *arena, const char *path,
                              struct tc_read *content)
{
	struct tc_input_node *node = tuf_arena_take(arena, sizeof(*node));
	if (!node || tc_read_hash(content) != TUF_OK)
		return TUF_NO_MEMORY;
	node->input = (struct tufcheck_input){
		.path = tuf_arena_copy_text(arena, path, strlen(path)),
		.sha256 = tuf_hex_encode(arena, content->sha256, sizeof(content->sha256)),
		.length = content->length,
	};
	if (!node->input.path || !node->input.sha256)
		return TUF_NO_MEMORY;
	if (inputs->last)
		inputs->last->next = node;
	else
		inputs->first = node;
	inputs->last = node;
	inputs->count++;
	return TUF_OK;
}

const struct tufcheck_input *tc_inputs_get(const struct tc_inputs *inputs, size_t index)
{
	const struct tc_input_node *node = inputs ? inputs->first : NULL;
	while (node && index > 0) {
		node = node->next;
		index--;
	}
	return node ? &node->input : NULL;
}

static int compare(const void *left, const void *right)
{
	const struct tufcheck_input *a = left;
	const struct tufcheck_input *b = right;
	int result = strcmp(a->path, b->path);
	return result != 0 ? result : strcmp(a->sha256, b->sha256);
}

enum tuf_result tc_inputs_sort(const struct tc_inputs *inputs, struct tuf_arena *arena,
                               const struct tufcheck_input **ret_items, size_t *ret_count)
{
	struct tufcheck_input *items = tuf_arena_take_array(arena, inputs->count, sizeof(*items));
	if (!items)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (const struct tc_input_node *node = inputs->first; node; node = node->next)
		items[count++] = node->input;
	if (count > 0)
		qsort(items, count, sizeof(*items), compare);
	size_t distinct = 0;
	for (size_t i = 0; i < count; i++)
		if (distinct == 0 || compare(&items[distinct - 1], &items[i]) != 0)
			items[distinct++] = items[i];
	*ret_items = items;
	*ret_count = distinct;
	return TUF_OK;
}
