/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The section on what expires when: a drawing, the same as a table, and the
 * dates that come next.
 */
#ifndef CLI_RENDER_HTML_TIMELINE_H
#define CLI_RENDER_HTML_TIMELINE_H

#include <stdint.h>

#include "cli/render_html_dates.h"
#include "cli/text.h"

struct html_timeline {
	const struct html_dates *dates; /* sorted */
	struct tufcheck_time at;
	int64_t warn_within; /* as struct tufcheck_options has it */
	size_t unshown;      /* trusted repositories whose dates were not added */
	/* what a repository is called; borrowed */
	const char *(*get_name)(const void *data, size_t number);
	const void *data;
};

/** Adds the section. */
void html_timeline_append(struct text *out, const struct html_timeline *timeline);

#endif
