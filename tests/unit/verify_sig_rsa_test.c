/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA: paddings, digests and salts, and which keys may sign.
 */
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>

#include "verify_signature_support.h"

static void assert_rsa_is_refused(struct fixture *fixture, const char *method,
                                  enum support_algorithm algorithm, const struct support_rsa *how)
{
	EVP_PKEY *pkey = support_pkey(algorithm, 0);
	enum form form = strcmp(method, "pycrypto-pkcs#1 pss") == 0 ? FORM_PEM : FORM_BARE;
	struct tuf_key key = make_key(fixture, pkey, form);
	struct support_bytes bytes =
		support_sign_rsa(&fixture->arena, how, pkey, message, MESSAGE_LENGTH);
	assert_false(verifies(fixture, method, decode(fixture, &key), &bytes));
}

static void test_signature_pss_with_another_salt_is_refused(void **state)
{
	static const int salts[] = {0, 20, 31, 33, 64, RSA_PSS_SALTLEN_MAX};
	for (size_t i = 0; i < COUNT_OF(salts); i++) {
		const struct support_rsa how = {.padding = RSA_PKCS1_PSS_PADDING,
		                                .digest = EVP_sha256(),
		                                .mask = EVP_sha256(),
		                                .salt = salts[i]};
		assert_rsa_is_refused(*state, "rsapss", SUPPORT_RSA2048, &how);
		assert_rsa_is_refused(*state, "rsapss", SUPPORT_RSA3072, &how);
		assert_rsa_is_refused(*state, "pycrypto-pkcs#1 pss", SUPPORT_RSA2048, &how);
	}
}

static void test_signature_pss_with_another_digest_is_refused(void **state)
{
	const struct {
		const EVP_MD *digest;
		const EVP_MD *mask;
	} digests[] = {
		{EVP_sha256(), EVP_sha1()},   {EVP_sha256(), EVP_sha384()}, {EVP_sha1(), EVP_sha1()},
		{EVP_sha1(), EVP_sha256()},   {EVP_sha384(), EVP_sha384()}, {EVP_sha384(), EVP_sha256()},
		{EVP_sha512(), EVP_sha512()}, {EVP_sha224(), EVP_sha224()},
	};
	for (size_t i = 0; i < COUNT_OF(digests); i++) {
		const struct support_rsa how = {.padding = RSA_PKCS1_PSS_PADDING,
		                                .digest = digests[i].digest,
		                                .mask = digests[i].mask,
		                                .salt = 32};
		assert_rsa_is_refused(*state, "rsapss", SUPPORT_RSA2048, &how);
		assert_rsa_is_refused(*state, "pycrypto-pkcs#1 pss", SUPPORT_RSA2048, &how);
	}
}

static void test_signature_pkcs1_with_another_digest_is_refused(void **state)
{
	const EVP_MD *const digests[] = {EVP_sha1(), EVP_sha224(), EVP_sha384(), EVP_sha512(),
	                                 EVP_md5()};
	for (size_t i = 0; i < COUNT_OF(digests); i++) {
		const struct support_rsa how = {.padding = RSA_PKCS1_PADDING, .digest = digests[i]};
		assert_rsa_is_refused(*state, "rsapkcs1v15", SUPPORT_RSA2048, &how);
	}
}

/* The block type and padding of PKCS #1, but the digest without its algorithm. */
static void test_signature_pkcs1_without_digest_info_is_refused(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_RSA2048, 0);
	struct tuf_key key = support_bare_key(&fixture->arena, pkey);
	unsigned char digest[TUF_SHA256_BYTES];
	assert_int_equal(
		tuf_digest_compute(TUF_DIGEST_SHA256, message, MESSAGE_LENGTH, digest), TUF_OK);
	unsigned char bytes[256];
	size_t length = sizeof(bytes);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(pkey, NULL);
	assert_int_equal(EVP_PKEY_sign_init(context), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING), 1);
	assert_int_equal(EVP_PKEY_sign(context, bytes, &length, digest, sizeof(digest)), 1);
	EVP_PKEY_CTX_free(context);
	const struct support_bytes naked = {bytes, length};
	assert_false(verifies(fixture, "rsapkcs1v15", decode(fixture, &key), &naked));
}

static void test_signature_rsa_number_out_of_range_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const methods[] = {"rsapss", "rsapkcs1v15"};
	EVP_PKEY *pkey = support_pkey(SUPPORT_RSA2048, 0);
	BIGNUM *modulus = NULL;
	assert_int_equal(EVP_PKEY_get_bn_param(pkey, "n", &modulus), 1);
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		const struct scheme scheme = {methods[i], SUPPORT_RSA2048, FORM_BARE};
		struct specimen specimen = make_specimen(fixture, &scheme);
		BIGNUM *number = BN_bin2bn(specimen.bytes.at, (int)specimen.bytes.length, NULL);
		assert_int_equal(BN_add(number, number, modulus), 1);
		if (BN_num_bytes(number) == 256) {
			BN_bn2bin(number, specimen.bytes.at);
			assert_false(verifies(fixture, methods[i], specimen.key, &specimen.bytes));
		}
		BN_bn2bin(modulus, specimen.bytes.at);
		assert_false(verifies(fixture, methods[i], specimen.key, &specimen.bytes));
		memset(specimen.bytes.at, 0, specimen.bytes.length);
		assert_false(verifies(fixture, methods[i], specimen.key, &specimen.bytes));
		specimen.bytes.at[255] = 1;
		assert_false(verifies(fixture, methods[i], specimen.key, &specimen.bytes));
		BN_free(number);
	}
	BN_free(modulus);
}

static void test_signature_by_short_rsa_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const enum support_algorithm short_ones[] = {SUPPORT_RSA1024, SUPPORT_RSA2047};
	static const struct scheme ways[] = {{"rsapss", SUPPORT_RSA1024, FORM_BARE},
	                                     {"rsapss", SUPPORT_RSA1024, FORM_X509},
	                                     {"rsapkcs1v15", SUPPORT_RSA1024, FORM_BARE},
	                                     {"rsapkcs1v15", SUPPORT_RSA1024, FORM_X509},
	                                     {"pycrypto-pkcs#1 pss", SUPPORT_RSA1024, FORM_PEM}};
	for (size_t i = 0; i < COUNT_OF(short_ones); i++) {
		EVP_PKEY *pkey = support_pkey(short_ones[i], 0);
		for (size_t j = 0; j < COUNT_OF(ways); j++) {
			struct tuf_key key = make_key(fixture, pkey, ways[j].form);
			struct support_bytes bytes = support_sign(&fixture->arena, ways[j].method,
			                                          pkey, message, MESSAGE_LENGTH);
			assert_false(verifies(fixture, ways[j].method, decode(fixture, &key), &bytes));
			assert_string_equal(fixture->reason, "the RSA key has under 2048 bits");
		}
	}
}

static void test_signature_by_rsa_key_of_large_exponent_is_refused(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_RSA2048_E33, 0);
	struct tuf_key key = support_bare_key(&fixture->arena, pkey);
	struct support_bytes bytes =
		support_sign(&fixture->arena, "rsapss", pkey, message, MESSAGE_LENGTH);
	assert_false(verifies(fixture, "rsapss", decode(fixture, &key), &bytes));
}

/* The profile lets none through; should it ever, the methods refuse them too. */
static void test_signature_rsa_exponent_out_of_range_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const struct scheme scheme = {"rsapss", SUPPORT_RSA2048, FORM_BARE};
	struct specimen specimen = make_specimen(fixture, &scheme);
	static const struct {
		uint64_t exponent;
		bool is_right;
	} cases[] = {{0, false}, {1, false}, {2, true}, {3, true}, {INT32_MAX, true},
	             {(uint64_t)INT32_MAX + 1, false}, {UINT64_MAX, false}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tc_public_key key = *specimen.key;
		key.facts.rsa_exponent = cases[i].exponent;
		assert_int_equal(verifies(fixture, "rsapss", &key, &specimen.bytes),
		                 cases[i].is_right);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_signature_pss_with_another_salt_is_refused),
		fixture_test(test_signature_pss_with_another_digest_is_refused),
		fixture_test(test_signature_pkcs1_with_another_digest_is_refused),
		fixture_test(test_signature_pkcs1_without_digest_info_is_refused),
		fixture_test(test_signature_rsa_number_out_of_range_is_refused),
		fixture_test(test_signature_by_short_rsa_key_is_refused),
		fixture_test(test_signature_by_rsa_key_of_large_exponent_is_refused),
		fixture_test(test_signature_rsa_exponent_out_of_range_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
