/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the statements of a policy are to each other: names and scopes that
 * stand there twice, and scopes that decide nothing.
 */
#ifndef TUFCHECK_POLICY_SCOPE_H
#define TUFCHECK_POLICY_SCOPE_H

#include "verify/policy_reader.h"

/**
 * Refuses a name of two statements, a scope that is there twice, and a scope
 * whose repositories the same statement would have without it.
 *
 * statements: the node of their array.
 */
TUF_MUST_USE enum tuf_result tc_policy_check_scopes(struct tc_policy_reader *reader,
                                                    const struct tuf_node *statements,
                                                    const struct tufcheck_policy *policy);

#endif
