/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one repository may cost in all. EVP_PKEY_verify is wrapped: what the
 * budget does not pay for must not reach it.
 */
#include "verify/budget.h"

#include <string.h>

#include "tuf/limits.h"
#include "verify/ca_path.h"
#include "verify/quorum.h"
#include "verify_support.h"

#define SIGNATURES 12

static const char message[] = "{\"_type\":\"Snapshot\"}";

static size_t verifications;

int __real_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *signature, size_t length,
			   const unsigned char *digest, size_t digest_length);
int __wrap_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *signature, size_t length,
			   const unsigned char *digest, size_t digest_length);

int __wrap_EVP_PKEY_verify(EVP_PKEY_CTX *context, const unsigned char *signature, size_t length,
			   const unsigned char *digest, size_t digest_length)
{
	verifications++;
	return __real_EVP_PKEY_verify(context, signature, length, digest, digest_length);
}

/* One key, and many signatures by it, all on the budget that tests change. */
struct fixture {
	struct tuf_arena arena;
	struct tc_budget budget;
	struct tc_key_ring ring;
	struct tc_candidate candidate;
	struct tuf_signature signatures[SIGNATURES];
	struct tc_quorum quorum;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->budget = tc_budget_make();
	fixture->ring = (struct tc_key_ring){.arena = &fixture->arena, .budget = &fixture->budget};
	verifications = 0;
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

static const struct tc_public_key *decode(struct fixture *fixture, size_t number)
{
	struct tuf_key key = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, number));
	const struct tc_public_key *decoded;
	assert_int_equal(tc_key_ring_get(&fixture->ring, &key, &decoded), TUF_OK);
	return decoded;
}

/* Counts the valid ones of SIGNATURES signatures, each of them damaged or none. */
static size_t count(struct fixture *fixture, bool are_damaged)
{
	const size_t length = sizeof(message) - 1;
	struct support_bytes bytes = support_sign(&fixture->arena, "ecdsa",
						  support_pkey(SUPPORT_P256, 0), message, length);
	bytes.at[3] ^= are_damaged;
	const struct tc_public_key *key = fixture->candidate.key;
	for (size_t i = 0; i < SIGNATURES; i++)
		fixture->signatures[i] = (struct tuf_signature){.key_id = key->id,
								.method = "ecdsa",
								.bytes = bytes.at,
								.length = bytes.length};
	fixture->candidate.key_id = key->id;
	const struct tc_candidate_list list = {.items = &fixture->candidate, .count = 1};
	const struct tuf_envelope envelope = {.signatures = fixture->signatures,
					      .signature_count = SIGNATURES,
					      .signed_bytes = message,
					      .signed_length = length};
	verifications = 0;
	assert_int_equal(tc_quorum_count(&fixture->arena, &envelope, &list, &fixture->quorum),
			 TUF_OK);
	size_t valid = 0;
	for (size_t i = 0; i < SIGNATURES; i++)
		valid += fixture->quorum.signatures[i].valid;
	return valid;
}

static void test_budget_pays_for_signatures_one_by_one(void **state)
{
	struct fixture *fixture = *state;
	fixture->candidate.key = decode(fixture, 0);
	fixture->budget.work = SIGNATURES;
	assert_int_equal(count(fixture, false), SIGNATURES);
	assert_int_equal(verifications, SIGNATURES);
	assert_int_equal(fixture->budget.work, 0);
	assert_false(fixture->budget.lacks_work);
}

static void test_budget_that_is_spent_leaves_signatures_unverified(void **state)
{
	struct fixture *fixture = *state;
	fixture->candidate.key = decode(fixture, 0);
	fixture->budget.work = 5;
	assert_int_equal(count(fixture, false), 5);
	assert_int_equal(verifications, 5);
	assert_true(fixture->budget.lacks_work);
	assert_false(fixture->quorum.signatures[5].valid);
	assert_non_null(strstr(fixture->quorum.signatures[5].reason, "too much"));
}

/* A signature that is bad is tried twice, and paid for twice. */
static void test_budget_bounds_bad_signatures(void **state)
{
	struct fixture *fixture = *state;
	fixture->candidate.key = decode(fixture, 0);
	fixture->budget.work = 7;
	assert_int_equal(count(fixture, true), 0);
	assert_int_equal(verifications, 7);
	assert_true(fixture->budget.lacks_work);
}

static void test_budget_that_is_spent_leaves_keys_undecoded(void **state)
{
	struct fixture *fixture = *state;
	fixture->budget.work = 1;
	assert_null(decode(fixture, 0)->problem);
	const struct tc_public_key *key = decode(fixture, 1);
	assert_non_null(strstr(key->problem, "too much"));
	assert_non_null(strstr(key->bundle_problem, "too much"));
	assert_null(key->pkey);
	assert_true(fixture->budget.lacks_work);
	/* the one that was decoded stays so, and costs nothing more */
	assert_null(decode(fixture, 0)->problem);
}

/* Once something was too dear, nothing is done that comes after it. */
static void test_budget_is_not_spent_past_what_it_lacked(void **state)
{
	struct fixture *fixture = *state;
	struct tc_budget *budget = &fixture->budget;
	*budget = (struct tc_budget){.work = 10, .bytes = 10};
	assert_true(tc_budget_take_work(budget, 4));
	assert_false(tc_budget_take_work(budget, 7));
	assert_false(tc_budget_take_work(budget, 1));
	assert_int_equal(budget->work, 6);
	assert_true(tc_budget_take_bytes(budget, 10));
	assert_true(tc_budget_take_bytes(budget, 0));
	assert_false(tc_budget_take_bytes(budget, 1));
	assert_false(tc_budget_take_bytes(budget, 0));
	assert_true(tc_budget_take_work(NULL, SIZE_MAX));
	assert_true(tc_budget_take_bytes(NULL, SIZE_MAX));
}

static void test_work_grows_with_the_key(void **state)
{
	(void)state;
	struct tc_public_facts facts = {.algorithm = TC_PUBLIC_ECDSA, .bits = 256};
	assert_int_equal(tc_work_of_signature(&facts, 1 << 20), 1);
	facts.bits = 384;
	assert_int_equal(tc_work_of_signature(&facts, 0), 8);
	facts = (struct tc_public_facts){
		.algorithm = TC_PUBLIC_RSA, .bits = 2048, .rsa_exponent = 65537};
	assert_int_equal(tc_work_of_signature(&facts, 1 << 20), 1);
	facts.bits = TUF_MAX_RSA_BITS;
	assert_int_equal(tc_work_of_signature(&facts, 0), 17);
	facts.rsa_exponent = INT32_MAX;
	assert_int_equal(tc_work_of_signature(&facts, 0), 68);
	/* the whole message is hashed for each */
	facts = (struct tc_public_facts){.algorithm = TC_PUBLIC_ED25519, .bits = 256};
	assert_int_equal(tc_work_of_signature(&facts, 1 << 10), 1);
	assert_int_equal(tc_work_of_signature(&facts, 1 << 20), 33);
	assert_int_equal(tc_work_of_key(91), 1);
	assert_int_equal(tc_work_of_key(1024), 1);
	assert_int_equal(tc_work_of_key(1024 + 511), 1);
	assert_int_equal(tc_work_of_key(1024 + 512), 2);
	assert_int_equal(tc_work_of_key(32 << 10), 63);
}

static void test_budget_report_says_what_it_lacked(void **state)
{
	struct fixture *fixture = *state;
	struct tc_finding_list findings = {.arena = &fixture->arena};
	assert_int_equal(tc_budget_report(&fixture->budget, &findings), TUF_OK);
	assert_int_equal(findings.count, 0);
	fixture->budget.lacks_work = true;
	assert_int_equal(tc_budget_report(&fixture->budget, &findings), TUF_OK);
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.last->kind, TC_LIMIT_EXCEEDED);
	assert_non_null(strstr(findings.last->finding.message, "8192 signatures"));
	fixture->budget.lacks_bytes = true;
	assert_int_equal(tc_budget_report(&fixture->budget, &findings), TUF_OK);
	assert_int_equal(findings.count, 3);
	assert_non_null(strstr(findings.last->finding.message, "50331648 bytes"));
}

/* ---- paths to CAs ---- */

static struct tc_bundle parse(struct fixture *fixture, const char *pem)
{
	struct tc_bundle bundle;
	const char *problem;
	assert_int_equal(tc_authorities_parse(&fixture->arena, (const unsigned char *)pem,
					      strlen(pem), &bundle, &problem),
			 TUF_OK);
	return bundle;
}

/* A leaf that the CA has issued, or a CA of the same name and another key has. */
static bool has_path(struct fixture *fixture, size_t issuer_number)
{
	EVP_PKEY *key = support_pkey(SUPPORT_P256, 0);
	EVP_PKEY *ca = support_pkey(SUPPORT_P256, 1);
	const struct support_certificate leaf = {.key = key,
						 .name = SUPPORT_GUN,
						 .issuer_key =
							 support_pkey(SUPPORT_P256, issuer_number),
						 .issuer = "CA"};
	const struct support_certificate authority = {
		.key = ca, .name = "CA", .issuer_key = ca, .issuer = "CA", .ca = true};
	const struct tc_bundle bundle = parse(fixture, support_certificate(&fixture->arena, &leaf));
	const struct tc_bundle authorities =
		parse(fixture, support_certificate(&fixture->arena, &authority));
	const struct tc_ca_path_query query = {
		.bundle = &bundle, .authorities = &authorities, .budget = &fixture->budget};
	bool is_found;
	const char *problem;
	assert_int_equal(tc_ca_path_find(&query, &is_found, &problem), TUF_OK);
	return is_found;
}

static void test_budget_pays_for_paths(void **state)
{
	struct fixture *fixture = *state;
	assert_true(has_path(fixture, 1));
	size_t price = TUF_MAX_WORK - fixture->budget.work;
	assert_true(price > 2);
	assert_false(has_path(fixture, 2));
	assert_true(TUF_MAX_WORK - fixture->budget.work > 2 * price);
	assert_false(fixture->budget.lacks_work);
}

/* Whatever of it is short, there is no path, and it is known why. */
static void test_budget_that_is_spent_leaves_no_path(void **state)
{
	struct fixture *fixture = *state;
	assert_true(has_path(fixture, 1));
	size_t price = TUF_MAX_WORK - fixture->budget.work;
	for (size_t work = 0; work < price; work++) {
		fixture->budget = (struct tc_budget){.work = work};
		assert_false(has_path(fixture, 1));
		assert_true(fixture->budget.lacks_work);
	}
	fixture->budget = (struct tc_budget){.work = price};
	assert_true(has_path(fixture, 1));
	assert_false(fixture->budget.lacks_work);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_budget_pays_for_signatures_one_by_one, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			test_budget_that_is_spent_leaves_signatures_unverified, setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget_bounds_bad_signatures, setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget_that_is_spent_leaves_keys_undecoded,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget_is_not_spent_past_what_it_lacked, setup,
						teardown),
		cmocka_unit_test(test_work_grows_with_the_key),
		cmocka_unit_test_setup_teardown(test_budget_report_says_what_it_lacked, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_budget_pays_for_paths, setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget_that_is_spent_leaves_no_path, setup,
						teardown),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
