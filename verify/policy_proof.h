/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands behind an image: the roles that list its tag with its digest,
 * and the keys whose valid signatures they carry.
 */
#ifndef TUFCHECK_POLICY_PROOF_H
#define TUFCHECK_POLICY_PROOF_H

#include "verify/policy_trial.h"

/** Whether role's file is whole and counts: what clients drop does not. */
bool tc_proof_counts(const struct tufcheck_role *role);

/** The role called name whose file is whole and counts; NULL: there is none. */
const struct tufcheck_role *tc_proof_find_role(const struct tufcheck_repository *repository,
                                               const char *name);

/**
 * The key by which a valid signature of role was made. NULL when the record
 * does not say for sure: the root's file may list any key under any ID, and
 * signatures on it are attributed to what a key's ID must be.
 */
const struct tufcheck_key *tc_proof_find_key(const struct tufcheck_repository *repository,
                                             const struct tufcheck_role *role,
                                             const struct tufcheck_signature *signature);

/** How many keys of role that the pins match have a valid signature on it. */
TUF_MUST_USE enum tuf_result tc_proof_count(const struct tc_trial *trial,
                                            const struct tufcheck_role *role,
                                            const struct tc_policy_pin_list *pins,
                                            size_t *ret_count);

/** Whether role lists the target with its digest. */
bool tc_proof_lists(const struct tufcheck_target *target, const char *role);

/**
 * Whether the proof of target rests on role: the four top-level roles, those
 * that list it, and the delegations above these.
 */
bool tc_proof_rests_on(const struct tufcheck_target *target, const char *role);

#endif
