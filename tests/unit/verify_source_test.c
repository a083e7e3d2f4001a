/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read of a file, and the digest that goes with it.
 */
#include <string.h>

#include "verify/source.h"
#include "verify_support.h"

static void test_read_hash_is_that_of_the_bytes(void **state)
{
	(void)state;
	unsigned char bytes[] = {'a', 'b', 'c'};
	struct tc_read content = {.status = TC_READ_OK, .bytes = bytes, .length = sizeof(bytes)};
	assert_int_equal(tc_read_hash(&content), TUF_OK);
	assert_true(content.is_hashed);
	assert_memory_equal(content.sha256, "\xba\x78\x16\xbf", 4);
}

/* An archive knows the digest of what it gives, and nobody makes it once more. */
static void test_read_hash_that_is_known_is_kept(void **state)
{
	(void)state;
	unsigned char bytes[] = {'a', 'b', 'c'};
	struct tc_read content = {.status = TC_READ_OK,
	                          .bytes = bytes,
	                          .length = sizeof(bytes),
	                          .is_hashed = true,
	                          .sha256 = "known"};
	assert_int_equal(tc_read_hash(&content), TUF_OK);
	assert_true(content.is_hashed);
	assert_memory_equal(content.sha256, "known", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_hash_is_that_of_the_bytes),
		cmocka_unit_test(test_read_hash_that_is_known_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
