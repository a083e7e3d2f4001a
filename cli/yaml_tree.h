/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One YAML document as a tree, read with libyaml. It is bounded, and an alias
 * stays an alias, so that its size is that of the text.
 *
 * Programs differ in what they make of odd YAML, so it is told as a problem:
 * names that stand twice in a mapping, keys that are no text, tags other than
 * those of the core schema, aliases of nothing or of what they are in. What was
 * read is in the tree nevertheless.
 */
#ifndef CLI_YAML_TREE_H
#define CLI_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum yaml_tree_kind {
	YAML_TREE_REFUSED = 0, /* told as a problem already */
	YAML_TREE_TEXT,
	YAML_TREE_LIST,
	YAML_TREE_MAP,
	YAML_TREE_ALIAS,
};

struct yaml_tree_node {
	enum yaml_tree_kind kind;
	bool is_plain;    /* of a text: neither quoted nor a block */
	bool is_complete; /* its end was read */
	size_t line;      /* from 1, as is column, which is in characters */
	size_t column;
	char *text;                    /* of a text; of an alias, the name */
	struct yaml_tree_node *first;  /* in a list; in a map, a key, its value, a key, ... */
	struct yaml_tree_node *next;   /* beside it */
	struct yaml_tree_node *target; /* of an alias; never an alias itself */
};

/* Zero it, then yaml_tree_read. */
struct yaml_tree {
	const struct yaml_tree_node *top; /* NULL: there is none, as in comments alone */
	struct yaml_tree_block *blocks;
	size_t count;
};

/* Is told what is wrong, and where. */
typedef void yaml_tree_report(void *context, size_t line, size_t column, const char *message);

struct yaml_tree_source {
	const char *bytes; /* UTF-8 */
	size_t length;
	size_t line; /* that the first byte is on, from 1 */
	yaml_tree_report *report;
	void *context; /* for report */
};

/** Reads the document in source. Where reading had to stop, the tree has what was before. */
void yaml_tree_read(const struct yaml_tree_source *source, struct yaml_tree *ret_tree);

/** Frees what the tree holds. */
void yaml_tree_clear(struct yaml_tree *tree);

/** What node stands for: itself, or an alias's target. NULL for NULL. */
const struct yaml_tree_node *yaml_tree_resolve(const struct yaml_tree_node *node);

/** Whether node, resolved, is YAML's null or nothing. */
bool yaml_tree_is_null(const struct yaml_tree_node *node);

#endif
