/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys, thresholds and versions of roles: who may sign, and since when.
 */
#include <inttypes.h>
#include <string.h>

#include "tuf/limits.h"
#include "tuf/role.h"
#include "verify/lock_compare.h"

/* Keys that a message names; it counts the rest. */
#define NAMED_KEYS 8

#define KEYIDS "keyids"
#define THRESHOLD "threshold"

/* One role, as the lock and the repository have it, and where it is defined. */
struct pair {
	const struct tc_lock_comparison *comparison;
	const struct tc_lock_role *locked;
	const struct tc_lock_role *found;
	const char *name;
	bool is_delegation;
	const char *file; /* of the role that defines it */
};

static struct tuf_arena *arena_of(const struct pair *pair)
{
	return pair->comparison->findings->arena;
}

static enum tuf_result make_pair(const struct tc_lock_comparison *comparison, const char *name,
                                 const struct tc_lock_role *locked,
                                 const struct tc_lock_role *found, struct pair *ret_pair)
{
	const char *slash = strrchr(name, '/');
	struct pair pair = {
		.comparison = comparison,
		.locked = locked,
		.found = found,
		.name = name,
		.is_delegation = slash != NULL,
		.file = slash ? tuf_arena_format(comparison->findings->arena, "%.*s.json",
	                                         (int)(slash - name), name)
	                      : "root.json",
	};
	if (!pair.file)
		return TUF_NO_MEMORY;
	*ret_pair = pair;
	return TUF_OK;
}

/* Where the role is defined. A delegation's definition is one of a list. */
static enum tuf_result make_place(const struct pair *pair, const char *field,
                                  struct tc_finding_place *ret_place)
{
	const char *const top[] = {"signed", "roles", pair->name, field};
	const char *pointer = "/signed/delegations/roles";
	if (!pair->is_delegation)
		pointer = tuf_pointer_make(arena_of(pair), top, sizeof(top) / sizeof(top[0]));
	if (!pointer)
		return TUF_NO_MEMORY;
	*ret_place = (struct tc_finding_place){
		.role = pair->name, .file = pair->file, .pointer = pointer};
	return TUF_OK;
}

/* ---- keys ---- */

static bool equal_keys(const struct tc_lock_key *left, const struct tc_lock_key *right)
{
	return tc_lock_equal_texts(left->key_id, right->key_id) &&
	       tc_lock_equal_texts(left->canonical_key_id, right->canonical_key_id) &&
	       tc_lock_equal_texts(left->spki_sha256, right->spki_sha256) &&
	       tc_lock_equal_texts(left->certificate_sha256, right->certificate_sha256) &&
	       tc_lock_equal_texts(left->certificate_sha1, right->certificate_sha1);
}

static const struct tc_lock_key *find_key(const struct tc_lock_role *role, const char *key_id)
{
	size_t first = 0, last = role->key_count;
	while (first < last) {
		size_t middle = first + (last - first) / 2;
		int order = strcmp(role->keys[middle].key_id, key_id);
		if (order == 0)
			return &role->keys[middle];
		if (order < 0)
			first = middle + 1;
		else
			last = middle;
	}
	return NULL;
}

static bool has_key(const struct tc_lock_role *role, const struct tc_lock_key *key)
{
	const struct tc_lock_key *found = find_key(role, key->key_id);
	return found && equal_keys(found, key);
}

static const char *or_none(const char *digest)
{
	return digest ? digest : "(none)";
}

/*
 * A key by its ID. A root key's ID is whatever its publisher wrote: where
 * another key bears the same one in other, what it is made of tells them apart.
 */
static const char *describe_key(struct tuf_arena *arena, const struct tc_lock_key *key,
                                const struct tc_lock_role *other)
{
	if (!other || !find_key(other, key->key_id) || has_key(other, key))
		return tuf_arena_format(arena, "key %s", key->key_id);
	return tuf_arena_format(arena,
	                        "key %s with the canonical ID %s, the public key %s and the "
	                        "certificate %s, SHA-1 %s",
	                        key->key_id, or_none(key->canonical_key_id),
	                        or_none(key->spki_sha256), or_none(key->certificate_sha256),
	                        or_none(key->certificate_sha1));
}

static const char *describe_keys(struct tuf_arena *arena, const struct tc_lock_role *role,
                                 const struct tc_lock_role *other)
{
	if (role->key_count == 0)
		return "no key";
	const char *text = describe_key(arena, &role->keys[0], other);
	for (size_t i = 1; text && i < role->key_count && i < NAMED_KEYS; i++) {
		const char *next = describe_key(arena, &role->keys[i], other);
		text = next ? tuf_arena_format(arena, "%s, %s", text, next) : NULL;
	}
	if (text && role->key_count > NAMED_KEYS)
		text = tuf_arena_format(arena, "%s and %zu more", text,
		                        role->key_count - NAMED_KEYS);
	return text;
}

/* Only the certificate is another: whose key it is has not changed. */
static bool is_only_certified_anew(const struct tc_lock_role *locked,
                                   const struct tc_lock_role *found)
{
	return locked->key_count == 1 && found->key_count == 1 && locked->keys[0].spki_sha256 &&
	       tc_lock_equal_texts(locked->keys[0].spki_sha256, found->keys[0].spki_sha256);
}

static bool equal_key_sets(const struct tc_lock_role *left, const struct tc_lock_role *right)
{
	if (left->key_count != right->key_count)
		return false;
	for (size_t i = 0; i < left->key_count; i++)
		if (!equal_keys(&left->keys[i], &right->keys[i]))
			return false;
	return true;
}

/* All keys of a top-level role at once: a rotation is one change. */
static enum tuf_result compare_key_sets(const struct pair *pair)
{
	if (equal_key_sets(pair->locked, pair->found))
		return TUF_OK;
	struct tc_finding_place place;
	enum tuf_result result = make_place(pair, KEYIDS, &place);
	if (result != TUF_OK)
		return result;
	place.expected = describe_keys(arena_of(pair), pair->locked, pair->found);
	place.actual = describe_keys(arena_of(pair), pair->found, pair->locked);
	if (!place.expected || !place.actual)
		return TUF_NO_MEMORY;
	bool is_root = strcmp(pair->name, "root") == 0;
	const char *more = is_only_certified_anew(pair->locked, pair->found)
	                           ? " (the public key is the same)"
	                           : "";
	return tc_finding_add(
		pair->comparison->findings,
		is_root ? TC_LOCK_ROOT_KEY_CHANGED : TC_LOCK_ROLE_KEY_CHANGED, &place,
		"%s: the keys of %s are not those of the lock: expected %s, found %s%s", pair->file,
		pair->name, place.expected, place.actual, more);
}

static enum tuf_result report_signer_key(const struct pair *pair, const struct tc_lock_key *key,
                                         bool is_added)
{
	struct tuf_arena *arena = arena_of(pair);
	struct tc_finding_place place;
	enum tuf_result result = make_place(pair, KEYIDS, &place);
	if (result != TUF_OK)
		return result;
	place.expected = is_added ? describe_keys(arena, pair->locked, pair->found)
	                          : describe_key(arena, key, pair->found);
	place.actual = is_added ? describe_key(arena, key, pair->locked)
	                        : describe_keys(arena, pair->found, pair->locked);
	if (!place.expected || !place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(pair->comparison->findings,
	                      is_added ? TC_LOCK_SIGNER_ADDED : TC_LOCK_SIGNER_REMOVED, &place,
	                      "%s: %s %s: expected %s, found %s", pair->file, pair->name,
	                      is_added ? "has a key that the lock does not have"
	                               : "does not have a key of the lock",
	                      place.expected, place.actual);
}

/* Each key of a delegation by itself: somebody may sign, or may not any more. */
static enum tuf_result compare_signer_keys(const struct pair *pair)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < pair->locked->key_count; i++)
		if (!has_key(pair->found, &pair->locked->keys[i]))
			result = report_signer_key(pair, &pair->locked->keys[i], false);
	for (size_t i = 0; result == TUF_OK && i < pair->found->key_count; i++)
		if (!has_key(pair->locked, &pair->found->keys[i]))
			result = report_signer_key(pair, &pair->found->keys[i], true);
	return result;
}

/* ---- thresholds and versions ---- */

static enum tuf_result compare_thresholds(const struct pair *pair)
{
	int64_t locked = pair->locked->threshold, found = pair->found->threshold;
	if (locked == found)
		return TUF_OK;
	struct tc_finding_place place;
	enum tuf_result result = make_place(pair, THRESHOLD, &place);
	if (result != TUF_OK)
		return result;
	place.expected = tuf_arena_format(arena_of(pair), "threshold %" PRId64, locked);
	place.actual = tuf_arena_format(arena_of(pair), "threshold %" PRId64, found);
	if (!place.expected || !place.actual)
		return TUF_NO_MEMORY;
	bool is_lower = found < locked;
	return tc_finding_add(
		pair->comparison->findings,
		is_lower ? TC_LOCK_THRESHOLD_LOWERED : TC_LOCK_THRESHOLD_RAISED, &place,
		"%s: %s needs %s signatures than in the lock: expected %s, found %s", pair->file,
		pair->name, is_lower ? "fewer" : "more", place.expected, place.actual);
}

static const char *describe_version(struct tuf_arena *arena, int64_t version)
{
	return version == 0 ? "no version that counts"
	                    : tuf_arena_format(arena, "version %" PRId64, version);
}

static enum tuf_result report_version(const struct pair *pair, bool is_older)
{
	struct tuf_arena *arena = arena_of(pair);
	const char *file = tuf_arena_format(arena, "%s.json", pair->name);
	const struct tc_finding_place place = {
		.role = pair->name,
		.file = file,
		.pointer = "/signed/version",
		.expected = is_older ? tuf_arena_format(arena, "version %" PRId64 " or newer",
	                                                pair->locked->version)
	                             : describe_version(arena, pair->locked->version),
		.actual = describe_version(arena, pair->found->version),
	};
	if (!file || !place.expected || !place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(pair->comparison->findings,
	                      is_older ? TC_LOCK_VERSION_ROLLED_BACK : TC_LOCK_VERSION_NEWER,
	                      &place, "%s: %s is %s than in the lock: expected %s, found %s", file,
	                      pair->name, is_older ? "older" : "newer", place.expected,
	                      place.actual);
}

static enum tuf_result compare_versions(const struct pair *pair)
{
	int64_t locked = pair->locked->version, found = pair->found->version;
	bool is_complete = pair->comparison->is_complete;
	if (found > locked)
		return is_complete ? report_version(pair, false) : TUF_OK;
	/* that a dropped file does not count, the chain has said */
	bool is_unknown = found == 0 && pair->found->is_dropped && !is_complete;
	if (found == locked || is_unknown)
		return TUF_OK;
	return report_version(pair, true);
}

/* ---- roles ---- */

static enum tuf_result report_delegation(const struct pair *pair)
{
	struct tuf_arena *arena = arena_of(pair);
	const struct tc_lock_role *role = pair->locked ? pair->locked : pair->found;
	const char *keys = describe_keys(arena, role, NULL);
	const char *present = keys ? tuf_arena_format(arena, "%s with %s", role->name, keys) : NULL;
	struct tc_finding_place place;
	enum tuf_result result = make_place(pair, KEYIDS, &place);
	if (result != TUF_OK || !present)
		return TUF_NO_MEMORY;
	place.expected = pair->locked ? present : "no such delegation";
	place.actual = pair->found ? present : "no such delegation";
	bool is_added = !pair->locked;
	return tc_finding_add(pair->comparison->findings,
	                      is_added ? TC_LOCK_SIGNER_ADDED : TC_LOCK_SIGNER_REMOVED, &place,
	                      "%s: %s: expected %s, found %s", pair->file,
	                      is_added ? "a delegation is not in the lock"
	                               : "a delegation of the lock is gone",
	                      place.expected, place.actual);
}

/* Whether a role above was dropped, so that nobody looked at what it delegates. */
static bool is_out_of_sight(const struct tc_lock_entry *found, const char *name)
{
	char parent[TUF_MAX_ROLE_NAME + 1];
	size_t length = strnlen(name, sizeof(parent));
	if (length == sizeof(parent))
		return false;
	memcpy(parent, name, length + 1);
	for (char *slash = strrchr(parent, '/'); slash; slash = strrchr(parent, '/')) {
		*slash = '\0';
		const struct tc_lock_role *role = tc_lock_entry_find_role(found, parent);
		if (role)
			return role->is_dropped;
	}
	return false;
}

static enum tuf_result compare_role(const struct tc_lock_comparison *comparison, const char *name,
                                    const struct tc_lock_role *locked,
                                    const struct tc_lock_role *found)
{
	struct pair pair;
	enum tuf_result result = make_pair(comparison, name, locked, found, &pair);
	if (result != TUF_OK)
		return result;
	if (!found && !comparison->is_complete && is_out_of_sight(comparison->found, pair.name))
		return TUF_OK;
	if (!locked || !found)
		return report_delegation(&pair);
	result = pair.is_delegation ? compare_signer_keys(&pair) : compare_key_sets(&pair);
	if (result == TUF_OK)
		result = compare_thresholds(&pair);
	if (result == TUF_OK)
		result = compare_versions(&pair);
	return result;
}

/* Of two sorted lists, the one whose next name comes first: below 0 the left one, above 0 the right one. */
static int compare_next(const struct tc_lock_entry *locked, size_t i,
                        const struct tc_lock_entry *found, size_t j)
{
	if (j == found->role_count)
		return -1;
	return i == locked->role_count ? 1 : strcmp(locked->roles[i].name, found->roles[j].name);
}

enum tuf_result tc_lock_compare_roles(const struct tc_lock_comparison *comparison)
{
	const struct tc_lock_entry *locked = comparison->locked, *found = comparison->found;
	size_t i = 0, j = 0;
	enum tuf_result result = TUF_OK;
	while (result == TUF_OK && (i < locked->role_count || j < found->role_count)) {
		int order = compare_next(locked, i, found, j);
		result = compare_role(
			comparison, order < 0 ? locked->roles[i].name : found->roles[j].name,
			order <= 0 ? &locked->roles[i] : NULL, order >= 0 ? &found->roles[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	return result;
}
