/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tar archives that hold trust data: what is in one, by path. The archive is
 * read once, from its beginning to its end, and each file's digest is kept;
 * what is read of a file later must have it. Nothing is ever unpacked.
 *
 * An archive is good as a whole or is refused as a whole: archive_header.h says
 * what an entry may be, and beside that no path stands twice or for two things,
 * no private key is in it, and if there is a manifest it says what is there.
 */
#ifndef TUFCHECK_ARCHIVE_H
#define TUFCHECK_ARCHIVE_H

#include "tuf/arena.h"
#include "tuf/digest.h"
#include "verify/archive_header.h"
#include "verify/folder.h"
#include "verify/source.h"
#include "verify/tufcheck.h"

#define TC_MANIFEST "manifest.json"

enum tc_member_kind {
	TC_MEMBER_INVALID = 0,
	TC_MEMBER_FILE,
	TC_MEMBER_FOLDER,
	TC_MEMBER_NAME /* a file of which the manifest says that it was there, and no more */
};

struct tc_member {
	const char *path;
	enum tc_member_kind kind;
	bool is_closed;  /* of a folder: the manifest says that it could not be looked into */
	uint64_t offset; /* of the contents, in the archive */
	uint64_t length;
	unsigned char sha256[TUF_SHA256_BYTES];
};

struct tc_archive {
	int descriptor;
	struct tc_member *members; /* by path, in the arena */
	size_t count;
	size_t room;
	struct tufcheck_archive facts;
};

/* What is wrong with an archive. */
struct tc_archive_problem {
	const char *member; /* its path; NULL: it is the archive itself */
	struct tc_refusal refusal;
	int error; /* errno, when it could not be read; then the rest is not set */
};

/** Adds a member; its path is in the arena. */
TUF_MUST_USE enum tuf_result tc_archive_add(struct tuf_arena *arena, struct tc_archive *archive,
                                            const struct tc_member *member);

/** Sorts the members. TUF_INVALID: a path stands twice, or is a file with something below it. */
TUF_MUST_USE enum tuf_result tc_archive_sort(struct tuf_arena *arena, struct tc_archive *archive,
                                             struct tc_archive_problem *ret_problem);

/** The member at path; NULL when there is none. */
const struct tc_member *tc_archive_find(const struct tc_archive *archive, const char *path);

/** Whether path is a folder; "." is the archive itself. */
bool tc_archive_has_folder(const struct tc_archive *archive, const char *path);

/* The members below a folder. */
struct tc_member_range {
	const struct tc_member *first;
	size_t count;
	size_t skip; /* bytes of their paths up to the name below the folder */
};

/** Those below folder, which is "." for all; none when it is no folder. */
struct tc_member_range tc_archive_get_below(const struct tc_archive *archive, const char *folder);

/** What stands directly in folder, for finding repositories. ret_listing: zeroed by the caller. */
TUF_MUST_USE enum tuf_result tc_archive_list(struct tuf_arena *arena,
                                             const struct tc_archive *archive, const char *folder,
                                             struct tc_listing *ret_listing);

/**
 * Holds the archive against the bytes of its manifest, and takes from that what
 * it says of itself and the names of files that are not in the archive.
 * TUF_INVALID: it is no manifest, or not of this archive.
 */
TUF_MUST_USE enum tuf_result tc_archive_read_manifest(struct tuf_arena *arena,
                                                      struct tc_archive *archive,
                                                      const void *bytes, size_t length,
                                                      struct tc_archive_problem *ret_problem);

#endif
