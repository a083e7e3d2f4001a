/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headers, extended headers and paths of tar archives, each at the bounds of
 * what is taken. What whole archives come to, verify_archive_test.c says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/archive_header.h"
#include "verify_support.h"

static enum tuf_result read_path(struct tuf_arena *arena, const char *path, enum tc_tar_type type,
				 const char **ret_path, struct tc_refusal *ret_refusal)
{
	*ret_path = NULL;
	*ret_refusal = (struct tc_refusal){.expected = NULL};
	return tc_tar_path_read(arena, path, type, ret_path, ret_refusal);
}

static void assert_path(const char *path, enum tc_tar_type type, const char *wanted)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_refusal refusal;
	const char *found;
	if (read_path(&arena, path, type, &found, &refusal) != TUF_OK)
		fail_msg("%s: %s", path, refusal.actual);
	assert_string_equal(found, wanted);
	tuf_arena_clear(&arena);
}

static void assert_no_path(const char *path, enum tc_tar_type type, const char *actual)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_refusal refusal;
	const char *found;
	if (read_path(&arena, path, type, &found, &refusal) != TUF_INVALID)
		fail_msg("%s is a path", path);
	assert_null(found);
	assert_string_equal(refusal.actual, actual);
	tuf_arena_clear(&arena);
}

static void test_path_of_folder_loses_its_slash_alone(void **state)
{
	(void)state;
	assert_path("a/b", TC_TAR_FILE, "a/b");
	assert_path("a/b/", TC_TAR_FOLDER, "a/b");
	assert_path("a/b", TC_TAR_FOLDER, "a/b");
	assert_no_path("a/b/", TC_TAR_FILE, "another one");
	assert_no_path("a/b//", TC_TAR_FOLDER, "another one");
	assert_no_path("/", TC_TAR_FOLDER, "another one");
	assert_no_path("", TC_TAR_FOLDER, "another one");
}

static void test_path_of_dots_and_others_is_one(void **state)
{
	static const char *const taken[] = {".a", "..a", "a.", "a..", "...", ".a./b", "a/..b", " ", "~", " ~/~ "};
	static const char *const refused[] = {".", "..", "a/.", "a/..", "./a", "../a", "a/../b"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		assert_path(taken[i], TC_TAR_FILE, taken[i]);
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		assert_no_path(refused[i], TC_TAR_FILE, "another one");
}

static void test_path_is_of_printable_ascii(void **state)
{
	(void)state;
	for (int c = 1; c < 0x100; c++) {
		char path[] = {'a', (char)c, 'a', '\0'};
		if (c >= ' ' && c <= '~')
			assert_path(path, TC_TAR_FILE, path);
		else
			assert_no_path(path, TC_TAR_FILE, "another one");
	}
}

static void test_path_is_as_long_as_it_may_be(void **state)
{
	char path[TUF_MAX_ARCHIVE_PATH + 2];
	(void)state;
	memset(path, 'a', sizeof(path));
	path[TUF_MAX_ARCHIVE_PATH] = '\0';
	assert_path(path, TC_TAR_FILE, path);
	path[TUF_MAX_ARCHIVE_PATH] = 'a';
	path[TUF_MAX_ARCHIVE_PATH + 1] = '\0';
	assert_no_path(path, TC_TAR_FILE, "a longer one");
	/* the slash of a folder does not count */
	path[TUF_MAX_ARCHIVE_PATH] = '/';
	char wanted[TUF_MAX_ARCHIVE_PATH + 1];
	memcpy(wanted, path, TUF_MAX_ARCHIVE_PATH);
	wanted[TUF_MAX_ARCHIVE_PATH] = '\0';
	assert_path(path, TC_TAR_FOLDER, wanted);
}

static void test_path_is_as_deep_as_it_may_be(void **state)
{
	char path[2 * TUF_MAX_PATH_DEPTH + 2];
	(void)state;
	for (size_t i = 0; i < sizeof(path); i++)
		path[i] = "a/"[i % 2];
	path[2 * TUF_MAX_PATH_DEPTH - 1] = '\0';
	assert_path(path, TC_TAR_FILE, path);
	path[2 * TUF_MAX_PATH_DEPTH - 1] = '/';
	path[2 * TUF_MAX_PATH_DEPTH + 1] = '\0';
	assert_no_path(path, TC_TAR_FILE, "a deeper one");
}

static enum tuf_result read_extension(struct tuf_arena *arena, const char *bytes, size_t length,
				      const char **ret_path)
{
	struct tc_refusal refusal;
	return tc_tar_extension_read(arena, bytes, length, ret_path, &refusal);
}

static void test_extension_is_one_path_without_nul(void **state)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	const char *path = NULL;
	(void)state;
	assert_int_equal(read_extension(&arena, "10 path=x\n", 10, &path), TUF_OK);
	assert_string_equal(path, "x");
	assert_int_equal(read_extension(&arena, "12 path=x\0y\n", 12, &path), TUF_INVALID);
	assert_int_equal(read_extension(&arena, "12 path=x\ny\n", 12, &path), TUF_INVALID);
	assert_int_equal(read_extension(&arena, "9 path=\n", 8, &path), TUF_INVALID);
	assert_string_equal(path, "x");
	tuf_arena_clear(&arena);
}

static void set_sum(unsigned char block[TC_TAR_BLOCK])
{
	unsigned sum = 0;
	memcpy(block + 257, "ustar\00000", 8);
	memset(block + 148, ' ', 8);
	for (size_t at = 0; at < TC_TAR_BLOCK; at++)
		sum += block[at];
	(void)snprintf((char *)block + 148, 7, "%06o", sum);
}

/* Before POSIX, the type of a file was a NUL. */
static void test_header_of_a_file_has_either_type(void **state)
{
	static const struct {
		char type;
		enum tuf_result result;
	} rows[] = {{'0', TUF_OK}, {'\0', TUF_OK}, {'1', TUF_INVALID}, {' ', TUF_INVALID}};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_arena arena = TUF_ARENA_INIT;
		unsigned char block[TC_TAR_BLOCK] = "file";
		memcpy(block + 124, "00000000010", 12);
		block[156] = (unsigned char)rows[i].type;
		set_sum(block);
		struct tc_tar_header header;
		struct tc_refusal refusal;
		assert_int_equal(tc_tar_header_read(&arena, block, &header, &refusal),
				 rows[i].result);
		assert_string_equal(header.path, "file");
		if (rows[i].result == TUF_OK) {
			assert_int_equal(header.type, TC_TAR_FILE);
			assert_int_equal(header.size, 8);
		}
		tuf_arena_clear(&arena);
	}
}

/* A number ends with its field at the latest, and nothing but NUL and space follows its digits. */
static void test_header_of_a_size_is_as_wide_as_its_field(void **state)
{
	static const struct {
		const char *size; /* 12 characters */
		enum tuf_result result;
	} rows[] = {{"000000000010", TUF_OK},      {"00000000010 ", TUF_OK},
		    {"00000000010\0", TUF_OK},     {"0000010 \0  \0", TUF_OK},
		    {"00000000010x", TUF_INVALID}, {"0000000001 0", TUF_INVALID}};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_arena arena = TUF_ARENA_INIT;
		unsigned char block[TC_TAR_BLOCK] = "file";
		memcpy(block + 124, rows[i].size, 12);
		memcpy(block + 136, "00000000000", 12); /* the time */
		block[156] = '0';
		set_sum(block);
		struct tc_tar_header header;
		struct tc_refusal refusal;
		assert_int_equal(tc_tar_header_read(&arena, block, &header, &refusal),
				 rows[i].result);
		if (rows[i].result == TUF_OK)
			assert_int_equal(header.size, 8);
		tuf_arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path_of_folder_loses_its_slash_alone),
		cmocka_unit_test(test_path_of_dots_and_others_is_one),
		cmocka_unit_test(test_path_is_of_printable_ascii),
		cmocka_unit_test(test_path_is_as_long_as_it_may_be),
		cmocka_unit_test(test_path_is_as_deep_as_it_may_be),
		cmocka_unit_test(test_extension_is_one_path_without_nul),
		cmocka_unit_test(test_header_of_a_file_has_either_type),
		cmocka_unit_test(test_header_of_a_size_is_as_wide_as_its_field),
	};
	return cmocka_run_group_tests_name("verify_archive_header", tests, NULL, NULL);
}
