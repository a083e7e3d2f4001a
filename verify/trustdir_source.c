/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source that trustdir.h makes of a repository's folder. The metadata
 * folder is opened and listed when it is first asked for: its files are opened
 * from there, and those that were seen to be regular files are not looked at
 * again before that.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/archive_source.h"
#include "verify/beneath.h"
#include "verify/path.h"
#include "verify/trustdir.h"

#define METADATA "."
#define BESIDE "../"

static bool is_beside(const char *file)
{
	return strncmp(file, BESIDE, sizeof(BESIDE) - 1) == 0;
}

const char *tc_trustdir_locate(struct tuf_arena *arena, const struct tc_place *place,
                               const char *file)
{
	if (!is_beside(file))
		return tc_path_join(arena, place->metadata, file);
	/* a metadata folder of another name has nothing to do with what is beside it */
	if (strcmp(tc_path_base(place->metadata), "metadata") != 0)
		return "";
	const char *repository = tc_path_drop_metadata(arena, place->metadata);
	return repository ? tc_path_join(arena, repository, file + sizeof(BESIDE) - 1) : NULL;
}

/* ---- opening ---- */

int tc_trustdir_open(const struct tc_argument *argument, const char *path, int folder,
                     const char *name, int flags)
{
	int opened = tc_beneath_open(folder, name, flags);
	/* a link that leads out of the folder may stay beneath the argument */
	if (opened >= 0 || errno != EXDEV)
		return opened;
	char whole[PATH_MAX];
	int length = snprintf(whole, sizeof(whole), "%s/%s", path, name);
	if (length < 0 || (size_t)length >= sizeof(whole)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return tc_beneath_open(argument->descriptor, whole, flags);
}

/* from: a struct tc_trustdir_source. */
static int open_in_metadata(const void *from, const char *name, int flags)
{
	const struct tc_trustdir_source *source = from;
	const struct tc_place *place = source->place;
	return tc_trustdir_open(place->argument, place->metadata, source->folder.descriptor, name,
	                        flags);
}

/* from: a struct tc_argument. */
static int open_in_argument(const void *from, const char *name, int flags)
{
	return tc_beneath_open(((const struct tc_argument *)from)->descriptor, name, flags);
}

/* ---- the metadata folder ---- */

static enum tuf_result list_metadata(const struct tc_trustdir_source *source,
                                     struct tc_metadata_folder *folder)
{
	const struct tc_listed_place place = {.argument = source->place->argument,
	                                      .path = source->place->metadata,
	                                      .descriptor = folder->descriptor,
	                                      .roots = &folder->roots};
	enum tuf_result result =
		tc_trustdir_list(source->arena, &place, &folder->files, &folder->error);
	tc_root_list_sort(&folder->roots);
	return result;
}

/* What is not there holds no files; where it cannot be told, the listing says so. */
static struct tc_file_listing list_nothing(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return (struct tc_file_listing){.count = 0};
	return (struct tc_file_listing){.error = error, .closed = METADATA};
}

static enum tuf_result enter(struct tc_trustdir_source *source)
{
	struct tc_metadata_folder *folder = &source->folder;
	if (folder->is_known)
		return TUF_OK;
	*folder = (struct tc_metadata_folder){.is_known = true, .roots = {.arena = source->arena}};
	folder->descriptor = tc_beneath_open(source->place->argument->descriptor,
	                                     source->place->metadata, O_RDONLY | O_DIRECTORY);
	if (folder->descriptor >= 0)
		return list_metadata(source, folder);
	folder->error = errno;
	folder->files = list_nothing(errno);
	return TUF_OK;
}

void tc_trustdir_leave(struct tc_trustdir_source *context)
{
	if (context->folder.is_known && context->folder.descriptor >= 0)
		close(context->folder.descriptor);
	context->folder = (struct tc_metadata_folder){.is_known = false};
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct tc_listed_file *)left)->name,
	              ((const struct tc_listed_file *)right)->name);
}

static bool was_regular(const struct tc_metadata_folder *folder, const char *file)
{
	const struct tc_listed_file wanted = {.name = file};
	const struct tc_listed_file *found =
		folder->files.count == 0 ? NULL
					 : bsearch(&wanted, folder->files.items, folder->files.count,
						   sizeof(wanted), compare_names);
	return found && found->is_regular;
}

/*
 * Whether the file may be opened from the metadata folder. Clients go all the
 * way from the argument, and the system follows so many links on a way and
 * takes names of so many bytes: only of a file with no link on its rest of the
 * way, under a name that is short enough as a whole, is the answer the same.
 */
static bool is_near(const struct tc_trustdir_source *source, const char *file)
{
	return source->folder.descriptor >= 0 && was_regular(&source->folder, file) &&
	       strlen(source->place->metadata) + 1 + strlen(file) < PATH_MAX;
}

/* ---- the source ---- */

enum tuf_result tc_trustdir_note_input(const struct tc_trustdir_source *source, const char *file,
                                       struct tc_read *read)
{
	if (read->status != TC_READ_OK || !source->inputs)
		return TUF_OK;
	enum tuf_result result = tc_inputs_add(source->inputs, source->arena, file, read);
	if (result == TUF_OK)
		return TUF_OK;
	free(read->bytes);
	*read = (struct tc_read){.status = TC_READ_INVALID};
	return result;
}

/* By its path, from the argument. */
static enum tuf_result read_located(const struct tc_place *place, const char *file, size_t limit,
                                    struct tc_read *ret_read)
{
	struct tuf_arena scratch = TUF_ARENA_INIT;
	const struct tc_way way = {.open = open_in_argument,
	                           .from = place->argument,
	                           .name = tc_trustdir_locate(&scratch, place, file)};
	enum tuf_result result = way.name ? TUF_OK : TUF_NO_MEMORY;
	if (way.name && !way.name[0])
		*ret_read = (struct tc_read){.status = TC_READ_MISSING};
	else if (way.name)
		result = tc_trustdir_read(&way, limit, ret_read);
	tuf_arena_clear(&scratch);
	return result;
}

static enum tuf_result source_read(void *context, const char *file, size_t limit,
                                   struct tc_read *ret_read)
{
	struct tc_trustdir_source *source = context;
	enum tuf_result result = is_beside(file) ? TUF_OK : enter(source);
	if (result != TUF_OK)
		return result;
	const struct tc_way way = {
		.open = open_in_metadata, .from = source, .name = file, .is_seen = true};
	/* a folder whose names may not be read may have files that may */
	result = is_beside(file) || !is_near(source, file)
	                 ? read_located(source->place, file, limit, ret_read)
	                 : tc_trustdir_read(&way, limit, ret_read);
	return result == TUF_OK ? tc_trustdir_note_input(source, file, ret_read) : result;
}

static enum tuf_result source_list_roots(void *context, const struct tc_root_file **ret_files,
                                         size_t *ret_count, int *ret_error)
{
	struct tc_trustdir_source *source = context;
	enum tuf_result result = enter(source);
	if (result != TUF_OK)
		return result;
	*ret_files = source->folder.roots.files;
	*ret_count = source->folder.roots.count;
	*ret_error = source->folder.error;
	return TUF_OK;
}

static enum tuf_result list_located(const struct tc_trustdir_source *source, const char *folder,
                                    struct tc_file_listing *ret_listing)
{
	struct tc_listed_place place = {.argument = source->place->argument};
	place.path = tc_trustdir_locate(source->arena, source->place, folder);
	if (!place.path)
		return TUF_NO_MEMORY;
	*ret_listing = (struct tc_file_listing){.count = 0};
	if (!place.path[0])
		return TUF_OK;
	place.descriptor = tc_beneath_open(place.argument->descriptor, place.path,
	                                   O_RDONLY | O_DIRECTORY);
	if (place.descriptor < 0) {
		*ret_listing = list_nothing(errno);
		return TUF_OK;
	}
	int error;
	enum tuf_result result = tc_trustdir_list(source->arena, &place, ret_listing, &error);
	close(place.descriptor);
	return result;
}

static enum tuf_result source_list_files(void *context, const char *folder,
                                         struct tc_file_listing *ret_listing)
{
	struct tc_trustdir_source *source = context;
	if (strcmp(folder, METADATA) != 0)
		return list_located(source, folder, ret_listing);
	enum tuf_result result = enter(source);
	if (result == TUF_OK)
		*ret_listing = source->folder.files;
	return result;
}

static int source_identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	/* before that its descriptor is none of ours */
	if (enter(context) != TUF_OK)
		return ENOMEM;
	struct stat status;
	int descriptor = open_in_metadata(context, file, O_PATH);
	int error = descriptor >= 0 && fstat(descriptor, &status) == 0 ? 0 : errno;
	if (descriptor >= 0)
		close(descriptor);
	bool is_out_of_reach = error == ENOENT || error == ENOTDIR || error == EXDEV ||
	                       error == ELOOP;
	if (error != 0 && !is_out_of_reach)
		return error;
	*ret_id = (struct tc_file_id){.inode = 0};
	if (error == 0)
		*ret_id = (struct tc_file_id){.device = status.st_dev, .inode = status.st_ino};
	return 0;
}

struct tc_source tc_trustdir_make_source(struct tc_trustdir_source *context)
{
	if (context->place->argument->archive)
		return tc_archive_make_source(context);
	return (struct tc_source){.context = context,
	                          .read = source_read,
	                          .list_roots = source_list_roots,
	                          .list_files = source_list_files,
	                          .identify = source_identify};
}
