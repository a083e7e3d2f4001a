/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TUF "tuf"

/* ---- entries ---- */

void tc_entries_begin(struct tc_entries *entries, int descriptor)
{
	/* not as a whole: the bytes are not looked at before they are read */
	entries->descriptor = descriptor;
	entries->error = 0;
	entries->next = entries->length = 0;
}

/* False at the end of the folder. */
static bool read_more(struct tc_entries *entries)
{
	ssize_t length;
	do
		length = getdents64(entries->descriptor, entries->bytes, sizeof(entries->bytes));
	while (length < 0 && errno == EINTR);
	/* a folder that was removed has no entries */
	if (length < 0 && errno != ENOENT)
		entries->error = errno;
	entries->next = 0;
	entries->length = length > 0 ? (size_t)length : 0;
	return length > 0;
}

bool tc_entries_next(struct tc_entries *entries, struct tc_entry *ret_entry)
{
	const char *name;
	do {
		if (entries->next == entries->length && !read_more(entries))
			return false;
		const unsigned char *at = entries->bytes + entries->next;
		unsigned short length;
		memcpy(&length, at + offsetof(struct dirent64, d_reclen), sizeof(length));
		entries->next += length;
		ret_entry->type = at[offsetof(struct dirent64, d_type)];
		ret_entry->name = name = (const char *)at + offsetof(struct dirent64, d_name);
	} while (strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
	return true;
}

/* ---- what finding repositories needs ---- */

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
                                          const char *name, bool may_be_link)
{
	if (listing->folder_count == listing->room) {
		size_t room = listing->room * 2 + 16;
		struct tc_listed_folder *folders = tuf_arena_take_array(arena, room, sizeof(*folders));
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
	listing->folders[listing->folder_count++] =
		(struct tc_listed_folder){.name = copy, .may_be_link = may_be_link};
	return TUF_OK;
}

static int compare_folders(const void *left, const void *right)
{
	return strcmp(((const struct tc_listed_folder *)left)->name,
	              ((const struct tc_listed_folder *)right)->name);
}

static enum tc_entry_kind find_kind(int folder, const struct tc_entry *entry)
{
	unsigned char type = entry->type;
	struct stat status;
	if (type == DT_UNKNOWN) {
		if (fstatat(folder, entry->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
			return errno == ENOENT ? TC_ENTRY_OTHER : TC_ENTRY_LINK;
		type = (unsigned char)IFTODT(status.st_mode);
	}
	if (type == DT_DIR)
		return TC_ENTRY_FOLDER;
	return type == DT_LNK ? TC_ENTRY_LINK : TC_ENTRY_OTHER;
}

enum tuf_result tc_listing_add(struct tuf_arena *arena, struct tc_listing *listing,
                               const char *name, enum tc_entry_kind kind)
{
	if (is_role_file(name)) {
		listing->has_role_file = true;
		listing->has_root |= strcmp(name, "root.json") == 0;
		return TUF_OK;
	}
	if (kind == TC_ENTRY_OTHER)
		return TUF_OK;
	listing->has_tuf |= strcmp(name, TUF) == 0;
	return listing_add_folder(arena, listing, name, kind == TC_ENTRY_LINK);
}

void tc_listing_sort(struct tc_listing *listing)
{
	if (listing->folder_count)
		qsort(listing->folders, listing->folder_count, sizeof(*listing->folders),
		      compare_folders);
}

enum tuf_result tc_folder_list(struct tuf_arena *arena, int folder,
                               struct tc_listing *ret_listing, int *ret_error)
{
	struct tc_entries entries;
	struct tc_entry entry;
	tc_entries_begin(&entries, folder);
	while (tc_entries_next(&entries, &entry)) {
		/* what has a role's name is not looked at any further */
		enum tc_entry_kind kind =
			is_role_file(entry.name) ? TC_ENTRY_OTHER : find_kind(folder, &entry);
		enum tuf_result result = tc_listing_add(arena, ret_listing, entry.name, kind);
		if (result != TUF_OK)
			return result;
	}
	*ret_error = entries.error;
	tc_listing_sort(ret_listing);
	return TUF_OK;
}

/* ---- names alone ---- */

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

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

enum tuf_result tc_folder_list_names(struct tuf_arena *arena, int folder, size_t limit,
                                     struct tc_names *ret_names, int *ret_error)
{
	struct tc_entries entries;
	struct tc_entry entry;
	tc_entries_begin(&entries, folder);
	while (tc_entries_next(&entries, &entry)) {
		if (ret_names->count == limit) {
			ret_names->is_cut = true;
			break;
		}
		enum tuf_result result = names_add(arena, ret_names, entry.name);
		if (result != TUF_OK)
			return result;
	}
	*ret_error = entries.error;
	if (ret_names->count)
		qsort(ret_names->items, ret_names->count, sizeof(*ret_names->items), compare_texts);
	return TUF_OK;
}
