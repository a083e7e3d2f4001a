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

/* Opens one element of a path; a link is refused. */
static int open_element(int folder, const char *name, int flags)
{
	if (strcmp(name, "..") == 0)
		return refuse(EXDEV);
	int opened = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	bool is_link = opened >= 0 ? fstat(opened, &status) == 0 && S_ISLNK(status.st_mode)
	                           : errno == ELOOP;
	if (!is_link)
		return opened;
	if (opened >= 0)
		close(opened);
	return refuse(EXDEV);
}

int tc_beneath_open_by_hand(int descriptor, const char *path, int flags)
{
	int folder = openat(descriptor, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
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
