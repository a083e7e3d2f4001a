/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdbool.h>

enum tuf_result tc_openssl_fail(void)
{
	bool out_of_memory = false;
	for (unsigned long error = ERR_get_error(); error != 0; error = ERR_get_error())
		if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE)
			out_of_memory = true;
	return out_of_memory ? TUF_NO_MEMORY : TUF_INVALID;
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
