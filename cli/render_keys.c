/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_keys.h"

struct text_set render_keys_list_key_ids(const struct inventory_key *key)
{
	struct text_set ids = {.items = NULL};
	for (size_t i = 0; i < key->listing_count; i++)
		text_set_add(&ids, key->listings[i].key.key_id);
	text_set_sort(&ids);
	return ids;
}

struct text_set render_keys_list_canonical_ids(const struct inventory_key *key)
{
	struct text_set ids = {.items = NULL};
	for (size_t i = 0; i < key->listing_count; i++)
		text_set_add(&ids, key->listings[i].key.canonical_key_id);
	text_set_sort(&ids);
	return ids;
}

struct text_set render_keys_list_means(unsigned means)
{
	struct text_set names = {.items = NULL};
	for (unsigned i = 0; i < TUFCHECK_MATCH_MEANS_COUNT; i++)
		if (means & (1U << i))
			text_set_add(&names, tufcheck_match_means_name(
						     (enum tufcheck_match_means)(1U << i)));
	return names;
}

struct text_set render_keys_list_roles(const struct inventory *inventory,
				       const struct inventory_key *key)
{
	struct text_set roles = {.items = NULL};
	for (size_t i = 0; i < key->listing_count; i++) {
		const struct inventory_listing *listing = &key->listings[i];
		if (!inventory_counts(inventory, key, listing))
			continue;
		for (size_t j = 0; j < listing->grant_count; j++)
			text_set_add(&roles, listing->grants[j].role);
	}
	text_set_sort(&roles);
	return roles;
}
