/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/digest.h"

#include <openssl/evp.h>

#include "tests/unit/support.h"

/* ---- calls of libcrypto that fail ---- */

OSSL_LIB_CTX *__real_OSSL_LIB_CTX_get0_global_default(void);
OSSL_LIB_CTX *__wrap_OSSL_LIB_CTX_get0_global_default(void);
EVP_MD *__real_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *name, const char *properties);
EVP_MD *__wrap_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *name, const char *properties);
EVP_MD_CTX *__real_EVP_MD_CTX_new(void);
EVP_MD_CTX *__wrap_EVP_MD_CTX_new(void);
int __real_EVP_DigestInit_ex(EVP_MD_CTX *context, const EVP_MD *method, ENGINE *engine);
int __wrap_EVP_DigestInit_ex(EVP_MD_CTX *context, const EVP_MD *method, ENGINE *engine);
int __real_EVP_DigestUpdate(EVP_MD_CTX *context, const void *bytes, size_t length);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *bytes, size_t length);
int __real_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *bytes, unsigned int *length);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *bytes, unsigned int *length);

static size_t seen;
static size_t failing; /* number of the one that fails; 0: none */

static bool must_fail(void)
{
	return ++seen == failing;
}

static bool has_context;

OSSL_LIB_CTX *__wrap_OSSL_LIB_CTX_get0_global_default(void)
{
	OSSL_LIB_CTX *context = must_fail() ? NULL : __real_OSSL_LIB_CTX_get0_global_default();
	has_context = context != NULL;
	return context;
}

EVP_MD *__wrap_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *name, const char *properties)
{
	/* a context that could not be made is not asked for: 3.0 would come to grief */
	assert_true(has_context);
	return must_fail() ? NULL : __real_EVP_MD_fetch(context, name, properties);
}

EVP_MD_CTX *__wrap_EVP_MD_CTX_new(void)
{
	return must_fail() ? NULL : __real_EVP_MD_CTX_new();
}

int __wrap_EVP_DigestInit_ex(EVP_MD_CTX *context, const EVP_MD *method, ENGINE *engine)
{
	/* libcrypto reads both, and asks for neither */
	assert_non_null(context);
	assert_non_null(method);
	return must_fail() ? 0 : __real_EVP_DigestInit_ex(context, method, engine);
}

int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *bytes, size_t length)
{
	return must_fail() ? 0 : __real_EVP_DigestUpdate(context, bytes, length);
}

int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *bytes, unsigned int *length)
{
	return must_fail() ? 0 : __real_EVP_DigestFinal_ex(context, bytes, length);
}

static enum tuf_result digest_in_pieces(unsigned char *digest)
{
	struct tuf_digester *digester = tuf_digester_new(TUF_DIGEST_SHA512);
	if (!digester)
		return TUF_NO_MEMORY;
	enum tuf_result result = tuf_digester_add(digester, "ab", 2);
	if (result == TUF_OK)
		result = tuf_digester_add(digester, "c", 1);
	if (result == TUF_OK)
		result = tuf_digester_finish(digester, digest);
	tuf_digester_free(digester);
	return result;
}

/* It comes first: the method is fetched once. */
static void test_digester_with_a_call_that_fails_is_no_memory(void **state)
{
	(void)state;
	unsigned char digest[TUF_SHA512_BYTES];
	enum tuf_result result;
	size_t count = 0;
	do {
		seen = 0;
		failing = ++count;
		result = digest_in_pieces(digest);
		assert_int_equal(result, seen >= failing ? TUF_NO_MEMORY : TUF_OK);
	} while (result != TUF_OK);
	failing = 0;
	assert_true(count > 6);
	unsigned char whole[TUF_SHA512_BYTES];
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_SHA512, "abc", 3, whole), TUF_OK);
	assert_memory_equal(digest, whole, sizeof(whole));
}

/* The vectors of FIPS 180-4's examples, and the empty message; as coreutils' sha*sum prints them.
 */
static const char two_blocks[] = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoi"
				 "jklmnopjklmnopqklmnopqrlmn"
				 "opqrsmnopqrstnopqrstu";

static const struct {
	enum tuf_digest_algorithm algorithm;
	const char *message;
	const char *hex;
} vectors[] = {
	{TUF_DIGEST_SHA1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{TUF_DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
	{TUF_DIGEST_SHA1, two_blocks, "a49b2446a02c645bf419f995b67091253a04a259"},
	{TUF_DIGEST_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{TUF_DIGEST_SHA256, "abc",
	 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{TUF_DIGEST_SHA256, two_blocks,
	 "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
	{TUF_DIGEST_SHA512, "",
	 "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d28"
	 "77e"
	 "ec2f63b931bd47417a81a538327af927da3e"},
	{TUF_DIGEST_SHA512, "abc",
	 "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a"
	 "3fe"
	 "ebbd454d4423643ce80e2a9ac94fa54ca49f"},
	{TUF_DIGEST_SHA512, two_blocks,
	 "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec"
	 "4b5"
	 "433ac7d329eeb6dd26545e96e55b874be909"},
};

static void test_digest_format_known_messages_agree(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(vectors); i++)
		assert_string_equal(tuf_digest_format(&fixture->arena, vectors[i].algorithm,
						      vectors[i].message,
						      strlen(vectors[i].message)),
				    vectors[i].hex);
}

static void test_digest_format_a_million_letters_agrees(void **state)
{
	struct fixture *fixture = *state;
	enum { MILLION = 1000000 };
	char *letters = tuf_arena_take(&fixture->arena, MILLION);
	assert_non_null(letters);
	memset(letters, 'a', MILLION);
	assert_string_equal(tuf_digest_format(&fixture->arena, TUF_DIGEST_SHA256, letters, MILLION),
			    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_digest_compute_writes_its_size_and_no_more(void **state)
{
	(void)state;
	static const struct {
		enum tuf_digest_algorithm algorithm;
		size_t size;
		unsigned char first;
		unsigned char last;
	} rows[] = {
		{TUF_DIGEST_SHA1, 20, 0xa9, 0x9d},
		{TUF_DIGEST_SHA256, 32, 0xba, 0xad},
		{TUF_DIGEST_SHA512, 64, 0xdd, 0x9f},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned char digest[TUF_SHA512_BYTES + 1];
		memset(digest, 0x55, sizeof(digest));
		assert_int_equal(tuf_digest_compute(rows[i].algorithm, "abc", 3, digest), TUF_OK);
		assert_int_equal(tuf_digest_size(rows[i].algorithm), rows[i].size);
		assert_int_equal(digest[0], rows[i].first);
		assert_int_equal(digest[rows[i].size - 1], rows[i].last);
		for (size_t k = rows[i].size; k < sizeof(digest); k++)
			assert_int_equal(digest[k], 0x55);
	}
}

static void test_digest_message_with_nul_bytes_is_hashed_whole(void **state)
{
	struct fixture *fixture = *state;
	/* printf '\0' | sha256sum */
	assert_string_equal(tuf_digest_format(&fixture->arena, TUF_DIGEST_SHA256, "", 1),
			    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

static void test_digest_no_algorithm_cannot_be_computed(void **state)
{
	struct fixture *fixture = *state;
	unsigned char digest[TUF_SHA512_BYTES];
	assert_int_equal(tuf_digest_size(TUF_DIGEST_NONE), 0);
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_NONE, "abc", 3, digest), TUF_NO_MEMORY);
	assert_null(tuf_digest_format(&fixture->arena, TUF_DIGEST_NONE, "abc", 3));
}

static void test_digest_algorithm_out_of_range_cannot_be_computed(void **state)
{
	(void)state;
	const enum tuf_digest_algorithm unknown =
		(enum tuf_digest_algorithm)(TUF_DIGEST_SHA512 + 1);
	unsigned char digest[TUF_SHA512_BYTES];
	assert_int_equal(tuf_digest_size(unknown), 0);
	assert_int_equal(tuf_digest_compute(unknown, "abc", 3, digest), TUF_NO_MEMORY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digester_with_a_call_that_fails_is_no_memory),
		fixture_test(test_digest_format_known_messages_agree),
		fixture_test(test_digest_format_a_million_letters_agrees),
		cmocka_unit_test(test_digest_compute_writes_its_size_and_no_more),
		fixture_test(test_digest_message_with_nul_bytes_is_hashed_whole),
		fixture_test(test_digest_no_algorithm_cannot_be_computed),
		cmocka_unit_test(test_digest_algorithm_out_of_range_cannot_be_computed),
	};
	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
