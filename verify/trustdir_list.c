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
#include "verify/path.h"
#include "verify/trustdir.h"

/* A folder that is still to be read. */
struct pending {
	struct pending *next;
	const char *name; /* below the listed folder; "." is that folder */
	size_t depth;
};

struct walk {
	const struct tc_trustdir_source *source;
	const char *start; /* the listed folder, below the argument */
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
	struct pending *folder = tuf_arena_take(walk->source->arena, sizeof(*folder));
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

static enum tuf_result add_file(struct walk *walk, const char *name, const struct stat *status)
{
	if (walk->listing.count == TUF_MAX_LISTED_FILES) {
		walk->listing.is_cut = true;
		return TUF_OK;
	}
	if (walk->listing.count == walk->room) {
		size_t room = walk->room * 2 + 16;
		struct tc_listed_file *files =
			tuf_arena_take_array(walk->source->arena, room, sizeof(*files));
		if (!files)
			return TUF_NO_MEMORY;
		if (walk->listing.count)
			memcpy(files, walk->files, walk->listing.count * sizeof(*files));
		walk->files = files;
		walk->room = room;
	}
	walk->files[walk->listing.count++] = (struct tc_listed_file){
		.name = name, .id = {.device = status->st_dev, .inode = status->st_ino}};
	return TUF_OK;
}

/* What the link at name, below the argument, leads to; unchanged when that is out of reach. */
static void follow(const struct walk *walk, const char *name, struct stat *status)
{
	int descriptor = tc_beneath_open(walk->source->place->argument->descriptor, name, O_PATH);
	if (descriptor < 0)
		return;
	struct stat target;
	if (fstat(descriptor, &target) == 0)
		*status = target;
	close(descriptor);
}

static enum tuf_result add_entry(struct walk *walk, DIR *folder, const struct pending *in,
                                 const char *entry)
{
	struct stat status;
	int error = fstatat(dirfd(folder), entry, &status, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
	/* what was removed meanwhile is not there */
	if (error == ENOENT)
		return TUF_OK;
	struct tuf_arena *arena = walk->source->arena;
	const char *name = tc_path_join(arena, in->name, entry);
	if (!name)
		return TUF_NO_MEMORY;
	if (error != 0) {
		note_closed(walk, name, error);
		return TUF_OK;
	}
	if (S_ISDIR(status.st_mode))
		return add_folder(walk, name, in->depth + 1);
	if (S_ISLNK(status.st_mode)) {
		const char *path = tc_path_join(arena, walk->start, name);
		if (!path)
			return TUF_NO_MEMORY;
		follow(walk, path, &status);
	}
	return S_ISDIR(status.st_mode) ? TUF_OK : add_file(walk, name, &status);
}

static enum tuf_result read_entries(struct walk *walk, DIR *folder, const struct pending *in)
{
	while (!walk->listing.is_cut) {
		errno = 0;
		const struct dirent *entry = readdir(folder);
		if (!entry) {
			if (errno != 0)
				note_closed(walk, in->name, errno);
			return TUF_OK;
		}
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		enum tuf_result result = add_entry(walk, folder, in, entry->d_name);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result read_folder(struct walk *walk, const struct pending *in)
{
	const char *path = tc_path_join(walk->source->arena, walk->start, in->name);
	if (!path)
		return TUF_NO_MEMORY;
	int descriptor = tc_beneath_open(walk->source->place->argument->descriptor, path,
	                                 O_RDONLY | O_DIRECTORY);
	DIR *folder = descriptor >= 0 ? fdopendir(descriptor) : NULL;
	int error = folder ? 0 : errno;
	if (!folder && descriptor >= 0) {
		close(descriptor);
		if (error == ENOMEM)
			return TUF_NO_MEMORY;
	}
	if (error != 0 && error != ENOENT && error != ENOTDIR)
		note_closed(walk, in->name, error);
	if (!folder)
		return TUF_OK;
	enum tuf_result result = read_entries(walk, folder, in);
	closedir(folder);
	return result;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct tc_listed_file *)left)->name,
	              ((const struct tc_listed_file *)right)->name);
}

enum tuf_result tc_trustdir_list_files(void *context, const char *folder,
                                       struct tc_file_listing *ret_listing)
{
	const struct tc_trustdir_source *source = context;
	struct walk walk = {.source = source};
	walk.start = tc_trustdir_locate(source->arena, source->place, folder);
	if (!walk.start)
		return TUF_NO_MEMORY;
	if (walk.start[0]) {
		enum tuf_result result = add_folder(&walk, ".", 0);
		const struct pending *next = walk.first;
		for (; result == TUF_OK && next; next = next->next)
			result = read_folder(&walk, next);
		if (result != TUF_OK)
			return result;
	}
	if (walk.listing.count)
		qsort(walk.files, walk.listing.count, sizeof(*walk.files), compare_names);
	walk.listing.items = walk.files;
	*ret_listing = walk.listing;
	return TUF_OK;
}
