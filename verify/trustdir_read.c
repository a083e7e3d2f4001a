/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reading half of trustdir.h: one file, whole, or the reason why not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/beneath.h"
#include "verify/trustdir.h"
#include "verify/witness.h"

static struct tc_read failed(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return (struct tc_read){.status = TC_READ_MISSING};
	if (error == EXDEV || error == ELOOP)
		return (struct tc_read){.status = TC_READ_LINK_ESCAPES};
	return (struct tc_read){.status = TC_READ_UNREADABLE, .error = error};
}

static const char *describe_type(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a folder";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static bool is_unchanged(const struct stat *before, const struct stat *after)
{
	return before->st_size == after->st_size &&
	       before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
	       before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

/* Up to length bytes; fewer at the end of the file. -1 with errno set. */
static ssize_t read_fully(int descriptor, unsigned char *bytes, size_t length)
{
	size_t n = 0;
	while (n < length) {
		ssize_t taken = read(descriptor, bytes + n, length - n);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0)
			return -1;
		if (taken == 0)
			break;
		n += (size_t)taken;
	}
	return (ssize_t)n;
}

static enum tuf_result read_regular(int descriptor, const struct stat *before,
                                    struct tc_read *ret_read)
{
	size_t size = (size_t)before->st_size;
	/* a byte more than it should have, so that growth is noticed */
	unsigned char *bytes = malloc(size + 1);
	if (!bytes)
		return TUF_NO_MEMORY;
	ssize_t length = read_fully(descriptor, bytes, size + 1);
	int error = errno;
	struct stat after;
	if (length < 0) {
		*ret_read = failed(error);
	} else if (fstat(descriptor, &after) != 0) {
		*ret_read = failed(errno);
	} else if ((size_t)length != size || !is_unchanged(before, &after)) {
		*ret_read = (struct tc_read){.status = TC_READ_CHANGED};
	} else {
		*ret_read = (struct tc_read){
			.status = TC_READ_OK,
			.bytes = bytes,
			.length = size,
			.id = {.device = before->st_dev, .inode = before->st_ino}};
		return TUF_OK; /* bytes: transferred */
	}
	free(bytes);
	return TUF_OK;
}

static bool may_read(const struct stat *status, size_t limit, struct tc_read *ret_read)
{
	if (!S_ISREG(status->st_mode)) {
		*ret_read = (struct tc_read){.status = TC_READ_NOT_REGULAR,
		                             .actual = describe_type(status->st_mode)};
		return false;
	}
	if (status->st_size < 0 || (uint64_t)status->st_size > limit) {
		*ret_read = (struct tc_read){.status = TC_READ_TOO_LARGE};
		return false;
	}
	return true;
}

/*
 * Whether a regular file of at most limit bytes stands there; if not, ret_read
 * says what does: something else is not even opened for reading.
 */
static bool look(const struct tc_way *way, size_t limit, struct tc_read *ret_read)
{
	struct stat status;
	int found = way->open(way->from, way->name, O_PATH);
	bool is_known = found >= 0 && fstat(found, &status) == 0;
	int error = errno;
	if (found >= 0)
		close(found);
	if (!is_known) {
		*ret_read = failed(error);
		return false;
	}
	return may_read(&status, limit, ret_read);
}

enum tuf_result tc_trustdir_read(const struct tc_way *way, size_t limit, struct tc_read *ret_read)
{
	if (!way->is_seen && !look(way, limit, ret_read))
		return TUF_OK;
	struct stat status;
	/* O_NONBLOCK: should a FIFO stand there by now */
	int descriptor = way->open(way->from, way->name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		*ret_read = failed(errno);
		if (descriptor >= 0)
			close(descriptor);
		return TUF_OK;
	}
	enum tuf_result result = TUF_OK;
	if (may_read(&status, limit, ret_read))
		result = read_regular(descriptor, &status, ret_read);
	close(descriptor);
	return result;
}

static int open_anywhere(const void *from, const char *name, int flags)
{
	(void)from;
	return tc_open_at(AT_FDCWD, name, flags);
}

enum tuf_result tc_trustdir_read_file(const char *path, size_t limit, struct tc_read *ret_read)
{
	const struct tc_way way = {.open = open_anywhere, .name = path};
	enum tuf_result result = tc_trustdir_read(&way, limit, ret_read);
	if (result == TUF_OK)
		tc_witness_show_input(path, ret_read);
	return result;
}
