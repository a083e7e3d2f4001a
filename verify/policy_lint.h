/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy may say, but hardly means.
 */
#ifndef TUFCHECK_POLICY_LINT_H
#define TUFCHECK_POLICY_LINT_H

#include "verify/policy_reader.h"

/**
 * Fills the policy's warnings, at most TUF_MAX_POLICY_WARNINGS: scopes that no
 * image has, the levels audit and skip for "*", demands at the level skip,
 * signers that no rule requires or that are forbidden, more time than timestamps
 * have, and SHA-1 thumbprints.
 *
 * statements: the node of their array.
 */
TUF_MUST_USE enum tuf_result tc_policy_lint(const struct tc_policy_reader *reader,
                                            const struct tuf_node *statements,
                                            struct tufcheck_policy *policy);

#endif
