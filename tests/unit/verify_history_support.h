/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of old roots share: a repository whose root was rotated, the
 * roots of which are kept one by one.
 */
#ifndef TUFCHECK_TESTS_VERIFY_HISTORY_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_HISTORY_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>

#include "verify/history.h"
#include "verify_rotation_support.h"

struct fixture {
	struct support_repository repository;
	struct tuf_key keys[8]; /* by version */
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	for (size_t i = 1; i < COUNT_OF(fixture->keys); i++)
		fixture->keys[i] = make_root_key(&fixture->repository.arena, i, SUPPORT_GUN);
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

/* Makes the repository's root, not yet sealed, that of a version. */
static inline void become(struct fixture *fixture, size_t version)
{
	become_version(&fixture->repository, fixture->keys, version);
}

/* Puts what the root is now under the name of an old one. */
static inline void keep_as(struct fixture *fixture, const char *file, int64_t version)
{
	struct support_role *root = support_get_role(&fixture->repository, "root");
	support_put_signed(&fixture->repository, file, root->content, root->signers,
	                   root->signer_count)
		->root_version = version;
}

static inline void keep(struct fixture *fixture, size_t version)
{
	char file[32];
	(void)snprintf(file, sizeof(file), "%zu.root.json", version);
	become(fixture, version);
	keep_as(fixture, file, (int64_t)version);
}

static inline void verify(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_verify(&fixture->repository);
}

#define FINDINGS (&fixture->repository.evidence.findings)
#define HISTORY (fixture->repository.evidence.root_history)
#define STATUS (fixture->repository.verdict.status)

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
