/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives: one that is good, and each way in which one that differs from it in
 * one thing is refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tuf/codec.h"
#include "tuf/limits.h"
#include "memory_wraps.h"
#include "verify_archive_support.h"

/* ---- allocations that fail: those of the project ---- */

static struct {
	bool is_on;
	size_t count;
	size_t victim;
} trap;

static bool must_fail(void)
{
	return trap.is_on && ++trap.count == trap.victim;
}

static int teardown(void **state)
{
	trap.is_on = false;
	return remove_archive(state);
}

/* ---- what is read ---- */

static void test_archive_good_is_read(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	struct tc_read read = {.status = TC_READ_INVALID};
	assert_int_equal(tc_archive_read_file(fixture->archive, ROOT, 8, &read), TUF_OK);
	assert_int_equal(read.status, TC_READ_OK);
	assert_int_equal(read.length, 8);
	assert_memory_equal(read.bytes, "the root", 8);
	assert_int_not_equal(read.id.inode, 0);
	free(read.bytes);
	assert_int_equal(read_status(fixture, ROOT, 7), TC_READ_TOO_LARGE);
	assert_int_equal(read_status(fixture, "trust/tuf/b", 8), TC_READ_MISSING);
	assert_int_equal(read_status(fixture, ROOT "/x", 8), TC_READ_MISSING);
	assert_int_equal(read_status(fixture, "trust", 8), TC_READ_NOT_REGULAR);
	assert_int_equal(read_status(fixture, "trust/tuf", 8), TC_READ_NOT_REGULAR);
	assert_true(tc_archive_has_folder(fixture->archive, "."));
	assert_true(tc_archive_has_folder(fixture->archive, "trust/tuf/a"));
	assert_false(tc_archive_has_folder(fixture->archive, ROOT));
	assert_false(tc_archive_has_folder(fixture->archive, "trust/tu"));
	assert_false(fixture->archive->facts.has_manifest);
}

static void test_archive_more_zeros_at_the_end_are_read(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < 10; i++)
		add_end(fixture);
	assert_read(fixture);
}

static void test_archive_prefix_and_extension_are_read(void **state)
{
	struct fixture *fixture = *state;
	unsigned char *block = add_entry(fixture, "root.json", '0', "other");
	memcpy(block + 345, "trust/tuf/b/metadata", 20);
	sum_header(block);
	(void)add_entry(fixture, "x", 'x', "30 path=trust/tuf/c/root.json\n");
	(void)add_entry(fixture, "short", '0', "third");
	add_end(fixture);
	assert_read(fixture);
	assert_int_equal(read_status(fixture, "trust/tuf/b/metadata/root.json", 9), TC_READ_OK);
	assert_int_equal(read_status(fixture, "trust/tuf/c/root.json", 9), TC_READ_OK);
	assert_int_equal(read_status(fixture, "short", 9), TC_READ_MISSING);
}

static void test_archive_folders_are_listed(void **state)
{
	struct fixture *fixture = *state;
	static const char *const paths[] = {"trust/tuf/a/metadata/targets/x.json",
	                                    "trust/tuf/a/metadata/targets-b/x.json",
	                                    "trust/tuf/a/metadata/targets.json", "trust/tuf/aa/x"};
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		(void)add_entry(fixture, paths[i], '0', "");
	add_end(fixture);
	assert_read(fixture);
	struct tc_listing listing = {.folders = NULL};
	assert_int_equal(tc_archive_list(&fixture->arena, fixture->archive, "trust/tuf/a/metadata",
	                                 &listing),
	                 TUF_OK);
	assert_true(listing.has_root && listing.has_role_file && !listing.has_tuf);
	assert_int_equal(listing.folder_count, 2);
	assert_string_equal(listing.folders[0].name, "targets");
	assert_string_equal(listing.folders[1].name, "targets-b");
	assert_int_equal(tc_archive_get_below(fixture->archive, "trust/tuf/a").count, 4);
	assert_int_equal(tc_archive_get_below(fixture->archive, "trust/tuf/b").count, 0);
}

/* What was digested is what is read, or nothing is. */
static void test_archive_changed_meanwhile_is_told(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	assert_read(fixture);
	assert_int_equal(pwrite(fixture->descriptor, "T", 1, 2 * (off_t)BLOCK), 1);
	assert_int_equal(read_status(fixture, ROOT, 8), TC_READ_CHANGED);
	assert_int_equal(ftruncate(fixture->descriptor, 2 * (off_t)BLOCK), 0);
	assert_int_equal(read_status(fixture, ROOT, 8), TC_READ_CHANGED);
}

/* ---- what is refused ---- */

static void test_archive_cut_anywhere_is_refused(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	for (size_t length = 0; length < fixture->length; length += BLOCK / 2) {
		write_archive(fixture, length);
		assert_int_equal(read_archive(fixture), TUF_INVALID);
		assert_null(fixture->archive);
		assert_int_equal(fixture->problem.error, 0);
	}
}

/* A bit of a sum's own end may say the same; everything else is told. */
static void test_archive_each_bit_of_a_header_counts(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	unsigned char *header = fixture->bytes + BLOCK;
	for (size_t bit = 0; bit < BLOCK * 8; bit++) {
		size_t at = bit / 8;
		header[at] ^= (unsigned char)(1U << bit % 8);
		write_archive(fixture, fixture->length);
		enum tuf_result result = read_archive(fixture);
		if (at < 154 || at > 155)
			assert_int_equal(result, TUF_INVALID);
		else if (result == TUF_OK)
			assert_int_equal(read_status(fixture, ROOT, 8), TC_READ_OK);
		header[at] ^= (unsigned char)(1U << bit % 8);
	}
}

static void test_archive_other_types_are_refused(void **state)
{
	static const struct {
		char type;
		const char *actual;
	} rows[] = {{'1', "a hard link"},
	            {'2', "a symbolic link"},
	            {'3', "a device"},
	            {'4', "a device"},
	            {'6', "a FIFO"},
	            {'7', "a contiguous file"},
	            {'g', "a header for all entries that follow"},
	            {'K', "a long name of GNU's kind"},
	            {'L', "a long name of GNU's kind"},
	            {'S', "a sparse file"},
	            {'A', "an entry of type 0x41"}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(fixture);
		(void)add_entry(fixture, "odd", rows[i].type, "");
		add_end(fixture);
		assert_refused(fixture, "odd", rows[i].actual);
	}
}

static void test_archive_odd_paths_are_refused(void **state)
{
	static const char *const paths[] = {"/etc/passwd", "../x",     "trust/../x", "trust//x",
	                                    "./x",         "trust/.",  "x/",         "",
	                                    "a\nb",        "a\x1b[2J", "n\xc3\xa9",  "\x7f"};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		begin(fixture);
		(void)add_entry(fixture, paths[i], '0', "");
		add_end(fixture);
		assert_refused(fixture, paths[i], "another one");
	}
	char deep[TUF_MAX_ARCHIVE_PATH + 1], contents[sizeof(deep) + 16];
	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = "a/"[i % 2];
	deep[2 * TUF_MAX_PATH_DEPTH + 1] = '\0';
	(void)snprintf(contents, sizeof(contents), "267 path=%s\n", deep);
	begin(fixture);
	(void)add_entry(fixture, "x", 'x', contents);
	(void)add_entry(fixture, "y", '0', "");
	add_end(fixture);
	assert_refused(fixture, deep, "a deeper one");
}

static void test_archive_path_for_two_things_is_refused(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, ROOT, '0', "the root");
	add_end(fixture);
	assert_refused(fixture, ROOT, "another entry of the same path");
	begin(fixture);
	(void)add_entry(fixture, ROOT "/", '5', "");
	add_end(fixture);
	assert_refused(fixture, ROOT, "another entry of the same path");
	begin(fixture);
	(void)add_entry(fixture, ROOT "/x/y", '0', "");
	add_end(fixture);
	assert_refused(fixture, ROOT "/x/y", "a file");
}

static void test_archive_odd_sizes_are_refused(void **state)
{
	static const struct {
		const char *size; /* 12 bytes */
		const char *actual;
	} rows[] = {{"77777777777\0", "the end of the archive before that"},
	            {"777777777777", "the end of the archive before that"},
	            {"00000002001\0", "the end of the archive before that"},
	            {"\x80\0\0\0\0\0\0\0\0\0\0\x08", "something else"},
	            {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "something else"},
	            {"-0000000010\0", "something else"},
	            {"0000000001x\0", "something else"},
	            {"\0\0\0\0\0\0\0\0\0\0\0\0", "something else"},
	            {"00000000009\0", "something else"}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(fixture);
		unsigned char *block = add_entry(fixture, "odd", '0', "");
		memcpy(block + 124, rows[i].size, 12);
		sum_header(block);
		add_end(fixture);
		assert_refused(fixture, "odd", rows[i].actual);
	}
	begin(fixture);
	(void)add_entry(fixture, "folder", '5', "contents");
	add_end(fixture);
	assert_refused(fixture, "folder", "one with contents");
}

static void test_archive_other_extensions_are_refused(void **state)
{
	static const char *const contents[] = {"11 path=xy\n11 size=99\n",
	                                       "11 size=99\n",
	                                       "12 path=xy\n",
	                                       "011 path=x\n",
	                                       "11 path=x\nz",
	                                       "8 path=\n",
	                                       "",
	                                       "22 GNU.sparse.size=99\n"};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(contents); i++) {
		begin(fixture);
		(void)add_entry(fixture, "extension", 'x', contents[i]);
		(void)add_entry(fixture, "y", '0', "");
		add_end(fixture);
		assert_refused(fixture, "extension", "another one");
	}
	begin(fixture);
	(void)add_entry(fixture, "x", 'x', "11 path=xy\n");
	(void)add_entry(fixture, "x", 'x', "11 path=xz\n");
	(void)add_entry(fixture, "y", '0', "");
	add_end(fixture);
	assert_refused(fixture, "xy", "another one");
	begin(fixture);
	(void)add_entry(fixture, "x", 'x', "11 path=xy\n");
	add_end(fixture);
	assert_refused(fixture, "xy", "the end of the archive");
	char text[TC_TAR_MAX_EXTENSION + 2];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	begin(fixture);
	(void)add_entry(fixture, "x", 'x', text);
	add_end(fixture);
	assert_refused(fixture, "x", "a longer one");
}

static void test_archive_odd_blocks_are_refused(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	fixture->bytes[fixture->length - 1] = 1;
	assert_refused(fixture, NULL, "other bytes");
	begin(fixture);
	fixture->bytes[fixture->length - 1] = 1; /* behind the root's contents */
	add_end(fixture);
	assert_refused(fixture, ROOT, "other bytes");
	begin(fixture);
	add_end(fixture);
	(void)add_entry(fixture, "behind", '0', "");
	add_end(fixture);
	assert_refused(fixture, NULL, "other bytes");
	begin(fixture);
	unsigned char *block = add_entry(fixture, "gnu", '0', "");
	memcpy(block + 257, "ustar  ", 8);
	sum_header(block);
	add_end(fixture);
	assert_read(fixture);
	memcpy(block + 345, "x", 1);
	sum_header(block);
	assert_refused(fixture, NULL, "one with more, of GNU's kind");
	memcpy(block + 257, "ustar\00001", 8);
	sum_header(block);
	assert_refused(fixture, NULL, "other bytes");
}

static void test_archive_private_keys_are_refused(void **state)
{
	static const struct {
		const char *path;
		const char *contents;
		bool is_refused;
	} rows[] = {{"trust/private/x", "", true},
	            {"private/x", "", true},
	            {"trust/tuf/private/metadata/x", "", false},
	            {"unnamed/1/metadata/targets/private/x.json", "", false},
	            {"trust/tuf/a/metadata/x.key", "", true},
	            {"x", "-----BEGIN RSA PRIVATE KEY-----\n", true},
	            {"x", "text\n-----BEGIN PRIVATE KEY-----", true},
	            {"x", "text\r\n-----BEGIN ENCRYPTED PRIVATE KEY-----\r\nrole: root\r\n", true},
	            {"x", "-----BEGIN CERTIFICATE-----\n", false},
	            {"x", "{\"a\":\"-----BEGIN PRIVATE KEY-----\"}", false}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(fixture);
		(void)add_entry(fixture, rows[i].path, '0', rows[i].contents);
		add_end(fixture);
		if (rows[i].is_refused)
			assert_refused(fixture, rows[i].path, "one, so nothing is read");
		else
			assert_read(fixture);
	}
}

static void test_archive_too_many_entries_are_refused(void **state)
{
	struct fixture *fixture = *state;
	unsigned char blocks[256 * BLOCK];
	unsigned char *block = add_entry(fixture, "many", '0', "");
	for (size_t i = 0; i < 256; i++)
		memcpy(blocks + i * BLOCK, block, BLOCK);
	assert_int_equal(ftruncate(fixture->descriptor, 0), 0);
	for (size_t i = 0; i <= TUF_MAX_ARCHIVE_MEMBERS; i += 256)
		assert_int_equal(write(fixture->descriptor, blocks, sizeof(blocks)),
		                 (ssize_t)sizeof(blocks));
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_string_equal(fixture->problem.refusal.expected, "at most 250000 entries");
}

static void test_archive_too_large_is_refused_unread(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	if (ftruncate(fixture->descriptor, (off_t)TUF_MAX_ARCHIVE_BYTES + 1) != 0)
		skip(); /* no such files there */
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_string_equal(fixture->problem.refusal.expected, "at most 3221225472 bytes");
}

static void test_archive_unreadable_is_told(void **state)
{
	struct fixture *fixture = *state;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	int descriptor = fixture->descriptor;
	fixture->descriptor = open(fixture->path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(read_archive(fixture), TUF_INVALID);
	assert_int_equal(fixture->problem.error, EBADF);
	close(fixture->descriptor);
	fixture->descriptor = descriptor;
}

static void test_open_finds_archives_alone(void **state)
{
	struct fixture *fixture = *state;
	int descriptor, error;
	add_end(fixture);
	write_archive(fixture, fixture->length);
	assert_int_equal(tc_archive_open(fixture->path, &descriptor, &error), TUF_OK);
	assert_true(descriptor >= 0);
	close(descriptor);
	write_archive(fixture, BLOCK - 1);
	assert_int_equal(tc_archive_open(fixture->path, &descriptor, &error), TUF_OK);
	assert_true(descriptor == -1 && error == 0);
	assert_int_equal(tc_archive_open("/dev/null", &descriptor, &error), TUF_OK);
	assert_true(descriptor == -1 && error == 0);
	assert_int_equal(tc_archive_open("nothing/there", &descriptor, &error), TUF_OK);
	assert_true(descriptor == -1 && error == ENOENT);
}

/* ---- a lack of memory ---- */

static void test_archive_without_memory_is_never_read(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, "x", 'x', "30 path=trust/tuf/c/root.json\n");
	(void)add_entry(fixture, "short", '0', "third");
	(void)add_entry(fixture, "manifest.json", '0',
	                HEAD FILE_OF_ROOT ",{\"path\":\"trust/tuf/c/root.json\",\"length\":5,"
	                                  "\"sha256\":\"00\"}]}");
	add_end(fixture);
	write_archive(fixture, fixture->length);
	size_t victim = 0;
	enum tuf_result result;
	do {
		/* small, so that many requests reach the system */
		tuf_arena_clear(&fixture->arena);
		fixture->arena.block_bytes = 64;
		victim++;
		trap.count = 0;
		trap.victim = victim;
		trap.is_on = true;
		result = read_archive(fixture);
		trap.is_on = false;
		assert_true(result == TUF_NO_MEMORY || result == TUF_INVALID);
		assert_null(fixture->archive);
	} while (trap.count >= victim);
	assert_true(victim > 10);
	assert_int_equal(result, TUF_INVALID);
	assert_string_equal(fixture->problem.member, "trust/tuf/c/root.json");
}

struct seen {
	size_t bytes;
	size_t names;
};

static void note_file(void *context, const struct tufcheck_read_file *file)
{
	struct seen *seen = context;
	seen->bytes += file->length;
	seen->names += file->is_listed_only;
}

/* Finds and verifies all that the archive has; whatever a lack of memory ends is not done. */
static enum tufcheck_result scan_archive(const struct fixture *fixture, struct seen *seen)
{
	const struct tufcheck_options options = {.size = sizeof(options),
	                                         .at = {.seconds = SUPPORT_AT},
	                                         .reader = note_file,
	                                         .reader_context = seen};
	struct tufcheck_scan *scan = NULL;
	enum tufcheck_result result = tufcheck_scan_new(&options, &scan);
	if (result == TUFCHECK_OK)
		result = tufcheck_scan_add(scan, fixture->path);
	for (size_t i = 0; result == TUFCHECK_OK && i < tufcheck_scan_count(scan); i++) {
		struct tufcheck_report *report = NULL;
		result = tufcheck_scan_verify(scan, i, &report);
		if (result == TUFCHECK_OK)
			assert_int_not_equal(tufcheck_report_get_repository(report)->status,
			                     TUFCHECK_STATUS_TRUSTED);
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
	return result;
}

static void test_scan_of_archive_without_memory_is_told(void **state)
{
	struct fixture *fixture = *state;
	(void)add_entry(fixture, "trust/tuf/a/metadata/1.root.json", '0', "{}");
	(void)add_entry(fixture, "trust/tuf/a/changelist/1.change", '0', "{}");
	add_end(fixture);
	write_archive(fixture, fixture->length);
	struct seen whole = {.bytes = 0};
	assert_int_equal(scan_archive(fixture, &whole), TUFCHECK_OK);
	assert_true(whole.bytes >= 8);
	size_t victim = 0;
	enum tufcheck_result result;
	do {
		struct seen seen = {.bytes = 0};
		trap.count = 0;
		trap.victim = ++victim;
		trap.is_on = true;
		result = scan_archive(fixture, &seen);
		trap.is_on = false;
		assert_true(result == TUFCHECK_NO_MEMORY || trap.count < victim ||
		            seen.bytes == whole.bytes);
	} while (trap.count >= victim);
	assert_true(victim > 10);
	assert_int_equal(result, TUFCHECK_OK);
}

static void test_read_of_anything_is_shown(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = {.bytes = 0};
	struct tc_read read;
	write_archive(fixture, 5);
	tufcheck_inputs_watch(note_file, &seen);
	assert_int_equal(tc_trustdir_read_file(fixture->path, 5, &read), TUF_OK);
	free(read.bytes);
	assert_int_equal(tc_trustdir_read_file(fixture->path, 4, &read), TUF_OK);
	assert_int_equal(tc_trustdir_read_file("/dev/null", 4, &read), TUF_OK);
	assert_int_equal(tc_trustdir_read_file("nothing/there", 4, &read), TUF_OK);
	assert_int_equal(seen.bytes, 5);
	tufcheck_inputs_watch(NULL, NULL);
	assert_int_equal(tc_trustdir_read_file(fixture->path, 5, &read), TUF_OK);
	free(read.bytes);
	assert_int_equal(seen.bytes, 5);
}

static void test_sha256_in_pieces_is_that_of_the_whole(void **state)
{
	(void)state;
	char whole[TUFCHECK_SHA256_TEXT_BYTES], pieces[TUFCHECK_SHA256_TEXT_BYTES];
	struct tufcheck_sha256_stream *stream = NULL;
	assert_int_equal(tufcheck_sha256("the root", 8, whole), TUFCHECK_OK);
	assert_string_equal(whole, SHA256_OF_ROOT);
	assert_int_equal(tufcheck_sha256_stream_new(NULL), TUFCHECK_BAD_CALL);
	for (size_t victim = 1; victim <= 2; victim++) {
		trap.count = 0;
		trap.victim = victim;
		trap.is_on = true;
		assert_int_equal(tufcheck_sha256_stream_new(&stream), TUFCHECK_NO_MEMORY);
		trap.is_on = false;
	}
	assert_int_equal(tufcheck_sha256_stream_new(&stream), TUFCHECK_OK);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(tufcheck_sha256_stream_add(stream, "the ", 4), TUFCHECK_OK);
		assert_int_equal(tufcheck_sha256_stream_add(stream, "root", 4), TUFCHECK_OK);
		assert_int_equal(tufcheck_sha256_stream_finish(stream, pieces), TUFCHECK_OK);
		assert_string_equal(pieces, whole);
	}
	tufcheck_sha256_stream_free(stream);
	tufcheck_sha256_stream_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_archive_good_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_more_zeros_at_the_end_are_read, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_prefix_and_extension_are_read, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_folders_are_listed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_changed_meanwhile_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_cut_anywhere_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_each_bit_of_a_header_counts, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_other_types_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_odd_paths_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_path_for_two_things_is_refused, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_odd_sizes_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_other_extensions_are_refused, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_odd_blocks_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_private_keys_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_too_many_entries_are_refused, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_too_large_is_refused_unread, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_archive_unreadable_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_finds_archives_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_archive_without_memory_is_never_read, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_scan_of_archive_without_memory_is_told, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_read_of_anything_is_shown, setup, teardown),
		cmocka_unit_test(test_sha256_in_pieces_is_that_of_the_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
