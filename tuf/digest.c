/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdbool.h>

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

/*
 * OpenSSL's method, found once for the whole process: EVP_sha256() and the like
 * look it up each time. NULL when it cannot be had now; the next call tries again.
 */
static const EVP_MD *method_of(enum tuf_digest_algorithm algorithm)
{
	static const char *const names[] = {
		[TUF_DIGEST_SHA1] = "SHA1",
		[TUF_DIGEST_SHA256] = "SHA256",
		[TUF_DIGEST_SHA512] = "SHA512",
	};
	static _Atomic(EVP_MD *) methods[sizeof(names) / sizeof(names[0])];
	if (tuf_digest_size(algorithm) == 0)
		return NULL;
	EVP_MD *known = atomic_load_explicit(&methods[algorithm], memory_order_acquire);
	if (known)
		return known;
	EVP_MD *fetched = EVP_MD_fetch(NULL, names[algorithm], NULL);
	/* of several threads that fetched it, one is first */
	if (fetched && !atomic_compare_exchange_strong(&methods[algorithm], &known, fetched)) {
		EVP_MD_free(fetched);
		return known;
	}
	return fetched;
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

const char *tuf_digest_format(struct tuf_arena *arena, enum tuf_digest_algorithm algorithm,
                              const void *bytes, size_t length)
{
	unsigned char digest[TUF_SHA512_BYTES];
	if (tuf_digest_compute(algorithm, bytes, length, digest) != TUF_OK)
		return NULL;
	return tuf_hex_encode(arena, digest, tuf_digest_size(algorithm));
}
