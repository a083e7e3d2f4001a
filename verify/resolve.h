/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each tag of a verified repository is, and who signed for it.
 *
 * Source: the reference's ListTargets with docker's priorities, and docker's
 * matching of signers. docker counts a role as a signer of a tag even where
 * the tag is outside the role's paths; here it counts for nothing.
 */
#ifndef TUFCHECK_RESOLVE_H
#define TUFCHECK_RESOLVE_H

#include "verify/chain.h"

/**
 * Resolves every tag once, by name. Entries that count for nothing become
 * findings of the evidence's list.
 *
 * ret_targets: in arena.
 */
TUF_MUST_USE enum tuf_result tc_resolve_targets(const struct tc_verified *verified,
                                                struct tuf_arena *arena,
                                                struct tc_finding_list *findings,
                                                const struct tufcheck_target **ret_targets,
                                                size_t *ret_count);

#endif
