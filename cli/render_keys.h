/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which an inventory of keys is shown. Each says of every
 * repository what it is worth.
 */
#ifndef CLI_RENDER_KEYS_H
#define CLI_RENDER_KEYS_H

#include <stdio.h>

#include "cli/inventory.h"
#include "cli/summary.h"
#include "cli/terminal.h"
#include "cli/text_set.h"

/* Everything is borrowed. */
struct render_keys_context {
	FILE *stream;
	struct terminal terminal;
	struct summary summary;
	const struct inventory *inventory; /* finished */
	const char *wanted;                /* what was looked for, as given; NULL: nothing */
};

typedef void render_keys(const struct render_keys_context *context);

render_keys render_keys_text; /* a paragraph a key */
render_keys render_keys_json; /* one document; docs/keys.md */
render_keys render_keys_csv;  /* a row a key; docs/keys.md */

/* What several forms show of a key as a whole; for text_set_clear. */
struct text_set render_keys_list_key_ids(const struct inventory_key *key);
struct text_set render_keys_list_canonical_ids(const struct inventory_key *key);

/** The names of the ways in which it was found, in the order of their bits. */
struct text_set render_keys_list_means(unsigned means);

/** The roles that trust it, in repositories that count (inventory.h). */
struct text_set render_keys_list_roles(const struct inventory *inventory,
				       const struct inventory_key *key);

#endif
