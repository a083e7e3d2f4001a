/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests in a folder of their own: its end.
 */
#ifndef TUFCHECK_TESTS_REMOVE_TREE_H
#define TUFCHECK_TESTS_REMOVE_TREE_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

/* needs those above */
#include <cmocka.h>

static inline int remove_entry(const char *path, const struct stat *status, int kind,
			       struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

/* Removes a folder and all that is below it, links as links. */
static inline void remove_tree(const char *path)
{
	assert_int_equal(nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
