/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/nearest.h"

#include <stddef.h>
#include <string.h>

/* Words that are longer are not misspelt, but something else. */
#define MAX_WORD ((size_t)40)

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t left, size_t right)
{
	return left < right ? left : right;
}

/* Insertions, deletions, replacements and exchanges of neighbours that make one word the other. */
static size_t measure_distance(const char *left, size_t left_length, const char *right,
                               size_t right_length)
{
	size_t cost[MAX_WORD + 1][MAX_WORD + 1];
	for (size_t i = 0; i <= left_length; i++)
		cost[i][0] = i;
	for (size_t j = 0; j <= right_length; j++)
		cost[0][j] = j;
	for (size_t i = 1; i <= left_length; i++) {
		for (size_t j = 1; j <= right_length; j++) {
			char a = fold(left[i - 1]), b = fold(right[j - 1]);
			size_t best = least(cost[i - 1][j], cost[i][j - 1]) + 1;
			best = least(best, cost[i - 1][j - 1] + (a != b));
			if (i > 1 && j > 1 && a == fold(right[j - 2]) && b == fold(left[i - 2]))
				best = least(best, cost[i - 2][j - 2] + 1);
			cost[i][j] = best;
		}
	}
	return cost[left_length][right_length];
}

void tc_nearest_consider(struct tc_nearest *nearest, const char *candidate)
{
	size_t length = strlen(candidate);
	if (length > MAX_WORD || nearest->length > MAX_WORD)
		return;
	size_t distance = measure_distance(nearest->word, nearest->length, candidate, length);
	/* at least two thirds of the candidate must be as they were written */
	if (distance > length / 3 || (nearest->best && distance >= nearest->distance))
		return;
	nearest->best = candidate;
	nearest->distance = distance;
}

const char *tc_nearest(const char *word, const char *const *words)
{
	struct tc_nearest nearest = {.word = word, .length = strlen(word)};
	for (; *words; words++)
		tc_nearest_consider(&nearest, *words);
	return nearest.best;
}
