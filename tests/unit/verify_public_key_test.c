/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "verify_key_ring_support.h"

static const struct tc_public_key *decode_as(struct fixture *fixture, const char *type,
                                             const void *bytes, size_t length)
{
	struct tuf_key key = support_make_key(&fixture->arena, type, bytes, length);
	return decode(fixture, &key);
}

static void assert_problem(const struct tc_public_key *key, const char *problem)
{
	assert_string_equal(key->problem, problem);
	assert_null(key->pkey);
	assert_null(key->ed25519);
	assert_null(key->spki_sha256);
}

static const struct {
	enum support_algorithm algorithm;
	const char *description;
	unsigned bits;
} kinds[] = {
	{SUPPORT_P224, "ECDSA P-224", 224},  {SUPPORT_P256, "ECDSA P-256", 256},
	{SUPPORT_P384, "ECDSA P-384", 384},  {SUPPORT_P521, "ECDSA P-521", 521},
	{SUPPORT_RSA2048, "RSA", 2048},      {SUPPORT_RSA1024, "RSA", 1024},
	{SUPPORT_ED25519, "Ed25519", 256},
};

static void test_public_key_bare_is_decoded(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct tuf_key listed =
			support_bare_key(&fixture->arena, support_pkey(kinds[i].algorithm, 0));
		const struct tc_public_key *key = decode(fixture, &listed);
		assert_null(key->problem);
		assert_int_equal(key->facts.bits, kinds[i].bits);
		assert_string_equal(tc_public_facts_describe(&fixture->arena, &key->facts),
		                    kinds[i].description);
		/* the canonical ID of a bare key is its own */
		assert_string_equal(key->canonical_id, listed.id);
		assert_int_equal(key->bundle.count, 0);
		assert_false(key->is_pem);
		bool is_ed25519 = kinds[i].algorithm == SUPPORT_ED25519;
		assert_int_equal(key->pkey != NULL, !is_ed25519);
		assert_int_equal(key->ed25519 != NULL, is_ed25519);
	}
}

static void test_public_key_thumbprint_is_the_spkis_digest(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		EVP_PKEY *pkey = support_pkey(kinds[i].algorithm, 0);
		struct tuf_key listed = support_bare_key(&fixture->arena, pkey);
		unsigned char *der = NULL;
		int length = i2d_PUBKEY(pkey, &der);
		assert_string_equal(decode(fixture, &listed)->spki_sha256,
		                    tuf_digest_format(&fixture->arena, TUF_DIGEST_SHA256, der,
		                                      (size_t)length));
		OPENSSL_free(der);
	}
}

static void test_public_key_of_certificate_has_the_bare_keys_id(void **state)
{
	struct fixture *fixture = *state;
	static const enum support_algorithm algorithms[] = {SUPPORT_P224, SUPPORT_P256, SUPPORT_P384,
	                                                    SUPPORT_P521, SUPPORT_RSA2048};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		const struct support_certificate certificate = {.key = pkey, .name = "a"};
		const struct support_certificate above = {
			.key = support_pkey(SUPPORT_P256, 9), .name = "b", .ca = true};
		const char *pem = tuf_arena_format(
			&fixture->arena, "%s%s", support_certificate(&fixture->arena, &certificate),
			support_certificate(&fixture->arena, &above));
		struct tuf_key listed = support_x509_key(&fixture->arena, pkey, pem);
		struct tuf_key bare = support_bare_key(&fixture->arena, pkey);
		const struct tc_public_key *key = decode(fixture, &listed);
		assert_null(key->problem);
		assert_string_equal(key->canonical_id, bare.id);
		assert_string_not_equal(key->id, bare.id);
		assert_int_equal(key->bundle.count, 2);
		assert_non_null(key->pkey);
		assert_string_equal(key->spki_sha256, decode(fixture, &bare)->spki_sha256);
		assert_int_equal(EVP_PKEY_eq(key->pkey, pkey), 1);
	}
}

static void test_public_key_rsa_in_pem_is_marked(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_RSA2048, 0);
	struct tuf_key listed = support_pem_key(&fixture->arena, pkey);
	const struct tc_public_key *key = decode(fixture, &listed);
	assert_null(key->problem);
	assert_true(key->is_pem);
	assert_int_equal(EVP_PKEY_eq(key->pkey, pkey), 1);
	/* two of them, another label, or something around it */
	const char *pem = (const char *)listed.public_bytes;
	const char *const bad_ones[] = {
		tuf_arena_format(&fixture->arena, "%s%s", pem, pem),
		tuf_arena_format(&fixture->arena, "x%s", pem),
		tuf_arena_format(&fixture->arena, "%sx", pem),
		"-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n"};
	for (size_t i = 0; i < COUNT_OF(bad_ones); i++)
		assert_problem(decode_as(fixture, "rsa", bad_ones[i], strlen(bad_ones[i])),
		               "it is not one plain PEM block with a public key");
	/* only RSA may be in PEM */
	assert_non_null(decode_as(fixture, "ecdsa", pem, strlen(pem))->problem);
}

static void test_public_key_that_cannot_be_decoded_says_why(void **state)
{
	struct fixture *fixture = *state;
	static const char *const types[] = {"ecdsa", "rsa", "ecdsa-x509", "rsa-x509", "ed25519"};
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		const struct tc_public_key *empty = decode_as(fixture, types[i], "", 0);
		assert_non_null(empty->problem);
		const struct tc_public_key *junk = decode_as(fixture, types[i], "junk", 4);
		assert_non_null(junk->problem);
		assert_null(junk->pkey);
		assert_null(junk->ed25519);
		assert_int_equal(junk->facts.algorithm, TC_PUBLIC_NONE);
		assert_null(tc_public_facts_describe(&fixture->arena, &junk->facts));
	}
	assert_problem(decode_as(fixture, "ed25519", "0123456789abcdef0123456789abcde", 31),
	               "an Ed25519 key has 32 bytes");
	assert_problem(decode_as(fixture, "sphincs", "junk", 4), "its type is not known");
	assert_problem(decode_as(fixture, "", "junk", 4), "its type is not known");
	assert_problem(decode_as(fixture, "ECDSA", "junk", 4), "its type is not known");
}

/* Of what is no certificate nothing is known of another ID; of a broken one, why it is. */
static void test_public_key_without_certificate_has_no_canonical_id(void **state)
{
	struct fixture *fixture = *state;
	static const char *const types[] = {"ecdsa-x509", "rsa-x509"};
	static const char broken[] =
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		const struct tc_public_key *key = decode_as(fixture, types[i], "junk", 4);
		assert_problem(key, "it is not a PEM bundle of certificates");
		assert_null(key->canonical_id);
		key = decode_as(fixture, types[i], broken, sizeof(broken) - 1);
		assert_null(key->canonical_id);
		assert_non_null(key->bundle_problem);
		assert_problem(key, key->bundle_problem);
		assert_string_not_equal(key->problem, "it is not a PEM bundle of certificates");
	}
}

static void test_public_key_without_public_part_has_a_problem(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *name;
		enum tuf_key_type type;
	} types[] = {{"ecdsa", TUF_KEY_ECDSA},
	             {"rsa", TUF_KEY_RSA},
	             {"ecdsa-x509", TUF_KEY_ECDSA_X509},
	             {"rsa-x509", TUF_KEY_RSA_X509},
	             {"ed25519", TUF_KEY_ED25519}};
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct tuf_key listed = {.type_name = types[i].name, .type = types[i].type};
		assert_int_equal(tuf_key_compute_id(&fixture->arena, types[i].name, NULL, 0,
		                                    &listed.id),
		                 TUF_OK);
		listed.listed_id = listed.id;
		assert_non_null(decode(fixture, &listed)->problem);
	}
}

static void test_public_key_trailing_byte_is_a_problem(void **state)
{
	struct fixture *fixture = *state;
	static const enum support_algorithm algorithms[] = {SUPPORT_P256, SUPPORT_RSA2048};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		struct tuf_key listed =
			support_bare_key(&fixture->arena, support_pkey(algorithms[i], 0));
		unsigned char *longer = tuf_arena_take(&fixture->arena, listed.public_length + 1);
		memcpy(longer, listed.public_bytes, listed.public_length);
		assert_non_null(decode_as(fixture, listed.type_name, longer,
		                          listed.public_length + 1)
		                        ->problem);
		assert_non_null(decode_as(fixture, listed.type_name, longer,
		                          listed.public_length - 1)
		                        ->problem);
	}
}

/* An RSA key whose modulus is 2 to the power of bits - 1, and 1. */
static struct tuf_key make_wide_key(struct fixture *fixture, int bits)
{
	BIGNUM *modulus = BN_new();
	BIGNUM *exponent = BN_new();
	assert_int_equal(BN_set_bit(modulus, bits - 1), 1);
	assert_int_equal(BN_set_bit(modulus, 0), 1);
	assert_int_equal(BN_set_word(exponent, 65537), 1);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, "n", modulus), 1);
	assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, "e", exponent), 1);
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *pkey = NULL;
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters), 1);
	struct tuf_key key = support_bare_key(&fixture->arena, pkey);
	EVP_PKEY_free(pkey);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(parameters);
	OSSL_PARAM_BLD_free(builder);
	BN_free(modulus);
	BN_free(exponent);
	return key;
}

static void test_public_key_rsa_wider_than_openssl_verifies_is_a_problem(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key widest = make_wide_key(fixture, TUF_MAX_RSA_BITS);
	assert_null(decode(fixture, &widest)->problem);
	struct tuf_key wider = make_wide_key(fixture, TUF_MAX_RSA_BITS + 1);
	assert_problem(decode(fixture, &wider), "its RSA modulus has more than 16384 bits");
}

/* Adds the head of an element of DER, and returns what follows it. */
static unsigned char *put_head(unsigned char *at, unsigned char tag, size_t length)
{
	const unsigned char head[] = {tag, 0x82, (unsigned char)(length >> 8),
	                              (unsigned char)(length & 0xff)};
	memcpy(at, head, sizeof(head));
	return at + sizeof(head);
}

/* The limit is one of RSA; DSA verifies nothing, and has its thumbprint. */
static void test_public_key_dsa_of_any_width_has_no_problem(void **state)
{
	struct fixture *fixture = *state;
	static const unsigned char oid[] = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01};
	static const unsigned char rest[] = {0x02, 0x01, 0x03, 0x02, 0x01, 0x02};
	static const unsigned char key_bits[] = {0x03, 0x04, 0x00, 0x02, 0x01, 0x04};
	enum { PRIME = TUF_MAX_RSA_BITS / 8 + 1, HEAD = 4 };
	const size_t parameters = HEAD + PRIME + sizeof(rest);
	const size_t algorithm = sizeof(oid) + HEAD + parameters;
	const size_t content = HEAD + algorithm + sizeof(key_bits);
	unsigned char *der = tuf_arena_take(&fixture->arena, HEAD + content);
	unsigned char *at = put_head(put_head(der, 0x30, content), 0x30, algorithm);
	memcpy(at, oid, sizeof(oid));
	at = put_head(put_head(at + sizeof(oid), 0x30, parameters), 0x02, PRIME);
	memset(at, 0x01, PRIME);
	memcpy(at + PRIME, rest, sizeof(rest));
	memcpy(at + PRIME + sizeof(rest), key_bits, sizeof(key_bits));
	const struct tc_public_key *key = decode_as(fixture, "rsa", der, HEAD + content);
	assert_null(key->problem);
	assert_int_equal(key->facts.algorithm, TC_PUBLIC_DSA);
	assert_int_equal(key->facts.bits, TUF_MAX_RSA_BITS + 1);
	assert_null(key->pkey);
	assert_non_null(key->spki_sha256);
}

static void test_key_ring_finds_only_what_was_got(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key first = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 0));
	struct tuf_key other = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 1));
	assert_null(tc_key_ring_find(&fixture->ring, first.id));
	const struct tc_public_key *key = decode(fixture, &first);
	assert_ptr_equal(tc_key_ring_find(&fixture->ring, first.id), key);
	assert_null(tc_key_ring_find(&fixture->ring, other.id));
}

/* Who made a key for the cache does not matter: its signatures are at the cost of who verifies. */
static void test_key_ring_keys_of_a_cache_are_paid_for_by_the_ring(void **state)
{
	struct fixture *fixture = *state;
	struct tc_key_cache cache;
	assert_int_equal(tc_key_cache_init(&cache), TUF_OK);
	struct tuf_key listed = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 0));
	for (size_t i = 0; i < 2; i++) {
		struct tc_budget budget = tc_budget_make();
		struct tc_key_ring ring = {
			.arena = &fixture->arena, .cache = &cache, .budget = &budget};
		const struct tc_public_key *key = NULL;
		assert_int_equal(tc_key_ring_get(&ring, &listed, &key), TUF_OK);
		assert_ptr_equal(key->budget, &budget);
		tc_key_ring_clear(&ring);
	}
	tc_key_cache_clear(&cache);
}

static void test_key_ring_decodes_each_key_once(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key first = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 0));
	struct tuf_key again = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 0));
	struct tuf_key other = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 1));
	again.listed_id = "another name";
	assert_ptr_equal(decode(fixture, &first), decode(fixture, &again));
	assert_ptr_not_equal(decode(fixture, &first), decode(fixture, &other));
}

static void test_key_ring_makes_the_key_of_certificate_and_bare_one_once(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = "a"};
	const char *pem = support_certificate(&fixture->arena, &certificate);
	struct tuf_key in_certificate = support_x509_key(&fixture->arena, pkey, pem);
	struct tuf_key bare = support_bare_key(&fixture->arena, pkey);
	struct tuf_key other = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, 1));
	const struct tc_public_key *first = decode(fixture, &in_certificate);
	assert_ptr_not_equal(first, decode(fixture, &bare));
	assert_ptr_equal(first->pkey, decode(fixture, &bare)->pkey);
	assert_ptr_not_equal(first->pkey, decode(fixture, &other)->pkey);
}

/* The key with each byte changed in turn is OpenSSL's decoder's, or one for neither. */
static void test_public_key_is_what_openssl_decodes(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (kinds[i].algorithm == SUPPORT_ED25519)
			continue;
		struct tuf_key listed =
			support_bare_key(&fixture->arena, support_pkey(kinds[i].algorithm, 0));
		for (size_t at = 0; at < listed.public_length; at++) {
			unsigned char *der = tuf_arena_take(&fixture->arena, listed.public_length);
			memcpy(der, listed.public_bytes, listed.public_length);
			der[at] ^= 1;
			struct tc_public_facts facts;
			const char *reason;
			if (!tc_profile_read_public_key(der, listed.public_length, &facts, &reason))
				continue;
			const struct tc_public_key *key =
				decode_as(fixture, listed.type_name, der, listed.public_length);
			const unsigned char *end = der;
			EVP_PKEY *pkey = d2i_PUBKEY(NULL, &end, (long)listed.public_length);
			ERR_clear_error();
			assert_int_equal(key->pkey != NULL, pkey != NULL);
			assert_int_equal(key->problem == NULL, pkey != NULL);
			assert_true(!pkey || EVP_PKEY_eq(key->pkey, pkey) == 1);
			EVP_PKEY_free(pkey);
		}
	}
}

static void test_key_ring_of_many_finds_each(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_public_key *keys[20];
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct tuf_key key = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, i));
		keys[i] = decode(fixture, &key);
	}
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct tuf_key key = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, i));
		assert_ptr_equal(decode(fixture, &key), keys[i]);
	}
}

static void test_key_ring_cleared_is_empty(void **state)
{
	(void)state;
	struct tc_key_ring ring = {.arena = NULL};
	tc_key_ring_clear(&ring);
	assert_null(ring.tree);
}

static void test_public_key_describe_names_the_rest(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		enum tc_public_algorithm algorithm;
		const char *name;
	} cases[] = {{TC_PUBLIC_DSA, "DSA"}, {TC_PUBLIC_OTHER, "other"}, {TC_PUBLIC_RSA, "RSA"}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct tc_public_facts facts = {.algorithm = cases[i].algorithm};
		assert_string_equal(tc_public_facts_describe(&fixture->arena, &facts), cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_public_key_bare_is_decoded),
		fixture_test(test_public_key_thumbprint_is_the_spkis_digest),
		fixture_test(test_public_key_of_certificate_has_the_bare_keys_id),
		fixture_test(test_public_key_rsa_in_pem_is_marked),
		fixture_test(test_public_key_that_cannot_be_decoded_says_why),
		fixture_test(test_public_key_without_certificate_has_no_canonical_id),
		fixture_test(test_public_key_without_public_part_has_a_problem),
		fixture_test(test_public_key_trailing_byte_is_a_problem),
		fixture_test(test_public_key_rsa_wider_than_openssl_verifies_is_a_problem),
		fixture_test(test_public_key_dsa_of_any_width_has_no_problem),
		fixture_test(test_key_ring_finds_only_what_was_got),
		fixture_test(test_key_ring_keys_of_a_cache_are_paid_for_by_the_ring),
		fixture_test(test_key_ring_decodes_each_key_once),
		fixture_test(test_key_ring_makes_the_key_of_certificate_and_bare_one_once),
		fixture_test(test_public_key_is_what_openssl_decodes),
		fixture_test(test_key_ring_of_many_finds_each),
		fixture_test(test_key_ring_cleared_is_empty),
		fixture_test(test_public_key_describe_names_the_rest),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
