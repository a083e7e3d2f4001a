/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of delegations share: a repository with three.
 */
#ifndef TUFCHECK_TESTS_VERIFY_DELEGATION_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_DELEGATION_SUPPORT_H

#include "verify/delegation.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"
#define NIGHTLY "targets/releases/nightly"

static const char *const everything[] = {"", NULL};

/* targets delegates to targets/releases and targets/alice, and the first one to its nightly. */
static inline int setup(void **state)
{
	int failed = support_setup(state);
	struct support_repository *repository = *state;
	support_add_delegation(repository, RELEASES, 4, everything);
	support_add_delegation(repository, NIGHTLY, 5, everything);
	support_add_delegation(repository, ALICE, 6, everything);
	return failed;
}

static inline void verify(struct support_repository *repository)
{
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
}

static inline enum tufcheck_role_status status_of(const struct support_repository *repository,
						  const char *role)
{
	return support_evidence(repository, role)->status;
}

static inline bool was_reached(const struct support_repository *repository, const char *role)
{
	return support_find_evidence(repository, role) != NULL;
}

static inline void assert_status(const struct support_repository *repository,
				 enum tufcheck_status status)
{
	if (repository->verdict.status != status)
		fail_msg("it is %s", tufcheck_status_name(repository->verdict.status));
}

#define fixture_test(function)                                                                     \
	cmocka_unit_test_setup_teardown(function, setup, support_teardown)

#endif
