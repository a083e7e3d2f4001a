/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file of a trust directory: whole, or the reason why not.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "nobody.h"
#include "verify_trustdir_read_support.h"

/* ---- what stands there ---- */

static void test_read_regular_file_is_whole(void **state)
{
	struct fixture *fixture = *state;
	make_file(METADATA "/targets/releases.json", "text", 4);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "{}");
	assert_int_equal(read_name(fixture, "targets/releases.json"), TC_READ_OK);
	assert_text(fixture, "text");
}

static void test_read_file_at_limit_is_whole_and_over_it_too_large(void **state)
{
	struct fixture *fixture = *state;
	char text[LIMIT + 1];
	memset(text, 'x', sizeof(text));
	make_file(METADATA "/root.json", text, LIMIT);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_int_equal(fixture->content.length, LIMIT);
	make_file(METADATA "/root.json", text, LIMIT + 1);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_TOO_LARGE);
	make_file(METADATA "/root.json", text, 0);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_int_equal(fixture->content.length, 0);
	/* a hole of many gigabytes is not even read */
	assert_int_equal(truncate(METADATA "/root.json", (off_t)1 << 40), 0);
	script.reads = 0;
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_TOO_LARGE);
	assert_int_equal(script.reads, 0);
}

static void test_read_nothing_there_is_missing(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"targets.json", "targets/none.json", "none/none.json",
	                                    "root.json/none.json"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(read_name(fixture, names[i]), TC_READ_MISSING);
}

static void test_read_what_is_no_file_is_named_and_not_opened(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(mkdir(METADATA "/folder.json", 0755), 0);
	assert_int_equal(mkfifo(METADATA "/fifo.json", 0644), 0);
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_true(descriptor >= 0);
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = METADATA "/socket.json"};
	assert_int_equal(bind(descriptor, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(descriptor);
	static const char *const cases[][2] = {{"folder.json", "a folder"},
	                                       {"fifo.json", "a FIFO"},
	                                       {"socket.json", "a socket"}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		script.reads = 0;
		assert_int_equal(read_name(fixture, cases[i][0]), TC_READ_NOT_REGULAR);
		assert_string_equal(fixture->content.actual, cases[i][1]);
		assert_int_equal(script.reads, 0);
	}
	/* only root may make one */
	if (mknod(METADATA "/device.json", S_IFCHR | 0644, makedev(1, 3)) == 0) {
		assert_int_equal(read_name(fixture, "device.json"), TC_READ_NOT_REGULAR);
		assert_string_equal(fixture->content.actual, "a device");
	}
}

static void test_read_link_that_stays_is_followed(void **state)
{
	struct fixture *fixture = *state;
	make_file("trust/tuf/elsewhere.json", "else", 4);
	assert_int_equal(symlink("root.json", METADATA "/same.json"), 0);
	assert_int_equal(symlink("../../elsewhere.json", METADATA "/up.json"), 0);
	assert_int_equal(read_name(fixture, "same.json"), TC_READ_OK);
	assert_text(fixture, "{}");
	assert_int_equal(read_name(fixture, "up.json"), TC_READ_OK);
	assert_text(fixture, "else");
}

static void test_read_link_that_escapes_is_refused(void **state)
{
	struct fixture *fixture = *state;
	make_file("outside.json", "secret", 6);
	char absolute[128];
	(void)snprintf(absolute, sizeof(absolute), "%s/%s/root.json", fixture->path, METADATA);
	assert_int_equal(symlink("../../../../outside.json", METADATA "/out.json"), 0);
	assert_int_equal(symlink(absolute, METADATA "/absolute.json"), 0);
	assert_int_equal(symlink("loop.json", METADATA "/loop.json"), 0);
	assert_int_equal(symlink("/dev/null", METADATA "/null.json"), 0);
	static const char *const names[] = {"out.json", "absolute.json", "loop.json", "null.json",
	                                    "../../../../outside.json"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(read_name(fixture, names[i]), TC_READ_LINK_ESCAPES);
	assert_int_equal(symlink("nothing.json", METADATA "/dangling.json"), 0);
	assert_int_equal(read_name(fixture, "dangling.json"), TC_READ_MISSING);
}

/* count links, each to the one before it and the first to target; the last is called name. */
static void make_chain(const char *target, const char *name, size_t count)
{
	char before[64];
	(void)snprintf(before, sizeof(before), "%s", target);
	for (size_t i = 1; i < count; i++) {
		char link[64];
		(void)snprintf(link, sizeof(link), "%s-%zu", name, i);
		assert_int_equal(symlink(before, link), 0);
		const char *base = strrchr(link, '/');
		(void)snprintf(before, sizeof(before), "%s", base ? base + 1 : link);
	}
	assert_int_equal(symlink(before, name), 0);
}

/* Whatever is open on the way: the system follows 40 links on a whole way, and clients go it all. */
static void test_read_links_count_on_the_whole_way(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(rename(METADATA, "trust/tuf/a/real"), 0);
	make_chain("real", METADATA, 24);
	make_chain("root.json", METADATA "/near.json", 16);
	make_chain("root.json", METADATA "/far.json", 17);
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_int_equal(read_name(fixture, "near.json"), TC_READ_OK);
	assert_text(fixture, "{}");
	assert_int_equal(access(METADATA "/far.json", R_OK), -1);
	assert_int_equal(read_name(fixture, "far.json"), TC_READ_LINK_ESCAPES);
}

static bool root_is_unreadable(struct fixture *fixture)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	return fixture->source.read(fixture->source.context, "root.json", LIMIT, &content) ==
	               TUF_OK &&
	       content.status == TC_READ_UNREADABLE && content.error == EACCES && !content.bytes;
}

static bool root_is_readable(struct fixture *fixture)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	bool is_read = fixture->source.read(fixture->source.context, "root.json", LIMIT,
	                                    &content) == TUF_OK &&
	               content.status == TC_READ_OK;
	free(content.bytes);
	return is_read;
}

static void test_read_file_in_folder_that_cannot_be_listed_is_whole(void **state)
{
	assert_int_equal(chmod(METADATA, 0711), 0);
	run_as_nobody(*state, root_is_readable);
	assert_int_equal(chmod(METADATA, 0755), 0);
}

static void test_read_file_without_rights_is_unreadable(void **state)
{
	assert_int_equal(chmod(METADATA "/root.json", 0), 0);
	run_as_nobody(*state, root_is_unreadable);
	assert_int_equal(chmod(METADATA "/root.json", 0644), 0);
	assert_int_equal(chmod("trust/tuf/a", 0), 0);
	run_as_nobody(*state, root_is_unreadable);
	assert_int_equal(chmod("trust/tuf/a", 0755), 0);
}

/* ---- reads that do not go smoothly ---- */

static void test_read_interrupted_and_short_reads_go_on(void **state)
{
	struct fixture *fixture = *state;
	make_file(METADATA "/root.json", "abcdefgh", 8);
	static const int errors[] = {EINTR, 0, EINTR, EINTR, 0, 0, -1};
	script.errors = errors;
	assert_int_equal(read_name(fixture, "root.json"), TC_READ_OK);
	assert_text(fixture, "abcdefgh");
}

static void test_read_error_is_unreadable(void **state)
{
	struct fixture *fixture = *state;
	static const int cases[][3] = {{EIO, -1, 0}, {0, EIO, -1}, {EINTR, EISDIR, -1}};
	static const int errors[] = {EIO, EIO, EISDIR};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		script.errors = cases[i];
		assert_int_equal(read_name(fixture, "root.json"), TC_READ_UNREADABLE);
		assert_int_equal(fixture->content.error, errors[i]);
		reset_script();
	}
}

/* ---- files that the user names ---- */

static void test_read_file_named_by_the_user_is_found_wherever_links_lead(void **state)
{
	struct fixture *fixture = *state;
	char absolute[128];
	(void)snprintf(absolute, sizeof(absolute), "%s/%s/root.json", fixture->path, METADATA);
	assert_int_equal(symlink(absolute, "link.json"), 0);
	static const char *const names[] = {METADATA "/root.json", "link.json",
	                                    "trust/../link.json"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tc_read content = {.status = TC_READ_INVALID};
		assert_int_equal(tc_trustdir_read_file(names[i], LIMIT, &content), TUF_OK);
		assert_int_equal(content.status, TC_READ_OK);
		assert_int_equal(content.length, 2);
		free(content.bytes);
	}
	static const struct {
		const char *name;
		enum tc_read_status status;
	} cases[] = {{"none", TC_READ_MISSING}, {"trust", TC_READ_NOT_REGULAR},
	             {"", TC_READ_MISSING},     {"loop", TC_READ_LINK_ESCAPES}};
	assert_int_equal(symlink("loop", "loop"), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tc_read content = {.status = TC_READ_INVALID};
		assert_int_equal(tc_trustdir_read_file(cases[i].name, LIMIT, &content), TUF_OK);
		assert_int_equal(content.status, cases[i].status);
		assert_null(content.bytes);
	}
}

/* ---- old roots ---- */

static void list_roots(struct fixture *fixture, const struct tc_root_file **ret_files,
                       size_t *ret_count)
{
	int error = -1;
	assert_int_equal(fixture->source.list_roots(fixture->source.context, ret_files, ret_count,
	                                            &error),
	                 TUF_OK);
	assert_int_equal(error, 0);
}

static void test_list_roots_takes_both_namings_by_version(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"10.root.json", "2.root.json",   "root.1.json",
	                                    "root.3.json",  "root.11.json", "2147483648.root.json",
	                                    "root.2.json",
	                                    "root.9007199254740991.json",
	                                    "9007199254740990.root.json"};
	static const char *const sorted[] = {"root.1.json", "2.root.json",   "root.2.json",
	                                     "root.3.json", "10.root.json", "root.11.json",
	                                     "2147483648.root.json",
	                                     "9007199254740990.root.json",
	                                     "root.9007199254740991.json"};
	static const int64_t versions[] = {1,  2,  2, 3,
	                                   10, 11, INT64_C(2147483648), TUF_MAX_INTEGER - 1,
	                                   TUF_MAX_INTEGER};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%s", METADATA, names[i]);
		make_file(path, "{}", 2);
	}
	const struct tc_root_file *files = NULL;
	size_t count = 0;
	list_roots(fixture, &files, &count);
	assert_int_equal(count, COUNT_OF(sorted));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(files[i].file, sorted[i]);
		assert_int_equal(files[i].version, versions[i]);
	}
}

static void test_list_roots_leaves_other_names_out(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {
		"0.root.json",      "01.root.json",      "root.0.json",     "root.01.json",
		"-1.root.json",     "+1.root.json",      " 1.root.json",    "1.root.json.bak",
		"1.root.jsonx",     "1root.json",        "root..json",      ".root.json",
		"1.targets.json",   "root.1.json.bak",   "root.1",          "1.root",
		"x1.root.json",     "root.x.json",       "root.1.root.json", "1.2.root.json",
		"0x1.root.json",    "1e2.root.json",     "99999999999999999999.root.json",
		"18446744073709551617.root.json", "9007199254740992.root.json",
		"90071992547409910.root.json"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%s", METADATA, names[i]);
		make_file(path, "{}", 2);
	}
	const struct tc_root_file *files = NULL;
	size_t count = 99;
	list_roots(fixture, &files, &count);
	if (count != 0)
		fail_msg("%s is taken for version %lld", files[0].file,
		         (long long)files[0].version);
}

static void test_list_roots_of_many_is_sorted(void **state)
{
	struct fixture *fixture = *state;
	for (int i = 1; i <= 200; i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%d.root.json", METADATA, i * 7 % 201);
		make_file(path, "{}", 2);
	}
	const struct tc_root_file *files = NULL;
	size_t count = 0;
	list_roots(fixture, &files, &count);
	assert_int_equal(count, 200);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(files[i].version, i + 1);
}

/* More than there may be are not all listed: that there are more is enough. */
static void test_list_roots_of_too_many_ends_after_one_too_many(void **state)
{
	struct fixture *fixture = *state;
	for (int i = 1; i <= TUF_MAX_ROOT_FILES + 50; i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%d.root.json", METADATA, i);
		make_file(path, "{}", 2);
	}
	const struct tc_root_file *files = NULL;
	size_t count = 0;
	list_roots(fixture, &files, &count);
	assert_int_equal(count, TUF_MAX_ROOT_FILES + 1);
}

static void test_list_roots_of_folder_that_is_gone_is_an_error(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(rename("trust/tuf/a", "trust/tuf/b"), 0);
	const struct tc_root_file *files = NULL;
	size_t count = 99;
	int error = 0;
	assert_int_equal(
		fixture->source.list_roots(fixture->source.context, &files, &count, &error),
		TUF_OK);
	assert_int_equal(count, 0);
	assert_int_equal(error, ENOENT);
}

static bool roots_cannot_be_listed(struct fixture *fixture)
{
	const struct tc_root_file *files = NULL;
	size_t count = 99;
	int error = 0;
	return fixture->source.list_roots(fixture->source.context, &files, &count, &error) ==
	               TUF_OK &&
	       count == 0 && error == EACCES;
}

static void test_list_roots_of_folder_without_rights_is_an_error(void **state)
{
	assert_int_equal(chmod(METADATA, 0), 0);
	run_as_nobody(*state, roots_cannot_be_listed);
	assert_int_equal(chmod(METADATA, 0755), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_read_regular_file_is_whole),
		fixture_test(test_read_file_at_limit_is_whole_and_over_it_too_large),
		fixture_test(test_read_nothing_there_is_missing),
		fixture_test(test_read_what_is_no_file_is_named_and_not_opened),
		fixture_test(test_read_link_that_stays_is_followed),
		fixture_test(test_read_link_that_escapes_is_refused),
		fixture_test(test_read_links_count_on_the_whole_way),
		fixture_test(test_read_file_in_folder_that_cannot_be_listed_is_whole),
		fixture_test(test_read_file_without_rights_is_unreadable),
		fixture_test(test_read_interrupted_and_short_reads_go_on),
		fixture_test(test_read_error_is_unreadable),
		fixture_test(test_read_file_named_by_the_user_is_found_wherever_links_lead),
		fixture_test(test_list_roots_takes_both_namings_by_version),
		fixture_test(test_list_roots_leaves_other_names_out),
		fixture_test(test_list_roots_of_many_is_sorted),
		fixture_test(test_list_roots_of_too_many_ends_after_one_too_many),
		fixture_test(test_list_roots_of_folder_that_is_gone_is_an_error),
		fixture_test(test_list_roots_of_folder_without_rights_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
