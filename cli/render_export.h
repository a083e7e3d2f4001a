/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which proved tags are handed on. Each gets one repository after
 * the other and keeps nothing of it.
 */
#ifndef CLI_RENDER_EXPORT_H
#define CLI_RENDER_EXPORT_H

#include <stddef.h>
#include <stdio.h>

#include "cli/export.h"
#include "cli/summary.h"
#include "verify/tufcheck.h"

/* What is known before the first repository. */
struct render_export_context {
	FILE *stream;
	struct tufcheck_time at; /* the moment of evaluation */
};

struct render_export_totals {
	size_t repositories; /* with a tag that is handed on */
	size_t tags;
	size_t gaps;
	const struct summary *summary; /* of all that were looked at */
};

struct export_renderer {
	/* context is borrowed until finish; returns the renderer's state */
	void *(*begin)(const struct render_export_context *context);
	/* entry is borrowed for the call only; its order may be changed */
	void (*add)(void *state, struct export_entry *entry);
	/* totals are borrowed for the call only; frees state */
	void (*finish)(void *state, const struct render_export_totals *totals);
};

extern const struct export_renderer render_export_refs;     /* NAME@DIGEST, a line each */
extern const struct export_renderer render_export_csv;      /* a row a tag; docs/export.md */
extern const struct export_renderer render_export_json;     /* one document; docs/export.md */
extern const struct export_renderer render_export_cosign;   /* a shell script */
extern const struct export_renderer render_export_notation; /* a shell script */

#endif
