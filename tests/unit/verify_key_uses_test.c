/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which keys the repositories trust, and for what; and what names of files of
 * private keys say.
 */
#include <string.h>

#include "verify/custody.h"
#include "verify_key_uses_support.h"

/* ---- names ---- */

static void test_key_name_read_tells_each_layout(void **state)
{
	(void)state;
	static const struct {
		const char *below;
		struct tc_key_name name;
	} rows[] = {
		{ID ".key", {.key_id = ID}},
		{"root_keys/" ID ".key", {.key_id = ID, .role = "root", .is_legacy = true}},
		{"root_keys/" ID "_root.key", {.key_id = ID, .role = "root", .is_legacy = true}},
		{"root_keys/" ID "_a.key", {.key_id = ID, .role = "a", .is_legacy = true}},
		{"tuf_keys/" ID ".key", {.key_id = ID, .is_legacy = true}},
		{"tuf_keys/a.example/b/" ID "_targets.key",
		 {.key_id = ID, .role = "targets", .gun = "a.example/b", .is_legacy = true}},
		{"tuf_keys/a.example/b/" ID ".key",
		 {.key_id = ID, .gun = "a.example/b", .is_legacy = true}},
		{"a.example/b/" ID "_my_role.key",
		 {.key_id = ID, .role = "my_role", .gun = "a.example/b"}},
		{"root_keys.key", {.key_id = NULL}},
		{ID "_.key", {.key_id = ID}},
		{ID, {.key_id = NULL}},
		{ID ".pem", {.key_id = NULL}},
		{ID ".key.bak", {.key_id = NULL}},
		{ID "0.key", {.key_id = NULL}},
		{"backup_" ID ".key", {.key_id = NULL}},
		{"00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff.key",
		 {.key_id = NULL}},
		{".key", {.key_id = NULL}},
		{"", {.key_id = NULL}},
	};
	struct tuf_arena arena = TUF_ARENA_INIT;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_key_name name;
		assert_int_equal(tc_key_name_read(&arena, rows[i].below, &name), TUF_OK);
		const char *const have[] = {name.key_id, name.role, name.gun};
		const char *const want[] = {rows[i].name.key_id, rows[i].name.role,
		                            rows[i].name.gun};
		for (size_t j = 0; j < COUNT_OF(have); j++)
			if (strcmp(have[j] ? have[j] : "", want[j] ? want[j] : "") != 0)
				fail_msg("%s: %s", rows[i].below, have[j] ? have[j] : "nothing");
		assert_int_equal(name.is_legacy, rows[i].name.is_legacy);
	}
	tuf_arena_clear(&arena);
}

/* ---- uses ---- */

static void add_use(struct tc_key_uses *uses, const char *gun, enum tufcheck_status status,
                    const struct tufcheck_key *key)
{
	const struct tufcheck_repository repository = {
		.gun = gun, .path = "path", .status = status, .keys = key, .key_count = 1};
	assert_int_equal(tc_key_uses_add(uses, &repository), TUF_OK);
}

static void test_key_uses_count_only_chains_that_hold(void **state)
{
	(void)state;
	const struct tufcheck_key key = {
		.canonical_key_id = ID, .roles = for_targets, .role_count = 1};
	for (int status = 0; status < TUFCHECK_STATUS_COUNT; status++) {
		struct tc_key_uses uses = {.items = NULL};
		add_use(&uses, "a", (enum tufcheck_status)status, &key);
		tc_key_uses_sort(&uses);
		bool holds = status == TUFCHECK_STATUS_TRUSTED ||
		             status == TUFCHECK_STATUS_DEGRADED ||
		             status == TUFCHECK_STATUS_EXPIRED;
		assert_int_equal(tc_key_uses_find(&uses, ID) != NULL, holds);
		assert_int_equal(uses.has_gaps, !holds);
		assert_int_equal(uses.repository_count, 1);
		tc_key_uses_clear(&uses);
	}
}

static void test_key_uses_find_gives_the_use_for_root_first(void **state)
{
	(void)state;
	struct tc_key_uses uses = {.items = NULL};
	const struct tufcheck_key keys[] = {
		{.canonical_key_id = ID, .roles = for_targets, .role_count = 1},
		{.canonical_key_id = ID, .roles = for_root, .role_count = 1},
		{.canonical_key_id = OTHER_ID, .roles = for_targets, .role_count = 1}};
	assert_null(tc_key_uses_find(&uses, ID));
	for (size_t i = 0; i < 300; i++)
		add_use(&uses, "a", TUFCHECK_STATUS_TRUSTED, &keys[i % COUNT_OF(keys)]);
	tc_key_uses_sort(&uses);
	assert_true(tc_key_uses_find(&uses, ID)->is_root);
	assert_false(tc_key_uses_find(&uses, OTHER_ID)->is_root);
	assert_null(tc_key_uses_find(&uses, NULL));
	assert_null(tc_key_uses_find(&uses, "root"));
	assert_false(uses.has_gaps);
	tc_key_uses_clear(&uses);
}

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"

/* However near they are to each other. */
static void test_key_uses_find_each_key(void **state)
{
	(void)state;
	static const char *const ids[] = {ZEROS "00", ZEROS "01", ZEROS "02", ZEROS "03",
	                                  ZEROS "fe", ZEROS "ff"};
	struct tc_key_uses uses = {.items = NULL};
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		const struct tufcheck_key key = {
			.canonical_key_id = ids[i], .roles = for_targets, .role_count = 1};
		add_use(&uses, "a", TUFCHECK_STATUS_TRUSTED, &key);
	}
	tc_key_uses_sort(&uses);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		assert_non_null(tc_key_uses_find(&uses, ids[i]));
		assert_int_equal(tc_key_uses_find(&uses, ids[i])->repository, i);
	}
	assert_null(tc_key_uses_find(&uses, ZEROS "04"));
	tc_key_uses_clear(&uses);
}

static void test_key_id_is_of_digits_alone(void **state)
{
	(void)state;
	static const char with_nul[] = ZEROS "0\0";
	static const char *const others[] = {ZEROS "0g", ZEROS "0A", ZEROS "0 ", ZEROS "0"};
	unsigned char id[TC_KEY_ID_BYTES] = {0};
	assert_false(tc_key_id_parse(with_nul, sizeof(with_nul) - 1, id));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(tc_key_id_parse(others[i], strlen(others[i]), id));
	assert_true(tc_key_id_parse(ZEROS "a9", strlen(ZEROS "a9"), id));
	assert_int_equal(id[TC_KEY_ID_BYTES - 1], 0xa9);
}

static void test_key_uses_of_dropped_delegations_have_gaps(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum tufcheck_role_status status;
		bool has_gaps;
	} rows[] = {{"targets", TUFCHECK_ROLE_EXPIRED, false},
	            {"targets/a", TUFCHECK_ROLE_VALID, false},
	            {"targets/a", TUFCHECK_ROLE_UNPUBLISHED, false},
	            {"targets/a", TUFCHECK_ROLE_EXPIRED, true},
	            {"targets/a", TUFCHECK_ROLE_BELOW_THRESHOLD, true}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_key_uses uses = {.items = NULL};
		const struct tufcheck_role role = {.name = rows[i].name, .status = rows[i].status};
		const struct tufcheck_repository repository = {.gun = "a",
		                                               .path = "path",
		                                               .status = TUFCHECK_STATUS_DEGRADED,
		                                               .roles = &role,
		                                               .role_count = 1};
		assert_int_equal(tc_key_uses_add(&uses, &repository), TUF_OK);
		assert_int_equal(uses.has_gaps, rows[i].has_gaps);
		tc_key_uses_clear(&uses);
	}
	/* nor is known what a key is that cannot be decoded */
	struct tc_key_uses uses = {.items = NULL};
	add_use(&uses, "a", TUFCHECK_STATUS_TRUSTED, &(struct tufcheck_key){.key_id = ID});
	assert_true(uses.has_gaps);
	assert_int_equal(uses.count, 0);
	tc_key_uses_clear(&uses);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_name_read_tells_each_layout),
		cmocka_unit_test(test_key_uses_count_only_chains_that_hold),
		cmocka_unit_test(test_key_uses_find_gives_the_use_for_root_first),
		cmocka_unit_test(test_key_uses_find_each_key),
		cmocka_unit_test(test_key_id_is_of_digits_alone),
		cmocka_unit_test(test_key_uses_of_dropped_delegations_have_gaps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
