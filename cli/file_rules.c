/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/file_rules.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/replacement.h"

/* The rule's path is taken over. */
static void add(struct file_rules *rules, struct file_rule rule)
{
	rules->items = memory_resize(rules->items, rules->count + 1, sizeof(*rules->items));
	rules->items[rules->count++] = rule;
}

void file_rules_add_read(struct file_rules *rules, const char *path)
{
	add(rules, (struct file_rule){.path = memory_copy_text(path)});
}

/* The folder in which something is to have the name path; NULL when there is none. */
static char *find_folder(const char *path)
{
	char *target = replacement_find_target(path);
	/* what cannot be told will not be written either, and then that says why */
	if (!target)
		return NULL;
	char *slash = strrchr(target, '/');
	slash[slash == target ? 1 : 0] = '\0';
	return target;
}

void file_rules_add_replaced(struct file_rules *rules, const char *path)
{
	char *folder = find_folder(path);
	if (folder)
		add(rules, (struct file_rule){.path = folder, .is_written = true});
}

void file_rules_add_made_folder(struct file_rules *rules, const char *path)
{
	char *folder = find_folder(path);
	if (folder)
		add(rules,
		    (struct file_rule){.path = folder, .is_written = true, .makes_folders = true});
}

void file_rules_clear(struct file_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		free(rules->items[i].path);
	free(rules->items);
	*rules = (struct file_rules){.count = 0};
}
