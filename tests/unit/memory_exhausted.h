/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is used up after some requests, and stays so.
 */
#ifndef TUFCHECK_TESTS_MEMORY_EXHAUSTED_H
#define TUFCHECK_TESTS_MEMORY_EXHAUSTED_H

#include <stdint.h>

#include "memory_wraps.h"

static size_t failing = SIZE_MAX; /* how many allocations are left until one fails */

static bool must_fail(void)
{
	if (failing == SIZE_MAX)
		return false;
	if (failing == 0)
		return true;
	failing--;
	return false;
}

#endif
