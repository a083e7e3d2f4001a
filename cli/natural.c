/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/natural.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define DIGITS "0123456789"

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

static int order(size_t left, size_t right)
{
	return left < right ? -1 : left > right;
}

/* A run of digits. */
struct number {
	size_t zeros; /* in front */
	const char *digits;
	size_t length;
};

static struct number read_number(const char *text)
{
	struct number number = {.zeros = strspn(text, "0")};
	number.digits = text + number.zeros;
	number.length = strspn(number.digits, DIGITS);
	return number;
}

static int compare_numbers(const struct number *left, const struct number *right)
{
	int result = order(left->length, right->length);
	if (result == 0)
		result = memcmp(left->digits, right->digits, left->length);
	return result != 0 ? result : order(left->zeros, right->zeros);
}

int natural_compare(const char *left, const char *right)
{
	while (*left != '\0' && *right != '\0') {
		if (is_digit(*left) && is_digit(*right)) {
			struct number numbers[] = {read_number(left), read_number(right)};
			int result = compare_numbers(&numbers[0], &numbers[1]);
			if (result != 0)
				return result;
			left = numbers[0].digits + numbers[0].length;
			right = numbers[1].digits + numbers[1].length;
			continue;
		}
		if (is_digit(*left) != is_digit(*right))
			return is_digit(*left) ? -1 : 1;
		if (*left != *right)
			return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
		left++;
		right++;
	}
	return order(strlen(left), strlen(right));
}
