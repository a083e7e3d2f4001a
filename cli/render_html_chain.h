/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain of trust as a drawing (SVG): a box for each role, in the tree of
 * who delegates to whom, with its keys and who of them has signed.
 */
#ifndef CLI_RENDER_HTML_CHAIN_H
#define CLI_RENDER_HTML_CHAIN_H

#include "cli/text.h"
#include "verify/tufcheck.h"

/**
 * Draws the roles of repository as they are at the given moment. Keys are
 * called K1, K2, … by their place in the repository. What a drawing cannot hold
 * (very many or deep roles, long names) is left to the tables, and it says so.
 */
void html_chain_append(struct text *out, const struct tufcheck_repository *repository,
		       struct tufcheck_time at);

#endif
