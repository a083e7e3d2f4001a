/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word that was probably meant, in a file that the user wrote.
 */
#ifndef TUFCHECK_NEAREST_H
#define TUFCHECK_NEAREST_H

#include <stddef.h>

/* Set word and length; consider every word that there is; best is the nearest then. */
struct tc_nearest {
	const char *word; /* need not be NUL-terminated */
	size_t length;
	const char *best; /* NULL while none is near */
	size_t distance;  /* of best */
};

/** Takes candidate for the best if it is near, whatever the case of its letters, and nearer than those before. */
void tc_nearest_consider(struct tc_nearest *nearest, const char *candidate);

/** The nearest word of a list that ends with NULL; NULL when none is near. Borrowed from the list. */
const char *tc_nearest(const char *word, const char *const *words);

#endif
