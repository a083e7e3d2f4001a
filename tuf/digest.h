/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests of bytes, by libcrypto.
 */
#ifndef TUF_DIGEST_H
#define TUF_DIGEST_H

#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/result.h"

#define TUF_SHA1_BYTES 20
#define TUF_SHA256_BYTES 32
#define TUF_SHA512_BYTES 64

enum tuf_digest_algorithm {
	TUF_DIGEST_NONE = 0,
	TUF_DIGEST_SHA1, /* thumbprints only */
	TUF_DIGEST_SHA256,
	TUF_DIGEST_SHA512
};

/** Octets of a digest; 0 for TUF_DIGEST_NONE. */
size_t tuf_digest_size(enum tuf_digest_algorithm algorithm);

/**
 * Finds the methods of all of them, which computing does otherwise. They are
 * kept while the process lives, and shared by its threads. TUF_NO_MEMORY when
 * libcrypto does not have one.
 */
TUF_MUST_USE enum tuf_result tuf_digest_prepare(void);

/**
 * Hashes length bytes into ret_digest, which has room for TUF_SHA512_BYTES.
 * TUF_NO_MEMORY when libcrypto could not do it.
 */
TUF_MUST_USE enum tuf_result tuf_digest_compute(enum tuf_digest_algorithm algorithm,
                                                const void *bytes, size_t length,
                                                unsigned char *ret_digest);

/* A digest of what is not all in memory at once. */
struct tuf_digester;

/** Begins one; NULL when libcrypto could not. The caller's to tuf_digester_free. */
TUF_MUST_USE struct tuf_digester *tuf_digester_new(enum tuf_digest_algorithm algorithm);

/** Goes on with length bytes. TUF_NO_MEMORY when libcrypto could not. */
TUF_MUST_USE enum tuf_result tuf_digester_add(struct tuf_digester *digester, const void *bytes,
                                              size_t length);

/** Writes the digest as tuf_digest_compute does, and begins again. */
TUF_MUST_USE enum tuf_result tuf_digester_finish(struct tuf_digester *digester,
                                                 unsigned char *ret_digest);

/** Frees it; NULL is allowed. */
void tuf_digester_free(struct tuf_digester *digester);

/** The digest as lower-case hexadecimal in the arena; NULL when it could not be made. */
TUF_MUST_USE const char *tuf_digest_format(struct tuf_arena *arena,
                                           enum tuf_digest_algorithm algorithm, const void *bytes,
                                           size_t length);

#endif
