/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_periods.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/relative.h"

#define DAY INT64_C(86400)
#define WEEK (7 * DAY)
#define DEFAULT_AHEAD (180 * DAY)
#define SOON_PERIODS 26
#define LATER_PERIODS 12

/* The last moment that has four digits of a year. */
#define LAST_SECOND INT64_C(253402300799)

static struct tufcheck_time after(struct tufcheck_time time, int64_t seconds)
{
	time.seconds = seconds > LAST_SECOND - time.seconds ? LAST_SECOND : time.seconds + seconds;
	return time;
}

static struct tufcheck_time earlier(struct tufcheck_time left, struct tufcheck_time right)
{
	return relative_is_before(left, right) ? left : right;
}

/* When the year after that of time begins; the last moment of all when there is none. */
static struct tufcheck_time next_year(struct tufcheck_time time)
{
	char text[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(time, text);
	long year = strtol(text, NULL, 10) + 1;
	struct tufcheck_time start = {.seconds = LAST_SECOND};
	(void)snprintf(text, sizeof(text), "%04ld-01-01", year);
	if (year > 9999 || tufcheck_time_parse(text, &start) != TUFCHECK_OK)
		return (struct tufcheck_time){.seconds = LAST_SECOND};
	return start;
}

static void add(struct html_periods *periods, enum html_zone zone, struct tufcheck_time start,
		struct tufcheck_time end)
{
	periods->items[periods->count++] =
		(struct html_period){.zone = zone, .start = start, .end = end};
}

static void divide(struct html_periods *periods, const struct html_dates *dates,
		   struct tufcheck_time at, int64_t ahead)
{
	add(periods, HTML_ZONE_PAST, at, at);
	struct tufcheck_time start = at;
	periods->horizon = after(at, ahead);
	periods->weeks = (ahead + SOON_PERIODS * WEEK - 1) / (SOON_PERIODS * WEEK);
	while (relative_is_before(start, periods->horizon)) {
		struct tufcheck_time end =
			earlier(after(start, periods->weeks * WEEK), periods->horizon);
		add(periods, HTML_ZONE_SOON, start, end);
		start = end;
	}
	struct tufcheck_time last = dates->count > 0 ? dates->items[dates->count - 1].time : at;
	for (size_t i = 0; i < LATER_PERIODS && !relative_is_before(last, start); i++) {
		struct tufcheck_time end = next_year(start);
		add(periods, HTML_ZONE_LATER, start, end);
		start = end;
	}
}

/* The last period takes all that comes after it. */
static void count(struct html_periods *periods, const struct html_dates *dates)
{
	size_t place = 0;
	for (size_t i = 0; i < dates->count; i++) {
		while (place + 1 < periods->count &&
		       !relative_is_before(dates->items[i].time, periods->items[place].end))
			place++;
		struct html_period *period = &periods->items[place];
		period->counts[dates->items[i].kind]++;
		if (++period->total > periods->highest)
			periods->highest = period->total;
	}
}

void html_periods_init(struct html_periods *ret_periods, const struct html_dates *dates,
		       struct tufcheck_time at, int64_t ahead)
{
	*ret_periods = (struct html_periods){.count = 0};
	divide(ret_periods, dates, at, ahead > 0 ? ahead : DEFAULT_AHEAD);
	count(ret_periods, dates);
}
