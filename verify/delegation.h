/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The delegated roles, nested as deep as they are.
 *
 * Source: the reference's downloadTargets and GetDelegationRole. A delegation
 * that the snapshot does not list is skipped; one that is expired or has too
 * few signatures is dropped with all below it, and the rest goes on; anything
 * else that is wrong with one fails the whole repository.
 */
#ifndef TUFCHECK_DELEGATION_H
#define TUFCHECK_DELEGATION_H

#include "tuf/snapshot.h"
#include "verify/role_check.h"

/** Checks every delegation below targets, a role that is parsed. */
TUF_MUST_USE enum tuf_result tc_delegations_verify(const struct tc_check *check,
                                                   const struct tuf_snapshot *snapshot,
                                                   struct tc_role_evidence *targets);

#endif
