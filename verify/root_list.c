/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/root_list.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"

/* The version in "N.root.json" or "root.N.json"; 0 when name is neither. */
static int64_t version_of(const char *name)
{
	static const char before[] = "root.";
	size_t skip = strncmp(name, before, sizeof(before) - 1) == 0 ? sizeof(before) - 1 : 0;
	const char *digits = name + skip;
	int64_t version = 0;
	const char *end = digits;
	for (; *end >= '0' && *end <= '9'; end++) {
		int digit = *end - '0';
		if (version > (TUF_MAX_INTEGER - digit) / 10)
			return 0;
		version = version * 10 + digit;
	}
	bool is_canonical = end != digits && *digits != '0';
	return is_canonical && strcmp(end, skip ? ".json" : ".root.json") == 0 ? version : 0;
}

static int compare_versions(const void *left, const void *right)
{
	const struct tc_root_file *a = left;
	const struct tc_root_file *b = right;
	if (a->version != b->version)
		return a->version < b->version ? -1 : 1;
	return strcmp(a->file, b->file);
}

enum tuf_result tc_root_list_add(struct tc_root_list *list, const char *name)
{
	int64_t version = version_of(name);
	if (version == 0)
		return TUF_OK;
	if (list->count == list->room) {
		size_t room = list->room * 2 + 8;
		struct tc_root_file *files = tuf_arena_take_array(list->arena, room, sizeof(*files));
		if (!files)
			return TUF_NO_MEMORY;
		if (list->count)
			memcpy(files, list->files, list->count * sizeof(*files));
		list->files = files;
		list->room = room;
	}
	const char *file = tuf_arena_copy_text(list->arena, name, strlen(name));
	if (!file)
		return TUF_NO_MEMORY;
	list->files[list->count++] = (struct tc_root_file){.version = version, .file = file};
	return TUF_OK;
}

void tc_root_list_sort(struct tc_root_list *list)
{
	if (list->count)
		qsort(list->files, list->count, sizeof(*list->files), compare_versions);
}
