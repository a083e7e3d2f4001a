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

struct tufcheck_time environment_get_now(void)
{
	return (struct tufcheck_time){.seconds = (int64_t)time(NULL)};
}
