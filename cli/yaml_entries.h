/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a YAML mapping says, with what it merges (<<) from others.
 *
 * Programs differ in which value counts when a mapping has a key before the
 * merge that brings it too: some take the mapping's own, others the merged one.
 * Then both are listed, for either may be what runs. Where all agree, only the
 * one that counts is listed: where the mapping has the key after the merge, and
 * where an earlier mapping of the same merge has it.
 */
#ifndef CLI_YAML_ENTRIES_H
#define CLI_YAML_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/yaml_tree.h"

struct yaml_entry {
	const char *key;
	const struct yaml_tree_node *at;    /* where the key is written */
	const struct yaml_tree_node *value; /* resolved; NULL: the text ends before it */
};

struct yaml_entries {
	struct yaml_entry *items; /* the map's own, then what is merged */
	size_t count;
	size_t room;
};

/**
 * Lists what map says.
 *
 * steps: how many looks at entries are left; it is lowered. Merges of merges
 * may stand for very many.
 * Returns whether they sufficed. ret_entries is for yaml_entries_clear either way.
 */
__attribute__((warn_unused_result)) bool yaml_entries_list(const struct yaml_tree_node *map,
							   size_t *steps,
							   struct yaml_entries *ret_entries);

/** The first entry with this key, borrowed from entries; NULL when there is none. */
const struct yaml_entry *yaml_entries_find(const struct yaml_entries *entries, const char *key);

/** Its value, if that is a text and not null; else NULL. Borrowed from the tree. */
const char *yaml_entries_find_text(const struct yaml_entries *entries, const char *key);

/** Whether there are entries with this key, and the value of each is text. */
bool yaml_entries_are(const struct yaml_entries *entries, const char *key, const char *text);

/** Frees the list. */
void yaml_entries_clear(struct yaml_entries *entries);

#endif
