/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of tests that give up rights for good, and so need a process of their
 * own.
 */
#ifndef TESTS_UNIT_CHILD_H
#define TESTS_UNIT_CHILD_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Runs body, after new privileges were given up, in a child that ends with what
 * it returns. Returns the status as of waitpid(2).
 */
static inline int run_in_child(int (*body)(void))
{
	(void)fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		exit(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? body() : 99);
	int status = -1;
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return status;
}

#endif
