/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a file that the user wrote, as it is said on stderr.
 */
#ifndef CLI_PROBLEM_H
#define CLI_PROBLEM_H

#include "verify/tufcheck.h"

/** Writes "COMMAND: PATH:LINE:COLUMN: MESSAGE", with as much of the place as is known. */
void problem_diagnose(const char *command, const char *path,
		      const struct tufcheck_problem *problem);

#endif
