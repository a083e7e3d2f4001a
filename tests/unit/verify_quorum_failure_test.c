/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures that could not be checked, because memory was lacking: none may
 * count, and the caller must learn of it. What checks ECDSA signatures, and
 * what makes digests, is the test's own.
 */
#include <string.h>

#include "verify/quorum.h"
#include "verify/signature.h"
#include "verify_support.h"

enum { MOST_CALLS = 4 };

/* What the checks of a signature answer, one after the other. */
static enum tuf_result answers[MOST_CALLS];
static size_t calls;
static enum tuf_result digest_answer;

enum tuf_result __wrap_tc_sig_ecdsa_verify(const struct tc_public_key *key,
                                           const struct tc_message *message,
                                           const unsigned char *bytes, size_t length,
                                           const char **ret_reason);
enum tuf_result __wrap_tuf_digest_compute(enum tuf_digest_algorithm algorithm, const void *bytes,
                                          size_t length, unsigned char *ret_digest);

enum tuf_result __wrap_tc_sig_ecdsa_verify(const struct tc_public_key *key,
                                           const struct tc_message *message,
                                           const unsigned char *bytes, size_t length,
                                           const char **ret_reason)
{
	(void)key;
	(void)message;
	(void)bytes;
	(void)length;
	assert_true(calls < MOST_CALLS);
	*ret_reason = "the test says so";
	return answers[calls++];
}

enum tuf_result __wrap_tuf_digest_compute(enum tuf_digest_algorithm algorithm, const void *bytes,
                                          size_t length, unsigned char *ret_digest)
{
	(void)algorithm;
	(void)bytes;
	(void)length;
	memset(ret_digest, 0, TUF_SHA256_BYTES);
	return digest_answer;
}

static int setup(void **state)
{
	(void)state;
	memset(answers, 0, sizeof(answers));
	calls = 0;
	digest_answer = TUF_OK;
	return 0;
}

static const struct tc_public_key key = {.id = "k", .type = TUF_KEY_ECDSA};
static const struct tuf_signature signatures[] = {{.key_id = "k", .method = "ecdsa"},
                                                  {.key_id = "k", .method = "ecdsa"}};

/* Of two signatures by the one key that there is. */
static enum tuf_result count(struct tc_quorum *ret_quorum)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_candidate candidate = {.key_id = "k", .key = &key};
	const struct tc_candidate_list list = {.items = &candidate, .count = 1};
	const struct tuf_envelope envelope = {.signatures = signatures,
	                                      .signature_count = COUNT_OF(signatures),
	                                      .signed_bytes = "{}",
	                                      .signed_length = 2};
	enum tuf_result result = tc_quorum_count(&arena, &envelope, &list, ret_quorum);
	tuf_arena_clear(&arena);
	return result;
}

static enum tuf_result verify(void)
{
	const struct tc_message message = {.bytes = "{}", .length = 2};
	const char *reason;
	return tc_signature_verify(&signatures[0], &key, &message, &reason);
}

static void test_quorum_of_checked_signatures_is_counted(void **state)
{
	(void)state;
	struct tc_quorum quorum;
	assert_int_equal(count(&quorum), TUF_OK);
	assert_int_equal(quorum.valid_count, 1);
	assert_int_equal(calls, 2);
}

static void test_quorum_signature_that_cannot_be_checked_is_told(void **state)
{
	(void)state;
	struct tc_quorum quorum = {.valid_count = 7};
	answers[0] = TUF_NO_MEMORY;
	assert_int_equal(count(&quorum), TUF_NO_MEMORY);
	assert_int_equal(quorum.valid_count, 7);
}

static void test_quorum_last_signature_that_cannot_be_checked_is_told(void **state)
{
	(void)state;
	struct tc_quorum quorum = {.valid_count = 7};
	answers[1] = TUF_NO_MEMORY;
	assert_int_equal(count(&quorum), TUF_NO_MEMORY);
	assert_int_equal(quorum.valid_count, 7);
}

static void test_quorum_without_a_digest_is_told(void **state)
{
	(void)state;
	struct tc_quorum quorum = {.valid_count = 7};
	digest_answer = TUF_NO_MEMORY;
	assert_int_equal(count(&quorum), TUF_NO_MEMORY);
	assert_int_equal(quorum.valid_count, 7);
	assert_int_equal(calls, 0);
}

static void test_signature_that_is_good_is_checked_once(void **state)
{
	(void)state;
	assert_int_equal(verify(), TUF_OK);
	assert_int_equal(calls, 1);
}

/* OpenSSL does not always say that it lacked memory. */
static void test_signature_that_is_bad_is_checked_again(void **state)
{
	(void)state;
	answers[0] = TUF_INVALID;
	answers[1] = TUF_NO_MEMORY;
	assert_int_equal(verify(), TUF_NO_MEMORY);
	assert_int_equal(calls, 2);
}

static void test_signature_that_is_bad_twice_is_invalid(void **state)
{
	(void)state;
	answers[0] = TUF_INVALID;
	answers[1] = TUF_INVALID;
	assert_int_equal(verify(), TUF_INVALID);
	assert_int_equal(calls, 2);
}

#define failure_test(function) cmocka_unit_test_setup(function, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		failure_test(test_quorum_of_checked_signatures_is_counted),
		failure_test(test_quorum_signature_that_cannot_be_checked_is_told),
		failure_test(test_quorum_last_signature_that_cannot_be_checked_is_told),
		failure_test(test_quorum_without_a_digest_is_told),
		failure_test(test_signature_that_is_good_is_checked_once),
		failure_test(test_signature_that_is_bad_is_checked_again),
		failure_test(test_signature_that_is_bad_twice_is_invalid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
