/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that programs fill in, by older and newer headers than the library's.
 */
#include <stdint.h>
#include <string.h>

#include "verify/versioned.h"
#include "verify_support.h"

/* As it was at first, as the library knows it, and as it will be. */
struct first {
	size_t size;
	int number;
	int other;
};
struct known {
	size_t size;
	int number;
	int other;
	const char *text;
};
struct newer {
	size_t size;
	int number;
	int other;
	const char *text;
	const char *more;
};

#define FIRST_BYTES TC_SIZE_UP_TO(struct known, other)

static bool take(const void *from, struct known *ret)
{
	return tc_versioned_take(from, FIRST_BYTES, ret, sizeof(*ret));
}

static void test_versioned_first_struct_has_the_defaults_of_what_came_later(void **state)
{
	(void)state;
	/* what lies behind it is none of the struct's */
	struct {
		struct first first;
		uintptr_t behind;
	} given = {{.size = sizeof(given.first), .number = 7, .other = 8}, UINTPTR_MAX};
	struct known known;
	memset(&known, 0xff, sizeof(known));
	assert_int_equal(FIRST_BYTES, sizeof(struct first));
	assert_true(take(&given, &known));
	assert_int_equal(known.number, 7);
	assert_int_equal(known.other, 8);
	assert_null(known.text);
}

static void test_versioned_same_struct_is_copied(void **state)
{
	(void)state;
	const struct known given = {.size = sizeof(given), .number = 7, .text = "text"};
	struct known known;
	assert_true(take(&given, &known));
	assert_memory_equal(&known, &given, sizeof(known));
}

static void test_versioned_newer_struct_is_taken_while_it_asks_for_nothing_new(void **state)
{
	(void)state;
	struct newer given = {.size = sizeof(given), .number = 7, .text = "text"};
	struct known known;
	assert_true(take(&given, &known));
	assert_int_equal(known.number, 7);
	assert_string_equal(known.text, "text");
	given.more = "more";
	assert_false(take(&given, &known));
}

static void test_versioned_last_byte_of_a_newer_struct_counts(void **state)
{
	(void)state;
	unsigned char given[TC_MAX_VERSIONED_BYTES] = {0};
	struct known known;
	for (size_t size = sizeof(known); size <= sizeof(given); size++) {
		memset(given, 0, sizeof(given));
		memcpy(given, &size, sizeof(size));
		assert_true(take(given, &known));
		if (size == sizeof(known))
			continue;
		given[size - 1] = 1;
		assert_false(take(given, &known));
	}
}

static void test_versioned_sizes_that_no_header_has_are_refused(void **state)
{
	(void)state;
	const size_t sizes[] = {0, 1, FIRST_BYTES - 1, TC_MAX_VERSIONED_BYTES + 1, SIZE_MAX};
	struct known known;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct known given = {.size = sizes[i], .number = 7};
		assert_false(take(&given, &known));
	}
	assert_false(take(NULL, &known));
}

static void test_versioned_size_beyond_the_most_is_refused_whatever_it_holds(void **state)
{
	(void)state;
	const size_t size = TC_MAX_VERSIONED_BYTES + 1;
	unsigned char given[TC_MAX_VERSIONED_BYTES + 1] = {0};
	struct known known;
	memcpy(given, &size, sizeof(size));
	assert_false(take(given, &known));
}

static void test_versioned_writes_no_more_than_the_struct(void **state)
{
	(void)state;
	const struct newer given = {.size = sizeof(given), .number = 7};
	struct {
		struct known known;
		uintptr_t behind;
	} taken;
	memset(&taken, 0xff, sizeof(taken));
	assert_true(take(&given, &taken.known));
	assert_int_equal(taken.known.number, 7);
	assert_true(taken.behind == UINTPTR_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versioned_first_struct_has_the_defaults_of_what_came_later),
		cmocka_unit_test(test_versioned_same_struct_is_copied),
		cmocka_unit_test(test_versioned_newer_struct_is_taken_while_it_asks_for_nothing_new),
		cmocka_unit_test(test_versioned_last_byte_of_a_newer_struct_counts),
		cmocka_unit_test(test_versioned_sizes_that_no_header_has_are_refused),
		cmocka_unit_test(test_versioned_size_beyond_the_most_is_refused_whatever_it_holds),
		cmocka_unit_test(test_versioned_writes_no_more_than_the_struct),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
