/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Noreturn void fuzz_fail(const char *condition, const char *file, int line)
{
	(void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

void *fuzz_copy(const void *bytes, size_t length, bool with_nul)
{
	size_t size = length + with_nul;
	unsigned char *copy = malloc(size > 0 ? size : 1);
	FUZZ_HOLDS(copy);
	if (length > 0)
		memcpy(copy, bytes, length);
	if (with_nul)
		copy[length] = '\0';
	return copy;
}

const char *fuzz_file(const void *bytes, size_t length)
{
	static char path[64];
	static int descriptor = -1;
	if (descriptor < 0) {
		descriptor = memfd_create("input", MFD_CLOEXEC);
		FUZZ_HOLDS(descriptor >= 0);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
	}
	FUZZ_HOLDS(ftruncate(descriptor, 0) == 0);
	FUZZ_HOLDS(length == 0 || pwrite(descriptor, bytes, length, 0) == (ssize_t)length);
	return path;
}

char *fuzz_read_testdata(const char *name, size_t *ret_length)
{
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s/%s", TUFCHECK_TESTDATA, name);
	FILE *stream = fopen(path, "re");
	if (!stream)
		perror(path);
	FUZZ_HOLDS(stream);
	char *bytes = NULL;
	size_t length = 0;
	for (size_t count = 1; count > 0; length += count) {
		bytes = realloc(bytes, length + BUFSIZ + 1);
		FUZZ_HOLDS(bytes);
		count = fread(bytes + length, 1, BUFSIZ, stream);
	}
	(void)fclose(stream);
	bytes[length] = '\0';
	*ret_length = length;
	return bytes;
}

bool fuzz_says(const char *text)
{
	return text && text[0] != '\0';
}

bool fuzz_is_place(const char *text, size_t length, size_t line, size_t column)
{
	if (line == 0)
		return column == 0;
	const char *at = text;
	const char *end = text + length;
	for (size_t number = 1; number < line; number++) {
		const char *feed = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (!feed)
			return false;
		at = feed + 1;
	}
	const char *feed = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	size_t width = (size_t)((feed ? feed : end) - at);
	return column <= width + 1;
}

void fuzz_check_problem(const struct tufcheck_problem *problem, const char *text, size_t length)
{
	FUZZ_HOLDS(problem->message[0] != '\0');
	FUZZ_HOLDS(memchr(problem->message, '\0', sizeof(problem->message)));
	FUZZ_HOLDS(fuzz_is_place(text, length, problem->line, problem->column));
}

void fuzz_check_fault(const struct tuf_fault *fault)
{
	FUZZ_HOLDS(fault->kind != TUF_FAULT_NONE);
	FUZZ_HOLDS(fault->pointer && (fault->pointer[0] == '\0' || fault->pointer[0] == '/'));
	FUZZ_HOLDS(fuzz_says(fault->expected) && fuzz_says(fault->actual));
}

void fuzz_parsing_init(struct fuzz_parsing *parsing)
{
	*parsing = (struct fuzz_parsing){.arena = TUF_ARENA_INIT};
	parsing->reader = (struct tuf_reader){
		.arena = &parsing->arena, .fault = &parsing->fault, .position = &parsing->position};
}

void fuzz_parsing_clear(struct fuzz_parsing *parsing)
{
	tuf_arena_clear(&parsing->arena);
}
