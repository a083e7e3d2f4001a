/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real trust data of testdata/notary, which `testdata/capture` may make
 * anew: tests rely on how it hangs together, not on its values.
 */
#ifndef TESTS_UNIT_CAPTURED_H
#define TESTS_UNIT_CAPTURED_H

#include <fts.h>

#include "tests/unit/support.h"

/* Reads a file below the folder testdata; the bytes, NUL-terminated, are the caller's to free. */
static inline char *captured_read(const char *path, size_t *ret_length)
{
	char full[4096];
	int written = snprintf(full, sizeof(full), "%s%s",
			       path[0] == '/' ? "" : TUFCHECK_TESTDATA "/", path);
	assert_in_range(written, 1, sizeof(full) - 1);
	FILE *file = fopen(full, "rb");
	if (!file)
		fail_msg("cannot open %s", full);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	long size = ftell(file);
	assert_true(size >= 0);
	rewind(file);
	char *bytes = malloc((size_t)size + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
	bytes[size] = '\0';
	assert_int_equal(fclose(file), 0);
	*ret_length = (size_t)size;
	return bytes;
}

typedef void captured_function(struct fixture *fixture, const char *bytes, size_t length);

static inline bool ends_in(const char *name, const char *end)
{
	size_t length = strlen(name);
	return length >= strlen(end) && strcmp(name + length - strlen(end), end) == 0;
}

static inline bool is_metadata(const FTSENT *entry)
{
	return entry->fts_info == FTS_F && ends_in(entry->fts_name, ".json") &&
	       strcmp(entry->fts_name, "expected.json") != 0;
}

/* Calls check with every metadata file there is; there must be some. */
static inline void captured_for_each(struct fixture *fixture, captured_function *check)
{
	char top[] = TUFCHECK_TESTDATA "/notary";
	char *const tops[] = {top, NULL};
	FTS *walk = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	assert_non_null(walk);
	size_t count = 0;
	for (FTSENT *entry = fts_read(walk); entry; entry = fts_read(walk)) {
		if (!is_metadata(entry))
			continue;
		size_t length;
		char *bytes = captured_read(entry->fts_path, &length);
		fixture_forget(fixture);
		check(fixture, bytes, length);
		free(bytes);
		count++;
	}
	assert_int_equal(fts_close(walk), 0);
	assert_true(count > 50);
}

#endif
