/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/nearest.h"

#include <stdint.h>
#include <string.h>

#define MAX_WORD 64

/* Insertions, deletions and replacements that make one word the other; SIZE_MAX for long words. */
static size_t measure(const char *left, size_t rows, const char *right, size_t columns)
{
	size_t cost[MAX_WORD + 1];
	if (rows > MAX_WORD || columns > MAX_WORD)
		return SIZE_MAX;
	for (size_t column = 0; column <= columns; column++)
		cost[column] = column;
	for (size_t row = 1; row <= rows; row++) {
		size_t diagonal = cost[0];
		cost[0] = row;
		for (size_t column = 1; column <= columns; column++) {
			size_t replaced = diagonal + (left[row - 1] != right[column - 1]);
			diagonal = cost[column];
			size_t moved = (diagonal < cost[column - 1] ? diagonal : cost[column - 1]) + 1;
			cost[column] = replaced < moved ? replaced : moved;
		}
	}
	return cost[columns];
}

void tc_nearest_consider(struct tc_nearest *nearest, const char *candidate)
{
	size_t length = strlen(candidate);
	size_t distance = measure(nearest->word, nearest->length, candidate, length);
	/* most of the candidate must be as it was written */
	if (distance > length / 3 + (length < 6))
		return;
	if (nearest->best && distance >= nearest->distance)
		return;
	nearest->best = candidate;
	nearest->distance = distance;
}
