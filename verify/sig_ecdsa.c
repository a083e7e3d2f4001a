/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA over SHA-256: r and s, each in exactly the octets of the curve, one
 * after the other; never DER.
 */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "verify/openssl.h"
#include "verify/signature.h"

/* OpenSSL wants DER, so the two numbers are wrapped. Returns its length, or 0. */
static size_t wrap(const unsigned char *bytes, size_t length, unsigned char **ret_der)
{
	size_t half = length / 2;
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(bytes, (int)half, NULL);
	BIGNUM *s = BN_bin2bn(bytes + half, (int)half, NULL);
	if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(pair);
		return 0;
	}
	/* r and s: transferred */
	int der_length = i2d_ECDSA_SIG(pair, ret_der);
	ECDSA_SIG_free(pair);
	return der_length > 0 ? (size_t)der_length : 0;
}

enum tuf_result tc_sig_ecdsa_verify(const struct tc_public_key *key,
                                    const struct tc_message *message, const unsigned char *bytes,
                                    size_t length, const char **ret_reason)
{
	if (key->facts.algorithm != TC_PUBLIC_ECDSA) {
		*ret_reason = "the key is not an ECDSA key";
		return TUF_INVALID;
	}
	if (length != 2 * (((size_t)key->facts.bits + 7) / 8)) {
		*ret_reason = "the signature does not have the length of the curve";
		return TUF_INVALID;
	}
	*ret_reason = "the signature does not verify";
	unsigned char *der = NULL;
	size_t der_length = wrap(bytes, length, &der);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key->pkey, NULL);
	enum tuf_result result = TUF_NO_MEMORY;
	if (der_length != 0 && context)
		result = EVP_PKEY_verify_init(context) == 1 &&
		                         EVP_PKEY_verify(context, der, der_length, message->sha256,
		                                         sizeof(message->sha256)) == 1
		                 ? TUF_OK
		                 : tc_openssl_fail();
	EVP_PKEY_CTX_free(context);
	OPENSSL_free(der);
	return result;
}
