/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of a repository, as what folders say of their entries, and what
 * the system says of those, makes them.
 */
#include <dirent.h>
#include <errno.h>

#include "tuf/limits.h"
#include "verify/folder.h"
#include "openat2.h"
#include "verify_trustdir_source_support.h"

/* ---- what the system answers ---- */

/* The linker puts these in the place of those without __wrap_. */
bool __real_tc_entries_next(struct tc_entries *entries, struct tc_entry *ret_entry);
bool __wrap_tc_entries_next(struct tc_entries *entries, struct tc_entry *ret_entry);
int __real_fstatat(int folder, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int folder, const char *name, struct stat *status, int flags);

static struct {
	/* What the folder that is listed first has: so many entries, and those behind them; none: what it has. */
	size_t made;
	unsigned char made_type;
	const struct tc_entry *behind; /* up to one without a name */
	int folder_error;              /* why it ends there; 0: that was all */
	int folder;                    /* it; 0: not known yet */
	size_t entries;                /* that were asked for */
	char name[24];
	bool types_are_unknown; /* of entries */
	const char *closed;     /* a name at the end of paths that cannot be opened; NULL: none */
	const char *untold;     /* a name of which it cannot be told what it is; NULL: none */
	int error;              /* why not */
	int stale;              /* an error from before, which nothing that succeeds resets */
	size_t openings;
	size_t questions; /* what a name is */
} script;

/* The next one of a folder that is made up. */
static bool make_up(struct tc_entries *entries, struct tc_entry *ret_entry)
{
	size_t index = script.entries++;
	if (index < script.made) {
		(void)snprintf(script.name, sizeof(script.name), "%05zu", index);
		*ret_entry = (struct tc_entry){.name = script.name, .type = script.made_type};
		return true;
	}
	const struct tc_entry *entry = script.behind ? &script.behind[index - script.made] : NULL;
	if (entry && entry->name) {
		*ret_entry = *entry;
		return true;
	}
	entries->error = script.folder_error;
	return false;
}

bool __wrap_tc_entries_next(struct tc_entries *entries, struct tc_entry *ret_entry)
{
	bool is_made_up = script.made != 0 || script.behind;
	if (is_made_up && script.folder == 0)
		script.folder = entries->descriptor;
	if (is_made_up && script.folder == entries->descriptor)
		return make_up(entries, ret_entry);
	bool is_there = __real_tc_entries_next(entries, ret_entry);
	if (is_there && script.types_are_unknown)
		ret_entry->type = DT_UNKNOWN;
	return is_there;
}

static bool ends_in(const char *path, const char *name)
{
	size_t length = strlen(path);
	return name && length >= strlen(name) && strcmp(path + length - strlen(name), name) == 0;
}

static long answer_openat2(const struct openat2_call *call)
{
	script.openings++;
	if (ends_in(call->path, script.closed)) {
		errno = script.error;
		return -1;
	}
	long opened = really_openat2(call);
	if (opened >= 0 && script.stale != 0)
		errno = script.stale;
	return opened;
}

int __wrap_fstatat(int folder, const char *name, struct stat *status, int flags)
{
	script.questions++;
	if (!ends_in(name, script.untold))
		return __real_fstatat(folder, name, status, flags);
	errno = script.error;
	return -1;
}

static int begin(void **state)
{
	memset(&script, 0, sizeof(script));
	return setup(state);
}

static int end(void **state)
{
	memset(&script, 0, sizeof(script));
	return teardown(state);
}

static void list_anew(struct fixture *fixture, const char *folder)
{
	script.folder = 0;
	script.entries = 0;
	script.openings = 0;
	script.questions = 0;
	list(fixture, folder);
}

static void assert_complete(const struct fixture *fixture)
{
	assert_false(fixture->listing.is_cut);
	assert_int_equal(fixture->listing.error, 0);
}

static void assert_closed(const struct fixture *fixture, const char *name, int error)
{
	assert_int_equal(fixture->listing.error, error);
	assert_string_equal(fixture->listing.closed, name);
}

/* ---- what stands in a folder ---- */

static void make_one_of_each(void)
{
	make_file(METADATA "/targets/a.json");
	assert_int_equal(mkfifo(METADATA "/pipe", 0644), 0);
	assert_int_equal(symlink("root.json", METADATA "/link"), 0);
	assert_int_equal(symlink("targets", METADATA "/folder"), 0);
}

static void assert_one_of_each(const struct fixture *fixture)
{
	assert_names(fixture, (const char *const[]){"link", "pipe", "root.json", "targets/a.json"},
	             4);
	assert_complete(fixture);
	const struct tc_listed_file *files = fixture->listing.items;
	assert_true(!files[0].is_regular && !files[1].is_regular);
	assert_true(files[2].is_regular && files[3].is_regular);
}

/* Some file systems do not say what an entry is; of those that do it is not asked. */
static void test_entries_of_unknown_type_are_asked_for_it(void **state)
{
	struct fixture *fixture = *state;
	make_one_of_each();
	list_anew(fixture, ".");
	assert_one_of_each(fixture);
	assert_int_equal(script.questions, 0);
	script.types_are_unknown = true;
	list_anew(fixture, ".");
	assert_one_of_each(fixture);
	assert_int_equal(script.questions, 6);
}

static void test_entries_that_cannot_be_told_are_none(void **state)
{
	struct fixture *fixture = *state;
	script.types_are_unknown = true;
	script.untold = "root.json";
	script.error = ENOENT; /* it was removed meanwhile */
	make_file(METADATA "/targets/a.json");
	list_anew(fixture, ".");
	assert_listed(fixture, "targets/a.json");
	assert_complete(fixture);
	script.error = EIO;
	list_anew(fixture, ".");
	assert_listed(fixture, "targets/a.json");
	assert_closed(fixture, "root.json", EIO);
}

/* Only folders and links are opened: the metadata folder, targets/ and the two links. */
static void test_entries_that_are_files_are_not_opened(void **state)
{
	struct fixture *fixture = *state;
	make_one_of_each();
	list_anew(fixture, ".");
	assert_int_equal(script.openings, 4);
}

/* One that may be a folder is no file, and it is not known what is below it. */
static void test_entries_that_are_closed_links_are_told(void **state)
{
	struct fixture *fixture = *state;
	make_one_of_each();
	script.closed = "link";
	script.error = EACCES;
	list_anew(fixture, ".");
	assert_listed(fixture, "pipe", "root.json", "targets/a.json");
	assert_closed(fixture, "link", EACCES);
}

/* An error is one only where something has failed. */
static void test_entries_are_the_same_after_errors_from_before(void **state)
{
	struct fixture *fixture = *state;
	make_one_of_each();
	script.stale = EACCES;
	list_anew(fixture, ".");
	assert_one_of_each(fixture);
	script.stale = EXDEV;
	list_anew(fixture, ".");
	assert_one_of_each(fixture);
	assert_int_equal(script.openings, 4);
}

/* Then the system gives its number to what is opened below the metadata folder, which was opened before. */
static void test_entries_with_standard_input_closed_are_the_same(void **state)
{
	struct fixture *fixture = *state;
	make_one_of_each();
	struct tc_listed_place place = {.argument = fixture->trustdir.places[0].argument,
	                                .path = "tuf/a/metadata"};
	place.descriptor = open(METADATA, O_RDONLY | O_DIRECTORY);
	int input = close_input();
	int open_before = count_descriptors(), error;
	script.stale = EACCES;
	assert_int_equal(tc_trustdir_list(&fixture->arena, &place, &fixture->listing, &error),
	                 TUF_OK);
	assert_int_equal(error, 0);
	assert_one_of_each(fixture);
	assert_int_equal(count_descriptors(), open_before);
	reopen_input(input);
	close(place.descriptor);
}

/* ---- folders ---- */

static void test_entries_of_folder_that_is_gone_are_none(void **state)
{
	static const struct {
		int error;
		bool is_told;
	} rows[] = {{ENOENT, false}, {ENOTDIR, false}, {EIO, true}, {ELOOP, true}, {EMFILE, true}};
	struct fixture *fixture = *state;
	make_file(METADATA "/targets/a.json");
	script.closed = "targets";
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		script.error = rows[i].error;
		list_anew(fixture, ".");
		assert_listed(fixture, "root.json");
		if (rows[i].is_told)
			assert_closed(fixture, "targets", rows[i].error);
		else
			assert_complete(fixture);
	}
}

/* What is above is looked at before what is below. */
static void test_entries_of_many_closed_folders_name_the_first(void **state)
{
	struct fixture *fixture = *state;
	make_folder(METADATA "/other");
	make_folder(METADATA "/other/shut");
	make_folder(METADATA "/shut");
	script.closed = "shut";
	script.error = EIO;
	list_anew(fixture, ".");
	assert_closed(fixture, "shut", EIO);
}

static void test_entries_of_folder_that_cannot_be_read_to_its_end_are_those_before(void **state)
{
	struct fixture *fixture = *state;
	script.made = 3;
	script.made_type = DT_REG;
	script.folder_error = EIO;
	list_anew(fixture, ".");
	assert_listed(fixture, "00000", "00001", "00002");
	assert_closed(fixture, ".", EIO);
	const struct tc_root_file *roots;
	size_t count;
	int error;
	script.folder = 0;
	script.entries = 0;
	assert_int_equal(fixture->source.list_roots(fixture->source.context, &roots, &count, &error),
	                 TUF_OK);
	assert_int_equal(error, EIO);
}

/* A link that stands where a folder stood leads to another one. */
static void test_entries_below_what_has_become_a_link_are_none(void **state)
{
	static const struct tc_entry behind[] = {{.name = "targets", .type = DT_DIR},
	                                         {.name = NULL}};
	struct fixture *fixture = *state;
	make_folder("trust/tuf/b");
	make_file("trust/tuf/b/other.json");
	script.behind = behind;
	make_file(METADATA "/targets/a.json");
	list_anew(fixture, ".");
	assert_listed(fixture, "targets/a.json");
	assert_int_equal(unlink(METADATA "/targets/a.json"), 0);
	assert_int_equal(rmdir(METADATA "/targets"), 0);
	assert_int_equal(symlink("../../b", METADATA "/targets"), 0);
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, 0);
}

/* ---- limits ---- */

static void test_entries_up_to_the_limit_are_listed(void **state)
{
	struct fixture *fixture = *state;
	script.made = TUF_MAX_LISTED_FILES;
	script.made_type = DT_REG;
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, TUF_MAX_LISTED_FILES);
	assert_complete(fixture);
	script.made++;
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, TUF_MAX_LISTED_FILES);
	assert_true(fixture->listing.is_cut);
}

static void test_entries_that_are_folders_are_counted_too(void **state)
{
	struct fixture *fixture = *state;
	script.made = TUF_MAX_LISTED_FILES;
	script.made_type = DT_DIR;
	list_anew(fixture, ".");
	assert_complete(fixture);
	script.made++;
	list_anew(fixture, ".");
	assert_true(fixture->listing.is_cut);
}

static void test_entries_beyond_the_limit_are_not_looked_at(void **state)
{
	static const struct tc_entry behind[] = {{.name = "link", .type = DT_LNK},
	                                         {.name = "targets", .type = DT_DIR},
	                                         {.name = "1.root.json", .type = DT_REG},
	                                         {.name = "root.2.json", .type = DT_REG},
	                                         {.name = NULL}};
	struct fixture *fixture = *state;
	make_file(METADATA "/targets/a.json");
	assert_int_equal(symlink("root.json", METADATA "/link"), 0);
	script.made = 2 * TUF_MAX_LISTED_FILES;
	script.made_type = DT_REG;
	script.behind = behind;
	/* of the metadata folder it is asked for roots: they are found by their names alone */
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, TUF_MAX_LISTED_FILES);
	assert_int_equal(script.openings, 1);
	const struct tc_root_file *roots;
	size_t count;
	int error;
	script.folder = 0;
	script.entries = 0;
	assert_int_equal(fixture->source.list_roots(fixture->source.context, &roots, &count, &error),
	                 TUF_OK);
	assert_int_equal(count, 2);
	assert_int_equal(error, 0);
	/* of any other one nothing is */
	list_anew(fixture, TC_CHANGELIST);
	assert_true(fixture->listing.is_cut);
	assert_int_equal(script.entries, TUF_MAX_LISTED_FILES + 1);
}

static void test_entries_as_deep_as_paths_may_be_are_listed(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(chdir(METADATA), 0);
	for (size_t i = 0; i < TUF_MAX_PATH_DEPTH; i++) {
		make_folder("d");
		assert_int_equal(chdir("d"), 0);
	}
	make_file("deepest");
	int deepest = open(".", O_PATH | O_DIRECTORY);
	assert_int_equal(chdir(fixture->path), 0);
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, 2);
	assert_complete(fixture);
	assert_int_equal(mkdirat(deepest, "d", 0755), 0);
	close(deepest);
	list_anew(fixture, ".");
	assert_int_equal(fixture->listing.count, 2);
	assert_true(fixture->listing.is_cut);
}

#define entries_test(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		entries_test(test_entries_of_unknown_type_are_asked_for_it),
		entries_test(test_entries_that_cannot_be_told_are_none),
		entries_test(test_entries_that_are_files_are_not_opened),
		entries_test(test_entries_that_are_closed_links_are_told),
		entries_test(test_entries_are_the_same_after_errors_from_before),
		entries_test(test_entries_with_standard_input_closed_are_the_same),
		entries_test(test_entries_of_folder_that_is_gone_are_none),
		entries_test(test_entries_of_many_closed_folders_name_the_first),
		entries_test(test_entries_of_folder_that_cannot_be_read_to_its_end_are_those_before),
		entries_test(test_entries_below_what_has_become_a_link_are_none),
		entries_test(test_entries_up_to_the_limit_are_listed),
		entries_test(test_entries_that_are_folders_are_counted_too),
		entries_test(test_entries_beyond_the_limit_are_not_looked_at),
		entries_test(test_entries_as_deep_as_paths_may_be_are_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
