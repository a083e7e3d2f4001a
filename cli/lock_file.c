/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/problem.h"
#include "cli/text.h"

struct tufcheck_lock *lock_file_read(const char *command, const char *path)
{
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_lock *lock = NULL;
	enum tufcheck_result result = tufcheck_lock_read(path, &problem, &lock);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result == TUFCHECK_BAD_CALL)
		diagnose("%s: the name of the lock file is empty", command);
	else if (result != TUFCHECK_OK)
		problem_diagnose(command, path, &problem);
	return lock;
}

/* Where the name of such a file has something of its own. */
#define PLACE "XXXXXX"

/* A file that is written beside the one whose place it takes. */
struct replacement {
	char *target; /* the file, after all links */
	char *folder;
	char *path; /* of the new file */
	int descriptor;
};

/* A hidden name, so that nothing takes the file for a lock while it is not whole. */
static bool begin(struct replacement *replacement, const char *path)
{
	struct stat facts;
	replacement->target = realpath(path, NULL);
	if (!replacement->target || stat(replacement->target, &facts) != 0)
		return false;
	const char *base = strrchr(replacement->target, '/') + 1;
	size_t length = (size_t)(base - replacement->target);
	struct text text = {.bytes = NULL};
	text_append_bytes(&text, replacement->target, length);
	replacement->folder = memory_copy_text(text_get(&text));
	text_append_format(&text, ".%s." PLACE, base);
	char *template = text_take(&text);
	char *place = template + strlen(template) - strlen(PLACE);
	do {
		memcpy(place, PLACE, sizeof(PLACE));
		replacement->descriptor = mkostemp(template, O_CLOEXEC);
	} while (replacement->descriptor < 0 && errno == EINTR);
	if (replacement->descriptor < 0) {
		free(template);
		return false;
	}
	replacement->path = template; /* transferred */
	/* who may not give the file away keeps it */
	if (fchown(replacement->descriptor, facts.st_uid, facts.st_gid) != 0 && errno != EPERM)
		return false;
	return fchmod(replacement->descriptor, facts.st_mode & 07777) == 0;
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(descriptor, bytes, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return fsync(descriptor) == 0;
}

/* So that the name, too, is on the disk. */
static bool sync_folder(const char *path)
{
	int descriptor;
	do
		descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	if (descriptor < 0)
		return false;
	bool is_done = fsync(descriptor) == 0;
	close(descriptor);
	return is_done;
}

/* The old file stays whenever this fails; errno says why. */
static bool replace(struct replacement *replacement, const char *path, const char *text,
		    size_t length)
{
	if (!begin(replacement, path) || !write_all(replacement->descriptor, text, length) ||
	    rename(replacement->path, replacement->target) != 0)
		return false;
	free(replacement->path);
	replacement->path = NULL;
	return sync_folder(replacement->folder);
}

static void replacement_clear(struct replacement *replacement)
{
	if (replacement->descriptor >= 0)
		close(replacement->descriptor);
	if (replacement->path)
		unlink(replacement->path);
	free(replacement->path);
	free(replacement->folder);
	free(replacement->target);
}

bool lock_file_replace(const char *command, const char *path, const struct tufcheck_lock *lock)
{
	char *text = NULL;
	size_t length = 0;
	if (tufcheck_lock_write(lock, &text, &length) != TUFCHECK_OK)
		memory_exhausted();
	struct replacement replacement = {.descriptor = -1};
	bool is_replaced = replace(&replacement, path, text, length);
	int error = errno;
	replacement_clear(&replacement);
	free(text);
	if (!is_replaced)
		diagnose("%s: %s cannot be written: %s", command, path, strerror(error));
	return is_replaced;
}
