/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests of what a statement itself demands. Each is made when the
 * statement has the field, and fails where the repository does not say.
 */
#ifndef TUFCHECK_POLICY_TESTS_H
#define TUFCHECK_POLICY_TESTS_H

#include "verify/policy_trial.h"

/** Those that depend on the tag: require, forbid, algorithms, delegationCertificates. */
TUF_MUST_USE enum tuf_result tc_policy_test_signers(struct tc_trial *trial);
TUF_MUST_USE enum tuf_result tc_policy_test_forbidden(struct tc_trial *trial);
TUF_MUST_USE enum tuf_result tc_policy_test_algorithms(struct tc_trial *trial);
TUF_MUST_USE enum tuf_result tc_policy_test_certificates(struct tc_trial *trial);

/** Those that do not: roots, minRemaining, minVersion. */
TUF_MUST_USE enum tuf_result tc_policy_test_roots(struct tc_trial *trial);
TUF_MUST_USE enum tuf_result tc_policy_test_minima(struct tc_trial *trial);

#endif
