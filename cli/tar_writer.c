/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/tar_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/memory.h"

#define BLOCK_BYTES 65536

/* The same interface since libarchive 3.0. */
#define LIBRARY "libarchive.so.13"

#define FUNCTION_LIST(ROW)                                                                         \
	ROW(archive_entry_clear)                                                                   \
	ROW(archive_entry_free)                                                                    \
	ROW(archive_entry_new)                                                                     \
	ROW(archive_entry_set_filetype)                                                            \
	ROW(archive_entry_set_mtime)                                                               \
	ROW(archive_entry_set_pathname)                                                            \
	ROW(archive_entry_set_perm)                                                                \
	ROW(archive_entry_set_size)                                                                \
	ROW(archive_error_string)                                                                  \
	ROW(archive_set_error)                                                                     \
	ROW(archive_write_close)                                                                   \
	ROW(archive_write_data)                                                                    \
	ROW(archive_write_free)                                                                    \
	ROW(archive_write_header)                                                                  \
	ROW(archive_write_new)                                                                     \
	ROW(archive_write_open2)                                                                   \
	ROW(archive_write_set_bytes_in_last_block)                                                 \
	ROW(archive_write_set_bytes_per_block)                                                     \
	ROW(archive_write_set_format_pax_restricted)

/*
 * libarchive, when it is wanted. It brings a dozen libraries for other formats,
 * which would cost each run nearly half as long again to start, and all of them
 * would be there for hostile data to come by.
 */
static struct {
	void *handle;
#define MEMBER(name) __typeof__(name) *(name);
	FUNCTION_LIST(MEMBER)
#undef MEMBER
} library;

#define MODE_OF_FILES 0644
#define MODE_OF_FOLDERS 0755

struct tar_writer {
	struct archive *archive;
	struct archive_entry *entry; /* used again for each */
	int descriptor;
};

/* A pointer to a function is not to be made of one to an object otherwise. */
static bool find_function(const char *name, void *ret_function)
{
	void *symbol = dlsym(library.handle, name);
	memcpy(ret_function, &symbol, sizeof(symbol));
	return symbol != NULL;
}

const char *tar_writer_load(void)
{
	bool is_whole = true;
	library.handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!library.handle)
		return LIBRARY " is not there, or cannot be loaded";
#define FIND(name) is_whole = find_function(#name, &library.name) && is_whole;
	FUNCTION_LIST(FIND)
#undef FIND
	return is_whole ? NULL : LIBRARY " is another one than is known";
}

void tar_writer_unload(void)
{
	if (library.handle)
		(void)dlclose(library.handle);
	library.handle = NULL;
}

static la_ssize_t write_block(struct archive *archive, void *context, const void *bytes,
			      size_t length)
{
	const struct tar_writer *writer = context;
	for (;;) {
		ssize_t written = write(writer->descriptor, bytes, length);
		if (written >= 0)
			return written; /* of less the rest comes again */
		if (errno == EINTR)
			continue;
		library.archive_set_error(archive, errno, "%s", strerror(errno));
		return -1;
	}
}

struct tar_writer *tar_writer_new(int descriptor)
{
	struct tar_writer *writer = memory_take(1, sizeof(*writer));
	writer->descriptor = descriptor;
	writer->archive = library.archive_write_new();
	writer->entry = library.archive_entry_new();
	/* what it ends with fills no more than its own blocks */
	bool is_ready =
		writer->archive && writer->entry &&
		library.archive_write_set_format_pax_restricted(writer->archive) == ARCHIVE_OK &&
		library.archive_write_set_bytes_per_block(writer->archive, BLOCK_BYTES) ==
			ARCHIVE_OK &&
		library.archive_write_set_bytes_in_last_block(writer->archive, 1) == ARCHIVE_OK &&
		library.archive_write_open2(writer->archive, writer, NULL, write_block, NULL,
					    NULL) == ARCHIVE_OK;
	if (!is_ready)
		memory_exhausted();
	return writer;
}

static bool begin(struct tar_writer *writer, const char *path, mode_t type, mode_t mode,
		  int64_t length)
{
	struct archive_entry *entry = library.archive_entry_clear(writer->entry);
	library.archive_entry_set_pathname(entry, path);
	library.archive_entry_set_filetype(entry, type);
	library.archive_entry_set_perm(entry, mode);
	library.archive_entry_set_size(entry, length);
	library.archive_entry_set_mtime(entry, 0, 0);
	return library.archive_write_header(writer->archive, entry) == ARCHIVE_OK;
}

bool tar_writer_add_folder(struct tar_writer *writer, const char *path)
{
	return begin(writer, path, AE_IFDIR, MODE_OF_FOLDERS, 0);
}

bool tar_writer_begin_file(struct tar_writer *writer, const char *path, uint64_t length)
{
	return begin(writer, path, AE_IFREG, MODE_OF_FILES, (int64_t)length);
}

bool tar_writer_add_bytes(struct tar_writer *writer, const void *bytes, size_t length)
{
	/* more than the header says would be cut off */
	return library.archive_write_data(writer->archive, bytes, length) == (la_ssize_t)length;
}

bool tar_writer_finish(struct tar_writer *writer)
{
	return library.archive_write_close(writer->archive) == ARCHIVE_OK;
}

const char *tar_writer_get_error(struct tar_writer *writer)
{
	const char *error = library.archive_error_string(writer->archive);
	return error ? error : "the archive could not be made";
}

void tar_writer_free(struct tar_writer *writer)
{
	if (!writer)
		return;
	library.archive_entry_free(writer->entry);
	(void)library.archive_write_free(writer->archive);
	free(writer);
}
