/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making archives, block by block, so that what writes them in the product has
 * no part in it: one that is good, in a file of its own, to which tests add.
 */
#ifndef TUFCHECK_TESTS_VERIFY_ARCHIVE_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_ARCHIVE_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verify/trustdir_archive.h"
#include "tar_header.h"
#include "verify_support.h"

#define ROOT "trust/tuf/a/metadata/root.json"

struct fixture {
	char path[64];
	int descriptor;
	struct tuf_arena arena;
	struct tc_archive *archive;
	struct tc_archive_problem problem;
	unsigned char bytes[64 * BLOCK]; /* of the archive that is made */
	size_t length;
};

/* Returns the header, which sum_header must see again when it is changed. */
static inline unsigned char *add_entry(struct fixture *fixture, const char *path, char type,
				       const char *contents)
{
	size_t length = strlen(contents);
	unsigned char *block = fixture->bytes + fixture->length;
	write_header(block, path, type, length);
	size_t room = (length + BLOCK - 1) / BLOCK * BLOCK;
	memset(block + BLOCK, 0, room);
	memcpy(block + BLOCK, contents, length);
	fixture->length += BLOCK + room;
	assert_true(fixture->length <= sizeof(fixture->bytes));
	return block;
}

static inline void add_end(struct fixture *fixture)
{
	memset(fixture->bytes + fixture->length, 0, 2 * BLOCK);
	fixture->length += 2 * BLOCK;
}

static inline void begin(struct fixture *fixture)
{
	fixture->length = 0;
	(void)add_entry(fixture, "trust/", '5', "");
	(void)add_entry(fixture, ROOT, '0', "the root");
}

static inline void write_archive(const struct fixture *fixture, size_t length)
{
	assert_int_equal(ftruncate(fixture->descriptor, 0), 0);
	assert_int_equal(pwrite(fixture->descriptor, fixture->bytes, length, 0), (ssize_t)length);
}

static inline enum tuf_result read_archive(struct fixture *fixture)
{
	tuf_arena_clear(&fixture->arena);
	fixture->archive = NULL;
	fixture->problem = (struct tc_archive_problem){.member = NULL};
	return tc_archive_read(&fixture->arena, fixture->descriptor, fixture->path,
			       &fixture->archive, &fixture->problem);
}

static inline void assert_refused(struct fixture *fixture, const char *member, const char *actual)
{
	write_archive(fixture, fixture->length);
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_null(fixture->archive);
	assert_int_equal(fixture->problem.error, 0);
	if (member)
		assert_string_equal(fixture->problem.member, member);
	else
		assert_null(fixture->problem.member);
	assert_non_null(fixture->problem.refusal.expected);
	assert_string_equal(fixture->problem.refusal.actual, actual);
}

static inline void assert_read(struct fixture *fixture)
{
	write_archive(fixture, fixture->length);
	assert_int_equal(read_archive(fixture), TUF_OK);
}

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/archive-XXXXXX", P_tmpdir);
	fixture->descriptor = mkstemp(fixture->path);
	assert_true(fixture->descriptor >= 0);
	begin(fixture);
	*state = fixture;
	return 0;
}

static inline int remove_archive(void **state)
{
	struct fixture *fixture = *state;
	close(fixture->descriptor);
	unlink(fixture->path);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

static inline enum tc_read_status read_status(const struct fixture *fixture, const char *path,
					      size_t limit)
{
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, path, limit, &read), TUF_OK);
	free(read.bytes);
	return read.status;
}

/* ---- the manifest ---- */

#define SHA256_OF_ROOT "0db55a352707f805126a1e174517107ee99562713d76f6d022a400eed608a66c"
#define FILE_OF_ROOT                                                                               \
	"{\"path\":\"" ROOT "\",\"sha256\":\"" SHA256_OF_ROOT "\",\"length\":8,\"kind\":\"metadata\"}"
#define NAME_OF_STRAY "{\"path\":\"trust/tuf/a/metadata/stray\",\"reason\":\"nothing reads it\"}"
#define HEAD "{\"schemaVersion\":1,\"evaluatedAt\":\"2026-06-01T00:00:00Z\",\"files\":["

static inline void begin_with_manifest(struct fixture *fixture, const char *manifest)
{
	begin(fixture);
	(void)add_entry(fixture, "manifest.json", '0', manifest);
	add_end(fixture);
}

#endif
