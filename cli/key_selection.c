/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/key_selection.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/relative.h"

/* ---- which ---- */

const char *const key_selection_algorithms[] = {"rsa", "ecdsa", "ed25519", NULL};

bool key_selection_is_role(const char *role)
{
	size_t length = strcspn(role, "*");
	return role[length] == '\0' || role[length + 1] == '\0';
}

static bool is_role(const char *pattern, const char *role)
{
	size_t length = strcspn(pattern, "*");
	return pattern[length] == '*' ? strncmp(pattern, role, length) == 0
				      : strcmp(pattern, role) == 0;
}

static bool has_role(const struct inventory_key *key, const char *pattern)
{
	for (size_t i = 0; i < key->listing_count; i++)
		for (size_t j = 0; j < key->listings[i].grant_count; j++)
			if (is_role(pattern, key->listings[i].grants[j].role))
				return true;
	return false;
}

/* The library's word begins with ours: "ECDSA P-256". */
static bool has_algorithm(const struct inventory_key *key, const char *algorithm)
{
	const char *whole = key->record->algorithm;
	return whole && strncasecmp(whole, algorithm, strlen(algorithm)) == 0;
}

static bool is_selected(const struct key_selection *selection, const struct inventory_key *key)
{
	if (selection->role && !has_role(key, selection->role))
		return false;
	if (selection->algorithm && !has_algorithm(key, selection->algorithm))
		return false;
	return !selection->has_end ||
	       (key->expiry.is_there && !relative_is_before(selection->end, key->expiry.time));
}

/* ---- in which order ---- */

static int compare_sizes(size_t left, size_t right)
{
	return left < right ? -1 : left > right;
}

/* Soonest first, what never expires last. */
static int by_expiry(const struct inventory_key *left, const struct inventory_key *right)
{
	if (!left->expiry.is_there || !right->expiry.is_there)
		return (int)right->expiry.is_there - (int)left->expiry.is_there;
	if (relative_is_before(left->expiry.time, right->expiry.time))
		return -1;
	return relative_is_before(right->expiry.time, left->expiry.time);
}

/* Repositories were added by GUN. */
static int by_gun(const struct inventory_key *left, const struct inventory_key *right)
{
	return compare_sizes(left->first_repository, right->first_repository);
}

static size_t rank_role(const char *role)
{
	static const char *const roles[] = {"root", "timestamp", "snapshot", "targets"};
	size_t rank = 0;
	while (rank < sizeof(roles) / sizeof(roles[0]) && strcmp(roles[rank], role) != 0)
		rank++;
	return rank;
}

/* As reports have them: top-level roles in the order of the chain, then delegations by name. */
static int compare_roles(const char *left, const char *right)
{
	int order = compare_sizes(rank_role(left), rank_role(right));
	return order != 0 ? order : strcmp(left, right);
}

static const char *find_first_role(const struct inventory_key *key)
{
	const char *first = NULL;
	for (size_t i = 0; i < key->listing_count; i++)
		for (size_t j = 0; j < key->listings[i].grant_count; j++) {
			const char *role = key->listings[i].grants[j].role;
			if (!first || compare_roles(role, first) < 0)
				first = role;
		}
	return first ? first : "";
}

static int by_role(const struct inventory_key *left, const struct inventory_key *right)
{
	return compare_roles(find_first_role(left), find_first_role(right));
}

/* By name, then size; what is not decoded last. */
static int by_algorithm(const struct inventory_key *left, const struct inventory_key *right)
{
	const char *a = left->record->algorithm;
	const char *b = right->record->algorithm;
	if (!a || !b)
		return (int)(b != NULL) - (int)(a != NULL);
	int order = strcmp(a, b);
	return order != 0 ? order : compare_sizes(left->record->bits, right->record->bits);
}

/* Widest first. */
static int by_reach(const struct inventory_key *left, const struct inventory_key *right)
{
	return compare_sizes(right->repository_count, left->repository_count);
}

typedef int comparer(const struct inventory_key *left, const struct inventory_key *right);

/* The order that was asked for comes first, and then these. */
static comparer *const comparers[] = {by_reach, by_gun, by_role, by_expiry, by_algorithm};
const char *const key_selection_orders[] = {"reach", "gun", "role", "expiry", "algorithm", NULL};
#define COMPARER_COUNT (sizeof(comparers) / sizeof(comparers[0]))

static comparer *find_comparer(const char *order)
{
	for (size_t i = 0; order && i < COMPARER_COUNT; i++)
		if (strcmp(key_selection_orders[i], order) == 0)
			return comparers[i];
	return by_reach;
}

static int compare_keys(const void *left, const void *right, void *context)
{
	const struct inventory_key *a = left;
	const struct inventory_key *b = right;
	comparer *const *asked = context;
	int order = (*asked)(a, b);
	for (size_t i = 0; order == 0 && i < COMPARER_COUNT; i++)
		order = comparers[i](a, b);
	if (order != 0)
		return order;
	/* the listings are sorted by key */
	return a->listings < b->listings ? -1 : a->listings > b->listings;
}

void key_selection_apply(const struct key_selection *selection, struct inventory *inventory)
{
	size_t count = 0;
	for (size_t i = 0; i < inventory->key_count; i++)
		if (is_selected(selection, &inventory->keys[i]))
			inventory->keys[count++] = inventory->keys[i];
	inventory->key_count = count;
	comparer *asked = find_comparer(selection->order);
	if (count > 0)
		qsort_r(inventory->keys, count, sizeof(*inventory->keys), compare_keys, &asked);
}
