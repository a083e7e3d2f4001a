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

#include "tuf/result.h"

/**
 * Drains OpenSSL's error queue after a call that did not succeed:
 * TUF_NO_MEMORY when memory was the reason, else TUF_INVALID.
 */
enum tuf_result tc_openssl_fail(void);

/*
 * OpenSSL does not always say that it was memory it lacked. What is wrong is
 * wrong twice, so what cannot be decoded is tried again.
 */

/** Decodes a whole SubjectPublicKeyInfo; NULL when it cannot be. */
TUF_MUST_USE EVP_PKEY *tc_openssl_decode_public_key(const unsigned char *der, size_t length);

/**
 * Decodes a whole certificate; NULL when it cannot be.
 *
 * needs_key: its public key must be one that can be decoded, too.
 */
TUF_MUST_USE X509 *tc_openssl_decode_certificate(const unsigned char *der, size_t length,
                                                 bool needs_key);

/**
 * Makes OpenSSL ready to hash and verify, which it otherwise does in the midst
 * of work and without a check. TUF_NO_MEMORY when it cannot be.
 */
TUF_MUST_USE enum tuf_result tc_openssl_init(void);

#endif
