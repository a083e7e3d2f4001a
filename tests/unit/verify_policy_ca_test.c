/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys that a policy permits by the authority behind their certificates, and
 * those that it cannot.
 */
#include "verify/policy_ca.h"

#include <string.h>

#include "arena_refusal.h"
#include "verify_support.h"

/* ---- a key and its authority ---- */

struct fixture {
	struct tuf_arena arena;
	const struct tc_policy_ca *ca;
	struct tufcheck_certificate certificate; /* that the authority issued */
	struct tufcheck_key key;                 /* with that certificate alone */
	struct tc_budget budget;
};

static const struct tufcheck_time at = {.seconds = SUPPORT_AT};

static enum tuf_result parse_ca(struct fixture *fixture, const char *text,
                                const struct tc_policy_ca **ret_ca, const char **ret_problem)
{
	return tc_policy_ca_parse(&fixture->arena, (const unsigned char *)text, strlen(text), ret_ca,
	                          ret_problem);
}

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.arena = TUF_ARENA_INIT, .budget = tc_budget_make()};
	EVP_PKEY *authority = support_pkey(SUPPORT_P256, 1);
	const struct support_certificate ca = {.key = authority, .name = "authority", .ca = true};
	const struct support_certificate leaf = {.key = support_pkey(SUPPORT_P256, 0),
	                                         .name = "alice",
	                                         .issuer_key = authority,
	                                         .issuer = "authority"};
	const char *problem = NULL;
	assert_int_equal(parse_ca(&fixture, support_certificate(&fixture.arena, &ca), &fixture.ca,
	                          &problem),
	                 TUF_OK);
	assert_null(problem);
	const char *pem = support_certificate(&fixture.arena, &leaf);
	struct tuf_key key = support_x509_key(&fixture.arena, support_pkey(SUPPORT_P256, 0), pem);
	struct tc_key_ring ring = {.arena = &fixture.arena};
	const struct tc_public_key *decoded;
	assert_int_equal(tc_key_ring_get(&ring, &key, &decoded), TUF_OK);
	fixture.certificate = decoded->bundle.items[0].record;
	fixture.key = (struct tufcheck_key){.certificates = &fixture.certificate,
	                                    .certificate_count = 1};
	tc_key_ring_clear(&ring);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tuf_arena_clear(&fixture->arena);
	return 0;
}

#define ca_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

static bool permits(struct fixture *fixture)
{
	bool is_permitted = true;
	assert_int_equal(tc_policy_ca_permits(fixture->ca, &fixture->key, at, &fixture->budget,
	                                      &is_permitted),
	                 TUF_OK);
	return is_permitted;
}

static void test_policy_ca_permits_what_it_issued(void **state)
{
	assert_true(permits(*state));
}

static void test_policy_ca_permits_no_key_without_a_certificate(void **state)
{
	struct fixture *fixture = *state;
	fixture->key.certificate_count = 0;
	assert_false(permits(fixture));
}

/* What cannot be decoded has no path, whatever was looked at before. */
static void test_policy_ca_permits_no_damaged_certificate(void **state)
{
	struct fixture *fixture = *state;
	assert_true(permits(fixture));
	fixture->certificate.der_length--;
	assert_false(permits(fixture));
	fixture->certificate.der = (const unsigned char *)"no certificate";
	fixture->certificate.der_length = strlen("no certificate");
	assert_false(permits(fixture));
	fixture->certificate.der = NULL;
	assert_false(permits(fixture));
}

static void test_policy_ca_permits_nothing_that_is_not_paid_for(void **state)
{
	struct fixture *fixture = *state;
	fixture->budget.work = 0;
	assert_false(permits(fixture));
	assert_true(fixture->budget.lacks_work);
}

/* Also one that is on no path has to be decoded. */
static void test_policy_ca_is_paid_for_each_certificate(void **state)
{
	struct fixture *fixture = *state;
	const size_t whole = fixture->budget.work;
	assert_true(permits(fixture));
	const size_t used = whole - fixture->budget.work;
	const struct tufcheck_certificate twice[] = {fixture->certificate, fixture->certificate};
	fixture->key.certificates = twice;
	fixture->key.certificate_count = COUNT_OF(twice);
	fixture->budget.work = whole;
	assert_true(permits(fixture));
	assert_int_equal(whole - fixture->budget.work, used + 1);
}

static void test_policy_ca_that_is_none_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_policy_ca *ca = fixture->ca;
	const char *problem = NULL;
	assert_int_equal(parse_ca(fixture, "no certificate", &ca, &problem), TUF_INVALID);
	assert_string_equal(problem, "no certificates in PEM, or a damaged one,");
	assert_ptr_equal(ca, fixture->ca);
}

static void test_policy_ca_without_room_is_no_memory(void **state)
{
	struct fixture *fixture = *state;
	bool is_done = false;
	for (size_t victim = 1; !is_done; victim++) {
		bool is_permitted = false;
		arena_requests = 0;
		arena_refused = victim;
		enum tuf_result result = tc_policy_ca_permits(fixture->ca, &fixture->key, at,
		                                              &fixture->budget, &is_permitted);
		arena_refused = 0;
		is_done = arena_requests < victim;
		assert_int_equal(result, is_done ? TUF_OK : TUF_NO_MEMORY);
		assert_int_equal(is_permitted, is_done);
	}
	assert_true(arena_requests > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ca_test(test_policy_ca_permits_what_it_issued),
		ca_test(test_policy_ca_permits_no_key_without_a_certificate),
		ca_test(test_policy_ca_permits_no_damaged_certificate),
		ca_test(test_policy_ca_permits_nothing_that_is_not_paid_for),
		ca_test(test_policy_ca_is_paid_for_each_certificate),
		ca_test(test_policy_ca_that_is_none_is_refused),
		ca_test(test_policy_ca_without_room_is_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
