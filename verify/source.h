/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the files of one repository come from. The chain asks for them by
 * name; it does not know of folders.
 */
#ifndef TUFCHECK_SOURCE_H
#define TUFCHECK_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "tuf/result.h"

enum tc_read_status {
	TC_READ_INVALID = 0,
	TC_READ_OK,
	TC_READ_MISSING,
	TC_READ_UNREADABLE,
	TC_READ_NOT_REGULAR,
	TC_READ_CHANGED,
	TC_READ_TOO_LARGE,
	TC_READ_LINK_ESCAPES
};

/* One attempt to read a file. */
struct tc_read {
	enum tc_read_status status;
	unsigned char *bytes; /* owned, malloc; NULL unless TC_READ_OK */
	size_t length;
	int error;            /* errno of TC_READ_UNREADABLE */
	const char *actual;   /* a literal: what stands there, of TC_READ_NOT_REGULAR */
};

/* A root of an earlier version. */
struct tc_root_file {
	int64_t version; /* by its name */
	const char *file;
};

struct tc_source {
	void *context;

	/* Reads file, a name below the metadata folder, of at most limit bytes. */
	enum tuf_result (*read)(void *context, const char *file, size_t limit,
	                        struct tc_read *ret_read);

	/*
	 * Lists the files called N.root.json or root.N.json, by version and name;
	 * of more than TUF_MAX_ROOT_FILES, one more than that. The array and its
	 * names belong to the source. *ret_error: errno when the folder could not
	 * be searched, else 0.
	 */
	enum tuf_result (*list_roots)(void *context, const struct tc_root_file **ret_files,
	                              size_t *ret_count, int *ret_error);
};

#endif
