/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/made_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/replacement.h"
#include "cli/text.h"

/* Less what the umask takes. */
#define MODE_OF_FOLDERS 0777
#define MODE_OF_FILES 0666

static void diagnose_folder(const struct made_folder *folder, const char *reason)
{
	diagnose("%s: the folder %s cannot be made: %s", folder->command, folder->path, reason);
}

/* Beside the target, so that it can be renamed; the process's number keeps runs apart. */
static char *make_hidden_name(const char *target)
{
	const char *base = strrchr(target, '/') + 1;
	struct text name = {.bytes = NULL};
	text_append_bytes(&name, target, (size_t)(base - target));
	text_append_format(&name, ".%s.%ld", base, (long)getpid());
	return text_take(&name);
}

/* ---- what is made, and must not stay unless all of it does ---- */

/* Adds what is to be at path, which it takes over. A signal then knows of it. */
static void add_item(struct made_folder *folder, char *path)
{
	struct made_item *item = memory_take(1, sizeof(*item));
	item->path = path; /* transferred */
	item->before = folder->last;
	folder->last = item;
	remains_add(&item->remain, item->path);
}

/* The one added last, while the signals wait. */
static void drop_item(struct made_folder *folder)
{
	struct made_item *item = folder->last;
	folder->last = item->before;
	remains_drop(&item->remain);
	free(item->path);
	free(item);
}

/* errno says why it was not made. */
static bool make_one_folder(struct made_folder *folder, char *path)
{
	sigset_t before;
	remains_hold(&before);
	bool is_made = mkdir(path, MODE_OF_FOLDERS) == 0;
	if (is_made)
		add_item(folder, path);
	remains_release(&before);
	if (!is_made)
		free(path);
	return is_made;
}

/* The descriptor of a new file; below 0: errno says why there is none. */
static int open_new(struct made_folder *folder, char *path)
{
	sigset_t before;
	remains_hold(&before);
	int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE_OF_FILES);
	if (descriptor >= 0)
		add_item(folder, path);
	remains_release(&before);
	if (descriptor < 0)
		free(path);
	return descriptor;
}

bool made_folder_begin(struct made_folder *folder, const char *command, const char *path)
{
	struct stat facts;
	folder->command = command;
	folder->path = path;
	if (lstat(path, &facts) == 0) {
		diagnose_folder(folder, "something is there; give the name of a new one");
		return false;
	}
	folder->target = replacement_find_target(path);
	if (!folder->target || !make_one_folder(folder, make_hidden_name(folder->target))) {
		diagnose_folder(folder, strerror(errno));
		return false;
	}
	folder->hidden = folder->last->path;
	return true;
}

/* The path of what is called name below the folder; the caller's to free. */
static char *make_path(const struct made_folder *folder, const char *name)
{
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/%s", folder->hidden, name);
	return text_take(&path);
}

static void note_error(struct made_folder *folder)
{
	if (folder->error == 0)
		folder->error = errno;
}

void made_folder_add_folder(struct made_folder *folder, const char *name)
{
	if (!make_one_folder(folder, make_path(folder, name)))
		note_error(folder);
}

void made_folder_add_file(struct made_folder *folder, const char *name, const void *bytes,
			  size_t length)
{
	int descriptor = open_new(folder, make_path(folder, name));
	if (descriptor < 0 || !replacement_write_all(descriptor, bytes, length))
		note_error(folder);
	if (descriptor >= 0)
		(void)close(descriptor);
}

/* All of it at once; then nothing is left to remove. */
static bool put_in_place(struct made_folder *folder)
{
	sigset_t before;
	remains_hold(&before);
	bool is_in_place = rename(folder->hidden, folder->target) == 0;
	while (is_in_place && folder->last)
		drop_item(folder);
	remains_release(&before);
	return is_in_place;
}

bool made_folder_finish(struct made_folder *folder)
{
	if (folder->error == 0 && !put_in_place(folder))
		note_error(folder);
	if (folder->error != 0)
		diagnose_folder(folder, strerror(folder->error));
	return folder->error == 0;
}

void made_folder_clear(struct made_folder *folder)
{
	sigset_t before;
	remains_hold(&before);
	while (folder->last) {
		(void)remove(folder->last->path);
		drop_item(folder);
	}
	remains_release(&before);
	free(folder->target);
	*folder = (struct made_folder){.command = NULL};
}
