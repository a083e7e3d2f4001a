/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shares: which one a name falls to, and that together they are the whole.
 */
#include <stdio.h>
#include <string.h>

#include "verify/share.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"

/* ---- names ---- */

/* SHA-256 of "abc" begins with ba7816bf8f01cfea, and that of nothing with e3b0c44298fc1c14. */
static void test_share_of_is_by_the_first_eight_bytes_of_the_digest(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t count, share;
	} rows[] = {
		{"abc", 1, 1},
		{"abc", 2, UINT64_C(0xba7816bf8f01cfea) % 2 + 1},
		{"abc", 7, UINT64_C(0xba7816bf8f01cfea) % 7 + 1},
		{"abc", 1000003, UINT64_C(0xba7816bf8f01cfea) % 1000003 + 1},
		{"", 1000003, UINT64_C(0xe3b0c44298fc1c14) % 1000003 + 1},
		/* none */
		{"abc", 0, 0},
		{NULL, 7, 0},
		{NULL, 0, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(tufcheck_share_of(rows[i].name, rows[i].count), rows[i].share);
}

/* ---- places ---- */

/* The last ones have no name, and go by their path. */
static const struct tc_place places[] = {
	{.gun = "a", .path = "x/tuf/a"},   {.gun = "b", .path = "x/tuf/b"},
	{.gun = "c/d", .path = "x/tuf/c/d"}, {.gun = "e", .path = "x/tuf/e"},
	{.path = "y"},                     {.path = "z"},
};

struct fixture {
	struct tuf_arena arena;
	struct tc_place places[COUNT_OF(places)];
	struct tc_share share;
	struct tc_trustdir trustdir;
};

static void take(struct fixture *fixture, size_t number, size_t count)
{
	tuf_arena_clear(&fixture->arena);
	memcpy(fixture->places, places, sizeof(places));
	fixture->trustdir = (struct tc_trustdir){.arena = &fixture->arena,
	                                         .places = fixture->places,
	                                         .count = COUNT_OF(places)};
	assert_int_equal(tc_share_take(&fixture->trustdir, number, count, &fixture->share), TUF_OK);
}

static void test_shares_together_are_the_whole(void **state)
{
	(void)state;
	struct fixture fixture = {.arena = TUF_ARENA_INIT};
	for (size_t count = 1; count <= 4; count++) {
		size_t found[COUNT_OF(places)] = {0};
		for (size_t number = 1; number <= count; number++) {
			take(&fixture, number, count);
			assert_int_equal(fixture.share.facts.number, number);
			assert_int_equal(fixture.share.facts.count, count);
			assert_int_equal(fixture.share.facts.repositories, COUNT_OF(places));
			for (size_t i = 0; i < fixture.trustdir.count; i++) {
				const struct tc_place *place = &fixture.places[i];
				size_t position = fixture.share.positions[i];
				const char *name = place->gun ? place->gun : place->path;
				assert_int_equal(tufcheck_share_of(name, count), number);
				assert_true(position < COUNT_OF(places));
				assert_string_equal(place->path, places[position].path);
				found[position]++;
			}
		}
		for (size_t i = 0; i < COUNT_OF(places); i++)
			assert_int_equal(found[i], 1);
	}
	tuf_arena_clear(&fixture.arena);
}

/* Each name and each path with its NUL. */
static void test_share_says_of_which_whole_it_is(void **state)
{
	(void)state;
	static const char whole[] = "a\0x/tuf/a\0b\0x/tuf/b\0c/d\0x/tuf/c/d\0e\0x/tuf/e\0"
	                            "\0y\0\0z";
	char digest[TUFCHECK_SHA256_TEXT_BYTES];
	assert_int_equal(tufcheck_sha256(whole, sizeof(whole), digest), TUFCHECK_OK);
	struct fixture fixture = {.arena = TUF_ARENA_INIT};
	for (size_t number = 1; number <= 3; number++) {
		take(&fixture, number, 3);
		assert_string_equal(fixture.share.facts.places_sha256, digest);
	}
	tuf_arena_clear(&fixture.arena);
}

/* ---- scans ---- */

static struct tufcheck_scan *open_scan(void)
{
	const struct tufcheck_options options = {.size = sizeof(options),
	                                         .at = {.seconds = SUPPORT_AT}};
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	return scan;
}

static void test_scan_takes_a_share_that_there_is_once(void **state)
{
	(void)state;
	static const struct {
		size_t number, count;
	} wrong[] = {{0, 0}, {1, 0}, {0, 1}, {0, 2}, {2, 1}, {3, 2}};
	struct tufcheck_scan *scan = open_scan();
	size_t count = tufcheck_scan_count(scan);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(tufcheck_scan_take_share(scan, wrong[i].number, wrong[i].count),
		                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_take_share(NULL, 1, 1), TUFCHECK_BAD_CALL);
	assert_null(tufcheck_scan_get_share(scan));
	assert_null(tufcheck_scan_get_share(NULL));
	assert_int_equal(tufcheck_scan_count(scan), count);
	assert_int_equal(tufcheck_scan_take_share(scan, 1, 1), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_get_share(scan)->count, 1);
	assert_int_equal(tufcheck_scan_take_share(scan, 1, 1), TUFCHECK_BAD_CALL);
	/* of what is added now nothing would know its place in the whole */
	assert_int_equal(tufcheck_scan_add(scan, TUFCHECK_TESTDATA "/notary/trust"), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add_gun(scan, TUFCHECK_TESTDATA "/notary/trust",
	                                       "registry.example.com/team/app"),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_count(scan), count);
	tufcheck_scan_free(scan);
}

static void test_scan_of_a_share_has_nothing_of_the_others(void **state)
{
	(void)state;
	struct tufcheck_scan *whole = open_scan();
	for (size_t number = 1; number <= 2; number++) {
		struct tufcheck_scan *scan = open_scan();
		assert_int_equal(tufcheck_scan_take_share(scan, number, 2), TUFCHECK_OK);
		assert_int_equal(tufcheck_scan_get_share(scan)->number, number);
		size_t count = tufcheck_scan_count(scan);
		assert_true(count > 0 && count < tufcheck_scan_count(whole));
		for (size_t i = 0; i < count; i++) {
			size_t position = tufcheck_scan_get_position(scan, i);
			assert_string_equal(tufcheck_scan_get_place(scan, i).gun,
			                    tufcheck_scan_get_place(whole, position).gun);
		}
		/* beyond the last there is none, whatever stood there before */
		assert_null(tufcheck_scan_get_place(scan, count).gun);
		assert_null(tufcheck_scan_get_place(scan, count).path);
		assert_int_equal(tufcheck_scan_get_position(scan, count), count);
		tufcheck_scan_free(scan);
	}
	assert_int_equal(tufcheck_scan_get_position(whole, 3), 3);
	assert_int_equal(tufcheck_scan_get_position(NULL, 3), 3);
	tufcheck_scan_free(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_share_of_is_by_the_first_eight_bytes_of_the_digest),
		cmocka_unit_test(test_shares_together_are_the_whole),
		cmocka_unit_test(test_share_says_of_which_whole_it_is),
		cmocka_unit_test(test_scan_takes_a_share_that_there_is_once),
		cmocka_unit_test(test_scan_of_a_share_has_nothing_of_the_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
