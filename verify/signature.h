/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One signature: which method verifies which keys, and whether it does.
 *
 * A key and a method are checked against each other, and their sizes against
 * the method's, before any cryptography is called. Unknown methods verify
 * nothing.
 */
#ifndef TUFCHECK_SIGNATURE_H
#define TUFCHECK_SIGNATURE_H

#include <stddef.h>

#include "tuf/digest.h"
#include "tuf/envelope.h"
#include "tuf/result.h"
#include "verify/public_key.h"

/* What is signed, with its SHA-256: every method but Ed25519's signs that. */
struct tc_message {
	const void *bytes;
	size_t length;
	unsigned char sha256[TUF_SHA256_BYTES];
};

/**
 * TUF_OK: the signature is valid. TUF_INVALID: it is not, and *ret_reason, a
 * literal, says why. TUF_NO_MEMORY: nothing is known.
 */
TUF_MUST_USE enum tuf_result tc_signature_verify(const struct tuf_signature *signature,
                                                 const struct tc_public_key *key,
                                                 const struct tc_message *message,
                                                 const char **ret_reason);

/* The methods, one file each; called by tc_signature_verify with a key of the right type. */
typedef enum tuf_result tc_signature_method(const struct tc_public_key *key,
                                            const struct tc_message *message,
                                            const unsigned char *bytes, size_t length,
                                            const char **ret_reason);
tc_signature_method tc_sig_ecdsa_verify;
tc_signature_method tc_sig_rsa_verify_pss;
tc_signature_method tc_sig_rsa_verify_pkcs1;
tc_signature_method tc_sig_ed25519_verify;

#endif
