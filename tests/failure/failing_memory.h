/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of the C library that give memory, replaced for the whole
 * process, its libraries too: any request can be made to fail, and the blocks
 * that are held are counted.
 *
 * Every request that grows a block moves it, fresh memory is filled with
 * rubbish, and so is freed memory: who uses what is not theirs shows it.
 *
 * One thread only.
 */
#ifndef TUFCHECK_TESTS_FAILING_MEMORY_H
#define TUFCHECK_TESTS_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

struct failing_memory {
	bool is_on;      /* requests are counted, and may fail */
	bool is_lasting; /* all after the victim fail too */
	size_t victim;   /* number of the request that fails, from 1; 0: none */
	size_t count;    /* requests while it was on */
	size_t failed;   /* of them */
	long held;       /* blocks taken and not given back, on or off */
};

/* What the functions go by. It may be made to point to memory that processes share. */
extern struct failing_memory *failing_memory;

/** Begins to count anew, with that victim. */
void failing_memory_begin(size_t victim, bool is_lasting);

#endif
