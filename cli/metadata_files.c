/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/metadata_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/text.h"

#define MAX_DEPTH 128

static const char *const top_level_names[] = {
	"root.json",
	"timestamp.json",
	"snapshot.json",
	"targets.json",
};
static const size_t top_level_count = sizeof(top_level_names) / sizeof(top_level_names[0]);

static char *join(const char *folder, const char *name)
{
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/%s", folder, name);
	return text_take(&path);
}

static bool is_metadata_name(const char *name)
{
	static const char ending[] = ".json";
	const size_t ending_length = sizeof(ending) - 1;
	size_t length = strlen(name);
	return length > ending_length && strcmp(name + length - ending_length, ending) == 0;
}

static void leave_out(struct metadata_files *files, const char *path, const char *reason)
{
	diagnose("%s: left out, for it %s", path, reason);
	files->is_complete = false;
}

/* Whether something is at path. What that is not known of is left out. */
static bool look(struct metadata_files *files, const char *path, struct stat *ret_facts)
{
	if (lstat(path, ret_facts) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR)
		leave_out(files, path, "cannot be looked at");
	return false;
}

static void add_file(struct metadata_files *files, const char *path, const struct stat *facts)
{
	if (!S_ISREG(facts->st_mode)) {
		leave_out(files, path, "is not a regular file");
		return;
	}
	files->paths = memory_resize(files->paths, files->count + 1, sizeof(*files->paths));
	files->paths[files->count++] = memory_copy_text(path);
}

static void add_folder(struct metadata_files *files, const char *folder, size_t depth);

static void add_entry(struct metadata_files *files, const char *folder, const char *name,
		      size_t depth)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return;
	char *path = join(folder, name);
	struct stat facts;
	if (look(files, path, &facts)) {
		if (S_ISDIR(facts.st_mode))
			add_folder(files, path, depth + 1);
		else if (is_metadata_name(name))
			add_file(files, path, &facts);
	}
	free(path);
}

static size_t role_length(const char *name)
{
	size_t length = strlen(name);
	return is_metadata_name(name) ? length - strlen(".json") : length;
}

/* By the role's name: a role's file goes before the folder of those below it. */
static int compare_entries(const struct dirent **left, const struct dirent **right)
{
	const char *a = (*left)->d_name;
	const char *b = (*right)->d_name;
	size_t a_length = role_length(a), b_length = role_length(b);
	int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
	if (order != 0)
		return order;
	if (a_length != b_length)
		return a_length < b_length ? -1 : 1;
	return (int)is_metadata_name(b) - (int)is_metadata_name(a);
}

static void add_folder(struct metadata_files *files, const char *folder, size_t depth)
{
	struct dirent **entries;
	int count = -1;
	errno = EINTR;
	while (depth < MAX_DEPTH && count < 0 && errno == EINTR)
		count = scandir(folder, &entries, NULL, compare_entries);
	if (count < 0) {
		if (depth < MAX_DEPTH && errno == ENOMEM)
			memory_exhausted();
		leave_out(files, folder, "cannot be read");
		return;
	}
	for (int i = 0; i < count; i++) {
		add_entry(files, folder, entries[i]->d_name, depth);
		free(entries[i]);
	}
	free(entries);
}

static void add_metadata_folder(struct metadata_files *files, const char *folder)
{
	struct stat facts;
	for (size_t i = 0; i < top_level_count; i++) {
		char *path = join(folder, top_level_names[i]);
		if (look(files, path, &facts))
			add_file(files, path, &facts);
		free(path);
	}
	char *delegations = join(folder, "targets");
	if (look(files, delegations, &facts) && S_ISDIR(facts.st_mode))
		add_folder(files, delegations, 0);
	free(delegations);
}

void metadata_files_find(const char *folder, struct metadata_files *ret_files)
{
	struct metadata_files files = {.is_complete = true};
	add_metadata_folder(&files, folder);
	/* a metadata folder may have a repository called "metadata" in it: that is another one */
	if (files.count == 0 && files.is_complete) {
		char *metadata = join(folder, "metadata");
		add_metadata_folder(&files, metadata);
		free(metadata);
	}
	*ret_files = files; /* transferred */
}

void metadata_files_clear(struct metadata_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->paths[i]);
	free(files->paths);
	*files = (struct metadata_files){.count = 0};
}
