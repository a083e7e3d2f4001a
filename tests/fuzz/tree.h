/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and folders in one input, for targets that look at several at once.
 *
 * An input is lines of text, with the content of files behind their lines; what
 * is none of these is passed over, so that any input is a tree:
 *
 *   O NUMBER                 bits that say how the tree is looked at
 *   A PATH                   where it is looked at
 *   F PATH TAB MODE TAB LENGTH   a file; LENGTH bytes follow the line
 *   B PATH TAB MODE TAB NUMBER   a file with the content of a line of builtin.txt
 *   D PATH TAB MODE          a folder
 *   L PATH TAB TARGET        a symbolic link
 *   P PATH                   a FIFO
 *   X PATH TAB STATUS        what cannot be read, by enum tc_read_status
 *
 * A path that begins with @ is no file of the tree but what the user gives:
 * @pins, @lock, @notary and @trusted.
 */
#ifndef TUFCHECK_TESTS_FUZZ_TREE_H
#define TUFCHECK_TESTS_FUZZ_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verify/tufcheck.h"

#define TREE_MAX_ENTRIES 96

struct tree_entry {
	char kind;
	char *path;
	char *target;         /* of a link */
	unsigned long number; /* mode; of X the status */
	bool is_builtin;
	size_t builtin;       /* its number, from 0 */
	unsigned char *bytes; /* of a file; of a built-in one borrowed */
	size_t length;
};

struct tree {
	unsigned long options;
	struct tree_entry entries[TREE_MAX_ENTRIES];
	size_t count;
};

/** Reads an input. ret_tree is for tree_clear. */
void tree_parse(const uint8_t *bytes, size_t length, struct tree *ret_tree);
void tree_clear(struct tree *tree);

/** Writes the tree as an input, if it fits into room bytes; else 0. */
size_t tree_write(const struct tree *tree, uint8_t *bytes, size_t room);

/** The first file called path, built-in or not; or NULL. */
struct tree_entry *tree_find(struct tree *tree, const char *path);

/** Gives a file this content, a copy; one that is not there is added, if there is room. */
void tree_put(struct tree *tree, const char *path, const void *bytes, size_t length);

/** Takes an entry out. */
void tree_remove(struct tree *tree, size_t index);

/* A source of numbers that are the same for the same seed. */
struct tree_random {
	uint64_t state;
};

/** A number below a bound, which is not 0. */
size_t tree_draw(struct tree_random *random, size_t bound);

/** Changes one thing about the tree, but for the content of files. */
void tree_mutate(struct tree *tree, struct tree_random *random);

/** Changes the bytes of one file as libFuzzer likes. */
void tree_mutate_bytes(struct tree *tree, struct tree_random *random);

/* What the user gives, read from the entries that begin with @. */
struct tree_demands {
	struct tufcheck_options options;
	struct tufcheck_pins *pins;
	struct tufcheck_lock *lock;
	struct tufcheck_trust_pinning *pinning;
	struct tufcheck_trusted_root *trusted_root;
};

/** What is not well formed is not given. ret_demands is for tree_demands_free. */
void tree_demands_read(struct tree *tree, struct tree_demands *ret_demands);
void tree_demands_free(struct tree_demands *demands);

#endif
