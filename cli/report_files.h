/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports that go to files, beside what is printed: --report FORMAT=FILE. Each
 * is made in memory, and written when it is whole (cli/replacement.h): a run
 * that ends before that leaves everything as it was.
 */
#ifndef CLI_REPORT_FILES_H
#define CLI_REPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/closing.h"
#include "cli/exit_status.h"
#include "cli/format.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

struct report_file {
	struct report_file *next;
	const char *path; /* borrowed from the arguments */
	const struct format *format;
	const struct renderer *renderer;
	struct render_context context;
	void *state;        /* of the renderer */
	struct text report; /* as far as it was made */
};

/* All zero is none. */
struct report_files {
	const char *command;       /* whose messages these are; borrowed */
	struct report_file *first; /* in the order in which they were given */
	const char **paths;        /* of each, as they were given; likewise borrowed */
	size_t count;
};

/**
 * Takes what the repeated option of that row says.
 *
 * False when one names no format or file, or two have the same file; stderr
 * says so. ret_files: for report_files_clear.
 */
__attribute__((warn_unused_result)) bool report_files_read(const char *command,
							   const struct option_values *values,
							   size_t row,
							   struct report_files *ret_files);

/** Whether one is to be the file at path, by whatever name; false for NULL. */
bool report_files_have(const struct report_files *files, const char *path);

/**
 * Begins each. context is that of what is printed; a report in a file holds
 * everything, --quiet or not, and knows no terminal.
 */
void report_files_begin(struct report_files *files, const struct render_context *context,
			size_t repository_count);

/** Adds a repository to each; borrowed for the call only. */
void report_files_add(struct report_files *files, const struct tufcheck_repository *repository);

/** Ends and writes each: EXIT_STATUS_UNCHECKED when one could not be written, and stderr says so.
 */
__attribute__((warn_unused_result)) enum exit_status
report_files_finish(struct report_files *files, const struct closing *closing);

/** Frees what the reports hold; they were finished, or never begun. */
void report_files_clear(struct report_files *files);

#endif
