/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/public_key.h"

#include <openssl/x509.h>
#include <search.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"

#define ED25519_BYTES 32

/* What a shared key takes beside what is made of its bytes, and a block of its memory. */
#define SHARED_KEY_BYTES 2048

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
	/* it costs a cold process 2 %, and few repositories have such keys; once is enough, in any thread */
	if (sodium_init() < 0)
		return TUF_NO_MEMORY;
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

static enum tuf_result decode_whole(struct tc_key_ring *ring, const struct tuf_key *listed,
                                    struct tc_public_key *key)
{
	enum tuf_result result = read_bundle(ring, listed, key);
	return result == TUF_OK ? decode(ring, listed, key) : result;
}

/* ---- keys of several repositories ---- */

/* A key that was decoded to memory of its own. */
struct shared_key {
	struct tc_shared head; /* its bytes are the computed ID */
	struct tuf_arena arena;
	struct tc_pkeys pkeys;
	struct tuf_key listed;
	struct tc_public_key key;
};

struct tc_key_hold {
	struct tc_key_hold *next;
	struct tc_shared *shared;
};

enum tuf_result tc_key_cache_init(struct tc_key_cache *cache)
{
	*cache = (struct tc_key_cache){.pkeys = tc_store_new(), .keys = tc_store_new()};
	if (cache->pkeys && cache->keys)
		return TUF_OK;
	tc_key_cache_clear(cache);
	return TUF_NO_MEMORY;
}

void tc_key_cache_clear(struct tc_key_cache *cache)
{
	tc_store_free(cache->pkeys);
	tc_store_free(cache->keys);
	*cache = (struct tc_key_cache){.keys = NULL};
}

static void free_shared(struct tc_shared *head)
{
	struct shared_key *shared = (struct shared_key *)head;
	tc_pkeys_clear(&shared->pkeys);
	tuf_arena_clear(&shared->arena);
	free(shared);
}

/* The ID is a digest of both; but what a signature rests on is compared. */
static bool is_same(const struct tuf_key *left, const struct tuf_key *right)
{
	if (strcmp(left->type_name, right->type_name) != 0 ||
	    left->public_length != right->public_length)
		return false;
	if (!left->public_bytes || !right->public_bytes)
		return left->public_bytes == right->public_bytes;
	return memcmp(left->public_bytes, right->public_bytes, left->public_length) == 0;
}

/* Copies what is listed, for good. False when memory is short. */
static bool copy_listed(struct shared_key *shared, const struct tuf_key *listed)
{
	struct tuf_arena *arena = &shared->arena;
	const char *id = tuf_arena_copy_text(arena, listed->id, strlen(listed->id));
	const char *type_name =
		tuf_arena_copy_text(arena, listed->type_name, strlen(listed->type_name));
	const char *bytes = NULL;
	if (listed->public_bytes)
		bytes = tuf_arena_copy_text(arena, (const char *)listed->public_bytes,
		                            listed->public_length);
	if (!id || !type_name || (listed->public_bytes && !bytes))
		return false;
	shared->listed = *listed;
	shared->listed.listed_id = shared->listed.id = id;
	shared->listed.type_name = type_name;
	shared->listed.public_bytes = (const unsigned char *)bytes;
	shared->head.bytes = (const unsigned char *)id;
	shared->head.length = strlen(id);
	shared->head.weight = sizeof(*shared) + SHARED_KEY_BYTES + 4 * listed->public_length;
	shared->key = (struct tc_public_key){
		.id = id, .type = listed->type, .type_name = type_name};
	return true;
}

/* With a hold, which is the caller's. */
static enum tuf_result make_shared(const struct tc_key_ring *ring, const struct tuf_key *listed,
                                   struct shared_key **ret_shared)
{
	struct shared_key *shared = calloc(1, sizeof(*shared));
	if (!shared)
		return TUF_NO_MEMORY;
	tc_shared_init(&shared->head, free_shared);
	shared->arena.block_bytes = SHARED_KEY_BYTES;
	/* what the ring has may be copied from, and no longer than it has that */
	struct tc_key_ring own = {.arena = &shared->arena,
	                          .pkeys = {.store = ring->cache->pkeys,
	                                    .ecdsa = ring->pkeys.ecdsa,
	                                    .curve = ring->pkeys.curve}};
	enum tuf_result result = TUF_NO_MEMORY;
	if (copy_listed(shared, listed))
		result = decode_whole(&own, &shared->listed, &shared->key);
	if (own.pkeys.ecdsa == ring->pkeys.ecdsa)
		own.pkeys.ecdsa = NULL;
	shared->pkeys = own.pkeys;
	if (result != TUF_OK) {
		tc_shared_release(&shared->head);
		return result;
	}
	*ret_shared = shared;
	return TUF_OK;
}

static enum tuf_result find_or_make_shared(const struct tc_key_ring *ring,
                                           const struct tuf_key *listed,
                                           struct shared_key **ret_shared)
{
	struct tc_store *store = ring->cache->keys;
	struct tc_shared *head = tc_store_find(store, (const unsigned char *)listed->id,
	                                       strlen(listed->id));
	if (head && is_same(&((struct shared_key *)head)->listed, listed)) {
		*ret_shared = (struct shared_key *)head;
		return TUF_OK;
	}
	tc_shared_release(head);
	enum tuf_result result = make_shared(ring, listed, ret_shared);
	if (result == TUF_OK)
		tc_store_keep(store, &(*ret_shared)->head);
	return result;
}

static enum tuf_result decode_sharing(struct tc_key_ring *ring, const struct tuf_key *listed,
                                      struct tc_public_key *key)
{
	struct tc_key_hold *hold = tuf_arena_take(ring->arena, sizeof(*hold));
	if (!hold)
		return TUF_NO_MEMORY;
	struct shared_key *shared;
	enum tuf_result result = find_or_make_shared(ring, listed, &shared);
	if (result != TUF_OK)
		return result;
	hold->shared = &shared->head;
	hold->next = ring->holds;
	ring->holds = hold;
	/* what is held can be copied from for the next key */
	if (shared->pkeys.ecdsa) {
		ring->pkeys.ecdsa = shared->pkeys.ecdsa;
		ring->pkeys.curve = shared->pkeys.curve;
	}
	struct tc_budget *budget = key->budget;
	*key = shared->key;
	key->budget = budget;
	return TUF_OK;
}

/* ---- the ring ---- */

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
	enum tuf_result result = ring->cache ? decode_sharing(ring, key, decoded)
	                                     : decode_whole(ring, key, decoded);
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
	for (struct tc_key_hold *hold = ring->holds; hold; hold = hold->next)
		tc_shared_release(hold->shared);
	ring->holds = NULL;
	tc_pkeys_clear(&ring->pkeys);
}
