/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which repositories are shown. A renderer gets one repository
 * after the other and keeps nothing of a report but what its form needs.
 */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/closing.h"
#include "cli/run_input.h"
#include "cli/shard.h"
#include "cli/terminal.h"
#include "verify/tufcheck.h"

struct render_context {
	FILE *stream;
	struct terminal terminal;
	struct tufcheck_time at;         /* the moment of evaluation */
	const struct run_inputs *inputs; /* files of the user's own that the run was told by */
	bool is_quiet;                   /* nothing is to be said when everything is trusted */
	const char *asked;               /* the command and what it was called with; may be NULL */
	int64_t warn_within;             /* as struct tufcheck_options has it */
	const struct shard *shard; /* what part of the whole is shown; NULL: all of it */
};

struct renderer {
	/* context is borrowed until finish; returns the renderer's state */
	void *(*begin)(const struct render_context *context);
	/* repository is borrowed for the call only */
	void (*add)(void *state, const struct tufcheck_repository *repository);
	/* closing is borrowed for the call only; frees state */
	void (*finish)(void *state, const struct closing *closing);
};

extern const struct renderer render_chain;  /* text: everything about a repository */
extern const struct renderer render_table;  /* text: a row for each */
extern const struct renderer render_json;   /* one document */
extern const struct renderer render_html;   /* one page */
extern const struct renderer render_ndjson; /* a line for each, and the summary */
extern const struct renderer render_markdown;
extern const struct renderer render_csv;
extern const struct renderer render_sarif;
extern const struct renderer render_junit;
extern const struct renderer render_prometheus;
extern const struct renderer render_docker;

#endif
