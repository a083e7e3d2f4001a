/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file by the way that leads to it: what is asked of the system on the
 * way, and what comes of it where that fails or answers otherwise than before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/trustdir.h"
#include "descriptors.h"
#include "verify_support.h"

#define LIMIT 100

/* ---- what the system answers ---- */

/* The linker puts these in the place of those without __wrap_. */
ssize_t __real_read(int descriptor, void *bytes, size_t length);
ssize_t __wrap_read(int descriptor, void *bytes, size_t length);
int __real_fstat(int descriptor, struct stat *status);
int __wrap_fstat(int descriptor, struct stat *status);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static struct {
	void (*before_read)(void); /* the first one */
	void (*before_look)(void); /* the one of that number, from 1 */
	size_t change_at;
	size_t fail_at; /* the number of the fstat that fails; 0: none */
	size_t reads;
	size_t looks;
	size_t most;    /* bytes that were asked for at once */
	size_t glances; /* openings to look only */
	bool lacks_memory;
} script;

ssize_t __wrap_read(int descriptor, void *bytes, size_t length)
{
	if (++script.reads == 1 && script.before_read)
		script.before_read();
	if (script.most < length)
		script.most = length;
	return __real_read(descriptor, bytes, length);
}

int __wrap_fstat(int descriptor, struct stat *status)
{
	if (++script.looks == script.change_at)
		script.before_look();
	if (script.looks != script.fail_at)
		return __real_fstat(descriptor, status);
	errno = EIO;
	return -1;
}

void *__wrap_malloc(size_t size)
{
	return script.lacks_memory ? NULL : __real_malloc(size);
}

/* ---- a file ---- */

static char file_name[64];
static struct timespec times[2]; /* of the file, when it was made */

static void write_file(const char *text)
{
	int descriptor = open(file_name, O_WRONLY | O_TRUNC);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	close(descriptor);
}

static int setup(void **state)
{
	(void)state;
	memset(&script, 0, sizeof(script));
	(void)snprintf(file_name, sizeof(file_name), "%s/way-XXXXXX", P_tmpdir);
	int descriptor = mkstemp(file_name);
	assert_true(descriptor >= 0);
	close(descriptor);
	write_file("text");
	struct stat status;
	assert_int_equal(stat(file_name, &status), 0);
	times[0] = status.st_atim;
	times[1] = status.st_mtim;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	memset(&script, 0, sizeof(script));
	return unlink(file_name);
}

static int open_file(const void *from, const char *name, int flags)
{
	assert_ptr_equal(from, file_name);
	script.glances += (flags & O_PATH) != 0;
	return open(name, flags | O_CLOEXEC);
}

/* Reads the file; every descriptor must be closed afterwards, and nothing is kept of it. */
static struct tc_read read_file(bool is_seen)
{
	const struct tc_way way = {
		.open = open_file, .from = file_name, .name = file_name, .is_seen = is_seen};
	struct tc_read content = {.status = TC_READ_INVALID};
	int before = count_descriptors();
	script.reads = script.looks = script.most = script.glances = 0;
	assert_int_equal(tc_trustdir_read(&way, LIMIT, &content), TUF_OK);
	assert_int_equal(count_descriptors(), before);
	if (content.status == TC_READ_OK)
		assert_memory_equal(content.bytes, "text", 4);
	else
		assert_null(content.bytes);
	free(content.bytes);
	return content;
}

/* ---- what is asked ---- */

/* What was seen to be a file is opened at once; of anything else it is asked what it is before that. */
static void test_way_of_what_was_seen_is_not_looked_at(void **state)
{
	(void)state;
	assert_int_equal(read_file(true).status, TC_READ_OK);
	assert_int_equal(script.glances, 0);
	assert_int_equal(read_file(false).status, TC_READ_OK);
	assert_int_equal(script.glances, 1);
}

/* And one byte more, to notice that it grows. */
static void test_way_asks_for_no_more_than_the_file_has(void **state)
{
	(void)state;
	assert_int_equal(read_file(false).status, TC_READ_OK);
	assert_int_equal(script.most, 5);
}

/* ---- what fails ---- */

/* It is asked three times: before it is opened, and before and after it is read. */
static void assert_each_look_counts(void)
{
	for (script.fail_at = 1; script.fail_at <= 3; script.fail_at++) {
		struct tc_read content = read_file(false);
		assert_int_equal(content.status, TC_READ_UNREADABLE);
		assert_int_equal(content.error, EIO);
		assert_int_equal(script.looks, script.fail_at);
	}
	assert_int_equal(read_file(false).status, TC_READ_OK);
	assert_int_equal(script.looks, 3);
}

static void test_way_to_what_cannot_be_told_is_unreadable(void **state)
{
	(void)state;
	assert_each_look_counts();
}

/* Then the system gives its number to what is opened. */
static void test_way_with_standard_input_closed_is_the_same(void **state)
{
	(void)state;
	int input = close_input();
	assert_each_look_counts();
	reopen_input(input);
}

/* ---- what changes, though its time says that it did not ---- */

static void set_time_back(void)
{
	assert_int_equal(utimensat(AT_FDCWD, file_name, times, 0), 0);
}

static void grow(void)
{
	write_file("text and more");
	set_time_back();
}

static void shrink(void)
{
	write_file("t");
	set_time_back();
}

static void restore(void)
{
	write_file("text");
	set_time_back();
}

static void test_way_to_file_that_grew_after_it_was_read_says_so(void **state)
{
	(void)state;
	script.before_look = grow;
	script.change_at = 2;
	assert_int_equal(read_file(true).status, TC_READ_CHANGED);
}

static void test_way_to_file_that_was_shorter_while_it_was_read_says_so(void **state)
{
	(void)state;
	script.before_read = shrink;
	script.before_look = restore;
	script.change_at = 2;
	assert_int_equal(read_file(true).status, TC_READ_CHANGED);
}

/* ---- who looks on ---- */

static void count_shown(void *context, const struct tufcheck_read_file *file)
{
	(void)file;
	++*(size_t *)context;
}

static void test_way_without_memory_shows_nothing(void **state)
{
	(void)state;
	size_t shown = 0;
	tufcheck_inputs_watch(count_shown, &shown);
	struct tc_read content = {.status = TC_READ_INVALID};
	assert_int_equal(tc_trustdir_read_file(file_name, LIMIT, &content), TUF_OK);
	assert_int_equal(shown, 1);
	/* what was read before is still in it */
	script.lacks_memory = true;
	enum tuf_result result = tc_trustdir_read_file(file_name, LIMIT, &content);
	script.lacks_memory = false;
	tufcheck_inputs_watch(NULL, NULL);
	assert_int_equal(result, TUF_NO_MEMORY);
	assert_int_equal(shown, 1);
	free(content.bytes);
}

#define way_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		way_test(test_way_of_what_was_seen_is_not_looked_at),
		way_test(test_way_asks_for_no_more_than_the_file_has),
		way_test(test_way_to_what_cannot_be_told_is_unreadable),
		way_test(test_way_with_standard_input_closed_is_the_same),
		way_test(test_way_to_file_that_grew_after_it_was_read_says_so),
		way_test(test_way_to_file_that_was_shorter_while_it_was_read_says_so),
		way_test(test_way_without_memory_shows_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
