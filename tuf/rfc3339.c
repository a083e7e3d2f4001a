/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/rfc3339.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SECONDS_A_DAY INT64_C(86400)
#define DAYS_IN_ERA INT64_C(146097) /* 400 years */
#define EPOCH_DAYS INT64_C(719468)  /* from 0000-03-01 to 1970-01-01 */

/* Text that is read from the front. */
struct scanner {
	const char *at;
	const char *end;
};

static bool take_character(struct scanner *scanner, char wanted)
{
	if (scanner->at == scanner->end || *scanner->at != wanted)
		return false;
	scanner->at++;
	return true;
}

static bool take_number(struct scanner *scanner, size_t digits, unsigned *ret_number)
{
	if ((size_t)(scanner->end - scanner->at) < digits)
		return false;
	unsigned number = 0;
	for (size_t i = 0; i < digits; i++) {
		char digit = scanner->at[i];
		if (digit < '0' || digit > '9')
			return false;
		number = number * 10 + (unsigned)(digit - '0');
	}
	scanner->at += digits;
	*ret_number = number;
	return true;
}

static bool is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned days_in_month(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Days from the epoch, by counting from 1 March of year 0 so that a leap day is
 * the last of its year.
 */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
	int64_t shifted_year = month <= 2 ? year - 1 : year;
	int64_t era = (shifted_year >= 0 ? shifted_year : shifted_year - 399) / 400;
	int64_t year_of_era = shifted_year - era * 400;
	int64_t month_from_march = month > 2 ? (int64_t)month - 3 : (int64_t)month + 9;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + (int64_t)day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_IN_ERA + day_of_era - EPOCH_DAYS;
}

static void civil_from_days(int64_t days, int64_t *ret_year, unsigned *ret_month, unsigned *ret_day)
{
	int64_t shifted = days + EPOCH_DAYS;
	int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
	int64_t day_of_era = shifted - era * DAYS_IN_ERA;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	*ret_day = (unsigned)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
	*ret_month = (unsigned)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	*ret_year = year_of_era + era * 400 + (*ret_month <= 2 ? 1 : 0);
}

int64_t tuf_time_from_civil(int64_t year, unsigned month, unsigned day, unsigned hour,
                            unsigned minute, unsigned second)
{
	return days_from_civil(year, month, day) * SECONDS_A_DAY + (int64_t)hour * 3600 +
	       (int64_t)minute * 60 + (int64_t)second;
}

static bool take_date(struct scanner *scanner, int64_t *ret_seconds)
{
	unsigned year, month, day;
	if (!take_number(scanner, 4, &year) || !take_character(scanner, '-') ||
	    !take_number(scanner, 2, &month) || !take_character(scanner, '-') ||
	    !take_number(scanner, 2, &day))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return false;
	*ret_seconds = tuf_time_from_civil(year, month, day, 0, 0, 0);
	return true;
}

static bool take_clock(struct scanner *scanner, int64_t *ret_seconds)
{
	unsigned hour, minute, second;
	if (!take_number(scanner, 2, &hour) || !take_character(scanner, ':') ||
	    !take_number(scanner, 2, &minute) || !take_character(scanner, ':') ||
	    !take_number(scanner, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*ret_seconds = (int64_t)hour * 3600 + (int64_t)minute * 60 + (int64_t)second;
	return true;
}

/* A fraction may be missing; a point without digits may not be. */
static bool take_fraction(struct scanner *scanner, int32_t *ret_nanoseconds)
{
	*ret_nanoseconds = 0;
	if (!take_character(scanner, '.'))
		return true;
	int32_t weight = 100000000;
	const char *start = scanner->at;
	for (; scanner->at != scanner->end && *scanner->at >= '0' && *scanner->at <= '9';
	     scanner->at++) {
		*ret_nanoseconds += weight * (*scanner->at - '0');
		weight /= 10;
	}
	return scanner->at != start;
}

static bool take_offset(struct scanner *scanner, int64_t *ret_seconds)
{
	*ret_seconds = 0;
	if (take_character(scanner, 'Z'))
		return true;
	int sign = 1;
	if (!take_character(scanner, '+')) {
		if (!take_character(scanner, '-'))
			return false;
		sign = -1;
	}
	unsigned hours, minutes;
	if (!take_number(scanner, 2, &hours) || !take_character(scanner, ':') ||
	    !take_number(scanner, 2, &minutes))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	*ret_seconds = sign * ((int64_t)hours * 3600 + (int64_t)minutes * 60);
	return true;
}

bool tuf_time_parse(const char *text, size_t length, struct tuf_time *ret_time)
{
	struct scanner scanner = {.at = text, .end = text + length};
	int64_t date, clock, offset;
	int32_t nanoseconds;
	if (!take_date(&scanner, &date) || !take_character(&scanner, 'T') ||
	    !take_clock(&scanner, &clock) || !take_fraction(&scanner, &nanoseconds) ||
	    !take_offset(&scanner, &offset) || scanner.at != scanner.end)
		return false;
	/* an offset may lead out of the years that can be written again */
	int64_t seconds = date + clock - offset;
	if (seconds < tuf_time_from_civil(0, 1, 1, 0, 0, 0) ||
	    seconds >= tuf_time_from_civil(10000, 1, 1, 0, 0, 0))
		return false;
	*ret_time = (struct tuf_time){.seconds = seconds, .nanoseconds = nanoseconds};
	return true;
}

bool tuf_time_parse_date(const char *text, size_t length, struct tuf_time *ret_time)
{
	struct scanner scanner = {.at = text, .end = text + length};
	int64_t date;
	if (!take_date(&scanner, &date) || scanner.at != scanner.end)
		return false;
	*ret_time = (struct tuf_time){.seconds = date};
	return true;
}

void tuf_time_format(const struct tuf_time *time, char ret_text[TUF_TIME_TEXT_BYTES])
{
	int64_t days = time->seconds / SECONDS_A_DAY;
	int64_t rest = time->seconds % SECONDS_A_DAY;
	if (rest < 0) {
		rest += SECONDS_A_DAY;
		days--;
	}
	int64_t year;
	unsigned month, day;
	civil_from_days(days, &year, &month, &day);
	char fraction[12] = "";
	if (time->nanoseconds != 0) {
		(void)snprintf(fraction, sizeof(fraction), ".%09" PRId32, time->nanoseconds);
		for (size_t end = strlen(fraction); fraction[end - 1] == '0'; end--)
			fraction[end - 1] = '\0';
	}
	(void)snprintf(ret_text, TUF_TIME_TEXT_BYTES, "%04" PRId64 "-%02u-%02uT%02u:%02u:%02u%sZ", year,
	               month, day, (unsigned)(rest / 3600), (unsigned)(rest / 60 % 60),
	               (unsigned)(rest % 60), fraction);
}

int tuf_time_compare(const struct tuf_time *left, const struct tuf_time *right)
{
	if (left->seconds != right->seconds)
		return left->seconds < right->seconds ? -1 : 1;
	if (left->nanoseconds != right->nanoseconds)
		return left->nanoseconds < right->nanoseconds ? -1 : 1;
	return 0;
}
