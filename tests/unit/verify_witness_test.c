/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown to whoever wants to keep what was read: the very bytes, or why
 * there are none, and of what was only listed the name.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "verify/witness.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define REPOSITORY ((size_t)3)

/* What is shown, one after the other. */
struct shown {
	struct tufcheck_read_file files[8];
	size_t count;
};

static void show(void *context, const struct tufcheck_read_file *file)
{
	struct shown *shown = context;
	assert_true(shown->count < COUNT_OF(shown->files));
	shown->files[shown->count++] = *file;
}

/* ---- a source ---- */

static unsigned char text[] = "text";

/* Each way in which reading a file may end. */
static const struct {
	struct tc_read read;
	const char *problem; /* NULL: there is none */
	bool is_shown;
} reads[] = {
	{{.status = TC_READ_OK, .bytes = text, .length = 4}, NULL, true},
	{{.status = TC_READ_MISSING}, NULL, false},
	{{.status = TC_READ_UNREADABLE, .error = EACCES}, "Permission denied", true},
	{{.status = TC_READ_NOT_REGULAR, .actual = "a folder"}, "a folder", true},
	{{.status = TC_READ_CHANGED}, "it changed while it was read", true},
	{{.status = TC_READ_TOO_LARGE}, "it is larger than the limit", true},
	{{.status = TC_READ_LINK_ESCAPES}, "a symbolic link that leads out of the argument", true},
	{{.status = TC_READ_INVALID}, "it was not read", true},
};

static enum tuf_result read_one(void *context, const char *file, size_t limit,
				struct tc_read *ret_read)
{
	const struct tc_read *read = context;
	assert_string_equal(file, "root.json");
	assert_int_equal(limit, 100);
	*ret_read = *read;
	return TUF_OK;
}

static enum tuf_result read_none(void *context, const char *file, size_t limit,
				 struct tc_read *ret_read)
{
	(void)context;
	(void)file;
	(void)limit;
	*ret_read = reads[0].read;
	return TUF_NO_MEMORY;
}

static const struct tc_root_file roots[] = {{1, "1.root.json"}, {2, "root.2.json"}};

static enum tuf_result list_roots(void *context, const struct tc_root_file **ret_files,
				  size_t *ret_count, int *ret_error)
{
	(void)context;
	*ret_files = roots;
	*ret_count = COUNT_OF(roots);
	*ret_error = EIO;
	return TUF_OK;
}

static const struct tc_listed_file listed[] = {{"a", true}, {"b/c", false}};

static enum tuf_result list_files(void *context, const char *folder,
				  struct tc_file_listing *ret_listing)
{
	(void)context;
	assert_string_equal(folder, TC_CHANGELIST);
	*ret_listing = (struct tc_file_listing){.items = listed, .count = COUNT_OF(listed)};
	return TUF_OK;
}

static int identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	(void)context;
	assert_string_equal(file, "a");
	*ret_id = (struct tc_file_id){.device = 1, .inode = 2};
	return ENOENT;
}

static struct tc_source make_source(const struct tc_read *read)
{
	return (struct tc_source){.context = (void *)(uintptr_t)read,
				  .read = read_one,
				  .list_roots = list_roots,
				  .list_files = list_files,
				  .identify = identify};
}

static struct tc_witness make_witness(const struct tc_source *source, struct shown *shown)
{
	*shown = (struct shown){.count = 0};
	return (struct tc_witness){
		.source = source, .repository = REPOSITORY, .visit = show, .context = shown};
}

/* ---- what is read ---- */

static void check_read(const struct shown *shown, size_t row, const char *file, size_t repository)
{
	if (!reads[row].is_shown) {
		assert_int_equal(shown->count, 0);
		return;
	}
	assert_int_equal(shown->count, 1);
	const struct tufcheck_read_file *seen = &shown->files[0];
	assert_int_equal(seen->repository, repository);
	assert_string_equal(seen->file, file);
	assert_null(seen->folder);
	assert_false(seen->is_listed_only);
	assert_ptr_equal(seen->bytes, reads[row].read.bytes);
	assert_int_equal(seen->length, reads[row].read.length);
	if (reads[row].problem)
		assert_string_equal(seen->problem, reads[row].problem);
	else
		assert_null(seen->problem);
}

static void test_witness_shows_what_is_read_unless_it_is_not_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(reads); i++) {
		const struct tc_source source = make_source(&reads[i].read);
		struct shown shown;
		struct tc_witness witness = make_witness(&source, &shown);
		const struct tc_source shows = tc_witness_make_source(&witness);
		struct tc_read read;
		assert_int_equal(shows.read(shows.context, "root.json", 100, &read), TUF_OK);
		assert_int_equal(read.status, reads[i].read.status);
		check_read(&shown, i, "root.json", REPOSITORY);
	}
}

static void test_witness_shows_nothing_of_what_failed(void **state)
{
	(void)state;
	struct tc_source source = make_source(&reads[0].read);
	source.read = read_none;
	struct shown shown;
	struct tc_witness witness = make_witness(&source, &shown);
	const struct tc_source shows = tc_witness_make_source(&witness);
	struct tc_read read;
	assert_int_equal(shows.read(shows.context, "root.json", 100, &read), TUF_NO_MEMORY);
	assert_int_equal(shown.count, 0);
}

static void test_witness_shows_input_to_whoever_watches(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(reads); i++) {
		struct shown shown = {.count = 0};
		tufcheck_inputs_watch(show, &shown);
		tc_witness_show_input("/etc/pins", &reads[i].read);
		tufcheck_inputs_watch(NULL, NULL);
		check_read(&shown, i, "/etc/pins", 0);
	}
	tc_witness_show_input("/etc/pins", &reads[0].read);
}

/* ---- what is listed ---- */

static void check_listed(const struct tufcheck_read_file *seen, const char *folder,
			 const char *file)
{
	assert_int_equal(seen->repository, REPOSITORY);
	assert_string_equal(seen->folder, folder);
	assert_string_equal(seen->file, file);
	assert_true(seen->is_listed_only);
	assert_null(seen->bytes);
	assert_null(seen->problem);
}

static void test_witness_shows_each_name_that_is_listed(void **state)
{
	(void)state;
	const struct tc_source source = make_source(NULL);
	struct shown shown;
	struct tc_witness witness = make_witness(&source, &shown);
	const struct tc_source shows = tc_witness_make_source(&witness);
	const struct tc_root_file *files = NULL;
	size_t count = 0;
	int error = 0;
	assert_int_equal(shows.list_roots(shows.context, &files, &count, &error), TUF_OK);
	assert_ptr_equal(files, roots);
	assert_int_equal(count, COUNT_OF(roots));
	assert_int_equal(error, EIO);
	struct tc_file_listing listing;
	assert_int_equal(shows.list_files(shows.context, TC_CHANGELIST, &listing), TUF_OK);
	assert_ptr_equal(listing.items, listed);
	assert_int_equal(shown.count, COUNT_OF(roots) + COUNT_OF(listed));
	check_listed(&shown.files[0], ".", "1.root.json");
	check_listed(&shown.files[1], ".", "root.2.json");
	check_listed(&shown.files[2], TC_CHANGELIST, "a");
	check_listed(&shown.files[3], TC_CHANGELIST, "b/c");
}

static void test_witness_says_of_a_file_what_its_source_says(void **state)
{
	(void)state;
	const struct tc_source source = make_source(NULL);
	struct shown shown;
	struct tc_witness witness = make_witness(&source, &shown);
	const struct tc_source shows = tc_witness_make_source(&witness);
	struct tc_file_id id = {.inode = 0};
	assert_int_equal(shows.identify(shows.context, "a", &id), ENOENT);
	assert_int_equal(id.device, 1);
	assert_int_equal(id.inode, 2);
	assert_int_equal(shown.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_witness_shows_what_is_read_unless_it_is_not_there),
		cmocka_unit_test(test_witness_shows_nothing_of_what_failed),
		cmocka_unit_test(test_witness_shows_input_to_whoever_watches),
		cmocka_unit_test(test_witness_shows_each_name_that_is_listed),
		cmocka_unit_test(test_witness_says_of_a_file_what_its_source_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
