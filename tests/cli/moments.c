/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command with moments that its test chooses: linked from the same objects,
 * but for the clock that progress goes by, and for what may be interrupted.
 *
 *   MOMENT_STEP    microseconds from one question of the clock to the next
 *   MOMENT_SIGNAL  a signal's number, and the function in which it comes, before
 *                  that does anything: "15 fsync"; 0 is a lack of memory.
 *                  "second_step": when progress, which may be shown since the
 *                  first one, asks the clock again
 */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/memory.h"

uint64_t __wrap_environment_get_moment(void);
int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);

static void interrupt(const char *function)
{
	const char *wanted = getenv("MOMENT_SIGNAL");
	char *rest = NULL;
	long number = wanted ? strtol(wanted, &rest, 10) : 0;
	if (!wanted || *rest != ' ' || strcmp(rest + 1, function) != 0)
		return;
	if (number == 0)
		memory_exhausted();
	(void)raise((int)number);
}

/* Any beginning will do. The first question is when progress begins. */
uint64_t __wrap_environment_get_moment(void)
{
	static uint64_t moment = 123456789;
	static unsigned questions;
	const char *step = getenv("MOMENT_STEP");
	moment += step ? strtoull(step, NULL, 10) : 0;
	if (++questions == 3)
		interrupt("second_step");
	return moment;
}

int __wrap_fsync(int descriptor)
{
	interrupt("fsync");
	return __real_fsync(descriptor);
}

int __wrap_unlink(const char *path)
{
	interrupt("unlink");
	return __real_unlink(path);
}
