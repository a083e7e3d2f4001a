/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding repositories while the system fails, or answers what it seldom does.
 */
#include <dirent.h>

#include "arena_refusal.h"
#include "verify_trustdir_support.h"

/* ---- calls that fail, or answer something else ---- */

int __real_close(int descriptor);
int __wrap_close(int descriptor);
int __real_fstat(int descriptor, struct stat *status);
int __wrap_fstat(int descriptor, struct stat *status);
ssize_t __real_getdents64(int descriptor, void *bytes, size_t length);
ssize_t __wrap_getdents64(int descriptor, void *bytes, size_t length);

static struct {
	bool has_devices;      /* each folder is on a device of its own, under one number */
	bool has_closed_twice; /* a descriptor that was not open */
	size_t listings;       /* how often a folder was asked for entries */
	size_t unlisted;       /* the number of the time that fails, from 1; 0: none */
} odd;

int __wrap_close(int descriptor)
{
	int result = __real_close(descriptor);
	odd.has_closed_twice |= result != 0;
	return result;
}

int __wrap_fstat(int descriptor, struct stat *status)
{
	int result = __real_fstat(descriptor, status);
	if (result == 0 && odd.has_devices) {
		status->st_dev = status->st_ino;
		status->st_ino = 1;
	}
	return result;
}

ssize_t __wrap_getdents64(int descriptor, void *bytes, size_t length)
{
	if (++odd.listings == odd.unlisted) {
		errno = EIO;
		return -1;
	}
	return __real_getdents64(descriptor, bytes, length);
}

static int setup_calm(void **state)
{
	memset(&odd, 0, sizeof(odd));
	arena_requests = arena_refused = 0;
	return setup(state);
}

/* ---- devices ---- */

/* A number that two folders have in common tells nothing when they are on two devices. */
static void test_trustdir_folders_are_told_apart_by_their_device(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/elsewhere/x/metadata");
	char name[64], target[64];
	for (int i = 0; i < 6; i++) {
		(void)snprintf(name, sizeof(name), "trust/tuf/f%d/metadata", i);
		make_repository(name);
		for (int j = 0; j < 6; j++) {
			(void)snprintf(name, sizeof(name), "trust/tuf/f%d/l%d", i, j);
			(void)snprintf(target, sizeof(target), "../f%d", j);
			assert_int_equal(symlink(target, name), 0);
		}
	}
	assert_int_equal(symlink("../elsewhere", "trust/tuf/link"), 0);
	find(fixture, "trust");
	size_t count = fixture->trustdir.count;
	assert_int_equal(count, 6 + 6 * 6 + 1);
	odd.has_devices = true;
	find(fixture, "trust");
	assert_int_equal(fixture->trustdir.count, count);
}

/* ---- descriptors ---- */

static void test_trustdir_closes_no_descriptor_twice(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	assert_int_equal(symlink("a", "trust/tuf/b"), 0);
	find(fixture, "trust");
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "trust", "tuf/a", &fixture->found),
	                 TUF_OK);
	assert_int_equal(fixture->trustdir.count, 3);
	tc_trustdir_clear(&fixture->trustdir);
	tc_trustdir_clear(&fixture->trustdir);
	assert_false(odd.has_closed_twice);
}

/* ---- folders that cannot be listed ---- */

static void test_trustdir_folder_that_cannot_be_listed_is_reported(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_repository("trust/tuf/b/metadata");
	find(fixture, "trust");
	/* none of them is a repository that could be read, whichever it is */
	static const struct expected rows[][2] = {
		{{NULL, "trust", EIO}},
		{{NULL, "trust/tuf", EIO}},
		{{"a", "trust/tuf/a", EIO}, {"b", "trust/tuf/b", 0}},
		{{"a", "trust/tuf/a", EIO}, {"b", "trust/tuf/b", 0}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		/* a folder is asked for its entries until there are no more */
		odd.listings = 0;
		odd.unlisted = 2 * i + 1;
		find(fixture, "trust");
		assert_places(fixture, rows[i], rows[i][1].path ? 2 : 1);
	}
}

/* ---- memory ---- */

static void test_trustdir_without_memory_is_told(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_folder("trust/tuf/b");
	assert_int_equal(symlink("../a/metadata", "trust/tuf/b/metadata"), 0);
	assert_int_equal(symlink("a", "trust/tuf/c"), 0);
	assert_int_equal(symlink("/", "trust/tuf/out"), 0);
	make_repository("elsewhere/metadata");
	static const char *const arguments[] = {"trust", "trust/tuf", "trust/tuf/a", "elsewhere"};
	for (size_t i = 0; i < COUNT_OF(arguments); i++) {
		for (size_t refused = 1; arena_requests >= arena_refused; refused++) {
			tc_trustdir_clear(&fixture->trustdir);
			tuf_arena_clear(&fixture->arena);
			fixture->trustdir = (struct tc_trustdir){.arena = &fixture->arena};
			arena_requests = 0;
			arena_refused = refused;
			enum tuf_result result = tc_trustdir_find(&fixture->trustdir, arguments[i],
			                                          ".", &fixture->found);
			assert_int_equal(result, arena_requests >= refused ? TUF_NO_MEMORY : TUF_OK);
		}
		arena_requests = arena_refused = 0;
	}
}

#define odd_test(function) cmocka_unit_test_setup_teardown(function, setup_calm, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		odd_test(test_trustdir_folders_are_told_apart_by_their_device),
		odd_test(test_trustdir_closes_no_descriptor_twice),
		odd_test(test_trustdir_folder_that_cannot_be_listed_is_reported),
		odd_test(test_trustdir_without_memory_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
