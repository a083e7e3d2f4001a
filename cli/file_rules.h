/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a run may still open: everything at or below some paths, for
 * reading, and a folder in which a file is replaced by a newer one.
 */
#ifndef CLI_FILE_RULES_H
#define CLI_FILE_RULES_H

#include <stdbool.h>
#include <stddef.h>

struct file_rule {
	char *path;
	bool is_written;    /* files in it are made, written, renamed and removed */
	bool makes_folders; /* and folders are, too */
};

/* All zero is empty: nothing may be opened. */
struct file_rules {
	struct file_rule *items;
	size_t count;
};

/** What is at or below path may be read. A link stands for what it leads to. */
void file_rules_add_read(struct file_rules *rules, const char *path);

/**
 * The file at path is to be written, in the place of one that is there or
 * anew, by way of one beside it (cli/replacement.h). The kernel knows no
 * narrower right for that than one to the folder and all that is below it.
 */
void file_rules_add_replaced(struct file_rules *rules, const char *path);

/** A folder is to be made at path (cli/made_folder.h); likewise. */
void file_rules_add_made_folder(struct file_rules *rules, const char *path);

/** Frees what the rules hold. */
void file_rules_clear(struct file_rules *rules);

#endif
