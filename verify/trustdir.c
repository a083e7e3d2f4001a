/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The finding half of trustdir.h: which folders below an argument are
 * repositories, and what they are called.
 */
#include "verify/trustdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify/beneath.h"

#define METADATA "metadata"
#define TUF "tuf"

/* What one folder holds. */
struct listing {
	const char **folders; /* sorted; links to folders too */
	size_t folder_count;
	size_t room;
	bool has_role_file; /* one of the four top-level roles */
	bool has_root;
	bool has_tuf;
};

/* A folder that was walked, to know a link that leads back to it. */
struct visited {
	dev_t device;
	ino_t inode;
};

struct search {
	struct tc_trustdir *trustdir;
	const struct tc_argument *argument;
	void *visited; /* tsearch, of struct visited */
};

/* ---- names ---- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static const char *join(struct tuf_arena *arena, const char *folder, const char *name)
{
	if (strcmp(folder, ".") == 0)
		return tuf_arena_format(arena, "%s", name);
	if (strcmp(name, ".") == 0)
		return tuf_arena_format(arena, "%s", folder);
	bool ends_in_slash = folder[0] && folder[strlen(folder) - 1] == '/';
	return tuf_arena_format(arena, "%s%s%s", folder, ends_in_slash ? "" : "/", name);
}

static bool is_element(const char *at, size_t length, const char *name)
{
	return length == strlen(name) && memcmp(at, name, length) == 0;
}

/*
 * Where the name of a repository begins in the absolute path of its metadata
 * folder: after the last tuf/ that stands directly in a folder called trust or
 * .notary, else after the last tuf/. NULL when there is none.
 */
static const char *find_gun(const char *path)
{
	const char *best = NULL;
	bool best_is_sure = false;
	const char *above = "";
	size_t above_length = 0;
	for (const char *at = path; *at;) {
		const char *end = strchrnul(at, '/');
		size_t length = (size_t)(end - at);
		bool is_tuf = is_element(at, length, TUF) && *end == '/';
		bool is_sure = is_element(above, above_length, "trust") ||
		               is_element(above, above_length, ".notary");
		if (is_tuf && (is_sure || !best_is_sure)) {
			best = end + 1;
			best_is_sure = is_sure;
		}
		above = at;
		above_length = length;
		at = *end ? end + 1 : end;
	}
	return best;
}

/* Drops a last "/metadata"; of "metadata" alone, "." is left. */
static const char *drop_metadata(struct tuf_arena *arena, const char *path)
{
	size_t length = strlen(path);
	size_t suffix = strlen("/" METADATA);
	if (length > suffix && strcmp(path + length - suffix, "/" METADATA) == 0)
		return tuf_arena_copy_text(arena, path, length - suffix);
	if (strcmp(path, METADATA) == 0)
		return ".";
	return path;
}

/* ---- results ---- */

static enum tuf_result make_room(struct tc_trustdir *trustdir)
{
	if (trustdir->count < trustdir->room)
		return TUF_OK;
	size_t room = trustdir->room * 2 + 16;
	struct tc_place *places =
		tuf_arena_take_array(trustdir->arena, room, sizeof(*places));
	if (!places)
		return TUF_NO_MEMORY;
	if (trustdir->count)
		memcpy(places, trustdir->places, trustdir->count * sizeof(*places));
	trustdir->places = places;
	trustdir->room = room;
	return TUF_OK;
}

/* Adds the folder at relative as a repository; error: why it could not be searched, or 0. */
static enum tuf_result add_place(const struct search *search, const char *relative, int error)
{
	struct tuf_arena *arena = search->trustdir->arena;
	enum tuf_result result = make_room(search->trustdir);
	if (result != TUF_OK)
		return result;
	const char *identity = join(arena, search->argument->resolved, relative);
	const char *metadata_path = join(arena, search->argument->path, relative);
	if (!identity || !metadata_path)
		return TUF_NO_MEMORY;
	bool is_argument = strcmp(relative, ".") == 0;
	const char *path = is_argument ? metadata_path : drop_metadata(arena, metadata_path);
	const char *gun = find_gun(identity);
	if (gun)
		gun = drop_metadata(arena, gun);
	/* a path that ends at the tuf/ folder names nothing */
	if (gun && (strcmp(gun, ".") == 0 || gun[0] == '\0'))
		gun = NULL;
	if (!path)
		return TUF_NO_MEMORY;
	search->trustdir->places[search->trustdir->count++] =
		(struct tc_place){.argument = search->argument,
	                          .metadata = relative,
	                          .gun = gun,
	                          .path = path,
	                          .identity = identity,
	                          .error = error};
	return TUF_OK;
}

/* ---- looking into a folder ---- */

static bool is_role_file(const char *name)
{
	static const char *const names[] = {"root.json", "timestamp.json", "snapshot.json",
	                                    "targets.json"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum tuf_result listing_add_folder(struct tuf_arena *arena, struct listing *listing,
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

/* Whether an entry is a folder or a link, which may lead to one. */
static bool may_be_folder(int folder, const struct dirent *entry)
{
	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR || entry->d_type == DT_LNK;
	struct stat status;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	return S_ISDIR(status.st_mode) || S_ISLNK(status.st_mode);
}

static enum tuf_result list_folder(struct tuf_arena *arena, DIR *folder,
                                   struct listing *ret_listing)
{
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (is_role_file(name)) {
			ret_listing->has_role_file = true;
			ret_listing->has_root |= strcmp(name, "root.json") == 0;
			continue;
		}
		if (!may_be_folder(dirfd(folder), entry))
			continue;
		ret_listing->has_tuf |= strcmp(name, TUF) == 0;
		enum tuf_result result = listing_add_folder(arena, ret_listing, name);
		if (result != TUF_OK)
			return result;
	}
	if (ret_listing->folder_count)
		qsort(ret_listing->folders, ret_listing->folder_count,
		      sizeof(*ret_listing->folders), compare_texts);
	return TUF_OK;
}

/*
 * A metadata folder has a top-level role's file, or, in a tuf/ tree, it is
 * called metadata and has nothing below it: what a pull that failed leaves.
 * Below a repository's own targets/ a folder of that name is a delegation's,
 * unless it has a root.
 */
static enum tuf_result is_repository(const struct search *search, const char *relative,
                                     const struct listing *listing, bool is_in_targets,
                                     bool *ret_answer)
{
	const char *identity = join(search->trustdir->arena, search->argument->resolved, relative);
	if (!identity)
		return TUF_NO_MEMORY;
	bool is_argument = strcmp(relative, ".") == 0;
	bool is_called_so = strcmp(base_name(identity), METADATA) == 0;
	bool has_enough = is_in_targets ? listing->has_root : listing->has_role_file;
	bool is_empty_one = listing->folder_count == 0 && !is_in_targets && find_gun(identity);
	*ret_answer = (has_enough && (is_called_so || is_argument)) || (is_empty_one && is_called_so);
	return TUF_OK;
}

/* ---- folders that were walked ---- */

static int compare_visited(const void *left, const void *right)
{
	const struct visited *a = left;
	const struct visited *b = right;
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	return 0;
}

static enum tuf_result visit(struct search *search, const struct stat *status, bool *ret_is_new)
{
	struct visited *visited = tuf_arena_take(search->trustdir->arena, sizeof(*visited));
	if (!visited)
		return TUF_NO_MEMORY;
	*visited = (struct visited){.device = status->st_dev, .inode = status->st_ino};
	struct visited **found = tsearch(visited, &search->visited, compare_visited);
	if (!found)
		return TUF_NO_MEMORY;
	*ret_is_new = *found == visited;
	return TUF_OK;
}

static void keep(void *node)
{
	(void)node; /* the arena frees it */
}

/* ---- walking down ---- */

/* How a folder was come by. */
struct way {
	unsigned depth;
	bool is_linked;     /* through a symbolic link */
	bool is_in_targets; /* below the targets/ of a repository */
};

static enum tuf_result walk(struct search *search, const char *relative, struct way way);

static enum tuf_result walk_listing(struct search *search, const char *relative,
                                    const struct listing *listing, struct way way)
{
	struct tuf_arena *arena = search->trustdir->arena;
	bool is_repository_here;
	enum tuf_result result =
		is_repository(search, relative, listing, way.is_in_targets, &is_repository_here);
	if (result == TUF_OK && is_repository_here)
		result = add_place(search, relative, 0);
	if (result != TUF_OK)
		return result;
	/* beside a trust root's tuf/ are keys and certificates, no repositories */
	bool is_trust_root = way.depth == 0 && listing->has_tuf;
	for (size_t i = 0; i < listing->folder_count; i++) {
		const char *name = listing->folders[i];
		if (is_trust_root && strcmp(name, TUF) != 0)
			continue;
		const char *below = join(arena, relative, name);
		if (!below)
			return TUF_NO_MEMORY;
		struct way next = way;
		next.depth++;
		next.is_in_targets |= is_repository_here && strcmp(name, "targets") == 0;
		result = walk(search, below, next);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result walk_open(struct search *search, const char *relative, int descriptor,
                                 struct way way)
{
	DIR *folder = fdopendir(descriptor);
	if (!folder) {
		int error = errno;
		close(descriptor);
		return error == ENOMEM ? TUF_NO_MEMORY : add_place(search, relative, error);
	}
	struct listing listing = {.folders = NULL};
	enum tuf_result result = list_folder(search->trustdir->arena, folder, &listing);
	closedir(folder);
	return result == TUF_OK ? walk_listing(search, relative, &listing, way) : result;
}

/* Whether the last element of relative is a symbolic link. */
static bool is_link(const struct search *search, const char *relative)
{
	int descriptor = tc_beneath_open(search->argument->descriptor, relative,
	                                 O_PATH | O_NOFOLLOW);
	struct stat status;
	bool answer = descriptor >= 0 && fstat(descriptor, &status) == 0 &&
	              S_ISLNK(status.st_mode);
	if (descriptor >= 0)
		close(descriptor);
	return answer;
}

/*
 * A folder that cannot be opened is a repository that cannot be read. A link
 * to something else than a folder, or to nothing, is not looked at.
 */
static enum tuf_result walk_closed(const struct search *search, const char *relative, int error,
                                   bool is_linked)
{
	bool is_no_folder = error == ENOTDIR || error == ENOENT;
	if (is_no_folder && is_linked)
		return TUF_OK;
	/* a folder that went away while it was looked for */
	if (error == ENOENT)
		return TUF_OK;
	return add_place(search, relative, error);
}

static enum tuf_result walk(struct search *search, const char *relative, struct way way)
{
	if (way.depth > TUF_MAX_PATH_DEPTH)
		return add_place(search, relative, ENAMETOOLONG);
	bool is_linked_here = strcmp(relative, ".") != 0 && is_link(search, relative);
	int descriptor =
		tc_beneath_open(search->argument->descriptor, relative, O_RDONLY | O_DIRECTORY);
	if (descriptor < 0)
		return walk_closed(search, relative, errno, is_linked_here);
	struct stat status;
	if (fstat(descriptor, &status) != 0) {
		int error = errno;
		close(descriptor);
		return add_place(search, relative, error);
	}
	bool is_new = true;
	enum tuf_result result = visit(search, &status, &is_new);
	if (result != TUF_OK) {
		close(descriptor);
		return result;
	}
	/*
	 * A link gives a folder a second name, and so a repository; links within
	 * what a link leads to are followed only to what is new, so that loops end.
	 */
	if (is_linked_here && !is_new && way.is_linked) {
		close(descriptor);
		return TUF_OK;
	}
	way.is_linked |= is_linked_here;
	return walk_open(search, relative, descriptor, way);
}

/* ---- arguments ---- */

static enum tuf_result open_argument(struct tc_trustdir *trustdir, const char *path,
                                     enum tc_found *ret_found, struct tc_argument **ret_argument)
{
	*ret_found = TC_FOUND_UNREADABLE;
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0) {
		if (errno == ENOENT)
			*ret_found = TC_FOUND_NO_PATH;
		if (errno == ENOTDIR)
			*ret_found = TC_FOUND_NOTHING;
		return TUF_OK;
	}
	struct tc_argument *argument = tuf_arena_take(trustdir->arena, sizeof(*argument));
	char *resolved = realpath(path, NULL);
	if (!argument || !resolved) {
		free(resolved);
		close(descriptor);
		return TUF_NO_MEMORY;
	}
	argument->descriptor = descriptor;
	argument->next = trustdir->arguments;
	trustdir->arguments = argument; /* from here on tc_trustdir_clear closes it */
	argument->path = tuf_arena_copy_text(trustdir->arena, path, strlen(path));
	argument->resolved = tuf_arena_copy_text(trustdir->arena, resolved, strlen(resolved));
	free(resolved);
	if (!argument->path || !argument->resolved)
		return TUF_NO_MEMORY;
	*ret_argument = argument;
	return TUF_OK;
}

enum tuf_result tc_trustdir_find(struct tc_trustdir *trustdir, const char *path, const char *start,
                                 enum tc_found *ret_found)
{
	struct tc_argument *argument = NULL;
	enum tuf_result result = open_argument(trustdir, path, ret_found, &argument);
	if (result != TUF_OK || !argument)
		return result;
	struct search search = {.trustdir = trustdir, .argument = argument};
	const char *relative = tuf_arena_copy_text(trustdir->arena, start, strlen(start));
	if (!relative)
		return TUF_NO_MEMORY;
	size_t before = trustdir->count;
	int descriptor = tc_beneath_open(argument->descriptor, relative, O_PATH | O_DIRECTORY);
	if (descriptor < 0) {
		*ret_found = errno == ENOENT || errno == ENOTDIR ? TC_FOUND_NO_PATH
		                                                 : TC_FOUND_UNREADABLE;
		return TUF_OK;
	}
	close(descriptor);
	/* a depth of 0 would take a repository called tuf for a trust root */
	const struct way way = {.depth = strcmp(start, ".") == 0 ? 0 : 1};
	result = walk(&search, relative, way);
	tdestroy(search.visited, keep);
	*ret_found = trustdir->count > before ? TC_FOUND_SOME : TC_FOUND_NOTHING;
	return result;
}

static int compare_places(const void *left, const void *right)
{
	const struct tc_place *a = left;
	const struct tc_place *b = right;
	int order = strcmp(a->gun ? a->gun : "", b->gun ? b->gun : "");
	return order != 0 ? order : strcmp(a->identity, b->identity);
}

void tc_trustdir_sort(struct tc_trustdir *trustdir)
{
	if (trustdir->count == 0)
		return;
	qsort(trustdir->places, trustdir->count, sizeof(*trustdir->places), compare_places);
	size_t kept = 1;
	for (size_t i = 1; i < trustdir->count; i++)
		if (strcmp(trustdir->places[kept - 1].identity, trustdir->places[i].identity) != 0)
			trustdir->places[kept++] = trustdir->places[i];
	trustdir->count = kept;
}

void tc_trustdir_clear(struct tc_trustdir *trustdir)
{
	if (!trustdir)
		return;
	for (struct tc_argument *argument = trustdir->arguments; argument;
	     argument = argument->next)
		close(argument->descriptor);
	trustdir->arguments = NULL;
	trustdir->count = 0;
}
