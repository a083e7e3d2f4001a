/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metadata files as they say they are. Every form says that nothing of it was
 * checked.
 */
#ifndef CLI_RENDER_INSPECT_H
#define CLI_RENDER_INSPECT_H

#include <jansson.h>

#include "cli/page.h"
#include "verify/tufcheck.h"

/** Writes a document under an UNVERIFIED heading; finding: why it is none, or NULL. */
void render_inspect_write_text(struct page *page, const struct tufcheck_untrusted_content *content,
			       const struct tufcheck_finding *finding);

/** Likewise as a JSON object, a new reference. */
json_t *render_inspect_make_json(const struct tufcheck_untrusted_content *content,
				 const struct tufcheck_finding *finding);

/** Writes the whole document; documents is taken over. */
void render_inspect_write_json(FILE *stream, json_t *documents);

#endif
