/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trust directories: finding the repositories in one, and reading their files.
 * Nothing else in the library touches the file system, and this only reads.
 *
 * Every name below an argument is resolved beneath it: a symbolic link is
 * followed only while it does not leave the argument.
 */
#ifndef TUFCHECK_TRUSTDIR_H
#define TUFCHECK_TRUSTDIR_H

#include <stdbool.h>

#include "tuf/arena.h"
#include "verify/inputs.h"
#include "verify/root_list.h"
#include "verify/source.h"

struct tc_archive;
struct tc_archive_problem;

/* The folder or archive of an argument, kept open as long as anything beneath it may be read. */
struct tc_argument {
	struct tc_argument *next;
	int descriptor;
	bool is_shared; /* the descriptor is that of an argument behind this one, which closes it */
	/* Of a tar archive: what is in it, or why it is refused; both NULL: a folder. */
	const struct tc_archive *archive;
	const struct tc_archive_problem *problem;
	const char *path;     /* as given */
	const char *resolved; /* absolute, without links: tells one folder from another */
	/* What a repository's path below the argument follows in its name; NULL: the path has none. */
	const char *gun_prefix;
	/* Names begin behind the first tuf/ below the argument. */
	bool has_tuf_below;
	bool is_trust_root; /* that tuf/ is in the argument's own folder */
	const char *start;  /* where in it repositories were looked for */
};

/* A repository that was found. */
struct tc_place {
	const struct tc_argument *argument;
	const char *metadata; /* its metadata folder, below the argument; "." is the argument */
	const char *gun;      /* NULL when the path does not say */
	const char *path;     /* of the repository's folder, for people */
	const char *identity; /* absolute path of the metadata folder */
	int error;            /* errno, when a folder could not be searched; else 0 */
};

/* What was found; it lives in the arena, but for the descriptors and the array of places. */
struct tc_trustdir {
	struct tuf_arena *arena;
	struct tc_argument *arguments;
	struct tc_place *places;
	size_t count;
	size_t room;
};

enum tc_found {
	TC_FOUND_INVALID = 0,
	TC_FOUND_SOME,
	TC_FOUND_NOTHING,   /* the path is there, and no repository */
	TC_FOUND_NO_PATH,   /* nothing is there */
	TC_FOUND_UNREADABLE /* it cannot be opened */
};

/**
 * Adds every repository at or below start, a name relative to path ("." is
 * path itself). Links must stay beneath path, which may be a tar archive
 * (archive.h): one that is refused is a place of its own.
 *
 * The name of each is what stands between a folder tuf/ and the last
 * /metadata, in the path as it was given: links in it are not resolved, so
 * that what lies below an argument cannot choose its own name. That tuf/ is,
 * the first that there is:
 *
 * 1. the outermost one in the argument's path below a folder trust or .notary;
 * 2. the argument's own folder of that name (the argument is a trust root);
 * 3. the argument itself, if it is called so and is no repository;
 * 4. the outermost one below the argument;
 * 5. the outermost one in the argument's path.
 *
 * In an archive it is the outermost one. Where there is none the name is NULL.
 *
 * Of links to folders only those that lead to a folder not yet searched, or are
 * called metadata, are followed. What lies below one that is followed is searched
 * under its name, also when it was searched under another, for clients know a
 * repository by each of its names.
 */
TUF_MUST_USE enum tuf_result tc_trustdir_find(struct tc_trustdir *trustdir, const char *path,
                                              const char *start, enum tc_found *ret_found);

/** Sorts what was found by name and path, and drops what was found twice. */
void tc_trustdir_sort(struct tc_trustdir *trustdir);

/** Closes the folders. */
void tc_trustdir_clear(struct tc_trustdir *trustdir);

/*
 * The metadata folder of a repository, as a source keeps it: opened once, and
 * listed once. All zero before that.
 */
struct tc_metadata_folder {
	bool is_known;  /* what follows */
	int descriptor; /* negative when it cannot be opened */
	int error;      /* errno, when the names in it are not all known; else 0 */
	struct tc_root_list roots;
	struct tc_file_listing files;
};

/* The context of a source (source.h); the caller fills it up to the folder. */
struct tc_trustdir_source {
	const struct tc_place *place;
	struct tuf_arena *arena; /* for the names of files */
	struct tc_inputs *inputs; /* gets the files that are read; NULL: they are not wanted */
	struct tc_metadata_folder folder;
};

/** Notes what was read of file, where inputs are noted. Without memory nothing was read. */
TUF_MUST_USE enum tuf_result tc_trustdir_note_input(const struct tc_trustdir_source *source,
                                                    const char *file, struct tc_read *read);

/** The source that reads from context->place. context must outlive it. */
struct tc_source tc_trustdir_make_source(struct tc_trustdir_source *context);

/** Closes what the source has opened. */
void tc_trustdir_leave(struct tc_trustdir_source *context);

/**
 * Where file, a name that a source takes, lies below the argument of place;
 * "" when it would lie outside. NULL when memory is short.
 */
TUF_MUST_USE const char *tc_trustdir_locate(struct tuf_arena *arena, const struct tc_place *place,
                                            const char *file);

/* A folder whose files are listed. */
struct tc_listed_place {
	const struct tc_argument *argument;
	const char *path; /* below the argument */
	int descriptor;   /* of the same; it stands at the first entry */
	struct tc_root_list *roots; /* gets the roots of other versions in it; NULL: not wanted */
};

/**
 * Lists the files below a folder. ret_error: errno when not all names in that
 * folder itself are known, else 0; what goes wrong below it the listing says.
 */
TUF_MUST_USE enum tuf_result tc_trustdir_list(struct tuf_arena *arena,
                                              const struct tc_listed_place *place,
                                              struct tc_file_listing *ret_listing, int *ret_error);

/**
 * Opens name, below a folder beneath an argument: path is the folder's, below
 * the argument. Links may lead anywhere beneath the argument.
 *
 * flags, answer: as of tc_beneath_open.
 */
int tc_trustdir_open(const struct tc_argument *argument, const char *path, int folder,
                     const char *name, int flags);

/* How a file is come by. */
struct tc_way {
	int (*open)(const void *from, const char *name, int flags);
	const void *from;
	const char *name;
	/* It was seen to be a regular file, and need not be looked at before it is opened. */
	bool is_seen;
};

/** Reads the file that a way leads to, of at most limit bytes. */
TUF_MUST_USE enum tuf_result tc_trustdir_read(const struct tc_way *way, size_t limit,
                                              struct tc_read *ret_read);

/** Reads the file at path, wherever links lead: for a file that was named by the user. */
TUF_MUST_USE enum tuf_result tc_trustdir_read_file(const char *path, size_t limit,
                                                   struct tc_read *ret_read);

#endif
