/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read of one key, and that nothing of it stays behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/trustdir_private.h"
#include "descriptors.h"
#include "verify_support.h"

#define KEYS TUFCHECK_TESTDATA "/case-keys"

/* The linker puts these in the place of read and fstat. */
ssize_t __real_read(int descriptor, void *bytes, size_t length);
ssize_t __wrap_read(int descriptor, void *bytes, size_t length);
int __real_fstat(int descriptor, struct stat *status);
int __wrap_fstat(int descriptor, struct stat *status);

static struct {
	size_t taken; /* bytes in all */
	size_t fail_at; /* the number of the call that fails, from 1; 0: none */
	size_t calls;
	int error;
	bool cannot_be_told; /* what it is that is read */
} reading;

ssize_t __wrap_read(int descriptor, void *bytes, size_t length)
{
	reading.calls++;
	if (reading.calls == reading.fail_at) {
		errno = reading.error;
		return -1;
	}
	ssize_t taken = __real_read(descriptor, bytes, length);
	reading.taken += taken > 0 ? (size_t)taken : 0;
	return taken;
}

int __wrap_fstat(int descriptor, struct stat *status)
{
	if (!reading.cannot_be_told)
		return __real_fstat(descriptor, status);
	errno = EIO;
	return -1;
}

static void assert_wiped(const struct tc_key_header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	for (size_t i = 0; i < sizeof(*header); i++)
		assert_int_equal(bytes[i], 0);
}

static void read_key_in(const char *path, const char *name, struct tuf_arena *arena,
                        struct tc_private_file *file)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY);
	assert_true(folder >= 0);
	struct tc_key_header scratch = {.length = 0};
	*file = (struct tc_private_file){.path = name};
	reading.taken = 0;
	reading.calls = 0;
	assert_int_equal(tc_trustdir_read_key_header(folder, name, &scratch, arena, file), TUF_OK);
	assert_wiped(&scratch);
	close(folder);
}

static void read_key(const char *name, struct tuf_arena *arena, struct tc_private_file *file)
{
	read_key_in(KEYS, name, arena, file);
}

static void test_read_key_header_leaves_no_byte_in_the_buffer(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum tufcheck_truth encrypted;
	} rows[] = {{"targets.key", TUFCHECK_TRUTH_NO},
	            {"rsa-3072.key", TUFCHECK_TRUTH_NO},
	            {"targets.encrypted", TUFCHECK_TRUTH_YES},
	            {"targets.legacy", TUFCHECK_TRUTH_YES}};
	struct tuf_arena arena = TUF_ARENA_INIT;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_private_file file;
		read_key(rows[i].name, &arena, &file);
		assert_int_equal(file.status, TC_READ_OK);
		assert_true(file.facts.is_key);
		assert_int_equal(file.facts.encrypted, rows[i].encrypted);
		/* the BEGIN line, the header or the first line behind it, and no more */
		assert_true(reading.taken < 150);
	}
	tuf_arena_clear(&arena);
}

static void test_read_key_header_that_fails_leaves_no_byte_in_the_buffer(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	reading.error = EIO;
	for (reading.fail_at = 1; reading.fail_at <= 60; reading.fail_at++) {
		struct tc_private_file file;
		read_key("targets.key", &arena, &file);
		assert_int_equal(file.status, TC_READ_UNREADABLE);
		assert_int_equal(file.error, EIO);
		assert_false(file.facts.is_key);
	}
	reading.error = EINTR;
	for (reading.fail_at = 1; reading.fail_at <= 60; reading.fail_at++) {
		struct tc_private_file file;
		read_key("targets.key", &arena, &file);
		assert_int_equal(file.status, TC_READ_OK);
	}
	reading.fail_at = 0;
	tuf_arena_clear(&arena);
}

static void test_read_key_header_of_what_is_no_file_reads_nothing(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_private_file file;
	read_key(".", &arena, &file);
	assert_int_equal(file.status, TC_READ_NOT_REGULAR);
	read_key("nothing.key", &arena, &file);
	assert_int_equal(file.status, TC_READ_MISSING);
	assert_int_equal(reading.taken, 0);
	tuf_arena_clear(&arena);
}

static void test_read_key_header_tells_mode_and_problem(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_private_file file;
	struct stat status;
	assert_int_equal(stat(KEYS "/targets.key", &status), 0);
	read_key("targets.key", &arena, &file);
	assert_true(file.has_mode);
	assert_int_equal(file.mode, status.st_mode & 07777);
	assert_null(file.problem);
	read_key(".", &arena, &file);
	assert_true(file.has_mode);
	assert_string_equal(file.problem, "something other than a regular file");
	read_key("targets.key/below", &arena, &file);
	assert_int_equal(file.status, TC_READ_MISSING);
	assert_false(file.has_mode);
	reading.error = EIO;
	reading.fail_at = 1;
	read_key("targets.key", &arena, &file);
	reading.fail_at = 0;
	assert_int_equal(file.status, TC_READ_UNREADABLE);
	assert_string_equal(file.problem, strerrordesc_np(EIO));
	tuf_arena_clear(&arena);
}

/* Also where the system gives the number of standard input to what is opened. */
static void test_read_key_header_of_what_cannot_be_told_is_closed(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	static const char name[] = "targets.key";
	struct tc_key_header scratch = {.length = 0};
	int folder = open(KEYS, O_RDONLY | O_DIRECTORY);
	for (size_t i = 0; i < 2; i++) {
		int input = i == 0 ? -1 : close_input();
		struct tc_private_file file = {.path = name};
		int before = count_descriptors();
		reading.cannot_be_told = true;
		assert_int_equal(tc_trustdir_read_key_header(folder, name, &scratch, &arena, &file),
		                 TUF_OK);
		assert_int_equal(file.status, TC_READ_UNREADABLE);
		assert_int_equal(file.error, EIO);
		assert_false(file.has_mode);
		assert_int_equal(count_descriptors(), before);
		reading.cannot_be_told = false;
		assert_int_equal(tc_trustdir_read_key_header(folder, name, &scratch, &arena, &file),
		                 TUF_OK);
		assert_int_equal(file.status, TC_READ_OK);
		assert_int_equal(count_descriptors(), before);
		reopen_input(input);
	}
	close(folder);
	tuf_arena_clear(&arena);
}

/* However often it was interrupted; what is there is all of its header. */
static void test_read_key_header_of_what_ends_early_ends(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool is_key;
	} rows[] = {{"", false},
	            {"text", false},
	            {"-----BEGIN EC PRIVATE KEY-----\nversion: 1\n", true}};
	struct tuf_arena arena = TUF_ARENA_INIT;
	char path[64];
	(void)snprintf(path, sizeof(path), "%s/key-XXXXXX", P_tmpdir);
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	reading.error = EINTR;
	reading.fail_at = 1;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t length = strlen(rows[i].text);
		assert_int_equal(pwrite(descriptor, rows[i].text, length, 0), (ssize_t)length);
		struct tc_private_file file;
		read_key_in(P_tmpdir, strrchr(path, '/') + 1, &arena, &file);
		assert_int_equal(file.status, TC_READ_OK);
		assert_int_equal(file.facts.is_key, rows[i].is_key);
		assert_false(file.facts.is_cut);
		if (rows[i].is_key)
			assert_int_equal(file.facts.encrypted, TUFCHECK_TRUTH_NO);
	}
	reading.fail_at = 0;
	close(descriptor);
	assert_int_equal(unlink(path), 0);
	tuf_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_key_header_leaves_no_byte_in_the_buffer),
		cmocka_unit_test(test_read_key_header_that_fails_leaves_no_byte_in_the_buffer),
		cmocka_unit_test(test_read_key_header_of_what_is_no_file_reads_nothing),
		cmocka_unit_test(test_read_key_header_tells_mode_and_problem),
		cmocka_unit_test(test_read_key_header_of_what_cannot_be_told_is_closed),
		cmocka_unit_test(test_read_key_header_of_what_ends_early_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
