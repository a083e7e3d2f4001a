/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of pins share: a repository with three delegations, pins of
 * it, and what they answer.
 */
#ifndef TUFCHECK_TESTS_VERIFY_PIN_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_PIN_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/pin_check.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"
#define NIGHTLY "targets/releases/nightly"

/* Digits of nothing. */
#define DIGITS "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* ---- a repository and its pins ---- */

struct fixture {
	struct support_repository repository;
	struct tufcheck_pins *pins;
	const struct tufcheck_finding *last; /* of those that pins make */
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	static const char *const everything[] = {"", NULL};
	struct support_repository *repository = &fixture->repository;
	support_repository_init(repository);
	support_add_delegation(repository, RELEASES, 4, everything);
	support_add_delegation(repository, NIGHTLY, 5, everything);
	support_add_delegation(repository, ALICE, 6, everything);
	assert_int_equal(tufcheck_pins_new(&fixture->pins), TUFCHECK_OK);
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	support_repository_clear(&fixture->repository);
	tufcheck_pins_free(fixture->pins);
	free(fixture);
	return 0;
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* Adds a pin of the repository. */
static inline void pin(struct fixture *fixture, const char *role, const char *kind, const char *digits)
{
	char text[400];
	assert_true(snprintf(text, sizeof(text), SUPPORT_GUN "#%s=%s:%s", role, kind, digits) <
	            (int)sizeof(text));
	struct tufcheck_problem problem = {.message = ""};
	if (tufcheck_pins_add(fixture->pins, text, &problem) != TUFCHECK_OK)
		fail_msg("%s: %s", text, problem.message);
}

static inline void forget_pins(struct fixture *fixture)
{
	tufcheck_pins_free(fixture->pins);
	assert_int_equal(tufcheck_pins_new(&fixture->pins), TUFCHECK_OK);
}

/* Verifies the chain of what is sealed, and asks the pins. */
static inline enum tufcheck_answer ask(struct fixture *fixture)
{
	struct support_repository *repository = &fixture->repository;
	support_verify(repository);
	struct tc_finding_entry *before = repository->evidence.findings.last;
	assert_int_equal(tc_pins_check(fixture->pins, &repository->evidence), TUF_OK);
	assert_int_equal(tc_chain_conclude(&repository->evidence, &repository->verdict,
	                                   &repository->verified),
	                 TUF_OK);
	struct tc_finding_entry *last = repository->evidence.findings.last;
	fixture->last = last != before ? &last->finding : NULL;
	return repository->verdict.answers[TUFCHECK_CHECK_POLICY];
}

static inline enum tufcheck_answer seal_and_ask(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	return ask(fixture);
}

/* What the records say of the role's only key. */
static inline const struct tc_public_key *get_key(struct fixture *fixture, const char *role)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_verify(&fixture->repository);
	const struct tc_role_evidence *evidence = support_evidence(&fixture->repository, role);
	const struct tc_public_key *key;
	assert_int_equal(tc_key_ring_get(&fixture->repository.evidence.ring,
	                                 tuf_key_list_find(evidence->keys,
	                                                   evidence->definition->key_ids[0]),
	                                 &key),
	                 TUF_OK);
	return key;
}

static inline size_t findings_of(const struct fixture *fixture, enum tc_finding_kind kind)
{
	return support_count(&fixture->repository.evidence.findings, kind, NULL);
}

static inline void assert_says(const struct fixture *fixture, const char *part)
{
	assert_non_null(fixture->last);
	if (!strstr(fixture->last->message, part))
		fail_msg("\"%s\" is not in: %s", part, fixture->last->message);
}

/* Lets count keys sign the role with that threshold, all different; their IDs. */
static inline void trust_keys(struct fixture *fixture, const char *role, size_t count, int threshold,
                       const char **ret_ids)
{
	struct support_repository *repository = &fixture->repository;
	bool is_root = strcmp(role, "root") == 0;
	support_drop_keys(repository, role);
	support_set_threshold(repository, role, threshold);
	for (size_t i = 0; i < count; i++) {
		EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 20 + i);
		const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		if (is_root)
			key = support_x509_key(&repository->arena, pkey,
			                       support_certificate(&repository->arena, &certificate));
		support_trust_key(repository, role, &key, pkey);
		ret_ids[i] = key.id;
	}
}

#endif
