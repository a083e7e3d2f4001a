/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tar archives: the input is one, and all that is found in it is verified and
 * reported.
 *
 * - An archive that is refused is one place, with one finding, and is not trusted.
 * - Every report is well formed (known.c), and its path is in the archive.
 * - What is read of a repository stands in the archive as it is shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define AT INT64_C(1795235640) /* when the example was captured */
#define BLOCK 512
#define SUM_AT 148
#define MAGIC_AT 257

struct input {
	const uint8_t *bytes;
	size_t length;
};

/* A file with a name, unlike fuzz_file: the path of an argument is resolved. The path is static. */
static const char *write_input(const uint8_t *bytes, size_t length)
{
	static char path[4096];
	const char *folder = getenv("TMPDIR");
	(void)snprintf(path, sizeof(path), "%s/tufcheck-fuzz-XXXXXX", folder ? folder : P_tmpdir);
	int descriptor = mkstemp(path);
	FUZZ_HOLDS(descriptor >= 0);
	FUZZ_HOLDS(length == 0 || write(descriptor, bytes, length) == (ssize_t)length);
	(void)close(descriptor);
	return path;
}

static void check_read(void *context, const struct tufcheck_read_file *file)
{
	const struct input *input = context;
	FUZZ_HOLDS(fuzz_says(file->file));
	FUZZ_HOLDS(file->bytes || file->problem || file->is_listed_only);
	if (!file->bytes)
		return;
	FUZZ_HOLDS(file->length == 0 ||
		   memmem(input->bytes, input->length, file->bytes, file->length));
	FUZZ_HOLDS(!tufcheck_has_private_key(file->bytes, file->length));
}

static void check_place(const struct tufcheck_scan *scan, size_t index, const char *path)
{
	struct tufcheck_report *report = NULL;
	FUZZ_HOLDS(tufcheck_scan_verify(scan, index, &report) == TUFCHECK_OK);
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(report);
	size_t length = strlen(path);
	fuzz_check_repository(repository);
	FUZZ_HOLDS(strncmp(repository->path, path, length) == 0);
	FUZZ_HOLDS(repository->path[length] == '\0' || repository->path[length] == ':');
	if (!tufcheck_scan_get_archive(scan, 0)) {
		FUZZ_HOLDS(tufcheck_scan_count(scan) == 1 && repository->finding_count == 1);
		FUZZ_HOLDS(strcmp(repository->findings[0].id, "archive-refused") == 0);
		FUZZ_HOLDS(repository->status == TUFCHECK_STATUS_UNTRUSTED);
	}
	tufcheck_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct input input = {.bytes = bytes, .length = length};
	const char *path = write_input(bytes, length);
	const struct tufcheck_options options = {.size = sizeof(options),
						 .at = {.seconds = AT},
						 .reader = check_read,
						 .reader_context = &input};
	struct tufcheck_scan *scan = NULL;
	FUZZ_HOLDS(tufcheck_scan_new(&options, &scan) == TUFCHECK_OK);
	enum tufcheck_result result = tufcheck_scan_add(scan, path);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_NOT_FOUND);
	tufcheck_scan_sort(scan);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++)
		check_place(scan, i, path);
	tufcheck_scan_free(scan);
	(void)unlink(path);
	return 0;
}

/* The sums are made right, or nothing but sums would be tried. */
static void sum_headers(uint8_t *bytes, size_t length)
{
	for (size_t at = 0; length - at >= BLOCK; at += BLOCK) {
		uint8_t *block = bytes + at;
		if (memcmp(block + MAGIC_AT, "ustar", 5) != 0)
			continue;
		unsigned sum = 0;
		for (size_t i = 0; i < BLOCK; i++)
			sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : block[i];
		char text[16];
		(void)snprintf(text, sizeof(text), "%06o", sum);
		memcpy(block + SUM_AT, text, 7);
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
	size_t mutated = LLVMFuzzerMutate(bytes, length, room);
	if (seed % 16 != 0)
		sum_headers(bytes, mutated);
	return mutated;
}
