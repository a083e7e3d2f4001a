/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoded public keys that several repositories have: each once, in a store
 * that threads share (shared.h).
 */
#ifndef TUFCHECK_SHARED_PKEY_H
#define TUFCHECK_SHARED_PKEY_H

#include <openssl/evp.h>
#include <stddef.h>

#include "verify/shared.h"

/** The key that stands under these bytes; the caller's to free. NULL: there is none. store may be
 * NULL. */
EVP_PKEY *tc_pkey_find_shared(struct tc_store *store, const void *bytes, size_t length);

/** Puts a key, which stays the caller's, under these bytes, if there is memory. store may be NULL.
 */
void tc_pkey_share(struct tc_store *store, const void *bytes, size_t length, EVP_PKEY *pkey);

#endif
