/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a JSON or NDJSON report of 'tufcheck verify' piece by piece: one
 * repository after the other, and what is said of the whole. Where one value
 * ends and the next begins is found here; what each is, jansson says.
 */
#ifndef CLI_REPORT_READER_H
#define CLI_REPORT_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/text.h"

/* Of a repository, or of all that is said of the whole, as text. */
#define REPORT_MAX_PART_BYTES ((size_t)256 << 20)

enum report_part {
	REPORT_PART_INVALID = 0, /* the reader's problem says what it is not */
	REPORT_PART_REPOSITORY,  /* its text can be had */
	REPORT_PART_CLOSING,     /* what is said of the whole: likewise; once, after all repositories */
	REPORT_PART_END
};

struct report_reader {
	FILE *file;
	const char *path; /* borrowed */
	struct text part; /* the text of the part */
	size_t line;      /* from 1, of what is read next */
	size_t part_line; /* in which the part begins */
	bool is_within;   /* between the repositories of a document */
	bool has_item;    /* and one of them was read */
	bool has_line;    /* a repository was read that is a line: it is no document */
	bool is_closed;   /* the closing was read */
	struct text rest; /* of a document: what is not of repositories */
	struct text problem; /* one line */
};

/**
 * Opens the regular file at path, which is borrowed. False: it cannot be opened
 * or is something else; the problem says so.
 */
__attribute__((warn_unused_result)) bool report_reader_open(struct report_reader *ret_reader,
							    const char *path);

/** Reads the next part. After the end, or a problem, there is none. */
enum report_part report_reader_next(struct report_reader *reader);

/** Decodes the part that was read; NULL: it is no JSON, and the problem says why. A new reference. */
json_t *report_reader_decode(struct report_reader *reader);

/** Begins anew. */
void report_reader_rewind(struct report_reader *reader);

/** Says what is wrong, in the line in which the part begins. */
void report_reader_refuse(struct report_reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));

/** Closes the file, and frees what the reader holds. */
void report_reader_clear(struct report_reader *reader);

#endif
