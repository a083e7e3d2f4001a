/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/environment.h"

#include <stdlib.h>
#include <time.h>

const char *environment_get(enum environment_variable variable)
{
	static const char *const names[] = {
		[ENVIRONMENT_COLUMNS] = "COLUMNS", [ENVIRONMENT_DOCKER_CONFIG] = "DOCKER_CONFIG",
		[ENVIRONMENT_HOME] = "HOME",       [ENVIRONMENT_NO_COLOR] = "NO_COLOR",
		[ENVIRONMENT_TERM] = "TERM",
		[ENVIRONMENT_TUFCHECK_POLICY] = "TUFCHECK_POLICY",
		[ENVIRONMENT_XDG_CONFIG_HOME] = "XDG_CONFIG_HOME",
	};
	const char *value = getenv(names[variable]);
	return value && value[0] != '\0' ? value : NULL;
}

uint64_t environment_get_moment(void)
{
	struct timespec now = {.tv_sec = 0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

struct tufcheck_time environment_get_now(void)
{
	return (struct tufcheck_time){.seconds = (int64_t)time(NULL)};
}
