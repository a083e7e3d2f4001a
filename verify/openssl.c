/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

/* More than any one request of a verification. */
#define PROBE_BYTES 4096

enum tuf_result tc_openssl_fail(void)
{
	bool out_of_memory = false;
	for (unsigned long error = ERR_get_error(); error != 0; error = ERR_get_error())
		if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE)
			out_of_memory = true;
	/* without memory it cannot even note the reason */
	void *probe = OPENSSL_malloc(PROBE_BYTES);
	OPENSSL_free(probe);
	return out_of_memory || !probe ? TUF_NO_MEMORY : TUF_INVALID;
}

EVP_PKEY *tc_openssl_decode_public_key(const unsigned char *der, size_t length)
{
	EVP_PKEY *key = NULL;
	for (int tries = 0; !key && tries < 2; tries++) {
		const unsigned char *end = der;
		key = d2i_PUBKEY(NULL, &end, (long)length);
	}
	return key;
}

static X509 *decode_certificate(const unsigned char *der, size_t length, bool needs_key)
{
	const unsigned char *end = der;
	X509 *certificate = d2i_X509(NULL, &end, (long)length);
	bool is_whole = certificate && end == der + length;
	if (is_whole && (!needs_key || X509_get0_pubkey(certificate)))
		return certificate;
	X509_free(certificate);
	return NULL;
}

X509 *tc_openssl_decode_certificate(const unsigned char *der, size_t length, bool needs_key)
{
	X509 *certificate = decode_certificate(der, length, needs_key);
	return certificate ? certificate : decode_certificate(der, length, needs_key);
}

enum tuf_result tc_openssl_init(void)
{
	if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, NULL) != 1)
		return TUF_NO_MEMORY;
	EVP_MD *digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	bool is_ready = digest != NULL;
	EVP_MD_free(digest);
	ERR_clear_error();
	return is_ready ? TUF_OK : TUF_NO_MEMORY;
}
