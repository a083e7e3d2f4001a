/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of finding repositories share: a folder of their own with
 * repositories in it, and what is found there.
 */
#ifndef TUFCHECK_TESTS_VERIFY_TRUSTDIR_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_TRUSTDIR_SUPPORT_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "verify/trustdir.h"
#include "nobody.h"
#include "remove_tree.h"
#include "verify_support.h"

/* Everything happens below a folder of its own, which is the current one. */
struct fixture {
	char *base; /* absolute, without links */
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	enum tc_found found;
};

/* The lowest descriptor that is free: the same again when all are closed. */
static inline int next_descriptor(void)
{
	int descriptor = dup(STDIN_FILENO);
	assert_true(descriptor >= 0);
	close(descriptor);
	return descriptor;
}

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	char path[64];
	(void)snprintf(path, sizeof(path), "%s/finding-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(path));
	assert_int_equal(chmod(path, 0755), 0);
	assert_int_equal(chdir(path), 0);
	fixture->base = realpath(path, NULL);
	assert_non_null(fixture->base);
	fixture->trustdir.arena = &fixture->arena;
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_trustdir_clear(&fixture->trustdir);
	tuf_arena_clear(&fixture->arena);
	assert_int_equal(chdir(P_tmpdir), 0);
	remove_tree(fixture->base);
	free(fixture->base);
	free(fixture);
	return 0;
}

/* Makes a folder and those above it. */
static inline void make_folder(const char *path)
{
	char part[4096];
	for (const char *end = path; *end; end++) {
		end = strchrnul(end + 1, '/');
		(void)snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
		assert_true(mkdir(part, 0755) == 0 || errno == EEXIST);
		if (!*end)
			break;
	}
}

static inline void make_file(const char *folder, const char *name)
{
	char path[4200];
	make_folder(folder);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	assert_true(descriptor >= 0);
	close(descriptor);
}

/* A metadata folder with a root in it. */
static inline void make_repository(const char *folder)
{
	make_file(folder, "root.json");
}

/* Forgets what was found, and finds. */
static inline void find_from(struct fixture *fixture, const char *path, const char *start)
{
	tc_trustdir_clear(&fixture->trustdir);
	tuf_arena_clear(&fixture->arena);
	fixture->trustdir = (struct tc_trustdir){.arena = &fixture->arena};
	fixture->found = TC_FOUND_INVALID;
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, path, start, &fixture->found),
	                 TUF_OK);
	assert_int_equal(fixture->found == TC_FOUND_SOME, fixture->trustdir.count > 0);
	tc_trustdir_sort(&fixture->trustdir);
}

static inline void find(struct fixture *fixture, const char *path)
{
	find_from(fixture, path, ".");
}

struct expected {
	const char *gun;
	const char *path; /* NULL: not compared */
	int error;
};

static inline bool is_same(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static inline void assert_places(const struct fixture *fixture, const struct expected *expected,
                          size_t count)
{
	bool is_right = fixture->trustdir.count == count;
	for (size_t i = 0; is_right && i < count; i++) {
		const struct tc_place *place = &fixture->trustdir.places[i];
		is_right = is_same(place->gun, expected[i].gun) && place->error == expected[i].error &&
		           (!expected[i].path || strcmp(place->path, expected[i].path) == 0);
	}
	if (is_right)
		return;
	for (size_t i = 0; i < fixture->trustdir.count; i++) {
		const struct tc_place *place = &fixture->trustdir.places[i];
		print_error("found %s at %s (%s): %s\n", place->gun ? place->gun : "no name",
		            place->path, place->metadata, strerror(place->error));
	}
	fail_msg("expected %zu others", count);
}

#define assert_found(fixture, ...)                                                                 \
	assert_places((fixture), (const struct expected[]){__VA_ARGS__},                           \
	              COUNT_OF(((const struct expected[]){__VA_ARGS__})))

/* Of the processor, whatever else the machine does. */
static inline double seconds_of(struct fixture *fixture, const char *path)
{
	struct timespec begin, end;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	find(fixture, path);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	return (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
