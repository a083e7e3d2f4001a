/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 over the message itself: 64 bytes. libsodium refuses points of small
 * order and encodings that are not canonical, which the reference does not.
 */
#include <sodium.h>

#include "verify/signature.h"

enum tuf_result tc_sig_ed25519_verify(const struct tc_public_key *key,
                                      const struct tc_message *message, const unsigned char *bytes,
                                      size_t length, const char **ret_reason)
{
	if (!key->ed25519) {
		*ret_reason = "the key is not an Ed25519 key";
		return TUF_INVALID;
	}
	if (length != crypto_sign_ed25519_BYTES) {
		*ret_reason = "an Ed25519 signature has 64 bytes";
		return TUF_INVALID;
	}
	*ret_reason = "the signature does not verify";
	return crypto_sign_ed25519_verify_detached(bytes, message->bytes, message->length,
	                                           key->ed25519) == 0
	               ? TUF_OK
	               : TUF_INVALID;
}
