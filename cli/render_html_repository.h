/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the report says of one repository, in two parts: what is always seen,
 * and what is folded. Neither has the heading, which knows its neighbours.
 */
#ifndef CLI_RENDER_HTML_REPOSITORY_H
#define CLI_RENDER_HTML_REPOSITORY_H

#include "cli/text.h"
#include "verify/tufcheck.h"

/** Adds where it lies, the four answers, and errors and warnings with their remedies. */
void html_repository_append_head(struct text *out, const struct tufcheck_repository *repository);

/** Adds the chain of trust, tags, roles, keys and notes. number makes the IDs of what is linked. */
void html_repository_append_body(struct text *out, const struct tufcheck_repository *repository,
				 struct tufcheck_time at, size_t number);

#endif
