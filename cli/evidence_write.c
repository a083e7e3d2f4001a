/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The archive of evidence.h.
 */
#include "cli/evidence.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/replacement.h"
#include "cli/tar_writer.h"

#define CHUNK ((size_t)65536)

/* 0, or the errno for which the bytes that were kept are not there. */
static int read_kept(int scratch, char *chunk, size_t length, uint64_t offset)
{
	while (length > 0) {
		ssize_t taken = pread(scratch, chunk, length, (off_t)offset);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken <= 0)
			return taken < 0 ? errno : EIO;
		chunk += taken;
		offset += (uint64_t)taken;
		length -= (size_t)taken;
	}
	return 0;
}

/* *ret_error: errno of the reading; 0 when it was the writing that failed. */
static bool write_file(const struct evidence *evidence, const struct evidence_item *item,
		       struct tar_writer *writer, int *ret_error)
{
	char chunk[CHUNK];
	if (!tar_writer_begin_file(writer, item->path, item->length))
		return false;
	for (uint64_t done = 0; done < item->length;) {
		uint64_t rest = item->length - done;
		size_t part = rest < CHUNK ? (size_t)rest : CHUNK;
		*ret_error = read_kept(evidence->scratch, chunk, part, item->offset + done);
		if (*ret_error != 0 || !tar_writer_add_bytes(writer, chunk, part))
			return false;
		done += part;
	}
	return true;
}

static bool write_items(const struct evidence *evidence, struct tar_writer *writer, int *ret_error)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_item *item = &evidence->items[i];
		if (item->kind == EVIDENCE_ABSENT)
			continue;
		bool is_written = item->kind == EVIDENCE_FOLDER
					  ? tar_writer_add_folder(writer, item->path)
					  : write_file(evidence, item, writer, ret_error);
		if (!is_written)
			return false;
	}
	return tar_writer_finish(writer);
}

bool evidence_write(const struct evidence *evidence)
{
	struct replacement *replacement = replacement_begin(evidence->command, evidence->path);
	if (!replacement)
		return false;
	struct tar_writer *writer = tar_writer_new(replacement_get_descriptor(replacement));
	int error = 0;
	bool is_written = write_items(evidence, writer, &error);
	if (!is_written)
		diagnose("%s: %s cannot be written: %s", evidence->command, evidence->path,
			 error != 0 ? strerror(error) : tar_writer_get_error(writer));
	tar_writer_free(writer);
	if (is_written)
		return replacement_finish(replacement);
	replacement_abandon(replacement);
	return false;
}
