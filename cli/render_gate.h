/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which the gate's answers are shown.
 */
#ifndef CLI_RENDER_GATE_H
#define CLI_RENDER_GATE_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/gate.h"
#include "cli/image_list.h"
#include "cli/run_input.h"
#include "cli/terminal.h"

struct gate_view {
	const struct gate *gate; /* judged; borrowed, as all here */
	const struct image_list
		*list;           /* of the files: what is wrong with them; NULL: there were none */
	const char *policy_path; /* NULL: built in */
	const struct run_inputs *inputs; /* the policy, and files that name images; NULL: not said */
	FILE *stream;
	struct terminal terminal;
	bool is_quiet; /* nothing is to be said of images that are verified */
};

/** For people. */
void render_gate_text(const struct gate_view *view);

/** One document. */
void render_gate_json(const struct gate_view *view);

/** Workflow commands, which annotate the files that the images were read from. */
void render_gate_github(const struct gate_view *view);

/** NAME@DIGEST, a line each; nothing unless every image is verified. */
void render_gate_refs(const struct gate_view *view);

/** What is said first of an image that is not verified: why; borrowed, never NULL. */
const char *render_gate_get_reason(const struct gate_item *item);

/** What an image is called: its text, and two quotation marks where there is none; borrowed. */
const char *render_gate_get_name(const struct gate_item *item);

/** What made up the policy: its path, or that there is none; borrowed. */
const char *render_gate_get_policy(const struct gate_view *view);

#endif
