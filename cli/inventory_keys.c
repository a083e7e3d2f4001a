/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second half of inventory.h: listings of one key brought together, and
 * what is said of the key as a whole.
 */
#include "cli/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/relative.h"

/* ---- which listings are of one key ---- */

/* By what a key is told from others; the kinds are never mixed up. */
enum identity_kind {
	BY_SPKI,
	BY_CANONICAL_ID, /* not decoded, but the ID is computed from what is listed */
	BY_LISTED_ID,    /* whatever somebody wrote */
};

struct key_identity {
	enum identity_kind kind;
	const char *digits;
};

static struct key_identity identify(const struct tufcheck_key *key)
{
	if (key->spki_sha256)
		return (struct key_identity){.kind = BY_SPKI, .digits = key->spki_sha256};
	if (key->canonical_key_id)
		return (struct key_identity){.kind = BY_CANONICAL_ID,
					     .digits = key->canonical_key_id};
	return (struct key_identity){.kind = BY_LISTED_ID, .digits = key->key_id};
}

static int compare_sizes(size_t left, size_t right)
{
	return left < right ? -1 : left > right;
}

static int compare_identities(const struct tufcheck_key *left, const struct tufcheck_key *right)
{
	struct key_identity a = identify(left);
	struct key_identity b = identify(right);
	return a.kind != b.kind ? (int)a.kind - (int)b.kind : strcmp(a.digits, b.digits);
}

static int compare_bundles(const struct tufcheck_key *left, const struct tufcheck_key *right)
{
	int order = compare_sizes(left->certificate_count, right->certificate_count);
	for (size_t i = 0; order == 0 && i < left->certificate_count; i++)
		order = strcmp(left->certificates[i].sha256, right->certificates[i].sha256);
	return order;
}

static int compare_forms(const struct tufcheck_key *left, const struct tufcheck_key *right)
{
	int order = strcmp(left->key_id, right->key_id);
	if (order == 0)
		order = strcmp(left->type, right->type);
	return order != 0 ? order : compare_bundles(left, right);
}

/* Forms stand together. Repositories were added by GUN and path. */
static int compare_listings(const void *left, const void *right)
{
	const struct inventory_listing *a = left;
	const struct inventory_listing *b = right;
	int order = compare_identities(&a->key, &b->key);
	if (order == 0)
		order = compare_forms(&a->key, &b->key);
	return order != 0 ? order : compare_sizes(a->repository, b->repository);
}

/* Likewise within one key, when it is known where each form starts. */
static int compare_placed_listings(const void *left, const void *right)
{
	const struct inventory_listing *a = left;
	const struct inventory_listing *b = right;
	int order = compare_sizes(a->form_start, b->form_start);
	return order != 0 ? order : compare_listings(left, right);
}

/* The forms of a key in the order of the repositories that have them first. */
static void sort_forms(struct inventory_listing *listings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_first = i == 0 || !inventory_is_same_form(&listings[i - 1], &listings[i]);
		listings[i].form_start =
			is_first ? listings[i].repository : listings[i - 1].form_start;
	}
	qsort(listings, count, sizeof(*listings), compare_placed_listings);
}

bool inventory_is_same_form(const struct inventory_listing *left,
			    const struct inventory_listing *right)
{
	return compare_forms(&left->key, &right->key) == 0;
}

/* ---- the key as a whole ---- */

static bool is_verified(const struct inventory *inventory, const struct inventory_listing *listing)
{
	return inventory_is_verified(inventory_get_repository(inventory, listing)->status);
}

bool inventory_counts(const struct inventory *inventory, const struct inventory_key *key,
		      const struct inventory_listing *listing)
{
	return key->verified_count == 0 || is_verified(inventory, listing);
}

static int compare_numbers(const void *left, const void *right)
{
	return compare_sizes(*(const size_t *)left, *(const size_t *)right);
}

/* A repository may list one key several times, in different forms. */
static void count_repositories(const struct inventory *inventory, struct inventory_key *key)
{
	size_t *numbers = memory_take(key->listing_count, sizeof(*numbers));
	for (size_t i = 0; i < key->listing_count; i++)
		numbers[i] = key->listings[i].repository;
	qsort(numbers, key->listing_count, sizeof(*numbers), compare_numbers);
	key->first_repository = numbers[0];
	for (size_t i = 0; i < key->listing_count; i++) {
		if (i > 0 && numbers[i] == numbers[i - 1])
			continue;
		key->repository_count++;
		if (inventory_is_verified(inventory->repositories[numbers[i]].status))
			key->verified_count++;
	}
	free(numbers);
}

static void consider(struct inventory_expiry *expiry, struct inventory_expiry other)
{
	if (!expiry->is_there || relative_is_before(other.time, expiry->time))
		*expiry = other;
}

static void consider_listing(struct inventory_expiry *expiry,
			     const struct inventory_listing *listing, const char *gun)
{
	for (size_t i = 0; i < listing->key.certificate_count; i++)
		consider(expiry, (struct inventory_expiry){
					 .is_there = true,
					 .time = listing->key.certificates[i].not_after,
					 .gun = gun,
				 });
	for (size_t i = 0; i < listing->grant_count; i++) {
		const struct inventory_grant *grant = &listing->grants[i];
		if (grant->has_signed && grant->has_expires)
			consider(expiry, (struct inventory_expiry){
						 .is_there = true,
						 .time = grant->expires,
						 .role = grant->role,
						 .gun = gun,
					 });
	}
}

static bool is_any_in_force(const struct inventory_key *key)
{
	for (size_t i = 0; i < key->listing_count; i++)
		for (size_t j = 0; j < key->listings[i].grant_count; j++)
			if (key->listings[i].grants[j].is_in_force)
				return true;
	return false;
}

static struct inventory_key make_key(const struct inventory *inventory,
				     const struct inventory_listing *listings, size_t count)
{
	struct inventory_key key = {.listings = listings, .listing_count = count};
	count_repositories(inventory, &key);
	key.is_in_force = is_any_in_force(&key);
	for (size_t i = 0; i < count; i++) {
		if (!inventory_counts(inventory, &key, &listings[i]))
			continue;
		if (!key.record)
			key.record = &listings[i].key;
		consider_listing(&key.expiry, &listings[i],
				 inventory_get_repository(inventory, &listings[i])->gun);
	}
	return key;
}

static int compare_guns(const void *left, const void *right)
{
	const struct inventory_repository *a = *(struct inventory_repository *const *)left;
	const struct inventory_repository *b = *(struct inventory_repository *const *)right;
	return strcmp(a->gun, b->gun);
}

static void find_shared_guns(struct inventory *inventory)
{
	size_t count = inventory->repository_count;
	struct inventory_repository **sorted = memory_take(count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = &inventory->repositories[i];
	qsort(sorted, count, sizeof(*sorted), compare_guns);
	for (size_t i = 1; i < count; i++)
		if (compare_guns(&sorted[i - 1], &sorted[i]) == 0)
			sorted[i - 1]->is_gun_shared = sorted[i]->is_gun_shared = true;
	free(sorted);
}

void inventory_finish(struct inventory *inventory)
{
	struct inventory_listing *listings = inventory->listings;
	size_t count = inventory->listing_count;
	find_shared_guns(inventory);
	inventory->keys = memory_take(count, sizeof(*inventory->keys));
	if (count == 0)
		return;
	qsort(listings, count, sizeof(*listings), compare_listings);
	for (size_t start = 0, end; start < count; start = end) {
		for (end = start + 1; end < count; end++)
			if (compare_identities(&listings[start].key, &listings[end].key) != 0)
				break;
		sort_forms(&listings[start], end - start);
		inventory->keys[inventory->key_count++] =
			make_key(inventory, &listings[start], end - start);
	}
	inventory->found_count = inventory->key_count;
}
