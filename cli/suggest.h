/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word that was probably meant.
 */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

/* Set word; consider every word that there is; best is the nearest then. */
struct suggestion {
	const char *word;
	const char *best; /* NULL while none is near */
	size_t distance;  /* of best */
	size_t most;      /* differences that are near; 0: half of what was meant */
};

/** Takes candidate for the best if it is near and nearer than those before. */
void suggest_consider(struct suggestion *suggestion, const char *candidate);

#endif
