/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_use.h"

#include <stdlib.h>
#include <string.h>

/* Roles that are named before the rest is counted. */
#define MAX_NAMED_ROLES 6

static size_t count_uses(const struct tc_evidence *evidence)
{
	size_t count = 0;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		if (tc_evidence_is_defined(role))
			count += role->definition->key_id_count;
	return count;
}

static enum tuf_result add_uses(struct tc_evidence *evidence, const struct tc_role_evidence *role,
                                struct tc_key_use_list *list)
{
	for (size_t i = 0; i < role->definition->key_id_count; i++) {
		struct tc_key_use *use = &list->items[list->count];
		*use = (struct tc_key_use){.role = role,
		                           .listed_id = role->definition->key_ids[i],
		                           .order = list->count};
		enum tuf_result result = tc_key_ring_get(
			&evidence->ring, tuf_key_list_find(role->keys, use->listed_id), &use->key);
		if (result != TUF_OK)
			return result;
		list->count++;
	}
	return TUF_OK;
}

enum tuf_result tc_key_use_gather(struct tc_evidence *evidence, struct tc_key_use_list *ret_list)
{
	struct tc_key_use_list list = {.count = 0};
	list.items =
		tuf_arena_take_array(evidence->arena, count_uses(evidence), sizeof(*list.items));
	if (!list.items)
		return TUF_NO_MEMORY;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next) {
		if (!tc_evidence_is_defined(role))
			continue;
		enum tuf_result result = add_uses(evidence, role, &list);
		if (result != TUF_OK)
			return result;
	}
	*ret_list = list;
	return TUF_OK;
}

/* NULL: it is left out. */
static const char *find_group(const struct tc_key_use *use, enum tc_key_sameness sameness)
{
	return sameness == TC_SAME_LISTED_KEY ? use->key->id : use->key->spki_sha256;
}

static int compare_uses(const void *left, const void *right)
{
	const struct tc_key_use *a = left;
	const struct tc_key_use *b = right;
	int order = strcmp(a->group, b->group);
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_groups(const void *left, const void *right)
{
	size_t a = ((const struct tc_key_group *)left)->uses[0].order;
	size_t b = ((const struct tc_key_group *)right)->uses[0].order;
	return a < b ? -1 : a > b;
}

enum tuf_result tc_key_use_group(struct tuf_arena *arena, const struct tc_key_use_list *list,
                                 enum tc_key_sameness sameness,
                                 struct tc_key_group_list *ret_groups)
{
	struct tc_key_use *uses = tuf_arena_take_array(arena, list->count, sizeof(*uses));
	struct tc_key_group_list groups = {.count = 0};
	groups.items = tuf_arena_take_array(arena, list->count, sizeof(*groups.items));
	if (!uses || !groups.items)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		uses[count] = list->items[i];
		uses[count].group = find_group(&list->items[i], sameness);
		count += uses[count].group != NULL;
	}
	qsort(uses, count, sizeof(*uses), compare_uses);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(uses[i - 1].group, uses[i].group) != 0)
			groups.items[groups.count++] = (struct tc_key_group){.uses = &uses[i]};
		groups.items[groups.count - 1].count++;
	}
	qsort(groups.items, groups.count, sizeof(*groups.items), compare_groups);
	*ret_groups = groups;
	return TUF_OK;
}

bool tc_key_group_is_first_of_role(const struct tc_key_group *group, size_t index)
{
	return index == 0 || group->uses[index - 1].role != group->uses[index].role;
}

size_t tc_key_group_count_roles(const struct tc_key_group *group)
{
	size_t count = 0;
	for (size_t i = 0; i < group->count; i++)
		count += tc_key_group_is_first_of_role(group, i);
	return count;
}

/* What stands before number named of count names, where shown of them are named. */
static const char *find_separator(size_t named, size_t count, size_t shown)
{
	if (named == 0)
		return "";
	return named + 1 == count && shown == count ? " and " : ", ";
}

const char *tc_key_group_name_roles(struct tuf_arena *arena, const struct tc_key_group *group)
{
	size_t count = tc_key_group_count_roles(group);
	size_t shown = count <= MAX_NAMED_ROLES + 1 ? count : MAX_NAMED_ROLES;
	const char *text = "";
	size_t named = 0;
	for (size_t i = 0; i < group->count && named < shown; i++) {
		if (!tc_key_group_is_first_of_role(group, i))
			continue;
		text = tuf_arena_format(arena, "%s%s%s", text, find_separator(named, count, shown),
		                        group->uses[i].role->name);
		if (!text)
			return NULL;
		named++;
	}
	if (shown == count)
		return text;
	return tuf_arena_format(arena, "%s and %zu more", text, count - shown);
}

enum tuf_result tc_key_use_locate(struct tuf_arena *arena, const struct tc_key_use *use,
                                  struct tc_finding_place *ret_place)
{
	const char *const names[] = {"signed", "delegations", "keys", use->listed_id};
	const char *const top_names[] = {"signed", "keys", use->listed_id};
	bool is_top = use->role->depth == 0;
	const char *pointer =
		is_top ? tuf_pointer_make(arena, top_names, 3) : tuf_pointer_make(arena, names, 4);
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tc_role_evidence *definer = use->role->definer;
	*ret_place = (struct tc_finding_place){.role = use->role->name,
	                                       .file = definer ? definer->file : use->role->file,
	                                       .pointer = pointer};
	return TUF_OK;
}
