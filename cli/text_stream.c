/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text_stream.h"

#include "cli/memory.h"

static ssize_t add(void *out, const char *bytes, size_t length)
{
	text_append_bytes(out, bytes, length);
	return (ssize_t)length;
}

FILE *text_stream_open(struct text *out)
{
	const cookie_io_functions_t functions = {.write = add};
	FILE *stream = fopencookie(out, "w", functions);
	if (!stream)
		memory_exhausted();
	return stream;
}

/* It can fail for lack of memory for its buffer, and then has lost what was written. */
void text_stream_close(FILE *stream)
{
	int has_failed = ferror(stream);
	if (fclose(stream) != 0 || has_failed)
		memory_exhausted();
}
