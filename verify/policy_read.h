/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a policy: JSON in, a policy that is valid as a whole or a problem
 * with its place out.
 */
#ifndef TUFCHECK_POLICY_READ_H
#define TUFCHECK_POLICY_READ_H

#include "verify/policy.h"

/**
 * Reads the policy in bytes.
 *
 * folder: that files it names are relative to; "" is the current one.
 * TUF_INVALID: it is none; ret_problem says why and where.
 * ret_policy: the caller's to tufcheck_policy_free.
 */
TUF_MUST_USE enum tuf_result tc_policy_parse(const void *bytes, size_t length, const char *folder,
                                             struct tufcheck_problem *ret_problem,
                                             struct tufcheck_policy **ret_policy);

#endif
