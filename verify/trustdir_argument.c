/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/trustdir_argument.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/beneath.h"
#include "verify/path.h"
#include "verify/trustdir_archive.h"

#define METADATA "metadata"
#define TUF "tuf"

/* Whether an error, or none, says if there is something of the kind. */
static bool is_answer(int error)
{
	return error == 0 || error == ENOENT || error == ENOTDIR || error == EXDEV || error == ELOOP;
}

/* Returns 0, or the errno for which it is not known. */
static int find_folder(int beneath, const char *relative, bool *ret_is_there)
{
	int error = tc_beneath_find_folder(beneath, relative);
	*ret_is_there = error == 0;
	return is_answer(error) ? 0 : error;
}

/* Whether relative is a metadata folder, and not a repository that is called so. Likewise. */
static int find_metadata(int beneath, const char *relative, bool *ret_is_metadata)
{
	struct stat status;
	int folder = tc_beneath_open(beneath, relative, O_PATH | O_DIRECTORY);
	int error = folder >= 0 && fstatat(folder, "root.json", &status, AT_SYMLINK_NOFOLLOW) == 0
	                    ? 0
	                    : errno;
	if (folder >= 0)
		close(folder);
	*ret_is_metadata = error == 0;
	/* what may not be looked into the search will tell, whatever it is called */
	return is_answer(error) || error == EACCES ? 0 : error;
}

/* Of an argument that no tuf/ is known to be above. Likewise. */
static int find_tuf(struct tc_argument *argument, const char *absolute)
{
	/* a tuf/ with a metadata/root.json is a repository of that name */
	bool has_tuf = false, has_repository_called_so = false;
	int error = find_folder(argument->descriptor, TUF, &has_tuf);
	if (error == 0 && has_tuf)
		error = find_metadata(argument->descriptor, TUF "/" METADATA,
		                      &has_repository_called_so);
	argument->has_tuf_below = has_tuf && !has_repository_called_so;
	argument->is_trust_root = argument->has_tuf_below;
	if (error != 0 || argument->has_tuf_below)
		return error;
	bool is_tuf_folder = strcmp(tc_path_base(absolute), TUF) == 0, is_metadata = false;
	if (is_tuf_folder)
		error = find_metadata(argument->descriptor, METADATA, &is_metadata);
	is_tuf_folder = is_tuf_folder && !is_metadata;
	argument->has_tuf_below = !is_tuf_folder && !has_repository_called_so;
	argument->gun_prefix = is_tuf_folder ? "" : tc_path_after_tuf(absolute, false);
	return error;
}

/* Where the names of an argument's repositories begin; see trustdir.h. */
static enum tuf_result find_names(struct tuf_arena *arena, struct tc_argument *argument,
                                  int *ret_error)
{
	const char *absolute = tc_path_make_absolute(arena, argument->path);
	if (!absolute)
		return TUF_NO_MEMORY;
	argument->gun_prefix = tc_path_after_tuf(absolute, true);
	*ret_error = argument->gun_prefix ? 0 : find_tuf(argument, absolute);
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

/* Takes the descriptor over. *ret_argument stays NULL when the path has no real one. */
static enum tuf_result add_argument(struct tc_trustdir *trustdir, const char *path, int descriptor,
                                    struct tc_argument **ret_argument)
{
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
	return TUF_OK;
}

static enum tuf_result open_folder(struct tc_trustdir *trustdir, const char *path, int descriptor,
                                   struct tc_argument **ret_argument)
{
	struct tc_argument *argument = NULL;
	int error = 0;
	enum tuf_result result = add_argument(trustdir, path, descriptor, &argument);
	if (result == TUF_OK && argument)
		result = find_names(trustdir->arena, argument, &error);
	if (result == TUF_OK && error == 0)
		*ret_argument = argument;
	return result;
}

/* What cannot be read to its end is no argument; what is refused is one, with the reason. */
static enum tuf_result read_archive(struct tc_trustdir *trustdir, struct tc_argument *argument,
                                    struct tc_argument **ret_argument)
{
	struct tc_archive *archive = NULL;
	struct tc_archive_problem *problem = tuf_arena_take(trustdir->arena, sizeof(*problem));
	if (!problem)
		return TUF_NO_MEMORY;
	enum tuf_result result = tc_archive_read(trustdir->arena, argument->descriptor,
	                                         argument->path, &archive, problem);
	if (result == TUF_NO_MEMORY)
		return result;
	argument->has_tuf_below = true;
	argument->archive = archive;
	argument->problem = archive ? NULL : problem;
	if (archive || problem->error == 0)
		*ret_argument = argument;
	return TUF_OK;
}

static enum tuf_result open_archive(struct tc_trustdir *trustdir, const char *path,
                                    enum tc_found *ret_found, struct tc_argument **ret_argument)
{
	int descriptor, error;
	struct tc_argument *argument = NULL;
	enum tuf_result result = tc_archive_open(path, &descriptor, &error);
	if (result == TUF_OK && descriptor >= 0)
		result = add_argument(trustdir, path, descriptor, &argument);
	if (result == TUF_OK && argument)
		return read_archive(trustdir, argument, ret_argument);
	if (descriptor < 0 && error == 0)
		*ret_found = TC_FOUND_NOTHING;
	return result;
}

enum tuf_result tc_argument_open(struct tc_trustdir *trustdir, const char *path,
                                 enum tc_found *ret_found, struct tc_argument **ret_argument)
{
	*ret_found = TC_FOUND_UNREADABLE;
	const struct tc_argument *last = trustdir->arguments;
	/* without a start it was given up */
	if (last && last->start && strcmp(last->path, path) == 0)
		return share_last(trustdir, ret_argument);
	int descriptor = tc_open_at(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	if (descriptor >= 0)
		return open_folder(trustdir, path, descriptor, ret_argument);
	if (errno == ENOTDIR)
		return open_archive(trustdir, path, ret_found, ret_argument);
	if (errno == ENOENT)
		*ret_found = TC_FOUND_NO_PATH;
	return TUF_OK;
}
