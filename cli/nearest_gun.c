/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/nearest_gun.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/suggest.h"
#include "verify/tufcheck.h"

/* Names of one registry are much alike; what differs more is another one. */
#define MOST_DIFFERENCES 2

static void must_have_memory(enum tufcheck_result result)
{
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
}

/* All repositories below the trust directory; the caller's to free. */
static struct tufcheck_scan *list_all(const char *trust_dir)
{
	/* nothing is verified: any moment will do */
	const struct tufcheck_options options = {.size = sizeof(options)};
	struct tufcheck_scan *scan = NULL;
	must_have_memory(tufcheck_scan_new(&options, &scan));
	must_have_memory(tufcheck_scan_add(scan, trust_dir));
	tufcheck_scan_sort(scan); /* of two as near, the same one each time */
	return scan;
}

/* Whether gun is word with whole elements in front. */
static bool ends_with(const char *gun, const char *word)
{
	size_t length = strlen(gun);
	size_t end = strlen(word);
	return end > 0 && length > end && gun[length - end - 1] == '/' &&
	       strcmp(gun + length - end, word) == 0;
}

/* The best of them, borrowed from the scan; NULL: none is near. */
static const char *choose(const struct tufcheck_scan *scan, const char *word,
			  const struct tufcheck_image *image)
{
	struct suggestion alike = {.word = word, .most = MOST_DIFFERENCES};
	const char *ending = NULL;
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++) {
		const char *gun = tufcheck_scan_get_place(scan, i).gun;
		if (!gun)
			continue;
		if (image && strcmp(gun, image->gun) == 0)
			return gun;
		if (!ending && ends_with(gun, word))
			ending = gun;
		suggest_consider(&alike, gun);
	}
	return ending ? ending : alike.best;
}

const char *nearest_gun_choose(const struct tufcheck_scan *scan, const char *word)
{
	if (!scan)
		return NULL;
	struct tufcheck_image *image = NULL;
	struct tufcheck_problem problem;
	must_have_memory(tufcheck_image_parse(word, &problem, &image));
	const char *gun = choose(scan, word, image);
	tufcheck_image_free(image);
	return gun;
}

char *nearest_gun_find(const char *trust_dir, const char *word)
{
	if (!trust_dir)
		return NULL;
	struct tufcheck_scan *scan = list_all(trust_dir);
	const char *gun = nearest_gun_choose(scan, word);
	char *nearest = gun ? memory_copy_text(gun) : NULL;
	tufcheck_scan_free(scan);
	return nearest;
}
