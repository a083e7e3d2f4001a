/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/overwrite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/operand.h"
#include "cli/replacement.h"
#include "cli/text.h"

/* The folders that a file is in, by what they are: one may be reached by many names. */
struct ancestry {
	struct stat *items;
	size_t count;
};

/* Of an absolute path without links. */
static struct ancestry find_ancestry(const char *target)
{
	struct ancestry ancestry = {.count = 0};
	char *folder = memory_copy_text(target);
	for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
		*slash = '\0';
		ancestry.items = memory_resize(ancestry.items, ancestry.count + 1,
					       sizeof(*ancestry.items));
		if (stat(slash == folder ? "/" : folder, &ancestry.items[ancestry.count]) == 0)
			ancestry.count++;
	}
	free(folder);
	return ancestry;
}

/* Whether it is in that folder of the one at path. */
static bool is_in_folder(const struct ancestry *ancestry, const char *path, const char *name)
{
	struct text folder = {.bytes = NULL};
	text_append_format(&folder, "%s/%s", path, name);
	struct stat facts;
	bool is_there = stat(text_get(&folder), &facts) == 0;
	text_clear(&folder);
	for (size_t i = 0; is_there && i < ancestry->count; i++)
		if (ancestry->items[i].st_dev == facts.st_dev &&
		    ancestry->items[i].st_ino == facts.st_ino)
			return true;
	return false;
}

static bool is_read(const char *path, const struct overwrite_sources *sources)
{
	for (size_t i = 0; i < sources->operand_count; i++)
		if (operand_exists(sources->operands[i]) &&
		    replacement_is_same_target(path, sources->operands[i]))
			return true;
	for (size_t i = 0; sources->inputs && i < sources->inputs->count; i++)
		if (replacement_is_same_target(path, sources->inputs->items[i].file->path))
			return true;
	return false;
}

/* The repository among whose files it is; NULL: of none. */
static const char *find_repository(const struct ancestry *ancestry,
				   const struct tufcheck_scan *scan)
{
	size_t count = tufcheck_scan_count(scan);
	for (size_t i = 0; i < count; i++) {
		const char *path = tufcheck_scan_get_place(scan, i).path;
		if (is_in_folder(ancestry, path, "metadata") ||
		    is_in_folder(ancestry, path, "changelist"))
			return path;
	}
	return NULL;
}

/* The trust directory among whose private keys it is; NULL: of none. */
static const char *find_key_owner(const struct ancestry *ancestry,
				  const struct overwrite_sources *sources)
{
	for (size_t i = 0; i < sources->operand_count; i++)
		if (is_in_folder(ancestry, sources->operands[i], "private"))
			return sources->operands[i];
	if (sources->trust_dir && is_in_folder(ancestry, sources->trust_dir, "private"))
		return sources->trust_dir;
	return NULL;
}

bool overwrite_is_refused(const char *command, const char *path,
			  const struct overwrite_sources *sources)
{
	if (is_read(path, sources)) {
		diagnose("%s: %s is to be written, but this run reads it", command, path);
		return true;
	}
	char *target = replacement_find_target(path);
	if (!target)
		return false; /* that it cannot be written is said when it is */
	struct ancestry ancestry = find_ancestry(target);
	free(target);
	const char *repository = find_repository(&ancestry, sources->scan);
	const char *owner = find_key_owner(&ancestry, sources);
	free(ancestry.items);
	if (repository)
		diagnose("%s: %s is to be written, but is among the files of a repository that "
			 "this run reads, %s",
			 command, path, repository);
	else if (owner)
		diagnose("%s: %s is to be written, but is among the private keys of %s", command,
			 path, owner);
	return repository || owner;
}
