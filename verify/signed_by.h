/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the keys that are listed for a role have signed its file.
 *
 * A signature names a key by its ID. Of all roles but the root that is also
 * the ID under which the key is listed; a root key stands under whatever its
 * publisher wrote, and signs under the ID that it has when it is rebuilt. What
 * tells root keys apart is the certificate that signs.
 */
#ifndef TUFCHECK_SIGNED_BY_H
#define TUFCHECK_SIGNED_BY_H

#include <stdbool.h>

#include "verify/evidence.h"

/* The signers of one role; all is borrowed from its evidence. */
struct tc_signers {
	const struct tc_quorum *quorum;
	bool is_root;
	const char **certificates; /* of the root: SHA-256 of those that signed, sorted */
	size_t certificate_count;
};

/** The keys with a valid signature on the role's file; arrays are in the arena. */
TUF_MUST_USE enum tuf_result tc_signers_make(struct tuf_arena *arena,
                                             const struct tc_role_evidence *role,
                                             struct tc_signers *ret_signers);

/** Whether key, which the role lists under listed_id, is one of them. */
bool tc_signers_has(const struct tc_signers *signers, const char *listed_id,
                    const struct tc_public_key *key);

#endif
