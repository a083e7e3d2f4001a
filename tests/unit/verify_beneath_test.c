/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/beneath.h"
#include "verify/trustdir.h"
#include "openat2.h"
#include "remove_tree.h"
#include "verify_support.h"

/* Errors that openat2(2) is made to answer before it does its work; 0 ends them. */
static const int *injected;
static size_t openat2_calls;

static long answer_openat2(const struct openat2_call *call)
{
	openat2_calls++;
	if (injected && *injected != 0) {
		errno = *injected++;
		return -1;
	}
	return really_openat2(call);
}

/* The linker puts these in the place of openat, which _FORTIFY_SOURCE calls by another name. */
int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __real___openat_2(int folder, const char *path, int flags);
int __wrap___openat_2(int folder, const char *path, int flags);

static struct {
	size_t calls;
	size_t interrupted; /* calls that fail before one works */
	bool leaves_eintr;  /* a call that works leaves an old errno */
} opening;

static bool is_interrupted(void)
{
	opening.calls++;
	if (opening.interrupted == 0)
		return false;
	opening.interrupted--;
	errno = EINTR;
	return true;
}

static int leave_errno(int opened)
{
	if (opened >= 0 && opening.leaves_eintr)
		errno = EINTR;
	return opened;
}

int __wrap_openat(int folder, const char *path, int flags, ...)
{
	return is_interrupted() ? -1 : leave_errno(__real_openat(folder, path, flags));
}

int __wrap___openat_2(int folder, const char *path, int flags)
{
	return is_interrupted() ? -1 : leave_errno(__real___openat_2(folder, path, flags));
}

/*
 * A folder to stay beneath, inside/, with something outside of it:
 *
 *   outside.txt
 *   inside/file  inside/folder/file  inside/folder/deep/file
 */
struct fixture {
	char path[64];
	int descriptor; /* of inside/ */
};

static void make_file(const char *name)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs(name, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/beneath-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->path));
	assert_int_equal(chdir(fixture->path), 0);
	assert_int_equal(mkdir("inside", 0755), 0);
	assert_int_equal(mkdir("inside/folder", 0755), 0);
	assert_int_equal(mkdir("inside/folder/deep", 0755), 0);
	make_file("outside.txt");
	make_file("inside/file");
	make_file("inside/folder/file");
	make_file("inside/folder/deep/file");
	fixture->descriptor = open("inside", O_RDONLY | O_DIRECTORY);
	assert_true(fixture->descriptor >= 0);
	injected = NULL;
	openat2_calls = 0;
	memset(&opening, 0, sizeof(opening));
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	close(fixture->descriptor);
	assert_int_equal(chdir(P_tmpdir), 0);
	remove_tree(fixture->path);
	free(fixture);
	return 0;
}

typedef int opener(int descriptor, const char *path, int flags);

/* 0 when it opens, else the error. A descriptor must not be inherited. */
static int error_of(opener *open_path, const struct fixture *fixture, const char *path, int flags)
{
	errno = 0;
	int opened = open_path(fixture->descriptor, path, flags);
	if (opened < 0)
		return errno;
	assert_true((fcntl(opened, F_GETFD) & FD_CLOEXEC) != 0);
	close(opened);
	return 0;
}

static void test_beneath_both_ways_answer_the_same_without_links(void **state)
{
	struct fixture *fixture = *state;
	static char long_name[NAME_MAX + 2];
	memset(long_name, 'x', sizeof(long_name) - 1);
	const struct {
		const char *path;
		int flags;
		int error;
	} cases[] = {
		{"file", O_RDONLY, 0},
		{"folder/file", O_RDONLY, 0},
		{"folder/deep/file", O_RDONLY, 0},
		{"folder/deep/file", O_PATH, 0},
		{"folder", O_RDONLY | O_DIRECTORY, 0},
		{"folder/deep", O_PATH | O_DIRECTORY, 0},
		{".", O_RDONLY | O_DIRECTORY, 0},
		{"./file", O_RDONLY, 0},
		{"folder/./file", O_RDONLY, 0},
		{"none", O_RDONLY, ENOENT},
		{"folder/none", O_RDONLY, ENOENT},
		{"none/file", O_RDONLY, ENOENT},
		{"file/file", O_RDONLY, ENOTDIR},
		{"file", O_RDONLY | O_DIRECTORY, ENOTDIR},
		{"..", O_RDONLY | O_DIRECTORY, EXDEV},
		{"../outside.txt", O_RDONLY, EXDEV},
		{"../inside/file", O_RDONLY, EXDEV},
		{"folder/../../outside.txt", O_RDONLY, EXDEV},
		{long_name, O_RDONLY, ENAMETOOLONG},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int kernel = error_of(tc_beneath_open, fixture, cases[i].path, cases[i].flags);
		int hand = error_of(tc_beneath_open_by_hand, fixture, cases[i].path, cases[i].flags);
		if (kernel != cases[i].error || hand != cases[i].error)
			fail_msg("%s: %s, and by hand %s", cases[i].path, strerror(kernel),
			         strerror(hand));
	}
}

static void test_beneath_longest_name_is_opened(void **state)
{
	struct fixture *fixture = *state;
	char path[sizeof("inside/folder/") + NAME_MAX] = "inside/folder/";
	size_t length = strlen(path);
	memset(path + length, 'x', NAME_MAX);
	path[length + NAME_MAX] = '\0';
	make_file(path);
	const char *name = path + strlen("inside/");
	assert_int_equal(error_of(tc_beneath_open, fixture, name, O_RDONLY), 0);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, name, O_RDONLY), 0);
}

/* Only the kernel's limit keeps a path from being opened whose elements are all short. */
static void test_beneath_longest_path_is_opened_and_no_longer_one(void **state)
{
	static const char file[] = "folder/deep/file";
	struct fixture *fixture = *state;
	char path[PATH_MAX + 1];
	const size_t start = PATH_MAX - strlen(file);
	for (size_t i = 0; i < start; i += 2)
		memcpy(path + i, "./", 2);
	memcpy(path + start, file, sizeof(file));
	assert_int_equal(strlen(path), PATH_MAX);
	assert_int_equal(error_of(tc_beneath_open, fixture, path, O_RDONLY), ENAMETOOLONG);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, path, O_RDONLY), ENAMETOOLONG);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(error_of(tc_beneath_open, fixture, path, O_RDONLY), ENOENT);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, path, O_RDONLY), ENOENT);
	make_file("inside/folder/deep/fil");
	assert_int_equal(error_of(tc_beneath_open, fixture, path, O_RDONLY), 0);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, path, O_RDONLY), 0);
}

static void test_beneath_absolute_path_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/inside/file", fixture->path);
	assert_int_equal(error_of(tc_beneath_open, fixture, path, O_RDONLY), EXDEV);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, path, O_RDONLY), EXDEV);
	assert_int_equal(error_of(tc_beneath_open, fixture, "/", O_RDONLY), EXDEV);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, "/", O_RDONLY), EXDEV);
}

static void test_beneath_empty_path_is_refused(void **state)
{
	struct fixture *fixture = *state;
	assert_int_not_equal(error_of(tc_beneath_open, fixture, "", O_RDONLY), 0);
	assert_int_not_equal(error_of(tc_beneath_open_by_hand, fixture, "", O_RDONLY), 0);
}

/* Links: the kernel follows those that stay beneath, by hand none is followed. */
static void test_beneath_link_that_escapes_is_refused_both_ways(void **state)
{
	struct fixture *fixture = *state;
	char absolute[128];
	(void)snprintf(absolute, sizeof(absolute), "%s/inside/file", fixture->path);
	const struct {
		const char *target;
		const char *path;
		int flags;
	} cases[] = {
		{"../outside.txt", "inside/up", O_RDONLY},
		{"../outside.txt", "inside/up-path", O_PATH},
		{"..", "inside/parent", O_RDONLY | O_DIRECTORY},
		{"../inside/file", "inside/out-and-in", O_RDONLY},
		{absolute, "inside/absolute", O_RDONLY},
		{"/", "inside/root", O_RDONLY | O_DIRECTORY},
		{"../../outside.txt", "inside/folder/up", O_RDONLY},
		{"up", "inside/to-up", O_RDONLY},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(symlink(cases[i].target, cases[i].path), 0);
		const char *path = cases[i].path + strlen("inside/");
		assert_int_equal(error_of(tc_beneath_open, fixture, path, cases[i].flags), EXDEV);
		if (error_of(tc_beneath_open_by_hand, fixture, path, cases[i].flags) != EXDEV)
			fail_msg("%s by hand: %s", path, strerror(errno));
	}
	assert_int_equal(error_of(tc_beneath_open, fixture, "parent/outside.txt", O_RDONLY), EXDEV);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, "parent/outside.txt", O_RDONLY),
	                 EXDEV);
}

static void test_beneath_link_that_stays_is_followed_by_the_kernel_only(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *target;
		const char *link;
		const char *path; /* through it */
		int flags;
	} cases[] = {
		{"file", "inside/to-file", "to-file", O_RDONLY},
		{"file", "inside/to-file-path", "to-file-path", O_PATH},
		{"folder", "inside/to-folder", "to-folder", O_RDONLY | O_DIRECTORY},
		{"folder", "inside/to-folder-2", "to-folder-2/deep/file", O_RDONLY},
		{"../file", "inside/folder/to-file", "folder/to-file", O_RDONLY},
		{"../folder/deep", "inside/folder/to-deep", "folder/to-deep/file", O_RDONLY},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(symlink(cases[i].target, cases[i].link), 0);
		assert_int_equal(error_of(tc_beneath_open, fixture, cases[i].path, cases[i].flags),
		                 0);
		int hand = error_of(tc_beneath_open_by_hand, fixture, cases[i].path, cases[i].flags);
		if (hand != EXDEV)
			fail_msg("%s by hand: %s", cases[i].path, strerror(hand));
	}
}

/* Where the link itself is wanted, it is opened. */
static void test_beneath_link_itself_is_opened_both_ways(void **state)
{
	struct fixture *fixture = *state;
	static opener *const openers[] = {tc_beneath_open, tc_beneath_open_by_hand};
	assert_int_equal(symlink("/", "inside/out"), 0);
	assert_int_equal(symlink("deep", "inside/folder/in"), 0);
	static const char *const paths[] = {"out", "folder/in"};
	for (size_t i = 0; i < COUNT_OF(openers); i++) {
		for (size_t j = 0; j < COUNT_OF(paths); j++) {
			int opened = openers[i](fixture->descriptor, paths[j], O_PATH | O_NOFOLLOW);
			struct stat status;
			assert_true(opened >= 0);
			assert_int_equal(fstat(opened, &status), 0);
			assert_true(S_ISLNK(status.st_mode));
			close(opened);
		}
		/* but not gone through */
		assert_int_equal(error_of(openers[i], fixture, "out/tmp", O_PATH | O_NOFOLLOW),
		                 EXDEV);
	}
}

static void test_beneath_link_to_itself_or_nothing_is_refused(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(symlink("loop", "inside/loop"), 0);
	assert_int_equal(symlink("none", "inside/dangling"), 0);
	assert_int_equal(error_of(tc_beneath_open, fixture, "loop", O_RDONLY), ELOOP);
	assert_int_equal(error_of(tc_beneath_open, fixture, "dangling", O_RDONLY), ENOENT);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, "loop", O_RDONLY), EXDEV);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, "dangling", O_RDONLY), EXDEV);
}

static void test_beneath_magic_link_is_refused(void **state)
{
	(void)state;
	/* an open file of the process, which is no name at all */
	int folder = open("/proc/self", O_RDONLY | O_DIRECTORY);
	if (folder < 0)
		skip();
	const struct fixture process = {.descriptor = folder};
	assert_int_not_equal(error_of(tc_beneath_open, &process, "cwd", O_RDONLY), 0);
	assert_int_equal(error_of(tc_beneath_open_by_hand, &process, "cwd", O_RDONLY), EXDEV);
	close(folder);
}

static void test_beneath_closed_descriptor_is_an_error(void **state)
{
	(void)state;
	const struct fixture none = {.descriptor = -1};
	assert_int_equal(error_of(tc_beneath_open, &none, "file", O_RDONLY), EBADF);
	assert_int_equal(error_of(tc_beneath_open_by_hand, &none, "file", O_RDONLY), EBADF);
}

/* ---- kernels and sandboxes without openat2 ---- */

static void test_beneath_without_openat2_goes_by_hand(void **state)
{
	struct fixture *fixture = *state;
	static const int errors[] = {ENOSYS, EPERM};
	assert_int_equal(symlink("file", "inside/link"), 0);
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		const int once[] = {errors[i], 0};
		injected = once;
		assert_int_equal(error_of(tc_beneath_open, fixture, "folder/deep/file", O_RDONLY), 0);
		injected = once;
		assert_int_equal(error_of(tc_beneath_open, fixture, "link", O_RDONLY), EXDEV);
		injected = once;
		assert_int_equal(error_of(tc_beneath_open, fixture, "../outside.txt", O_RDONLY),
		                 EXDEV);
	}
}

static void test_beneath_interrupted_openat2_is_tried_again(void **state)
{
	struct fixture *fixture = *state;
	static const int errors[] = {EINTR, EAGAIN, EAGAIN, EINTR, 0};
	injected = errors;
	assert_int_equal(error_of(tc_beneath_open, fixture, "file", O_RDONLY), 0);
	assert_int_equal(openat2_calls, 5);
}

/* Someone who renames folders all the time is not waited for. */
static void test_beneath_openat2_that_never_settles_is_given_up(void **state)
{
	struct fixture *fixture = *state;
	enum {
		FOREVER = 10000
	};
	static int errors[FOREVER + 1];
	for (size_t i = 0; i < FOREVER; i++)
		errors[i] = EAGAIN;
	injected = errors;
	assert_int_equal(error_of(tc_beneath_open, fixture, "file", O_RDONLY), EAGAIN);
	assert_true(openat2_calls < 1000);
}

static void test_beneath_other_error_of_openat2_is_answered(void **state)
{
	struct fixture *fixture = *state;
	static const int errors[] = {EACCES, EMFILE, ENFILE, EIO, EINVAL, E2BIG};
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		const int once[] = {errors[i], 0};
		injected = once;
		assert_int_equal(error_of(tc_beneath_open, fixture, "file", O_RDONLY), errors[i]);
	}
}

/* A call that worked says nothing by errno. */
static void test_beneath_interrupted_openat_is_tried_again(void **state)
{
	struct fixture *fixture = *state;
	opening.interrupted = 3;
	assert_int_equal(error_of(tc_open_at, fixture, "file", O_RDONLY), 0);
	assert_int_equal(opening.calls, 4);
	memset(&opening, 0, sizeof(opening));
	opening.leaves_eintr = true;
	assert_int_equal(error_of(tc_open_at, fixture, "file", O_RDONLY), 0);
	assert_int_equal(opening.calls, 1);
}

static void test_beneath_openat2_may_settle_at_the_last_try(void **state)
{
	enum {
		TRIES = 64
	};
	struct fixture *fixture = *state;
	int errors[TRIES + 1];
	for (size_t i = 0; i < TRIES; i++)
		errors[i] = EAGAIN;
	errors[TRIES - 1] = errors[TRIES] = 0;
	injected = errors;
	assert_int_equal(error_of(tc_beneath_open, fixture, "file", O_RDONLY), 0);
	assert_int_equal(openat2_calls, TRIES);
	errors[TRIES - 1] = EAGAIN;
	injected = errors;
	assert_int_equal(error_of(tc_beneath_open, fixture, "file", O_RDONLY), EAGAIN);
}

/*
 * The first free descriptor may be 0; and errno, which is an old one after a call that worked,
 * makes nothing of what was opened.
 */
static void test_beneath_descriptor_0_is_one_like_others(void **state)
{
	static const int old_errors[] = {EINTR, EAGAIN, ENOSYS, EPERM};
	struct fixture *fixture = *state;
	assert_int_equal(symlink("file", "inside/link"), 0);
	int folder = fcntl(fixture->descriptor, F_DUPFD_CLOEXEC, 3);
	int kept = fcntl(0, F_DUPFD_CLOEXEC, 3);
	close(0);
	int opened[COUNT_OF(old_errors)], error;
	for (size_t i = 0; i < COUNT_OF(old_errors); i++) {
		errno = old_errors[i];
		opened[i] = tc_beneath_open(folder, "link", O_RDONLY);
		close(opened[i]);
	}
	errno = EIO;
	error = tc_beneath_find_folder(folder, "folder");
	if (kept >= 0) {
		dup2(kept, 0);
		close(kept);
	}
	close(folder);
	for (size_t i = 0; i < COUNT_OF(old_errors); i++)
		assert_int_equal(opened[i], 0);
	assert_int_equal(error, 0);
}

static void test_beneath_old_error_is_none(void **state)
{
	static const int old_errors[] = {ENOSYS, EPERM};
	struct fixture *fixture = *state;
	assert_int_equal(symlink("file", "inside/link"), 0);
	for (size_t i = 0; i < COUNT_OF(old_errors); i++) {
		errno = old_errors[i];
		int opened = tc_beneath_open(fixture->descriptor, "link", O_RDONLY);
		assert_true(opened >= 0);
		close(opened);
	}
}

/* By hand a link is refused, unless it is wanted itself; and no name is cut. */
static void test_beneath_by_hand_refuses_what_it_does_not_go_through(void **state)
{
	struct fixture *fixture = *state;
	static char path[4000];
	memset(path, 'x', sizeof(path) - 1);
	assert_int_equal(symlink("file", "inside/link"), 0);
	assert_int_equal(
		error_of(tc_beneath_open_by_hand, fixture, "link", O_RDONLY | O_NOFOLLOW), EXDEV);
	assert_int_equal(error_of(tc_beneath_open_by_hand, fixture, path, O_RDONLY), ENAMETOOLONG);
}

/* ---- what that means for trust directories ---- */

static void fill_with(const int value, int errors[64])
{
	for (size_t i = 0; i < 63; i++)
		errors[i] = value;
	errors[63] = 0;
}

/* A link to a repository is one that cannot be read, not one that is not there. */
static void test_beneath_by_hand_link_is_reported(void **state)
{
	struct fixture *fixture = *state;
	(void)fixture;
	static int errors[64];
	assert_int_equal(mkdir("inside/repository", 0755), 0);
	assert_int_equal(mkdir("inside/repository/metadata", 0755), 0);
	make_file("inside/repository/metadata/root.json");
	assert_int_equal(symlink("repository", "inside/zlink"), 0);
	fill_with(ENOSYS, errors);
	injected = errors;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_trustdir trustdir = {.arena = &arena};
	enum tc_found found = TC_FOUND_INVALID;
	assert_int_equal(tc_trustdir_find(&trustdir, "inside", ".", &found), TUF_OK);
	assert_int_equal(found, TC_FOUND_SOME);
	assert_int_equal(trustdir.count, 2);
	assert_int_equal(trustdir.places[0].error, 0);
	assert_string_equal(trustdir.places[1].metadata, "zlink");
	assert_int_equal(trustdir.places[1].error, EXDEV);
	tc_trustdir_clear(&trustdir);
	tuf_arena_clear(&arena);
}

/* A file reached by a link is one that cannot be read, not one that is missing. */
static void test_beneath_by_hand_linked_file_is_reported(void **state)
{
	(void)state;
	static int errors[64];
	assert_int_equal(mkdir("inside/metadata", 0755), 0);
	make_file("inside/metadata/root.json");
	assert_int_equal(symlink("root.json", "inside/metadata/targets.json"), 0);
	assert_int_equal(symlink("../folder", "inside/metadata/targets"), 0);
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_trustdir trustdir = {.arena = &arena};
	enum tc_found found = TC_FOUND_INVALID;
	assert_int_equal(tc_trustdir_find(&trustdir, "inside/metadata", ".", &found), TUF_OK);
	assert_true(trustdir.count >= 1);
	struct tc_trustdir_source context = {.place = &trustdir.places[0], .arena = &arena};
	const struct tc_source source = tc_trustdir_make_source(&context);
	static const struct {
		const char *file;
		enum tc_read_status status;
	} cases[] = {{"root.json", TC_READ_OK},
	             {"targets.json", TC_READ_LINK_ESCAPES},
	             {"targets/file", TC_READ_LINK_ESCAPES},
	             {"none", TC_READ_MISSING}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		fill_with(ENOSYS, errors);
		injected = errors;
		struct tc_read content = {.status = TC_READ_INVALID};
		assert_int_equal(source.read(source.context, cases[i].file, 1000, &content), TUF_OK);
		if (content.status != cases[i].status)
			fail_msg("%s is read with status %d", cases[i].file, (int)content.status);
		free(content.bytes);
	}
	tc_trustdir_leave(&context);
	tc_trustdir_clear(&trustdir);
	tuf_arena_clear(&arena);
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_beneath_both_ways_answer_the_same_without_links),
		fixture_test(test_beneath_longest_name_is_opened),
		fixture_test(test_beneath_longest_path_is_opened_and_no_longer_one),
		fixture_test(test_beneath_absolute_path_is_refused),
		fixture_test(test_beneath_empty_path_is_refused),
		fixture_test(test_beneath_link_that_escapes_is_refused_both_ways),
		fixture_test(test_beneath_link_that_stays_is_followed_by_the_kernel_only),
		fixture_test(test_beneath_link_itself_is_opened_both_ways),
		fixture_test(test_beneath_link_to_itself_or_nothing_is_refused),
		fixture_test(test_beneath_magic_link_is_refused),
		fixture_test(test_beneath_closed_descriptor_is_an_error),
		fixture_test(test_beneath_without_openat2_goes_by_hand),
		fixture_test(test_beneath_interrupted_openat2_is_tried_again),
		fixture_test(test_beneath_openat2_that_never_settles_is_given_up),
		fixture_test(test_beneath_other_error_of_openat2_is_answered),
		fixture_test(test_beneath_interrupted_openat_is_tried_again),
		fixture_test(test_beneath_openat2_may_settle_at_the_last_try),
		fixture_test(test_beneath_descriptor_0_is_one_like_others),
		fixture_test(test_beneath_old_error_is_none),
		fixture_test(test_beneath_by_hand_refuses_what_it_does_not_go_through),
		fixture_test(test_beneath_by_hand_link_is_reported),
		fixture_test(test_beneath_by_hand_linked_file_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
