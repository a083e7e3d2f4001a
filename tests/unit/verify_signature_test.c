/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "verify/signature.h"
#include "verify_support.h"

static const char message[] = "{\"_type\":\"Targets\",\"version\":1}";
#define MESSAGE_LENGTH (sizeof(message) - 1)

struct fixture {
	struct tuf_arena arena;
	struct tc_key_ring ring;
	const char *reason; /* of the last signature that was refused */
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->ring.arena = &fixture->arena;
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_key_ring_clear(&fixture->ring);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

/* How keys are listed. */
enum form {
	FORM_BARE,
	FORM_X509,
	FORM_PEM
};

static struct tuf_key make_key(struct fixture *fixture, EVP_PKEY *pkey, enum form form)
{
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	switch (form) {
	case FORM_BARE:
		return support_bare_key(&fixture->arena, pkey);
	case FORM_PEM:
		return support_pem_key(&fixture->arena, pkey);
	case FORM_X509:
		break;
	}
	return support_x509_key(&fixture->arena, pkey,
	                        support_certificate(&fixture->arena, &certificate));
}

static const struct tc_public_key *decode(struct fixture *fixture, const struct tuf_key *key)
{
	const struct tc_public_key *decoded = NULL;
	assert_int_equal(tc_key_ring_get(&fixture->ring, key, &decoded), TUF_OK);
	assert_non_null(decoded);
	return decoded;
}

static bool verifies_message(struct fixture *fixture, const char *method,
                             const struct tc_public_key *key, const struct support_bytes *bytes,
                             const void *text, size_t length)
{
	struct tc_message signed_part = {.bytes = text, .length = length};
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_SHA256, text, length, signed_part.sha256),
	                 TUF_OK);
	/* a copy of exactly that length, so that reading beyond it is noticed */
	unsigned char *exact = malloc(bytes->length ? bytes->length : 1);
	assert_non_null(exact);
	if (bytes->length)
		memcpy(exact, bytes->at, bytes->length);
	const struct tuf_signature signature = {
		.key_id = key->id, .method = method, .bytes = exact, .length = bytes->length};
	fixture->reason = NULL;
	enum tuf_result result =
		tc_signature_verify(&signature, key, &signed_part, &fixture->reason);
	free(exact);
	assert_true(result == TUF_OK || result == TUF_INVALID);
	if (result == TUF_INVALID) {
		assert_non_null(fixture->reason);
		assert_true(fixture->reason[0] != '\0');
		assert_int_equal(ERR_peek_error(), 0);
	}
	return result == TUF_OK;
}

static bool verifies(struct fixture *fixture, const char *method, const struct tc_public_key *key,
                     const struct support_bytes *bytes)
{
	return verifies_message(fixture, method, key, bytes, message, MESSAGE_LENGTH);
}

/* Every way in which a valid signature can be made. */
static const struct scheme {
	const char *method;
	enum support_algorithm algorithm;
	enum form form;
} schemes[] = {
	{"ecdsa", SUPPORT_P224, FORM_BARE},
	{"ecdsa", SUPPORT_P256, FORM_BARE},
	{"ecdsa", SUPPORT_P384, FORM_BARE},
	{"ecdsa", SUPPORT_P521, FORM_BARE},
	{"ecdsa", SUPPORT_P256, FORM_X509},
	{"rsapss", SUPPORT_RSA2048, FORM_BARE},
	{"rsapss", SUPPORT_RSA2049, FORM_BARE},
	{"rsapss", SUPPORT_RSA3072, FORM_BARE},
	{"rsapss", SUPPORT_RSA2048, FORM_X509},
	{"rsapss", SUPPORT_RSA2048_E3, FORM_BARE},
	{"rsapkcs1v15", SUPPORT_RSA2048, FORM_BARE},
	{"rsapkcs1v15", SUPPORT_RSA2049, FORM_BARE},
	{"rsapkcs1v15", SUPPORT_RSA3072, FORM_BARE},
	{"rsapkcs1v15", SUPPORT_RSA3072, FORM_X509},
	{"rsapkcs1v15", SUPPORT_RSA2048_E3, FORM_BARE},
	{"pycrypto-pkcs#1 pss", SUPPORT_RSA2048, FORM_PEM},
	{"pycrypto-pkcs#1 pss", SUPPORT_RSA3072, FORM_PEM},
	{"eddsa", SUPPORT_ED25519, FORM_BARE},
};

/* A valid signature of one scheme, and its key. */
struct specimen {
	const char *method;
	const struct tc_public_key *key;
	struct support_bytes bytes;
};

static struct specimen make_specimen(struct fixture *fixture, const struct scheme *scheme)
{
	EVP_PKEY *pkey = support_pkey(scheme->algorithm, 0);
	struct tuf_key key = make_key(fixture, pkey, scheme->form);
	struct specimen specimen = {.method = scheme->method,
	                            .key = decode(fixture, &key),
	                            .bytes = support_sign(&fixture->arena, scheme->method, pkey,
	                                                  message, MESSAGE_LENGTH)};
	/* what follows is worth something only when this one is valid */
	assert_true(verifies(fixture, specimen.method, specimen.key, &specimen.bytes));
	return specimen;
}

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

/* ---- ECDSA ---- */

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

/* ---- RSA ---- */

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

/* ---- Ed25519 ---- */

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

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

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
		fixture_test(test_signature_ecdsa_in_der_is_refused),
		fixture_test(test_signature_ecdsa_number_out_of_range_is_refused),
		fixture_test(test_signature_ecdsa_with_negated_s_verifies),
		fixture_test(test_signature_ecdsa_over_another_digest_is_refused),
		fixture_test(test_signature_ecdsa_point_off_the_curve_is_refused),
		fixture_test(test_signature_pss_with_another_salt_is_refused),
		fixture_test(test_signature_pss_with_another_digest_is_refused),
		fixture_test(test_signature_pkcs1_with_another_digest_is_refused),
		fixture_test(test_signature_pkcs1_without_digest_info_is_refused),
		fixture_test(test_signature_rsa_number_out_of_range_is_refused),
		fixture_test(test_signature_by_short_rsa_key_is_refused),
		fixture_test(test_signature_by_rsa_key_of_large_exponent_is_refused),
		fixture_test(test_signature_rsa_exponent_out_of_range_is_refused),
		fixture_test(test_signature_ed25519_with_order_added_is_refused),
		fixture_test(test_signature_ed25519_of_small_order_is_refused),
		fixture_test(test_signature_ed25519_key_of_another_length_is_refused),
		fixture_test(test_signature_ed25519_of_the_digest_is_refused),
		fixture_test(test_signature_method_given_foreign_key_refuses_it),
		fixture_test(test_signature_undecoded_key_is_refused),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
