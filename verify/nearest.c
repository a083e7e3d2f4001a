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

const char *tc_nearest(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	size_t distance = 0;
	size_t length = strnlen(word, MAX_WORD + 1);
	for (; *words && length <= MAX_WORD; words++) {
		size_t candidate_length = strlen(*words);
		if (candidate_length > MAX_WORD)
			continue;
		size_t cost = measure_distance(word, length, *words, candidate_length);
		/* at least two thirds of the candidate must be as they were written */
		if (cost > candidate_length / 3 || (nearest && cost >= distance))
			continue;
		nearest = *words;
		distance = cost;
	}
	return nearest;
}
