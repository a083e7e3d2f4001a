/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/lock_entry.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/utf8.h"
#include "verify/path.h"
#include "verify/report.h"
#include "verify/resolve.h"

bool tc_lock_entry_is_verified(const struct tufcheck_repository *repository)
{
	return repository->status == TUFCHECK_STATUS_TRUSTED ||
	       repository->status == TUFCHECK_STATUS_DEGRADED;
}

bool tc_lock_entry_is_name(const char *gun)
{
	return tc_path_is_gun(gun) && tuf_utf8_is_valid(gun);
}

/* Signed for by enough keys, whatever its date: then its version is the publisher's. */
static bool is_version_proved(enum tufcheck_role_status status)
{
	return status == TUFCHECK_ROLE_VALID || status == TUFCHECK_ROLE_EXPIRED;
}

static bool is_dropped(enum tufcheck_role_status status)
{
	return status != TUFCHECK_ROLE_VALID && status != TUFCHECK_ROLE_UNPUBLISHED;
}

static struct tc_lock_key make_key(const struct tufcheck_key *key)
{
	struct tc_lock_key made = {
		.key_id = key->key_id,
		.canonical_key_id = key->canonical_key_id,
		.spki_sha256 = key->spki_sha256,
	};
	if (key->certificate_count > 0) {
		made.certificate_sha256 = key->certificates[0].sha256;
		made.certificate_sha1 = key->certificates[0].sha1;
	}
	return made;
}

static struct tc_lock_tag make_tag(const struct tufcheck_target *target)
{
	return (struct tc_lock_tag){.name = target->name,
	                            .sha256 = target->sha256,
	                            .length = target->length,
	                            .role = target->role};
}

static int compare_roles(const void *left, const void *right)
{
	return strcmp(((const struct tc_lock_role *)left)->name,
	              ((const struct tc_lock_role *)right)->name);
}

static void sort_roles(struct tc_lock_role *roles, size_t count)
{
	qsort(roles, count, sizeof(*roles), compare_roles);
}

/* ---- from a chain ---- */

static enum tuf_result make_keys(struct tuf_arena *arena, struct tc_key_ring *ring,
                                 const struct tc_role_evidence *evidence, struct tc_lock_role *role)
{
	size_t count = evidence->definition->key_id_count;
	struct tc_lock_key *keys = tuf_arena_take_array(arena, count, sizeof(*keys));
	if (!keys)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const char *listed_id = evidence->definition->key_ids[i];
		const struct tc_public_key *key;
		enum tuf_result result =
			tc_key_ring_get(ring, tuf_key_list_find(evidence->keys, listed_id), &key);
		struct tufcheck_key record;
		if (result == TUF_OK)
			result = tc_report_make_key(arena, key, listed_id, &record);
		if (result != TUF_OK)
			return result;
		keys[i] = make_key(&record);
	}
	role->keys = keys;
	role->key_count = count;
	return TUF_OK;
}

static enum tuf_result make_role(struct tuf_arena *arena, struct tc_key_ring *ring,
                                 const struct tc_role_evidence *evidence,
                                 struct tc_lock_role *ret_role)
{
	*ret_role = (struct tc_lock_role){
		.name = evidence->name,
		.version = is_version_proved(evidence->status) ? evidence->common.version : 0,
		.threshold = evidence->definition->threshold,
		.is_dropped = is_dropped(evidence->status),
	};
	return make_keys(arena, ring, evidence, ret_role);
}

static enum tuf_result make_roles(const struct tc_evidence *evidence, struct tc_key_ring *ring,
                                  struct tc_lock_entry *entry)
{
	struct tc_lock_role *roles =
		tuf_arena_take_array(evidence->arena, evidence->role_count, sizeof(*roles));
	if (!roles)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next) {
		enum tuf_result result = make_role(evidence->arena, ring, role, &roles[count++]);
		if (result != TUF_OK)
			return result;
	}
	sort_roles(roles, count);
	entry->roles = roles;
	entry->role_count = count;
	return TUF_OK;
}

static enum tuf_result make_tags(const struct tc_verified *verified, struct tuf_arena *arena,
                                 struct tc_lock_entry *entry)
{
	/* what is wrong with tags, the report says when it resolves them */
	struct tc_finding_list unread = {.arena = arena};
	const struct tufcheck_target *targets;
	size_t count;
	enum tuf_result result = tc_resolve_targets(verified, arena, &unread, &targets, &count);
	if (result != TUF_OK)
		return result;
	struct tc_lock_tag *tags = tuf_arena_take_array(arena, count, sizeof(*tags));
	if (!tags)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		tags[i] = make_tag(&targets[i]);
	entry->tags = tags;
	entry->tag_count = count;
	return TUF_OK;
}

enum tuf_result tc_lock_entry_make(const struct tc_verified *verified, struct tc_key_ring *ring,
                                   const struct tc_lock_entry **ret_entry)
{
	const struct tc_evidence *evidence = tc_verified_get_evidence(verified);
	struct tc_lock_entry *entry = tuf_arena_take(evidence->arena, sizeof(*entry));
	if (!entry)
		return TUF_NO_MEMORY;
	entry->gun = evidence->gun;
	enum tuf_result result = make_roles(evidence, ring, entry);
	if (result == TUF_OK)
		result = make_tags(verified, evidence->arena, entry);
	if (result == TUF_OK)
		*ret_entry = entry;
	return result;
}

/* ---- from a report ---- */

/* Copies a text that may be NULL. */
static enum tuf_result copy_text(struct tuf_arena *arena, const char **text)
{
	if (!*text)
		return TUF_OK;
	*text = tuf_arena_copy_text(arena, *text, strlen(*text));
	return *text ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result copy_texts(struct tuf_arena *arena, const char **const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (copy_text(arena, texts[i]) != TUF_OK)
			return TUF_NO_MEMORY;
	return TUF_OK;
}

static enum tuf_result copy_key(struct tuf_arena *arena, const struct tufcheck_key *key,
                                struct tc_lock_key *ret_key)
{
	struct tc_lock_key made = make_key(key);
	const char **const texts[] = {&made.key_id, &made.canonical_key_id, &made.spki_sha256,
	                              &made.certificate_sha256, &made.certificate_sha1};
	enum tuf_result result = copy_texts(arena, texts, sizeof(texts) / sizeof(texts[0]));
	*ret_key = made;
	return result;
}

/* A role that is being filled. */
struct filling {
	struct tc_lock_role role; /* first: sorted by its name */
	struct tc_lock_key *keys;
	size_t room;
};

static struct filling *find_filling(struct filling *fillings, size_t count, const char *name)
{
	const struct tc_lock_role wanted = {.name = name};
	return bsearch(&wanted, fillings, count, sizeof(*fillings), compare_roles);
}

static enum tuf_result begin_roles(struct tuf_arena *arena,
                                   const struct tufcheck_repository *repository,
                                   struct filling *fillings)
{
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *record = &repository->roles[i];
		struct filling *filling = &fillings[i];
		filling->role = (struct tc_lock_role){
			.name = record->name,
			.version = is_version_proved(record->status) ? record->version : 0,
			.threshold = record->threshold,
			.is_dropped = is_dropped(record->status),
		};
		filling->room = record->key_id_count;
		filling->keys =
			tuf_arena_take_array(arena, record->key_id_count, sizeof(*filling->keys));
		if (!filling->keys || copy_text(arena, &filling->role.name) != TUF_OK)
			return TUF_NO_MEMORY;
		filling->role.keys = filling->keys;
	}
	qsort(fillings, repository->role_count, sizeof(*fillings), compare_roles);
	return TUF_OK;
}

/* Keys come by their ID, so those of each role do. */
static enum tuf_result fill_roles(struct tuf_arena *arena,
                                  const struct tufcheck_repository *repository,
                                  struct filling *fillings)
{
	for (size_t i = 0; i < repository->key_count; i++) {
		const struct tufcheck_key *key = &repository->keys[i];
		struct tc_lock_key copy;
		if (copy_key(arena, key, &copy) != TUF_OK)
			return TUF_NO_MEMORY;
		for (size_t j = 0; j < key->role_count; j++) {
			struct filling *filling =
				find_filling(fillings, repository->role_count, key->roles[j]);
			if (filling && filling->role.key_count < filling->room)
				filling->keys[filling->role.key_count++] = copy;
		}
	}
	return TUF_OK;
}

static enum tuf_result copy_roles(struct tuf_arena *arena,
                                  const struct tufcheck_repository *repository,
                                  struct tc_lock_entry *entry)
{
	size_t count = repository->role_count;
	struct filling *fillings = tuf_arena_take_array(arena, count, sizeof(*fillings));
	struct tc_lock_role *roles = tuf_arena_take_array(arena, count, sizeof(*roles));
	if (!fillings || !roles)
		return TUF_NO_MEMORY;
	enum tuf_result result = begin_roles(arena, repository, fillings);
	if (result == TUF_OK)
		result = fill_roles(arena, repository, fillings);
	if (result != TUF_OK)
		return result;
	for (size_t i = 0; i < count; i++)
		roles[i] = fillings[i].role;
	entry->roles = roles;
	entry->role_count = count;
	return TUF_OK;
}

static enum tuf_result copy_tags(struct tuf_arena *arena,
                                 const struct tufcheck_repository *repository,
                                 struct tc_lock_entry *entry)
{
	size_t count = repository->target_count;
	struct tc_lock_tag *tags = tuf_arena_take_array(arena, count, sizeof(*tags));
	if (!tags)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		tags[i] = make_tag(&repository->targets[i]);
		const char **const texts[] = {&tags[i].name, &tags[i].sha256, &tags[i].role};
		if (copy_texts(arena, texts, sizeof(texts) / sizeof(texts[0])) != TUF_OK)
			return TUF_NO_MEMORY;
	}
	entry->tags = tags;
	entry->tag_count = count;
	return TUF_OK;
}

enum tuf_result tc_lock_entry_copy(struct tuf_arena *arena,
                                   const struct tufcheck_repository *repository,
                                   const struct tc_lock_entry **ret_entry)
{
	struct tc_lock_entry *entry = tuf_arena_take(arena, sizeof(*entry));
	if (!entry)
		return TUF_NO_MEMORY;
	entry->gun = repository->gun;
	enum tuf_result result = copy_text(arena, &entry->gun);
	if (result == TUF_OK)
		result = copy_roles(arena, repository, entry);
	if (result == TUF_OK)
		result = copy_tags(arena, repository, entry);
	if (result == TUF_OK)
		*ret_entry = entry;
	return result;
}
