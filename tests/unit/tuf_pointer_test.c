/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a value stands in a document, as a JSON pointer says it.
 */
#include "tuf/json.h"

#include "tests/unit/support.h"

static void test_json_pointer_names_are_escaped(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a/b\":{\"~\":{\"\":{\"~1/~0\":{\"m\xc3\xbc\\n\":1}}}}}");
	struct tuf_node a = tuf_node_member(&fixture->top, "a/b");
	struct tuf_node b = tuf_node_member(&a, "~");
	struct tuf_node c = tuf_node_member(&b, "");
	struct tuf_node d = tuf_node_member(&c, "~1/~0");
	struct tuf_node e = tuf_node_member(&d, "m\xc3\xbc\n");
	assert_non_null(e.value);
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &fixture->top), "");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &a), "/a~1b");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &c), "/a~1b/~0/");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &d), "/a~1b/~0//~01~1~00");
	assert_string_equal(tuf_node_format_pointer(&fixture->arena, &e),
			    "/a~1b/~0//~01~1~00/m\xc3\xbc\n");
}

static void test_json_pointer_indices_are_decimal(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":[]}");
	struct tuf_node array = tuf_node_member(&fixture->top, "a");
	static const struct {
		size_t index;
		const char *pointer;
	} rows[] = {
		{0, "/a/0/x"},       {9, "/a/9/x"},
		{10, "/a/10/x"},     {11, "/a/11/x"},
		{99, "/a/99/x"},     {100, "/a/100/x"},
		{1090, "/a/1090/x"}, {SIZE_MAX, "/a/18446744073709551615/x"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_node element = tuf_node_element(&array, rows[i].index);
		struct tuf_node member = tuf_node_member(&element, "x");
		assert_string_equal(tuf_node_format_pointer(&fixture->arena, &member),
				    rows[i].pointer);
	}
}

static void test_json_pointer_make_names_are_escaped(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"signed", "a/b", "~", "", "10", "~1"};
	static const char *const pointers[] = {"",
					       "/signed",
					       "/signed/a~1b",
					       "/signed/a~1b/~0",
					       "/signed/a~1b/~0/",
					       "/signed/a~1b/~0//10",
					       "/signed/a~1b/~0//10/~01"};
	for (size_t count = 0; count <= COUNT_OF(names); count++)
		assert_string_equal(tuf_pointer_make(&fixture->arena, names, count),
				    pointers[count]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_json_pointer_names_are_escaped),
		fixture_test(test_json_pointer_indices_are_decimal),
		fixture_test(test_json_pointer_make_names_are_escaped),
	};
	return cmocka_run_group_tests_name("pointer", tests, NULL, NULL);
}
