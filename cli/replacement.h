/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that are written whole or not at all: beside the file whose place they
 * take, then under its name. What reads it meanwhile sees the old file or the
 * new one, and after a failure the old one is there and nothing else.
 */
#ifndef CLI_REPLACEMENT_H
#define CLI_REPLACEMENT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * The file that is meant by path: of a symbolic link what it leads to, and of
 * a name in a folder that is not there yet, that name.
 *
 * Returns an absolute path, the caller's to free; or NULL, and errno says why.
 */
char *replacement_find_target(const char *path);

/** Whether both paths mean the same file; of what cannot be told they are compared as they are. */
bool replacement_is_same_target(const char *left, const char *right);

/** Writes all of length bytes, and waits until they are on the disk; else errno says why not. */
__attribute__((warn_unused_result)) bool replacement_write_all(int descriptor, const void *bytes,
							       size_t length);

/**
 * Writes length bytes as the file at path. A file that is there keeps its
 * owner and mode; it must be a regular one. A new one has the mode of files
 * that the user makes.
 *
 * False when the file is not there, or may not survive a loss of power; then
 * stderr says why, by the name of the command.
 */
__attribute__((warn_unused_result)) bool replacement_write(const char *command, const char *path,
							   const char *bytes, size_t length);

/* A file that is written piece by piece, beside its place. */
struct replacement;

/** Begins one, by the rules of replacement_write; NULL when it cannot be, and stderr says why. */
struct replacement *replacement_begin(const char *command, const char *path);

/** Where its bytes are written to; borrowed. */
int replacement_get_descriptor(const struct replacement *replacement);

/** Puts it in its place, as replacement_write does, and frees it. */
__attribute__((warn_unused_result)) bool replacement_finish(struct replacement *replacement);

/** Removes what was written, and frees it; NULL is allowed. */
void replacement_abandon(struct replacement *replacement);

/**
 * Makes a file without a name, in the folder of path, to be written and read;
 * it goes away with its last descriptor, which is the caller's to close. -1 when
 * it cannot be made; then stderr says why.
 */
int replacement_make_scratch(const char *command, const char *path);

#endif
