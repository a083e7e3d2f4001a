/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which key a role means by an ID, and whether the key has signed for it.
 */
#ifndef CLI_ROLE_KEYS_H
#define CLI_ROLE_KEYS_H

#include <stdbool.h>

#include "verify/tufcheck.h"

/**
 * The key that stands in the repository under key_id: that which the role
 * called role trusts, else the first. Borrowed; NULL when there is none.
 */
const struct tufcheck_key *role_keys_find(const struct tufcheck_repository *repository,
					  const char *key_id, const char *role);

/** Whether the file of the role called role has a valid signature by the key. */
bool role_keys_has_signed(const struct tufcheck_key *key, const char *role);

#endif
