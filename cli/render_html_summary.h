/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The beginning of the report: what was asked, when, of whom, and what came of it.
 */
#ifndef CLI_RENDER_HTML_SUMMARY_H
#define CLI_RENDER_HTML_SUMMARY_H

#include <stddef.h>

#include "cli/render.h"
#include "cli/text.h"

/** Adds the page's title in words. */
void html_summary_append_title(struct text *out, const struct render_context *context,
			       const struct summary *summary);

/** Adds the head line, and the facts of the run. */
void html_summary_append_head(struct text *out, const struct render_context *context,
			      const struct summary *summary);

/** Adds the section with the counts of statuses and what concerns the whole; shown: repositories.
 */
void html_summary_append(struct text *out, const struct closing *closing, size_t shown);

#endif
