/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each call of OpenSSL that the verification of one signature makes goes wrong
 * in turn, in each way in which it can say so. A signature that is right is
 * then refused, or the lack of memory is said; it is never taken.
 */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#include "verify/signature.h"
#include "verify_support.h"

static const char message[] = "{\"_type\":\"Targets\",\"version\":1}";

/* ---- calls that go wrong ---- */

static struct {
	bool is_on;
	size_t count;  /* calls while it is on */
	size_t victim; /* number of the first that goes wrong; 0: none */
	const char *name; /* its function; all calls of that go wrong then, for one is tried again */
	int answer; /* of one that answers with a number; others answer NULL */
} trap;

static bool goes_wrong(const char *name)
{
	if (!trap.is_on)
		return false;
	trap.count++;
	if (trap.count == trap.victim)
		trap.name = name;
	return trap.name && strcmp(trap.name, name) == 0;
}

/* A function that answers with a number: 1 is success. */
#define WRAP_NUMBER(name, parameters, arguments)                                                   \
	int __real_##name parameters;                                                              \
	int __wrap_##name parameters;                                                              \
	int __wrap_##name parameters                                                               \
	{                                                                                          \
		return goes_wrong(#name) ? trap.answer : __real_##name arguments;                  \
	}

/* One that makes something. */
#define WRAP_MAKER(type, name, parameters, arguments)                                              \
	type *__real_##name parameters;                                                            \
	type *__wrap_##name parameters;                                                            \
	type *__wrap_##name parameters                                                             \
	{                                                                                          \
		return goes_wrong(#name) ? NULL : __real_##name arguments;                         \
	}

WRAP_MAKER(EVP_PKEY_CTX, EVP_PKEY_CTX_new, (EVP_PKEY * key, ENGINE *engine), (key, engine))
WRAP_MAKER(ECDSA_SIG, ECDSA_SIG_new, (void), ())
WRAP_MAKER(BIGNUM, BN_bin2bn, (const unsigned char *bytes, int length, BIGNUM *number),
           (bytes, length, number))
WRAP_NUMBER(ECDSA_SIG_set0, (ECDSA_SIG * pair, BIGNUM *r, BIGNUM *s), (pair, r, s))
WRAP_NUMBER(EVP_PKEY_verify_init, (EVP_PKEY_CTX * context), (context))
WRAP_NUMBER(EVP_PKEY_CTX_set_rsa_padding, (EVP_PKEY_CTX * context, int padding), (context, padding))
WRAP_NUMBER(EVP_PKEY_CTX_set_signature_md, (EVP_PKEY_CTX * context, const EVP_MD *digest),
            (context, digest))
WRAP_NUMBER(EVP_PKEY_CTX_set_rsa_mgf1_md, (EVP_PKEY_CTX * context, const EVP_MD *digest),
            (context, digest))
WRAP_NUMBER(EVP_PKEY_CTX_set_rsa_pss_saltlen, (EVP_PKEY_CTX * context, int length),
            (context, length))
WRAP_NUMBER(EVP_PKEY_verify,
            (EVP_PKEY_CTX * context, const unsigned char *signature, size_t length,
             const unsigned char *digest, size_t digest_length),
            (context, signature, length, digest, digest_length))

int __real_i2d_ECDSA_SIG(const ECDSA_SIG *pair, unsigned char **ret_der);
int __wrap_i2d_ECDSA_SIG(const ECDSA_SIG *pair, unsigned char **ret_der);
int __wrap_i2d_ECDSA_SIG(const ECDSA_SIG *pair, unsigned char **ret_der)
{
	/* its answer is a length: 0 and below are failures */
	return goes_wrong("i2d_ECDSA_SIG") ? -1 : __real_i2d_ECDSA_SIG(pair, ret_der);
}

/* ---- one signature ---- */

struct specimen {
	struct tuf_arena arena;
	struct tc_key_ring ring;
	const struct tc_public_key *key;
	struct tc_message message;
	struct tuf_signature signature;
};

static void specimen_init(struct specimen *specimen, const char *method, EVP_PKEY *pkey)
{
	*specimen = (struct specimen){.message = {.bytes = message, .length = strlen(message)}};
	specimen->ring.arena = &specimen->arena;
	const struct tuf_key key = support_bare_key(&specimen->arena, pkey);
	assert_int_equal(tc_key_ring_get(&specimen->ring, &key, &specimen->key), TUF_OK);
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_SHA256, message, strlen(message),
	                                    specimen->message.sha256),
	                 TUF_OK);
	const struct support_bytes bytes =
		support_sign(&specimen->arena, method, pkey, message, strlen(message));
	specimen->signature = (struct tuf_signature){.key_id = specimen->key->id,
	                                             .method = method,
	                                             .bytes = bytes.at,
	                                             .length = bytes.length};
}

static void specimen_clear(struct specimen *specimen)
{
	tc_key_ring_clear(&specimen->ring);
	tuf_arena_clear(&specimen->arena);
}

static enum tuf_result verify(const struct specimen *specimen, size_t victim, int answer)
{
	const char *reason = NULL;
	trap.count = 0;
	trap.victim = victim;
	trap.name = NULL;
	trap.answer = answer;
	trap.is_on = true;
	enum tuf_result result = tc_signature_verify(&specimen->signature, specimen->key,
	                                             &specimen->message, &reason);
	trap.is_on = false;
	if (result == TUF_INVALID)
		assert_string_equal(reason, "the signature does not verify");
	/* nothing is left for the next one to stumble over */
	assert_int_equal(ERR_peek_error(), 0);
	return result;
}

/* calls: how many the verification makes. */
static void check_every_call(const char *method, EVP_PKEY *pkey, size_t calls)
{
	static const int answers[] = {0, -1, -2, 2};
	struct specimen specimen;
	specimen_init(&specimen, method, pkey);
	assert_int_equal(verify(&specimen, 0, 0), TUF_OK);
	assert_int_equal(trap.count, calls);
	for (size_t victim = 1; victim <= calls; victim++)
		for (size_t i = 0; i < COUNT_OF(answers); i++)
			if (verify(&specimen, victim, answers[i]) == TUF_OK)
				fail_msg("%s: taken though call %zu answered %d", method, victim,
				         answers[i]);
	assert_int_equal(verify(&specimen, 0, 0), TUF_OK);
	specimen_clear(&specimen);
}

static void test_signature_ecdsa_with_a_call_gone_wrong_is_not_taken(void **state)
{
	(void)state;
	check_every_call("ecdsa", support_pkey(SUPPORT_P256, 0), 8);
}

static void test_signature_pss_with_a_call_gone_wrong_is_not_taken(void **state)
{
	(void)state;
	check_every_call("rsapss", support_pkey(SUPPORT_RSA2048, 0), 7);
}

static void test_signature_pkcs1_with_a_call_gone_wrong_is_not_taken(void **state)
{
	(void)state;
	check_every_call("rsapkcs1v15", support_pkey(SUPPORT_RSA2048, 0), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signature_ecdsa_with_a_call_gone_wrong_is_not_taken),
		cmocka_unit_test(test_signature_pss_with_a_call_gone_wrong_is_not_taken),
		cmocka_unit_test(test_signature_pkcs1_with_a_call_gone_wrong_is_not_taken),
	};
	return cmocka_run_group_tests_name("verify_signature_failure", tests, NULL, support_clear_keys);
}
