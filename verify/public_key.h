/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listed keys decoded to something that can verify: each distinct key once per
 * repository, kept in a ring.
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

/* Owns every tc_public_key that it hands out; the rest of them lives in the arena. */
struct tc_key_ring {
	struct tuf_arena *arena;
	struct tc_budget *budget; /* that pays for keys and signatures by them; NULL: nobody has to */
	void *tree; /* tsearch, by ID */
	struct tc_pkeys pkeys;
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
