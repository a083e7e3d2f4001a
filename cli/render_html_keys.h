/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of the report: those of a repository with their certificates, and the
 * private ones beside the metadata.
 */
#ifndef CLI_RENDER_HTML_KEYS_H
#define CLI_RENDER_HTML_KEYS_H

#include "cli/text.h"
#include "verify/tufcheck.h"

/** Adds the table of keys; nothing without any. number is the repository's, for the keys' IDs. */
void html_keys_append(struct text *out, const struct tufcheck_repository *repository,
		      struct tufcheck_time at, size_t number);

/** Adds the table of private keys; nothing without any. */
void html_private_keys_append(struct text *out, const struct tufcheck_estate_facts *estate);

#endif
