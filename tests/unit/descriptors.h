/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of what is opened: whether all is closed again, and whether the
 * lowest number there is means what any other does.
 */
#ifndef TESTS_UNIT_DESCRIPTORS_H
#define TESTS_UNIT_DESCRIPTORS_H

#include <fcntl.h>
#include <unistd.h>

#include "verify_support.h"

/* How many are open. */
static inline int count_descriptors(void)
{
	int count = 0;
	for (int descriptor = 0; descriptor < 64; descriptor++)
		count += fcntl(descriptor, F_GETFD) >= 0;
	return count;
}

/* Lets the system give the number of standard input to what is opened next. Returns what reopens it. */
static inline int close_input(void)
{
	int input = dup(STDIN_FILENO);
	close(STDIN_FILENO);
	return input;
}

static inline void reopen_input(int input)
{
	if (input < 0)
		return;
	assert_int_equal(dup2(input, STDIN_FILENO), STDIN_FILENO);
	close(input);
}

#endif
