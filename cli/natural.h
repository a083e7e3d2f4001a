/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order in which docker shows tags: numbers in names count as numbers, so
 * that v1.9 stands before v1.10.
 */
#ifndef CLI_NATURAL_H
#define CLI_NATURAL_H

/**
 * Below 0, 0 or above 0, as left stands before right, is the same, or stands
 * behind it. A digit stands before anything else; of equal numbers the one
 * with fewer zeros in front is first; all else goes by bytes.
 */
int natural_compare(const char *left, const char *right);

#endif
