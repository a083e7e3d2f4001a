/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every caller of OpenSSL needs.
 */
#ifndef TUFCHECK_OPENSSL_H
#define TUFCHECK_OPENSSL_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/result.h"
#include "verify/profile.h"
#include "verify/shared.h"

/**
 * Drains OpenSSL's error queue after a call that did not succeed:
 * TUF_NO_MEMORY when memory was the reason, else TUF_INVALID.
 */
enum tuf_result tc_openssl_fail(void);

/*
 * OpenSSL does not always say that it was memory it lacked. What is wrong is
 * wrong twice, so what cannot be decoded is tried again.
 */

/** Decodes a whole certificate, but for its public key; NULL when it cannot be. */
TUF_MUST_USE X509 *tc_openssl_decode_certificate(const unsigned char *der, size_t length);

/** Decodes a whole Name; NULL when it cannot be. */
TUF_MUST_USE X509_NAME *tc_openssl_decode_name(const unsigned char *der, size_t length);

/** Decodes a whole AlgorithmIdentifier; NULL when it cannot be. */
TUF_MUST_USE X509_ALGOR *tc_openssl_decode_algorithm(const struct tc_der *identifier);

/* RSA and ECDSA keys in OpenSSL's form, each made once. Zeroed: none. */
struct tc_pkeys {
	struct tc_store *store; /* borrowed: where keys of others are found, and put; NULL: nowhere */
	void *tree;        /* tsearch, by SubjectPublicKeyInfo */
	EVP_PKEY *ecdsa;   /* borrowed, from the tree or of others: the last one made; NULL */
	const char *curve; /* its curve */
};

/**
 * The key with those facts, whose algorithm must be RSA, with a modulus of at
 * most TUF_MAX_RSA_BITS bits, or ECDSA.
 *
 * TUF_INVALID: OpenSSL does not take it; its point is not on its curve.
 *
 * arena: outlives pkeys, as do the facts' bytes.
 * ret_pkey: borrowed from pkeys.
 */
TUF_MUST_USE enum tuf_result tc_pkeys_get(struct tc_pkeys *pkeys, struct tuf_arena *arena,
                                          const struct tc_public_facts *facts,
                                          EVP_PKEY **ret_pkey);

/** Frees the keys; pkeys is zeroed after that. */
void tc_pkeys_clear(struct tc_pkeys *pkeys);

/**
 * Makes OpenSSL ready to hash and verify, which it otherwise does in the midst
 * of work and without a check. TUF_NO_MEMORY when it cannot be.
 */
TUF_MUST_USE enum tuf_result tc_openssl_init(void);

/**
 * Makes sure that errors of the calling thread can be noted, each of which has
 * a queue of its own. TUF_NO_MEMORY when not: it could then not be told what is
 * wrong with the data.
 */
TUF_MUST_USE enum tuf_result tc_openssl_enter(void);

/**
 * Likewise ready to verify paths of certificates, for which it needs more. To
 * be called after tc_openssl_init().
 */
TUF_MUST_USE enum tuf_result tc_openssl_init_paths(void);

#endif
