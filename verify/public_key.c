/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/public_key.h"

#include <openssl/x509.h>
#include <search.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"

#define ED25519_BYTES 32

static int compare_ids(const void *left, const void *right)
{
	return strcmp(((const struct tc_public_key *)left)->id,
	              ((const struct tc_public_key *)right)->id);
}

/* SubjectPublicKeyInfo to OpenSSL's form. Only what the profile let through comes here. */
static enum tuf_result decode_spki(struct tc_key_ring *ring, struct tc_public_key *key)
{
	const struct tc_public_facts *facts = &key->facts;
	bool can_verify =
		facts->algorithm == TC_PUBLIC_RSA || facts->algorithm == TC_PUBLIC_ECDSA;
	if (facts->algorithm == TC_PUBLIC_RSA && facts->bits > TUF_MAX_RSA_BITS) {
		key->problem = "its RSA modulus has more than 16384 bits";
		return TUF_OK;
	}
	if (can_verify) {
		enum tuf_result result =
			tc_pkeys_get(&ring->pkeys, ring->arena, facts, &key->pkey);
		if (result == TUF_INVALID) {
			key->problem = "its public key is not one that OpenSSL can decode";
			return TUF_OK;
		}
		if (result != TUF_OK)
			return result;
	}
	key->spki_sha256 = tuf_digest_format(ring->arena, TUF_DIGEST_SHA256, facts->spki,
	                                     facts->spki_length);
	return key->spki_sha256 ? TUF_OK : TUF_NO_MEMORY;
}

/* The first certificate's key, whatever its dates and names: so the reference has it. */
static enum tuf_result decode_x509(struct tc_key_ring *ring, struct tc_public_key *key)
{
	if (key->bundle.count == 0) {
		key->problem = key->bundle_problem ? key->bundle_problem
		                                   : "it is not a PEM bundle of certificates";
		return TUF_OK;
	}
	key->facts = key->bundle.items[0].facts.key;
	enum tuf_result result = decode_spki(ring, key);
	if (result != TUF_OK)
		return result;
	const char *bare_type = key->type == TUF_KEY_RSA_X509 ? "rsa" : "ecdsa";
	return tuf_key_compute_id(ring->arena, bare_type, key->facts.spki, key->facts.spki_length,
	                          &key->canonical_id);
}

/* The PyCrypto method has its keys in PEM. */
static enum tuf_result decode_bare_pem(struct tuf_arena *arena, const struct tuf_key *listed,
                                       struct tc_public_key *key, struct tuf_pem_block *ret_block)
{
	const struct tuf_pem_block *blocks;
	size_t count;
	enum tuf_result result = tuf_pem_parse(arena, listed->public_bytes, listed->public_length,
	                                       "PUBLIC KEY", 1, &blocks, &count);
	if (result == TUF_INVALID) {
		key->problem = "it is not one plain PEM block with a public key";
		return TUF_OK;
	}
	if (result != TUF_OK)
		return result;
	key->is_pem = true;
	key->bundle_problem = NULL;
	*ret_block = blocks[0];
	return TUF_OK;
}

static enum tuf_result decode_bare(struct tc_key_ring *ring, const struct tuf_key *listed,
                                   struct tc_public_key *key)
{
	struct tuf_pem_block der = {.bytes = listed->public_bytes, .length = listed->public_length};
	if (key->type == TUF_KEY_RSA && tuf_pem_is_in(der.bytes, der.length)) {
		enum tuf_result result = decode_bare_pem(ring->arena, listed, key, &der);
		if (result != TUF_OK || key->problem)
			return result;
	}
	struct tc_public_facts facts;
	if (!tc_profile_read_public_key(der.bytes, der.length, &facts, &key->problem))
		return TUF_OK;
	key->facts = facts;
	return decode_spki(ring, key);
}

static enum tuf_result decode_ed25519(struct tuf_arena *arena, const struct tuf_key *listed,
                                      struct tc_public_key *key)
{
	/* SubjectPublicKeyInfo of RFC 8410 up to the 32 bytes */
	static const unsigned char prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
	                                       0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
	if (listed->public_length != ED25519_BYTES) {
		key->problem = "an Ed25519 key has 32 bytes";
		return TUF_OK;
	}
	unsigned char spki[sizeof(prefix) + ED25519_BYTES];
	memcpy(spki, prefix, sizeof(prefix));
	memcpy(spki + sizeof(prefix), listed->public_bytes, ED25519_BYTES);
	key->ed25519 = listed->public_bytes;
	key->facts = (struct tc_public_facts){.algorithm = TC_PUBLIC_ED25519, .bits = 256};
	key->spki_sha256 = tuf_digest_format(arena, TUF_DIGEST_SHA256, spki, sizeof(spki));
	return key->spki_sha256 ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result read_bundle(struct tc_key_ring *ring, const struct tuf_key *listed,
                                   struct tc_public_key *key)
{
	if (!tuf_pem_is_in(listed->public_bytes, listed->public_length))
		return TUF_OK;
	enum tuf_result result =
		tc_bundle_parse_sharing(ring->arena, &ring->pkeys, listed->public_bytes,
	                                listed->public_length, &key->bundle, &key->bundle_problem);
	return result == TUF_INVALID ? TUF_OK : result;
}

static enum tuf_result decode(struct tc_key_ring *ring, const struct tuf_key *listed,
                              struct tc_public_key *key)
{
	key->canonical_id = key->id;
	switch (key->type) {
	case TUF_KEY_ECDSA_X509:
	case TUF_KEY_RSA_X509:
		key->canonical_id = NULL;
		return decode_x509(ring, key);
	case TUF_KEY_ECDSA:
	case TUF_KEY_RSA:
		return decode_bare(ring, listed, key);
	case TUF_KEY_ED25519:
		return decode_ed25519(ring->arena, listed, key);
	case TUF_KEY_UNKNOWN:
		break;
	}
	key->problem = "its type is not known";
	return TUF_OK;
}

enum tuf_result tc_key_ring_get(struct tc_key_ring *ring, const struct tuf_key *key,
                                const struct tc_public_key **ret_key)
{
	struct tc_public_key wanted = {.id = key->id};
	struct tc_public_key **found = tfind(&wanted, &ring->tree, compare_ids);
	if (found) {
		*ret_key = *found;
		return TUF_OK;
	}
	struct tc_public_key *decoded = tuf_arena_take(ring->arena, sizeof(*decoded));
	if (!decoded)
		return TUF_NO_MEMORY;
	decoded->id = key->id;
	decoded->type = key->type;
	decoded->type_name = key->type_name;
	if (!tsearch(decoded, &ring->tree, compare_ids))
		return TUF_NO_MEMORY;
	decoded->budget = ring->budget;
	if (!tc_budget_take_work(ring->budget, tc_work_of_key(key->public_length))) {
		decoded->problem = decoded->bundle_problem = "it was not looked at: there is too much";
		*ret_key = decoded;
		return TUF_OK;
	}
	enum tuf_result result = read_bundle(ring, key, decoded);
	if (result == TUF_OK)
		result = decode(ring, key, decoded);
	if (result != TUF_OK)
		return result;
	*ret_key = decoded;
	return TUF_OK;
}

const struct tc_public_key *tc_key_ring_find(const struct tc_key_ring *ring, const char *id)
{
	const struct tc_public_key wanted = {.id = id};
	struct tc_public_key *const *found = tfind(&wanted, &ring->tree, compare_ids);
	return found ? *found : NULL;
}

/* It is the arena's. */
static void keep(void *node)
{
	(void)node;
}

void tc_key_ring_clear(struct tc_key_ring *ring)
{
	tdestroy(ring->tree, keep);
	ring->tree = NULL;
	tc_pkeys_clear(&ring->pkeys);
}
