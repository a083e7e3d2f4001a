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
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify/beneath.h"
#include "verify/folder.h"
#include "verify/path.h"

#define METADATA "metadata"
#define TUF "tuf"

/* A folder that was walked, to know a link that leads back to it. */
struct visited {
	dev_t device;
	ino_t inode;
};

/* A link that may lead to a folder. */
struct postponed {
	struct postponed *next;
	const char *relative;
	unsigned depth;
	bool is_in_targets;
};

struct search {
	struct tc_trustdir *trustdir;
	const struct tc_argument *argument;
	void *visited; /* tsearch, of struct visited */
	struct postponed *first_link;
	struct postponed **last_link; /* where the next one goes */
};

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

/* What the path says the repository is called; *ret_gun is NULL when it says nothing. */
static enum tuf_result name_place(const struct search *search, const char *relative,
                                  const char **ret_gun)
{
	struct tuf_arena *arena = search->trustdir->arena;
	const struct tc_argument *argument = search->argument;
	const char *below = argument->has_tuf_below ? tc_path_after_tuf(relative, false) : NULL;
	if (!below && !argument->gun_prefix) {
		*ret_gun = NULL;
		return TUF_OK;
	}
	const char *gun = below ? below : tc_path_join(arena, argument->gun_prefix, relative);
	gun = gun ? tc_path_drop_metadata(arena, gun) : NULL;
	if (!gun)
		return TUF_NO_MEMORY;
	/* a path that ends at the tuf/ folder names nothing */
	*ret_gun = gun[0] == '\0' || strcmp(gun, ".") == 0 ? NULL : gun;
	return TUF_OK;
}

/* Adds the folder at relative as a repository; error: why it could not be searched, or 0. */
static enum tuf_result add_place(const struct search *search, const char *relative, int error)
{
	struct tuf_arena *arena = search->trustdir->arena;
	const char *gun;
	enum tuf_result result = make_room(search->trustdir);
	if (result == TUF_OK)
		result = name_place(search, relative, &gun);
	if (result != TUF_OK)
		return result;
	const char *identity = tc_path_join(arena, search->argument->resolved, relative);
	const char *path = tc_path_join(arena, search->argument->path, relative);
	if (path && strcmp(relative, ".") != 0)
		path = tc_path_drop_metadata(arena, path);
	if (!identity || !path)
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

/*
 * A metadata folder has a top-level role's file, or, in a tuf/ tree, it is
 * called metadata and has nothing below it: what a pull that failed leaves.
 * Below a repository's own targets/ a folder of that name is a delegation's,
 * unless it has a root.
 */
static enum tuf_result is_repository(const struct search *search, const char *relative,
                                     const struct tc_listing *listing, bool is_in_targets,
                                     bool *ret_answer)
{
	bool is_argument = strcmp(relative, ".") == 0;
	const char *name = tc_path_base(is_argument ? search->argument->resolved : relative);
	bool is_called_so = strcmp(name, METADATA) == 0;
	bool has_enough = is_in_targets ? listing->has_root : listing->has_role_file;
	bool is_empty = listing->folder_count == 0 && !is_in_targets;
	const char *gun;
	enum tuf_result result = name_place(search, relative, &gun);
	if (result != TUF_OK)
		return result;
	*ret_answer = (has_enough && (is_called_so || is_argument)) ||
	              (is_empty && is_called_so && gun);
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
	bool is_in_targets; /* below the targets/ of a repository */
};

static enum tuf_result walk(struct search *search, const char *relative, struct way way);

static enum tuf_result walk_below(struct search *search, const char *relative,
                                  const struct tc_listing *listing, struct way way,
                                  bool is_repository_here)
{
	/* beside a trust root's tuf/ are keys and certificates, no repositories */
	bool is_trust_root = way.depth == 0 && search->argument->has_tuf_below && listing->has_tuf;
	for (size_t i = 0; i < listing->folder_count; i++) {
		const char *name = listing->folders[i];
		if (is_trust_root && strcmp(name, TUF) != 0)
			continue;
		const char *below = tc_path_join(search->trustdir->arena, relative, name);
		if (!below)
			return TUF_NO_MEMORY;
		struct way next = way;
		next.depth++;
		next.is_in_targets |= is_repository_here && strcmp(name, "targets") == 0;
		enum tuf_result result = walk(search, below, next);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* is_again: it was searched before under another name, and only counts itself. */
static enum tuf_result walk_open(struct search *search, const char *relative, int descriptor,
                                 struct way way, bool is_again)
{
	DIR *folder = fdopendir(descriptor);
	if (!folder) {
		int error = errno;
		close(descriptor);
		return error == ENOMEM ? TUF_NO_MEMORY : add_place(search, relative, error);
	}
	struct tc_listing listing = {.folders = NULL};
	int error;
	enum tuf_result result = tc_folder_list(search->trustdir->arena, folder, &listing, &error);
	closedir(folder);
	if (result != TUF_OK)
		return result;
	if (error != 0)
		return add_place(search, relative, error);
	bool is_repository_here;
	result = is_repository(search, relative, &listing, way.is_in_targets, &is_repository_here);
	if (result == TUF_OK && is_repository_here)
		result = add_place(search, relative, 0);
	if (result != TUF_OK || is_again)
		return result;
	return walk_below(search, relative, &listing, way, is_repository_here);
}

static bool is_folder(int beneath, const char *relative)
{
	int descriptor = tc_beneath_open(beneath, relative, O_PATH | O_DIRECTORY);
	if (descriptor >= 0)
		close(descriptor);
	return descriptor >= 0;
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
 * A folder that cannot be opened is a repository that cannot be read. What
 * went away while it was looked for is nothing, nor is a link to no folder.
 */
static enum tuf_result walk_closed(const struct search *search, const char *relative,
                                   struct way way, int error)
{
	/* below a repository's targets/ the repository itself says what cannot be read */
	bool is_nothing = error == ENOTDIR || error == ENOENT || way.is_in_targets;
	return is_nothing ? TUF_OK : add_place(search, relative, error);
}

/* Puts a link aside until all real folders were searched. */
static enum tuf_result postpone(struct search *search, const char *relative, struct way way)
{
	struct postponed *link = tuf_arena_take(search->trustdir->arena, sizeof(*link));
	if (!link)
		return TUF_NO_MEMORY;
	*link = (struct postponed){
		.relative = relative, .depth = way.depth, .is_in_targets = way.is_in_targets};
	*search->last_link = link;
	search->last_link = &link->next;
	return TUF_OK;
}

static enum tuf_result walk_folder(struct search *search, const char *relative, struct way way,
                                   bool is_linked);

/* Whether it stands in a metadata folder, beside the files of a repository. */
static bool is_in_metadata(const char *relative)
{
	const char *slash = strrchr(relative, '/');
	size_t length = slash ? (size_t)(slash - relative) : 0;
	size_t name = strlen(METADATA);
	return length >= name && memcmp(slash - name, METADATA, name) == 0 &&
	       (length == name || slash[-1 - (ptrdiff_t)name] == '/');
}

/*
 * A link to a folder that was searched is not searched below again. But when
 * that is a repository's, clients take it for one of the link's name.
 */
static enum tuf_result walk_alias(struct search *search, const char *relative, struct way way)
{
	if (is_in_metadata(relative))
		return TUF_OK;
	const char *metadata = tc_path_join(search->trustdir->arena, relative, METADATA);
	if (!metadata)
		return TUF_NO_MEMORY;
	way.depth++;
	return is_folder(search->argument->descriptor, metadata)
	               ? walk_folder(search, metadata, way, true)
	               : TUF_OK;
}

static enum tuf_result walk_folder(struct search *search, const char *relative, struct way way,
                                   bool is_linked)
{
	int descriptor =
		tc_beneath_open(search->argument->descriptor, relative, O_RDONLY | O_DIRECTORY);
	if (descriptor < 0)
		return walk_closed(search, relative, way, errno);
	struct stat status;
	if (fstat(descriptor, &status) != 0) {
		int error = errno;
		close(descriptor);
		return add_place(search, relative, error);
	}
	bool is_new = false;
	enum tuf_result result = visit(search, &status, &is_new);
	bool counts = is_new || !is_linked || strcmp(tc_path_base(relative), METADATA) == 0;
	if (result != TUF_OK || !counts) {
		close(descriptor);
		return result == TUF_OK ? walk_alias(search, relative, way) : result;
	}
	return walk_open(search, relative, descriptor, way, is_linked && !is_new);
}

static enum tuf_result walk(struct search *search, const char *relative, struct way way)
{
	if (way.depth > TUF_MAX_PATH_DEPTH)
		return add_place(search, relative, ENAMETOOLONG);
	if (way.depth > 0 && is_link(search, relative))
		return postpone(search, relative, way);
	return walk_folder(search, relative, way, false);
}

/* Links found on the way through a link join the end of the list. */
static enum tuf_result walk_links(struct search *search)
{
	for (const struct postponed *link = search->first_link; link; link = link->next) {
		const struct way way = {.depth = link->depth, .is_in_targets = link->is_in_targets};
		enum tuf_result result = walk_folder(search, link->relative, way, true);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* ---- arguments ---- */

/* Whether relative is a metadata folder, and not a repository that is called so. */
static bool is_metadata(int beneath, const char *relative)
{
	int folder = tc_beneath_open(beneath, relative, O_PATH | O_DIRECTORY);
	if (folder < 0)
		return false;
	struct stat status;
	bool has_root = fstatat(folder, "root.json", &status, AT_SYMLINK_NOFOLLOW) == 0;
	close(folder);
	return has_root;
}

/* Where the names of an argument's repositories begin; see trustdir.h. */
static enum tuf_result find_names(struct tuf_arena *arena, struct tc_argument *argument)
{
	const char *absolute = tc_path_make_absolute(arena, argument->path);
	if (!absolute)
		return TUF_NO_MEMORY;
	argument->gun_prefix = tc_path_after_tuf(absolute, true);
	if (argument->gun_prefix)
		return TUF_OK;
	/* a tuf/ with a metadata/root.json is a repository of that name */
	bool has_tuf = is_folder(argument->descriptor, TUF);
	bool has_repository_called_so = has_tuf && is_metadata(argument->descriptor, TUF "/" METADATA);
	argument->has_tuf_below = has_tuf && !has_repository_called_so;
	argument->is_trust_root = argument->has_tuf_below;
	if (argument->has_tuf_below)
		return TUF_OK;
	bool is_tuf_folder = strcmp(tc_path_base(absolute), TUF) == 0 &&
	                     !is_metadata(argument->descriptor, METADATA);
	argument->has_tuf_below = !is_tuf_folder && !has_repository_called_so;
	argument->gun_prefix = is_tuf_folder ? "" : tc_path_after_tuf(absolute, false);
	return TUF_OK;
}

/* Many names may be asked for in one folder. It is opened once: descriptors are fewer. */
static enum tuf_result share_last(struct tc_trustdir *trustdir, struct tc_argument **ret_argument)
{
	struct tc_argument *argument = tuf_arena_take(trustdir->arena, sizeof(*argument));
	if (!argument)
		return TUF_NO_MEMORY;
	*argument = *trustdir->arguments;
	argument->is_shared = true;
	argument->next = trustdir->arguments;
	trustdir->arguments = argument;
	*ret_argument = argument;
	return TUF_OK;
}

static enum tuf_result open_argument(struct tc_trustdir *trustdir, const char *path,
                                     enum tc_found *ret_found, struct tc_argument **ret_argument)
{
	*ret_found = TC_FOUND_UNREADABLE;
	const struct tc_argument *last = trustdir->arguments;
	/* without a start it was given up for lack of memory */
	if (last && last->start && strcmp(last->path, path) == 0)
		return share_last(trustdir, ret_argument);
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
		bool is_out_of_memory = !argument || errno == ENOMEM;
		free(resolved);
		close(descriptor);
		return is_out_of_memory ? TUF_NO_MEMORY : TUF_OK;
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
	return find_names(trustdir->arena, argument);
}

static enum tuf_result search_from(struct search *search, const char *start)
{
	search->last_link = &search->first_link;
	/* where the search starts, a link is followed: it was asked for by that name */
	const struct way way = {.depth = strcmp(start, ".") == 0 ? 0 : 1};
	enum tuf_result result = walk_folder(search, start, way, false);
	if (result == TUF_OK)
		result = walk_links(search);
	tdestroy(search->visited, keep);
	return result;
}

enum tuf_result tc_trustdir_find(struct tc_trustdir *trustdir, const char *path, const char *start,
                                 enum tc_found *ret_found)
{
	struct tc_argument *argument = NULL;
	enum tuf_result result = open_argument(trustdir, path, ret_found, &argument);
	if (result != TUF_OK || !argument)
		return result;
	const char *relative = tuf_arena_copy_text(trustdir->arena, start, strlen(start));
	if (!relative)
		return TUF_NO_MEMORY;
	argument->start = relative;
	if (!is_folder(argument->descriptor, relative)) {
		bool is_absent = errno == ENOENT || errno == ENOTDIR;
		*ret_found = is_absent ? TC_FOUND_NO_PATH : TC_FOUND_UNREADABLE;
		return TUF_OK;
	}
	size_t before = trustdir->count;
	struct search search = {.trustdir = trustdir, .argument = argument};
	result = search_from(&search, relative);
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
		if (!argument->is_shared)
			close(argument->descriptor);
	trustdir->arguments = NULL;
	trustdir->count = 0;
}
