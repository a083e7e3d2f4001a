/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of signatures share: keys in each form, what verifies, and one
 * good signature by each method.
 */
#ifndef TUFCHECK_TESTS_VERIFY_SIGNATURE_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_SIGNATURE_SUPPORT_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "verify/signature.h"
#include "verify_key_ring_support.h"

static const char message[] = "{\"_type\":\"Targets\",\"version\":1}";
#define MESSAGE_LENGTH (sizeof(message) - 1)

/* How keys are listed. */
enum form {
	FORM_BARE,
	FORM_X509,
	FORM_PEM
};

static inline struct tuf_key make_key(struct fixture *fixture, EVP_PKEY *pkey, enum form form)
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

static inline bool verifies_message(struct fixture *fixture, const char *method,
				    const struct tc_public_key *key,
				    const struct support_bytes *bytes, const void *text,
				    size_t length)
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

static inline bool verifies(struct fixture *fixture, const char *method,
			    const struct tc_public_key *key, const struct support_bytes *bytes)
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

static inline struct specimen make_specimen(struct fixture *fixture, const struct scheme *scheme)
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

#endif
