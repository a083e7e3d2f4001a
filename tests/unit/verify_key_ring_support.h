/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key ring, and what it makes of keys.
 */
#ifndef TUFCHECK_TESTS_VERIFY_KEY_RING_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_KEY_RING_SUPPORT_H

#include <stdlib.h>

#include "verify/public_key.h"
#include "verify_support.h"

struct fixture {
	struct tuf_arena arena;
	struct tc_key_ring ring;
	const char *reason; /* of the last signature that was refused, where some are verified */
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->ring.arena = &fixture->arena;
	*state = fixture;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_key_ring_clear(&fixture->ring);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

static inline const struct tc_public_key *decode(struct fixture *fixture,
							 const struct tuf_key *key)
{
	const struct tc_public_key *decoded = NULL;
	assert_int_equal(tc_key_ring_get(&fixture->ring, key, &decoded), TUF_OK);
	assert_non_null(decoded);
	assert_string_equal(decoded->id, key->id);
	assert_int_equal(decoded->type, key->type);
	return decoded;
}

#endif
