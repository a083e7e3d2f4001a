/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of a role's keys have signed its file.
 */
#include <string.h>

#include "verify/signed_by.h"
#include "verify_support.h"

#define KEYS 5

/* Keys under the IDs k0 to k4, each with a certificate; the order of those is another one. */
static const char *const ids[KEYS] = {"k0", "k1", "k2", "k3", "k4"};
static const char *const digests[KEYS] = {"d4", "d2", "d3", "d0", "d1"};

struct fixture {
	struct tuf_arena arena;
	struct tc_certificate certificates[KEYS];
	struct tc_public_key keys[KEYS];
	struct tc_candidate candidates[KEYS];
	bool has_signed[KEYS];
	struct tc_role_evidence role;
	struct tc_signers signers;
};

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.role = {.name = "targets"}};
	for (size_t i = 0; i < KEYS; i++) {
		fixture.certificates[i].record.sha256 = digests[i];
		fixture.keys[i].bundle =
			(struct tc_bundle){.items = &fixture.certificates[i], .count = 1};
		fixture.candidates[i] =
			(struct tc_candidate){.key_id = ids[i], .key = &fixture.keys[i]};
	}
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tuf_arena_clear(&fixture->arena);
	return 0;
}

static void make(struct fixture *fixture, const char *name, size_t count)
{
	fixture->role.name = name;
	fixture->role.quorum = (struct tc_quorum){
		.candidates = {.items = count ? fixture->candidates : NULL, .count = count},
		.has_signed = fixture->has_signed};
	assert_int_equal(tc_signers_make(&fixture->arena, &fixture->role, &fixture->signers),
	                 TUF_OK);
}

static const char *const names[] = {"root", "targets"};

static void test_signers_are_those_that_have_signed(void **state)
{
	struct fixture *fixture = *state;
	for (size_t n = 0; n < COUNT_OF(names); n++) {
		for (unsigned signing = 0; signing < 1U << KEYS; signing++) {
			for (size_t i = 0; i < KEYS; i++)
				fixture->has_signed[i] = (signing >> i & 1U) != 0;
			make(fixture, names[n], KEYS);
			for (size_t i = 0; i < KEYS; i++)
				assert_int_equal(tc_signers_has(&fixture->signers, ids[i],
				                                &fixture->keys[i]),
				                 fixture->has_signed[i]);
		}
	}
}

/* Nobody could sign: neither a key that is listed has, nor one without a certificate. */
static void test_signers_of_a_role_without_keys_are_none(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_public_key bare = {.bundle = {.count = 0}};
	for (size_t n = 0; n < COUNT_OF(names); n++) {
		make(fixture, names[n], 0);
		assert_false(tc_signers_has(&fixture->signers, ids[0], &fixture->keys[0]));
		assert_false(tc_signers_has(&fixture->signers, ids[0], &bare));
	}
}

static void test_signer_of_a_root_has_a_certificate_that_signed(void **state)
{
	struct fixture *fixture = *state;
	const struct tc_public_key bare = {.bundle = {.count = 0}};
	fixture->has_signed[1] = true;
	make(fixture, "root", KEYS);
	/* it may be listed under any ID */
	assert_true(tc_signers_has(&fixture->signers, "another", &fixture->keys[1]));
	assert_false(tc_signers_has(&fixture->signers, ids[1], &fixture->keys[0]));
	assert_false(tc_signers_has(&fixture->signers, ids[1], &bare));
}

static void test_signer_of_another_role_is_that_key_under_that_id(void **state)
{
	struct fixture *fixture = *state;
	fixture->has_signed[1] = fixture->has_signed[2] = true;
	make(fixture, "targets", KEYS);
	assert_true(tc_signers_has(&fixture->signers, ids[1], &fixture->keys[1]));
	assert_false(tc_signers_has(&fixture->signers, ids[1], &fixture->keys[2]));
	assert_false(tc_signers_has(&fixture->signers, "another", &fixture->keys[1]));
	assert_false(tc_signers_has(&fixture->signers, "", &fixture->keys[1]));
}

#define signers_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		signers_test(test_signers_are_those_that_have_signed),
		signers_test(test_signers_of_a_role_without_keys_are_none),
		signers_test(test_signer_of_a_root_has_a_certificate_that_signed),
		signers_test(test_signer_of_another_role_is_that_key_under_that_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
