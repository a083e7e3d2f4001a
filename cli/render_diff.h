/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which a comparison is shown.
 */
#ifndef CLI_RENDER_DIFF_H
#define CLI_RENDER_DIFF_H

#include <stdio.h>

#include "cli/diff.h"
#include "cli/terminal.h"

/* Everything is borrowed. */
struct render_diff_context {
	FILE *stream;
	struct terminal terminal;
	const struct diff_side *before;
	const struct diff_side *after;
	const struct diff *diff;
};

typedef void render_diff(const struct render_diff_context *context);

render_diff render_diff_text;     /* a line a change */
render_diff render_diff_json;     /* one document; docs/diff.md */
render_diff render_diff_markdown; /* a table */

#endif
