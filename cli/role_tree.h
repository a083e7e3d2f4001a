/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which role stands under which: root, under it the other top-level roles, and
 * under targets the delegations as their names nest.
 */
#ifndef CLI_ROLE_TREE_H
#define CLI_ROLE_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "verify/tufcheck.h"

#define ROLE_TREE_NONE SIZE_MAX

/* Nodes are known by their index, which is that of the role. */
struct role_node {
	const struct tufcheck_role *role; /* borrowed */
	size_t first_child;
	size_t last_child;
	size_t next_sibling;
};

struct role_tree {
	struct role_node *nodes;
	size_t count;
	size_t first_top; /* of the roles that stand under none */
	size_t last_top;
};

/** Builds the tree of count roles; each keeps its place among its siblings. */
void role_tree_init(struct role_tree *tree, const struct tufcheck_role *roles, size_t count);

/** Frees what the tree holds. */
void role_tree_clear(struct role_tree *tree);

#endif
