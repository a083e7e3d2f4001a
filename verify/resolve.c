/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/digest.h"

#define TARGETS "targets"
#define RELEASES "targets/releases"
#define REPOSITORY_ADMIN "(Repo Admin)"

/* One entry of one role, of those that count. */
struct entry {
	const struct tuf_file_meta *file;
	const struct tc_role_evidence *role;
	size_t rank; /* of the role: the lowest resolves a tag */
};

/* Roles in the order in which docker looks for a tag. */
struct ranking {
	const struct tc_role_evidence **roles;
	size_t count;
};

static bool is_within(const char *name, const char *ancestor)
{
	size_t length = strlen(ancestor);
	return strncmp(name, ancestor, length) == 0 && (name[length] == '\0' || name[length] == '/');
}

/*
 * Breadth first below one role. Evidence is in depth-first order, in which the
 * roles of one depth already stand as a breadth-first walk meets them.
 */
static void rank_breadth_first(const struct tc_verified *verified, const char *top,
                               const char *except, struct ranking *ranking)
{
	const struct tc_evidence *evidence = tc_verified_get_evidence(verified);
	size_t deepest = 0;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		if (role->depth > deepest)
			deepest = role->depth;
	for (size_t depth = 0; depth <= deepest; depth++)
		for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
			if (role->depth == depth && is_within(role->name, top) &&
			    !(except && is_within(role->name, except)) &&
			    tc_verified_has_role(verified, role))
				ranking->roles[ranking->count++] = role;
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;
	int order = strcmp(a->file->name, b->file->name);
	if (order != 0)
		return order;
	return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* As they are of a repository whose tags are all in one role. */
static bool is_sorted(const struct entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_entries(&entries[i - 1], &entries[i]) > 0)
			return false;
	return true;
}

static enum tuf_result report_entries(struct tc_finding_list *findings, enum tc_finding_kind kind,
                                      const struct tc_role_evidence *role, const char *first,
                                      size_t count, const char *expected, const char *flaw)
{
	if (count == 0)
		return TUF_OK;
	const char *actual = tuf_arena_format(findings->arena, "%zu of them, such as \"%s\"", count,
	                                      first);
	if (!actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = role->name,
	                                       .file = role->file,
	                                       .pointer = "/signed/targets",
	                                       .expected = expected,
	                                       .actual = actual};
	return tc_finding_add(findings, kind, &place, "%s lists %zu %s %s, such as \"%s\"",
	                      role->file, count, count == 1 ? "tag" : "tags", flaw, first);
}

static bool has_digest(const struct tuf_file_meta *file)
{
	return file->sha256.is_listed && file->sha256.length == TUF_SHA256_BYTES;
}

/* Adds the entries of one role that its paths permit. */
static enum tuf_result add_entries(struct tc_finding_list *findings,
                                   const struct tc_role_evidence *role, size_t rank,
                                   struct entry *entries, size_t *count)
{
	const struct tuf_file_list *files = &role->targets.files;
	const char *first_outside = NULL, *first_without = NULL;
	size_t outside = 0, without = 0;
	for (size_t i = 0; i < files->count; i++) {
		const struct tuf_file_meta *file = &files->items[i];
		if (!tuf_path_set_permits(&role->path_set, file->name)) {
			first_outside = outside++ == 0 ? file->name : first_outside;
			continue;
		}
		if (!has_digest(file))
			first_without = without++ == 0 ? file->name : first_without;
		entries[(*count)++] = (struct entry){.file = file, .role = role, .rank = rank};
	}
	enum tuf_result result = report_entries(findings, TC_TARGET_OUTSIDE_PATHS, role,
	                                        first_outside, outside,
	                                        "every tag within the role's paths",
	                                        "outside its paths, where they count for nothing");
	if (result != TUF_OK)
		return result;
	return report_entries(findings, TC_TARGET_DIGEST, role, first_without, without,
	                      "a sha256 of 32 bytes for every tag",
	                      "without a usable sha256");
}

/* Docker's rule for tags: [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}. */
static bool is_tag(const char *name)
{
	static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
	return name[0] && strchr(first, name[0]) && name[length] == '\0' && length <= 128;
}

static bool is_released(const char *role)
{
	return strcmp(role, TARGETS) == 0 || strcmp(role, RELEASES) == 0;
}

static bool same_digest(const struct tuf_file_meta *left, const struct tuf_file_meta *right)
{
	return left->sha256.length == right->sha256.length &&
	       (left->sha256.length == 0 ||
	        memcmp(left->sha256.bytes, right->sha256.bytes, left->sha256.length) == 0);
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The roles, other than the released ones, that list the same digest under the same name. */
static enum tuf_result find_signers(struct tuf_arena *arena, const struct entry *same_name,
                                    size_t count, struct tufcheck_target *target)
{
	const char **signers = tuf_arena_take_array(arena, count + 1, sizeof(*signers));
	if (!signers)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (!is_released(same_name[i].role->name) &&
		    same_digest(same_name[0].file, same_name[i].file))
			signers[n++] = same_name[i].role->name + strlen(TARGETS "/");
	qsort(signers, n, sizeof(*signers), compare_texts);
	if (n == 0)
		signers[n++] = REPOSITORY_ADMIN;
	target->signers = signers;
	target->signer_count = n;
	return TUF_OK;
}

/* Every role that lists the same digest, whether docker calls it a signer or not. */
static enum tuf_result find_listing_roles(struct tuf_arena *arena, const struct entry *same_name,
                                          size_t count, struct tufcheck_target *target)
{
	const char **roles = tuf_arena_take_array(arena, count, sizeof(*roles));
	if (!roles)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (same_digest(same_name[0].file, same_name[i].file))
			roles[n++] = same_name[i].role->name;
	qsort(roles, n, sizeof(*roles), compare_texts);
	target->listing_roles = roles;
	target->listing_role_count = n;
	return TUF_OK;
}

/* The first of the entries with one name resolves it. */
static enum tuf_result resolve(struct tuf_arena *arena, const struct entry *same_name, size_t count,
                               struct tufcheck_target *ret_target)
{
	const struct entry *best = &same_name[0];
	*ret_target = (struct tufcheck_target){
		.name = best->file->name,
		.role = best->role->name,
		.pullable = is_released(best->role->name) && has_digest(best->file) &&
		            is_tag(best->file->name),
		.length = best->file->length,
	};
	if (has_digest(best->file)) {
		ret_target->sha256 = tuf_hex_encode(arena, best->file->sha256.bytes,
		                                    best->file->sha256.length);
		if (!ret_target->sha256)
			return TUF_NO_MEMORY;
	}
	enum tuf_result result = find_listing_roles(arena, same_name, count, ret_target);
	if (result != TUF_OK)
		return result;
	return find_signers(arena, same_name, count, ret_target);
}

static enum tuf_result rank_roles(const struct tc_verified *verified, struct tuf_arena *arena,
                                  struct ranking *ret_ranking)
{
	struct ranking ranking = {.count = 0};
	ranking.roles = tuf_arena_take_array(
		arena, tc_verified_get_evidence(verified)->role_count, sizeof(*ranking.roles));
	if (!ranking.roles)
		return TUF_NO_MEMORY;
	rank_breadth_first(verified, RELEASES, NULL, &ranking);
	rank_breadth_first(verified, TARGETS, RELEASES, &ranking);
	*ret_ranking = ranking;
	return TUF_OK;
}

static enum tuf_result gather(const struct ranking *ranking, struct tuf_arena *arena,
                              struct tc_finding_list *findings, struct entry **ret_entries,
                              size_t *ret_count)
{
	size_t room = 0, count = 0;
	for (size_t i = 0; i < ranking->count; i++)
		room += ranking->roles[i]->targets.files.count;
	struct entry *entries = tuf_arena_take_array(arena, room, sizeof(*entries));
	if (!entries)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < ranking->count; i++) {
		enum tuf_result result =
			add_entries(findings, ranking->roles[i], i, entries, &count);
		if (result != TUF_OK)
			return result;
	}
	if (!is_sorted(entries, count))
		qsort(entries, count, sizeof(*entries), compare_entries);
	*ret_entries = entries;
	*ret_count = count;
	return TUF_OK;
}

enum tuf_result tc_resolve_targets(const struct tc_verified *verified, struct tuf_arena *arena,
                                   struct tc_finding_list *findings,
                                   const struct tufcheck_target **ret_targets, size_t *ret_count)
{
	struct ranking ranking;
	enum tuf_result result = rank_roles(verified, arena, &ranking);
	if (result != TUF_OK)
		return result;
	struct entry *entries;
	size_t entry_count;
	result = gather(&ranking, arena, findings, &entries, &entry_count);
	if (result != TUF_OK)
		return result;
	struct tufcheck_target *targets =
		tuf_arena_take_array(arena, entry_count, sizeof(*targets));
	if (!targets)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t start = 0, end; start < entry_count; start = end) {
		for (end = start + 1; end < entry_count; end++)
			if (strcmp(entries[start].file->name, entries[end].file->name) != 0)
				break;
		result = resolve(arena, &entries[start], end - start, &targets[count++]);
		if (result != TUF_OK)
			return result;
	}
	*ret_targets = targets;
	*ret_count = count;
	return TUF_OK;
}
