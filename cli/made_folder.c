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
	if (!folder->target) {
		diagnose_folder(folder, strerror(errno));
		return false;
	}
	char *hidden = make_hidden_name(folder->target);
	if (mkdir(hidden, MODE_OF_FOLDERS) != 0) {
		diagnose_folder(folder, strerror(errno));
		free(hidden);
		return false;
	}
	folder->hidden = hidden; /* transferred */
	return true;
}

/* The path of what is called name below the folder, which remembers it. */
static const char *remember(struct made_folder *folder, const char *name)
{
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/%s", folder->hidden, name);
	folder->made = memory_resize(folder->made, folder->made_count + 1, sizeof(*folder->made));
	folder->made[folder->made_count] = text_take(&path);
	return folder->made[folder->made_count++];
}

static void note_error(struct made_folder *folder)
{
	if (folder->error == 0)
		folder->error = errno;
}

void made_folder_add_folder(struct made_folder *folder, const char *name)
{
	if (mkdir(remember(folder, name), MODE_OF_FOLDERS) != 0)
		note_error(folder);
}

static bool write_file(const char *path, const void *bytes, size_t length)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE_OF_FILES);
	if (descriptor < 0)
		return false;
	bool is_written = replacement_write_all(descriptor, bytes, length);
	int error = errno;
	close(descriptor);
	errno = error;
	return is_written;
}

void made_folder_add_file(struct made_folder *folder, const char *name, const void *bytes,
			  size_t length)
{
	if (!write_file(remember(folder, name), bytes, length))
		note_error(folder);
}

bool made_folder_finish(struct made_folder *folder)
{
	if (folder->error == 0 && rename(folder->hidden, folder->target) != 0)
		note_error(folder);
	if (folder->error != 0) {
		diagnose_folder(folder, strerror(folder->error));
		return false;
	}
	free(folder->hidden);
	folder->hidden = NULL;
	return true;
}

void made_folder_clear(struct made_folder *folder)
{
	/* what is within a folder before the folder */
	for (size_t left = folder->made_count; left > 0; left--) {
		if (folder->hidden)
			(void)remove(folder->made[left - 1]);
		free(folder->made[left - 1]);
	}
	if (folder->hidden)
		(void)rmdir(folder->hidden);
	free(folder->made);
	free(folder->hidden);
	free(folder->target);
	*folder = (struct made_folder){.command = NULL};
}
