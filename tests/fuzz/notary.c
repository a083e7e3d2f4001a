/* SPDX-License-Identifier: Apache-2.0 */
#include "notary.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

json_t *notary_load(struct tree *tree, const char *role)
{
	char name[600];
	(void)snprintf(name, sizeof(name), "%s.json", role);
	const struct tree_entry *entry = tree_find(tree, name);
	return entry ? json_loadb((const char *)entry->bytes, entry->length, 0, NULL) : NULL;
}

json_t *notary_get(const json_t *value, const char *name, ...)
{
	va_list names;
	va_start(names, name);
	for (; name && value; name = va_arg(names, const char *))
		value = json_object_get(value, name);
	va_end(names);
	return (json_t *)value;
}

unsigned char *notary_decode(const char *base64, size_t *ret_length)
{
	size_t length = strlen(base64);
	unsigned char *bytes = malloc(length + 1);
	FUZZ_HOLDS(bytes);
	int count = length % 4 == 0
			    ? EVP_DecodeBlock(bytes, (const unsigned char *)base64, (int)length)
			    : -1;
	if (count < 0) {
		free(bytes);
		return NULL;
	}
	/* it counts the padding too */
	for (size_t i = length; i > 0 && base64[i - 1] == '='; i--)
		count--;
	*ret_length = count > 0 ? (size_t)count : 0;
	return bytes;
}

char *notary_encode(const unsigned char *bytes, size_t length)
{
	char *base64 = malloc((length + 2) / 3 * 4 + 1);
	FUZZ_HOLDS(base64);
	(void)EVP_EncodeBlock((unsigned char *)base64, bytes, (int)length);
	return base64;
}

/* ---- who may sign ---- */

static json_t *find_delegation(const json_t *document, const char *role)
{
	json_t *found = NULL;
	json_t *roles = notary_get(document, "signed", "delegations", "roles", NULL);
	for (size_t i = 0; i < json_array_size(roles); i++) {
		json_t *item = json_array_get(roles, i);
		const char *name = json_string_value(json_object_get(item, "name"));
		if (!name || strcmp(name, role) != 0)
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

json_t *notary_find_definition(struct tree *tree, const char *role, json_t **ret_keys,
			       json_t **ret_role)
{
	const char *slash = strrchr(role, '/');
	char *parent = slash ? strndup(role, (size_t)(slash - role)) : strdup("root");
	json_t *document = notary_load(tree, parent);
	free(parent);
	*ret_keys = slash ? notary_get(document, "signed", "delegations", "keys", NULL)
			  : notary_get(document, "signed", "keys", NULL);
	*ret_role = slash ? find_delegation(document, role)
			  : notary_get(document, "signed", "roles", role, NULL);
	return document;
}

/* ---- keys ---- */

static EVP_PKEY *decode_pem(const unsigned char *bytes, size_t length, bool is_certificate)
{
	BIO *memory = BIO_new_mem_buf(bytes, (int)length);
	EVP_PKEY *key = NULL;
	if (is_certificate) {
		X509 *x509 = PEM_read_bio_X509(memory, NULL, NULL, NULL);
		key = x509 ? X509_get_pubkey(x509) : NULL;
		X509_free(x509);
	} else {
		key = PEM_read_bio_PUBKEY(memory, NULL, NULL, NULL);
	}
	BIO_free(memory);
	ERR_clear_error();
	return key;
}

EVP_PKEY *notary_decode_key(const json_t *key)
{
	const char *type = json_string_value(json_object_get(key, "keytype"));
	const char *base64 = json_string_value(notary_get(key, "keyval", "public", NULL));
	size_t length = 0;
	unsigned char *bytes = type && base64 ? notary_decode(base64, &length) : NULL;
	if (!bytes)
		return NULL;
	EVP_PKEY *decoded = NULL;
	const unsigned char *end = bytes;
	if (strcmp(type, "ed25519") == 0)
		decoded = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes, length);
	else if (strstr(type, "x509"))
		decoded = decode_pem(bytes, length, true);
	else if (memmem(bytes, length, "-----BEGIN", 10))
		decoded = decode_pem(bytes, length, false);
	else
		decoded = d2i_PUBKEY(NULL, &end, (long)length);
	free(bytes);
	ERR_clear_error();
	return decoded;
}

EVP_PKEY *notary_decode_root_key(const json_t *key)
{
	const char *base64 = json_string_value(notary_get(key, "keyval", "public", NULL));
	size_t length = 0;
	unsigned char *bytes = base64 ? notary_decode(base64, &length) : NULL;
	EVP_PKEY *decoded = bytes ? decode_pem(bytes, length, true) : NULL;
	free(bytes);
	return decoded;
}

char *notary_compute_key_id(const json_t *key)
{
	json_t *bare =
		json_pack("{s:O, s:{s:n, s:O}}", "keytype", json_object_get(key, "keytype"),
			  "keyval", "private", "public", notary_get(key, "keyval", "public", NULL));
	if (!bare)
		return NULL;
	size_t length;
	char *form = fuzz_canonical(bare, false, &length);
	unsigned char digest[SHA256_DIGEST_LENGTH];
	(void)SHA256((const unsigned char *)form, length, digest);
	free(form);
	json_decref(bare);
	char *id = malloc(2 * sizeof(digest) + 1);
	FUZZ_HOLDS(id);
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(id + 2 * i, 3, "%02x", digest[i]);
	return id;
}

/* ---- signatures ---- */

/* r and s, each as long as the curve's field, as the DER that OpenSSL takes. */
static unsigned char *to_der(EVP_PKEY *key, const unsigned char *bytes, size_t length,
			     int *ret_length)
{
	size_t half = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
	if (length != 2 * half)
		return NULL;
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(bytes, (int)half, NULL);
	BIGNUM *s = BN_bin2bn(bytes + half, (int)half, NULL);
	FUZZ_HOLDS(signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1);
	unsigned char *der = NULL;
	*ret_length = i2d_ECDSA_SIG(signature, &der);
	ECDSA_SIG_free(signature);
	return der;
}

static unsigned char *from_der(EVP_PKEY *key, const unsigned char *der, size_t length,
			       size_t *ret_length)
{
	size_t half = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)length);
	unsigned char *bytes = malloc(2 * half);
	FUZZ_HOLDS(signature && bytes);
	FUZZ_HOLDS(BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes, (int)half) == (int)half);
	FUZZ_HOLDS(BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes + half, (int)half) == (int)half);
	ECDSA_SIG_free(signature);
	*ret_length = 2 * half;
	return bytes;
}

static bool set_pss(EVP_PKEY_CTX *context, int salt)
{
	return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
}

static bool verify_bytes(EVP_PKEY *key, const char *method, const unsigned char *sig,
			 size_t sig_length, const void *bytes, size_t length)
{
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	EVP_PKEY_CTX *context = NULL; /* the digest's */
	bool is_ed25519 = strcasecmp(method, "eddsa") == 0;
	bool is_pycrypto = strcasecmp(method, "pycrypto-pkcs#1 pss") == 0;
	bool is_pss = is_pycrypto || strcasecmp(method, "rsapss") == 0;
	bool good = EVP_DigestVerifyInit(digest, &context, is_ed25519 ? NULL : EVP_sha256(), NULL,
					 key) == 1;
	if (good && is_pss)
		good = set_pss(context, is_pycrypto ? RSA_PSS_SALTLEN_AUTO : 32);
	good = good && EVP_DigestVerify(digest, sig, sig_length, bytes, length) == 1;
	EVP_MD_CTX_free(digest);
	ERR_clear_error();
	return good;
}

bool notary_verify(EVP_PKEY *key, const json_t *signature, const void *bytes, size_t length)
{
	const char *method = json_string_value(json_object_get(signature, "method"));
	const char *base64 = json_string_value(json_object_get(signature, "sig"));
	if (!key || !method || !base64)
		return false;
	int kind = EVP_PKEY_get_base_id(key);
	bool is_ecdsa = strcasecmp(method, "ecdsa") == 0;
	bool is_ed25519 = strcasecmp(method, "eddsa") == 0;
	int wanted = is_ecdsa ? EVP_PKEY_EC : is_ed25519 ? EVP_PKEY_ED25519 : EVP_PKEY_RSA;
	bool is_known = is_ecdsa || is_ed25519 || strcasecmp(method, "rsapss") == 0 ||
			strcasecmp(method, "rsapkcs1v15") == 0 ||
			strcasecmp(method, "pycrypto-pkcs#1 pss") == 0;
	size_t sig_length = 0;
	unsigned char *sig = kind == wanted && is_known ? notary_decode(base64, &sig_length) : NULL;
	if (sig && is_ecdsa) {
		int der_length = 0;
		unsigned char *der = to_der(key, sig, sig_length, &der_length);
		free(sig);
		sig = der ? fuzz_copy(der, (size_t)der_length, false) : NULL;
		sig_length = (size_t)der_length;
		OPENSSL_free(der);
	}
	bool good = sig && verify_bytes(key, method, sig, sig_length, bytes, length);
	free(sig);
	return good;
}

static json_t *make_signature(EVP_PKEY *key, const char *method, const char *key_id,
			      unsigned char *sig, size_t length)
{
	bool is_ecdsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_EC;
	unsigned char *plain = is_ecdsa ? from_der(key, sig, length, &length) : NULL;
	char *base64 = notary_encode(plain ? plain : sig, length);
	json_t *signature =
		json_pack("{s:s, s:s, s:s}", "keyid", key_id, "method", method, "sig", base64);
	free(base64);
	free(plain);
	return signature;
}

/* RSA has two methods; it depends on what is signed which of them is taken. */
static const char *choose_method(EVP_PKEY *key, size_t length)
{
	int kind = EVP_PKEY_get_base_id(key);
	if (kind == EVP_PKEY_EC)
		return "ecdsa";
	if (kind == EVP_PKEY_ED25519)
		return "eddsa";
	return length % 2 ? "rsapkcs1v15" : "rsapss";
}

json_t *notary_sign(EVP_PKEY *key, const char *key_id, const void *bytes, size_t length)
{
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	EVP_PKEY_CTX *context = NULL; /* the digest's */
	const char *method = choose_method(key, length);
	const EVP_MD *hash = strcmp(method, "eddsa") == 0 ? NULL : EVP_sha256();
	unsigned char sig[2048];
	size_t sig_length = sizeof(sig);
	bool good = EVP_DigestSignInit(digest, &context, hash, NULL, key) == 1;
	if (good && strcmp(method, "rsapss") == 0)
		good = set_pss(context, 32);
	good = good && EVP_DigestSign(digest, sig, &sig_length, bytes, length) == 1;
	EVP_MD_CTX_free(digest);
	ERR_clear_error();
	return good ? make_signature(key, method, key_id, sig, sig_length) : NULL;
}
