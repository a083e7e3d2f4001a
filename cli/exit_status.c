/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/exit_status.h"

static int rank(enum exit_status status)
{
	switch (status) {
	case EXIT_STATUS_PASSED:
		return 0;
	case EXIT_STATUS_FAILED:
		return 1;
	case EXIT_STATUS_UNCHECKED:
		return 2;
	case EXIT_STATUS_USAGE:
		break;
	}
	return 3;
}

enum exit_status exit_status_worse(enum exit_status left, enum exit_status right)
{
	return rank(left) >= rank(right) ? left : right;
}
