/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the JSON report piece by piece, so that no repository is kept: as one
 * indented document, or as a line for each repository and a last one.
 */
#ifndef CLI_REPORT_WRITER_H
#define CLI_REPORT_WRITER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct report_writer {
	FILE *stream;
	bool is_lines;
	json_t *head; /* of lines: it stands in the last one */
	size_t count; /* of repositories */
};

/** Begins with the members of head, which is taken over. */
void report_writer_begin(struct report_writer *writer, FILE *stream, bool is_lines, json_t *head);

/** Adds a repository, which is taken over. */
void report_writer_add(struct report_writer *writer, json_t *repository);

/** Ends with the members of rest, which is taken over. */
void report_writer_finish(struct report_writer *writer, json_t *rest);

#endif
