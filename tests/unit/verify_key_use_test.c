/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which uses are those of one key, and how its roles are named.
 */
#include "verify/key_use.h"

#include "verify_support.h"

static const struct tc_role_evidence alice = {.name = "targets/alice"};
static const struct tc_role_evidence bob = {.name = "targets/bob"};

/* "b" and "c" are one public key in two certificates; "e" could not be decoded. */
static const struct tc_public_key keys[] = {
	{.id = "b", .spki_sha256 = "2"},
	{.id = "c", .spki_sha256 = "2"},
	{.id = "a", .spki_sha256 = "1"},
	{.id = "e"},
};

/* Two roles that list them in turn, so that no use is near the others of its key. */
static struct tc_key_use_list make_uses(struct tc_key_use uses[2 * COUNT_OF(keys)])
{
	for (size_t i = 0; i < 2 * COUNT_OF(keys); i++) {
		const struct tc_public_key *key = &keys[i % COUNT_OF(keys)];
		uses[i] = (struct tc_key_use){.role = i < COUNT_OF(keys) ? &alice : &bob,
		                              .listed_id = key->id,
		                              .key = key,
		                              .order = i};
	}
	return (struct tc_key_use_list){.items = uses, .count = 2 * COUNT_OF(keys)};
}

/* The orders of the uses of each group: "0,4 1,5". */
static void assert_grouped(enum tc_key_sameness sameness, const char *expected)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_use uses[2 * COUNT_OF(keys)];
	const struct tc_key_use_list list = make_uses(uses);
	struct tc_key_group_list groups;
	assert_int_equal(tc_key_use_group(&arena, &list, sameness, &groups), TUF_OK);
	const char *text = "";
	for (size_t i = 0; i < groups.count; i++)
		for (size_t k = 0; k < groups.items[i].count; k++)
			text = tuf_arena_format(&arena, "%s%s%zu", text,
			                        k > 0 ? "," : i > 0 ? " " : "",
			                        groups.items[i].uses[k].order);
	assert_string_equal(text, expected);
	tuf_arena_clear(&arena);
}

static void test_key_use_groups_by_what_makes_keys_the_same(void **state)
{
	(void)state;
	assert_grouped(TC_SAME_LISTED_KEY, "0,4 1,5 2,6 3,7");
	assert_grouped(TC_SAME_PUBLIC_KEY, "0,1,4,5 2,6");
}

/* A group is one of an array; what stands before it is another's. */
static void test_key_use_counts_the_roles_of_a_group_alone(void **state)
{
	(void)state;
	static const struct tc_key_use uses[] = {
		{.role = &alice}, {.role = &alice}, {.role = &alice}, {.role = &bob}};
	const struct tc_key_group whole = {.uses = uses, .count = COUNT_OF(uses)};
	const struct tc_key_group behind = {.uses = uses + 1, .count = COUNT_OF(uses) - 1};
	assert_int_equal(tc_key_group_count_roles(&whole), 2);
	assert_int_equal(tc_key_group_count_roles(&behind), 2);
	assert_true(tc_key_group_is_first_of_role(&behind, 0));
	assert_false(tc_key_group_is_first_of_role(&behind, 1));
	assert_true(tc_key_group_is_first_of_role(&behind, 2));
}

/* Each role once, however often it lists the key; of many six, but seven rather than "1 more". */
static void test_key_use_names_roles(void **state)
{
	(void)state;
	static const struct tc_role_evidence roles[] = {{.name = "a"}, {.name = "b"}, {.name = "c"},
	                                                {.name = "d"}, {.name = "e"}, {.name = "f"},
	                                                {.name = "g"}, {.name = "h"}, {.name = "i"}};
	static const char *const expected[] = {
		"a", "a and b", "a, b and c", "a, b, c and d", "a, b, c, d and e",
		"a, b, c, d, e and f", "a, b, c, d, e, f and g", "a, b, c, d, e, f and 2 more",
		"a, b, c, d, e, f and 3 more"};
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_use uses[2 * COUNT_OF(roles)];
	for (size_t i = 0; i < COUNT_OF(uses); i++)
		uses[i] = (struct tc_key_use){.role = &roles[i / 2]};
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		const struct tc_key_group group = {.uses = uses, .count = 2 * (i + 1)};
		assert_string_equal(tc_key_group_name_roles(&arena, &group), expected[i]);
	}
	tuf_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_use_groups_by_what_makes_keys_the_same),
		cmocka_unit_test(test_key_use_counts_the_roles_of_a_group_alone),
		cmocka_unit_test(test_key_use_names_roles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
