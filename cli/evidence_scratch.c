/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files without a name of evidence.h.
 */
#include <errno.h>
#include <unistd.h>

#include "cli/evidence.h"

void evidence_scratch_add(struct evidence_scratch *scratch, const void *bytes, size_t length)
{
	const char *rest = bytes;
	while (length > 0 && scratch->error == 0) {
		ssize_t written = write(scratch->descriptor, rest, length);
		if (written < 0 && errno != EINTR)
			scratch->error = errno;
		if (written <= 0)
			continue;
		rest += written;
		length -= (size_t)written;
		scratch->length += (uint64_t)written;
	}
}

int evidence_scratch_read(const struct evidence_scratch *scratch, char *bytes, size_t length,
			  uint64_t offset)
{
	while (length > 0) {
		ssize_t taken = pread(scratch->descriptor, bytes, length, (off_t)offset);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken <= 0)
			return taken < 0 ? errno : EIO;
		bytes += taken;
		offset += (uint64_t)taken;
		length -= (size_t)taken;
	}
	return 0;
}
