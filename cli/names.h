/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts kept once each. Reports of many repositories repeat the same IDs,
 * names and thumbprints; what is to outlive them is kept here.
 */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include <stdbool.h>

/* All zero is empty. */
struct names {
	void *tree; /* tsearch */
};

/** The kept copy of text, which lives until names_clear; NULL for NULL. */
const char *names_keep(struct names *names, const char *text);

/** Whether text is kept. */
bool names_has(const struct names *names, const char *text);

/** Frees all copies. */
void names_clear(struct names *names);

#endif
