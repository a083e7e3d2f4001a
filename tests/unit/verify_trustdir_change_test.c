/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a trust directory that change while they are read, or before: what
 * is read is one of them, whole, or nothing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "verify_trustdir_read_support.h"

/* ---- files that change meanwhile ---- */

static void grow(void)
{
	make_file(METADATA "/root.json", "{} ", 3);
}

static void shrink(void)
{
	make_file(METADATA "/root.json", "{", 1);
}

static void empty(void)
{
	make_file(METADATA "/root.json", "", 0);
}

/* Of the same length, at a moment that differs by this; clocks of file systems are coarse. */
static void rewrite_after(time_t seconds, long nanoseconds)
{
	struct stat status;
	assert_int_equal(stat(METADATA "/root.json", &status), 0);
	make_file(METADATA "/root.json", "[]", 2);
	struct timespec times[] = {{.tv_nsec = UTIME_OMIT}, status.st_mtim};
	times[1].tv_sec += seconds;
	times[1].tv_nsec = (times[1].tv_nsec + nanoseconds) % 1000000000;
	assert_int_equal(utimensat(AT_FDCWD, METADATA "/root.json", times, 0), 0);
}

static void rewrite_seconds_later(void)
{
	rewrite_after(1, 0);
}

static void rewrite_nanoseconds_later(void)
{
	rewrite_after(0, 1);
}

static void test_read_file_changed_while_it_is_read_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static void (*const changes[])(void) = {grow, shrink, empty, rewrite_seconds_later,
	                                          rewrite_nanoseconds_later};
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		make_file(METADATA "/root.json", "{}", 2);
		reset_script();
		script.before_read = changes[i];
		assert_int_equal(read_name(fixture, "root.json"), TC_READ_CHANGED);
	}
}

/* Another file under the name: the one that was opened is whole, and was there. */
static void rename_over(void)
{
	make_file("new.json", "new", 3);
	assert_int_equal(rename("new.json", METADATA "/root.json"), 0);
}

static void test_read_file_replaced_while_it_is_read_is_the_old_one(void **state)
{
	struct fixture *fixture = *state;
	script.before_read = rename_over;
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "{}");
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "new");
}

static void become_nothing(void)
{
	assert_int_equal(unlink(METADATA "/root.json"), 0);
}

static void test_read_file_removed_while_it_is_read_is_whole(void **state)
{
	struct fixture *fixture = *state;
	script.before_read = become_nothing;
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "{}");
}

/* ---- files that change between looking and opening ---- */

static void become_fifo(void)
{
	assert_int_equal(unlink(METADATA "/root.json"), 0);
	assert_int_equal(mkfifo(METADATA "/root.json", 0644), 0);
}

static void become_folder(void)
{
	assert_int_equal(unlink(METADATA "/root.json"), 0);
	assert_int_equal(mkdir(METADATA "/root.json", 0755), 0);
}

static void become_link(void)
{
	assert_int_equal(unlink(METADATA "/root.json"), 0);
	assert_int_equal(symlink("/", METADATA "/root.json"), 0);
}

static void become_large(void)
{
	assert_int_equal(truncate(METADATA "/root.json", LIMIT + 1), 0);
}

static void become_loop(void)
{
	assert_int_equal(unlink(METADATA "/root.json"), 0);
	assert_int_equal(symlink("root.json", METADATA "/root.json"), 0);
}

static const struct replacement {
	void (*change)(void);
	enum tc_read_status status;
	const char *actual;
} replacements[] = {{become_fifo, TC_READ_NOT_REGULAR, "a FIFO"},
                    {become_folder, TC_READ_NOT_REGULAR, "a folder"},
                    {become_nothing, TC_READ_MISSING, NULL},
                    {become_link, TC_READ_LINK_ESCAPES, NULL},
                    {become_loop, TC_READ_LINK_ESCAPES, NULL},
                    {become_large, TC_READ_TOO_LARGE, NULL}};

static void assert_replaced(struct fixture *fixture, const struct replacement *replacement)
{
	enum tc_read_status status = read_name(fixture, "root.json");
	if (status != replacement->status)
		fail_msg("change %td is read with status %d", replacement - replacements,
		         (int)status);
	if (replacement->actual)
		assert_string_equal(fixture->content.actual, replacement->actual);
	assert_int_equal(script.reads, 0);
}

/* Lists the metadata folder, from which files are read until the source is left. */
static void enter(struct fixture *fixture)
{
	struct tc_file_listing listing;
	assert_int_equal(fixture->source.list_files(fixture->source.context, ".", &listing),
	                 TUF_OK);
}

static void test_read_file_replaced_after_listing_is_looked_at_again(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(replacements); i++) {
		(void)remove(METADATA "/root.json");
		make_file(METADATA "/root.json", "{}", 2);
		enter(fixture);
		replacements[i].change();
		reset_script();
		assert_replaced(fixture, &replacements[i]);
	}
	(void)remove(METADATA "/root.json");
	make_file(METADATA "/root.json", "{}", 2);
	enter(fixture);
	rename_over();
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "new");
}

/* What was not there when the folder was listed is looked at before it is opened. */
static void test_read_file_replaced_after_looking_is_looked_at_again(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(replacements); i++) {
		(void)remove(METADATA "/root.json");
		enter(fixture);
		make_file(METADATA "/root.json", "{}", 2);
		reset_script();
		script.after_look = replacements[i].change;
		assert_replaced(fixture, &replacements[i]);
	}
	(void)remove(METADATA "/root.json");
	enter(fixture);
	make_file(METADATA "/root.json", "{}", 2);
	reset_script();
	script.after_look = rename_over;
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "new");
}

/* The folder is the one that was listed, whatever it is called meanwhile. */
static void test_read_file_of_renamed_folder_is_that_of_the_listed_one(void **state)
{
	struct fixture *fixture = *state;
	enter(fixture);
	assert_int_equal(rename("trust/tuf/a", "trust/tuf/b"), 0);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "{}");
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_MISSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_read_file_changed_while_it_is_read_is_refused),
		fixture_test(test_read_file_replaced_while_it_is_read_is_the_old_one),
		fixture_test(test_read_file_removed_while_it_is_read_is_whole),
		fixture_test(test_read_file_replaced_after_listing_is_looked_at_again),
		fixture_test(test_read_file_replaced_after_looking_is_looked_at_again),
		fixture_test(test_read_file_of_renamed_folder_is_that_of_the_listed_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
