/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of files that is there whole or not at all: it is filled beside its
 * place, under a hidden name, and renamed when nothing is missing.
 */
#ifndef CLI_MADE_FOLDER_H
#define CLI_MADE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/remains.h"

/* A file or folder that was made, and is not in its place yet. */
struct made_item {
	struct made_item *before; /* which may be the folder that it is in */
	char *path;
	struct remain remain;
};

/* Zero it, then made_folder_begin. */
struct made_folder {
	const char *command; /* whose messages these are */
	const char *path;    /* as given */
	char *target;
	const char *hidden;     /* what it is called meanwhile; of the first item */
	struct made_item *last; /* that was made; NULL: there is nothing to remove */
	int error;              /* errno of the first step that failed; 0: none did */
};

/**
 * Begins the folder that is to be at path, where nothing may be yet. command
 * and path are borrowed until made_folder_clear.
 *
 * False when it cannot be made; then stderr says why.
 */
__attribute__((warn_unused_result)) bool made_folder_begin(struct made_folder *folder,
							   const char *command, const char *path);

/** Adds a folder, below one that was added before; a failure shows at the end. */
void made_folder_add_folder(struct made_folder *folder, const char *name);

/** Adds a file likewise, of length bytes. */
void made_folder_add_file(struct made_folder *folder, const char *name, const void *bytes,
			  size_t length);

/** Puts everything in its place. False when it is not there; then stderr says why. */
__attribute__((warn_unused_result)) bool made_folder_finish(struct made_folder *folder);

/** Frees what the folder holds, and removes what did not get to its place. */
void made_folder_clear(struct made_folder *folder);

#endif
