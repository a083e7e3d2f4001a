/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is found in archives, and said of those that are refused.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena_refusal.h"
#include "tuf/digest.h"
#include "verify/trustdir.h"
#include "verify/tufcheck.h"
#include "tar_header.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"
#define FOLDER "trust/tuf/registry.example.com/a"
#define EVALUATED_AT "2026-06-01T00:00:00Z"

/* Two archives in the current folder, which is one of their own. */
struct fixture {
	char folder[64];
	FILE *out; /* the archive that is being made */
	struct tufcheck_scan *scan;
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	enum tc_found found;
};

/* ---- making archives ---- */

static void begin(struct fixture *fixture, const char *path)
{
	fixture->out = fopen(path, "w");
	assert_non_null(fixture->out);
}

/* A regular file. */
static void add(struct fixture *fixture, const char *path, const char *contents)
{
	unsigned char block[BLOCK];
	const unsigned char zeros[BLOCK] = {0};
	size_t length = strlen(contents);
	assert_true(strlen(path) < 100);
	write_header(block, path, '0', length);
	assert_int_equal(fwrite(block, 1, BLOCK, fixture->out), BLOCK);
	assert_int_equal(fwrite(contents, 1, length, fixture->out), length);
	size_t rest = (BLOCK - length % BLOCK) % BLOCK;
	assert_int_equal(fwrite(zeros, 1, rest, fixture->out), rest);
}

static void end(struct fixture *fixture)
{
	const unsigned char zeros[2 * BLOCK] = {0};
	assert_int_equal(fwrite(zeros, 1, sizeof(zeros), fixture->out), sizeof(zeros));
	assert_int_equal(fclose(fixture->out), 0);
}

/* A root, and what a manifest says of it and of a folder that could not be looked into. */
static void make_with_manifest(struct fixture *fixture, const char *path)
{
	const char *digest = tuf_digest_format(&fixture->arena, TUF_DIGEST_SHA256, "{}", 2);
	assert_non_null(digest);
	const char *manifest = tuf_arena_format(
		&fixture->arena,
		"{\"schemaVersion\":1,\"evaluatedAt\":\"" EVALUATED_AT "\",\"files\":["
		"{\"path\":\"" FOLDER "/metadata/root.json\",\"sha256\":\"%s\",\"length\":2}],"
		"\"notArchived\":[{\"path\":\"trust/tuf/closed/metadata/\",\"reason\":\"EACCES\"}]}",
		digest);
	assert_non_null(manifest);
	begin(fixture, path);
	add(fixture, FOLDER "/metadata/root.json", "{}");
	add(fixture, "manifest.json", manifest);
	end(fixture);
}

static void make_damaged(struct fixture *fixture, const char *path)
{
	begin(fixture, path);
	add(fixture, FOLDER "/metadata/root.json", "{}");
	add(fixture, FOLDER "/metadata/root.json", "{}");
	end(fixture);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->folder, sizeof(fixture->folder), "%s/archives-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->folder));
	assert_int_equal(chdir(fixture->folder), 0);
	make_with_manifest(fixture, "good.tar");
	begin(fixture, "other.tar");
	add(fixture, "root.json", "{}");
	end(fixture);
	make_damaged(fixture, "damaged.tar");
	const struct tufcheck_options options = {.size = sizeof(options),
	                                         .at = {.seconds = SUPPORT_AT}};
	assert_int_equal(tufcheck_scan_new(&options, &fixture->scan), TUFCHECK_OK);
	fixture->trustdir.arena = &fixture->arena;
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	arena_refused = 0;
	tufcheck_scan_free(fixture->scan);
	tc_trustdir_clear(&fixture->trustdir);
	tuf_arena_clear(&fixture->arena);
	static const char *const files[] = {"good.tar", "other.tar", "damaged.tar"};
	for (size_t i = 0; i < COUNT_OF(files); i++)
		assert_int_equal(unlink(files[i]), 0);
	assert_int_equal(chdir(P_tmpdir), 0);
	assert_int_equal(rmdir(fixture->folder), 0);
	free(fixture);
	return 0;
}

/* ---- finding ---- */

static void find(struct fixture *fixture, const char *path, const char *start)
{
	fixture->found = TC_FOUND_INVALID;
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, path, start, &fixture->found),
	                 TUF_OK);
	tc_trustdir_sort(&fixture->trustdir);
}

static void assert_place(const struct fixture *fixture, size_t index, const char *gun,
                         const char *path, int error)
{
	assert_true(index < fixture->trustdir.count);
	const struct tc_place *place = &fixture->trustdir.places[index];
	assert_int_equal(place->gun == NULL, gun == NULL);
	if (gun)
		assert_string_equal(place->gun, gun);
	assert_string_equal(place->path, path);
	assert_int_equal(place->error, error);
}

static void test_archive_has_the_places_that_its_folders_are(void **state)
{
	struct fixture *fixture = *state;
	find(fixture, "good.tar", ".");
	assert_int_equal(fixture->found, TC_FOUND_SOME);
	assert_int_equal(fixture->trustdir.count, 2);
	/* of a closed folder it is known that it could not be searched */
	assert_place(fixture, 0, "closed", "good.tar:trust/tuf/closed", ENODATA);
	assert_place(fixture, 1, "registry.example.com/a", "good.tar:" FOLDER, 0);
}

/* A repository that is the archive itself is called as that. */
static void test_archive_that_is_a_repository_has_its_path(void **state)
{
	struct fixture *fixture = *state;
	find(fixture, "other.tar", ".");
	assert_int_equal(fixture->trustdir.count, 1);
	assert_place(fixture, 0, NULL, "other.tar", 0);
}

static void test_archive_is_searched_from_a_folder_that_it_has(void **state)
{
	struct fixture *fixture = *state;
	find(fixture, "good.tar", "tuf");
	assert_int_equal(fixture->found, TC_FOUND_NO_PATH);
	find(fixture, "good.tar", FOLDER "/metadata/root.json");
	assert_int_equal(fixture->found, TC_FOUND_NO_PATH);
	assert_int_equal(fixture->trustdir.count, 0);
	find(fixture, "good.tar", "trust/tuf/registry.example.com");
	assert_int_equal(fixture->found, TC_FOUND_SOME);
	assert_int_equal(fixture->trustdir.count, 1);
}

/* Whichever request fails: no path is half of one. */
static void test_archive_is_not_searched_without_memory(void **state)
{
	struct fixture *fixture = *state;
	enum tuf_result result = TUF_NO_MEMORY;
	for (size_t last = 1; result != TUF_OK; last++) {
		tc_trustdir_clear(&fixture->trustdir);
		arena_requests = 0;
		arena_refused = last;
		result = tc_trustdir_find(&fixture->trustdir, "good.tar", ".", &fixture->found);
		assert_int_equal(result, arena_requests >= arena_refused ? TUF_NO_MEMORY : TUF_OK);
	}
	assert_int_equal(fixture->trustdir.count, 2);
}

static void test_archive_that_is_refused_is_a_place_of_its_own(void **state)
{
	struct fixture *fixture = *state;
	find(fixture, "damaged.tar", ".");
	assert_int_equal(fixture->found, TC_FOUND_SOME);
	assert_int_equal(fixture->trustdir.count, 1);
	assert_place(fixture, 0, NULL, "damaged.tar", 0);
	assert_non_null(fixture->trustdir.places[0].argument->problem);
}

/* ---- scans ---- */

static void test_scan_lists_archives_in_the_order_of_addition(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_scan *scan = fixture->scan;
	assert_null(tufcheck_scan_get_archive(NULL, 0));
	assert_null(tufcheck_scan_get_archive(scan, 0));
	/* a folder is none, nor is what is refused, and one that is added twice is one */
	static const char *const paths[] = {"good.tar", "good.tar", TRUST, "damaged.tar", "other.tar"};
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		assert_int_equal(tufcheck_scan_add(scan, paths[i]), TUFCHECK_OK);
	const struct tufcheck_archive *first = tufcheck_scan_get_archive(scan, 0);
	const struct tufcheck_archive *second = tufcheck_scan_get_archive(scan, 1);
	assert_non_null(first);
	assert_non_null(second);
	assert_string_equal(first->path, "good.tar");
	assert_true(first->has_manifest);
	assert_string_equal(first->evaluated_at, EVALUATED_AT);
	assert_string_equal(second->path, "other.tar");
	assert_false(second->has_manifest);
	assert_null(tufcheck_scan_get_archive(scan, 2));
	assert_null(tufcheck_scan_get_archive(scan, SIZE_MAX));
}

static const struct tufcheck_repository *verify(struct fixture *fixture, size_t index,
                                                struct tufcheck_report **ret_report)
{
	assert_int_equal(tufcheck_scan_verify(fixture->scan, index, ret_report), TUFCHECK_OK);
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(*ret_report);
	assert_non_null(repository);
	return repository;
}

static void test_scan_says_where_the_metadata_of_a_repository_is(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_add(fixture->scan, "good.tar"), TUFCHECK_OK);
	tufcheck_scan_sort(fixture->scan);
	const struct tufcheck_repository *repository = verify(fixture, 1, &report);
	assert_string_equal(repository->path, "good.tar:" FOLDER);
	assert_string_equal(repository->metadata_path, "good.tar:" FOLDER "/metadata");
	tufcheck_report_free(report);
	/* in a folder the path is one */
	assert_int_equal(tufcheck_scan_add_gun(fixture->scan, TRUST, "docker.io/library/plain"),
	                 TUFCHECK_OK);
	tufcheck_scan_sort(fixture->scan);
	repository = verify(fixture, 1, &report);
	assert_string_equal(repository->path, TRUST "/tuf/docker.io/library/plain");
	assert_string_equal(repository->metadata_path,
	                    TRUST "/tuf/docker.io/library/plain/metadata");
	tufcheck_report_free(report);
}

static void test_scan_of_an_archive_that_is_refused_says_why(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_add(fixture->scan, "damaged.tar"), TUFCHECK_OK);
	const struct tufcheck_repository *repository = verify(fixture, 0, &report);
	assert_int_equal(repository->status, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(repository->finding_count, 1);
	assert_string_equal(repository->findings[0].id, "archive-refused");
	assert_string_equal(repository->findings[0].file, FOLDER "/metadata/root.json");
	assert_string_equal(repository->findings[0].message,
	                    "damaged.tar: " FOLDER "/metadata/root.json: "
	                    "expected each path once, found another entry of the same path");
	assert_string_equal(repository->gun, "");
	assert_int_equal(repository->file_count, 0);
	tufcheck_report_free(report);
}

static void test_scan_of_an_archive_without_an_end_names_the_archive_alone(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_report *report = NULL;
	begin(fixture, "cut.tar");
	add(fixture, FOLDER "/metadata/root.json", "{}");
	assert_int_equal(fclose(fixture->out), 0);
	assert_int_equal(tufcheck_scan_add(fixture->scan, "cut.tar"), TUFCHECK_OK);
	const struct tufcheck_repository *repository = verify(fixture, 0, &report);
	assert_int_equal(repository->finding_count, 1);
	assert_null(repository->findings[0].file);
	assert_string_equal(repository->findings[0].message,
	                    "cut.tar: expected two blocks of zeros at the end, found the end of the file");
	tufcheck_report_free(report);
	assert_int_equal(unlink("cut.tar"), 0);
}

#define archive_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		archive_test(test_archive_has_the_places_that_its_folders_are),
		archive_test(test_archive_that_is_a_repository_has_its_path),
		archive_test(test_archive_is_searched_from_a_folder_that_it_has),
		archive_test(test_archive_is_not_searched_without_memory),
		archive_test(test_archive_that_is_refused_is_a_place_of_its_own),
		archive_test(test_scan_lists_archives_in_the_order_of_addition),
		archive_test(test_scan_says_where_the_metadata_of_a_repository_is),
		archive_test(test_scan_of_an_archive_that_is_refused_says_why),
		archive_test(test_scan_of_an_archive_without_an_end_names_the_archive_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
