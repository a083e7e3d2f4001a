/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown, as GitHub and others read it (CommonMark with tables).
 *
 * Text that is not the program's own goes into code spans, where nothing is
 * markup, a link, an image or a mention of somebody. It is escaped as for a
 * terminal (cli/escape.h), and a | becomes \x7c, for it would end a cell of a
 * table even there.
 */
#ifndef CLI_MARKDOWN_H
#define CLI_MARKDOWN_H

#include "cli/text.h"

/** Adds untrusted text as a code span. Nothing is added for NULL or "". */
void markdown_append_code(struct text *out, const char *untrusted);

/** Adds the program's own text, so that it reads as it is written. */
void markdown_append_prose(struct text *out, const char *text);

#endif
