/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in an archive, by path, without its bytes: where members are found,
 * what a repository's source lists of them, and what a manifest adds.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/archive.h"
#include "verify/archive_source.h"
#include "verify_support.h"

#define METADATA "tuf/a/metadata"

struct fixture {
	struct tuf_arena arena;
	struct tc_archive archive;
	struct tc_argument argument;
	struct tc_place place;
	struct tc_trustdir_source context;
	struct tc_source source;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->argument.archive = &fixture->archive;
	fixture->place =
		(struct tc_place){.argument = &fixture->argument, .metadata = METADATA};
	fixture->context =
		(struct tc_trustdir_source){.place = &fixture->place, .arena = &fixture->arena};
	fixture->source = tc_archive_make_source(&fixture->context);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

/* A path that ends with a slash is a folder's, one that ends with an asterisk a name's. */
static void add(struct fixture *fixture, const char *path)
{
	size_t length = strlen(path);
	struct tc_member member = {.kind = TC_MEMBER_FILE};
	if (path[length - 1] == '/')
		member.kind = TC_MEMBER_FOLDER;
	else if (path[length - 1] == '*')
		member.kind = TC_MEMBER_NAME;
	if (member.kind != TC_MEMBER_FILE)
		length--;
	member.path = tuf_arena_copy_text(&fixture->arena, path, length);
	assert_non_null(member.path);
	assert_int_equal(tc_archive_add(&fixture->arena, &fixture->archive, &member), TUF_OK);
}

static void sort(struct fixture *fixture)
{
	struct tc_archive_problem problem;
	assert_int_equal(tc_archive_sort(&fixture->arena, &fixture->archive, &problem), TUF_OK);
}

static void fill(struct fixture *fixture, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(fixture, paths[i]);
	sort(fixture);
}

/* From 1 on. */
static void add_numbered(struct fixture *fixture, const char *before, size_t count,
                         const char *after)
{
	for (size_t i = 1; i <= count; i++) {
		const char *path = tuf_arena_format(&fixture->arena, "%s%zu%s", before, i, after);
		assert_non_null(path);
		add(fixture, path);
	}
}

/* ---- finding ---- */

static void test_archive_finds_each_of_many_members(void **state)
{
	struct fixture *fixture = *state;
	add_numbered(fixture, "folder/", 1000, "");
	sort(fixture);
	assert_int_equal(fixture->archive.count, 1000);
	for (size_t i = 1; i <= 1000; i++) {
		const char *path = tuf_arena_format(&fixture->arena, "folder/%zu", i);
		assert_non_null(path);
		assert_non_null(tc_archive_find(&fixture->archive, path));
	}
}

static void test_archive_knows_what_is_below_a_folder(void **state)
{
	static const char *const paths[] = {"a-b/x", "a.b", "a/", "a/x", "a/x-", "a0", "b"};
	static const struct {
		const char *folder;
		size_t count;
	} rows[] = {{".", 7}, {"a", 2}, {"a-b", 1}, {"a/x-", 0}, {"b", 0}, {"c", 0}};
	struct fixture *fixture = *state;
	fill(fixture, paths, COUNT_OF(paths));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t count = tc_archive_get_below(&fixture->archive, rows[i].folder).count;
		if (count != rows[i].count)
			fail_msg("%s: %zu", rows[i].folder, count);
	}
}

static void test_archive_folder_may_be_empty(void **state)
{
	static const char *const paths[] = {"empty/", "file", "full/file"};
	struct fixture *fixture = *state;
	assert_true(tc_archive_has_folder(&fixture->archive, "."));
	fill(fixture, paths, COUNT_OF(paths));
	assert_true(tc_archive_has_folder(&fixture->archive, "."));
	assert_true(tc_archive_has_folder(&fixture->archive, "empty"));
	assert_true(tc_archive_has_folder(&fixture->archive, "full"));
	assert_false(tc_archive_has_folder(&fixture->archive, "file"));
	assert_false(tc_archive_has_folder(&fixture->archive, "none"));
}

static void test_archive_lists_each_folder_once_by_name(void **state)
{
	static const char *const paths[] = {"t/b/x", "t/b/y", "t/a", "t/bb/", "t/c*", "t/aa/x"};
	struct fixture *fixture = *state;
	fill(fixture, paths, COUNT_OF(paths));
	struct tc_listing listing = {.folders = NULL};
	assert_int_equal(tc_archive_list(&fixture->arena, &fixture->archive, "t", &listing),
	                 TUF_OK);
	static const char *const folders[] = {"aa", "b", "bb"};
	assert_int_equal(listing.folder_count, COUNT_OF(folders));
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		assert_string_equal(listing.folders[i].name, folders[i]);
		assert_false(listing.folders[i].may_be_link);
	}
}

/* The bytes of paths have '-' before '/', and names are sorted without what follows them. */
static void test_archive_lists_folders_in_the_order_of_names(void **state)
{
	static const char *const paths[] = {"t/a-b/x", "t/a/x"};
	struct fixture *fixture = *state;
	fill(fixture, paths, COUNT_OF(paths));
	struct tc_listing listing = {.folders = NULL};
	assert_int_equal(tc_archive_list(&fixture->arena, &fixture->archive, "t", &listing),
	                 TUF_OK);
	assert_int_equal(listing.folder_count, 2);
	assert_string_equal(listing.folders[0].name, "a");
	assert_string_equal(listing.folders[1].name, "a-b");
}

/* ---- the source ---- */

static size_t list_roots(struct fixture *fixture, const struct tc_root_file **ret_files)
{
	size_t count = 0;
	int error = -1;
	assert_int_equal(fixture->source.list_roots(&fixture->context, ret_files, &count, &error),
	                 TUF_OK);
	assert_int_equal(error, 0);
	return count;
}

static void test_archive_source_lists_roots_in_order_of_versions(void **state)
{
	static const char *const paths[] = {
		METADATA "/root.json",     METADATA "/10.root.json", METADATA "/2.root.json",
		METADATA "/root.2.json",   METADATA "/3.root.json/x", METADATA "/3.root.json/y",
		METADATA "/4.root.json/",  METADATA "/5.root.json*", METADATA "/6.root.jsonx",
		METADATA "/3.root.json-",  "tuf/a/1.root.json",      "tuf/b/metadata/7.root.json"};
	static const struct tc_root_file wanted[] = {
		{.version = 2, .file = "2.root.json"},  {.version = 2, .file = "root.2.json"},
		{.version = 3, .file = "3.root.json"},  {.version = 4, .file = "4.root.json"},
		{.version = 5, .file = "5.root.json"},  {.version = 10, .file = "10.root.json"}};
	struct fixture *fixture = *state;
	fill(fixture, paths, COUNT_OF(paths));
	const struct tc_root_file *files = NULL;
	assert_int_equal(list_roots(fixture, &files), COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_int_equal(files[i].version, wanted[i].version);
		assert_string_equal(files[i].file, wanted[i].file);
	}
}

static void test_archive_source_lists_one_root_more_than_the_limit(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_root_file *files = NULL;
	add_numbered(fixture, METADATA "/", TUF_MAX_ROOT_FILES, ".root.json");
	sort(fixture);
	assert_int_equal(list_roots(fixture, &files), TUF_MAX_ROOT_FILES);
	add_numbered(fixture, METADATA "/root.", 5, ".json");
	sort(fixture);
	assert_int_equal(list_roots(fixture, &files), TUF_MAX_ROOT_FILES + 1);
}

static struct tc_file_listing list_files(struct fixture *fixture, const char *folder)
{
	struct tc_file_listing listing = {.error = -1, .closed = "?"};
	assert_int_equal(fixture->source.list_files(&fixture->context, folder, &listing), TUF_OK);
	assert_int_equal(listing.error, 0);
	assert_null(listing.closed);
	return listing;
}

static void test_archive_source_lists_all_but_folders(void **state)
{
	static const char *const paths[] = {METADATA "/b", METADATA "/c/", METADATA "/d/x",
	                                    METADATA "/a*", "tuf/a/changelist/1.change"};
	static const struct tc_listed_file wanted[] = {
		{.name = "a"}, {.name = "b", .is_regular = true}, {.name = "d/x", .is_regular = true}};
	struct fixture *fixture = *state;
	fill(fixture, paths, COUNT_OF(paths));
	const struct tc_file_listing listing = list_files(fixture, ".");
	assert_false(listing.is_cut);
	assert_int_equal(listing.count, COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_string_equal(listing.items[i].name, wanted[i].name);
		assert_int_equal(listing.items[i].is_regular, wanted[i].is_regular);
	}
	const struct tc_file_listing changes = list_files(fixture, TC_CHANGELIST);
	assert_int_equal(changes.count, 1);
	assert_string_equal(changes.items[0].name, "1.change");
	assert_int_equal(list_files(fixture, "none").count, 0);
}

/* Folders do not count; and when there are too many files, the listing says so. */
static void test_archive_source_lists_files_up_to_the_limit(void **state)
{
	struct fixture *fixture = *state;
	add(fixture, METADATA "/folder/");
	add_numbered(fixture, METADATA "/", TUF_MAX_LISTED_FILES, "");
	sort(fixture);
	struct tc_file_listing listing = list_files(fixture, ".");
	assert_int_equal(listing.count, TUF_MAX_LISTED_FILES);
	assert_false(listing.is_cut);
	add(fixture, METADATA "/one");
	add(fixture, METADATA "/two");
	sort(fixture);
	listing = list_files(fixture, ".");
	assert_int_equal(listing.count, TUF_MAX_LISTED_FILES);
	assert_true(listing.is_cut);
}

static void test_archive_source_takes_no_file_for_another(void **state)
{
	struct fixture *fixture = *state;
	struct tc_file_id id = {.inode = 1};
	assert_int_equal(fixture->source.identify(&fixture->context, "root.json", &id), 0);
	assert_int_equal(id.inode, 0);
}

/* ---- the manifest ---- */

static enum tuf_result read_manifest(struct fixture *fixture, const char *text,
                                     struct tc_archive_problem *ret_problem)
{
	*ret_problem = (struct tc_archive_problem){.member = NULL};
	return tc_archive_read_manifest(&fixture->arena, &fixture->archive, text, strlen(text),
	                                ret_problem);
}

/* What the manifest should be, at each place where it is something else; and what that is. */
static void test_manifest_that_is_none_says_what_it_should_be(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
		const char *actual; /* NULL: it is the parser's to say */
	} rows[] = {
		{"{", "a whole JSON document", NULL},
		{"[]", "an object", "an array at "},
		{"{\"Files\":[],\"schemaVersion\":1,\"evaluatedAt\":\"\"}",
	         "files", "Files at /Files"},
		{"{\"files\":[],\"schemaVersion\":1,\"EVALUATEDAT\":\"\"}", "evaluatedAt",
	         "EVALUATEDAT at /EVALUATEDAT"},
		{"{\"schemaVersion\":2}", "1, the version that is known", "2 at /schemaVersion"},
		{"{\"schemaVersion\":\"2\"}", "an integer", "\"2\" at /schemaVersion"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_archive_problem problem;
		assert_int_equal(read_manifest(fixture, rows[i].text, &problem), TUF_INVALID);
		assert_string_equal(problem.member, TC_MANIFEST);
		assert_string_equal(problem.refusal.expected, rows[i].expected);
		if (rows[i].actual)
			assert_string_equal(problem.refusal.actual, rows[i].actual);
	}
	assert_false(fixture->archive.facts.has_manifest);
}

/* With the names that a manifest adds there are no more than TUF_MAX_ARCHIVE_MEMBERS. */
static void test_manifest_names_count_as_members(void **state)
{
	static const char one[] = "{\"schemaVersion\":1,\"evaluatedAt\":\"\",\"notArchived\":["
				  "{\"path\":\"one\"}]}";
	static const char other[] = "{\"schemaVersion\":1,\"evaluatedAt\":\"\",\"notArchived\":["
				    "{\"path\":\"other\"}]}";
	struct fixture *fixture = *state;
	struct tc_archive_problem problem;
	add_numbered(fixture, "", TUF_MAX_ARCHIVE_MEMBERS - 1, "/");
	sort(fixture);
	assert_int_equal(read_manifest(fixture, one, &problem), TUF_OK);
	assert_int_equal(fixture->archive.count, TUF_MAX_ARCHIVE_MEMBERS);
	assert_int_equal(read_manifest(fixture, other, &problem), TUF_INVALID);
	assert_string_equal(problem.refusal.actual, "more than the limit");
	assert_int_equal(fixture->archive.count, TUF_MAX_ARCHIVE_MEMBERS);
}

#define archive_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		archive_test(test_archive_finds_each_of_many_members),
		archive_test(test_archive_knows_what_is_below_a_folder),
		archive_test(test_archive_folder_may_be_empty),
		archive_test(test_archive_lists_each_folder_once_by_name),
		archive_test(test_archive_lists_folders_in_the_order_of_names),
		archive_test(test_archive_source_lists_roots_in_order_of_versions),
		archive_test(test_archive_source_lists_one_root_more_than_the_limit),
		archive_test(test_archive_source_lists_all_but_folders),
		archive_test(test_archive_source_lists_files_up_to_the_limit),
		archive_test(test_archive_source_takes_no_file_for_another),
		archive_test(test_manifest_that_is_none_says_what_it_should_be),
		archive_test(test_manifest_names_count_as_members),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
