/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies in private/, and what its folders leave open to others.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify/folder.h"
#include "verify/trustdir_private.h"
#include "descriptors.h"
#include "openat2.h"
#include "remove_tree.h"
#include "verify_support.h"

/* The linker puts these in the place of those without __wrap_. */
int __real_fstat(int descriptor, struct stat *status);
int __wrap_fstat(int descriptor, struct stat *status);
enum tuf_result __real_tc_folder_list_names(struct tuf_arena *arena, int descriptor, size_t max,
                                            struct tc_names *ret_names, int *ret_error);
enum tuf_result __wrap_tc_folder_list_names(struct tuf_arena *arena, int descriptor, size_t max,
                                            struct tc_names *ret_names, int *ret_error);

static struct {
	size_t looks;
	size_t look_fails_at; /* the number of the fstat that fails, from 1; 0: none */
	bool has_devices;     /* each file is said to be on a device of the number of its bytes */
	const char *watched;  /* a path */
	size_t openings;      /* of it, for more than to look at it */
	int error;            /* why it cannot be opened so; 0: it can */
	size_t listings;
	size_t listing_fails_at; /* as above */
	size_t room;             /* of names, in place of as many as there may be; 0: of those */
} script;

int __wrap_fstat(int descriptor, struct stat *status)
{
	if (++script.looks == script.look_fails_at) {
		memset(status, 0xff, sizeof(*status));
		errno = EIO;
		return -1;
	}
	int failed = __real_fstat(descriptor, status);
	if (failed == 0 && script.has_devices && S_ISREG(status->st_mode)) {
		status->st_dev = (dev_t)status->st_size;
		status->st_ino = 1;
	}
	return failed;
}

static long answer_openat2(const struct openat2_call *call)
{
	if (script.watched && strcmp(call->path, script.watched) == 0 &&
	    !(call->how->flags & O_PATH)) {
		script.openings++;
		errno = script.error;
		if (script.error != 0)
			return -1;
	}
	return really_openat2(call);
}

enum tuf_result __wrap_tc_folder_list_names(struct tuf_arena *arena, int descriptor, size_t max,
                                            struct tc_names *ret_names, int *ret_error)
{
	if (++script.listings == script.listing_fails_at) {
		*ret_error = EIO;
		return TUF_OK;
	}
	size_t less = script.room != 0 ? TUF_MAX_PRIVATE_ENTRIES - script.room : 0;
	assert_in_range(max, less, TUF_MAX_PRIVATE_ENTRIES);
	return __real_tc_folder_list_names(arena, descriptor, max - less, ret_names, ret_error);
}

struct fixture {
	char path[64];
	struct tuf_arena arena;
	struct tc_argument argument;
	struct tc_private_list list;
};

static void make_file(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static void make_key(const char *name)
{
	make_file(name, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nrole: a\n\nAAAA\n", 0600);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	memset(&script, 0, sizeof(script));
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/private-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->path));
	assert_int_equal(chdir(fixture->path), 0);
	assert_int_equal(chmod(".", 0755), 0);
	fixture->argument = (struct tc_argument){.path = "trust", .start = "."};
	fixture->argument.descriptor = open(".", O_RDONLY | O_DIRECTORY);
	assert_true(fixture->argument.descriptor >= 0);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	close(fixture->argument.descriptor);
	assert_int_equal(chdir("/"), 0);
	remove_tree(fixture->path);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

static void make_folder(const char *name, mode_t mode)
{
	assert_int_equal(mkdir(name, 0700), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static const struct tc_private_list *list(struct fixture *fixture)
{
	tuf_arena_clear(&fixture->arena);
	fixture->list = (struct tc_private_list){.first = NULL};
	int before = count_descriptors();
	script.looks = 0;
	script.listings = 0;
	assert_int_equal(tc_trustdir_list_private(&fixture->argument, &fixture->arena,
	                                          &fixture->list),
	                 TUF_OK);
	assert_int_equal(count_descriptors(), before);
	return &fixture->list;
}

static const struct tc_private_file *find(const struct tc_private_list *list, const char *below)
{
	for (const struct tc_private_file *file = list->first; file; file = file->next)
		if (strcmp(file->below, below) == 0)
			return file;
	fail_msg("%s is not listed", below);
	return NULL;
}

static void test_list_private_of_none_is_empty(void **state)
{
	assert_int_equal(list(*state)->count, 0);
	make_folder("private", 0700);
	assert_int_equal(list(*state)->count, 0);
}

static void test_list_private_walks_all_folders(void **state)
{
	make_folder("private", 0700);
	make_folder("private/tuf_keys", 0700);
	make_folder("private/tuf_keys/a", 0700);
	make_key("private/one.key");
	make_key("private/tuf_keys/two.key");
	make_key("private/tuf_keys/a/three");
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 3);
	assert_string_equal(find(files, "tuf_keys/a/three")->path,
	                    "trust/private/tuf_keys/a/three");
	assert_string_equal(find(files, "one.key")->facts.role, "a");
}

/* Modes of the trust root, private/ and the file, and what they leave open. */
static void test_list_private_judges_modes_by_all_folders_above(void **state)
{
	static const struct {
		mode_t root, private, file;
		bool is_exposed;
		const char *replaceable;
	} rows[] = {
		{0755, 0755, 0600, false, NULL},
		{0755, 0755, 0640, true, NULL},
		{0755, 0755, 0620, true, NULL},
		{0755, 0755, 0604, true, NULL},
		{0755, 0755, 0602, true, NULL},
		{0755, 0755, 0711, false, NULL}, /* to run a key is nothing */
		{0755, 0700, 0666, false, NULL},
		{0700, 0777, 0666, false, NULL},
		{0755, 0766, 0666, false, NULL}, /* listed, but not searched */
		/* one group may pass the folder and another read the file */
		{0755, 0710, 0604, true, NULL},
		{0755, 0701, 0640, true, NULL},
		{0755, 0777, 0600, false, "trust/private"},
		{0755, 0730, 0600, false, "trust/private"},
		{0755, 0703, 0600, false, "trust/private"},
		{0755, 0722, 0600, false, NULL}, /* written, but not searched */
		{0755, 01777, 0600, false, NULL},
		{0777, 0755, 0600, false, "trust"},
		{0777, 0700, 0600, false, "trust"},
		{01777, 0777, 0600, false, "trust/private"},
		{0755, 0777, 0644, true, "trust/private"},
	};
	make_folder("private", 0700);
	make_key("private/a.key");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(chmod("private/a.key", rows[i].file), 0);
		assert_int_equal(chmod("private", rows[i].private), 0);
		assert_int_equal(chmod(".", rows[i].root), 0);
		const struct tc_private_file *file = find(list(*state), "a.key");
		const char *replaceable = file->replaceable ? file->replaceable : "";
		if (file->is_exposed != rows[i].is_exposed ||
		    strcmp(replaceable, rows[i].replaceable ? rows[i].replaceable : "") != 0)
			fail_msg("row %zu: exposed %d, replaceable %s", i, file->is_exposed,
			         replaceable);
		assert_int_equal(file->mode, rows[i].file);
	}
	assert_int_equal(chmod("private", 0700), 0);
	assert_int_equal(chmod(".", 0700), 0);
}

static void test_list_private_follows_links_that_stay_inside(void **state)
{
	make_folder("private", 0700);
	make_folder("store", 0755);
	make_folder("private/deep", 0700);
	make_key("private/deep/real.key");
	make_key("store/stored.key");
	assert_int_equal(chmod("private/deep/real.key", 0644), 0);
	assert_int_equal(chmod("store/stored.key", 0644), 0);
	assert_int_equal(symlink("deep/real.key", "private/alias.key"), 0);
	assert_int_equal(symlink("../store/stored.key", "private/link.key"), 0);
	assert_int_equal(symlink("../store", "private/stores"), 0);
	assert_int_equal(symlink("..", "private/deep/up"), 0);
	assert_int_equal(symlink("nothing", "private/dangling"), 0);
	assert_int_equal(symlink("loop", "private/loop"), 0);
	assert_int_equal(symlink("../../x", "private/out"), 0);
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 6);
	/* as well covered as what it leads to */
	assert_false(find(files, "deep/real.key")->is_exposed);
	assert_false(find(files, "alias.key")->is_exposed);
	assert_true(find(files, "link.key")->is_exposed);
	assert_true(find(files, "stores/stored.key")->is_exposed);
	assert_int_equal(find(files, "loop")->status, TC_READ_LINK_ESCAPES);
	assert_int_equal(find(files, "out")->status, TC_READ_LINK_ESCAPES);
}

static void test_list_private_tells_what_is_no_file(void **state)
{
	make_folder("private", 0700);
	assert_int_equal(mkfifo("private/pipe", 0600), 0);
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 1);
	assert_int_equal(find(files, "pipe")->status, TC_READ_NOT_REGULAR);
}

static void test_list_private_too_deep_is_told(void **state)
{
	make_folder("private", 0700);
	char path[1024] = "private";
	for (int i = 0; i < TUF_MAX_PATH_DEPTH + 2; i++) {
		size_t length = strlen(path);
		(void)snprintf(path + length, sizeof(path) - length, "/a");
		make_folder(path, 0700);
	}
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 1);
	assert_int_equal(files->first->status, TC_READ_UNREADABLE);
	assert_int_equal(files->first->error, ENAMETOOLONG);
}

/* ---- what is no folder, or cannot be told ---- */

static void test_list_private_that_is_no_folder_tells_what_it_is(void **state)
{
	assert_int_equal(mkfifo("private", 0640), 0);
	assert_int_equal(chmod("private", 0640), 0);
	script.watched = "private";
	const struct tc_private_file *file = find(list(*state), "");
	assert_int_equal(file->status, TC_READ_NOT_REGULAR);
	assert_string_equal(file->problem, "something other than a regular file");
	assert_true(file->has_mode);
	assert_int_equal(file->mode, 0640);
	assert_int_equal(script.openings, 0);
	assert_int_equal(unlink("private"), 0);
	assert_int_equal(symlink("..", "private"), 0);
	assert_int_equal(find(list(*state), "")->status, TC_READ_LINK_ESCAPES);
}

/* Whatever fails first, it says so itself, and the other folder's file is there. */
static void test_list_private_of_a_folder_that_fails_says_why(void **state)
{
	make_folder("private", 0700);
	make_folder("private/a", 0700);
	make_folder("private/b", 0700);
	make_key("private/a/one.key");
	make_key("private/b/two.key");
	for (size_t i = 0; i < 3; i++) {
		memset(&script, 0, sizeof(script));
		script.watched = i == 0 ? "private/a" : NULL;
		script.error = EIO;
		script.listing_fails_at = i == 1 ? 2 : 0;
		/* the root, private/ and a/ twice: how it stands there, and as it was opened */
		script.look_fails_at = i == 2 ? 5 : 0;
		const struct tc_private_list *files = list(*state);
		assert_int_equal(files->count, 2);
		assert_int_equal(find(files, "a")->status, TC_READ_UNREADABLE);
		assert_int_equal(find(files, "a")->error, EIO);
		assert_int_equal(find(files, "b/two.key")->status, TC_READ_OK);
	}
}

static void test_list_private_of_unknown_root_takes_it_for_open(void **state)
{
	make_folder("private", 0755);
	make_file("private/a.key", "text", 0644);
	assert_int_equal(chmod(".", 0700), 0);
	assert_false(find(list(*state), "a.key")->is_exposed);
	script.look_fails_at = 1;
	assert_true(find(list(*state), "a.key")->is_exposed);
}

static void test_list_private_tells_the_outermost_folder_that_is_open(void **state)
{
	make_folder("private", 0777);
	make_folder("private/a", 0777);
	make_key("private/a/a.key");
	assert_string_equal(find(list(*state), "a/a.key")->replaceable, "trust/private");
	assert_int_equal(chmod(".", 0777), 0);
	assert_string_equal(find(list(*state), "a/a.key")->replaceable, "trust");
}

static void test_list_private_with_standard_input_closed_is_the_same(void **state)
{
	make_folder("private", 0700);
	make_folder("private/a", 0700);
	make_key("private/a/a.key");
	assert_int_equal(symlink("a/a.key", "private/link.key"), 0);
	int input = close_input();
	const struct tc_private_list *files = list(*state);
	/* as a folder is opened, for the third time */
	script.look_fails_at = 3;
	const struct tc_private_list *failed = list(*state);
	reopen_input(input);
	assert_int_equal(failed->first->error, EIO);
	script.look_fails_at = 0;
	files = list(*state);
	assert_int_equal(files->count, 2);
	assert_true(find(files, "a/a.key")->facts.is_key);
	assert_true(find(files, "link.key")->facts.is_key);
}

/* ---- limits ---- */

static void test_list_private_of_too_many_files_says_so(void **state)
{
	make_folder("private", 0700);
	make_folder("private/a", 0700);
	make_folder("private/b", 0700);
	char name[32];
	for (int i = 0; i < 12; i++) {
		(void)snprintf(name, sizeof(name), "private/%c/%d", "ab"[i % 2], i);
		make_key(name);
	}
	/* a, b, the six of a, and two of b */
	script.room = 10;
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 9);
	const struct tc_private_file *told = files->last;
	assert_string_equal(told->below, "b");
	assert_int_equal(told->status, TC_READ_UNREADABLE);
	assert_string_equal(told->problem,
	                    "a folder with more than is looked at, 100000 files in all");
	script.room = 14;
	assert_int_equal(list(*state)->count, 12);
}

static void test_list_private_goes_as_deep_as_paths_may_be(void **state)
{
	make_folder("private", 0700);
	char path[1024] = "private", key[1024], told[1024];
	for (int i = 0; i <= TUF_MAX_PATH_DEPTH; i++) {
		if (i == TUF_MAX_PATH_DEPTH) {
			(void)snprintf(key, sizeof(key), "%.1000s/a.key", path);
			make_key(key);
		}
		size_t length = strlen(path);
		(void)snprintf(path + length, sizeof(path) - length, "/a");
		make_folder(path, 0700);
	}
	(void)snprintf(told, sizeof(told), "%s", path);
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 2);
	assert_int_equal(find(files, strchr(key, '/') + 1)->status, TC_READ_OK);
	assert_int_equal(find(files, strchr(told, '/') + 1)->error, ENAMETOOLONG);
}

/* Numbers of files are those of one device: here all have the same. */
static void test_list_private_tells_files_by_device_and_number(void **state)
{
	make_folder("private", 0755);
	make_folder("private/deep", 0700);
	make_folder("store", 0755);
	char name[32], link[32], target[32], text[16] = "";
	for (int i = 1; i <= 9; i++) {
		text[i - 1] = 'x';
		(void)snprintf(name, sizeof(name), "private/deep/%d", i);
		make_file(name, text, 0644);
		(void)snprintf(link, sizeof(link), "private/%d", i);
		(void)snprintf(target, sizeof(target), "deep/%d", i);
		assert_int_equal(symlink(target, link), 0);
	}
	make_file("store/other", "more than those", 0644);
	assert_int_equal(symlink("../store/other", "private/other"), 0);
	script.has_devices = true;
	const struct tc_private_list *files = list(*state);
	assert_int_equal(files->count, 19);
	/* as well covered as what they lead to */
	for (int i = 1; i <= 9; i++) {
		(void)snprintf(link, sizeof(link), "%d", i);
		assert_false(find(files, link)->is_exposed);
	}
	assert_true(find(files, "other")->is_exposed);
}

#define listing_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		listing_test(test_list_private_of_none_is_empty),
		listing_test(test_list_private_walks_all_folders),
		listing_test(test_list_private_judges_modes_by_all_folders_above),
		listing_test(test_list_private_follows_links_that_stay_inside),
		listing_test(test_list_private_tells_what_is_no_file),
		listing_test(test_list_private_too_deep_is_told),
		listing_test(test_list_private_that_is_no_folder_tells_what_it_is),
		listing_test(test_list_private_of_a_folder_that_fails_says_why),
		listing_test(test_list_private_of_unknown_root_takes_it_for_open),
		listing_test(test_list_private_tells_the_outermost_folder_that_is_open),
		listing_test(test_list_private_with_standard_input_closed_is_the_same),
		listing_test(test_list_private_of_too_many_files_says_so),
		listing_test(test_list_private_goes_as_deep_as_paths_may_be),
		listing_test(test_list_private_tells_files_by_device_and_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
