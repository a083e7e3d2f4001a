/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_TRIES 64

int tc_open_at(int folder, const char *path, int flags)
{
	int descriptor;
	do
		descriptor = openat(folder, path, flags | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	return descriptor;
}

int tc_beneath_open(int descriptor, const char *path, int flags)
{
	struct open_how how = {.flags = (unsigned long long)(flags | O_CLOEXEC),
	                       .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	long opened = -1;
	/* EAGAIN: something was renamed meanwhile; someone who never stops is not waited for */
	for (int tries = 0; tries < MAX_TRIES; tries++) {
		opened = syscall(SYS_openat2, descriptor, path, &how, sizeof(how));
		if (opened >= 0 || (errno != EINTR && errno != EAGAIN))
			break;
	}
	bool is_not_offered = opened < 0 && (errno == ENOSYS || errno == EPERM);
	return is_not_offered ? tc_beneath_open_by_hand(descriptor, path, flags) : (int)opened;
}

static int refuse(int error)
{
	errno = error;
	return -1;
}

static bool is_link(int folder, const char *name)
{
	struct stat status;
	return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

/* Opens one element of a path; a link is refused, unless it is the link itself that is wanted. */
static int open_element(int folder, const char *name, int flags)
{
	bool wants_link = (flags & O_PATH) && (flags & O_NOFOLLOW);
	if (strcmp(name, "..") == 0 || (!wants_link && is_link(folder, name)))
		return refuse(EXDEV);
	/* O_NOFOLLOW: should a link stand there by now */
	return tc_open_at(folder, name, flags | O_NOFOLLOW);
}

int tc_beneath_open_by_hand(int descriptor, const char *path, int flags)
{
	/* the kernel's limit for a whole path, its NUL among the bytes */
	if (strlen(path) >= PATH_MAX)
		return refuse(ENAMETOOLONG);
	int folder = tc_open_at(descriptor, ".", O_PATH | O_DIRECTORY);
	while (folder >= 0) {
		const char *slash = strchr(path, '/');
		size_t length = slash ? (size_t)(slash - path) : strlen(path);
		char name[NAME_MAX + 1];
		if (length == 0 || length > NAME_MAX) {
			close(folder);
			return refuse(length == 0 ? EXDEV : ENAMETOOLONG);
		}
		memcpy(name, path, length);
		name[length] = '\0';
		int next = open_element(folder, name, slash ? O_PATH | O_DIRECTORY : flags);
		int error = errno;
		close(folder);
		errno = error;
		if (!slash)
			return next;
		folder = next;
		path = slash + 1;
	}
	return -1;
}

int tc_beneath_find_folder(int descriptor, const char *path)
{
	int folder = tc_beneath_open(descriptor, path, O_PATH | O_DIRECTORY);
	if (folder < 0)
		return errno;
	close(folder);
	return 0;
}
