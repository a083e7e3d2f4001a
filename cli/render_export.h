/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which proved tags are handed on. Each gets one repository after
 * the other and keeps nothing of it.
 */
#ifndef CLI_RENDER_EXPORT_H
#define CLI_RENDER_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/export.h"
#include "cli/summary.h"
#include "cli/terminal.h"
#include "verify/tufcheck.h"

/* What is known before the first repository. */
struct render_export_context {
	FILE *stream;
	struct terminal terminal;
	struct tufcheck_time at; /* the moment of evaluation */
	const char *command;     /* whose messages these are */
	const char *folder;      /* that is to be made; notation-policy only */
};

/* What became of a repository. */
struct render_export_count {
	size_t exported; /* tags; or signers */
	size_t left_out;
};

struct render_export_totals {
	size_t repositories; /* of which something is exported */
	struct render_export_count count;
	const struct summary *summary; /* of all that were looked at */
};

struct export_renderer {
	/* What it hands on are signers, not tags: what is left out of these is nobody's loss. */
	bool is_of_signers;
	/* context is borrowed until finish; returns the state, or NULL: stderr says why not */
	void *(*begin)(const struct render_export_context *context);
	/* entry is borrowed for the call only; its order may be changed */
	struct render_export_count (*add)(void *state, struct export_entry *entry);
	/* totals are borrowed for the call only; frees state. False: stderr says what is not there
	 */
	bool (*finish)(void *state, const struct render_export_totals *totals);
};

extern const struct export_renderer render_export_refs;     /* NAME@DIGEST, a line each */
extern const struct export_renderer render_export_csv;      /* a row a tag; docs/export.md */
extern const struct export_renderer render_export_json;     /* one document; docs/export.md */
extern const struct export_renderer render_export_cosign;   /* a shell script */
extern const struct export_renderer render_export_notation; /* a shell script */
extern const struct export_renderer render_export_policy;   /* a folder for Notation's own use */

/** What the forms of tags make of an entry. */
struct render_export_count render_export_count_tags(const struct export_entry *entry);

#endif
