/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trust directory with one repository, and the source that reads it.
 */
#ifndef TUFCHECK_TESTS_VERIFY_TRUSTDIR_SOURCE_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_TRUSTDIR_SOURCE_SUPPORT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/trustdir.h"
#include "descriptors.h"
#include "remove_tree.h"
#include "verify_support.h"

#define METADATA "trust/tuf/a/metadata"
#define CHANGES "trust/tuf/a/changelist"

struct fixture {
	char path[64];
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	struct tc_trustdir_source context;
	struct tc_source source;
	struct tc_file_listing listing;
};

static inline void make_file(const char *name)
{
	int descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(descriptor >= 0);
	close(descriptor);
}

static inline void make_folder(const char *name)
{
	assert_int_equal(mkdir(name, 0755), 0);
}

static inline void find(struct fixture *fixture, const char *argument)
{
	tc_trustdir_leave(&fixture->context);
	tc_trustdir_clear(&fixture->trustdir);
	fixture->trustdir = (struct tc_trustdir){.arena = &fixture->arena};
	enum tc_found found;
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, argument, ".", &found), TUF_OK);
	assert_int_equal(fixture->trustdir.count, 1);
	fixture->context = (struct tc_trustdir_source){.place = &fixture->trustdir.places[0],
						       .arena = &fixture->arena};
	fixture->source = tc_trustdir_make_source(&fixture->context);
}

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/listing-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->path));
	assert_int_equal(chmod(fixture->path, 0755), 0);
	assert_int_equal(chdir(fixture->path), 0);
	static const char *const folders[] = {"trust",  "trust/tuf",         "trust/tuf/a",
					      METADATA, METADATA "/targets", CHANGES};
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		make_folder(folders[i]);
	make_file(METADATA "/root.json");
	find(fixture, "trust");
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_trustdir_leave(&fixture->context);
	tc_trustdir_clear(&fixture->trustdir);
	tuf_arena_clear(&fixture->arena);
	assert_int_equal(chdir(P_tmpdir), 0);
	remove_tree(fixture->path);
	free(fixture);
	return 0;
}

#define list_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* Lists a folder; descriptors must all be closed when the source was left. */
static inline void list(struct fixture *fixture, const char *folder)
{
	tc_trustdir_leave(&fixture->context);
	int before = count_descriptors();
	assert_int_equal(
		fixture->source.list_files(fixture->source.context, folder, &fixture->listing),
		TUF_OK);
	tc_trustdir_leave(&fixture->context);
	assert_int_equal(count_descriptors(), before);
}

static inline void assert_names(const struct fixture *fixture, const char *const *names,
				size_t count)
{
	assert_int_equal(fixture->listing.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(fixture->listing.items[i].name, names[i]);
}

#define assert_listed(fixture, ...)                                                                \
	assert_names((fixture), (const char *const[]){__VA_ARGS__},                                \
		     COUNT_OF(((const char *const[]){__VA_ARGS__})))

static inline struct tc_file_id identify(const struct fixture *fixture, const char *file)
{
	struct tc_file_id id = {.inode = 99};
	assert_int_equal(fixture->source.identify(fixture->source.context, file, &id), 0);
	return id;
}

#endif
