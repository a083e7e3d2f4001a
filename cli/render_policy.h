/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown of a policy: every test of a judgement, and a policy to begin with.
 */
#ifndef CLI_RENDER_POLICY_H
#define CLI_RENDER_POLICY_H

#include <jansson.h>

#include "cli/render_gate.h"

/** For each image: the statement that applies, and every test that was made. */
void render_policy_explanation(const struct gate_view *view);

/**
 * A strict statement for a repository that is trusted: its root's keys, its
 * signers, and the version of its root as they are now.
 *
 * Returns a new reference.
 */
json_t *render_policy_make_statement(const struct tufcheck_repository *repository);

#endif
