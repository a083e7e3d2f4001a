/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures by any method: what verifies, and what is refused of each. The
 * tests of verify/sig_*.c have what is a method's own.
 */
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <string.h>

#include "verify_signature_support.h"

static void test_signature_valid_verifies(void **state)
{
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		(void)make_specimen(*state, &schemes[i]);
}

static void test_signature_by_certificate_of_any_key_verifies(void **state)
{
	static const enum support_algorithm algorithms[] = {SUPPORT_P224, SUPPORT_P384, SUPPORT_P521,
	                                                    SUPPORT_RSA2049, SUPPORT_RSA3072};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		const char *method = support_method_of(support_pkey(algorithms[i], 0));
		const struct scheme scheme = {method, algorithms[i], FORM_X509};
		(void)make_specimen(*state, &scheme);
	}
}

static void test_signature_of_empty_message_verifies(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		EVP_PKEY *pkey = support_pkey(schemes[i].algorithm, 0);
		struct support_bytes bytes =
			support_sign(&fixture->arena, schemes[i].method, pkey, "", 0);
		assert_true(verifies_message(fixture, specimen.method, specimen.key, &bytes, "", 0));
		assert_false(verifies(fixture, specimen.method, specimen.key, &bytes));
	}
}

static void test_signature_any_bit_flipped_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		for (size_t bit = 0; bit < specimen.bytes.length * 8; bit++) {
			specimen.bytes.at[bit / 8] ^= (unsigned char)(1U << bit % 8);
			if (verifies(fixture, specimen.method, specimen.key, &specimen.bytes))
				fail_msg("scheme %zu verifies with bit %zu flipped", i, bit);
			specimen.bytes.at[bit / 8] ^= (unsigned char)(1U << bit % 8);
		}
	}
}

static void test_signature_cut_anywhere_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		for (size_t length = 0; length < specimen.bytes.length; length++) {
			const struct support_bytes head = {specimen.bytes.at, length};
			const struct support_bytes tail = {
				specimen.bytes.at + specimen.bytes.length - length, length};
			if (verifies(fixture, specimen.method, specimen.key, &head) ||
			    verifies(fixture, specimen.method, specimen.key, &tail))
				fail_msg("scheme %zu verifies when cut to %zu", i, length);
			/* seen before any cryptography was called */
			assert_string_not_equal(fixture->reason, "the signature does not verify");
		}
	}
}

static void test_signature_with_one_byte_more_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		size_t length = specimen.bytes.length;
		struct support_bytes longer = {tuf_arena_take(&fixture->arena, length + 2), length + 1};
		memcpy(longer.at + 1, specimen.bytes.at, length);
		assert_false(verifies(fixture, specimen.method, specimen.key, &longer));
		const struct support_bytes padded = {longer.at + 1, length + 1};
		assert_false(verifies(fixture, specimen.method, specimen.key, &padded));
		/* two halves of one more octet each */
		struct support_bytes wide = {tuf_arena_take(&fixture->arena, length + 2), length + 2};
		memcpy(wide.at + 1, specimen.bytes.at, length / 2);
		memcpy(wide.at + 2 + length / 2, specimen.bytes.at + length / 2, length - length / 2);
		assert_false(verifies(fixture, specimen.method, specimen.key, &wide));
	}
}

static void test_signature_of_another_message_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		unsigned char other[MESSAGE_LENGTH];
		memcpy(other, message, sizeof(other));
		for (size_t bit = 0; bit < sizeof(other) * 8; bit++) {
			other[bit / 8] ^= (unsigned char)(1U << bit % 8);
			assert_false(verifies_message(fixture, specimen.method, specimen.key,
			                              &specimen.bytes, other, sizeof(other)));
			other[bit / 8] ^= (unsigned char)(1U << bit % 8);
		}
		assert_false(verifies_message(fixture, specimen.method, specimen.key,
		                              &specimen.bytes, other, sizeof(other) - 1));
	}
}

static void test_signature_by_another_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		EVP_PKEY *other = support_pkey(schemes[i].algorithm, 1);
		struct tuf_key key = make_key(fixture, other, schemes[i].form);
		assert_false(verifies(fixture, specimen.method, decode(fixture, &key),
		                      &specimen.bytes));
	}
}

/* PyCrypto's method is PSS under another name, for keys in PEM. */
static bool makes_the_same(const char *left, const char *right)
{
	bool left_is_pss = strcmp(left, "rsapss") == 0 || strcmp(left, "pycrypto-pkcs#1 pss") == 0;
	bool right_is_pss = strcmp(right, "rsapss") == 0 || strcmp(right, "pycrypto-pkcs#1 pss") == 0;
	return left_is_pss ? right_is_pss : strcmp(left, right) == 0;
}

/* Whether a signature of scheme i verifies by the method of scheme j. */
static bool takes_method(const struct scheme *i, const struct scheme *j)
{
	return (i->form == FORM_PEM) == (j->form == FORM_PEM) && makes_the_same(i->method, j->method);
}

static void test_signature_method_of_another_kind_of_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct specimen specimens[COUNT_OF(schemes)];
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		specimens[i] = make_specimen(fixture, &schemes[i]);
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		for (size_t j = 0; j < COUNT_OF(schemes); j++) {
			bool is_taken = takes_method(&schemes[i], &schemes[j]);
			bool is_same_key = schemes[i].algorithm == schemes[j].algorithm &&
			                   (schemes[i].form == FORM_PEM) ==
			                           (schemes[j].form == FORM_PEM);
			if (verifies(fixture, specimens[j].method, specimens[i].key,
			             &specimens[i].bytes) != is_taken)
				fail_msg("signature of scheme %zu with the method of %zu", i, j);
			if (verifies(fixture, specimens[i].method, specimens[j].key,
			             &specimens[i].bytes) != is_same_key)
				fail_msg("signature of scheme %zu with the key of %zu", i, j);
		}
	}
}

static void test_signature_unknown_method_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const methods[] = {
		"",        "none",        "rsa",     "ECDSA",   "ecdsa ",   " ecdsa", "ecdsa-x509",
		"ecdsa-p", "ed25519",     "rsapsss", "rsapkcs", "pycrypto", "hmac",   "rsassa-pss",
		"ecds",    "rsapkcs1v1_5"};
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		for (size_t j = 0; j < COUNT_OF(methods); j++) {
			assert_false(verifies(fixture, methods[j], specimen.key, &specimen.bytes));
			assert_string_equal(fixture->reason, "the method is not known");
		}
	}
}

static void test_signature_key_of_unknown_type_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		EVP_PKEY *pkey = support_pkey(schemes[i].algorithm, 0);
		struct specimen specimen = make_specimen(fixture, &schemes[i]);
		struct tuf_key bare = make_key(fixture, pkey, schemes[i].form);
		struct tuf_key key = support_make_key(&fixture->arena, "sphincs", bare.public_bytes,
		                                      bare.public_length);
		assert_false(verifies(fixture, specimen.method, decode(fixture, &key),
		                      &specimen.bytes));
		assert_string_equal(fixture->reason, "the method does not fit the key's type");
	}
}

/* A key under a type that is not its own. */
static void assert_retyped_is_refused(struct fixture *fixture, enum support_algorithm algorithm,
                                      enum form form, const char *type, const char *method)
{
	EVP_PKEY *pkey = support_pkey(algorithm, 0);
	struct tuf_key right = make_key(fixture, pkey, form);
	struct tuf_key key = support_make_key(&fixture->arena, type, right.public_bytes,
	                                      right.public_length);
	const char *own = support_method_of(pkey);
	struct support_bytes bytes =
		support_sign(&fixture->arena, own, pkey, message, MESSAGE_LENGTH);
	assert_false(verifies(fixture, method, decode(fixture, &key), &bytes));
	assert_false(verifies(fixture, own, decode(fixture, &key), &bytes));
}

static void test_signature_key_under_another_type_is_refused(void **state)
{
	assert_retyped_is_refused(*state, SUPPORT_RSA2048, FORM_BARE, "ecdsa", "ecdsa");
	assert_retyped_is_refused(*state, SUPPORT_RSA2048, FORM_X509, "ecdsa-x509", "ecdsa");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_BARE, "rsa", "rsapss");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_BARE, "rsa", "rsapkcs1v15");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_X509, "rsa-x509", "rsapss");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_X509, "ecdsa", "ecdsa");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_BARE, "ecdsa-x509", "ecdsa");
	assert_retyped_is_refused(*state, SUPPORT_RSA2048, FORM_X509, "rsa", "rsapss");
	assert_retyped_is_refused(*state, SUPPORT_RSA2048, FORM_BARE, "rsa-x509", "rsapss");
	assert_retyped_is_refused(*state, SUPPORT_RSA2048, FORM_PEM, "rsa-x509", "rsapss");
	assert_retyped_is_refused(*state, SUPPORT_P256, FORM_BARE, "ed25519", "eddsa");
	assert_retyped_is_refused(*state, SUPPORT_ED25519, FORM_BARE, "ecdsa", "ecdsa");
	assert_retyped_is_refused(*state, SUPPORT_ED25519, FORM_BARE, "rsa", "rsapss");
}

/* ---- keys that lie about themselves, handed to a method directly ---- */

static void test_signature_method_given_foreign_key_refuses_it(void **state)
{
	struct fixture *fixture = *state;
	static tc_signature_method *const methods[] = {tc_sig_ecdsa_verify, tc_sig_rsa_verify_pss,
	                                               tc_sig_rsa_verify_pkcs1,
	                                               tc_sig_ed25519_verify};
	static const enum support_algorithm algorithms[] = {SUPPORT_P256, SUPPORT_RSA2048,
	                                                    SUPPORT_RSA2048, SUPPORT_ED25519};
	static const char *const reasons[] = {
		"the key is not an ECDSA key", "the key is not an RSA key",
		"the key is not an RSA key", "the key is not an Ed25519 key"};
	struct tc_message signed_part = {.bytes = message, .length = MESSAGE_LENGTH};
	unsigned char bytes[512] = {0};
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		for (size_t j = 0; j < COUNT_OF(algorithms); j++) {
			struct tuf_key key =
				support_bare_key(&fixture->arena, support_pkey(algorithms[j], 0));
			const char *reason = NULL;
			assert_int_equal(methods[i](decode(fixture, &key), &signed_part, bytes,
			                            sizeof(bytes), &reason),
			                 TUF_INVALID);
			bool is_own = strcmp(reasons[i], reasons[j]) == 0;
			assert_int_equal(strcmp(reason, reasons[i]) == 0, !is_own);
		}
	}
}

/* A key that is not decoded, of each type, verifies nothing and is not touched. */
static void test_signature_undecoded_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		enum tuf_key_type type;
		bool is_pem;
		const char *method;
	} cases[] = {{TUF_KEY_ECDSA, false, "ecdsa"},
	             {TUF_KEY_ECDSA_X509, false, "ecdsa"},
	             {TUF_KEY_RSA, false, "rsapss"},
	             {TUF_KEY_RSA, true, "pycrypto-pkcs#1 pss"},
	             {TUF_KEY_RSA_X509, false, "rsapkcs1v15"},
	             {TUF_KEY_ED25519, false, "eddsa"}};
	unsigned char bytes[64] = {0};
	const struct support_bytes signature = {bytes, sizeof(bytes)};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct tc_public_key key = {.id = "id",
		                                  .type = cases[i].type,
		                                  .is_pem = cases[i].is_pem,
		                                  .problem = "it is broken"};
		assert_false(verifies(fixture, cases[i].method, &key, &signature));
		assert_string_equal(fixture->reason, "it is broken");
		struct tc_public_key silent = key;
		silent.problem = NULL;
		assert_false(verifies(fixture, cases[i].method, &silent, &signature));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_signature_valid_verifies),
		fixture_test(test_signature_by_certificate_of_any_key_verifies),
		fixture_test(test_signature_of_empty_message_verifies),
		fixture_test(test_signature_any_bit_flipped_is_refused),
		fixture_test(test_signature_cut_anywhere_is_refused),
		fixture_test(test_signature_with_one_byte_more_is_refused),
		fixture_test(test_signature_of_another_message_is_refused),
		fixture_test(test_signature_by_another_key_is_refused),
		fixture_test(test_signature_method_of_another_kind_of_key_is_refused),
		fixture_test(test_signature_unknown_method_is_refused),
		fixture_test(test_signature_key_of_unknown_type_is_refused),
		fixture_test(test_signature_key_under_another_type_is_refused),
		fixture_test(test_signature_method_given_foreign_key_refuses_it),
		fixture_test(test_signature_undecoded_key_is_refused),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
