/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/tar_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/memory.h"

#define BLOCK_BYTES 65536

#define MODE_OF_FILES 0644
#define MODE_OF_FOLDERS 0755

struct tar_writer {
	struct archive *archive;
	struct archive_entry *entry; /* used again for each */
	int descriptor;
};

bool tar_writer_is_there(void)
{
	return true;
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
		archive_set_error(archive, errno, "%s", strerror(errno));
		return -1;
	}
}

struct tar_writer *tar_writer_new(int descriptor)
{
	struct tar_writer *writer = memory_take(1, sizeof(*writer));
	writer->descriptor = descriptor;
	writer->archive = archive_write_new();
	writer->entry = archive_entry_new();
	/* what it ends with fills no more than its own blocks */
	bool is_ready =
		writer->archive && writer->entry &&
		archive_write_set_format_pax_restricted(writer->archive) == ARCHIVE_OK &&
		archive_write_set_bytes_per_block(writer->archive, BLOCK_BYTES) == ARCHIVE_OK &&
		archive_write_set_bytes_in_last_block(writer->archive, 1) == ARCHIVE_OK &&
		archive_write_open2(writer->archive, writer, NULL, write_block, NULL, NULL) ==
			ARCHIVE_OK;
	if (!is_ready)
		memory_exhausted();
	return writer;
}

static bool begin(struct tar_writer *writer, const char *path, mode_t type, mode_t mode,
		  int64_t length)
{
	struct archive_entry *entry = archive_entry_clear(writer->entry);
	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, mode);
	archive_entry_set_size(entry, length);
	archive_entry_set_mtime(entry, 0, 0);
	return archive_write_header(writer->archive, entry) == ARCHIVE_OK;
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
	return archive_write_data(writer->archive, bytes, length) == (la_ssize_t)length;
}

bool tar_writer_finish(struct tar_writer *writer)
{
	return archive_write_close(writer->archive) == ARCHIVE_OK;
}

const char *tar_writer_get_error(struct tar_writer *writer)
{
	const char *error = archive_error_string(writer->archive);
	return error ? error : "the archive could not be made";
}

void tar_writer_free(struct tar_writer *writer)
{
	if (!writer)
		return;
	archive_entry_free(writer->entry);
	(void)archive_write_free(writer->archive);
	free(writer);
}
