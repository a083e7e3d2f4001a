/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds files to a target, where there is no libFuzzer: each argument is a
 * file, or a folder of them. Fails when there is nothing to feed.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/* No target has to have one. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	return 0;
}

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t room)
{
	(void)bytes;
	(void)room;
	return length;
}

static void replay_file(const char *path, FILE *stream)
{
	uint8_t *bytes = NULL;
	size_t length = 0;
	for (size_t count = 1; count > 0; length += count) {
		bytes = realloc(bytes, length + BUFSIZ);
		FUZZ_HOLDS(bytes);
		count = fread(bytes + length, 1, BUFSIZ, stream);
	}
	if (getenv("TUFCHECK_REPLAY_VERBOSE"))
		(void)fprintf(stderr, "%s\n", path);
	uint8_t *copy = fuzz_copy(bytes, length, false);
	free(bytes);
	(void)LLVMFuzzerTestOneInput(copy, length);
	free(copy);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t replay(const char *path);

static size_t replay_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, alphasort);
	size_t replayed = 0;
	for (int i = 0; i < count; i++) {
		size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
		char *name = malloc(size);
		FUZZ_HOLDS(name);
		(void)snprintf(name, size, "%s/%s", path, entries[i]->d_name);
		replayed += replay(name);
		free(name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return replayed;
}

static size_t replay(const char *path)
{
	DIR *folder = opendir(path);
	if (folder) {
		(void)closedir(folder);
		return replay_folder(path);
	}
	FILE *stream = fopen(path, "re");
	if (!stream) {
		perror(path);
		exit(2);
	}
	replay_file(path, stream);
	(void)fclose(stream);
	return 1;
}

int main(int count, char **arguments)
{
	(void)LLVMFuzzerInitialize(&count, &arguments);
	size_t replayed = 0;
	for (int i = 1; i < count; i++)
		replayed += replay(arguments[i]);
	(void)printf("%zu inputs\n", replayed);
	return replayed > 0 ? 0 : 1;
}
