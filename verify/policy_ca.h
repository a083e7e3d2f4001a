/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate authorities that a policy names.
 */
#ifndef TUFCHECK_POLICY_CA_H
#define TUFCHECK_POLICY_CA_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "verify/budget.h"
#include "verify/tufcheck.h"

struct tc_policy_ca;

/**
 * Takes the CA certificates of a file.
 *
 * TUF_INVALID: it holds no certificate; *ret_problem says what it is instead.
 * ret_ca: in the arena.
 */
TUF_MUST_USE enum tuf_result tc_policy_ca_parse(struct tuf_arena *arena, const unsigned char *bytes,
                                                size_t length, const struct tc_policy_ca **ret_ca,
                                                const char **ret_problem);

/**
 * Whether there is a path, valid at that moment, from the first certificate of
 * key over the others in its bundle to one of the CA's. What budget does not
 * pay for is not looked for.
 */
TUF_MUST_USE enum tuf_result tc_policy_ca_permits(const struct tc_policy_ca *ca,
                                                  const struct tufcheck_key *key,
                                                  struct tufcheck_time at,
                                                  struct tc_budget *budget, bool *ret_permits);

#endif
