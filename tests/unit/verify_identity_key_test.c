/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identities that are keys and certificates of every kind, made in memory:
 * each is found under the IDs by which metadata lists it.
 */
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"
#include "verify/identity.h"
#include "verify_support.h"

static int setup(void **state)
{
	static struct tuf_arena arena;
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	tuf_arena_clear(*state);
	support_clear();
	return 0;
}

static const enum support_algorithm algorithms[] = {SUPPORT_P256, SUPPORT_P521, SUPPORT_RSA2048,
						     SUPPORT_ED25519};

static struct support_bytes make_der(struct tuf_arena *arena, EVP_PKEY *pkey)
{
	unsigned char *der = NULL;
	int length = i2d_PUBKEY(pkey, &der);
	assert_true(length > 0);
	struct support_bytes bytes = {.at = tuf_arena_take(arena, (size_t)length),
				      .length = (size_t)length};
	assert_non_null(bytes.at);
	memcpy(bytes.at, der, bytes.length);
	OPENSSL_free(der);
	return bytes;
}

static struct support_bytes text_bytes(const char *text)
{
	return (struct support_bytes){.at = (unsigned char *)text, .length = strlen(text)};
}

/* What the bytes identify; of all that is told, nothing is left of the one before. */
static struct tufcheck_identity_facts read_identity(struct tuf_arena *arena,
						    struct support_bytes bytes,
						    enum tuf_result wanted)
{
	struct tufcheck_identity identity = {.arena = *arena};
	enum tuf_result result = tc_identity_read(&identity, bytes.at, bytes.length);
	*arena = identity.arena;
	if (result != wanted)
		fail_msg("result %d: %s", (int)result, identity.facts.problem);
	return identity.facts;
}

static void check_refused(struct tuf_arena *arena, struct support_bytes bytes, const char *problem)
{
	struct tufcheck_identity_facts facts = read_identity(arena, bytes, TUF_INVALID);
	assert_int_equal(facts.kind, TUFCHECK_IDENTITY_INVALID);
	assert_string_equal(facts.problem, problem);
	assert_null(facts.key_id);
	assert_null(facts.canonical_key_id);
	assert_null(facts.spki_sha256);
}

/* ---- keys and certificates of every kind ---- */

static void test_public_key_has_the_ids_that_metadata_lists_it_by(void **state)
{
	struct tuf_arena *arena = *state;
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		struct tuf_key listed = support_bare_key(arena, pkey);
		struct support_bytes der = make_der(arena, pkey);
		struct tufcheck_identity_facts facts = read_identity(arena, der, TUF_OK);
		assert_int_equal(facts.kind, TUFCHECK_IDENTITY_PUBLIC_KEY);
		assert_string_equal(facts.key_id, listed.id);
		assert_string_equal(facts.canonical_key_id, listed.id);
		assert_string_equal(facts.spki_sha256, tuf_digest_format(arena, TUF_DIGEST_SHA256,
									 der.at, der.length));
	}
}

/* One of an Ed25519 key is listed under no type: there it is found by what does not need one. */
static void test_certificate_has_the_ids_that_metadata_lists_it_by(void **state)
{
	struct tuf_arena *arena = *state;
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		const struct support_certificate wanted = {.key = pkey, .name = "a leaf"};
		const char *pem = support_certificate(arena, &wanted);
		struct tufcheck_identity_facts facts =
			read_identity(arena, text_bytes(pem), TUF_OK);
		struct support_bytes der = make_der(arena, pkey);
		assert_int_equal(facts.kind, TUFCHECK_IDENTITY_CERTIFICATE);
		assert_string_equal(facts.spki_sha256, tuf_digest_format(arena, TUF_DIGEST_SHA256,
									 der.at, der.length));
		assert_non_null(facts.certificate_sha256);
		if (algorithms[i] == SUPPORT_ED25519) {
			assert_null(facts.key_id);
			assert_null(facts.canonical_key_id);
			continue;
		}
		assert_string_equal(facts.key_id, support_x509_key(arena, pkey, pem).id);
		assert_string_equal(facts.canonical_key_id, support_bare_key(arena, pkey).id);
	}
}

/* ---- what can be no identity ---- */

static void test_key_of_which_openssl_makes_nothing_is_refused(void **state)
{
	struct tuf_arena *arena = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	struct support_bytes der = make_der(arena, pkey);
	const struct support_certificate wanted = {.key = pkey, .name = "a leaf"};
	const char *pem = support_certificate(arena, &wanted);
	const struct tuf_pem_block *block;
	size_t count;
	assert_int_equal(tuf_pem_parse(arena, (const unsigned char *)pem, strlen(pem),
				       "CERTIFICATE", 1, &block, &count),
			 TUF_OK);
	struct support_bytes certificate = {.at = tuf_arena_take(arena, block->length),
					    .length = block->length};
	memcpy(certificate.at, block->bytes, block->length);
	unsigned char *key = memmem(certificate.at, certificate.length, der.at, der.length);
	assert_non_null(key);
	/* a point that is not on the curve */
	key[der.length - 1] ^= 1;
	der.at[der.length - 1] ^= 1;
	check_refused(arena, der,
		      "a key that cannot be used: its public key is not one that OpenSSL can decode");
	check_refused(arena, certificate,
		      "a certificate that cannot be used: it is not a certificate that OpenSSL can "
		      "decode");
}

static void test_key_that_notary_does_not_use_is_refused(void **state)
{
	static unsigned char dsa[] = {0x30, 0x1c, 0x30, 0x14, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
				      0x38, 0x04, 0x01, 0x30, 0x09, 0x02, 0x01, 0x07, 0x02, 0x01,
				      0x03, 0x02, 0x01, 0x02, 0x03, 0x04, 0x00, 0x02, 0x01, 0x05};
	check_refused(*state, (struct support_bytes){.at = dsa, .length = sizeof(dsa)},
		      "a public key of an algorithm that Notary does not use");
}

static void test_der_of_something_else_is_not_recognised(void **state)
{
	static unsigned char others[][7] = {
		{0x30, 0x05, 0x30, 0x00, 0x04, 0x01, 0x00},
		{0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00},
	};
	for (size_t i = 0; i < COUNT_OF(others); i++)
		check_refused(*state,
			      (struct support_bytes){.at = others[i], .length = sizeof(others[i])},
			      "neither a certificate or public key in PEM or DER, nor a key ID or "
			      "SHA-256 thumbprint of 64 hexadecimal digits, nor a SHA-1 thumbprint "
			      "of 40");
}

/* As many as a file may have. */
static void test_digits_without_end_are_refused(void **state)
{
	struct tuf_arena *arena = *state;
	struct support_bytes digits = {.at = malloc(TUF_MAX_IDENTITY_BYTES),
				       .length = TUF_MAX_IDENTITY_BYTES};
	assert_non_null(digits.at);
	memset(digits.at, 'a', digits.length);
	(void)read_identity(arena, digits, TUF_INVALID);
	free(digits.at);
}

/* ---- the end of a block ---- */

/* What stands behind its last dash is not looked at, a line end as little as anything else. */
static void test_block_ends_with_its_last_dash(void **state)
{
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
						   .name = "a leaf"};
	struct support_bytes whole = text_bytes(support_certificate(arena, &wanted));
	assert_int_equal(whole.at[whole.length - 1], '\n');
	const char *id = read_identity(arena, whole, TUF_OK).key_id;
	struct support_bytes bare = {.at = whole.at, .length = whole.length - 1};
	assert_string_equal(read_identity(arena, bare, TUF_OK).key_id, id);
	whole.at[whole.length - 1] = 'x';
	assert_string_equal(read_identity(arena, whole, TUF_OK).key_id, id);
	/* and the dash must be among what is given */
	bare.length--;
	check_refused(arena, bare, "PEM that is damaged");
}

/* ---- matching ---- */

static void test_match_of_several_certificates_names_the_first(void **state)
{
	(void)state;
	static const struct tufcheck_certificate bundle[] = {
		{.sha256 = "aa", .spki_sha256 = "ac"},
		{.sha256 = "ba", .spki_sha256 = "cc"},
		{.sha256 = "ca", .spki_sha256 = "cc"},
	};
	const struct tufcheck_key key = {.key_id = "1a",
					 .spki_sha256 = "ac",
					 .certificates = bundle,
					 .certificate_count = COUNT_OF(bundle)};
	const struct tufcheck_identity identity = {.facts.spki_sha256 = "cc"};
	struct tufcheck_match found = tufcheck_identity_match(&identity, &key);
	assert_int_equal(found.means, TUFCHECK_MATCH_SPKI_SHA256);
	assert_int_equal(found.certificate, 1);
	assert_false(found.is_signing_key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_public_key_has_the_ids_that_metadata_lists_it_by),
		cmocka_unit_test(test_certificate_has_the_ids_that_metadata_lists_it_by),
		cmocka_unit_test(test_key_of_which_openssl_makes_nothing_is_refused),
		cmocka_unit_test(test_key_that_notary_does_not_use_is_refused),
		cmocka_unit_test(test_der_of_something_else_is_not_recognised),
		cmocka_unit_test(test_digits_without_end_are_refused),
		cmocka_unit_test(test_block_ends_with_its_last_dash),
		cmocka_unit_test(test_match_of_several_certificates_names_the_first),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
