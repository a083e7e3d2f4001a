/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read of private/, and that nothing of a key stays behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/trustdir_private.h"
#include "verify_support.h"

#define KEYS TUFCHECK_TESTDATA "/case-keys"

/* The linker puts __wrap_read in the place of read. */
ssize_t __real_read(int descriptor, void *bytes, size_t length);
ssize_t __wrap_read(int descriptor, void *bytes, size_t length);

static struct {
	size_t taken; /* bytes in all */
	size_t fail_at; /* the number of the call that fails, from 1; 0: none */
	size_t calls;
	int error;
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

static void assert_wiped(const struct tc_key_header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	for (size_t i = 0; i < sizeof(*header); i++)
		assert_int_equal(bytes[i], 0);
}

/* ---- one file ---- */

static void read_key(const char *name, struct tuf_arena *arena, struct tc_private_file *file)
{
	int folder = open(KEYS, O_RDONLY | O_DIRECTORY);
	assert_true(folder >= 0);
	struct tc_key_header scratch = {.length = 0};
	*file = (struct tc_private_file){.path = name};
	reading.taken = 0;
	reading.calls = 0;
	assert_int_equal(tc_trustdir_read_key_header(folder, name, &scratch, arena, file), TUF_OK);
	assert_wiped(&scratch);
	close(folder);
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

/* ---- the list ---- */

struct fixture {
	char path[64];
	struct tuf_arena arena;
	struct tc_argument argument;
	struct tc_private_list list;
};

static void make_key(const char *name)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs("-----BEGIN ENCRYPTED PRIVATE KEY-----\nrole: a\n\nAAAA\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, 0600), 0);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
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

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	close(fixture->argument.descriptor);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(nftw(fixture->path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
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
	assert_int_equal(tc_trustdir_list_private(&fixture->argument, &fixture->arena,
	                                          &fixture->list),
	                 TUF_OK);
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

#define listing_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_key_header_leaves_no_byte_in_the_buffer),
		cmocka_unit_test(test_read_key_header_that_fails_leaves_no_byte_in_the_buffer),
		cmocka_unit_test(test_read_key_header_of_what_is_no_file_reads_nothing),
		listing_test(test_list_private_of_none_is_empty),
		listing_test(test_list_private_walks_all_folders),
		listing_test(test_list_private_judges_modes_by_all_folders_above),
		listing_test(test_list_private_follows_links_that_stay_inside),
		listing_test(test_list_private_tells_what_is_no_file),
		listing_test(test_list_private_too_deep_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
