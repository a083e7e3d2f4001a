/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/suggest.h"

#include <stdint.h>
#include <string.h>

/* Names of repositories are the longest. */
#define MAX_WORD 255

static size_t least(size_t left, size_t right)
{
	return left < right ? left : right;
}

/*
 * Insertions, deletions, replacements and exchanges of neighbours that make
 * one word the other (optimal string alignment). SIZE_MAX for long words.
 */
static size_t measure_distance(const char *left, const char *right)
{
	size_t rows = strlen(left);
	size_t columns = strlen(right);
	/* of each row it is the two before that count */
	size_t cost[3][MAX_WORD + 1];
	if (rows > MAX_WORD || columns > MAX_WORD)
		return SIZE_MAX;
	for (size_t column = 0; column <= columns; column++)
		cost[0][column] = column;
	for (size_t row = 1; row <= rows; row++) {
		const size_t *before = cost[(row - 1) % 3];
		const size_t *earlier = cost[(row + 1) % 3]; /* the row before that */
		size_t *now = cost[row % 3];
		now[0] = row;
		for (size_t column = 1; column <= columns; column++) {
			size_t replaced = left[row - 1] == right[column - 1] ? 0 : 1;
			size_t best = least(before[column], now[column - 1]) + 1;
			best = least(best, before[column - 1] + replaced);
			if (row > 1 && column > 1 && left[row - 1] == right[column - 2] &&
			    left[row - 2] == right[column - 1])
				best = least(best, earlier[column - 2] + 1);
			now[column] = best;
		}
	}
	return cost[rows % 3][columns];
}

/* The start of a word is near it, however much is missing. */
static size_t distance_to(const char *word, const char *candidate)
{
	size_t length = strlen(word);
	if (length >= 2 && strncmp(word, candidate, length) == 0)
		return 1;
	return measure_distance(word, candidate);
}

void suggest_consider(struct suggestion *suggestion, const char *candidate)
{
	size_t distance = distance_to(suggestion->word, candidate);
	/* at least half of the candidate must be as it was written */
	size_t half = strlen(candidate) / 2;
	if (distance > half || (suggestion->most > 0 && distance > suggestion->most))
		return;
	if (suggestion->best && distance >= suggestion->distance)
		return;
	suggestion->best = candidate;
	suggestion->distance = distance;
}
