/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/openssl.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "verify/tufcheck.h"
#include "verify/shared_pkey.h"


/* More than any one request of a verification. */
#define PROBE_BYTES 4096

enum tuf_result tc_openssl_fail(void)
{
	bool out_of_memory = false;
	for (unsigned long error = ERR_get_error(); error != 0; error = ERR_get_error())
		if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE)
			out_of_memory = true;
	/* without memory it cannot even note the reason */
	void *probe = OPENSSL_malloc(PROBE_BYTES);
	OPENSSL_free(probe);
	return out_of_memory || !probe ? TUF_NO_MEMORY : TUF_INVALID;
}

static X509 *decode_certificate(const unsigned char *der, size_t length)
{
	const unsigned char *end = der;
	X509 *certificate = d2i_X509(NULL, &end, (long)length);
	if (certificate && end == der + length)
		return certificate;
	X509_free(certificate);
	return NULL;
}

X509 *tc_openssl_decode_certificate(const unsigned char *der, size_t length)
{
	X509 *certificate = decode_certificate(der, length);
	return certificate ? certificate : decode_certificate(der, length);
}

static X509_NAME *decode_name(const unsigned char *der, size_t length)
{
	const unsigned char *end = der;
	X509_NAME *name = d2i_X509_NAME(NULL, &end, (long)length);
	if (name && end == der + length)
		return name;
	X509_NAME_free(name);
	return NULL;
}

X509_NAME *tc_openssl_decode_name(const unsigned char *der, size_t length)
{
	X509_NAME *name = decode_name(der, length);
	return name ? name : decode_name(der, length);
}

static X509_ALGOR *decode_algorithm(const struct tc_der *identifier)
{
	const unsigned char *end = identifier->at;
	X509_ALGOR *algorithm = d2i_X509_ALGOR(NULL, &end, (long)identifier->length);
	if (algorithm && end == identifier->at + identifier->length)
		return algorithm;
	X509_ALGOR_free(algorithm);
	return NULL;
}

X509_ALGOR *tc_openssl_decode_algorithm(const struct tc_der *identifier)
{
	X509_ALGOR *algorithm = decode_algorithm(identifier);
	return algorithm ? algorithm : decode_algorithm(identifier);
}

/* ---- public keys ---- */

struct held_key {
	const unsigned char *spki;
	size_t length;
	EVP_PKEY *pkey;
};

static int compare_held(const void *left, const void *right)
{
	const struct held_key *one = left;
	const struct held_key *other = right;
	if (one->length != other->length)
		return one->length < other->length ? -1 : 1;
	return memcmp(one->spki, other->spki, one->length);
}

static EVP_PKEY *make_pkey(const char *type, OSSL_PARAM *parameters)
{
	EVP_PKEY *pkey = NULL;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	if (context && EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters);
	EVP_PKEY_CTX_free(context);
	return pkey;
}

/* That the point is on the curve, OpenSSL sees to. */
static EVP_PKEY *make_ecdsa(const struct tc_public_facts *facts)
{
	/* both are only read */
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)facts->curve, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)facts->point.at,
	                                          facts->point.length),
		OSSL_PARAM_construct_end()};
	return make_pkey("EC", parameters);
}

static EVP_PKEY *make_rsa(const struct tc_public_facts *facts)
{
	/* OpenSSL wants the order of the machine */
	unsigned char modulus[TUF_MAX_RSA_BITS / 8];
	uint64_t exponent = facts->rsa_exponent;
	size_t length = facts->modulus.length;
	BIGNUM *number = BN_bin2bn(facts->modulus.at, (int)length, NULL);
	EVP_PKEY *pkey = NULL;
	if (number && BN_bn2nativepad(number, modulus, (int)length) == (int)length) {
		OSSL_PARAM parameters[] = {
			OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus, length),
			OSSL_PARAM_construct_uint64(OSSL_PKEY_PARAM_RSA_E, &exponent),
			OSSL_PARAM_construct_end()};
		pkey = make_pkey("RSA", parameters);
	}
	BN_free(number);
	return pkey;
}

/* To copy a key spares the making of its curve, which costs more than all else of it. */
static EVP_PKEY *make_alike(EVP_PKEY *other, const struct tc_public_facts *facts)
{
	EVP_PKEY *pkey = EVP_PKEY_dup(other);
	if (pkey && EVP_PKEY_set1_encoded_public_key(pkey, facts->point.at, facts->point.length) == 1)
		return pkey;
	EVP_PKEY_free(pkey);
	return NULL;
}

/* A key of any repository with that curve stands under the curve's name, which no key's bytes are. */
static EVP_PKEY *make_on_curve(const struct tc_pkeys *pkeys, const struct tc_public_facts *facts)
{
	if (pkeys->ecdsa && strcmp(pkeys->curve, facts->curve) == 0)
		return make_alike(pkeys->ecdsa, facts);
	size_t length = strlen(facts->curve);
	EVP_PKEY *other = tc_pkey_find_shared(pkeys->store, facts->curve, length);
	EVP_PKEY *pkey = other ? make_alike(other, facts) : make_ecdsa(facts);
	if (pkey && !other)
		tc_pkey_share(pkeys->store, facts->curve, length, pkey);
	EVP_PKEY_free(other);
	return pkey;
}

static EVP_PKEY *make(const struct tc_pkeys *pkeys, const struct tc_public_facts *facts)
{
	return facts->algorithm == TC_PUBLIC_RSA ? make_rsa(facts) : make_on_curve(pkeys, facts);
}

/* What is wrong is wrong twice; what memory lacked for may not be. */
static EVP_PKEY *find_or_make(const struct tc_pkeys *pkeys, const struct tc_public_facts *facts)
{
	EVP_PKEY *pkey = tc_pkey_find_shared(pkeys->store, facts->spki, facts->spki_length);
	if (pkey)
		return pkey;
	pkey = make(pkeys, facts);
	if (!pkey)
		pkey = make(pkeys, facts);
	if (pkey)
		tc_pkey_share(pkeys->store, facts->spki, facts->spki_length, pkey);
	return pkey;
}

enum tuf_result tc_pkeys_get(struct tc_pkeys *pkeys, struct tuf_arena *arena,
                             const struct tc_public_facts *facts, EVP_PKEY **ret_pkey)
{
	const struct held_key wanted = {.spki = facts->spki, .length = facts->spki_length};
	struct held_key *const *found = tfind(&wanted, &pkeys->tree, compare_held);
	if (found) {
		*ret_pkey = (*found)->pkey;
		return TUF_OK;
	}
	struct held_key *made = tuf_arena_take(arena, sizeof(*made));
	if (!made)
		return TUF_NO_MEMORY;
	EVP_PKEY *pkey = find_or_make(pkeys, facts);
	if (!pkey)
		return tc_openssl_fail();
	ERR_clear_error();
	*made = (struct held_key){
		.spki = facts->spki, .length = facts->spki_length, .pkey = pkey};
	if (!tsearch(made, &pkeys->tree, compare_held)) {
		EVP_PKEY_free(pkey);
		return TUF_NO_MEMORY;
	}
	if (facts->algorithm == TC_PUBLIC_ECDSA) {
		pkeys->ecdsa = pkey;
		pkeys->curve = facts->curve;
	}
	*ret_pkey = pkey;
	return TUF_OK;
}

static void free_held(void *node)
{
	EVP_PKEY_free(((struct held_key *)node)->pkey);
}

void tc_pkeys_clear(struct tc_pkeys *pkeys)
{
	tdestroy(pkeys->tree, free_held);
	*pkeys = (struct tc_pkeys){.store = pkeys->store};
}

enum tufcheck_result tufcheck_openssl_trim(void)
{
	/* certificates name theirs by number, which OpenSSL looks up in the table left out */
	const EVP_MD *const named[] = {EVP_sha1(), EVP_sha224(), EVP_sha256(), EVP_sha384(),
	                               EVP_sha512()};
	const uint64_t left_out = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
	                          OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
	                          OPENSSL_INIT_NO_ATEXIT;
	if (OPENSSL_init_crypto(left_out, NULL) != 1)
		return TUFCHECK_NO_MEMORY;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (EVP_add_digest(named[i]) != 1)
			return TUFCHECK_NO_MEMORY;
	return TUFCHECK_OK;
}

/* Whether OpenSSL has all that a verification asks it for; it keeps what was asked for once. */
static bool fetch_all(void)
{
	static const char *const keys[] = {"EC", "RSA"};
	static const char *const signatures[] = {"ECDSA", "RSA"};
	bool is_ready = tuf_digest_prepare() == TUF_OK;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		EVP_KEYMGMT *key = EVP_KEYMGMT_fetch(NULL, keys[i], NULL);
		is_ready = is_ready && key;
		EVP_KEYMGMT_free(key);
	}
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		EVP_SIGNATURE *signature = EVP_SIGNATURE_fetch(NULL, signatures[i], NULL);
		is_ready = is_ready && signature;
		EVP_SIGNATURE_free(signature);
	}
	return is_ready;
}

/* Without its queue nobody could tell a lack of memory from what is wrong with the data. */
static bool can_note_errors(void)
{
	ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
	return ERR_peek_error() != 0;
}

enum tuf_result tc_openssl_init(void)
{
	if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, NULL) != 1)
		return TUF_NO_MEMORY;
	/* 3.0 itself goes on with a context that it could not make, and comes to grief */
	if (!OSSL_LIB_CTX_get0_global_default())
		return TUF_NO_MEMORY;
	bool is_ready = fetch_all() && can_note_errors();
	ERR_clear_error();
	return is_ready ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_openssl_enter(void)
{
	bool is_ready = can_note_errors();
	ERR_clear_error();
	return is_ready ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_openssl_init_paths(void)
{
	static const char *const digests[] = {"SHA1", "SHA256", "SHA384", "SHA512"};
	static const char *const keys[] = {"EC", "RSA"};
	bool is_ready = true;
	/* certificates find digests by their names, and keys by what decodes them */
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		is_ready = is_ready && EVP_get_digestbyname(digests[i]);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		OSSL_DECODER *decoder = OSSL_DECODER_fetch(
			NULL, keys[i], "input=der,structure=SubjectPublicKeyInfo");
		is_ready = is_ready && decoder;
		OSSL_DECODER_free(decoder);
	}
	ERR_clear_error();
	return is_ready ? TUF_OK : TUF_NO_MEMORY;
}
