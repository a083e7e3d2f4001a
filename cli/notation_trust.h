/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom Notation is to trust for a repository in the place of the roles that
 * docker takes tags from, targets/releases and targets: certificates for a
 * trust store, and identities that may sign. Never anyone whose signature alone
 * would not have done before.
 *
 * Notation's trust store takes certificates of CAs and such as sign themselves
 * (docs/export.md). A delegation's certificate that a CA issued is replaced by
 * the CA's, and named as an identity.
 */
#ifndef CLI_NOTATION_TRUST_H
#define CLI_NOTATION_TRUST_H

#include <stddef.h>

#include "cli/text_set.h"
#include "verify/tufcheck.h"

/* A signer's certificate, and the one that stands for it; borrowed from the repository. */
struct notation_signer {
	const char *role;
	const struct tufcheck_certificate *certificate;
	const struct tufcheck_certificate *anchor; /* the same when it signed itself */
};

/* All zero is empty. */
struct notation_trust {
	struct notation_signer *signers;
	size_t signer_count;
	struct text_set identities; /* subjects; none: each signer is its own anchor */
	char **losses;              /* what is not carried over, a line each; untrusted text */
	size_t loss_count;
	char **remarks; /* what to know of what is, likewise */
	size_t remark_count;
};

/** Reads what repository, which has tags, trusts. The trust is for notation_trust_clear. */
struct notation_trust notation_trust_make(const struct tufcheck_repository *repository,
					  struct tufcheck_time at);

/** Frees what the trust holds. */
void notation_trust_clear(struct notation_trust *trust);

#endif
