/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of a repository, as its folders are listed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "nobody.h"
#include "verify_trustdir_source_support.h"

static void test_list_files_are_those_of_all_folders_by_name(void **state)
{
	struct fixture *fixture = *state;
	make_folder(METADATA "/targets/b");
	make_folder(METADATA "/targets/empty");
	make_file(METADATA "/targets/b/c.json");
	make_file(METADATA "/targets/b.json");
	make_file(METADATA "/.hidden");
	assert_int_equal(mkfifo(METADATA "/fifo", 0644), 0);
	list(fixture, ".");
	assert_listed(fixture, ".hidden", "fifo", "root.json", "targets/b.json",
	              "targets/b/c.json");
	assert_false(fixture->listing.is_cut);
	assert_int_equal(fixture->listing.error, 0);
	assert_null(fixture->listing.closed);
}

static void test_list_files_of_changelist_are_those_beside(void **state)
{
	struct fixture *fixture = *state;
	list(fixture, TC_CHANGELIST);
	assert_int_equal(fixture->listing.count, 0);
	make_file(CHANGES "/1.change");
	list(fixture, TC_CHANGELIST);
	assert_listed(fixture, "1.change");
	struct tc_read content;
	assert_int_equal(fixture->source.read(fixture->source.context, TC_CHANGELIST "/1.change", 9,
	                                      &content),
	                 TUF_OK);
	assert_int_equal(content.status, TC_READ_OK);
	free(content.bytes);
}

static void test_list_files_of_no_folder_are_none(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(rmdir(CHANGES), 0);
	list(fixture, TC_CHANGELIST);
	assert_int_equal(fixture->listing.count, 0);
	assert_int_equal(fixture->listing.error, 0);
}

static void test_list_files_beside_the_argument_are_out_of_reach(void **state)
{
	struct fixture *fixture = *state;
	make_file(CHANGES "/1.change");
	find(fixture, METADATA);
	list(fixture, ".");
	assert_listed(fixture, "root.json");
	list(fixture, TC_CHANGELIST);
	assert_int_equal(fixture->listing.count, 0);
	struct tc_read content;
	assert_int_equal(fixture->source.read(fixture->source.context, TC_CHANGELIST "/1.change", 9,
	                                      &content),
	                 TUF_OK);
	assert_int_equal(content.status, TC_READ_MISSING);
}

static void test_list_files_of_repository_as_argument_are_found(void **state)
{
	struct fixture *fixture = *state;
	make_file(CHANGES "/1.change");
	find(fixture, "trust/tuf/a");
	list(fixture, TC_CHANGELIST);
	assert_listed(fixture, "1.change");
}

static bool is_same(struct tc_file_id left, struct tc_file_id right)
{
	return left.device == right.device && left.inode == right.inode && left.inode != 0;
}

static void test_list_files_link_is_known_by_what_it_leads_to(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(symlink("root.json", METADATA "/within"), 0);
	assert_int_equal(symlink("nowhere", METADATA "/dangling"), 0);
	make_file("outside");
	assert_int_equal(symlink("../../../../outside", METADATA "/out"), 0);
	make_file("trust/tuf/beside");
	assert_int_equal(symlink("../../beside", METADATA "/up"), 0);
	list(fixture, ".");
	assert_listed(fixture, "dangling", "out", "root.json", "up", "within");
	const struct tc_listed_file *files = fixture->listing.items;
	for (size_t i = 0; i < fixture->listing.count; i++)
		assert_int_equal(files[i].is_regular, strcmp(files[i].name, "root.json") == 0);
	struct tc_read content;
	assert_int_equal(fixture->source.read(fixture->source.context, "within", 9, &content),
	                 TUF_OK);
	assert_true(is_same(content.id, identify(fixture, "root.json")));
	free(content.bytes);
	assert_true(is_same(identify(fixture, "within"), identify(fixture, "root.json")));
	struct stat beside;
	assert_int_equal(stat("trust/tuf/beside", &beside), 0);
	assert_true(identify(fixture, "up").inode == beside.st_ino);
	assert_true(identify(fixture, "dangling").inode == 0);
	assert_true(identify(fixture, "out").inode == 0);
}

/* That it is not known which file it is, is not that it is none of them. */
static void test_identify_without_descriptors_fails(void **state)
{
	struct fixture *fixture = *state;
	struct tc_read content;
	assert_int_equal(fixture->source.read(fixture->source.context, "root.json", 9, &content),
	                 TUF_OK);
	free(content.bytes);
	struct rlimit before;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	const struct rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	struct tc_file_id id = {.inode = 0};
	int error = fixture->source.identify(fixture->source.context, "root.json", &id);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(error, EMFILE);
}

static void test_list_files_link_to_folder_is_not_entered(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(symlink("..", METADATA "/up"), 0);
	assert_int_equal(symlink(".", METADATA "/targets/self"), 0);
	list(fixture, ".");
	assert_listed(fixture, "root.json");
}

static void test_list_files_beyond_cap_are_cut(void **state)
{
	struct fixture *fixture = *state;
	char name[64];
	for (size_t i = 0; i < TUF_MAX_LISTED_FILES; i++) {
		(void)snprintf(name, sizeof(name), METADATA "/targets/%zu", i);
		make_file(name);
	}
	list(fixture, ".");
	assert_int_equal(fixture->listing.count, TUF_MAX_LISTED_FILES);
	assert_true(fixture->listing.is_cut);
}

static void test_list_files_deeper_than_cap_are_cut(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(chdir(METADATA), 0);
	for (size_t i = 0; i <= TUF_MAX_PATH_DEPTH; i++) {
		make_folder("d");
		assert_int_equal(chdir("d"), 0);
	}
	assert_int_equal(chdir(fixture->path), 0);
	list(fixture, ".");
	assert_true(fixture->listing.is_cut);
}

static bool list_closed(struct fixture *fixture)
{
	return fixture->source.list_files(fixture->source.context, ".", &fixture->listing) ==
	               TUF_OK &&
	       fixture->listing.error == EACCES &&
	       strcmp(fixture->listing.closed, "targets") == 0 && fixture->listing.count == 1;
}

/* Names in a folder that may not be searched are known; where a link among them leads is not. */
static bool list_unsearchable(struct fixture *fixture)
{
	struct tc_file_id id = {.inode = 0};
	return fixture->source.list_files(fixture->source.context, ".", &fixture->listing) ==
	               TUF_OK &&
	       fixture->listing.error == EACCES &&
	       strncmp(fixture->listing.closed, "targets/", 8) == 0 &&
	       fixture->source.identify(fixture->source.context, "targets/a.json", &id) == EACCES;
}

static void run_with_mode(struct fixture *fixture, mode_t mode, bool (*check)(struct fixture *))
{
	assert_int_equal(chmod(METADATA "/targets", mode), 0);
	run_as_nobody(fixture, check);
	assert_int_equal(chmod(METADATA "/targets", 0755), 0);
}

static void test_list_files_unsearchable_folder_is_said(void **state)
{
	struct fixture *fixture = *state;
	make_file(METADATA "/targets/a.json");
	assert_int_equal(symlink("..", METADATA "/targets/up"), 0);
	run_with_mode(fixture, 0444, list_unsearchable);
}

static void test_list_files_closed_folder_is_named_and_the_rest_listed(void **state)
{
	struct fixture *fixture = *state;
	make_file(METADATA "/targets/a.json");
	run_with_mode(fixture, 0311, list_closed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		list_test(test_list_files_are_those_of_all_folders_by_name),
		list_test(test_list_files_of_changelist_are_those_beside),
		list_test(test_list_files_of_no_folder_are_none),
		list_test(test_list_files_beside_the_argument_are_out_of_reach),
		list_test(test_list_files_of_repository_as_argument_are_found),
		list_test(test_list_files_link_is_known_by_what_it_leads_to),
		list_test(test_identify_without_descriptors_fails),
		list_test(test_list_files_link_to_folder_is_not_entered),
		list_test(test_list_files_beyond_cap_are_cut),
		list_test(test_list_files_deeper_than_cap_are_cut),
		list_test(test_list_files_closed_folder_is_named_and_the_rest_listed),
		list_test(test_list_files_unsearchable_folder_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
