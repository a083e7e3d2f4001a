/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/horizon.h"

#include <stddef.h>
#include <string.h>

#define DAY INT64_C(86400)

/* More than the calendar has years, in any unit, and far from what would overflow. */
#define MAX_DIGITS 7

static int64_t find_unit(char letter)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = {{'d', DAY}, {'w', 7 * DAY}, {'y', 365 * DAY}};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].letter == letter)
			return units[i].seconds;
	return 0;
}

bool horizon_read_span(const char *text, int64_t *ret_seconds)
{
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > MAX_DIGITS || strlen(text) != digits + 1)
		return false;
	int64_t unit = find_unit(text[digits]);
	if (unit == 0)
		return false;
	int64_t count = 0;
	for (size_t i = 0; i < digits; i++)
		count = 10 * count + (text[i] - '0');
	*ret_seconds = count * unit;
	return true;
}

bool horizon_read(const char *text, struct tufcheck_time at, struct tufcheck_time *ret_end)
{
	int64_t span;
	if (!horizon_read_span(text, &span))
		return tufcheck_time_parse(text, ret_end) == TUFCHECK_OK;
	at.seconds += span;
	*ret_end = at;
	return true;
}
