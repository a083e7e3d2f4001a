/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many dates fall into which period: what is past, the weeks of the time
 * ahead that is warned of, and the years after it.
 */
#ifndef CLI_RENDER_HTML_PERIODS_H
#define CLI_RENDER_HTML_PERIODS_H

#include <stddef.h>
#include <stdint.h>

#include "cli/render_html_dates.h"

enum html_zone {
	HTML_ZONE_PAST = 0,
	HTML_ZONE_SOON, /* within the time ahead */
	HTML_ZONE_LATER,
};

struct html_period {
	enum html_zone zone;
	struct tufcheck_time start; /* its own moment is in it; not of what is past */
	struct tufcheck_time end;   /* its own moment is not; not of the last */
	size_t counts[HTML_DATE_KIND_COUNT];
	size_t total;
};

/* One of the past, 26 of weeks, 12 of years. */
#define HTML_PERIODS_MAX 39

struct html_periods {
	struct html_period items[HTML_PERIODS_MAX];
	size_t count;
	int64_t weeks;                /* that a period of the time ahead has */
	struct tufcheck_time horizon; /* where the time ahead ends */
	size_t highest;               /* total */
};

/**
 * Counts dates, which are sorted, as seen from at. ahead: seconds; 0: the
 * 180 days of --warn-within, and so for negative ones.
 */
void html_periods_init(struct html_periods *ret_periods, const struct html_dates *dates,
		       struct tufcheck_time at, int64_t ahead);

#endif
