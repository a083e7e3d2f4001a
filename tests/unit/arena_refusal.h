/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena that refuses one request, by its number.
 */
#ifndef TUFCHECK_TESTS_ARENA_REFUSAL_H
#define TUFCHECK_TESTS_ARENA_REFUSAL_H

#include "arena_wraps.h"

static size_t arena_requests; /* for room in an arena */
static size_t arena_refused;  /* the number of the one that fails, from 1; 0: none */

static bool arena_must_refuse(void)
{
	return ++arena_requests == arena_refused;
}

#endif
