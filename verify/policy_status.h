/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests that every image is put to: that there is trust data, what its
 * repository is worth, and what its tag is.
 */
#ifndef TUFCHECK_POLICY_STATUS_H
#define TUFCHECK_POLICY_STATUS_H

#include "verify/policy_trial.h"

/**
 * Tests whether there is trust data and what it is worth, and sets
 * trial->proved if its chain holds.
 *
 * ret_is_there: there is trust data of the image's repository that is whole.
 */
TUF_MUST_USE enum tuf_result tc_policy_test_status(struct tc_trial *trial, bool *ret_is_there);

/** The proved target called tag; NULL: there is none. */
const struct tufcheck_target *tc_policy_find_target(const struct tufcheck_repository *repository,
                                                    const char *tag);

/** Whether docker pulls the target and its digest is that one; NULL: whatever it is. */
bool tc_policy_target_is(const struct tufcheck_target *target, const char *digest);

/**
 * Tests whether trial->target, which was looked for by the request's tag or
 * digest, is what docker would pull and has that digest. One that is not is
 * taken from the trial.
 */
TUF_MUST_USE enum tuf_result tc_policy_test_target(struct tc_trial *trial);

#endif
