/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The finding half of trustdir.h: which folders below an argument are
 * repositories, and what they are called.
 */
#include "verify/trustdir.h"

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
#include "verify/archive.h"
#include "verify/beneath.h"
#include "verify/folder.h"
#include "verify/path.h"
#include "verify/trustdir_argument.h"

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
	struct tuf_arena arena; /* of what is needed until the search ends */
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
	struct tc_place *places = reallocarray(trustdir->places, room, sizeof(*places));
	if (!places)
		return TUF_NO_MEMORY;
	trustdir->places = places;
	trustdir->room = room;
	return TUF_OK;
}

/* What the path says the repository is called; *ret_gun is NULL when it says nothing. */
static enum tuf_result name_place(const struct search *search, struct tuf_arena *arena,
                                  const char *relative, const char **ret_gun)
{
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

/* For people: in an archive FILE:FOLDER. NULL when memory is short. */
static const char *make_path(struct tuf_arena *arena, const struct tc_argument *argument,
                             const char *relative)
{
	if (strcmp(relative, ".") == 0)
		return argument->path;
	const char *folder = tc_path_drop_metadata(arena, relative);
	if (!folder || !argument->archive)
		return folder ? tc_path_join(arena, argument->path, folder) : NULL;
	return tuf_arena_format(arena, "%s:%s", argument->path, folder);
}

/* Adds the folder at relative as a repository; error: why it could not be searched, or 0. */
static enum tuf_result add_place(const struct search *search, const char *relative, int error)
{
	struct tuf_arena *arena = search->trustdir->arena;
	const char *gun;
	const char *metadata = tuf_arena_copy_text(arena, relative, strlen(relative));
	enum tuf_result result = metadata ? make_room(search->trustdir) : TUF_NO_MEMORY;
	if (result == TUF_OK)
		result = name_place(search, arena, metadata, &gun);
	if (result != TUF_OK)
		return result;
	const char *identity = tc_path_join(arena, search->argument->resolved, relative);
	const char *path = make_path(arena, search->argument, relative);
	if (!identity || !path)
		return TUF_NO_MEMORY;
	search->trustdir->places[search->trustdir->count++] =
		(struct tc_place){.argument = search->argument,
	                          .metadata = metadata,
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
static enum tuf_result is_repository(const struct search *search, struct tuf_arena *scratch,
                                     const char *relative, const struct tc_listing *listing,
                                     bool is_in_targets, bool *ret_answer)
{
	bool is_argument = strcmp(relative, ".") == 0;
	const char *name = tc_path_base(is_argument ? search->argument->resolved : relative);
	bool is_called_so = strcmp(name, METADATA) == 0;
	bool has_enough = is_in_targets ? listing->has_root : listing->has_role_file;
	bool is_empty = listing->folder_count == 0 && !is_in_targets;
	const char *gun;
	enum tuf_result result = name_place(search, scratch, relative, &gun);
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
	struct visited *visited = tuf_arena_take(&search->arena, sizeof(*visited));
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
	bool may_be_link;   /* as far as the folder above says what stands in it */
};

static enum tuf_result walk(struct search *search, const char *relative, struct way way);

static enum tuf_result walk_below(struct search *search, struct tuf_arena *scratch,
                                  const char *relative,
                                  const struct tc_listing *listing, struct way way,
                                  bool is_repository_here)
{
	/* beside a trust root's tuf/ are keys and certificates, no repositories */
	bool is_trust_root = way.depth == 0 && search->argument->has_tuf_below && listing->has_tuf;
	for (size_t i = 0; i < listing->folder_count; i++) {
		const char *name = listing->folders[i].name;
		if (is_trust_root && strcmp(name, TUF) != 0)
			continue;
		const char *below = tc_path_join(scratch, relative, name);
		if (!below)
			return TUF_NO_MEMORY;
		struct way next = way;
		next.depth++;
		next.may_be_link = listing->folders[i].may_be_link;
		next.is_in_targets |= is_repository_here && strcmp(name, "targets") == 0;
		enum tuf_result result = walk(search, below, next);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* is_again: it was searched before under another name, and only counts itself. */
static enum tuf_result walk_listed(struct search *search, struct tuf_arena *scratch,
                                   const char *relative, const struct tc_listing *listing,
                                   struct way way, bool is_again)
{
	bool is_repository_here;
	enum tuf_result result = is_repository(search, scratch, relative, listing,
	                                       way.is_in_targets, &is_repository_here);
	if (result == TUF_OK && is_repository_here)
		result = add_place(search, relative, 0);
	if (result != TUF_OK || is_again)
		return result;
	return walk_below(search, scratch, relative, listing, way, is_repository_here);
}

/* The descriptor is closed before anything below it is searched: folders may be deep. */
static enum tuf_result walk_open(struct search *search, const char *relative, int descriptor,
                                 struct way way, bool is_again)
{
	struct tc_listing listing = {.folders = NULL};
	int error;
	/* names are needed while what they stand for is searched; most are no repository's */
	struct tuf_arena scratch = TUF_ARENA_INIT;
	enum tuf_result result = tc_folder_list(&scratch, descriptor, &listing, &error);
	close(descriptor);
	if (result == TUF_OK)
		result = error != 0 ? add_place(search, relative, error)
		                    : walk_listed(search, &scratch, relative, &listing, way, is_again);
	tuf_arena_clear(&scratch);
	return result;
}

/* Whether the last element of relative is a symbolic link. Returns 0 or an errno. */
static int find_link(const struct search *search, const char *relative, bool *ret_is_link)
{
	int descriptor = tc_beneath_open(search->argument->descriptor, relative,
	                                 O_PATH | O_NOFOLLOW);
	struct stat status = {.st_mode = 0};
	int error = descriptor >= 0 && fstat(descriptor, &status) == 0 ? 0 : errno;
	if (descriptor >= 0)
		close(descriptor);
	if (error == 0)
		*ret_is_link = S_ISLNK(status.st_mode);
	return error;
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

static enum tuf_result walk_archived(struct search *search, const char *relative, struct way way)
{
	struct tc_listing listing = {.folders = NULL};
	struct tuf_arena scratch = TUF_ARENA_INIT;
	const struct tc_member *member = tc_archive_find(search->argument->archive, relative);
	if (member && member->is_closed)
		return walk_closed(search, relative, way, ENODATA);
	enum tuf_result result =
		tc_archive_list(&scratch, search->argument->archive, relative, &listing);
	if (result == TUF_OK)
		result = walk_listed(search, &scratch, relative, &listing, way, false);
	tuf_arena_clear(&scratch);
	return result;
}

/* Puts a link aside until all real folders were searched. */
static enum tuf_result postpone(struct search *search, const char *relative, struct way way)
{
	struct postponed *link = tuf_arena_take(&search->arena, sizeof(*link));
	if (!link)
		return TUF_NO_MEMORY;
	const char *copy = tuf_arena_copy_text(&search->arena, relative, strlen(relative));
	if (!copy)
		return TUF_NO_MEMORY;
	*link = (struct postponed){
		.relative = copy, .depth = way.depth, .is_in_targets = way.is_in_targets};
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
	const char *metadata = tc_path_join(&search->arena, relative, METADATA);
	if (!metadata)
		return TUF_NO_MEMORY;
	way.depth++;
	int error = tc_beneath_find_folder(search->argument->descriptor, metadata);
	bool is_nothing = error == ENOENT || error == ENOTDIR || error == EXDEV || error == ELOOP;
	return is_nothing ? TUF_OK : walk_folder(search, metadata, way, true);
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
	if (search->argument->archive)
		return walk_archived(search, relative, way);
	bool is_link = false;
	int error = way.may_be_link ? find_link(search, relative, &is_link) : 0;
	if (error != 0)
		return walk_closed(search, relative, way, error);
	return is_link ? postpone(search, relative, way)
	               : walk_folder(search, relative, way, false);
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

/* ---- the whole ---- */

static enum tuf_result search_from(struct search *search, const char *start)
{
	if (search->argument->archive)
		return walk_archived(search, start, (struct way){.depth = 0});
	search->last_link = &search->first_link;
	/* where the search starts, a link is followed: it was asked for by that name */
	const struct way way = {.depth = strcmp(start, ".") == 0 ? 0 : 1};
	enum tuf_result result = walk_folder(search, start, way, false);
	if (result == TUF_OK)
		result = walk_links(search);
	tdestroy(search->visited, keep);
	tuf_arena_clear(&search->arena);
	return result;
}

/* Returns 0, or why there is no such folder in the argument. */
static int find_start(const struct tc_argument *argument, const char *start)
{
	if (argument->archive)
		return tc_archive_has_folder(argument->archive, start) ? 0 : ENOENT;
	return tc_beneath_find_folder(argument->descriptor, start);
}

enum tuf_result tc_trustdir_find(struct tc_trustdir *trustdir, const char *path, const char *start,
                                 enum tc_found *ret_found)
{
	struct tc_argument *argument = NULL;
	enum tuf_result result = tc_argument_open(trustdir, path, ret_found, &argument);
	if (result != TUF_OK || !argument)
		return result;
	const char *relative = tuf_arena_copy_text(trustdir->arena, start, strlen(start));
	if (!relative)
		return TUF_NO_MEMORY;
	argument->start = relative;
	size_t before = trustdir->count;
	struct search search = {.trustdir = trustdir, .argument = argument};
	if (argument->problem) {
		*ret_found = TC_FOUND_SOME;
		return add_place(&search, ".", 0);
	}
	int error = find_start(argument, relative);
	if (error != 0) {
		bool is_absent = error == ENOENT || error == ENOTDIR;
		*ret_found = is_absent ? TC_FOUND_NO_PATH : TC_FOUND_UNREADABLE;
		return TUF_OK;
	}
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
	free(trustdir->places);
	trustdir->places = NULL;
	trustdir->count = trustdir->room = 0;
}
