/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/trustdir_private.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/beneath.h"
#include "verify/folder.h"
#include "verify/path.h"

#define PRIVATE "private"

/* What the folders above leave open to others. */
struct cover {
	bool is_reachable;
	const char *replaceable;
};

/* What was come by without a link, to know a link that leads to it. */
struct seen {
	dev_t device;
	ino_t inode;
	struct cover cover;
};

/* A link, which waits until all that is no link was seen. */
struct postponed {
	struct postponed *next;
	const char *relative;
	unsigned depth;
};

struct tour {
	const struct tc_argument *argument;
	struct tuf_arena *arena;
	struct tc_private_list list;
	void *seen; /* tsearch, of struct seen */
	struct postponed *first_link;
	struct postponed **last_link; /* where the next one goes */
	size_t entries;
	struct cover root; /* of the trust root itself */
	struct tc_key_header scratch;
};

/* ---- one file ---- */

static void fail(struct tc_private_file *file, int error)
{
	if (error == ENOENT || error == ENOTDIR) {
		file->status = TC_READ_MISSING;
	} else if (error == EXDEV || error == ELOOP) {
		file->status = TC_READ_LINK_ESCAPES;
		file->problem = "a symbolic link that leads out of the argument";
	} else {
		file->status = TC_READ_UNREADABLE;
		file->error = error;
		file->problem = strerrordesc_np(error);
	}
}

static void note_mode(struct tc_private_file *file, const struct stat *status)
{
	file->has_mode = true;
	file->mode = (unsigned)status->st_mode & 07777;
}

/* False, with the reason in file, when reading failed. */
static bool take_bytes(int descriptor, struct tc_key_header *header, struct tc_private_file *file)
{
	for (;;) {
		ssize_t taken = read(descriptor, tc_key_header_room(header), 1);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0) {
			fail(file, errno);
			return false;
		}
		if (taken == 0) {
			tc_key_header_end(header);
			return true;
		}
		if (!tc_key_header_take(header))
			return true;
	}
}

enum tuf_result tc_trustdir_read_key_header(int folder, const char *path,
                                            struct tc_key_header *scratch, struct tuf_arena *arena,
                                            struct tc_private_file *file)
{
	/* O_NONBLOCK: should a FIFO stand there by now */
	int descriptor = tc_beneath_open(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		fail(file, errno);
		if (descriptor >= 0)
			close(descriptor);
		return TUF_OK;
	}
	note_mode(file, &status);
	enum tuf_result result = TUF_OK;
	if (!S_ISREG(status.st_mode)) {
		file->status = TC_READ_NOT_REGULAR;
		file->problem = "something other than a regular file";
	} else if (take_bytes(descriptor, scratch, file)) {
		result = tc_key_header_tell(scratch, arena, &file->facts);
		file->status = TC_READ_OK;
	}
	tc_key_header_wipe(scratch);
	close(descriptor);
	return result;
}

/* ---- the list ---- */

static struct tc_private_file *add(struct tour *tour, const char *relative)
{
	struct tc_private_file *file = tuf_arena_take(tour->arena, sizeof(*file));
	const char *path = tc_path_join(tour->arena, tour->argument->path, relative);
	if (!file || !path)
		return NULL;
	const char *slash = strchr(relative, '/');
	*file = (struct tc_private_file){.path = path, .below = slash ? slash + 1 : ""};
	return file;
}

/* What is gone again is not told. */
static void keep(struct tour *tour, struct tc_private_file *file)
{
	if (file->status == TC_READ_MISSING)
		return;
	if (tour->list.last)
		tour->list.last->next = file;
	else
		tour->list.first = file;
	tour->list.last = file;
	tour->list.count++;
}

static enum tuf_result add_problem(struct tour *tour, const char *relative, int error,
                                   const char *problem)
{
	struct tc_private_file *file = add(tour, relative);
	if (!file)
		return TUF_NO_MEMORY;
	fail(file, error);
	if (problem) {
		file->status = TC_READ_UNREADABLE;
		file->problem = problem;
	}
	keep(tour, file);
	return TUF_OK;
}

static enum tuf_result add_file(struct tour *tour, const char *relative,
                                const struct stat *status, struct cover cover)
{
	struct tc_private_file *file = add(tour, relative);
	if (!file)
		return TUF_NO_MEMORY;
	note_mode(file, status);
	enum tuf_result result = TUF_OK;
	if (S_ISREG(status->st_mode)) {
		result = tc_trustdir_read_key_header(tour->argument->descriptor, relative,
		                                     &tour->scratch, tour->arena, file);
	} else {
		file->status = TC_READ_NOT_REGULAR;
		file->problem = "something other than a regular file";
	}
	file->is_exposed = cover.is_reachable && (file->mode & 066) != 0;
	file->replaceable = cover.replaceable;
	keep(tour, file);
	return result;
}

/* ---- walking ---- */

/*
 * The class of a process may be another for each folder, so one that either
 * group or others may search shields nothing. In one with the sticky bit
 * nobody replaces what is not theirs.
 */
static struct cover cover_below(struct cover above, mode_t mode, const char *path)
{
	struct cover cover = above;
	cover.is_reachable = above.is_reachable && (mode & 011) != 0;
	bool is_writable = (mode & 030) == 030 || (mode & 003) == 003;
	if (!cover.replaceable && cover.is_reachable && is_writable && !(mode & S_ISVTX))
		cover.replaceable = path;
	return cover;
}

static int compare_seen(const void *left, const void *right)
{
	const struct seen *a = left;
	const struct seen *b = right;
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	return 0;
}

static const struct seen *find_seen(const struct tour *tour, const struct stat *status)
{
	const struct seen wanted = {.device = status->st_dev, .inode = status->st_ino};
	struct seen *const *found = tfind(&wanted, &tour->seen, compare_seen);
	return found ? *found : NULL;
}

static enum tuf_result remember(struct tour *tour, const struct stat *status, struct cover cover)
{
	struct seen *seen = tuf_arena_take(tour->arena, sizeof(*seen));
	if (!seen)
		return TUF_NO_MEMORY;
	*seen = (struct seen){.device = status->st_dev, .inode = status->st_ino, .cover = cover};
	return tsearch(seen, &tour->seen, compare_seen) ? TUF_OK : TUF_NO_MEMORY;
}

static void leave(void *node)
{
	(void)node; /* the arena frees it */
}

static enum tuf_result postpone(struct tour *tour, const char *relative, unsigned depth)
{
	struct postponed *link = tuf_arena_take(tour->arena, sizeof(*link));
	if (!link)
		return TUF_NO_MEMORY;
	*link = (struct postponed){.relative = relative, .depth = depth};
	*tour->last_link = link;
	tour->last_link = &link->next;
	return TUF_OK;
}

static enum tuf_result walk(struct tour *tour, const char *relative, struct cover above,
                            unsigned depth);

/* Looks at what is there; flags as of open(2). Returns 0 or errno. */
static int look(const struct tour *tour, const char *relative, int flags, struct stat *ret_status)
{
	int found = tc_beneath_open(tour->argument->descriptor, relative, O_PATH | flags);
	if (found < 0)
		return errno;
	int error = fstat(found, ret_status) == 0 ? 0 : errno;
	close(found);
	return error;
}

static enum tuf_result take_name(struct tour *tour, const char *relative, struct cover cover,
                                 unsigned depth)
{
	struct stat status = {.st_mode = 0};
	int error = look(tour, relative, O_NOFOLLOW, &status);
	if (error != 0)
		return add_problem(tour, relative, error, NULL);
	if (S_ISLNK(status.st_mode))
		return postpone(tour, relative, depth);
	if (S_ISDIR(status.st_mode))
		return walk(tour, relative, cover, depth);
	enum tuf_result result = remember(tour, &status, cover);
	return result == TUF_OK ? add_file(tour, relative, &status, cover) : result;
}

/*
 * A link is as well covered as what it leads to. Where that lies in a folder
 * that was not walked, only the trust root is known to be above it.
 */
static enum tuf_result follow(struct tour *tour, const struct postponed *link)
{
	struct stat status = {.st_mode = 0};
	int error = look(tour, link->relative, 0, &status);
	if (error != 0)
		return add_problem(tour, link->relative, error, NULL);
	const struct seen *seen = find_seen(tour, &status);
	if (!S_ISDIR(status.st_mode))
		return add_file(tour, link->relative, &status, seen ? seen->cover : tour->root);
	return seen ? TUF_OK : walk(tour, link->relative, tour->root, link->depth);
}

static enum tuf_result walk_names(struct tour *tour, const char *relative,
                                  const struct tc_names *names, struct cover cover,
                                  unsigned depth)
{
	tour->entries += names->count;
	for (size_t i = 0; i < names->count; i++) {
		const char *below = tc_path_join(tour->arena, relative, names->items[i]);
		if (!below)
			return TUF_NO_MEMORY;
		enum tuf_result result = take_name(tour, below, cover, depth + 1);
		if (result != TUF_OK)
			return result;
	}
	if (!names->is_cut)
		return TUF_OK;
	return add_problem(tour, relative, 0, "a folder with more than is looked at, 100000 files in all");
}

static enum tuf_result walk(struct tour *tour, const char *relative, struct cover above,
                            unsigned depth)
{
	if (depth > TUF_MAX_PATH_DEPTH)
		return add_problem(tour, relative, ENAMETOOLONG, NULL);
	int descriptor =
		tc_beneath_open(tour->argument->descriptor, relative, O_RDONLY | O_DIRECTORY);
	struct stat status;
	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		int error = errno;
		if (descriptor >= 0)
			close(descriptor);
		return add_problem(tour, relative, error, NULL);
	}
	enum tuf_result result = remember(tour, &status, above);
	if (result != TUF_OK) {
		close(descriptor);
		return result;
	}
	struct tc_names names = {.items = NULL};
	int error = 0;
	result = tc_folder_list_names(tour->arena, descriptor,
	                              TUF_MAX_PRIVATE_ENTRIES - tour->entries, &names, &error);
	close(descriptor);
	const char *path = tc_path_join(tour->arena, tour->argument->path, relative);
	if (result != TUF_OK || !path)
		return TUF_NO_MEMORY;
	if (error != 0)
		return add_problem(tour, relative, error, NULL);
	return walk_names(tour, relative, &names, cover_below(above, status.st_mode, path), depth);
}

enum tuf_result tc_trustdir_list_private(const struct tc_argument *argument,
                                         struct tuf_arena *arena, struct tc_private_list *ret_list)
{
	struct tour tour = {.argument = argument, .arena = arena};
	struct stat status;
	const struct cover open = {.is_reachable = true};
	/* what is not known shields nothing */
	tour.root = open;
	if (fstat(argument->descriptor, &status) == 0)
		tour.root = cover_below(open, status.st_mode, argument->path);
	tour.last_link = &tour.first_link;
	enum tuf_result result = take_name(&tour, PRIVATE, tour.root, 0);
	/* links found on the way through a link join the end of the list */
	for (const struct postponed *link = tour.first_link; result == TUF_OK && link;
	     link = link->next)
		result = follow(&tour, link);
	tdestroy(tour.seen, leave);
	if (result == TUF_OK)
		*ret_list = tour.list;
	return result;
}
