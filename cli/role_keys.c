/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/role_keys.h"

#include <string.h>

static bool is_trusted_by(const struct tufcheck_key *key, const char *role)
{
	for (size_t i = 0; i < key->role_count; i++)
		if (strcmp(key->roles[i], role) == 0)
			return true;
	return false;
}

/* The place of the first key that is not before key_id; keys are sorted by ID. */
static size_t find_key_place(const struct tufcheck_repository *repository, const char *key_id)
{
	size_t first = 0;
	size_t end = repository->key_count;
	while (first < end) {
		size_t middle = first + (end - first) / 2;
		if (strcmp(repository->keys[middle].key_id, key_id) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

/* Two files may list different keys under one ID: the one that the role trusts is meant. */
const struct tufcheck_key *role_keys_find(const struct tufcheck_repository *repository,
					  const char *key_id, const char *role)
{
	const struct tufcheck_key *found = NULL;
	for (size_t i = find_key_place(repository, key_id); i < repository->key_count; i++) {
		const struct tufcheck_key *key = &repository->keys[i];
		if (strcmp(key->key_id, key_id) != 0)
			break;
		if (is_trusted_by(key, role))
			return key;
		if (!found)
			found = key;
	}
	return found;
}

/* A root key may sign under another ID than it is listed under: so the key says it, not the ID. */
bool role_keys_has_signed(const struct tufcheck_key *key, const char *role)
{
	for (size_t i = 0; key->has_signed && i < key->role_count; i++)
		if (key->has_signed[i] && strcmp(key->roles[i], role) == 0)
			return true;
	return false;
}
