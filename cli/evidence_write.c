/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The archive of evidence.h.
 */
#include "cli/evidence.h"

#include <string.h>

#include "cli/diagnose.h"
#include "cli/replacement.h"
#include "cli/tar_writer.h"

#define CHUNK ((size_t)65536)

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
		*ret_error =
			evidence_scratch_read(&evidence->kept, chunk, part, item->offset + done);
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
