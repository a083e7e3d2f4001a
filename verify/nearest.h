/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word that was probably meant, in a file that the user wrote.
 */
#ifndef TUFCHECK_NEAREST_H
#define TUFCHECK_NEAREST_H

/**
 * The word of a list that ends with NULL that is most like word, ignoring
 * case; NULL when none is much like it. Borrowed from the list.
 */
const char *tc_nearest(const char *word, const char *const *words);

#endif
