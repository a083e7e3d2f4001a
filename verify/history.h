/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roots before the current one, where an archive or a server kept them.
 */
#ifndef TUFCHECK_HISTORY_H
#define TUFCHECK_HISTORY_H

#include "verify/anchor.h"
#include "verify/role_check.h"

/**
 * Checks that each root, the current one included, is signed as the one before
 * it demands. root is the current one's evidence, which is worsened when not.
 *
 * Source: the reference's updateRoot and ValidateRoot.
 */
TUF_MUST_USE enum tuf_result tc_history_verify(const struct tc_check *check,
                                               const struct tc_anchor_context *anchor,
                                               struct tc_role_evidence *root);

#endif
