/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/relative.h"

#include <inttypes.h>
#include <stdio.h>

#define MINUTE UINT64_C(60)
#define HOUR UINT64_C(3600)
#define DAY UINT64_C(86400)
#define YEAR UINT64_C(31556952) /* 365.2425 days, the mean of the calendar */

bool relative_is_before(struct tufcheck_time left, struct tufcheck_time right)
{
	if (left.seconds != right.seconds)
		return left.seconds < right.seconds;
	return left.nanoseconds < right.nanoseconds;
}

/* Whole seconds from one moment to a later one; unsigned, for the distance may exceed int64_t. */
static uint64_t seconds_between(struct tufcheck_time early, struct tufcheck_time late)
{
	uint64_t seconds = early.seconds < 0 && late.seconds >= 0
				   ? (uint64_t)late.seconds + (uint64_t)-(early.seconds + 1) + 1
				   : (uint64_t)(late.seconds - early.seconds);
	return late.nanoseconds < early.nanoseconds ? seconds - 1 : seconds;
}

/* With a tenth, for a year is too much to drop. */
static void format_years(uint64_t seconds, char *ret_text, size_t size)
{
	uint64_t years = seconds / YEAR;
	uint64_t tenths = seconds % YEAR * 10 / YEAR;
	if (tenths == 0)
		(void)snprintf(ret_text, size, "%" PRIu64 " years", years);
	else
		(void)snprintf(ret_text, size, "%" PRIu64 ".%" PRIu64 " years", years, tenths);
}

static void format_distance(uint64_t seconds, char *ret_text, size_t size)
{
	if (seconds / YEAR >= 2) {
		format_years(seconds, ret_text, size);
		return;
	}
	static const struct {
		uint64_t seconds;
		const char *name;
	} units[] = {{DAY, "days"}, {HOUR, "hours"}, {MINUTE, "minutes"}};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		uint64_t count = seconds / units[i].seconds;
		if (count < 2)
			continue;
		(void)snprintf(ret_text, size, "%" PRIu64 " %s", count, units[i].name);
		return;
	}
	(void)snprintf(ret_text, size, seconds < MINUTE ? "less than a minute" : "1 minute");
}

void relative_format(struct tufcheck_time now, struct tufcheck_time moment,
		     char ret_text[RELATIVE_TEXT_BYTES])
{
	char distance[RELATIVE_TEXT_BYTES - 4];
	if (relative_is_before(now, moment)) {
		format_distance(seconds_between(now, moment), distance, sizeof(distance));
		(void)snprintf(ret_text, RELATIVE_TEXT_BYTES, "in %s", distance);
	} else if (relative_is_before(moment, now)) {
		format_distance(seconds_between(moment, now), distance, sizeof(distance));
		(void)snprintf(ret_text, RELATIVE_TEXT_BYTES, "%s ago", distance);
	} else {
		(void)snprintf(ret_text, RELATIVE_TEXT_BYTES, "now");
	}
}
