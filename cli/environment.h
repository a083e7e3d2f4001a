/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the process is told from around it: variables and the clock. Nothing
 * else in the project asks for them.
 */
#ifndef CLI_ENVIRONMENT_H
#define CLI_ENVIRONMENT_H

#include <stdint.h>

#include "verify/tufcheck.h"

enum environment_variable {
	ENVIRONMENT_COLUMNS,
	ENVIRONMENT_DOCKER_CONFIG,
	ENVIRONMENT_HOME,
	ENVIRONMENT_NO_COLOR,
	ENVIRONMENT_TERM,
	ENVIRONMENT_TUFCHECK_POLICY,
	ENVIRONMENT_XDG_CONFIG_HOME,
};

/** The variable's value; borrowed. NULL when it is not set or empty. */
const char *environment_get(enum environment_variable variable);

/** Microseconds, since a moment that is the same as long as the process runs. */
uint64_t environment_get_moment(void);

/** The present moment, in whole seconds: it is printed, and can be given again with --at. */
struct tufcheck_time environment_get_now(void);

#endif
