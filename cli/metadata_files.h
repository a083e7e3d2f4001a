/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The metadata files of a repository's folder, for inspect. This is the one
 * place where the command reads a folder by itself.
 */
#ifndef CLI_METADATA_FILES_H
#define CLI_METADATA_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct metadata_files {
	char **paths; /* root, timestamp, snapshot, targets, then targets/ by name */
	size_t count;
	bool is_complete; /* nothing was left out */
};

/**
 * Lists the metadata files of folder, which is a repository's or its metadata
 * folder. Links are not followed, so that nothing is listed that lies
 * elsewhere. What is left out is said on stderr.
 */
void metadata_files_find(const char *folder, struct metadata_files *ret_files);

/** Frees the list. */
void metadata_files_clear(struct metadata_files *files);

#endif
