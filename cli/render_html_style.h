/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the report looks, and what it forbids the browser to do.
 */
#ifndef CLI_RENDER_HTML_STYLE_H
#define CLI_RENDER_HTML_STYLE_H

#include <stdio.h>

/** Writes the policy (CSP): nothing is loaded, nothing runs, and no style but this one counts. */
void html_style_write_policy(FILE *stream);

/** Writes the element of the style. */
void html_style_write(FILE *stream);

#endif
