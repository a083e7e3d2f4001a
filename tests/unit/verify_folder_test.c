/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading folders, where the test itself is the system that tells what is in
 * them: piece by piece, interrupted, with errors and without the kinds of
 * names, as some file systems do it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

/* needs those above */
#include <cmocka.h>

#include "verify/folder.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define FOLDER 77 /* no descriptor of this process */

/* ---- the system ---- */

struct name {
	const char *name; /* NULL: no more */
	unsigned char type;
	mode_t mode;    /* what a closer look shows */
	int error;      /* or why it shows nothing */
	bool is_closed; /* nobody may look at it */
};

#define ENTRY(name_, type_) {.name = (name_), .type = (type_)}
#define SHOWN(name_, mode_, error_) {.name = (name_), .mode = (mode_), .error = (error_)}

_Static_assert(DT_UNKNOWN == 0, "SHOWN leaves it out");

/* What one call for entries is answered. */
struct answer {
	int error;
	struct name names[24];
};

static struct {
	const struct answer *answers;
	size_t count;
	size_t next;
} told;

ssize_t __wrap_getdents64(int descriptor, void *buffer, size_t length);
int __wrap_fstatat(int folder, const char *name, struct stat *status, int flags);

/* As a system call does, it leaves errno alone when all is well. */
ssize_t __wrap_getdents64(int descriptor, void *buffer, size_t length)
{
	assert_int_equal(descriptor, FOLDER);
	assert_true(told.next < told.count);
	const struct answer *answer = &told.answers[told.next++];
	if (answer->error != 0) {
		errno = answer->error;
		return -1;
	}
	size_t used = 0;
	for (const struct name *name = answer->names; name->name; name++) {
		size_t name_bytes = strlen(name->name) + 1;
		size_t bytes = (offsetof(struct dirent64, d_name) + name_bytes + 7) / 8 * 8;
		unsigned short told_bytes = (unsigned short)bytes;
		assert_true(used + bytes <= length);
		unsigned char *at = (unsigned char *)buffer + used;
		memset(at, 0, bytes);
		memcpy(at + offsetof(struct dirent64, d_reclen), &told_bytes, sizeof(told_bytes));
		at[offsetof(struct dirent64, d_type)] = name->type;
		memcpy(at + offsetof(struct dirent64, d_name), name->name, name_bytes);
		used += bytes;
	}
	return (ssize_t)used;
}

static const struct name *find_name(const char *wanted)
{
	for (size_t i = 0; i < told.count; i++)
		for (const struct name *name = told.answers[i].names; name->name; name++)
			if (strcmp(name->name, wanted) == 0)
				return name;
	fail_msg("there is no %s", wanted);
	return NULL;
}

int __wrap_fstatat(int folder, const char *name, struct stat *status, int flags)
{
	assert_int_equal(folder, FOLDER);
	assert_int_equal(flags, AT_SYMLINK_NOFOLLOW);
	const struct name *found = find_name(name);
	if (found->type != DT_UNKNOWN || found->is_closed)
		fail_msg("%s is looked at", name);
	if (found->error != 0) {
		errno = found->error;
		return -1;
	}
	*status = (struct stat){.st_mode = found->mode};
	return 0;
}

static void tell(const struct answer *answers, size_t count)
{
	told.answers = answers;
	told.count = count;
	told.next = 0;
}

static int teardown(void **state)
{
	tuf_arena_clear(*state);
	return 0;
}

static int setup(void **state)
{
	static struct tuf_arena arena;
	*state = &arena;
	return 0;
}

#define folder_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* ---- entries ---- */

/* Reads the next entry, which is called so; NULL: there is none. */
static void check_next(struct tc_entries *entries, const char *wanted, unsigned char type)
{
	struct tc_entry entry;
	bool is_there = tc_entries_next(entries, &entry);
	assert_int_equal(is_there, wanted != NULL);
	if (!wanted)
		return;
	assert_string_equal(entry.name, wanted);
	assert_int_equal(entry.type, type);
}

static void test_entries_are_all_but_the_folder_and_the_one_above(void **state)
{
	(void)state;
	static const struct answer answers[] = {
		{.names = {ENTRY(".", DT_UNKNOWN), ENTRY("a", DT_REG), ENTRY("...", DT_UNKNOWN),
			   ENTRY(".b", DT_DIR)}},
		{.names = {ENTRY("..", DT_UNKNOWN), ENTRY("c", DT_UNKNOWN)}},
		{.names = {ENTRY("..", DT_UNKNOWN)}},
		{.error = 0},
	};
	struct tc_entries entries;
	tell(answers, COUNT_OF(answers));
	tc_entries_begin(&entries, FOLDER);
	check_next(&entries, "a", DT_REG);
	check_next(&entries, "...", 0);
	check_next(&entries, ".b", DT_DIR);
	check_next(&entries, "c", 0);
	check_next(&entries, NULL, 0);
	assert_int_equal(entries.error, 0);
	assert_int_equal(told.next, told.count);
}

static void test_entries_interrupted_are_asked_for_again(void **state)
{
	(void)state;
	static const struct answer answers[] = {
		{.error = EINTR}, {.error = EINTR}, {.names = {ENTRY("a", DT_UNKNOWN)}},
		{.error = EINTR}, {.names = {ENTRY("b", DT_UNKNOWN)}}, {.error = 0}};
	struct tc_entries entries;
	tell(answers, COUNT_OF(answers));
	tc_entries_begin(&entries, FOLDER);
	check_next(&entries, "a", 0);
	check_next(&entries, "b", 0);
	check_next(&entries, NULL, 0);
	assert_int_equal(entries.error, 0);
}

/* Of a folder that is gone there is nothing to tell. Whoever asks again is told what there is then. */
static void test_entries_end_with_an_error(void **state)
{
	(void)state;
	static const struct {
		int error;
		int told;
	} rows[] = {{EIO, EIO}, {EACCES, EACCES}, {ENOENT, 0}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct answer answers[] = {
			{.names = {ENTRY("a", DT_UNKNOWN)}}, {.error = rows[i].error}, {.error = 0}};
		struct tc_entries entries;
		tell(answers, COUNT_OF(answers));
		tc_entries_begin(&entries, FOLDER);
		check_next(&entries, "a", 0);
		check_next(&entries, NULL, 0);
		assert_int_equal(entries.error, rows[i].told);
		assert_int_equal(told.next, 2);
		check_next(&entries, NULL, 0);
		assert_int_equal(told.next, 3);
	}
}

/* ---- what finding repositories needs ---- */

static struct tc_listing list(struct tuf_arena *arena, const struct answer *answers, size_t count,
			      int wanted_error)
{
	struct tc_listing listing = {.room = 0};
	int error = -1;
	tell(answers, count);
	assert_int_equal(tc_folder_list(arena, FOLDER, &listing, &error), TUF_OK);
	assert_int_equal(error, wanted_error);
	return listing;
}

/* By what the folder says of them, and where it says nothing by a closer look. */
static void test_folder_list_has_folders_and_what_may_lead_to_one(void **state)
{
	static const struct answer answers[] = {
		{.names = {ENTRY("link", DT_LNK),
			   ENTRY("file", DT_REG),
			   ENTRY("folder", DT_DIR),
			   SHOWN("unknown-file", S_IFREG, 0),
			   SHOWN("unknown-link", S_IFLNK, 0),
			   SHOWN("unknown-folder", S_IFDIR, 0),
			   SHOWN("gone", 0, ENOENT),
			   SHOWN("hidden", 0, EACCES)}},
		{.error = 0}};
	static const struct tc_listed_folder wanted[] = {{"folder", false},
							 {"hidden", true},
							 {"link", true},
							 {"unknown-folder", false},
							 {"unknown-link", true}};
	struct tc_listing listing = list(*state, answers, COUNT_OF(answers), 0);
	assert_int_equal(listing.folder_count, COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_string_equal(listing.folders[i].name, wanted[i].name);
		assert_int_equal(listing.folders[i].may_be_link, wanted[i].may_be_link);
	}
	assert_false(listing.has_role_file || listing.has_root || listing.has_tuf);
}

static void test_folder_list_knows_roles_by_their_names_alone(void **state)
{
	static const struct {
		const char *name;
		bool is_role;
		bool is_root;
	} rows[] = {{"root.json", true, true},       {"timestamp.json", true, false},
		    {"snapshot.json", true, false},  {"targets.json", true, false},
		    {"releases.json", false, false}, {"root", false, false}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct answer answers[] = {
			{.names = {{.name = rows[i].name,
				    .type = rows[i].is_role ? DT_UNKNOWN : DT_REG,
				    .is_closed = true}}},
			{.error = 0}};
		struct tc_listing listing = list(*state, answers, COUNT_OF(answers), 0);
		assert_int_equal(listing.has_role_file, rows[i].is_role);
		assert_int_equal(listing.has_root, rows[i].is_root);
		assert_int_equal(listing.folder_count, 0);
	}
}

static void test_folder_list_knows_a_folder_called_tuf(void **state)
{
	static const struct {
		struct name name;
		bool has_tuf;
	} rows[] = {{ENTRY("tuf", DT_DIR), true},
		    {ENTRY("tuf", DT_LNK), true},
		    {ENTRY("tuf", DT_REG), false},
		    {ENTRY("tuf2", DT_DIR), false}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct answer answers[] = {
			{.names = {rows[i].name, ENTRY("a", DT_DIR)}}, {.error = 0}};
		struct tc_listing listing = list(*state, answers, COUNT_OF(answers), 0);
		assert_int_equal(listing.has_tuf, rows[i].has_tuf);
	}
}

/* 80 names in no order, which need more room than is made at first. */
static const struct answer many[] = {
#define FIVE(start)                                                                                \
	ENTRY(start "4", DT_DIR), ENTRY(start "2", DT_DIR), ENTRY(start "0", DT_DIR),              \
		ENTRY(start "3", DT_DIR), ENTRY(start "1", DT_DIR)
	{.names = {FIVE("d0"), FIVE("d2"), FIVE("d1"), FIVE("d3")}},
	{.names = {FIVE("a0"), FIVE("a2"), FIVE("a1"), FIVE("a3")}},
	{.names = {FIVE("c0"), FIVE("c2"), FIVE("c1"), FIVE("c3")}},
	{.names = {FIVE("b0"), FIVE("b2"), FIVE("b1"), FIVE("b3")}},
	{.error = EIO},
};
#define MANY ((size_t)80)

static void test_folder_list_of_many_is_sorted_and_says_that_it_broke_off(void **state)
{
	struct tc_listing listing = list(*state, many, COUNT_OF(many), EIO);
	assert_int_equal(listing.folder_count, MANY);
	for (size_t i = 1; i < MANY; i++)
		assert_true(strcmp(listing.folders[i - 1].name, listing.folders[i].name) < 0);
}

/* ---- names alone ---- */

static struct tc_names list_names(struct tuf_arena *arena, size_t limit, int wanted_error)
{
	struct tc_names names = {.room = 0};
	int error = -1;
	tell(many, COUNT_OF(many));
	assert_int_equal(tc_folder_list_names(arena, FOLDER, limit, &names, &error), TUF_OK);
	assert_int_equal(error, wanted_error);
	for (size_t i = 1; i < names.count; i++)
		assert_true(strcmp(names.items[i - 1], names.items[i]) < 0);
	return names;
}

static void test_folder_list_names_has_so_many_at_most(void **state)
{
	struct tc_names names = list_names(*state, MANY, EIO);
	assert_int_equal(names.count, MANY);
	assert_false(names.is_cut);
	names = list_names(*state, MANY - 1, 0);
	assert_int_equal(names.count, MANY - 1);
	assert_true(names.is_cut);
	names = list_names(*state, 0, 0);
	assert_int_equal(names.count, 0);
	assert_true(names.is_cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_entries_are_all_but_the_folder_and_the_one_above),
		folder_test(test_entries_interrupted_are_asked_for_again),
		folder_test(test_entries_end_with_an_error),
		folder_test(test_folder_list_has_folders_and_what_may_lead_to_one),
		folder_test(test_folder_list_knows_roles_by_their_names_alone),
		folder_test(test_folder_list_knows_a_folder_called_tuf),
		folder_test(test_folder_list_of_many_is_sorted_and_says_that_it_broke_off),
		folder_test(test_folder_list_names_has_so_many_at_most),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
