/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a tar archive that is the same whoever writes it and when: ustar, an
 * extended header for a long path alone, no times, no owners. Paths are ASCII
 * and come in the order in which they are to stand.
 */
#ifndef CLI_TAR_WRITER_H
#define CLI_TAR_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tar_writer;

/**
 * Loads what writes archives, before anything else here and while files can
 * still be opened (sandbox.h). NULL, or why it is not there: a build without
 * shared libraries has none.
 */
const char *tar_writer_load(void);

/** Takes it away again; that it was not there is allowed. */
void tar_writer_unload(void);

/** Begins an archive, into a descriptor that is borrowed; for tar_writer_free. */
struct tar_writer *tar_writer_new(int descriptor);

/** Adds a folder. False, as in what follows: tar_writer_get_error says why. */
__attribute__((warn_unused_result)) bool tar_writer_add_folder(struct tar_writer *writer,
							       const char *path);

/** Begins a file of length bytes, which are then added. */
__attribute__((warn_unused_result)) bool tar_writer_begin_file(struct tar_writer *writer,
							       const char *path, uint64_t length);

__attribute__((warn_unused_result)) bool tar_writer_add_bytes(struct tar_writer *writer,
							      const void *bytes, size_t length);

/** Ends the archive. */
__attribute__((warn_unused_result)) bool tar_writer_finish(struct tar_writer *writer);

/** Why something failed; borrowed from the writer. */
const char *tar_writer_get_error(struct tar_writer *writer);

/** Frees the writer; NULL is allowed. */
void tar_writer_free(struct tar_writer *writer);

#endif
