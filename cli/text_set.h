/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts, each once and sorted.
 */
#ifndef CLI_TEXT_SET_H
#define CLI_TEXT_SET_H

#include <stddef.h>

/* All zero is empty. The texts are borrowed. */
struct text_set {
	const char **items;
	size_t count;
	size_t room;
};

/** Adds a text, unless it is NULL. */
void text_set_add(struct text_set *set, const char *text);

/** Sorts what was added, and drops what was added twice. */
void text_set_sort(struct text_set *set);

/** Frees what the set holds. */
void text_set_clear(struct text_set *set);

#endif
