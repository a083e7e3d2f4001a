/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forecast (cli/forecast.h) in text, as JSON and as Markdown.
 */
#ifndef CLI_RENDER_FORECAST_H
#define CLI_RENDER_FORECAST_H

#include <jansson.h>

#include "cli/forecast.h"
#include "cli/page.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

/** Writes a heading and a line for each entry; an empty line first if something stands before it.
 */
void render_forecast_write(struct page *page, const struct forecast *forecast,
			   struct tufcheck_time at, bool is_after);

/** The entries as a JSON array. */
json_t *render_forecast_record(const struct forecast *forecast);

/** Adds a section with a table. */
void render_forecast_append_markdown(struct text *out, const struct forecast *forecast);

#endif
