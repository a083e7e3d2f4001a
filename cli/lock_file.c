/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lock_file.h"

#include <stdlib.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/problem.h"
#include "cli/replacement.h"

struct tufcheck_lock *lock_file_read(const char *command, const char *path)
{
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_lock *lock = NULL;
	enum tufcheck_result result = tufcheck_lock_read(path, &problem, &lock);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result == TUFCHECK_BAD_CALL)
		diagnose("%s: the name of the lock file is empty", command);
	else if (result != TUFCHECK_OK)
		problem_diagnose(command, path, &problem);
	return lock;
}

bool lock_file_replace(const char *command, const char *path, const struct tufcheck_lock *lock)
{
	char *text = NULL;
	size_t length = 0;
	if (tufcheck_lock_write(lock, &text, &length) != TUFCHECK_OK)
		memory_exhausted();
	bool is_replaced = replacement_write(command, path, text, length);
	free(text);
	return is_replaced;
}
