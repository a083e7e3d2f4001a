/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/archive.h"

#include <stdlib.h>
#include <string.h>

enum tuf_result tc_archive_add(struct tuf_arena *arena, struct tc_archive *archive,
                               const struct tc_member *member)
{
	if (archive->count == archive->room) {
		size_t room = archive->room * 2 + 64;
		struct tc_member *members = tuf_arena_take_array(arena, room, sizeof(*members));
		if (!members)
			return TUF_NO_MEMORY;
		if (archive->count)
			memcpy(members, archive->members, archive->count * sizeof(*members));
		archive->members = members;
		archive->room = room;
	}
	archive->members[archive->count++] = *member;
	return TUF_OK;
}

static int compare_members(const void *left, const void *right)
{
	return strcmp(((const struct tc_member *)left)->path,
	              ((const struct tc_member *)right)->path);
}

static enum tuf_result refuse(struct tc_archive_problem *problem, const char *member,
                              const char *expected, const char *actual)
{
	*problem = (struct tc_archive_problem){
		.member = member, .refusal = {.expected = expected, .actual = actual}};
	return TUF_INVALID;
}

/* What stands above a member is a folder, whether it has an entry of its own or not. */
static enum tuf_result check_above(struct tuf_arena *arena, const struct tc_archive *archive,
                                   const struct tc_member *member,
                                   struct tc_archive_problem *problem)
{
	char *above = tuf_arena_copy_text(arena, member->path, strlen(member->path));
	if (!above)
		return TUF_NO_MEMORY;
	for (char *slash = strrchr(above, '/'); slash; slash = strrchr(above, '/')) {
		*slash = '\0';
		const struct tc_member *found = tc_archive_find(archive, above);
		if (found && found->kind != TC_MEMBER_FOLDER)
			return refuse(problem, member->path, "a folder above it", "a file");
	}
	return TUF_OK;
}

enum tuf_result tc_archive_sort(struct tuf_arena *arena, struct tc_archive *archive,
                                struct tc_archive_problem *ret_problem)
{
	const struct tc_member *members = archive->members;
	if (archive->count)
		qsort(archive->members, archive->count, sizeof(*archive->members),
		      compare_members);
	for (size_t i = 1; i < archive->count; i++)
		if (strcmp(members[i - 1].path, members[i].path) == 0)
			return refuse(ret_problem, members[i].path, "each path once",
			              "another entry of the same path");
	struct tuf_arena scratch = {.block_bytes = arena->block_bytes};
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < archive->count; i++) {
		result = check_above(&scratch, archive, &members[i], ret_problem);
		tuf_arena_clear(&scratch);
	}
	return result;
}

const struct tc_member *tc_archive_find(const struct tc_archive *archive, const char *path)
{
	const struct tc_member wanted = {.path = path};
	if (archive->count == 0)
		return NULL;
	return bsearch(&wanted, archive->members, archive->count, sizeof(wanted), compare_members);
}

/* The first member whose path is not before the beginning of that length, with a slash. */
static size_t find_first(const struct tc_archive *archive, const char *folder, size_t length)
{
	size_t low = 0, high = archive->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *path = archive->members[middle].path;
		int order = strncmp(path, folder, length);
		if (order < 0 || (order == 0 && (unsigned char)path[length] < '/'))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct tc_member_range tc_archive_get_below(const struct tc_archive *archive, const char *folder)
{
	if (strcmp(folder, ".") == 0)
		return (struct tc_member_range){.first = archive->members, .count = archive->count};
	size_t length = strlen(folder);
	size_t first = find_first(archive, folder, length);
	size_t end = first;
	while (end < archive->count && strncmp(archive->members[end].path, folder, length) == 0 &&
	       archive->members[end].path[length] == '/')
		end++;
	return (struct tc_member_range){
		.first = archive->members + first, .count = end - first, .skip = length + 1};
}

bool tc_archive_has_folder(const struct tc_archive *archive, const char *path)
{
	const struct tc_member *member = tc_archive_find(archive, path);
	return strcmp(path, ".") == 0 || (member && member->kind == TC_MEMBER_FOLDER) ||
	       tc_archive_get_below(archive, path).count > 0;
}

enum tuf_result tc_archive_list(struct tuf_arena *arena, const struct tc_archive *archive,
                                const char *folder, struct tc_listing *ret_listing)
{
	struct tc_member_range range = tc_archive_get_below(archive, folder);
	const char *last = "";
	size_t last_length = 0;
	for (size_t i = 0; i < range.count; i++) {
		const char *name = range.first[i].path + range.skip;
		size_t length = strcspn(name, "/");
		bool is_folder =
			name[length] == '/' || range.first[i].kind == TC_MEMBER_FOLDER;
		/* what stands below one folder stands side by side */
		if (length == last_length && memcmp(name, last, length) == 0)
			continue;
		last = name;
		last_length = length;
		enum tc_entry_kind kind = is_folder ? TC_ENTRY_FOLDER : TC_ENTRY_OTHER;
		const char *copy = tuf_arena_copy_text(arena, name, length);
		enum tuf_result result =
			copy ? tc_listing_add(arena, ret_listing, copy, kind) : TUF_NO_MEMORY;
		if (result != TUF_OK)
			return result;
	}
	tc_listing_sort(ret_listing);
	return TUF_OK;
}
