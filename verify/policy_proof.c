/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_proof.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "tuf/role.h"

bool tc_proof_counts(const struct tufcheck_role *role)
{
	return role->status == TUFCHECK_ROLE_VALID ||
	       (role->status == TUFCHECK_ROLE_EXPIRED && !tuf_role_name_is_delegation(role->name));
}

const struct tufcheck_role *tc_proof_find_role(const struct tufcheck_repository *repository,
                                               const char *name)
{
	for (size_t i = 0; i < repository->role_count; i++)
		if (strcmp(repository->roles[i].name, name) == 0)
			return tc_proof_counts(&repository->roles[i]) ? &repository->roles[i] : NULL;
	return NULL;
}

static bool is_trusted_by(const struct tufcheck_key *key, const char *role)
{
	for (size_t i = 0; i < key->role_count; i++)
		if (strcmp(key->roles[i], role) == 0)
			return true;
	return false;
}

/* The first key that stands under the ID; several may, each of other roles. */
static size_t find_first_key(const struct tufcheck_repository *repository, const char *key_id)
{
	size_t low = 0, high = repository->key_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(repository->keys[middle].key_id, key_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct tufcheck_key *tc_proof_find_key(const struct tufcheck_repository *repository,
                                             const struct tufcheck_role *role,
                                             const struct tufcheck_signature *signature)
{
	const char *key_id = signature->key_id;
	for (size_t i = find_first_key(repository, key_id); i < repository->key_count; i++) {
		const struct tufcheck_key *key = &repository->keys[i];
		if (strcmp(key->key_id, key_id) != 0)
			break;
		if (is_trusted_by(key, role->name))
			return key->computed_key_id && strcmp(key->computed_key_id, key_id) == 0
			               ? key
			               : NULL;
	}
	return NULL;
}

enum tuf_result tc_proof_count(const struct tc_trial *trial, const struct tufcheck_role *role,
                               const struct tc_policy_pin_list *pins, size_t *ret_count)
{
	const struct tufcheck_repository *repository = trial->proved;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	bool *has_counted =
		tuf_arena_take_array(&scratch, repository->key_count, sizeof(*has_counted));
	enum tuf_result result = has_counted ? TUF_OK : TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t i = 0; result == TUF_OK && i < role->signature_count; i++) {
		const struct tufcheck_signature *signature = &role->signatures[i];
		const struct tufcheck_key *key =
			signature->valid ? tc_proof_find_key(repository, role, signature) : NULL;
		bool matches;
		/* who signs twice counts once */
		if (!key || has_counted[key - repository->keys])
			continue;
		result = tc_policy_pins_match(pins, key, trial->request->at, trial->budget,
		                              &matches);
		if (result == TUF_OK && matches) {
			has_counted[key - repository->keys] = true;
			count++;
		}
	}
	tuf_arena_clear(&scratch);
	if (result == TUF_OK)
		*ret_count = count;
	return result;
}

/* Where role is, or would be, among the roles that list the target, which are sorted. */
static size_t find_lister(const struct tufcheck_target *target, const char *role)
{
	size_t low = 0, high = target->listing_role_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(target->listing_roles[middle], role) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool tc_proof_lists(const struct tufcheck_target *target, const char *role)
{
	size_t at = find_lister(target, role);
	return at < target->listing_role_count && strcmp(target->listing_roles[at], role) == 0;
}

bool tc_proof_rests_on(const struct tufcheck_target *target, const char *role)
{
	if (!tuf_role_name_is_delegation(role) || tc_proof_lists(target, role))
		return true;
	char below[TUF_MAX_ROLE_NAME + sizeof("/")];
	size_t length = strlen(role);
	memcpy(below, role, length);
	memcpy(below + length, "/", sizeof("/"));
	size_t at = find_lister(target, below);
	return at < target->listing_role_count &&
	       strncmp(target->listing_roles[at], below, length + 1) == 0;
}
