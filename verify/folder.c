/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TUF "tuf"

static bool is_role_file(const char *name)
{
	static const char *const names[] = {"root.json", "timestamp.json", "snapshot.json",
	                                    "targets.json"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum tuf_result listing_add_folder(struct tuf_arena *arena, struct tc_listing *listing,
                                          const char *name)
{
	if (listing->folder_count == listing->room) {
		size_t room = listing->room * 2 + 16;
		const char **folders = tuf_arena_take_array(arena, room, sizeof(*folders));
		if (!folders)
			return TUF_NO_MEMORY;
		if (listing->folder_count)
			memcpy(folders, listing->folders,
			       listing->folder_count * sizeof(*folders));
		listing->folders = folders;
		listing->room = room;
	}
	const char *copy = tuf_arena_copy_text(arena, name, strlen(name));
	if (!copy)
		return TUF_NO_MEMORY;
	listing->folders[listing->folder_count++] = copy;
	return TUF_OK;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Whether an entry is a folder or a link, which may lead to one, or cannot be looked at. */
static bool may_be_folder(int folder, const struct dirent *entry)
{
	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR || entry->d_type == DT_LNK;
	struct stat status;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno != ENOENT;
	return S_ISDIR(status.st_mode) || S_ISLNK(status.st_mode);
}

enum tuf_result tc_listing_add(struct tuf_arena *arena, struct tc_listing *listing,
                               const char *name, bool may_be_folder)
{
	if (is_role_file(name)) {
		listing->has_role_file = true;
		listing->has_root |= strcmp(name, "root.json") == 0;
		return TUF_OK;
	}
	if (!may_be_folder)
		return TUF_OK;
	listing->has_tuf |= strcmp(name, TUF) == 0;
	return listing_add_folder(arena, listing, name);
}

void tc_listing_sort(struct tc_listing *listing)
{
	if (listing->folder_count)
		qsort(listing->folders, listing->folder_count, sizeof(*listing->folders),
		      compare_texts);
}

enum tuf_result tc_folder_list(struct tuf_arena *arena, DIR *folder,
                                   struct tc_listing *ret_listing, int *ret_error)
{
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(folder);
		*ret_error = errno;
		if (!entry)
			break;
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		/* what has a role's name is not looked at any further */
		bool is_folder = !is_role_file(name) && may_be_folder(dirfd(folder), entry);
		enum tuf_result result = tc_listing_add(arena, ret_listing, name, is_folder);
		if (result != TUF_OK)
			return result;
	}
	tc_listing_sort(ret_listing);
	return TUF_OK;
}

static enum tuf_result names_add(struct tuf_arena *arena, struct tc_names *names, const char *name)
{
	if (names->count == names->room) {
		size_t room = names->room * 2 + 16;
		const char **items = tuf_arena_take_array(arena, room, sizeof(*items));
		if (!items)
			return TUF_NO_MEMORY;
		if (names->count)
			memcpy(items, names->items, names->count * sizeof(*items));
		names->items = items;
		names->room = room;
	}
	const char *copy = tuf_arena_copy_text(arena, name, strlen(name));
	if (!copy)
		return TUF_NO_MEMORY;
	names->items[names->count++] = copy;
	return TUF_OK;
}

enum tuf_result tc_folder_list_names(struct tuf_arena *arena, DIR *folder, size_t limit,
                                     struct tc_names *ret_names, int *ret_error)
{
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(folder);
		*ret_error = errno;
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (ret_names->count == limit) {
			ret_names->is_cut = true;
			break;
		}
		enum tuf_result result = names_add(arena, ret_names, entry->d_name);
		if (result != TUF_OK)
			return result;
	}
	if (ret_names->count)
		qsort(ret_names->items, ret_names->count, sizeof(*ret_names->items), compare_texts);
	return TUF_OK;
}
