/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/yaml_entries.h"

#include <stdlib.h>
#include <string.h>

#include "cli/image_limits.h"
#include "cli/memory.h"

static bool take_step(size_t *steps)
{
	if (*steps == 0)
		return false;
	(*steps)--;
	return true;
}

static void add(struct yaml_entries *entries, struct yaml_entry entry)
{
	if (entries->count == entries->room) {
		entries->room = 2 * entries->room + 8;
		entries->items =
			memory_resize(entries->items, entries->room, sizeof(*entries->items));
	}
	entries->items[entries->count++] = entry;
}

/* The key that follows key in its map. */
static const struct yaml_tree_node *next_key(const struct yaml_tree_node *key)
{
	return key->next ? key->next->next : NULL;
}

/* The text of a key; NULL for one that is none, which the tree has told. */
static const char *read_key(const struct yaml_tree_node *key)
{
	const struct yaml_tree_node *resolved = yaml_tree_resolve(key);
	return resolved->kind == YAML_TREE_TEXT ? resolved->text : NULL;
}

/* Whether key and its value are a merge. Quoted it is one only for some programs. */
static bool is_merge(const struct yaml_tree_node *key)
{
	const char *text = read_key(key);
	const struct yaml_tree_node *value = yaml_tree_resolve(key->next);
	return text && strcmp(text, "<<") == 0 && value &&
	       (value->kind == YAML_TREE_MAP || value->kind == YAML_TREE_LIST);
}

/* Whether the map has an entry called name behind key; true also when steps ran out. */
static bool is_behind(const struct yaml_tree_node *key, const char *name, size_t *steps)
{
	for (key = next_key(key); key; key = next_key(key)) {
		const char *text = read_key(key);
		if (!take_step(steps) || (text && strcmp(text, name) == 0))
			return true;
	}
	return false;
}

/* Whether entries first to last are among them one called name; true also when steps ran out. */
static bool is_among(const struct yaml_entries *entries, size_t first, size_t last,
		     const char *name, size_t *steps)
{
	for (size_t i = first; i < last; i++)
		if (!take_step(steps) || strcmp(entries->items[i].key, name) == 0)
			return true;
	return false;
}

static bool collect(const struct yaml_tree_node *map, size_t depth, size_t *steps,
		    struct yaml_entries *entries);

/* Adds what the merge at key takes from one map; first: the first entry from that merge. */
static bool merge(const struct yaml_tree_node *key, const struct yaml_tree_node *from, size_t first,
		  size_t depth, size_t *steps, struct yaml_entries *entries)
{
	const struct yaml_tree_node *map = yaml_tree_resolve(from);
	if (map->kind != YAML_TREE_MAP)
		return true;
	struct yaml_entries merged = {.count = 0};
	bool is_enough = collect(map, depth + 1, steps, &merged);
	size_t last = entries->count;
	for (size_t i = 0; is_enough && i < merged.count; i++) {
		const char *name = merged.items[i].key;
		if (!is_behind(key, name, steps) && !is_among(entries, first, last, name, steps))
			add(entries, merged.items[i]);
		is_enough = *steps > 0;
	}
	yaml_entries_clear(&merged);
	return is_enough;
}

static bool merge_all(const struct yaml_tree_node *key, size_t depth, size_t *steps,
		      struct yaml_entries *entries)
{
	const struct yaml_tree_node *value = yaml_tree_resolve(key->next);
	size_t first = entries->count;
	if (value->kind == YAML_TREE_MAP)
		return merge(key, value, first, depth, steps, entries);
	for (const struct yaml_tree_node *from = value->first; from; from = from->next)
		if (!take_step(steps) || !merge(key, from, first, depth, steps, entries))
			return false;
	return true;
}

static bool collect(const struct yaml_tree_node *map, size_t depth, size_t *steps,
		    struct yaml_entries *entries)
{
	if (depth > IMAGE_MAX_DEPTH)
		return false;
	for (const struct yaml_tree_node *key = map->first; key; key = next_key(key)) {
		if (!take_step(steps))
			return false;
		const char *text = read_key(key);
		if (text && !is_merge(key))
			add(entries, (struct yaml_entry){text, key, yaml_tree_resolve(key->next)});
	}
	for (const struct yaml_tree_node *key = map->first; key; key = next_key(key))
		if (is_merge(key) && !merge_all(key, depth, steps, entries))
			return false;
	return true;
}

bool yaml_entries_list(const struct yaml_tree_node *map, size_t *steps,
		       struct yaml_entries *ret_entries)
{
	*ret_entries = (struct yaml_entries){.count = 0};
	return collect(map, 0, steps, ret_entries);
}

const struct yaml_entry *yaml_entries_find(const struct yaml_entries *entries, const char *key)
{
	for (size_t i = 0; i < entries->count; i++)
		if (strcmp(entries->items[i].key, key) == 0)
			return &entries->items[i];
	return NULL;
}

static bool is_text(const struct yaml_tree_node *value)
{
	return value && value->kind == YAML_TREE_TEXT && !yaml_tree_is_null(value);
}

const char *yaml_entries_find_text(const struct yaml_entries *entries, const char *key)
{
	const struct yaml_entry *entry = yaml_entries_find(entries, key);
	return entry && is_text(entry->value) ? entry->value->text : NULL;
}

bool yaml_entries_are(const struct yaml_entries *entries, const char *key, const char *text)
{
	size_t count = 0;
	for (size_t i = 0; i < entries->count; i++) {
		const struct yaml_entry *entry = &entries->items[i];
		if (strcmp(entry->key, key) != 0)
			continue;
		if (!is_text(entry->value) || strcmp(entry->value->text, text) != 0)
			return false;
		count++;
	}
	return count > 0;
}

void yaml_entries_clear(struct yaml_entries *entries)
{
	free(entries->items);
	*entries = (struct yaml_entries){.count = 0};
}
