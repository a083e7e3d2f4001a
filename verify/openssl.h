/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every caller of OpenSSL needs.
 */
#ifndef TUFCHECK_OPENSSL_H
#define TUFCHECK_OPENSSL_H

#include "tuf/result.h"

/**
 * Drains OpenSSL's error queue after a call that did not succeed:
 * TUF_NO_MEMORY when memory was the reason, else TUF_INVALID.
 */
enum tuf_result tc_openssl_fail(void);

/**
 * Makes OpenSSL ready to hash and verify, which it otherwise does in the midst
 * of work and without a check. TUF_NO_MEMORY when it cannot be.
 */
TUF_MUST_USE enum tuf_result tc_openssl_init(void);

#endif
