/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reading half of trustdir.h: one file, whole, or the reason why not.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify/archive_source.h"
#include "verify/beneath.h"
#include "verify/path.h"
#include "verify/root_list.h"
#include "verify/trustdir.h"
#include "verify/witness.h"

static struct tc_read failed(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return (struct tc_read){.status = TC_READ_MISSING};
	if (error == EXDEV || error == ELOOP)
		return (struct tc_read){.status = TC_READ_LINK_ESCAPES};
	return (struct tc_read){.status = TC_READ_UNREADABLE, .error = error};
}

static const char *describe_type(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a folder";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static bool is_unchanged(const struct stat *before, const struct stat *after)
{
	return before->st_size == after->st_size &&
	       before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
	       before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

/* Up to length bytes; fewer at the end of the file. -1 with errno set. */
static ssize_t read_fully(int descriptor, unsigned char *bytes, size_t length)
{
	size_t n = 0;
	while (n < length) {
		ssize_t taken = read(descriptor, bytes + n, length - n);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0)
			return -1;
		if (taken == 0)
			break;
		n += (size_t)taken;
	}
	return (ssize_t)n;
}

static enum tuf_result read_regular(int descriptor, const struct stat *before,
                                    struct tc_read *ret_read)
{
	size_t size = (size_t)before->st_size;
	/* a byte more than it should have, so that growth is noticed */
	unsigned char *bytes = malloc(size + 1);
	if (!bytes)
		return TUF_NO_MEMORY;
	ssize_t length = read_fully(descriptor, bytes, size + 1);
	int error = errno;
	struct stat after;
	if (length < 0) {
		*ret_read = failed(error);
	} else if (fstat(descriptor, &after) != 0) {
		*ret_read = failed(errno);
	} else if ((size_t)length != size || !is_unchanged(before, &after)) {
		*ret_read = (struct tc_read){.status = TC_READ_CHANGED};
	} else {
		*ret_read = (struct tc_read){
			.status = TC_READ_OK,
			.bytes = bytes,
			.length = size,
			.id = {.device = before->st_dev, .inode = before->st_ino}};
		return TUF_OK; /* bytes: transferred */
	}
	free(bytes);
	return TUF_OK;
}

/* Looks before it reads: what is not a regular file is not even opened for reading. */
static bool may_read(const struct stat *status, size_t limit, struct tc_read *ret_read)
{
	if (!S_ISREG(status->st_mode)) {
		*ret_read = (struct tc_read){.status = TC_READ_NOT_REGULAR,
		                             .actual = describe_type(status->st_mode)};
		return false;
	}
	if (status->st_size < 0 || (uint64_t)status->st_size > limit) {
		*ret_read = (struct tc_read){.status = TC_READ_TOO_LARGE};
		return false;
	}
	return true;
}

typedef int opener(int descriptor, const char *path, int flags);

static enum tuf_result read_file(opener *open_file, int folder, const char *path, size_t limit,
                                 struct tc_read *ret_read)
{
	struct stat status;
	int found = open_file(folder, path, O_PATH);
	bool is_known = found >= 0 && fstat(found, &status) == 0;
	int error = errno;
	if (found >= 0)
		close(found);
	if (!is_known) {
		*ret_read = failed(error);
		return TUF_OK;
	}
	if (!may_read(&status, limit, ret_read))
		return TUF_OK;
	/* O_NONBLOCK: should a FIFO stand there by now */
	int descriptor = open_file(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		*ret_read = failed(errno);
		if (descriptor >= 0)
			close(descriptor);
		return TUF_OK;
	}
	enum tuf_result result = TUF_OK;
	if (may_read(&status, limit, ret_read))
		result = read_regular(descriptor, &status, ret_read);
	close(descriptor);
	return result;
}

enum tuf_result tc_trustdir_read_file(const char *path, size_t limit, struct tc_read *ret_read)
{
	enum tuf_result result = read_file(tc_open_at, AT_FDCWD, path, limit, ret_read);
	if (result == TUF_OK)
		tc_witness_show_input(path, ret_read);
	return result;
}

const char *tc_trustdir_locate(struct tuf_arena *arena, const struct tc_place *place,
                               const char *file)
{
	static const char beside[] = "../";
	if (strncmp(file, beside, sizeof(beside) - 1) != 0)
		return tc_path_join(arena, place->metadata, file);
	/* a metadata folder of another name has nothing to do with what is beside it */
	if (strcmp(tc_path_base(place->metadata), "metadata") != 0)
		return "";
	const char *repository = tc_path_drop_metadata(arena, place->metadata);
	return repository ? tc_path_join(arena, repository, file + sizeof(beside) - 1) : NULL;
}

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

static enum tuf_result source_read(void *context, const char *file, size_t limit,
                                   struct tc_read *ret_read)
{
	const struct tc_trustdir_source *source = context;
	const struct tc_place *place = source->place;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	const char *path = tc_trustdir_locate(&scratch, place, file);
	enum tuf_result result = path ? TUF_OK : TUF_NO_MEMORY;
	if (path && !path[0])
		*ret_read = (struct tc_read){.status = TC_READ_MISSING};
	else if (path)
		result = read_file(tc_beneath_open, place->argument->descriptor, path, limit,
		                   ret_read);
	tuf_arena_clear(&scratch);
	if (result == TUF_OK)
		result = tc_trustdir_note_input(source, file, ret_read);
	return result;
}

static enum tuf_result read_root_names(DIR *folder, struct tc_root_list *list, int *ret_error)
{
	while (list->count <= TUF_MAX_ROOT_FILES) {
		errno = 0;
		const struct dirent *entry = readdir(folder);
		if (!entry) {
			*ret_error = errno;
			return TUF_OK;
		}
		enum tuf_result result = tc_root_list_add(list, entry->d_name);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result source_list_roots(void *context, const struct tc_root_file **ret_files,
                                         size_t *ret_count, int *ret_error)
{
	const struct tc_trustdir_source *source = context;
	struct tc_root_list list = {.arena = source->arena};
	int descriptor = tc_beneath_open(source->place->argument->descriptor,
	                                 source->place->metadata, O_RDONLY | O_DIRECTORY);
	DIR *folder = descriptor >= 0 ? fdopendir(descriptor) : NULL;
	*ret_error = folder ? 0 : errno;
	if (!folder && descriptor >= 0) {
		close(descriptor);
		if (*ret_error == ENOMEM)
			return TUF_NO_MEMORY;
	}
	if (folder) {
		enum tuf_result result = read_root_names(folder, &list, ret_error);
		closedir(folder);
		if (result != TUF_OK)
			return result;
	}
	tc_root_list_sort(&list);
	*ret_files = list.files;
	*ret_count = list.count;
	return TUF_OK;
}

struct tc_source tc_trustdir_make_source(struct tc_trustdir_source *context)
{
	if (context->place->argument->archive)
		return tc_archive_make_source(context);
	return (struct tc_source){
		.context = context,
		.read = source_read,
		.list_roots = source_list_roots,
		.list_files = tc_trustdir_list_files};
}
