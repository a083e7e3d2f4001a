/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of findings, for reading: in text, as JSON and as Markdown, of
 * which docs/findings.md is made.
 */
#ifndef CLI_RENDER_EXPLAIN_H
#define CLI_RENDER_EXPLAIN_H

#include <stddef.h>
#include <stdio.h>

#include "cli/page.h"

/** Writes all that is said of each of the rules, by their numbers. */
void render_explain_write_text(struct page *page, const size_t *rules, size_t count);

/** Writes a line for each rule there is, by groups. */
void render_explain_write_list(struct page *page);

/** Writes all that is said of each of the rules, as one document. */
void render_explain_write_json(FILE *stream, const size_t *rules, size_t count);
void render_explain_write_markdown(FILE *stream, const size_t *rules, size_t count);

#endif
