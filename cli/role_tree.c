/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/role_tree.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

static int compare_roles(const void *left, const void *right)
{
	const struct tufcheck_role *const *left_role = left;
	const struct tufcheck_role *const *right_role = right;
	return strcmp((*left_role)->name, (*right_role)->name);
}

static const struct tufcheck_role **sort_by_name(const struct tufcheck_role *roles, size_t count)
{
	const struct tufcheck_role **sorted = memory_take(count, sizeof(struct tufcheck_role *));
	for (size_t i = 0; i < count; i++)
		sorted[i] = &roles[i];
	qsort(sorted, count, sizeof(*sorted), compare_roles);
	return sorted;
}

static const struct tufcheck_role *find_role(const struct tufcheck_role *const *sorted,
					     size_t count, const char *name)
{
	const struct tufcheck_role wanted = {.name = name};
	const struct tufcheck_role *key = &wanted;
	const struct tufcheck_role *const *found =
		bsearch(&key, sorted, count, sizeof(*sorted), compare_roles);
	return found ? *found : NULL;
}

/* The nearest role above name that is there, or NULL. */
static const struct tufcheck_role *find_parent(const struct tufcheck_role *const *sorted,
					       size_t count, const char *name)
{
	if (strcmp(name, "root") == 0)
		return NULL;
	char *ancestor = memory_copy_text(name);
	const struct tufcheck_role *parent = NULL;
	char *slash;
	while (!parent && (slash = strrchr(ancestor, '/')) != NULL) {
		*slash = '\0';
		parent = find_role(sorted, count, ancestor);
	}
	free(ancestor);
	return parent ? parent : find_role(sorted, count, "root");
}

static void append_node(struct role_tree *tree, size_t *first, size_t *last, size_t index)
{
	if (*last == ROLE_TREE_NONE)
		*first = index;
	else
		tree->nodes[*last].next_sibling = index;
	*last = index;
}

void role_tree_init(struct role_tree *tree, const struct tufcheck_role *roles, size_t count)
{
	*tree = (struct role_tree){
		.nodes = memory_take(count, sizeof(*tree->nodes)),
		.count = count,
		.first_top = ROLE_TREE_NONE,
		.last_top = ROLE_TREE_NONE,
	};
	for (size_t i = 0; i < count; i++)
		tree->nodes[i] = (struct role_node){
			.role = &roles[i],
			.first_child = ROLE_TREE_NONE,
			.last_child = ROLE_TREE_NONE,
			.next_sibling = ROLE_TREE_NONE,
		};
	const struct tufcheck_role **sorted = sort_by_name(roles, count);
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_role *parent = find_parent(sorted, count, roles[i].name);
		struct role_node *node = parent ? &tree->nodes[parent - roles] : NULL;
		if (node)
			append_node(tree, &node->first_child, &node->last_child, i);
		else
			append_node(tree, &tree->first_top, &tree->last_top, i);
	}
	free(sorted);
}

void role_tree_clear(struct role_tree *tree)
{
	free(tree->nodes);
	*tree = (struct role_tree){.first_top = ROLE_TREE_NONE, .last_top = ROLE_TREE_NONE};
}
