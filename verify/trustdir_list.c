/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listing half of trustdir.h: every file below a folder of a repository,
 * whether a role is called so or not.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify/beneath.h"
#include "verify/folder.h"
#include "verify/path.h"
#include "verify/root_list.h"
#include "verify/trustdir.h"

#define START "."

/* A folder that is still to be read. */
struct pending {
	struct pending *next;
	const char *name; /* below the listed folder; START is that folder */
	size_t depth;
};

struct walk {
	struct tuf_arena *arena;
	const struct tc_listed_place *place;
	struct pending *first;
	struct pending *last;
	size_t folder_count;
	struct tc_listed_file *files;
	size_t room;
	struct tc_file_listing listing; /* without its items */
};

static void note_closed(struct walk *walk, const char *folder, int error)
{
	if (walk->listing.error != 0)
		return;
	walk->listing.error = error;
	walk->listing.closed = folder;
}

static enum tuf_result add_folder(struct walk *walk, const char *name, size_t depth)
{
	if (walk->folder_count == TUF_MAX_LISTED_FILES || depth > TUF_MAX_PATH_DEPTH) {
		walk->listing.is_cut = true;
		return TUF_OK;
	}
	struct pending *folder = tuf_arena_take(walk->arena, sizeof(*folder));
	if (!folder)
		return TUF_NO_MEMORY;
	*folder = (struct pending){.name = name, .depth = depth};
	if (walk->last)
		walk->last->next = folder;
	else
		walk->first = folder;
	walk->last = folder;
	walk->folder_count++;
	return TUF_OK;
}

static enum tuf_result add_file(struct walk *walk, const char *name, bool is_regular)
{
	if (walk->listing.count == TUF_MAX_LISTED_FILES) {
		walk->listing.is_cut = true;
		return TUF_OK;
	}
	if (walk->listing.count == walk->room) {
		size_t room = walk->room * 2 + 16;
		struct tc_listed_file *files =
			tuf_arena_take_array(walk->arena, room, sizeof(*files));
		if (!files)
			return TUF_NO_MEMORY;
		if (walk->listing.count)
			memcpy(files, walk->files, walk->listing.count * sizeof(*files));
		walk->files = files;
		walk->room = room;
	}
	walk->files[walk->listing.count++] =
		(struct tc_listed_file){.name = name, .is_regular = is_regular};
	return TUF_OK;
}

/* Whether the link at name, below the listed folder, leads to a folder; one that cannot be told may. */
static bool leads_to_folder(struct walk *walk, const char *name)
{
	const struct tc_listed_place *place = walk->place;
	struct stat target = {.st_mode = 0};
	int descriptor = tc_trustdir_open(place->argument, place->path, place->descriptor, name,
	                                  O_PATH);
	if (descriptor < 0 && errno == EACCES) {
		note_closed(walk, name, errno);
		return true;
	}
	bool is_folder = descriptor >= 0 && fstat(descriptor, &target) == 0 &&
	                 S_ISDIR(target.st_mode);
	if (descriptor >= 0)
		close(descriptor);
	return is_folder;
}

/* What a name in an open folder stands for, of which that does not say it. Returns 0 or an errno. */
static int find_type(int folder, const char *name, unsigned char *ret_type)
{
	struct stat status;
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno;
	*ret_type = (unsigned char)IFTODT(status.st_mode);
	return 0;
}

static enum tuf_result add_entry(struct walk *walk, int folder, const struct pending *in,
                                 const struct tc_entry *entry)
{
	unsigned char type = entry->type;
	int error = type == DT_UNKNOWN ? find_type(folder, entry->name, &type) : 0;
	/* what was removed meanwhile is not there */
	if (error == ENOENT)
		return TUF_OK;
	const char *name = tc_path_join(walk->arena, in->name, entry->name);
	if (!name)
		return TUF_NO_MEMORY;
	if (error != 0) {
		note_closed(walk, name, error);
		return TUF_OK;
	}
	if (type == DT_DIR)
		return add_folder(walk, name, in->depth + 1);
	if (type == DT_LNK && leads_to_folder(walk, name))
		return TUF_OK;
	return add_file(walk, name, type == DT_REG);
}

/* Roots are looked for also among names that are too many to be listed. ret_error: of this folder. */
static enum tuf_result read_entries(struct walk *walk, int folder, const struct pending *in,
                                    struct tc_root_list *roots, int *ret_error)
{
	struct tc_entries entries;
	struct tc_entry entry;
	tc_entries_begin(&entries, folder);
	while ((roots || !walk->listing.is_cut) && tc_entries_next(&entries, &entry)) {
		enum tuf_result result = TUF_OK;
		if (roots && roots->count <= TUF_MAX_ROOT_FILES)
			result = tc_root_list_add(roots, entry.name);
		if (result == TUF_OK && !walk->listing.is_cut)
			result = add_entry(walk, folder, in, &entry);
		if (result != TUF_OK)
			return result;
	}
	*ret_error = entries.error;
	if (entries.error != 0)
		note_closed(walk, in->name, entries.error);
	return TUF_OK;
}

/* A folder below the listed one. */
static enum tuf_result read_folder(struct walk *walk, const struct pending *in)
{
	/* O_NOFOLLOW: should a link stand there by now */
	int folder = tc_beneath_open(walk->place->descriptor, in->name,
	                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (folder < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			note_closed(walk, in->name, errno);
		return TUF_OK;
	}
	int error;
	enum tuf_result result = read_entries(walk, folder, in, NULL, &error);
	close(folder);
	return result;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct tc_listed_file *)left)->name,
	              ((const struct tc_listed_file *)right)->name);
}

enum tuf_result tc_trustdir_list(struct tuf_arena *arena, const struct tc_listed_place *place,
                                 struct tc_file_listing *ret_listing, int *ret_error)
{
	struct walk walk = {.arena = arena, .place = place};
	const struct pending start = {.name = START};
	enum tuf_result result =
		read_entries(&walk, place->descriptor, &start, place->roots, ret_error);
	for (const struct pending *next = walk.first; result == TUF_OK && next; next = next->next)
		result = read_folder(&walk, next);
	if (result != TUF_OK)
		return result;
	if (walk.listing.count)
		qsort(walk.files, walk.listing.count, sizeof(*walk.files), compare_names);
	walk.listing.items = walk.files;
	*ret_listing = walk.listing;
	return TUF_OK;
}
