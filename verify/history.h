/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other versions of the root beside the present one, where an archive or a
 * server kept them, and the way from a root that the user trusts.
 *
 * They are evidence that anyone may have put there: they can only add
 * findings, and nothing else rests on them.
 */
#ifndef TUFCHECK_HISTORY_H
#define TUFCHECK_HISTORY_H

#include "verify/anchor.h"
#include "verify/role_check.h"
#include "verify/trusted_root.h"

/**
 * Checks the files called N.root.json and root.N.json, in the order of their
 * versions, until one is found that breaks the history:
 *
 * - each older than root.json is a root of the version in its name, is signed
 *   as it demands itself and as the one before it does, and root.json as the
 *   last of them does; the dates of their certificates are not looked at, for
 *   when they were in use is not known; where versions are missing that is
 *   said, with whether the next one is signed as the last one demands;
 * - of files of one version the signed content is the same, whoever signed it;
 *   of older ones only the first is held against the versions around it;
 * - none is newer than root.json and signed as it demands.
 *
 * trusted: the root that root.json must follow from through every version
 * between them; NULL: none. Findings on it answer the user's demand, and do
 * not end the search.
 *
 * root: the present root's evidence, which is worsened when the history is
 * broken. What was learnt is in the evidence's root_history.
 *
 * Source: the reference's updateRoot and ValidateRoot.
 */
TUF_MUST_USE enum tuf_result tc_history_verify(const struct tc_check *check,
                                               const struct tc_anchor_context *anchor,
                                               const struct tufcheck_trusted_root *trusted,
                                               struct tc_role_evidence *root);

#endif
