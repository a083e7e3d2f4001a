/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>

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

static const EVP_MD *method_of(enum tuf_digest_algorithm algorithm)
{
	switch (algorithm) {
	case TUF_DIGEST_NONE:
		return NULL;
	case TUF_DIGEST_SHA1:
		return EVP_sha1();
	case TUF_DIGEST_SHA256:
		return EVP_sha256();
	case TUF_DIGEST_SHA512:
		return EVP_sha512();
	}
	return NULL;
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
