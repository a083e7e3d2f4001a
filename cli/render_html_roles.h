/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roles of a repository as a table: all that the drawing shows, and what
 * does not fit into it.
 */
#ifndef CLI_RENDER_HTML_ROLES_H
#define CLI_RENDER_HTML_ROLES_H

#include "cli/text.h"
#include "verify/tufcheck.h"

/** Adds the table; nothing without roles. number is the repository's, for links to its keys. */
void html_roles_append(struct text *out, const struct tufcheck_repository *repository,
		       struct tufcheck_time at, size_t number);

#endif
