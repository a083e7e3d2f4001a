/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_review.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RELEASES "targets/releases"

/* ---- one key in several roles ---- */

/* Docker gives a signer's key to targets/releases and to the signer's own role, targets/NAME. */
static bool is_signers_pair(const struct tc_key_group *group)
{
	const struct tc_role_evidence *first = group->uses[0].role;
	const struct tc_role_evidence *last = group->uses[group->count - 1].role;
	bool has_releases = strcmp(first->name, RELEASES) == 0 || strcmp(last->name, RELEASES) == 0;
	return tc_key_group_count_roles(group) == 2 && has_releases && first->depth == 1 &&
	       last->depth == 1;
}

static enum tuf_result report_shared(const struct tc_review *review,
                                     const struct tc_key_group *group)
{
	struct tuf_arena *arena = review->evidence->arena;
	struct tc_finding_place place;
	enum tuf_result result = tc_key_use_locate(arena, &group->uses[0], &place);
	if (result != TUF_OK)
		return result;
	place.expected = "a key of its own for each role";
	place.actual = tc_key_group_name_roles(arena, group);
	if (!place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(&review->evidence->findings, TC_KEY_IN_SEVERAL_ROLES, &place,
	                      "%s: the public key of %s may sign for %zu roles: %s", place.file,
	                      group->uses[0].listed_id, tc_key_group_count_roles(group),
	                      place.actual);
}

static enum tuf_result review_shared(const struct tc_review *review,
                                     const struct tc_key_group_list *groups)
{
	struct tc_series series = {.review = review, .kind = TC_KEY_IN_SEVERAL_ROLES};
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < groups->count; i++) {
		const struct tc_key_group *group = &groups->items[i];
		if (tc_key_group_count_roles(group) > 1 && !is_signers_pair(group) &&
		    tc_series_admits(&series))
			result = report_shared(review, group);
	}
	return result == TUF_OK ? tc_series_finish(&series) : result;
}

/* ---- one key under several IDs of a role ---- */

static enum tuf_result report_repeated(const struct tc_review *review, const struct tc_key_use *use,
                                       size_t count)
{
	struct tuf_arena *arena = review->evidence->arena;
	struct tc_finding_place place;
	enum tuf_result result = tc_key_use_locate(arena, use, &place);
	if (result != TUF_OK)
		return result;
	place.expected = "each public key under one ID";
	place.actual = tuf_arena_format(arena, "one under %zu IDs", count);
	if (!place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(
		&review->evidence->findings, TC_KEY_REPEATED, &place,
		"%s: %s lists the public key of %s under %zu IDs, each of which counts "
		"as one of the %" PRId64 " signers that it needs",
		place.file, use->role->name, use->listed_id, count,
		use->role->definition->threshold);
}

/* Where one signature is enough, a key listed twice does no harm: so certificates are renewed. */
static enum tuf_result review_repeated_in(const struct tc_key_group *group,
                                          struct tc_series *series)
{
	for (size_t start = 0, end; start < group->count; start = end) {
		for (end = start + 1; end < group->count; end++)
			if (tc_key_group_is_first_of_role(group, end))
				break;
		const struct tc_key_use *use = &group->uses[start];
		if (end - start == 1 || use->role->definition->threshold < 2 ||
		    !tc_series_admits(series))
			continue;
		enum tuf_result result = report_repeated(series->review, use, end - start);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result review_repeated(const struct tc_review *review,
                                       const struct tc_key_group_list *groups)
{
	struct tc_series series = {.review = review, .kind = TC_KEY_REPEATED};
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < groups->count; i++)
		result = review_repeated_in(&groups->items[i], &series);
	return result == TUF_OK ? tc_series_finish(&series) : result;
}

/* ---- keys that do not sign ---- */

/* IDs and public keys that signatures name, sorted. */
struct name_list {
	const char **items;
	size_t count;
};

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool name_list_has(const struct name_list *names, const char *name)
{
	return names->count > 0 &&
	       bsearch(&name, names->items, names->count, sizeof(name), compare_names);
}

/*
 * What the signatures of one file name, valid or not: of one that does not
 * verify, or counts for nothing, other findings speak. A root key signs under
 * the ID that it has without the certificates that are dropped.
 */
static void add_names(const struct tc_evidence *evidence, const struct tc_role_evidence *role,
                      struct name_list *names)
{
	for (size_t i = 0; i < role->quorum.signature_count; i++) {
		const struct tufcheck_signature *signature = &role->quorum.signatures[i];
		if (signature->reason == tc_quorum_not_listed)
			continue;
		names->items[names->count++] = signature->key_id;
		const struct tc_public_key *key =
			tc_key_ring_find(&evidence->ring, signature->key_id);
		if (key && key->spki_sha256)
			names->items[names->count++] = key->spki_sha256;
	}
}

static enum tuf_result gather_names(const struct tc_evidence *evidence, struct name_list *ret_names)
{
	size_t room = 0;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		room += 2 * role->quorum.signature_count;
	struct name_list names = {
		.items = tuf_arena_take_array(evidence->arena, room, sizeof(*names.items))};
	if (!names.items)
		return TUF_NO_MEMORY;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		if (tc_evidence_is_sound(role))
			add_names(evidence, role, &names);
	qsort(names.items, names.count, sizeof(*names.items), compare_names);
	*ret_names = names;
	return TUF_OK;
}

/* The uses in roles whose file was taken; where the key could have signed. */
static enum tuf_result select_sound(struct tuf_arena *arena, const struct tc_key_group *group,
                                    struct tc_key_group *ret_sound)
{
	struct tc_key_use *uses = tuf_arena_take_array(arena, group->count, sizeof(*uses));
	if (!uses)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t i = 0; i < group->count; i++)
		if (tc_evidence_is_sound(group->uses[i].role))
			uses[count++] = group->uses[i];
	*ret_sound = (struct tc_key_group){.uses = uses, .count = count};
	return TUF_OK;
}

static bool is_any_named(const struct tc_key_group *group, const struct name_list *names)
{
	for (size_t i = 0; i < group->count; i++)
		if (name_list_has(names, group->uses[i].listed_id))
			return true;
	return name_list_has(names, group->uses[0].group);
}

static enum tuf_result report_silent(const struct tc_review *review,
                                     const struct tc_key_group *sound)
{
	struct tuf_arena *arena = review->evidence->arena;
	struct tc_finding_place place;
	enum tuf_result result = tc_key_use_locate(arena, &sound->uses[0], &place);
	const char *roles = tc_key_group_name_roles(arena, sound);
	if (result != TUF_OK || !roles)
		return TUF_NO_MEMORY;
	bool is_one = tc_key_group_count_roles(sound) == 1;
	place.expected = "a signature by it";
	place.actual = "none";
	return tc_finding_add(&review->evidence->findings, TC_KEY_WITHOUT_SIGNATURE, &place,
	                      "%s: key %s may sign for %s, but %s no signature by it", place.file,
	                      sound->uses[0].listed_id, roles,
	                      is_one ? "the role's present file has"
	                             : "the present files of these roles have");
}

static enum tuf_result review_silent(const struct tc_review *review,
                                     const struct tc_key_group_list *groups)
{
	struct tc_series series = {.review = review, .kind = TC_KEY_WITHOUT_SIGNATURE};
	struct name_list names;
	enum tuf_result result = gather_names(review->evidence, &names);
	for (size_t i = 0; result == TUF_OK && i < groups->count; i++) {
		struct tc_key_group sound;
		result = select_sound(review->evidence->arena, &groups->items[i], &sound);
		if (result == TUF_OK && sound.count > 0 &&
		    !is_any_named(&groups->items[i], &names) && tc_series_admits(&series))
			result = report_silent(review, &sound);
	}
	return result == TUF_OK ? tc_series_finish(&series) : result;
}

/* ---- the root ---- */

static enum tuf_result review_root_threshold(const struct tc_review *review)
{
	const struct tc_role_evidence *root = tc_evidence_find_top(review->evidence, "root");
	if (!root || !tc_evidence_is_sound(root) || root->definition->threshold > 1)
		return TUF_OK;
	const struct tc_finding_place place = {.role = root->name,
	                                       .file = root->file,
	                                       .pointer = "/signed/roles/root/threshold",
	                                       .expected = "2 or more",
	                                       .actual = "1"};
	return tc_finding_add(&review->evidence->findings, TC_ROOT_THRESHOLD_ONE, &place,
	                      "%s: one root key is enough to replace every key of the repository",
	                      root->file);
}

/* ---- the whole ---- */

enum tuf_result tc_key_review(const struct tc_review *review, const struct tc_key_use_list *uses)
{
	struct tc_key_group_list groups;
	enum tuf_result result =
		tc_key_use_group(review->evidence->arena, uses, TC_SAME_PUBLIC_KEY, &groups);
	if (result == TUF_OK)
		result = review_shared(review, &groups);
	if (result == TUF_OK)
		result = review_repeated(review, &groups);
	if (result == TUF_OK)
		result = review_root_threshold(review);
	if (result == TUF_OK)
		result = review_silent(review, &groups);
	return result;
}
