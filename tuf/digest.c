/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/digest.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tuf/codec.h"

size_t tuf_digest_size(enum tuf_digest_algorithm algorithm)
{
	switch (algorithm) {
	case TUF_DIGEST_NONE:
		return 0;
	case TUF_DIGEST_SHA1:
		return TUF_SHA1_BYTES;
	case TUF_DIGEST_SHA256:
		return TUF_SHA256_BYTES;
	case TUF_DIGEST_SHA512:
		return TUF_SHA512_BYTES;
	}
	return 0;
}

static const char *const names[] = {
	[TUF_DIGEST_SHA1] = "SHA1",
	[TUF_DIGEST_SHA256] = "SHA256",
	[TUF_DIGEST_SHA512] = "SHA512",
};

/* OpenSSL's methods, found once for the whole process: EVP_sha256() is looked up by each use of it. */
static _Atomic(EVP_MD *) methods[sizeof(names) / sizeof(names[0])];

/* When the process ends, or the library is unloaded; before OpenSSL, which was there before. */
static void forget_methods(void)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		EVP_MD_free(atomic_exchange(&methods[i], NULL));
}

/* False when another thread has kept it meanwhile; that one is in ret_known. */
static bool keep_method(enum tuf_digest_algorithm algorithm, EVP_MD *method, EVP_MD **ret_known)
{
	static atomic_flag is_registered = ATOMIC_FLAG_INIT;
	if (!atomic_compare_exchange_strong(&methods[algorithm], ret_known, method))
		return false;
	/* where that fails, the system frees them */
	if (!atomic_flag_test_and_set(&is_registered))
		(void)atexit(forget_methods);
	return true;
}

/* NULL when it cannot be had now; the next call tries again. */
static const EVP_MD *method_of(enum tuf_digest_algorithm algorithm)
{
	if (tuf_digest_size(algorithm) == 0)
		return NULL;
	EVP_MD *known = atomic_load_explicit(&methods[algorithm], memory_order_acquire);
	if (known)
		return known;
	/* 3.0 itself goes on with a context that it could not make, and comes to grief */
	if (!OSSL_LIB_CTX_get0_global_default())
		return NULL;
	EVP_MD *fetched = EVP_MD_fetch(NULL, names[algorithm], NULL);
	if (!fetched || keep_method(algorithm, fetched, &known))
		return fetched;
	EVP_MD_free(fetched);
	return known;
}

enum tuf_result tuf_digest_prepare(void)
{
	bool is_ready = method_of(TUF_DIGEST_SHA1) && method_of(TUF_DIGEST_SHA256) &&
	                method_of(TUF_DIGEST_SHA512);
	ERR_clear_error();
	return is_ready ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tuf_digest_compute(enum tuf_digest_algorithm algorithm, const void *bytes,
                                   size_t length, unsigned char *ret_digest)
{
	const EVP_MD *method = method_of(algorithm);
	if (!method || EVP_Digest(bytes, length, ret_digest, NULL, method, NULL) != 1) {
		ERR_clear_error();
		return TUF_NO_MEMORY;
	}
	return TUF_OK;
}

struct tuf_digester {
	EVP_MD_CTX *context;
	const EVP_MD *method;
};

struct tuf_digester *tuf_digester_new(enum tuf_digest_algorithm algorithm)
{
	struct tuf_digester *digester = calloc(1, sizeof(*digester));
	if (!digester)
		return NULL;
	digester->method = method_of(algorithm);
	digester->context = EVP_MD_CTX_new();
	if (digester->method && digester->context &&
	    EVP_DigestInit_ex(digester->context, digester->method, NULL) == 1)
		return digester;
	ERR_clear_error();
	tuf_digester_free(digester);
	return NULL;
}

enum tuf_result tuf_digester_add(struct tuf_digester *digester, const void *bytes, size_t length)
{
	if (EVP_DigestUpdate(digester->context, bytes, length) == 1)
		return TUF_OK;
	ERR_clear_error();
	return TUF_NO_MEMORY;
}

enum tuf_result tuf_digester_finish(struct tuf_digester *digester, unsigned char *ret_digest)
{
	if (EVP_DigestFinal_ex(digester->context, ret_digest, NULL) == 1 &&
	    EVP_DigestInit_ex(digester->context, digester->method, NULL) == 1)
		return TUF_OK;
	ERR_clear_error();
	return TUF_NO_MEMORY;
}

void tuf_digester_free(struct tuf_digester *digester)
{
	if (!digester)
		return;
	EVP_MD_CTX_free(digester->context);
	free(digester);
}

const char *tuf_digest_format(struct tuf_arena *arena, enum tuf_digest_algorithm algorithm,
                              const void *bytes, size_t length)
{
	unsigned char digest[TUF_SHA512_BYTES];
	if (tuf_digest_compute(algorithm, bytes, length, digest) != TUF_OK)
		return NULL;
	return tuf_hex_encode(arena, digest, tuf_digest_size(algorithm));
}
