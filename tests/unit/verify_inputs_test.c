/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that were read, as a report names them.
 */
#include <string.h>

#include "verify/inputs.h"
#include "verify_support.h"

static int setup(void **state)
{
	static struct tuf_arena arena;
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	tuf_arena_clear(*state);
	return 0;
}

static void add(struct tc_inputs *inputs, struct tuf_arena *arena, const char *path, char *text)
{
	struct tc_read content = {
		.status = TC_READ_OK, .bytes = (unsigned char *)text, .length = strlen(text)};
	assert_int_equal(tc_inputs_add(inputs, arena, path, &content), TUF_OK);
}

static void test_inputs_are_got_by_number_as_they_were_read(void **state)
{
	struct tc_inputs inputs = {.count = 0};
	char b[] = "b", none[] = "";
	add(&inputs, *state, "second", b);
	add(&inputs, *state, "first", none);
	assert_int_equal(inputs.count, 2);
	assert_string_equal(tc_inputs_get(&inputs, 0)->path, "second");
	assert_int_equal(tc_inputs_get(&inputs, 0)->length, 1);
	assert_string_equal(tc_inputs_get(&inputs, 0)->sha256,
	                    "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d");
	assert_string_equal(tc_inputs_get(&inputs, 1)->path, "first");
	assert_null(tc_inputs_get(&inputs, 2));
	assert_null(tc_inputs_get(&inputs, 3));
	assert_null(tc_inputs_get(NULL, 0));
}

/* Of one name with two contents both stay: it has changed in between. */
static void test_inputs_sorted_are_by_name_and_digest_each_once(void **state)
{
	struct tc_inputs inputs = {.count = 0};
	char a[] = "a", b[] = "b", c[] = "c";
	add(&inputs, *state, "y", a); /* ca97... */
	add(&inputs, *state, "x", a);
	add(&inputs, *state, "y", c); /* 2e7d... */
	add(&inputs, *state, "x", a);
	add(&inputs, *state, "y", b); /* 3e23... */
	add(&inputs, *state, "y", a);
	static const struct {
		const char *path;
		const char *sha256;
	} wanted[] = {{"x", "ca97"}, {"y", "2e7d"}, {"y", "3e23"}, {"y", "ca97"}};
	const struct tufcheck_input *items;
	size_t count;
	assert_int_equal(tc_inputs_sort(&inputs, *state, &items, &count), TUF_OK);
	assert_int_equal(count, COUNT_OF(wanted));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(items[i].path, wanted[i].path);
		assert_memory_equal(items[i].sha256, wanted[i].sha256, 4);
	}
}

static void test_inputs_sorted_may_be_none(void **state)
{
	const struct tc_inputs inputs = {.count = 0};
	const struct tufcheck_input *items;
	size_t count = 1;
	assert_int_equal(tc_inputs_sort(&inputs, *state, &items, &count), TUF_OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inputs_are_got_by_number_as_they_were_read),
		cmocka_unit_test(test_inputs_sorted_are_by_name_and_digest_each_once),
		cmocka_unit_test(test_inputs_sorted_may_be_none),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
