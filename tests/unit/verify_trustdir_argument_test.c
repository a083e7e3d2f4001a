/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An argument as it is opened: what it is, where the names in it begin, and
 * that one of which that cannot be told is none.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "verify/trustdir_argument.h"
#include "descriptors.h"
#include "openat2.h"
#include "remove_tree.h"
#include "verify_archive_support.h"

/* ---- what the system answers ---- */

/* The linker puts these in the place of those without __wrap_; some builds call the one that checks. */
char *__real_realpath(const char *path, char *resolved);
char *__wrap_realpath(const char *path, char *resolved);
ssize_t __real_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap___pread_chk(int descriptor, void *bytes, size_t length, off_t offset, size_t room);
int __real_close(int descriptor);
int __wrap_close(int descriptor);

static struct {
	const char *closed; /* the path that cannot be opened beneath an argument; NULL: none */
	int error;          /* why it cannot, and of what else fails */
	bool is_unresolved; /* the argument's own path cannot be told */
	size_t fail_at;     /* the number of the read of an archive that fails, from 1; 0: none */
	size_t reads;
	size_t bad_closes; /* of descriptors that are none, but not of -1 */
} script;

static long answer_openat2(const struct openat2_call *call)
{
	if (script.closed && strcmp(call->path, script.closed) == 0) {
		errno = script.error;
		return -1;
	}
	return really_openat2(call);
}

char *__wrap_realpath(const char *path, char *resolved)
{
	if (!script.is_unresolved)
		return __real_realpath(path, resolved);
	errno = script.error;
	return NULL;
}

ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset)
{
	if (++script.reads != script.fail_at)
		return __real_pread(descriptor, bytes, length, offset);
	errno = script.error;
	return -1;
}

ssize_t __wrap___pread_chk(int descriptor, void *bytes, size_t length, off_t offset, size_t room)
{
	assert_true(length <= room);
	return __wrap_pread(descriptor, bytes, length, offset);
}

int __wrap_close(int descriptor)
{
	int failed = __real_close(descriptor);
	script.bad_closes += failed != 0 && descriptor >= 0;
	return failed;
}

/* ---- opening ---- */

struct estate {
	char path[64];
	struct fixture *file; /* an archive */
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	int open_before; /* descriptors, when all of the argument's are closed */
};

static int build(void **state)
{
	struct estate *estate = calloc(1, sizeof(*estate));
	assert_non_null(estate);
	memset(&script, 0, sizeof(script));
	(void)snprintf(estate->path, sizeof(estate->path), "%s/argument-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(estate->path));
	assert_int_equal(chdir(estate->path), 0);
	void *file;
	assert_int_equal(setup(&file), 0);
	estate->file = file;
	add_end(estate->file);
	write_archive(estate->file, estate->file->length);
	estate->trustdir.arena = &estate->arena;
	estate->open_before = count_descriptors();
	*state = estate;
	return 0;
}

static int tear_down(void **state)
{
	struct estate *estate = *state;
	memset(&script, 0, sizeof(script));
	tc_trustdir_clear(&estate->trustdir);
	tuf_arena_clear(&estate->arena);
	void *file = estate->file;
	remove_archive(&file);
	assert_int_equal(chdir(P_tmpdir), 0);
	remove_tree(estate->path);
	free(estate);
	return 0;
}

/* Opens it, and everything is closed when it was forgotten. NULL: it is no argument, for that reason. */
static const struct tc_argument *open_argument(struct estate *estate, const char *path,
                                               enum tc_found wanted)
{
	struct tc_argument *argument = NULL;
	enum tc_found found;
	assert_int_equal(tc_argument_open(&estate->trustdir, path, &found, &argument), TUF_OK);
	if (!argument)
		assert_int_equal(found, wanted);
	tc_trustdir_clear(&estate->trustdir);
	assert_int_equal(count_descriptors(), estate->open_before);
	assert_int_equal(script.bad_closes, 0);
	return argument;
}

/* Makes all folders of a path, which ends with a slash, or a file at its end. */
static void make(const char *path)
{
	char part[128];
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		(void)snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		assert_true(mkdir(part, 0755) == 0 || errno == EEXIST);
	}
	if (path[strlen(path) - 1] == '/')
		return;
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
}

/* ---- where names begin ---- */

static void test_argument_says_where_names_begin(void **state)
{
	static const struct {
		const char *path;
		const char *stands_there;
		const char *gun_prefix; /* NULL: none */
		bool has_tuf_below;
		bool is_trust_root;
	} rows[] = {{"root", "root/tuf/", NULL, true, true},
	            {"plain", "plain/a/", NULL, true, false},
	            {"file", "file/tuf", NULL, true, false},
	            {"named", "named/tuf/metadata/root.json", NULL, false, false},
	            {"empty", "empty/tuf/metadata/", NULL, true, true},
	            {"1/tuf", "1/tuf/a/", "", false, false},
	            {"2/tuf", "2/tuf/metadata/", "", false, false},
	            {"3/tuf", "3/tuf/metadata/root.json", "", true, false},
	            {"4/tuf", "4/tuf/tuf/", NULL, true, true},
	            {"5/tuf/a", "5/tuf/a/metadata/root.json", "a", true, false},
	            {"6/tuf/a", "6/tuf/a/tuf/", NULL, true, true},
	            {"7/tuf/a", "7/tuf/a/tuf/metadata/root.json", "a", false, false},
	            {"9/tuf/a/tuf", "9/tuf/a/tuf/b/", "", false, false},
	            {"8/trust/tuf/a", "8/trust/tuf/a/tuf/", "a", false, false}};
	struct estate *estate = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make(rows[i].stands_there);
		const struct tc_argument *argument =
			open_argument(estate, rows[i].path, TC_FOUND_INVALID);
		assert_non_null(argument);
		const char *prefix = argument->gun_prefix;
		bool has_prefix = rows[i].gun_prefix && prefix &&
		                  strcmp(prefix, rows[i].gun_prefix) == 0;
		if (has_prefix != (prefix != NULL) || (prefix == NULL) != (rows[i].gun_prefix == NULL) ||
		    argument->has_tuf_below != rows[i].has_tuf_below ||
		    argument->is_trust_root != rows[i].is_trust_root)
			fail_msg("%s: %s, %d, %d", rows[i].path, prefix ? prefix : "none",
			         argument->has_tuf_below, argument->is_trust_root);
	}
}

/* A tuf/ that is none, or that leads out, says nothing. */
static void test_argument_of_which_tuf_is_no_folder_is_like_one_without(void **state)
{
	static const char *const targets[] = {"nothing", "tuf", "/", "../other"};
	struct estate *estate = *state;
	make("other/metadata/root.json");
	make("plain/");
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		assert_int_equal(symlink(targets[i], "plain/tuf"), 0);
		const struct tc_argument *argument =
			open_argument(estate, "plain", TC_FOUND_INVALID);
		assert_non_null(argument);
		assert_true(argument->has_tuf_below && !argument->is_trust_root);
		assert_int_equal(unlink("plain/tuf"), 0);
	}
}

/* What is not known could be anything: names would begin at the wrong place. */
static void test_argument_whose_tuf_cannot_be_told_is_none(void **state)
{
	static const struct {
		const char *path;
		const char *closed;
		int error;
		bool is_argument;
	} rows[] = {{"root", "tuf", EIO, false},
	            {"root", "tuf", EMFILE, false},
	            {"root", "tuf", EACCES, false},
	            {"root", "tuf", ENOTDIR, true},
	            {"root", "tuf/metadata", EIO, false},
	            {"root", "tuf/metadata", EMFILE, false},
	            /* a folder of a repository, whatever it is called */
	            {"root", "tuf/metadata", EACCES, true},
	            {"root", "tuf/metadata", ENOTDIR, true},
	            {"root", "tuf/metadata", EXDEV, true},
	            {"root", "tuf/metadata", ELOOP, true},
	            {"1/tuf", "tuf", EIO, false},
	            {"1/tuf", "metadata", EACCES, true},
	            /* not asked for */
	            {"2/trust/tuf", "tuf", EIO, true},
	            {"3", "metadata", EIO, true}};
	struct estate *estate = *state;
	make("root/tuf/");
	make("1/tuf/");
	make("2/trust/tuf/");
	make("3/a/");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		script.closed = rows[i].closed;
		script.error = rows[i].error;
		bool is_argument =
			open_argument(estate, rows[i].path, TC_FOUND_UNREADABLE) != NULL;
		if (is_argument != rows[i].is_argument)
			fail_msg("row %zu: %d", i, is_argument);
	}
}

/* Whether it is a repository that is called so is not known. */
static void test_argument_called_tuf_that_cannot_be_looked_into_is_none(void **state)
{
	struct estate *estate = *state;
	make("1/tuf/");
	script.closed = "metadata";
	script.error = EIO;
	assert_null(open_argument(estate, "1/tuf", TC_FOUND_UNREADABLE));
}

static void test_argument_without_a_real_path_is_none(void **state)
{
	struct estate *estate = *state;
	const char *const paths[] = {".", estate->file->path};
	script.is_unresolved = true;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		script.error = EACCES;
		assert_null(open_argument(estate, paths[i], TC_FOUND_UNREADABLE));
		script.error = ENOMEM;
		struct tc_argument *argument = NULL;
		enum tc_found found;
		assert_int_equal(tc_argument_open(&estate->trustdir, paths[i], &found, &argument),
		                 TUF_NO_MEMORY);
		assert_null(argument);
		assert_int_equal(count_descriptors(), estate->open_before);
	}
}

/* ---- the same one again ---- */

static void find(struct estate *estate, const char *path, const char *start, enum tc_found wanted)
{
	enum tc_found found;
	assert_int_equal(tc_trustdir_find(&estate->trustdir, path, start, &found), TUF_OK);
	assert_int_equal(found, wanted);
}

static void test_argument_named_again_is_opened_once(void **state)
{
	struct estate *estate = *state;
	make("root/tuf/a/metadata/root.json");
	make("root/tuf/b/metadata/root.json");
	find(estate, "root", "tuf/a", TC_FOUND_SOME);
	int open = count_descriptors();
	find(estate, "root", "tuf/b", TC_FOUND_SOME);
	find(estate, "root", "tuf/a", TC_FOUND_SOME);
	assert_int_equal(count_descriptors(), open);
	size_t count = 0;
	for (const struct tc_argument *known = estate->trustdir.arguments; known; known = known->next)
		count++;
	assert_int_equal(count, 3);
	assert_string_equal(estate->trustdir.places[1].gun, "b");
	tc_trustdir_clear(&estate->trustdir);
	assert_int_equal(count_descriptors(), estate->open_before);
	assert_int_equal(script.bad_closes, 0);
}

static void test_argument_that_was_given_up_is_opened_again(void **state)
{
	struct estate *estate = *state;
	make("root/tuf/a/metadata/root.json");
	script.closed = "tuf";
	script.error = EIO;
	find(estate, "root", ".", TC_FOUND_UNREADABLE);
	find(estate, "root", ".", TC_FOUND_UNREADABLE);
	script.closed = NULL;
	find(estate, "root", ".", TC_FOUND_SOME);
	assert_string_equal(estate->trustdir.places[0].gun, "a");
}

/* ---- archives ---- */

static void test_argument_of_archive_has_it_or_what_is_wrong(void **state)
{
	struct estate *estate = *state;
	const char *path = estate->file->path;
	const struct tc_argument *argument = open_argument(estate, path, TC_FOUND_INVALID);
	assert_non_null(argument);
	assert_non_null(argument->archive);
	assert_null(argument->problem);
	assert_true(argument->has_tuf_below && !argument->is_trust_root && !argument->gun_prefix);
	write_archive(estate->file, estate->file->length - 1);
	argument = open_argument(estate, path, TC_FOUND_INVALID);
	assert_non_null(argument);
	assert_null(argument->archive);
	assert_non_null(argument->problem);
	assert_string_equal(argument->problem->refusal.actual, "one");
}

static void test_argument_that_is_no_archive_is_nothing(void **state)
{
	struct estate *estate = *state;
	make("text");
	assert_null(open_argument(estate, "text", TC_FOUND_NOTHING));
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_null(open_argument(estate, "pipe", TC_FOUND_NOTHING));
	assert_null(open_argument(estate, "absent", TC_FOUND_NO_PATH));
	assert_null(open_argument(estate, "text/absent", TC_FOUND_UNREADABLE));
}

/* To its end: a part of one is none. */
static void test_argument_of_archive_that_cannot_be_read_is_none(void **state)
{
	struct estate *estate = *state;
	const char *path = estate->file->path;
	assert_non_null(open_argument(estate, path, TC_FOUND_INVALID));
	size_t count = script.reads;
	assert_true(count > 5);
	script.error = EIO;
	for (script.fail_at = 1; script.fail_at <= count; script.fail_at++) {
		script.reads = 0;
		assert_null(open_argument(estate, path, TC_FOUND_UNREADABLE));
	}
}

/* Then the system gives its number to the argument. */
static void test_argument_with_standard_input_closed_is_the_same(void **state)
{
	struct estate *estate = *state;
	make("root/tuf/");
	int input = close_input();
	assert_non_null(open_argument(estate, "root", TC_FOUND_INVALID));
	assert_non_null(open_argument(estate, estate->file->path, TC_FOUND_INVALID));
	script.is_unresolved = true;
	script.error = EACCES;
	assert_null(open_argument(estate, "root", TC_FOUND_UNREADABLE));
	assert_null(open_argument(estate, estate->file->path, TC_FOUND_UNREADABLE));
	reopen_input(input);
}

#define argument_test(function) cmocka_unit_test_setup_teardown(function, build, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		argument_test(test_argument_says_where_names_begin),
		argument_test(test_argument_of_which_tuf_is_no_folder_is_like_one_without),
		argument_test(test_argument_whose_tuf_cannot_be_told_is_none),
		argument_test(test_argument_called_tuf_that_cannot_be_looked_into_is_none),
		argument_test(test_argument_without_a_real_path_is_none),
		argument_test(test_argument_named_again_is_opened_once),
		argument_test(test_argument_that_was_given_up_is_opened_again),
		argument_test(test_argument_of_archive_has_it_or_what_is_wrong),
		argument_test(test_argument_that_is_no_archive_is_nothing),
		argument_test(test_argument_of_archive_that_cannot_be_read_is_none),
		argument_test(test_argument_with_standard_input_closed_is_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
