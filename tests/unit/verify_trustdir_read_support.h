/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trust directory with one repository, and what happens while its files are
 * read. The program that includes this must wrap read and fstat (CMakeLists.txt).
 */
#ifndef TUFCHECK_TESTS_VERIFY_TRUSTDIR_READ_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_TRUSTDIR_READ_SUPPORT_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/trustdir.h"
#include "remove_tree.h"
#include "verify_support.h"

#define LIMIT 1000
#define METADATA "trust/tuf/a/metadata"

/* ---- what happens between two steps of reading ---- */

/* The linker puts these in the place of read and fstat. */
ssize_t __real_read(int descriptor, void *bytes, size_t length);
ssize_t __wrap_read(int descriptor, void *bytes, size_t length);
int __real_fstat(int descriptor, struct stat *status);
int __wrap_fstat(int descriptor, struct stat *status);

static struct {
	void (*before_read)(void);
	void (*after_look)(void); /* after the first fstat */
	const int *errors;        /* of reads; 0 is a read of one byte, -1 ends them */
	size_t reads;
	size_t looks;
} script;

static inline void reset_script(void)
{
	script.before_read = NULL;
	script.after_look = NULL;
	script.errors = NULL;
	script.reads = 0;
	script.looks = 0;
}

ssize_t __wrap_read(int descriptor, void *bytes, size_t length)
{
	script.reads++;
	if (script.before_read && script.reads == 1)
		script.before_read();
	if (!script.errors || *script.errors < 0)
		return __real_read(descriptor, bytes, length);
	int error = *script.errors++;
	if (error == 0)
		return __real_read(descriptor, bytes, 1);
	errno = error;
	return -1;
}

int __wrap_fstat(int descriptor, struct stat *status)
{
	int result = __real_fstat(descriptor, status);
	int error = errno;
	script.looks++;
	if (script.after_look && script.looks == 1)
		script.after_look();
	errno = error;
	return result;
}

/* ---- a trust directory with one repository ---- */

struct fixture {
	char path[64];
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	struct tc_trustdir_source context;
	struct tc_source source;
	struct tc_read content;
	int free_descriptor; /* when nothing of the repository is open */
};

static inline void make_file(const char *name, const char *text, size_t length)
{
	int descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, length), (ssize_t)length);
	close(descriptor);
}

static inline int find_free_descriptor(void)
{
	int descriptor = dup(STDIN_FILENO);
	close(descriptor);
	return descriptor;
}

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	reset_script();
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/reading-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->path));
	assert_int_equal(chmod(fixture->path, 0755), 0);
	assert_int_equal(chdir(fixture->path), 0);
	static const char *const folders[] = {"trust", "trust/tuf", "trust/tuf/a", METADATA,
	                                      METADATA "/targets"};
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		assert_int_equal(mkdir(folders[i], 0755), 0);
	make_file(METADATA "/root.json", "{}", 2);
	fixture->trustdir.arena = &fixture->arena;
	enum tc_found found;
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "trust", ".", &found), TUF_OK);
	assert_int_equal(fixture->trustdir.count, 1);
	fixture->context = (struct tc_trustdir_source){.place = &fixture->trustdir.places[0],
	                                               .arena = &fixture->arena};
	fixture->source = tc_trustdir_make_source(&fixture->context);
	fixture->free_descriptor = find_free_descriptor();
	reset_script();
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	reset_script();
	free(fixture->content.bytes);
	tc_trustdir_leave(&fixture->context);
	tc_trustdir_clear(&fixture->trustdir);
	tuf_arena_clear(&fixture->arena);
	assert_int_equal(chdir(P_tmpdir), 0);
	remove_tree(fixture->path);
	free(fixture);
	return 0;
}

/*
 * Reads a file of the repository from its folder as it was listed, or is now;
 * descriptors must all be closed when the source was left.
 */
static inline enum tc_read_status read_name(struct fixture *fixture, const char *file)
{
	free(fixture->content.bytes);
	fixture->content = (struct tc_read){.status = TC_READ_INVALID};
	assert_int_equal(fixture->source.read(fixture->source.context, file, LIMIT,
	                                      &fixture->content),
	                 TUF_OK);
	tc_trustdir_leave(&fixture->context);
	assert_int_equal(find_free_descriptor(), fixture->free_descriptor);
	bool is_read = fixture->content.status == TC_READ_OK;
	assert_int_equal(fixture->content.bytes != NULL, is_read);
	if (!is_read)
		assert_int_equal(fixture->content.length, 0);
	return fixture->content.status;
}

static inline void assert_text(const struct fixture *fixture, const char *text)
{
	assert_int_equal(fixture->content.length, strlen(text));
	assert_memory_equal(fixture->content.bytes, text, strlen(text));
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
