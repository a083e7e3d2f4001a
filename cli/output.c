/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/memory.h"
#include "cli/remains.h"

static FILE *replaced; /* what stdout was */
static int failure;    /* errno of the first write that failed; 0: none did */
static bool is_terminal;
static bool is_within_line; /* of a terminal */

static ssize_t write_whole(void *unused, const char *bytes, size_t length)
{
	(void)unused;
	size_t done = 0;
	if (is_terminal && length > 0) {
		remains_hide_line();
		is_within_line = bytes[length - 1] != '\n';
	}
	while (failure == 0 && done < length) {
		ssize_t written = write(STDOUT_FILENO, bytes + done, length - done);
		if (written >= 0)
			done += (size_t)written;
		else if (errno != EINTR)
			failure = errno;
	}
	errno = failure;
	return (ssize_t)done;
}

void output_begin(void)
{
	const cookie_io_functions_t functions = {.write = write_whole};
	FILE *stream = fopencookie(NULL, "w", functions);
	if (!stream)
		memory_exhausted();
	is_terminal = isatty(STDOUT_FILENO);
	if (is_terminal)
		(void)setvbuf(stream, NULL, _IOLBF, 0);
	replaced = stdout;
	stdout = stream; /* which glibc lets programs do */
}

bool output_is_at_line_start(void)
{
	return !is_within_line;
}

int output_end(void)
{
	FILE *stream = stdout;
	stdout = replaced;
	/* it may fail for lack of memory for its buffer, before anything was written */
	bool has_failed = ferror(stream);
	errno = 0;
	has_failed = fclose(stream) != 0 || has_failed;
	if (has_failed && failure == 0)
		failure = errno != 0 ? errno : EIO;
	return failure;
}
