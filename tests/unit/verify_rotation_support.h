/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roots of a repository whose root key changes with every version: version n
 * has key number 10 + n, and is signed by it and by the one before it.
 */
#ifndef TUFCHECK_TESTS_VERIFY_ROTATION_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_ROTATION_SUPPORT_H

#include "verify_support.h"

static inline EVP_PKEY *pkey_of(size_t version)
{
	return support_pkey(SUPPORT_P256, 10 + version);
}

/* The root key of a version, with a certificate of that name. */
static inline struct tuf_key make_root_key(struct tuf_arena *arena, size_t version,
					   const char *name)
{
	const struct support_certificate certificate = {.key = pkey_of(version), .name = name};
	return support_x509_key(arena, pkey_of(version), support_certificate(arena, &certificate));
}

/* Makes the repository's root, not yet sealed, that of a version; keys are those of all. */
static inline void become_version(struct support_repository *repository,
				  const struct tuf_key *keys, size_t version)
{
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &keys[version], pkey_of(version));
	if (version > 1)
		support_add_signer(repository, "root", keys[version - 1].id, pkey_of(version - 1));
	support_set(repository, "root", "version", json_integer((json_int_t)version));
}

#endif
