/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA over SHA-256: RSASSA-PSS with MGF1-SHA-256 and a salt of exactly 32
 * bytes, and RSASSA-PKCS1-v1_5. Keys under 2048 bits verify nothing.
 */
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "tuf/limits.h"
#include "verify/openssl.h"
#include "verify/signature.h"

#define SALT_BYTES 32
#define MAX_EXPONENT ((UINT64_C(1) << 31) - 1)

static bool check_key(const struct tc_public_key *key, size_t length, const char **ret_reason)
{
	if (key->facts.algorithm != TC_PUBLIC_RSA) {
		*ret_reason = "the key is not an RSA key";
		return false;
	}
	if (key->facts.bits < TUF_MIN_RSA_BITS) {
		*ret_reason = "the RSA key has under 2048 bits";
		return false;
	}
	if (key->facts.rsa_exponent < 2 || key->facts.rsa_exponent > MAX_EXPONENT) {
		*ret_reason = "the RSA key's exponent is out of range";
		return false;
	}
	if (length != ((size_t)key->facts.bits + 7) / 8) {
		*ret_reason = "the signature does not have the length of the modulus";
		return false;
	}
	return true;
}

static bool set_padding(EVP_PKEY_CTX *context, int padding)
{
	if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1 ||
	    EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) != 1)
		return false;
	if (padding != RSA_PKCS1_PSS_PADDING)
		return true;
	return EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, SALT_BYTES) == 1;
}

static enum tuf_result verify(const struct tc_public_key *key, const struct tc_message *message,
                              const unsigned char *bytes, size_t length, int padding,
                              const char **ret_reason)
{
	if (!check_key(key, length, ret_reason))
		return TUF_INVALID;
	*ret_reason = "the signature does not verify";
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key->pkey, NULL);
	if (!context)
		return TUF_NO_MEMORY;
	bool is_valid = EVP_PKEY_verify_init(context) == 1 && set_padding(context, padding) &&
	                EVP_PKEY_verify(context, bytes, length, message->sha256,
	                                sizeof(message->sha256)) == 1;
	enum tuf_result result = is_valid ? TUF_OK : tc_openssl_fail();
	EVP_PKEY_CTX_free(context);
	return result;
}

enum tuf_result tc_sig_rsa_verify_pss(const struct tc_public_key *key,
                                      const struct tc_message *message, const unsigned char *bytes,
                                      size_t length, const char **ret_reason)
{
	return verify(key, message, bytes, length, RSA_PKCS1_PSS_PADDING, ret_reason);
}

enum tuf_result tc_sig_rsa_verify_pkcs1(const struct tc_public_key *key,
                                        const struct tc_message *message,
                                        const unsigned char *bytes, size_t length,
                                        const char **ret_reason)
{
	return verify(key, message, bytes, length, RSA_PKCS1_PADDING, ret_reason);
}
