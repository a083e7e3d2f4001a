/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notary's metadata as far as the target of the whole chain needs it, on
 * jansson and OpenSSL alone: nothing here is the product's, so that what it
 * says can be held against it.
 */
#ifndef TUFCHECK_TESTS_FUZZ_NOTARY_H
#define TUFCHECK_TESTS_FUZZ_NOTARY_H

#include <jansson.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

#include "tree.h"

/** The metadata file of a role, parsed; NULL when there is none. The caller's to json_decref. */
json_t *notary_load(struct tree *tree, const char *role);

/** Members of members; NULL when one is missing. The list of names ends with NULL. Borrowed. */
json_t *notary_get(const json_t *value, const char *name, ...) __attribute__((sentinel));

/** What OpenSSL makes of base64; NULL when it is none. The caller's to free. */
unsigned char *notary_decode(const char *base64, size_t *ret_length);

/** The base64 of bytes; the caller's to free. */
char *notary_encode(const unsigned char *bytes, size_t length);

/**
 * Who may sign for a role, by the file of the role that defines it.
 *
 * ret_keys, ret_role: where the keys are listed, and {"keyids", "threshold"};
 * borrowed from the document, which is the caller's to json_decref. NULL: not
 * defined, or more than once.
 */
json_t *notary_find_definition(struct tree *tree, const char *role, json_t **ret_keys,
			       json_t **ret_role);

/** A listed key, decoded; NULL when it cannot be. The caller's to EVP_PKEY_free. */
EVP_PKEY *notary_decode_key(const json_t *key);

/** Likewise one of the root, whose type nobody asks for: its certificate says what it is. */
EVP_PKEY *notary_decode_root_key(const json_t *key);

/** Whether the signature {"method", "sig"} of the bytes is by the key. */
bool notary_verify(EVP_PKEY *key, const json_t *signature, const void *bytes, size_t length);

/** A signature {"keyid", "method", "sig"} of the bytes; a new reference, or NULL. */
json_t *notary_sign(EVP_PKEY *key, const char *key_id, const void *bytes, size_t length);

/** The ID of a key {"keytype", "keyval"}; hexadecimal, the caller's to free. */
char *notary_compute_key_id(const json_t *key);

#endif
