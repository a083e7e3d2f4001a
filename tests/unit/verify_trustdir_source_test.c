/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which file a source takes a name for: of the folder that was opened, or the
 * one that clients would come to, and never one outside of the argument.
 */
#include <errno.h>
#include <limits.h>

#include "openat2.h"
#include "verify_trustdir_source_support.h"

/* ---- what the system answers ---- */

/* The linker puts these in the place of those without __wrap_. */
void *__real_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size);
void *__wrap_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size);

static struct {
	bool is_old;        /* the system does not offer to stay beneath a folder */
	const char *closed; /* the path that cannot be opened; NULL: none */
	int error;          /* why not */
	int stale;          /* an error from before, which nothing that succeeds resets */
	size_t openings;
	bool lacks_memory; /* for an array */
} script;

static long answer_openat2(const struct openat2_call *call)
{
	script.openings++;
	bool is_closed = script.closed && strcmp(call->path, script.closed) == 0;
	if (script.is_old || is_closed) {
		errno = script.is_old ? ENOSYS : script.error;
		return -1;
	}
	long opened = really_openat2(call);
	if (opened >= 0 && script.stale != 0)
		errno = script.stale;
	return opened;
}

void *__wrap_tuf_arena_take_array(struct tuf_arena *arena, size_t count, size_t size)
{
	return script.lacks_memory ? NULL : __real_tuf_arena_take_array(arena, count, size);
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

static struct tc_read read_name(const struct fixture *fixture, const char *file)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	assert_int_equal(fixture->source.read(fixture->source.context, file, 9, &content), TUF_OK);
	free(content.bytes);
	return content;
}

/* The metadata folder is open from here on. */
static void enter(struct fixture *fixture)
{
	assert_int_equal(
		fixture->source.list_files(fixture->source.context, ".", &fixture->listing),
		TUF_OK);
}

/* ---- where a name leads ---- */

static void test_source_locates_what_is_beside_metadata_alone(void **state)
{
	static const struct {
		const char *metadata;
		const char *file;
		const char *located;
	} rows[] = {{"a/metadata", "root.json", "a/metadata/root.json"},
	            {"a/metadata", TC_CHANGELIST, "a/changelist"},
	            {"metadata", TC_CHANGELIST "/1.change", "changelist/1.change"},
	            {"a/other", "root.json", "a/other/root.json"},
	            {"a/other", TC_CHANGELIST, ""},
	            {".", "root.json", "root.json"},
	            {".", TC_CHANGELIST, ""}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tc_place place = {.metadata = rows[i].metadata};
		assert_string_equal(tc_trustdir_locate(&fixture->arena, &place, rows[i].file),
		                    rows[i].located);
	}
}

/* Nor is what stands below it taken for what is beside it. */
static void test_source_of_metadata_alone_has_nothing_beside(void **state)
{
	struct fixture *fixture = *state;
	make_folder(METADATA "/changelist");
	make_file(METADATA "/changelist/1.change");
	find(fixture, METADATA);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(read_name(fixture, TC_CHANGELIST "/1.change").status,
		                 TC_READ_MISSING);
		list(fixture, TC_CHANGELIST);
		assert_int_equal(fixture->listing.count, 0);
		assert_int_equal(fixture->listing.error, 0);
		script.is_old = true;
	}
}

/* The folder is the one that was opened, whatever stands under its name by now. */
static void test_source_identifies_files_of_the_folder_that_was_opened(void **state)
{
	struct fixture *fixture = *state;
	enter(fixture);
	assert_int_equal(rename("trust/tuf/a", "trust/tuf/b"), 0);
	make_folder("trust/tuf/a");
	make_folder(METADATA);
	make_file(METADATA "/targets.json");
	assert_int_equal(identify(fixture, "targets.json").inode, 0);
	assert_int_not_equal(identify(fixture, "root.json").inode, 0);
}

/* Before that no other folder is: not the one that standard input may be. */
static void test_source_identifies_no_file_of_another_folder(void **state)
{
	struct fixture *fixture = *state;
	make_file("secret");
	int input = close_input();
	int outside = open(".", O_RDONLY | O_DIRECTORY);
	assert_int_equal(outside, STDIN_FILENO);
	assert_int_equal(identify(fixture, "secret").inode, 0);
	tc_trustdir_leave(&fixture->context);
	assert_int_not_equal(identify(fixture, "root.json").inode, 0);
	close(outside);
	reopen_input(input);
}

static void test_source_without_memory_identifies_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct tc_file_id id = {.inode = 0};
	script.lacks_memory = true;
	assert_int_equal(fixture->source.identify(fixture->source.context, "root.json", &id),
	                 ENOMEM);
}

static void test_source_identifies_nothing_out_of_reach(void **state)
{
	static const struct {
		int error;
		bool is_out_of_reach;
	} rows[] = {{ENOENT, true}, {ENOTDIR, true}, {ELOOP, true},
	            {EACCES, false}, {EIO, false},   {EMFILE, false}};
	struct fixture *fixture = *state;
	enter(fixture);
	script.closed = "root.json";
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_file_id id = {.device = 99, .inode = 99};
		script.error = rows[i].error;
		int error = fixture->source.identify(fixture->source.context, "root.json", &id);
		assert_int_equal(error, rows[i].is_out_of_reach ? 0 : rows[i].error);
		if (rows[i].is_out_of_reach)
			assert_int_equal(id.inode, 0);
	}
}

static void test_source_opens_a_file_once(void **state)
{
	struct fixture *fixture = *state;
	enter(fixture);
	int open_before = count_descriptors();
	script.stale = EXDEV;
	script.openings = 0;
	assert_int_not_equal(identify(fixture, "root.json").inode, 0);
	assert_int_equal(script.openings, 1);
	assert_int_equal(count_descriptors(), open_before);
}

/* What is beside the metadata folder is read without it. */
static void test_source_of_what_is_beside_opens_nothing_else(void **state)
{
	struct fixture *fixture = *state;
	make_file(CHANGES "/1.change");
	script.openings = 0;
	assert_int_equal(read_name(fixture, TC_CHANGELIST "/1.change").status, TC_READ_OK);
	assert_int_equal(script.openings, 2);
	assert_false(fixture->context.folder.is_known);
}

/* ---- long paths ---- */

/* A path of that length below the argument: "./" in front changes nothing. */
static char *make_long(const char *path, size_t length)
{
	char *whole = malloc(length + 1);
	assert_non_null(whole);
	size_t skip = length - strlen(path);
	for (size_t i = 0; i < skip; i++)
		whole[i] = i % 2 == 0 && i + 1 < skip ? '.' : '/';
	memcpy(whole + skip, path, strlen(path) + 1);
	return whole;
}

/* A link that leaves the folder is gone from the argument on, by a path that may not be cut. */
static void test_source_opens_no_path_that_is_too_long(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_argument *argument = fixture->trustdir.places[0].argument;
	make_file("trust/tuf/beside");
	assert_int_equal(symlink("../../beside", METADATA "/up"), 0);
	assert_int_equal(symlink("../../beside", METADATA "/upper"), 0);
	assert_int_equal(symlink("../../beside", METADATA "/uppe"), 0);
	int folder = open(METADATA, O_PATH | O_DIRECTORY);
	char *path = make_long("tuf/a/metadata", PATH_MAX - 1 - strlen("/upper"));
	int opened = tc_trustdir_open(argument, path, folder, "upper", O_PATH);
	assert_true(opened >= 0);
	close(opened);
	opened = tc_trustdir_open(argument, path, folder, "up", O_PATH);
	assert_true(opened >= 0);
	close(opened);
	free(path);
	for (size_t more = 0; more < 3; more++) {
		path = make_long("tuf/a/metadata", PATH_MAX + more - strlen("/upper"));
		opened = tc_trustdir_open(argument, path, folder, "upper", O_PATH);
		assert_int_equal(opened, -1);
		assert_int_equal(errno, ENAMETOOLONG);
		free(path);
	}
	close(folder);
}

/* Though a file could be read from the folder that is open: clients could not. */
static void test_source_reads_no_file_of_a_path_that_is_too_long(void **state)
{
	struct fixture *fixture = *state;
	for (size_t length = PATH_MAX - 2; length <= PATH_MAX + 4; length++) {
		char *metadata = make_long("tuf/a/metadata", length - strlen("/root.json"));
		if (strlen(metadata) >= PATH_MAX) {
			free(metadata);
			break;
		}
		struct tc_place place = fixture->trustdir.places[0];
		place.metadata = metadata;
		fixture->context.place = &place;
		enter(fixture);
		struct tc_read content = read_name(fixture, "root.json");
		if (length < PATH_MAX) {
			assert_int_equal(content.status, TC_READ_OK);
			/* from the folder that is open */
			assert_int_equal(rename("trust/tuf/a", "trust/tuf/b"), 0);
			assert_int_equal(read_name(fixture, "root.json").status, TC_READ_OK);
			assert_int_equal(rename("trust/tuf/b", "trust/tuf/a"), 0);
		} else {
			assert_int_equal(content.status, TC_READ_UNREADABLE);
			assert_int_equal(content.error, ENAMETOOLONG);
		}
		tc_trustdir_leave(&fixture->context);
		fixture->context.place = &fixture->trustdir.places[0];
		free(metadata);
	}
}

/* ---- folders that are not there ---- */

static const struct {
	int error;
	bool is_told;
} folder_errors[] = {{ENOENT, false}, {ENOTDIR, false}, {EIO, true},   {EACCES, true},
                     {ELOOP, true},   {EXDEV, true},    {EMFILE, true}};

static void assert_list_of_closed_says_why(struct fixture *fixture, const char *folder)
{
	for (size_t i = 0; i < COUNT_OF(folder_errors); i++) {
		script.error = folder_errors[i].error;
		list(fixture, folder);
		assert_int_equal(fixture->listing.count, 0);
		assert_int_equal(fixture->listing.error,
		                 folder_errors[i].is_told ? folder_errors[i].error : 0);
		if (folder_errors[i].is_told)
			assert_string_equal(fixture->listing.closed, ".");
	}
}

static void test_source_without_metadata_lists_nothing_or_says_why(void **state)
{
	script.closed = "tuf/a/metadata";
	assert_list_of_closed_says_why(*state, ".");
	script.closed = "tuf/a/changelist";
	assert_list_of_closed_says_why(*state, TC_CHANGELIST);
}

/* Then the system gives its number to the metadata folder. */
static void test_source_with_standard_input_closed_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(symlink("../../beside", METADATA "/up"), 0);
	make_file("trust/tuf/beside");
	int input = close_input();
	script.stale = EXDEV;
	list(fixture, ".");
	assert_listed(fixture, "root.json", "up");
	list(fixture, TC_CHANGELIST);
	assert_int_equal(fixture->listing.count + (size_t)fixture->listing.error, 0);
	enter(fixture);
	assert_int_equal(rename("trust/tuf/a", "trust/tuf/b"), 0);
	assert_int_equal(read_name(fixture, "root.json").status, TC_READ_OK);
	assert_int_equal(rename("trust/tuf/b", "trust/tuf/a"), 0);
	tc_trustdir_leave(&fixture->context);
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	/* and to a file, where the folder was opened before */
	reopen_input(input);
	enter(fixture);
	input = close_input();
	script.openings = 0;
	assert_int_not_equal(identify(fixture, "root.json").inode, 0);
	assert_int_equal(script.openings, 1);
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	reopen_input(input);
}

/* ---- what was read ---- */

static void test_source_notes_what_it_has_read_alone(void **state)
{
	struct fixture *fixture = *state;
	struct tc_inputs inputs = {.first = NULL};
	fixture->context.inputs = &inputs;
	assert_int_equal(read_name(fixture, "targets.json").status, TC_READ_MISSING);
	assert_int_equal(read_name(fixture, "targets").status, TC_READ_NOT_REGULAR);
	assert_int_equal(inputs.count, 0);
	assert_int_equal(read_name(fixture, "root.json").status, TC_READ_OK);
	assert_int_equal(inputs.count, 1);
	assert_string_equal(inputs.first->input.path, "root.json");
	fixture->context.inputs = NULL;
	assert_int_equal(read_name(fixture, "root.json").status, TC_READ_OK);
	assert_int_equal(inputs.count, 1);
}

#define source_test(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		source_test(test_source_locates_what_is_beside_metadata_alone),
		source_test(test_source_of_metadata_alone_has_nothing_beside),
		source_test(test_source_identifies_files_of_the_folder_that_was_opened),
		source_test(test_source_identifies_no_file_of_another_folder),
		source_test(test_source_without_memory_identifies_nothing),
		source_test(test_source_identifies_nothing_out_of_reach),
		source_test(test_source_opens_a_file_once),
		source_test(test_source_of_what_is_beside_opens_nothing_else),
		source_test(test_source_opens_no_path_that_is_too_long),
		source_test(test_source_reads_no_file_of_a_path_that_is_too_long),
		source_test(test_source_without_metadata_lists_nothing_or_says_why),
		source_test(test_source_with_standard_input_closed_is_the_same),
		source_test(test_source_notes_what_it_has_read_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
