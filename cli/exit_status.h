/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the command's exit status says.
 */
#ifndef CLI_EXIT_STATUS_H
#define CLI_EXIT_STATUS_H

enum exit_status {
	EXIT_STATUS_PASSED = 0,    /* everything that was asked for is as it should be */
	EXIT_STATUS_FAILED = 1,    /* something that was checked is not */
	EXIT_STATUS_USAGE = 2,     /* wrong usage or configuration */
	EXIT_STATUS_UNCHECKED = 3, /* something could not be checked, or nothing was there */
};

/** The one that must not hide behind the other: 2 before 3 before 1 before 0. */
enum exit_status exit_status_worse(enum exit_status left, enum exit_status right);

#endif
