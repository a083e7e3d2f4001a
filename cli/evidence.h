/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence: everything that a run has read, and its report, as one archive that
 * is the same each time (docs/evidence.md). The bytes go to a file without a
 * name while they are read, and from there to the archive when the run ends.
 */
#ifndef CLI_EVIDENCE_H
#define CLI_EVIDENCE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/closing.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/render.h"
#include "verify/tufcheck.h"

enum evidence_kind {
	EVIDENCE_INVALID = 0,
	EVIDENCE_FOLDER, /* of metadata; it may be empty */
	EVIDENCE_METADATA,
	EVIDENCE_CHANGELIST,
	EVIDENCE_INPUT, /* a file that an option named, or one that such a file named */
	EVIDENCE_REPORT,
	EVIDENCE_MANIFEST,
	EVIDENCE_ABSENT /* a file whose contents are not kept */
};

/* One path of the archive. */
struct evidence_item {
	enum evidence_kind kind;
	char *path;
	char *source;           /* of an input: its path as given; NULL otherwise */
	char *gun;              /* of a repository's file; NULL when nothing says it */
	const char *problem;    /* of EVIDENCE_ABSENT: why; kept for the run */
	bool is_folder_instead; /* of EVIDENCE_ABSENT: others lie below it */
	uint64_t offset;        /* in the file of what is kept */
	uint64_t length;
	char sha256[TUFCHECK_SHA256_TEXT_BYTES];
};

/* A file without a name. */
struct evidence_scratch {
	int descriptor;
	int error; /* errno of the first write that failed */
	uint64_t length;
};

/* All zero is none: then all of this does nothing. */
struct evidence {
	const char *command;          /* whose messages these are */
	const char *path;             /* of the archive; NULL: none is wanted */
	struct evidence_scratch kept; /* the bytes of items */
	struct evidence_scratch body; /* of the report: its repositories */
	size_t repository_count;      /* that are in it */
	struct evidence_item *items;
	size_t count;
	size_t room;
	size_t input_count;
	const struct tufcheck_scan *scan;
	char **folders; /* of repositories, in the archive, by their number */
	size_t folder_count;
	size_t last_encloser; /* the repository among whose files the last such one stands */
	size_t visited_count; /* repositories of the scan that have been shown, or passed over */
	size_t *read_counts;  /* files that were noted, by the number of the repository */
	pthread_mutex_t lock; /* repositories may be verified side by side */
	struct render_context context; /* of the report */
};

/**
 * Begins evidence that is to be written to path, which may be NULL: then there
 * is to be none. All files that are named by options are noted from here on.
 * evidence stays where it is until evidence_end.
 *
 * False when it cannot be written there; then stderr says why.
 */
__attribute__((warn_unused_result)) bool evidence_begin(struct evidence *evidence,
							const char *command, const char *path);

/** What a scan's options have as the reader, for its context; it takes a struct evidence. Any
 * thread may. */
void evidence_note_file(void *context, const struct tufcheck_read_file *file);

/** Ends the noting of inputs, and begins that of repositories. */
void evidence_begin_scan(struct evidence *evidence, const struct tufcheck_scan *scan,
			 const struct render_context *context);

/** Adds a repository to the report; borrowed for the call only. */
void evidence_add(struct evidence *evidence, const struct tufcheck_repository *repository);

/**
 * Ends the report and writes the archive: EXIT_STATUS_UNCHECKED when it could
 * not be written; then stderr says why, and what had to be left out.
 */
__attribute__((warn_unused_result)) enum exit_status
evidence_finish(struct evidence *evidence, const struct closing *closing,
		const struct command *command, const struct option_values *values);

/** Frees what the evidence holds, whether it was finished or not. */
void evidence_end(struct evidence *evidence);

/* ---- between evidence.c and evidence_*.c ---- */

/** Adds bytes; that it fails shows in the error. */
void evidence_scratch_add(struct evidence_scratch *scratch, const void *bytes, size_t length);

/** Reads bytes that were added; 0, or errno. */
__attribute__((warn_unused_result)) int
evidence_scratch_read(const struct evidence_scratch *scratch, char *bytes, size_t length,
		      uint64_t offset);

/** Adds an item without bytes; the path is taken over. Borrowed until the next one. */
struct evidence_item *evidence_add_item(struct evidence *evidence, enum evidence_kind kind,
					char *path);

/** Adds a repository to the report, and ends it as an item. */
void evidence_report_add(struct evidence *evidence, const struct tufcheck_repository *repository);
void evidence_report_finish(struct evidence *evidence, const struct closing *closing);

/** Makes the manifest of the items, which are sorted; the caller's to free. */
char *evidence_make_manifest(const struct evidence *evidence, const struct command *command,
			     const struct option_values *values);

/** Writes the items, which are sorted, to the archive; stderr says why it is not there. */
__attribute__((warn_unused_result)) bool evidence_write(const struct evidence *evidence);

#endif
