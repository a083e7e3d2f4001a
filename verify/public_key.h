/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listed keys decoded to something that can verify: each distinct key once per
 * repository, kept in a ring, and once for several repositories where they
 * share a cache. What a ring answers does not depend on that.
 */
#ifndef TUFCHECK_PUBLIC_KEY_H
#define TUFCHECK_PUBLIC_KEY_H

#include <openssl/evp.h>

#include "tuf/arena.h"
#include "tuf/key.h"
#include "verify/budget.h"
#include "verify/certificate.h"
#include "verify/openssl.h"

struct tc_public_key {
	const char *id; /* computed, not as listed */
	const char *type_name;
	enum tuf_key_type type;
	bool is_pem;                   /* a bare rsa key in PEM, for the PyCrypto method alone */
	struct tc_public_facts facts;  /* algorithm TC_PUBLIC_NONE when not decoded */
	EVP_PKEY *pkey;                /* RSA and ECDSA, the ring's; NULL when not decoded */
	const unsigned char *ed25519;  /* 32 bytes, or NULL */
	/* What a PEM bundle in the public part holds, whatever the type says; empty without one. */
	struct tc_bundle bundle;
	const char *bundle_problem;    /* why there is PEM but no bundle; NULL otherwise */
	const char *canonical_id;      /* NULL when not decoded */
	const char *spki_sha256;       /* NULL likewise */
	const char *problem;           /* why it is not decoded; NULL when it is */
	struct tc_budget *budget;      /* that pays for verifying by it; may be NULL */
};

/* Keys that were decoded for some repository, for all of them; zeroed: nothing is shared. */
struct tc_key_cache {
	struct tc_store *pkeys; /* public keys, in OpenSSL's form */
	struct tc_store *keys;  /* listed keys, with their certificates */
};

/** TUF_NO_MEMORY: it stays zeroed. It may be used by several threads at once. */
TUF_MUST_USE enum tuf_result tc_key_cache_init(struct tc_key_cache *cache);

/** Frees what it holds; what rings have of it stays theirs. A zeroed cache is allowed. */
void tc_key_cache_clear(struct tc_key_cache *cache);

struct tc_key_hold;

/* Owns every tc_public_key that it hands out; the rest of them lives in the arena or is shared. */
struct tc_key_ring {
	struct tuf_arena *arena;
	/* Where keys are found, and put, that repositories have in common; borrowed, NULL: nowhere. */
	const struct tc_key_cache *cache;
	struct tc_budget *budget; /* that pays for keys and signatures by them; NULL: nobody has to */
	void *tree; /* tsearch, by ID */
	struct tc_pkeys pkeys;
	struct tc_key_hold *holds; /* of what is shared */
};

/**
 * The decoded form of key. A key that cannot be decoded is returned too, with
 * its problem said.
 *
 * ret_key: borrowed from the ring.
 */
TUF_MUST_USE enum tuf_result tc_key_ring_get(struct tc_key_ring *ring, const struct tuf_key *key,
                                             const struct tc_public_key **ret_key);

/** The key with the computed ID id, if it was decoded before; else NULL. Borrowed from the ring. */
const struct tc_public_key *tc_key_ring_find(const struct tc_key_ring *ring, const char *id);

/** Frees the decoded keys. A zeroed ring is allowed. */
void tc_key_ring_clear(struct tc_key_ring *ring);

#endif
