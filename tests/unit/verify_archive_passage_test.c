/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives as the system gives them: in pieces, cut short, not at all, or as
 * something else than was seen a moment before.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include "tuf/limits.h"
#include "descriptors.h"
#include "verify_archive_support.h"

#define PIECE ((size_t)1 << 16)

/* ---- what the system answers ---- */

/* The linker puts these in the place of those without __wrap_; some builds call the ones that check. */
ssize_t __real_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset);
ssize_t __wrap___pread_chk(int descriptor, void *bytes, size_t length, off_t offset, size_t room);
int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap___openat_2(int folder, const char *path, int flags);
int __real_EVP_Digest(const void *bytes, size_t length, unsigned char *digest, unsigned *size,
                      const EVP_MD *method, ENGINE *engine);
int __wrap_EVP_Digest(const void *bytes, size_t length, unsigned char *digest, unsigned *size,
                      const EVP_MD *method, ENGINE *engine);
int __real_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);

static struct {
	size_t reads;
	size_t fail_at; /* the number of the read that fails, from 1; 0: none */
	int error;
	size_t piece;    /* that a read gives at most; 0: all that is wanted */
	size_t most;     /* that was wanted at once */
	size_t openings; /* of what was not only looked at */
	void (*after_look)(const char *path);
	void (*before_read)(void);
	bool digest_fails;         /* of a whole file */
	bool passage_digest_fails; /* of one in pieces */
} script;

ssize_t __wrap_pread(int descriptor, void *bytes, size_t length, off_t offset)
{
	script.reads++;
	if (script.before_read)
		script.before_read();
	if (script.most < length)
		script.most = length;
	if (script.reads == script.fail_at) {
		/* what stands there by now is not to be used */
		memset(bytes, 0xff, length < BLOCK ? length : BLOCK);
		errno = script.error;
		return -1;
	}
	bool is_cut = script.piece != 0 && script.piece < length;
	return __real_pread(descriptor, bytes, is_cut ? script.piece : length, offset);
}

ssize_t __wrap___pread_chk(int descriptor, void *bytes, size_t length, off_t offset, size_t room)
{
	assert_true(length <= room);
	return __wrap_pread(descriptor, bytes, length, offset);
}

int __wrap_openat(int folder, const char *path, int flags, ...)
{
	script.openings += !(flags & O_PATH);
	int descriptor = __real_openat(folder, path, flags);
	if ((flags & O_PATH) && script.after_look)
		script.after_look(path);
	return descriptor;
}

int __wrap___openat_2(int folder, const char *path, int flags)
{
	return __wrap_openat(folder, path, flags);
}

int __wrap_EVP_Digest(const void *bytes, size_t length, unsigned char *digest, unsigned *size,
                      const EVP_MD *method, ENGINE *engine)
{
	int done = __real_EVP_Digest(bytes, length, digest, size, method, engine);
	return script.digest_fails ? 0 : done;
}

int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size)
{
	int done = __real_EVP_DigestFinal_ex(context, digest, size);
	return script.passage_digest_fails ? 0 : done;
}

static void reset_script(void)
{
	memset(&script, 0, sizeof(script));
}

static int teardown(void **state)
{
	reset_script();
	return remove_archive(state);
}

/* ---- from the beginning to the end ---- */

static void test_passage_of_small_and_interrupted_reads_is_whole(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	script.piece = 100;
	script.error = EINTR;
	for (script.fail_at = 1; script.fail_at < 20; script.fail_at++) {
		script.reads = 0;
		assert_read(fixture);
		assert_int_equal(read_status(fixture, ROOT, 8), TC_READ_OK);
		assert_true(script.reads > script.fail_at);
	}
}

/* However often a read was interrupted, a file that has become shorter ends. */
static void test_passage_of_file_that_became_shorter_ends(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	assert_int_equal(ftruncate(fixture->descriptor, 2 * (off_t)BLOCK + 3), 0);
	script.error = EINTR;
	script.fail_at = 1;
	script.reads = 0;
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, ROOT, 8, &read), TUF_OK);
	assert_int_equal(read.status, TC_READ_CHANGED);
	assert_int_equal(read.error, 0);
	assert_null(read.bytes);
}

/* An entry of each kind, and an end: whichever read fails, nothing is concluded from the rest. */
static void test_passage_with_a_read_that_fails_says_why(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, "x", 'x', "30 path=trust/tuf/c/root.json\n");
	(void)add_entry(fixture, "short", '0', "third");
	add_end(fixture);
	assert_read(fixture);
	size_t count = script.reads;
	assert_true(count > 10);
	script.error = EIO;
	for (script.fail_at = 1; script.fail_at <= count; script.fail_at++) {
		script.reads = 0;
		assert_int_equal(read_archive(fixture), TUF_INVALID);
		assert_null(fixture->archive);
		assert_int_equal(fixture->problem.error, EIO);
		assert_int_equal(script.reads, script.fail_at);
	}
}

static void test_passage_of_no_descriptor_says_why(void **state)
{
	struct fixture *fixture = *state;
	int descriptor = fixture->descriptor;
	fixture->descriptor = -1;
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_null(fixture->archive);
	assert_int_equal(fixture->problem.error, EBADF);
	fixture->descriptor = descriptor;
}

/* Those of files as they pass, and that of the manifest as it is read. */
static void test_passage_without_any_digest_is_none(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, TC_MANIFEST, '0', "[]");
	add_end(fixture);
	assert_refused(fixture, TC_MANIFEST, "an array at ");
	script.passage_digest_fails = true;
	assert_int_equal(read_archive(fixture), TUF_NO_MEMORY);
	assert_null(fixture->archive);
	script.passage_digest_fails = false;
	script.digest_fails = true;
	assert_int_equal(read_archive(fixture), TUF_NO_MEMORY);
	assert_null(fixture->archive);
}

/* ---- where it ends ---- */

/* The root's contents are 8 bytes, in a block behind that of its header. */
static void test_passage_cut_short_says_where(void **state)
{
	static const struct {
		size_t cut; /* bytes off the end */
		const char *member;
		const char *actual;
	} rows[] = {{1, NULL, "one"},
	            {BLOCK - 1, NULL, "one"},
	            {BLOCK, NULL, "one"},
	            {BLOCK + 1, NULL, "the end of the file"},
	            {2 * BLOCK, NULL, "the end of the file"},
	            {2 * BLOCK + 1, ROOT, "the end of the archive before that"},
	            {3 * BLOCK - 8, ROOT, "the end of the archive before that"},
	            {3 * BLOCK - 7, ROOT, "the end of the archive before that"},
	            {3 * BLOCK, ROOT, "the end of the archive before that"},
	            {3 * BLOCK + 1, NULL, "the end of the file"}};
	struct fixture *fixture = *state;
	add_end(fixture);
	size_t whole = fixture->length;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture->length = whole - rows[i].cut;
		assert_refused(fixture, rows[i].member, rows[i].actual);
	}
}

/* Contents that fill their block, up to the end of the file: they are there, and what is missing is an end. */
static void test_passage_that_ends_with_full_contents_lacks_its_end(void **state)
{
	struct fixture *fixture = *state;
	char contents[BLOCK + 1];
	memset(contents, 'x', BLOCK);
	contents[BLOCK] = '\0';
	(void)add_entry(fixture, "full", '0', contents);
	assert_refused(fixture, NULL, "the end of the file");
	fixture->length--;
	assert_refused(fixture, "full", "the end of the archive before that");
}

/* Contents of that many bytes, and then so many zeros more than an end has. */
static void assert_read_in_pieces(struct fixture *fixture, size_t length, size_t zeros)
{
	unsigned char *block = add_entry(fixture, "large", '0', "");
	write_octal(block + 124, 11, length);
	sum_header(block);
	write_archive(fixture, fixture->length);
	size_t padded = (length + BLOCK - 1) / BLOCK * BLOCK;
	assert_int_equal(ftruncate(fixture->descriptor,
	                           (off_t)(fixture->length + padded + 2 * BLOCK + zeros)),
	                 0);
	script.most = 0;
	assert_int_equal(read_archive(fixture), TUF_OK);
	assert_true(script.most <= PIECE);
	assert_int_equal(read_status(fixture, "large", length), TC_READ_OK);
}

static void test_passage_of_anything_large_is_in_pieces(void **state)
{
	static const size_t lengths[] = {1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		for (size_t j = 0; j < COUNT_OF(lengths); j++) {
			begin(fixture);
			/* with the second block of the end */
			size_t zeros = lengths[j] > BLOCK ? lengths[j] - BLOCK : 0;
			assert_read_in_pieces(fixture, lengths[i], zeros);
		}
	}
}

/* ---- limits and names ---- */

static void test_passage_of_file_at_the_limit_is_begun(void **state)
{
	struct fixture *fixture = *state;
	fixture->length = 0;
	(void)add_entry(fixture, "odd", '1', "");
	write_archive(fixture, fixture->length);
	if (ftruncate(fixture->descriptor, (off_t)TUF_MAX_ARCHIVE_BYTES) != 0)
		skip(); /* no such files there */
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_string_equal(fixture->problem.refusal.actual, "a hard link");
}

/* The longest header there may be has the longest path of a folder, with its slash. */
static void test_passage_takes_the_longest_path(void **state)
{
	struct fixture *fixture = *state;
	char text[TC_TAR_MAX_EXTENSION + 1];
	memset(text, 'x', sizeof(text));
	memcpy(text, "1036 path=", 10);
	memcpy(text + TC_TAR_MAX_EXTENSION - 2, "/\n", 3);
	assert_int_equal(strlen(text), 1036);
	(void)add_entry(fixture, "x", 'x', text);
	(void)add_entry(fixture, "x", '5', "");
	add_end(fixture);
	assert_read(fixture);
	text[TC_TAR_MAX_EXTENSION - 2] = '\0';
	assert_true(tc_archive_has_folder(fixture->archive, text + 10));
}

static void test_passage_knows_keys_by_their_names(void **state)
{
	static const struct {
		const char *path;
		char type;
		bool is_refused;
	} rows[] = {{"trust/private", '5', true}, {"private", '0', true},
	            {"a.key", '0', true},         {".key", '0', false},
	            {"key", '0', false},          {"trust/private-notes", '0', false}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(fixture);
		(void)add_entry(fixture, rows[i].path, rows[i].type, "");
		add_end(fixture);
		if (rows[i].is_refused)
			assert_refused(fixture, rows[i].path, "one, so nothing is read");
		else
			assert_read(fixture);
	}
}

/* ---- the manifest ---- */

static void test_passage_takes_a_folder_for_no_manifest(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, TC_MANIFEST, '5', "");
	add_end(fixture);
	assert_read(fixture);
	assert_false(fixture->archive->facts.has_manifest);
}

static void test_passage_of_manifest_over_the_limit_is_refused(void **state)
{
	struct fixture *fixture = *state;
	unsigned char *block = add_entry(fixture, TC_MANIFEST, '0', "");
	write_octal(block + 124, 11, TUF_MAX_MANIFEST_BYTES + 1);
	sum_header(block);
	write_archive(fixture, fixture->length);
	off_t length = (off_t)(fixture->length + TUF_MAX_MANIFEST_BYTES + 3 * BLOCK);
	if (ftruncate(fixture->descriptor, length) != 0)
		skip(); /* no such files there */
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_string_equal(fixture->problem.member, TC_MANIFEST);
	assert_string_equal(fixture->problem.refusal.actual, "one over the limit");
}

static struct {
	int descriptor;
	off_t offset;
	size_t read; /* the one before which it happens */
} change;

static void change_byte(void)
{
	if (script.reads == change.read)
		assert_int_equal(pwrite(change.descriptor, "?", 1, change.offset), 1);
}

/* It is read a second time, after all that is in the archive. */
static void test_passage_of_manifest_that_changes_is_refused(void **state)
{
	struct fixture *fixture = *state;
	change.offset = (off_t)(fixture->length + BLOCK);
	change.descriptor = fixture->descriptor;
	(void)add_entry(fixture, TC_MANIFEST, '0', "[]");
	add_end(fixture);
	assert_refused(fixture, TC_MANIFEST, "an array at ");
	change.read = script.reads;
	script.reads = 0;
	script.before_read = change_byte;
	assert_refused(fixture, TC_MANIFEST, "one that has changed");
}

/* ---- one file ---- */

static void test_file_of_archive_comes_with_its_digest(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, ROOT, 8, &read), TUF_OK);
	free(read.bytes);
	assert_true(read.is_hashed);
	assert_memory_equal(read.sha256, tc_archive_find(fixture->archive, ROOT)->sha256,
	                    TUF_SHA256_BYTES);
	assert_int_equal(tc_archive_read_file(fixture->archive, "trust", 8, &read), TUF_OK);
	assert_int_equal(read.status, TC_READ_NOT_REGULAR);
	assert_string_equal(read.actual, "a folder");
}

/* Nor is it what was read of it before. */
static void test_file_of_archive_that_cannot_be_read_is_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	struct tc_read read = {.status = TC_READ_INVALID}, again = read;
	script.reads = 0;
	script.fail_at = 2;
	script.error = EIO;
	enum tuf_result first = tc_archive_read_file(fixture->archive, ROOT, 8, &read);
	enum tuf_result second = tc_archive_read_file(fixture->archive, ROOT, 8, &again);
	assert_int_equal(first, TUF_OK);
	assert_int_equal(read.status, TC_READ_OK);
	free(read.bytes);
	assert_int_equal(second, TUF_OK);
	assert_int_equal(again.status, TC_READ_UNREADABLE);
	assert_int_equal(again.error, EIO);
	assert_null(again.bytes);
}

static void test_file_of_archive_without_digest_is_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	script.digest_fails = true;
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, ROOT, 8, &read), TUF_NO_MEMORY);
	assert_int_not_equal(read.status, TC_READ_OK);
	assert_null(read.bytes);
	/* that it could not be read comes first */
	script.reads = 0;
	script.fail_at = 1;
	script.error = EIO;
	assert_int_equal(tc_archive_read_file(fixture->archive, ROOT, 8, &read), TUF_OK);
	assert_int_equal(read.status, TC_READ_UNREADABLE);
}

/* ---- opening ---- */

static void assert_opens(const char *path, bool is_archive, int wanted_error)
{
	int descriptor, error;
	errno = EDOM; /* of something before */
	assert_int_equal(tc_archive_open(path, &descriptor, &error), TUF_OK);
	assert_int_equal(error, wanted_error);
	assert_int_equal(descriptor >= 0, is_archive);
	if (is_archive)
		close(descriptor);
	else
		assert_int_equal(descriptor, -1);
}

static void become_fifo(const char *path)
{
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
}

static void test_open_does_not_touch_what_is_no_file(void **state)
{
	struct fixture *fixture = *state;
	become_fifo(fixture->path);
	assert_opens(fixture->path, false, 0);
	assert_opens("/dev/null", false, 0);
	assert_int_equal(script.openings, 0);
	assert_int_equal(script.reads, 0);
}

static void test_open_does_not_read_what_is_no_file_any_more(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	script.after_look = become_fifo;
	assert_opens(fixture->path, false, 0);
	assert_int_equal(script.reads, 0);
}

static void test_open_that_cannot_read_says_why(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	assert_opens(fixture->path, true, 0);
	script.reads = 0;
	script.fail_at = 1;
	script.error = EIO;
	assert_opens(fixture->path, false, EIO);
}

/* Then the system gives its number to the next that is opened. */
static void test_open_with_standard_input_closed_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	int input = close_input();
	assert_opens(fixture->path, true, 0);
	write_archive(fixture, BLOCK - 1);
	assert_opens(fixture->path, false, 0);
	script.after_look = become_fifo;
	assert_opens(fixture->path, false, 0);
	int next = dup(fixture->descriptor);
	assert_int_equal(next, STDIN_FILENO);
	close(next);
	reopen_input(input);
}

#define passage_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		passage_test(test_passage_of_small_and_interrupted_reads_is_whole),
		passage_test(test_passage_of_file_that_became_shorter_ends),
		passage_test(test_passage_with_a_read_that_fails_says_why),
		passage_test(test_passage_of_no_descriptor_says_why),
		passage_test(test_passage_without_any_digest_is_none),
		passage_test(test_passage_cut_short_says_where),
		passage_test(test_passage_that_ends_with_full_contents_lacks_its_end),
		passage_test(test_passage_of_anything_large_is_in_pieces),
		passage_test(test_passage_of_file_at_the_limit_is_begun),
		passage_test(test_passage_takes_the_longest_path),
		passage_test(test_passage_knows_keys_by_their_names),
		passage_test(test_passage_takes_a_folder_for_no_manifest),
		passage_test(test_passage_of_manifest_over_the_limit_is_refused),
		passage_test(test_passage_of_manifest_that_changes_is_refused),
		passage_test(test_file_of_archive_comes_with_its_digest),
		passage_test(test_file_of_archive_that_cannot_be_read_is_nothing),
		passage_test(test_file_of_archive_without_digest_is_nothing),
		passage_test(test_open_does_not_touch_what_is_no_file),
		passage_test(test_open_does_not_read_what_is_no_file_any_more),
		passage_test(test_open_that_cannot_read_says_why),
		passage_test(test_open_with_standard_input_closed_is_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
