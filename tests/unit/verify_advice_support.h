/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of reviews share: a repository with two delegations, and the
 * advice on it.
 */
#ifndef TUFCHECK_TESTS_VERIFY_ADVICE_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_ADVICE_SUPPORT_H

#include <stdlib.h>

#include "verify/advice.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"

static const char *const some[] = {"v", NULL};

struct fixture {
	struct support_repository repository;
	int64_t warn_within;
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->warn_within = TC_WARN_WITHIN_DEFAULT;
	support_repository_init(&fixture->repository);
	support_add_delegation(&fixture->repository, RELEASES, 4, some);
	support_add_delegation(&fixture->repository, ALICE, 5, some);
	support_add_target(support_get_role(&fixture->repository, RELEASES), "v1", "v1");
	support_add_target(support_get_role(&fixture->repository, ALICE), "v1", "v1");
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

#define advice_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* The advice on what the source holds, without what the chain found. */
static inline const struct tc_finding_list *advise_as_it_is(struct fixture *fixture)
{
	struct support_repository *repository = &fixture->repository;
	support_verify(repository);
	const struct tc_verdict before = repository->verdict;
	repository->evidence.findings =
		(struct tc_finding_list){.arena = repository->evidence.arena};
	const struct tc_review review = {.evidence = &repository->evidence,
	                                 .source = &repository->source,
	                                 .at = repository->at,
	                                 .warn_within = fixture->warn_within};
	assert_int_equal(tc_advise(&review), TUF_OK);
	/* none of it changes a verdict */
	const struct tc_verdict after =
		tc_verdict_make(&repository->evidence.findings, &repository->evidence.basis);
	if (before.status == TUFCHECK_STATUS_TRUSTED)
		assert_int_equal(after.status, TUFCHECK_STATUS_TRUSTED);
	return &repository->evidence.findings;
}

static inline const struct tc_finding_list *advise(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	return advise_as_it_is(fixture);
}

static inline const struct tufcheck_finding *find(const struct tc_finding_list *findings,
                                                  enum tc_finding_kind kind)
{
	const struct tufcheck_finding *found = NULL;
	assert_int_equal(support_count(findings, kind, &found), 1);
	return found;
}

/* Gives the role one key in a certificate, self-signed and from not_before to not_after. */
static inline void certify(struct fixture *fixture, const char *role, size_t key_number,
                           const struct support_certificate *wanted)
{
	struct support_repository *repository = &fixture->repository;
	struct support_certificate certificate = *wanted;
	certificate.key = support_pkey(SUPPORT_P256, key_number);
	if (!certificate.name)
		certificate.name = SUPPORT_GUN;
	struct tuf_key key =
		support_x509_key(&repository->arena, certificate.key,
	                         support_certificate(&repository->arena, &certificate));
	support_drop_keys(repository, role);
	support_trust_key(repository, role, &key, certificate.key);
}

#endif
