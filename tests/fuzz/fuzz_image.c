/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Image references.
 *
 * - What is refused says why, and where in the text.
 * - What is accepted, written in full, is accepted as the same image.
 * - The parts make the whole, and are of docker's lengths.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tuf/limits.h"

static bool is_same(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static void check_again(const struct tufcheck_image *image)
{
	char *text = NULL;
	FUZZ_HOLDS(asprintf(&text, "%s%s%s%s%s", image->gun, image->tag ? ":" : "",
			    image->tag ? image->tag : "", image->digest ? "@" : "",
			    image->digest ? image->digest : "") > 0);
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_image *again = NULL;
	FUZZ_HOLDS(tufcheck_image_parse(text, &problem, &again) == TUFCHECK_OK);
	FUZZ_HOLDS(is_same(again->gun, image->gun) && is_same(again->tag, image->tag));
	FUZZ_HOLDS(is_same(again->digest, image->digest) && is_same(again->host, image->host));
	FUZZ_HOLDS(!again->is_tag_assumed && is_same(again->text, text));
	tufcheck_image_free(again);
	free(text);
}

static void check_image(const struct tufcheck_image *image, const char *text)
{
	FUZZ_HOLDS(is_same(image->text, text));
	FUZZ_HOLDS(fuzz_says(image->host) && fuzz_says(image->path));
	size_t host = strlen(image->host);
	FUZZ_HOLDS(strncmp(image->gun, image->host, host) == 0 && image->gun[host] == '/');
	FUZZ_HOLDS(is_same(image->gun + host + 1, image->path));
	FUZZ_HOLDS(strlen(image->gun) <= TUF_MAX_IMAGE_NAME + 1 + strlen("docker.io/library/"));
	FUZZ_HOLDS(image->tag || image->digest);
	FUZZ_HOLDS(!image->tag ||
		   (fuzz_says(image->tag) && strlen(image->tag) <= TUF_MAX_IMAGE_TAG));
	FUZZ_HOLDS(!image->is_tag_assumed || is_same(image->tag, "latest"));
	FUZZ_HOLDS((image->digest == NULL) == (image->sha256 == NULL));
	if (image->digest) {
		FUZZ_HOLDS(strspn(image->sha256, "0123456789abcdef") == 64);
		FUZZ_HOLDS(image->sha256[64] == '\0');
		FUZZ_HOLDS(is_same(image->digest + strlen("sha256:"), image->sha256));
	}
	check_again(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char *text = fuzz_copy(bytes, length, true);
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_image *image = NULL;
	enum tufcheck_result result = tufcheck_image_parse(text, &problem, &image);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	if (result == TUFCHECK_OK)
		check_image(image, text);
	else
		FUZZ_HOLDS(problem.message[0] != '\0' && problem.line == 0 &&
			   problem.column <= strlen(text) + 1);
	tufcheck_image_free(image);
	free(text);
	return 0;
}
