/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headers of tar archives, in the narrow form in which evidence is kept: ustar,
 * and for a long path one extended header that says nothing but the path. What
 * two readers could take for two things is refused. Nothing here reads a file.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
 */
#ifndef TUFCHECK_ARCHIVE_HEADER_H
#define TUFCHECK_ARCHIVE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/arena.h"
#include "tuf/limits.h"

#define TC_TAR_BLOCK ((size_t)512)

/* An extended header: "NNNN path=", the path and a newline. */
#define TC_TAR_MAX_EXTENSION (TUF_MAX_ARCHIVE_PATH + sizeof("9999 path=\n"))

/* Why something is refused; texts are literals or in the arena. */
struct tc_refusal {
	const char *expected;
	const char *actual;
};

enum tc_tar_type {
	TC_TAR_INVALID = 0,
	TC_TAR_FILE,
	TC_TAR_FOLDER,
	TC_TAR_EXTENSION /* says the path of what follows */
};

struct tc_tar_header {
	enum tc_tar_type type;
	uint64_t size; /* of the contents, in bytes; 0 of a folder */
	const char *path; /* as it stands there, in the arena */
};

/** Whether a block has the mark of a tar header, right or wrong otherwise. */
bool tc_tar_is_header(const unsigned char block[TC_TAR_BLOCK]);

/** Whether length bytes are all zero, as those at the end of an archive are. */
bool tc_tar_is_empty(const unsigned char *bytes, size_t length);

/** Reads a header. TUF_INVALID: ret_refusal says why it is none, and ret_header->path may be NULL. */
TUF_MUST_USE enum tuf_result tc_tar_header_read(struct tuf_arena *arena,
                                                const unsigned char block[TC_TAR_BLOCK],
                                                struct tc_tar_header *ret_header,
                                                struct tc_refusal *ret_refusal);

/** Reads the contents of an extended header: the path in them. TUF_INVALID as above. */
TUF_MUST_USE enum tuf_result tc_tar_extension_read(struct tuf_arena *arena, const char *bytes,
                                                   size_t length, const char **ret_path,
                                                   struct tc_refusal *ret_refusal);

/**
 * Makes the path of a file or folder one that can lie beneath a folder, without
 * the slash at the end of a folder's. TUF_INVALID: it is none, as above.
 */
TUF_MUST_USE enum tuf_result tc_tar_path_read(struct tuf_arena *arena, const char *path,
                                              enum tc_tar_type type, const char **ret_path,
                                              struct tc_refusal *ret_refusal);

#endif
