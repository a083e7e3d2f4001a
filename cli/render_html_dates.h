/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What expires when, in all repositories: of roles and of certificates, as far
 * as it is proved.
 */
#ifndef CLI_RENDER_HTML_DATES_H
#define CLI_RENDER_HTML_DATES_H

#include <stddef.h>

#include "cli/names.h"
#include "verify/tufcheck.h"

enum html_date_kind {
	HTML_DATE_TOP_LEVEL = 0,
	HTML_DATE_DELEGATION,
	HTML_DATE_CERTIFICATE,
};
#define HTML_DATE_KIND_COUNT 3

struct html_date {
	struct tufcheck_time time;
	enum html_date_kind kind;
	const char *name;  /* of the role, or the certificate's subject */
	const char *roles; /* of a certificate: what its key is trusted for; else NULL */
	size_t repository; /* its number */
};

/* All zero is empty. */
struct html_dates {
	struct html_date *items; /* sorted by html_dates_sort */
	size_t count;
	size_t capacity;
	size_t unproved; /* repositories that were left out, for nothing of them is proved */
	struct names names;
};

/** Adds the dates of repository, which is called number. */
void html_dates_add(struct html_dates *dates, const struct tufcheck_repository *repository,
		    size_t number);

/** Sorts by time; those of one moment by repository, kind and name. */
void html_dates_sort(struct html_dates *dates);

/** How many of the sorted dates are before moment. */
size_t html_dates_count_before(const struct html_dates *dates, struct tufcheck_time moment);

/** Frees what the dates hold. */
void html_dates_clear(struct html_dates *dates);

#endif
