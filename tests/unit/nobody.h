/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of tests for which permissions must bind, as they do not bind root.
 */
#ifndef TUFCHECK_TESTS_NOBODY_H
#define TUFCHECK_TESTS_NOBODY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* needs those above */
#include <cmocka.h>

#define NOBODY 65534

struct fixture;

/* Runs check as somebody without rights, in a process of its own. */
static inline void run_as_nobody(struct fixture *fixture, bool (*check)(struct fixture *fixture))
{
	(void)fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		bool may_check = geteuid() != 0 || seteuid(NOBODY) == 0;
		_exit(may_check && check(fixture) ? 0 : 1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#endif
