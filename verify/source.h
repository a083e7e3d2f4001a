/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the files of one repository come from. The chain asks for them by
 * name; it does not know of folders.
 */
#ifndef TUFCHECK_SOURCE_H
#define TUFCHECK_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/digest.h"
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

/* Tells one file from another, whatever its name; zero: not known. */
struct tc_file_id {
	uint64_t device;
	uint64_t inode;
};

/* One attempt to read a file. */
struct tc_read {
	enum tc_read_status status;
	unsigned char *bytes; /* owned, malloc; NULL unless TC_READ_OK */
	size_t length;
	struct tc_file_id id; /* of TC_READ_OK */
	int error;            /* errno of TC_READ_UNREADABLE */
	const char *actual;   /* a literal: what stands there, of TC_READ_NOT_REGULAR */
	bool is_hashed;
	unsigned char sha256[TUF_SHA256_BYTES]; /* of the bytes, when is_hashed; see tc_read_hash */
};

/** Makes the SHA-256 of what was read, unless that is known. TUF_NO_MEMORY, or TUF_OK. */
TUF_MUST_USE enum tuf_result tc_read_hash(struct tc_read *content);

/* A root of an earlier version. */
struct tc_root_file {
	int64_t version; /* by its name */
	const char *file;
};

/* The folder of staged changes, which stands beside the metadata folder. */
#define TC_CHANGELIST "../changelist"

/* Anything below a folder that is not a folder itself. */
struct tc_listed_file {
	const char *name; /* below the folder that was listed */
	bool is_regular;  /* it was then known to be a regular file, and no link */
};

struct tc_file_listing {
	const struct tc_listed_file *items; /* by name */
	size_t count;
	bool is_cut;        /* there are more than TUF_MAX_LISTED_FILES */
	int error;          /* errno, when a folder could not be listed; else 0 */
	const char *closed; /* the first such folder, "." the listed one; NULL otherwise */
};

struct tc_source {
	void *context;

	/* Reads file, a name below the metadata folder or TC_CHANGELIST, of at most limit bytes. */
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

	/*
	 * Lists the files below folder, which is "." (the metadata folder) or
	 * TC_CHANGELIST. Links to folders are not entered. A folder that is not
	 * there holds none. The array and its names belong to the source.
	 */
	enum tuf_result (*list_files)(void *context, const char *folder,
	                              struct tc_file_listing *ret_listing);

	/*
	 * Tells what file, a name below the metadata folder, is or leads to; nothing
	 * when that is out of reach. Returns 0, or the errno for which it is not known.
	 */
	int (*identify)(void *context, const char *file, struct tc_file_id *ret_id);
};

#endif
