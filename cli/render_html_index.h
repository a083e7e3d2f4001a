/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of repositories, and the sections that it leads to.
 */
#ifndef CLI_RENDER_HTML_INDEX_H
#define CLI_RENDER_HTML_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/overview.h"
#include "verify/tufcheck.h"

/*
 * What is kept of a repository until all are known: the index comes first and
 * has the worst first. The texts are its own.
 */
struct html_entry {
	size_t number; /* from 1, in the order in which repositories were added */
	struct overview row;
	bool is_sound; /* what its files say is proved but for dates */
	char *head;    /* these are HTML (render_html_repository.h) */
	char *fold;    /* says what is in the body */
	char *body;
};

/** Keeps what is to be shown of repository; ret_entry: for html_entry_clear. */
void html_entry_init(const struct tufcheck_repository *repository, struct tufcheck_time at,
		     size_t number, struct html_entry *ret_entry);

/** Frees what the entry holds. */
void html_entry_clear(struct html_entry *entry);

/** Sorts count entries, worst first, then as they were added. */
void html_index_sort(const struct html_entry **entries, size_t count);

/** Writes the table of sorted entries. */
void html_index_write(FILE *stream, const struct html_entry *const *entries, size_t count);

/** Writes a section for each. */
void html_sections_write(FILE *stream, const struct html_entry *const *entries, size_t count);

#endif
