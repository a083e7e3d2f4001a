/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys, signatures and certificates.
 */
#include "verify_support.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_OF_EACH 24

/* ---- keys ---- */

static EVP_PKEY *pool[SUPPORT_ALGORITHM_COUNT][KEYS_OF_EACH];

static EVP_PKEY *generate_rsa(const char *exponent)
{
	BIGNUM *number = NULL;
	assert_true(BN_dec2bn(&number, exponent) > 0);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	assert_int_equal(EVP_PKEY_keygen_init(context), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048), 1);
	assert_int_equal(EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number), 1);
	EVP_PKEY *pkey = NULL;
	assert_int_equal(EVP_PKEY_generate(context, &pkey), 1);
	EVP_PKEY_CTX_free(context);
	BN_free(number);
	return pkey;
}

static EVP_PKEY *generate(enum support_algorithm algorithm)
{
	switch (algorithm) {
	case SUPPORT_P224:
		return EVP_EC_gen("P-224");
	case SUPPORT_P256:
		return EVP_EC_gen("P-256");
	case SUPPORT_P384:
		return EVP_EC_gen("P-384");
	case SUPPORT_P521:
		return EVP_EC_gen("P-521");
	case SUPPORT_RSA1024:
		return EVP_RSA_gen(1024U);
	case SUPPORT_RSA2047:
		return EVP_RSA_gen(2047U);
	case SUPPORT_RSA2048:
		return EVP_RSA_gen(2048U);
	case SUPPORT_RSA2049:
		return EVP_RSA_gen(2049U);
	case SUPPORT_RSA3072:
		return EVP_RSA_gen(3072U);
	case SUPPORT_RSA2048_E3:
		return generate_rsa("3");
	case SUPPORT_RSA2048_E33:
		return generate_rsa("4294967297");
	case SUPPORT_ED25519:
		return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	case SUPPORT_ALGORITHM_COUNT:
		break;
	}
	return NULL;
}

static EVP_PKEY *read_key(const char *path)
{
	FILE *file = fopen(path, "r");
	if (!file)
		return NULL;
	EVP_PKEY *pkey = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	assert_int_equal(fclose(file), 0);
	return pkey;
}

static void write_key(const char *path, const EVP_PKEY *pkey)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(PEM_write_PrivateKey(file, pkey, NULL, NULL, 0, NULL, NULL), 1);
	assert_int_equal(fclose(file), 0);
}

/* The environment may name a folder that keeps keys from one program to the next, which saves time. */
static EVP_PKEY *make_pkey(enum support_algorithm algorithm, size_t number)
{
	const char *folder = getenv("TUFCHECK_TEST_KEYS");
	if (!folder)
		return generate(algorithm);
	char path[256];
	int length = snprintf(path, sizeof(path), "%s/%d-%zu.pem", folder, (int)algorithm, number);
	assert_in_range(length, 1, sizeof(path) - 1);
	EVP_PKEY *pkey = read_key(path);
	if (!pkey) {
		pkey = generate(algorithm);
		write_key(path, pkey);
	}
	return pkey;
}

EVP_PKEY *support_pkey(enum support_algorithm algorithm, size_t number)
{
	assert_true(algorithm < SUPPORT_ALGORITHM_COUNT && number < KEYS_OF_EACH);
	if (!pool[algorithm][number])
		pool[algorithm][number] = make_pkey(algorithm, number);
	assert_non_null(pool[algorithm][number]);
	return pool[algorithm][number];
}

void support_clear(void)
{
	for (size_t i = 0; i < SUPPORT_ALGORITHM_COUNT; i++)
		for (size_t j = 0; j < KEYS_OF_EACH; j++) {
			EVP_PKEY_free(pool[i][j]);
			pool[i][j] = NULL;
		}
}

int support_clear_keys(void **state)
{
	(void)state;
	support_clear();
	return 0;
}

struct support_bytes support_copy(struct tuf_arena *arena, const void *bytes, size_t length)
{
	struct support_bytes result = {.at = tuf_arena_take(arena, length), .length = length};
	assert_non_null(result.at);
	memcpy(result.at, bytes, length);
	return result;
}

struct tuf_key support_make_key(struct tuf_arena *arena, const char *type_name, const void *bytes,
                                size_t length)
{
	static const struct {
		const char *name;
		enum tuf_key_type type;
	} types[] = {
		{"ecdsa", TUF_KEY_ECDSA},     {"ecdsa-x509", TUF_KEY_ECDSA_X509},
		{"rsa", TUF_KEY_RSA},         {"rsa-x509", TUF_KEY_RSA_X509},
		{"ed25519", TUF_KEY_ED25519},
	};
	struct tuf_key key = {.type_name = type_name,
	                      .public_bytes = support_copy(arena, bytes, length).at,
	                      .public_length = length};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, type_name) == 0)
			key.type = types[i].type;
	assert_int_equal(tuf_key_compute_id(arena, type_name, bytes, length, &key.id), TUF_OK);
	key.listed_id = key.id;
	return key;
}

struct tuf_key support_bare_key(struct tuf_arena *arena, EVP_PKEY *pkey)
{
	unsigned char raw[32];
	size_t raw_length = sizeof(raw);
	if (EVP_PKEY_is_a(pkey, "ED25519")) {
		assert_int_equal(EVP_PKEY_get_raw_public_key(pkey, raw, &raw_length), 1);
		return support_make_key(arena, "ed25519", raw, raw_length);
	}
	unsigned char *der = NULL;
	int length = i2d_PUBKEY(pkey, &der);
	assert_true(length > 0);
	struct tuf_key key = support_make_key(arena, EVP_PKEY_is_a(pkey, "RSA") ? "rsa" : "ecdsa",
	                                      der, (size_t)length);
	OPENSSL_free(der);
	return key;
}

static struct support_bytes take_memory(struct tuf_arena *arena, BIO *memory)
{
	char *bytes = NULL;
	long length = BIO_get_mem_data(memory, &bytes);
	assert_true(length > 0);
	struct support_bytes result = {
		.at = (unsigned char *)tuf_arena_copy_text(arena, bytes, (size_t)length),
		.length = (size_t)length};
	assert_non_null(result.at);
	BIO_free(memory);
	return result;
}

struct tuf_key support_pem_key(struct tuf_arena *arena, EVP_PKEY *pkey)
{
	BIO *memory = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_PUBKEY(memory, pkey), 1);
	struct support_bytes pem = take_memory(arena, memory);
	return support_make_key(arena, "rsa", pem.at, pem.length);
}

struct tuf_key support_x509_key(struct tuf_arena *arena, EVP_PKEY *pkey, const char *bundle)
{
	const char *type = EVP_PKEY_is_a(pkey, "RSA") ? "rsa-x509" : "ecdsa-x509";
	return support_make_key(arena, type, bundle, strlen(bundle));
}

/* ---- signatures ---- */

const char *support_method_of(EVP_PKEY *pkey)
{
	if (EVP_PKEY_is_a(pkey, "RSA"))
		return "rsapss";
	return EVP_PKEY_is_a(pkey, "ED25519") ? "eddsa" : "ecdsa";
}

static struct support_bytes sign(struct tuf_arena *arena, EVP_PKEY *pkey, const EVP_MD *digest,
                                 const struct support_rsa *rsa, const void *message, size_t length)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options = NULL; /* borrowed from context */
	assert_int_equal(EVP_DigestSignInit(context, &options, digest, NULL, pkey), 1);
	if (rsa) {
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(options, rsa->padding), 1);
		if (rsa->padding == RSA_PKCS1_PSS_PADDING) {
			assert_int_equal(EVP_PKEY_CTX_set_rsa_mgf1_md(options, rsa->mask), 1);
			assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, rsa->salt), 1);
		}
	}
	unsigned char bytes[1024];
	size_t size = sizeof(bytes);
	assert_int_equal(EVP_DigestSign(context, bytes, &size, message, length), 1);
	EVP_MD_CTX_free(context);
	return support_copy(arena, bytes, size);
}

struct support_bytes support_sign_rsa(struct tuf_arena *arena, const struct support_rsa *how,
                                      EVP_PKEY *pkey, const void *message, size_t length)
{
	return sign(arena, pkey, how->digest, how, message, length);
}

struct support_bytes support_sign_der(struct tuf_arena *arena, EVP_PKEY *pkey, const void *message,
                                      size_t length)
{
	return sign(arena, pkey, EVP_sha256(), NULL, message, length);
}

static struct support_bytes sign_raw(struct tuf_arena *arena, EVP_PKEY *pkey, const void *message,
                                     size_t length)
{
	struct support_bytes der = support_sign_der(arena, pkey, message, length);
	const unsigned char *end = der.at;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &end, (long)der.length);
	assert_non_null(pair);
	int half = (EVP_PKEY_get_bits(pkey) + 7) / 8;
	struct support_bytes raw = {.at = tuf_arena_take(arena, (size_t)half * 2),
	                            .length = (size_t)half * 2};
	assert_non_null(raw.at);
	assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw.at, half), half);
	assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw.at + half, half), half);
	ECDSA_SIG_free(pair);
	return raw;
}

struct support_bytes support_sign(struct tuf_arena *arena, const char *method, EVP_PKEY *pkey,
                                  const void *message, size_t length)
{
	const struct support_rsa pss = {.padding = RSA_PKCS1_PSS_PADDING,
	                                .digest = EVP_sha256(),
	                                .mask = EVP_sha256(),
	                                .salt = 32};
	const struct support_rsa pkcs1 = {.padding = RSA_PKCS1_PADDING, .digest = EVP_sha256()};
	if (strcmp(method, "ecdsa") == 0)
		return sign_raw(arena, pkey, message, length);
	if (strcmp(method, "eddsa") == 0)
		return sign(arena, pkey, NULL, NULL, message, length);
	if (strcmp(method, "rsapkcs1v15") == 0)
		return support_sign_rsa(arena, &pkcs1, pkey, message, length);
	assert_true(strcmp(method, "rsapss") == 0 || strcmp(method, "pycrypto-pkcs#1 pss") == 0);
	return support_sign_rsa(arena, &pss, pkey, message, length);
}

/* ---- certificates ---- */

static void set_name(X509_NAME *name, const char *common_name)
{
	if (common_name)
		assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		                                            (const unsigned char *)common_name, -1,
		                                            -1, 0),
		                 1);
}

static void set_time(ASN1_TIME *field, int64_t seconds, int64_t otherwise)
{
	assert_non_null(ASN1_TIME_set(field, (time_t)(seconds ? seconds : otherwise)));
}

static void add_extension(X509 *x509, int kind, const char *value)
{
	X509V3_CTX context;
	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
	assert_non_null(extension);
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static void set_serial(X509 *x509, const char *digits)
{
	BIGNUM *number = NULL;
	assert_true(BN_hex2bn(&number, digits) > 0);
	assert_non_null(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)));
	BN_free(number);
}

const char *support_certificate(struct tuf_arena *arena,
                                const struct support_certificate *certificate)
{
	static long serial = 1000;
	X509 *x509 = X509_new();
	assert_non_null(x509);
	const long version = certificate->is_v1 ? X509_VERSION_1 : X509_VERSION_3;
	assert_int_equal(X509_set_version(x509, version), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial), 1);
	if (certificate->serial)
		set_serial(x509, certificate->serial);
	set_name(X509_get_subject_name(x509), certificate->name);
	set_name(X509_get_issuer_name(x509),
	         certificate->issuer ? certificate->issuer : certificate->name);
	set_time(X509_getm_notBefore(x509), certificate->not_before, SUPPORT_NOT_BEFORE);
	set_time(X509_getm_notAfter(x509), certificate->not_after, SUPPORT_NOT_AFTER);
	assert_int_equal(X509_set_pubkey(x509, certificate->key), 1);
	const char *constraints = certificate->ca ? "critical,CA:TRUE" : "critical,CA:FALSE";
	if (certificate->constraints)
		constraints = certificate->constraints;
	if (constraints[0])
		add_extension(x509, NID_basic_constraints, constraints);
	for (size_t i = 0; i < COUNT_OF(certificate->extensions); i++)
		if (certificate->extensions[i].kind != 0)
			add_extension(x509, certificate->extensions[i].kind,
			              certificate->extensions[i].value);
	EVP_PKEY *signer = certificate->issuer_key ? certificate->issuer_key : certificate->key;
	const EVP_MD *digest = certificate->sha1 ? EVP_sha1() : EVP_sha256();
	assert_true(X509_sign(x509, signer, EVP_PKEY_is_a(signer, "ED25519") ? NULL : digest) > 0);
	BIO *memory = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509(memory, x509), 1);
	X509_free(x509);
	return (const char *)take_memory(arena, memory).at;
}
