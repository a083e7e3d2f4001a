/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/remains.h"
#include "cli/text.h"

/* Names that are tried for the new file; they are random, so that one is nearly always enough. */
#define MAX_ATTEMPTS 16

#define MODE_OF_NEW 0666 /* less what the user's umask takes away */
#define MODE_MEANWHILE 0600

/* A file that is written beside the one whose place it takes. */
struct replacement {
	const char *command;  /* whose messages these are */
	const char *name;     /* as given */
	char *target;         /* the file, after all links */
	char *folder;         /* with a slash at its end */
	char *path;           /* of the new file */
	struct remain remain; /* it, as long as it is not in its place */
	int descriptor;
	bool is_new;         /* there is no file at target yet */
	struct stat facts;   /* of the one that there is */
	const char *refusal; /* why there must be none; NULL: errno says it */
};

/* A name for a file that is not there yet, in a folder that is. */
static char *find_new_target(const char *path)
{
	struct stat facts;
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	/* a link to nothing is not taken for the name of something new */
	if (base[0] == '\0' || lstat(path, &facts) == 0) {
		errno = ENOENT;
		return NULL;
	}
	struct text folder = {.bytes = NULL};
	text_append_bytes(&folder, path, (size_t)(base - path));
	char *resolved = realpath(slash ? text_get(&folder) : ".", NULL);
	text_clear(&folder);
	if (!resolved)
		return NULL;
	struct text target = {.bytes = NULL};
	text_append(&target, resolved);
	if (resolved[1] != '\0') /* the root has its slash */
		text_append(&target, "/");
	text_append(&target, base);
	free(resolved);
	return text_take(&target);
}

char *replacement_find_target(const char *path)
{
	char *target = realpath(path, NULL);
	return target || errno != ENOENT ? target : find_new_target(path);
}

bool replacement_is_same_target(const char *left, const char *right)
{
	char *left_target = replacement_find_target(left);
	char *right_target = replacement_find_target(right);
	bool is_same =
		strcmp(left_target ? left_target : left, right_target ? right_target : right) == 0;
	free(left_target);
	free(right_target);
	return is_same;
}

static bool find_place(struct replacement *replacement, const char *path)
{
	replacement->target = replacement_find_target(path);
	if (!replacement->target) {
		struct stat facts;
		bool is_missing = errno == ENOENT;
		if (is_missing && lstat(path, &facts) == 0)
			replacement->refusal = "it is a link to nothing";
		else if (is_missing)
			replacement->refusal = "its folder does not exist";
		return false;
	}
	struct text folder = {.bytes = NULL};
	const char *base = strrchr(replacement->target, '/') + 1;
	text_append_bytes(&folder, replacement->target, (size_t)(base - replacement->target));
	replacement->folder = text_take(&folder);
	if (stat(replacement->target, &replacement->facts) != 0) {
		replacement->is_new = errno == ENOENT;
		return replacement->is_new;
	}
	/* no device, and no pipe that somebody listens at */
	if (S_ISREG(replacement->facts.st_mode))
		return true;
	replacement->refusal = "it is there, and is no regular file";
	return false;
}

/* A hidden name, so that nothing takes the file for what it is to be while it is not whole. */
static char *make_name(const struct replacement *replacement)
{
	uint32_t random;
	ssize_t got;
	do
		got = getrandom(&random, sizeof(random), 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof(random))
		return NULL;
	const char *base = strrchr(replacement->target, '/') + 1;
	struct text name = {.bytes = NULL};
	text_append_format(&name, "%s.%s.%08x", replacement->folder, base, (unsigned)random);
	return text_take(&name);
}

/* A signal finds no file that it does not know of. */
static int open_new(struct replacement *replacement, const char *name, mode_t mode)
{
	sigset_t before;
	int descriptor;
	remains_hold(&before);
	do
		descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	while (descriptor < 0 && errno == EINTR);
	if (descriptor >= 0)
		remains_add(&replacement->remain, name);
	remains_release(&before);
	return descriptor;
}

/* The kernel takes the umask from the mode of what is new. */
static bool make_file(struct replacement *replacement)
{
	const mode_t mode = replacement->is_new ? MODE_OF_NEW : MODE_MEANWHILE;
	for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
		char *name = make_name(replacement);
		if (!name)
			return false;
		replacement->descriptor = open_new(replacement, name, mode);
		if (replacement->descriptor >= 0) {
			replacement->path = name; /* transferred */
			return true;
		}
		int error = errno;
		free(name);
		errno = error;
		if (error != EEXIST)
			return false;
	}
	return false;
}

static bool keep_facts(const struct replacement *replacement)
{
	const struct stat *facts = &replacement->facts;
	if (replacement->is_new)
		return true;
	/* who may not give the file away keeps it */
	if (fchown(replacement->descriptor, facts->st_uid, facts->st_gid) != 0 && errno != EPERM)
		return false;
	return fchmod(replacement->descriptor, facts->st_mode & 07777) == 0;
}

bool replacement_write_all(int descriptor, const void *bytes, size_t length)
{
	const char *rest = bytes;
	while (length > 0) {
		ssize_t written = write(descriptor, rest, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		rest += written;
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

/* The old file stays whenever this fails before the last step; errno says why. */
static bool put_in_place(struct replacement *replacement)
{
	sigset_t before;
	remains_hold(&before);
	bool is_renamed = rename(replacement->path, replacement->target) == 0;
	if (is_renamed)
		remains_drop(&replacement->remain);
	remains_release(&before);
	if (!is_renamed)
		return false;
	free(replacement->path);
	replacement->path = NULL;
	return sync_folder(replacement->folder);
}

static void remove_file(const struct replacement *replacement)
{
	sigset_t before;
	remains_hold(&before);
	(void)unlink(replacement->path);
	remains_drop(&replacement->remain);
	remains_release(&before);
}

void replacement_abandon(struct replacement *replacement)
{
	if (!replacement)
		return;
	if (replacement->descriptor >= 0)
		close(replacement->descriptor);
	if (replacement->path)
		remove_file(replacement);
	free(replacement->path);
	free(replacement->folder);
	free(replacement->target);
	free(replacement);
}

static struct replacement *make(const char *command, const char *path)
{
	struct replacement *replacement = memory_take(1, sizeof(*replacement));
	replacement->command = command;
	replacement->name = path;
	replacement->descriptor = -1;
	return replacement;
}

/* errno says why, unless there is a refusal. Frees the replacement. */
static void diagnose_failure(struct replacement *replacement)
{
	int error = errno;
	diagnose("%s: %s cannot be written: %s", replacement->command, replacement->name,
		 replacement->refusal ? replacement->refusal : strerror(error));
	replacement_abandon(replacement);
}

struct replacement *replacement_begin(const char *command, const char *path)
{
	struct replacement *replacement = make(command, path);
	if (find_place(replacement, path) && make_file(replacement) && keep_facts(replacement))
		return replacement;
	diagnose_failure(replacement);
	return NULL;
}

int replacement_get_descriptor(const struct replacement *replacement)
{
	return replacement->descriptor;
}

bool replacement_finish(struct replacement *replacement)
{
	bool is_in_place = fsync(replacement->descriptor) == 0 && put_in_place(replacement);
	if (is_in_place)
		replacement_abandon(replacement); /* nothing is left to remove */
	else
		diagnose_failure(replacement);
	return is_in_place;
}

bool replacement_write(const char *command, const char *path, const char *bytes, size_t length)
{
	struct replacement *replacement = replacement_begin(command, path);
	if (!replacement)
		return false;
	if (replacement_write_all(replacement->descriptor, bytes, length) &&
	    put_in_place(replacement)) {
		replacement_abandon(replacement);
		return true;
	}
	diagnose_failure(replacement);
	return false;
}

int replacement_make_scratch(const char *command, const char *path)
{
	struct replacement *replacement = make(command, path);
	bool is_made = find_place(replacement, path);
	replacement->is_new =
		false; /* nobody else is to read it, in the moment that it has a name */
	if (!is_made || !make_file(replacement)) {
		diagnose_failure(replacement);
		return -1;
	}
	int descriptor = replacement->descriptor;
	replacement->descriptor = -1; /* transferred */
	replacement_abandon(replacement);
	return descriptor;
}
