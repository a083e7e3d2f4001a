/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519: points, orders and lengths.
 */
#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#include "verify_signature_support.h"

/* 2^252 + 27742317777372353535851937790883648493, little-endian. */
static const unsigned char group_order[32] = {
	0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
	0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
	0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

static void test_signature_ed25519_with_order_added_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const struct scheme scheme = {"eddsa", SUPPORT_ED25519, FORM_BARE};
	struct specimen specimen = make_specimen(fixture, &scheme);
	unsigned carry = 0;
	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)specimen.bytes.at[32 + i] + group_order[i];
		specimen.bytes.at[32 + i] = (unsigned char)(carry & 0xff);
		carry >>= 8;
	}
	assert_false(verifies(fixture, "eddsa", specimen.key, &specimen.bytes));
}

/* With the neutral element for key and commitment, every message would be signed. */
static void test_signature_ed25519_of_small_order_is_refused(void **state)
{
	struct fixture *fixture = *state;
	unsigned char neutral[32] = {1};
	struct tuf_key key =
		support_make_key(&fixture->arena, "ed25519", neutral, sizeof(neutral));
	unsigned char bytes[64] = {1};
	const struct support_bytes signature = {bytes, sizeof(bytes)};
	assert_false(verifies(fixture, "eddsa", decode(fixture, &key), &signature));
}

static void test_signature_ed25519_key_of_another_length_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const struct scheme scheme = {"eddsa", SUPPORT_ED25519, FORM_BARE};
	struct specimen specimen = make_specimen(fixture, &scheme);
	unsigned char bytes[33] = {0};
	memcpy(bytes, specimen.key->ed25519, 32);
	for (size_t length = 31; length <= 33; length += 2) {
		struct tuf_key key =
			support_make_key(&fixture->arena, "ed25519", bytes, length);
		assert_false(verifies(fixture, "eddsa", decode(fixture, &key), &specimen.bytes));
		assert_string_equal(fixture->reason, "an Ed25519 key has 32 bytes");
	}
}

static void test_signature_ed25519_of_the_digest_is_refused(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_ED25519, 0);
	struct tuf_key key = support_bare_key(&fixture->arena, pkey);
	unsigned char digest[TUF_SHA256_BYTES];
	assert_int_equal(
		tuf_digest_compute(TUF_DIGEST_SHA256, message, MESSAGE_LENGTH, digest), TUF_OK);
	struct support_bytes bytes =
		support_sign(&fixture->arena, "eddsa", pkey, digest, sizeof(digest));
	assert_false(verifies(fixture, "eddsa", decode(fixture, &key), &bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_signature_ed25519_with_order_added_is_refused),
		fixture_test(test_signature_ed25519_of_small_order_is_refused),
		fixture_test(test_signature_ed25519_key_of_another_length_is_refused),
		fixture_test(test_signature_ed25519_of_the_digest_is_refused),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
