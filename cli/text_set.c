/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text_set.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

void text_set_add(struct text_set *set, const char *text)
{
	if (!text)
		return;
	if (set->count == set->room) {
		set->room = 2 * set->room + 8;
		set->items = memory_resize(set->items, set->room, sizeof(*set->items));
	}
	set->items[set->count++] = text;
}

static int compare(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void text_set_sort(struct text_set *set)
{
	if (set->count == 0)
		return;
	qsort(set->items, set->count, sizeof(*set->items), compare);
	size_t count = 1;
	for (size_t i = 1; i < set->count; i++)
		if (strcmp(set->items[count - 1], set->items[i]) != 0)
			set->items[count++] = set->items[i];
	set->count = count;
}

void text_set_clear(struct text_set *set)
{
	free(set->items);
	*set = (struct text_set){.items = NULL};
}
