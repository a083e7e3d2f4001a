/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA: signatures are two numbers, in range, on the curve of the key.
 */
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <string.h>

#include "verify_signature_support.h"

static const enum support_algorithm curves[] = {SUPPORT_P224, SUPPORT_P256, SUPPORT_P384,
                                                SUPPORT_P521};

static void test_signature_ecdsa_in_der_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(curves); i++) {
		EVP_PKEY *pkey = support_pkey(curves[i], 0);
		struct tuf_key key = support_bare_key(&fixture->arena, pkey);
		struct support_bytes der =
			support_sign_der(&fixture->arena, pkey, message, MESSAGE_LENGTH);
		assert_false(verifies(fixture, "ecdsa", decode(fixture, &key), &der));
		/* nor where it happens to have the right length */
		struct support_bytes cut = {der.at, 2 * (((size_t)EVP_PKEY_get_bits(pkey) + 7) / 8)};
		assert_true(cut.length <= der.length);
		assert_false(verifies(fixture, "ecdsa", decode(fixture, &key), &cut));
	}
}

/* One half of a signature replaced. */
static bool verifies_with_half(struct fixture *fixture, const struct specimen *specimen, bool is_s,
                               const BIGNUM *number)
{
	size_t half = specimen->bytes.length / 2;
	struct support_bytes changed = {tuf_arena_take(&fixture->arena, 2 * half), 2 * half};
	memcpy(changed.at, specimen->bytes.at, 2 * half);
	assert_int_equal(BN_bn2binpad(number, changed.at + (is_s ? half : 0), (int)half), half);
	return verifies(fixture, specimen->method, specimen->key, &changed);
}

static BIGNUM *order_of(EVP_PKEY *pkey)
{
	BIGNUM *order = NULL;
	assert_int_equal(EVP_PKEY_get_bn_param(pkey, "order", &order), 1);
	return order;
}

static void test_signature_ecdsa_number_out_of_range_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(curves); i++) {
		const struct scheme scheme = {"ecdsa", curves[i], FORM_BARE};
		struct specimen specimen = make_specimen(fixture, &scheme);
		size_t half = specimen.bytes.length / 2;
		BIGNUM *order = order_of(support_pkey(curves[i], 0));
		for (int is_s = 0; is_s < 2; is_s++) {
			BIGNUM *number = BN_new();
			assert_false(verifies_with_half(fixture, &specimen, is_s, number));
			assert_int_equal(BN_add_word(number, 1), 1);
			assert_false(verifies_with_half(fixture, &specimen, is_s, number));
			assert_false(verifies_with_half(fixture, &specimen, is_s, order));
			assert_int_equal(BN_add(number, number, order), 1);
			assert_false(verifies_with_half(fixture, &specimen, is_s, number));
			/* the right number and once the order more, where that fits */
			BN_bin2bn(specimen.bytes.at + (is_s ? half : 0), (int)half, number);
			assert_int_equal(BN_add(number, number, order), 1);
			if ((size_t)BN_num_bytes(number) <= half)
				assert_false(verifies_with_half(fixture, &specimen, is_s, number));
			BN_free(number);
		}
		BN_free(order);
		memset(specimen.bytes.at, 0, specimen.bytes.length);
		assert_false(verifies(fixture, "ecdsa", specimen.key, &specimen.bytes));
		memset(specimen.bytes.at, 0xff, specimen.bytes.length);
		assert_false(verifies(fixture, "ecdsa", specimen.key, &specimen.bytes));
	}
}

/* The reference does not ask for the smaller of the two; nor is it asked here. */
static void test_signature_ecdsa_with_negated_s_verifies(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(curves); i++) {
		const struct scheme scheme = {"ecdsa", curves[i], FORM_BARE};
		struct specimen specimen = make_specimen(fixture, &scheme);
		size_t half = specimen.bytes.length / 2;
		BIGNUM *number = order_of(support_pkey(curves[i], 0));
		BIGNUM *s = BN_bin2bn(specimen.bytes.at + half, (int)half, NULL);
		assert_int_equal(BN_sub(number, number, s), 1);
		assert_true(verifies_with_half(fixture, &specimen, true, number));
		assert_false(verifies_with_half(fixture, &specimen, false, number));
		BN_free(number);
		BN_free(s);
	}
}

static void test_signature_ecdsa_over_another_digest_is_refused(void **state)
{
	struct fixture *fixture = *state;
	/* what a signer would sign who takes the digest for the message */
	unsigned char digest[TUF_SHA256_BYTES];
	assert_int_equal(
		tuf_digest_compute(TUF_DIGEST_SHA256, message, MESSAGE_LENGTH, digest), TUF_OK);
	for (size_t i = 0; i < COUNT_OF(curves); i++) {
		EVP_PKEY *pkey = support_pkey(curves[i], 0);
		struct tuf_key key = support_bare_key(&fixture->arena, pkey);
		struct support_bytes bytes =
			support_sign(&fixture->arena, "ecdsa", pkey, digest, sizeof(digest));
		assert_false(verifies(fixture, "ecdsa", decode(fixture, &key), &bytes));
	}
}

static void test_signature_ecdsa_point_off_the_curve_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(curves); i++) {
		const struct scheme scheme = {"ecdsa", curves[i], FORM_BARE};
		struct specimen specimen = make_specimen(fixture, &scheme);
		struct tuf_key key = support_bare_key(&fixture->arena, support_pkey(curves[i], 0));
		struct support_bytes spki = {tuf_arena_take(&fixture->arena, key.public_length),
		                             key.public_length};
		memcpy(spki.at, key.public_bytes, spki.length);
		spki.at[spki.length - 1] ^= 1;
		struct tuf_key moved =
			support_make_key(&fixture->arena, "ecdsa", spki.at, spki.length);
		assert_false(verifies(fixture, "ecdsa", decode(fixture, &moved), &specimen.bytes));
		assert_string_equal(fixture->reason,
		                    "its public key is not one that OpenSSL can decode");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_signature_ecdsa_in_der_is_refused),
		fixture_test(test_signature_ecdsa_number_out_of_range_is_refused),
		fixture_test(test_signature_ecdsa_with_negated_s_verifies),
		fixture_test(test_signature_ecdsa_over_another_digest_is_refused),
		fixture_test(test_signature_ecdsa_point_off_the_curve_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
