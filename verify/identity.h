/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a user means by a file or a text: a certificate, a public key, a key ID
 * or a thumbprint, as the digests that a listed key may be found under.
 *
 * An identity is no trust: it only says which key is meant. The public
 * functions and what each kind is matched with are in tufcheck.h.
 *
 * Private keys are not read. A file that holds one beside a certificate is
 * searched for the certificate, and its bytes are wiped before they are freed.
 */
#ifndef TUFCHECK_IDENTITY_H
#define TUFCHECK_IDENTITY_H

#include "tuf/arena.h"
#include "verify/tufcheck.h"

struct tufcheck_identity {
	struct tuf_arena arena;
	struct tufcheck_identity_facts facts; /* in the arena */
};

/**
 * Works out what bytes identify, in any form: PEM, DER or hexadecimal digits.
 *
 * TUF_INVALID: nothing; identity->facts.problem says why.
 */
TUF_MUST_USE enum tuf_result tc_identity_read(struct tufcheck_identity *identity,
                                              const unsigned char *bytes, size_t length);

#endif
