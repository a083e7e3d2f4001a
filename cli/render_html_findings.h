/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings of the report, with what to do about them.
 */
#ifndef CLI_RENDER_HTML_FINDINGS_H
#define CLI_RENDER_HTML_FINDINGS_H

#include <stddef.h>

#include "cli/closing.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

/** Adds errors and warnings; nothing when there are none. findings: worst first. */
void html_findings_append(struct text *out, const struct tufcheck_finding *findings, size_t count);

/** Adds notes, those of one kind together; nothing when there are none. */
void html_notes_append(struct text *out, const struct tufcheck_finding *findings, size_t count);

/** Adds what was found of no single repository, by kind; nothing when there is none. */
void html_findings_append_whole(struct text *out, const struct closing *closing);

#endif
