/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "verify/quorum.h"
#include "verify_support.h"

static const char signed_bytes[] = "{\"_type\":\"Snapshot\"}";
#define SIGNED_LENGTH (sizeof(signed_bytes) - 1)
#define ROOM 8

/* Candidates and signatures are added to it, and then counted. */
struct fixture {
	struct tuf_arena arena;
	struct tc_key_ring ring;
	struct tc_candidate candidates[ROOM];
	struct tc_candidate_list list;
	struct tuf_signature signatures[ROOM];
	struct tuf_envelope envelope;
	struct tc_quorum quorum;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->ring.arena = &fixture->arena;
	fixture->list.items = fixture->candidates;
	fixture->envelope = (struct tuf_envelope){.signatures = fixture->signatures,
	                                          .signed_bytes = signed_bytes,
	                                          .signed_length = SIGNED_LENGTH};
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_key_ring_clear(&fixture->ring);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

/* The ID of a key that tests call by its number. */
static const char *id_of(struct fixture *fixture, size_t number)
{
	return support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, number)).id;
}

/* key_id: NULL is the key's own. */
static void add_candidate(struct fixture *fixture, const char *key_id, size_t number)
{
	struct tuf_key key = support_bare_key(&fixture->arena, support_pkey(SUPPORT_P256, number));
	struct tc_candidate *candidate = &fixture->candidates[fixture->list.count++];
	candidate->key_id = key_id ? key_id : key.id;
	assert_int_equal(tc_key_ring_get(&fixture->ring, &key, &candidate->key), TUF_OK);
}

static struct tuf_signature *add_signature(struct fixture *fixture, const char *key_id,
                                           size_t number)
{
	struct support_bytes bytes = support_sign(
		&fixture->arena, "ecdsa", support_pkey(SUPPORT_P256, number), signed_bytes,
		SIGNED_LENGTH);
	struct tuf_signature *signature =
		&fixture->signatures[fixture->envelope.signature_count++];
	*signature = (struct tuf_signature){.key_id = key_id ? key_id : id_of(fixture, number),
	                                    .method = "ecdsa",
	                                    .bytes = bytes.at,
	                                    .length = bytes.length};
	return signature;
}

static void damage(struct tuf_signature *signature)
{
	((unsigned char *)signature->bytes)[5] ^= 0x10;
}

static size_t count(struct fixture *fixture)
{
	tc_candidate_list_sort(&fixture->list);
	assert_int_equal(tc_quorum_count(&fixture->arena, &fixture->envelope, &fixture->list,
	                                 &fixture->quorum),
	                 TUF_OK);
	assert_int_equal(fixture->quorum.signature_count, fixture->envelope.signature_count);
	return fixture->quorum.valid_count;
}

static void assert_record(const struct fixture *fixture, size_t index, bool is_valid,
                          const char *reason)
{
	const struct tufcheck_signature *record = &fixture->quorum.signatures[index];
	assert_string_equal(record->key_id, fixture->signatures[index].key_id);
	assert_string_equal(record->method, fixture->signatures[index].method);
	assert_int_equal(record->valid, is_valid);
	assert_ptr_equal(record->reason, reason);
}

static void test_quorum_without_signatures_is_empty(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	assert_int_equal(count(fixture), 0);
	assert_null(fixture->quorum.mislabelled);
	assert_false(tc_quorum_is_met(&fixture->quorum, 1));
}

static void test_quorum_without_candidates_is_empty(void **state)
{
	struct fixture *fixture = *state;
	add_signature(fixture, NULL, 0);
	assert_int_equal(count(fixture), 0);
	assert_record(fixture, 0, false, tc_quorum_not_listed);
	assert_false(tc_quorum_is_met(&fixture->quorum, 1));
}

static void test_quorum_distinct_keys_count_each(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < 5; i++) {
		add_candidate(fixture, NULL, 4 - i);
		add_signature(fixture, NULL, i);
	}
	assert_int_equal(count(fixture), 5);
	for (size_t i = 0; i < 5; i++)
		assert_record(fixture, i, true, NULL);
	assert_true(tc_quorum_is_met(&fixture->quorum, 5));
	assert_false(tc_quorum_is_met(&fixture->quorum, 6));
}

/* Only what the very same candidates were counted by is taken over. */
static void test_quorum_counted_again_is_that_of_the_candidates(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < 2; i++) {
		add_candidate(fixture, NULL, i);
		add_signature(fixture, NULL, i);
	}
	assert_int_equal(count(fixture), 2);
	const struct tc_quorum known = fixture->quorum;
	struct tc_candidate items[2];
	memcpy(items, fixture->list.items, sizeof(items));
	struct tc_candidate_list same = {.items = items, .count = 2};
	struct tc_quorum again;
	assert_int_equal(tc_quorum_count_again(&fixture->arena, &fixture->envelope, &same, &known,
	                                       &again),
	                 TUF_OK);
	assert_int_equal(again.valid_count, 2);
	assert_ptr_equal(again.signatures, known.signatures);
	/* one less, one that may not sign, one under another name */
	struct tc_candidate_list fewer = {.items = items, .count = 1};
	assert_int_equal(tc_quorum_count_again(&fixture->arena, &fixture->envelope, &fewer, &known,
	                                       &again),
	                 TUF_OK);
	assert_int_equal(again.valid_count, 1);
	items[1].key = NULL;
	assert_int_equal(tc_quorum_count_again(&fixture->arena, &fixture->envelope, &same, &known,
	                                       &again),
	                 TUF_OK);
	assert_int_equal(again.valid_count, 1);
	items[1] = (struct tc_candidate){.key_id = "~", .key = known.candidates.items[1].key};
	assert_int_equal(tc_quorum_count_again(&fixture->arena, &fixture->envelope, &same, &known,
	                                       &again),
	                 TUF_OK);
	assert_int_equal(again.valid_count, 1);
}

static void test_quorum_key_that_signs_twice_counts_once(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, NULL, 1);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, NULL, 0);
	/* the very same bytes too */
	fixture->signatures[fixture->envelope.signature_count++] = fixture->signatures[0];
	assert_int_equal(count(fixture), 1);
	for (size_t i = 0; i < 3; i++)
		assert_record(fixture, i, true, NULL);
	assert_false(tc_quorum_is_met(&fixture->quorum, 2));
}

static void test_quorum_key_listed_twice_counts_once(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < 3; i++)
		add_candidate(fixture, NULL, 0);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, NULL, 0);
	assert_int_equal(count(fixture), 1);
	assert_int_equal(fixture->list.count, 1);
}

static void test_quorum_unlisted_key_is_ignored(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_signature(fixture, NULL, 1);
	add_signature(fixture, NULL, 0);
	assert_int_equal(count(fixture), 1);
	assert_record(fixture, 0, false, tc_quorum_not_listed);
	assert_record(fixture, 1, true, NULL);
	assert_null(fixture->quorum.mislabelled);
	assert_true(tc_quorum_is_met(&fixture->quorum, 1));
}

static void test_quorum_id_in_other_case_or_shortened_is_unlisted(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	const char *id = id_of(fixture, 0);
	char *upper = tuf_arena_copy_text(&fixture->arena, id, strlen(id));
	assert_non_null(upper);
	for (char *c = upper; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	assert_string_not_equal(upper, id);
	add_signature(fixture, upper, 0);
	add_signature(fixture, tuf_arena_copy_text(&fixture->arena, id, 63), 0);
	add_signature(fixture, "", 0);
	assert_int_equal(count(fixture), 0);
	for (size_t i = 0; i < 3; i++)
		assert_record(fixture, i, false, tc_quorum_not_listed);
}

static void test_quorum_signature_by_another_candidate_is_invalid(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, NULL, 1);
	add_signature(fixture, id_of(fixture, 1), 0);
	assert_int_equal(count(fixture), 0);
	assert_false(fixture->quorum.signatures[0].valid);
	assert_string_equal(fixture->quorum.signatures[0].reason,
	                    "the signature does not verify");
}

static void test_quorum_bad_signature_is_skipped(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, NULL, 1);
	damage(add_signature(fixture, NULL, 0));
	add_signature(fixture, NULL, 1);
	assert_int_equal(count(fixture), 1);
	assert_false(fixture->quorum.signatures[0].valid);
	assert_ptr_not_equal(fixture->quorum.signatures[0].reason, tc_quorum_not_listed);
	assert_record(fixture, 1, true, NULL);
}

static void test_quorum_good_signature_after_bad_one_counts(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	damage(add_signature(fixture, NULL, 0));
	add_signature(fixture, NULL, 0);
	damage(add_signature(fixture, NULL, 0));
	assert_int_equal(count(fixture), 1);
	assert_false(fixture->quorum.signatures[0].valid);
	assert_record(fixture, 1, true, NULL);
	assert_false(fixture->quorum.signatures[2].valid);
}

static void test_quorum_message_changed_counts_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_signature(fixture, NULL, 0);
	fixture->envelope.signed_length--;
	assert_int_equal(count(fixture), 0);
}

static void test_quorum_mislabelled_signer_is_never_met(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, "an-id-that-is-not-its-own", 1);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, "an-id-that-is-not-its-own", 1);
	count(fixture);
	assert_non_null(fixture->quorum.mislabelled);
	assert_string_equal(fixture->quorum.mislabelled->key_id, "an-id-that-is-not-its-own");
	assert_int_equal(fixture->quorum.mislabelled_index, 1);
	for (int64_t threshold = -1; threshold < 4; threshold++)
		assert_false(tc_quorum_is_met(&fixture->quorum, threshold));
}

/* One key under two IDs would otherwise be worth two. */
static void test_quorum_key_under_second_id_is_never_met(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, id_of(fixture, 1), 0);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, id_of(fixture, 1), 0);
	count(fixture);
	assert_non_null(fixture->quorum.mislabelled);
	assert_false(tc_quorum_is_met(&fixture->quorum, 1));
	assert_false(tc_quorum_is_met(&fixture->quorum, 2));
}

static void test_quorum_first_mislabelled_is_kept_even_with_bad_signature(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, "one", 1);
	add_candidate(fixture, "two", 2);
	add_candidate(fixture, NULL, 0);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, "unlisted", 0);
	damage(add_signature(fixture, "two", 2));
	add_signature(fixture, "one", 1);
	count(fixture);
	assert_non_null(fixture->quorum.mislabelled);
	assert_string_equal(fixture->quorum.mislabelled->key_id, "two");
	assert_int_equal(fixture->quorum.mislabelled_index, 2);
}

static void test_quorum_mislabelled_key_that_does_not_sign_is_harmless(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	add_candidate(fixture, "an-id-that-is-not-its-own", 1);
	add_signature(fixture, NULL, 0);
	assert_int_equal(count(fixture), 1);
	assert_null(fixture->quorum.mislabelled);
	assert_true(tc_quorum_is_met(&fixture->quorum, 1));
}

/* A key that is known and may not sign: its signature is no stranger's, and no quorum's. */
static void test_quorum_rejected_candidate_counts_for_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_candidate(fixture, NULL, 0);
	fixture->candidates[fixture->list.count++] =
		(struct tc_candidate){.key_id = id_of(fixture, 1)};
	/* where the same ID may sign too, it does */
	fixture->candidates[fixture->list.count++] =
		(struct tc_candidate){.key_id = id_of(fixture, 0)};
	fixture->candidates[fixture->list.count++] =
		(struct tc_candidate){.key_id = id_of(fixture, 2)};
	add_candidate(fixture, NULL, 2);
	add_signature(fixture, NULL, 1);
	add_signature(fixture, NULL, 0);
	add_signature(fixture, NULL, 2);
	assert_int_equal(count(fixture), 2);
	assert_record(fixture, 0, false, tc_quorum_not_acceptable);
	assert_record(fixture, 1, true, NULL);
	assert_record(fixture, 2, true, NULL);
	assert_null(fixture->quorum.mislabelled);
	assert_true(tc_quorum_is_met(&fixture->quorum, 2));
}

static void test_quorum_threshold_out_of_reach_is_not_met(void **state)
{
	(void)state;
	static const struct {
		size_t valid_count;
		int64_t threshold;
		bool is_met;
	} cases[] = {
		{0, INT64_MIN, false}, {0, -1, false},        {0, 0, false},
		{0, 1, false},         {1, INT64_MIN, false}, {1, -1, false},
		{1, 0, false},         {1, 1, true},          {1, 2, false},
		{2, 1, true},          {2, 2, true},          {2, 3, false},
		{2, INT32_MAX, false}, {2, INT64_C(4294967298), false},
		{2, INT64_MAX, false}, {SIZE_MAX, INT64_MAX, true},
		{SIZE_MAX, 0, false},  {SIZE_MAX, -1, false}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct tc_quorum quorum = {.valid_count = cases[i].valid_count};
		if (tc_quorum_is_met(&quorum, cases[i].threshold) != cases[i].is_met)
			fail_msg("%zu valid, threshold %lld", cases[i].valid_count,
			         (long long)cases[i].threshold);
	}
}

static void test_candidate_list_sort_keeps_each_id_once(void **state)
{
	(void)state;
	static const char *const ids[] = {"c", "a", "b", "a", "c", "", "aa"};
	static const char *const sorted[] = {"", "a", "aa", "b", "c"};
	struct tc_candidate items[COUNT_OF(ids)];
	struct tc_candidate_list list = {.items = items, .count = COUNT_OF(ids)};
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		items[i] = (struct tc_candidate){.key_id = ids[i]};
	tc_candidate_list_sort(&list);
	assert_int_equal(list.count, COUNT_OF(sorted));
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		assert_string_equal(items[i].key_id, sorted[i]);
	list.count = 0;
	tc_candidate_list_sort(&list);
	assert_int_equal(list.count, 0);
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_quorum_without_signatures_is_empty),
		fixture_test(test_quorum_without_candidates_is_empty),
		fixture_test(test_quorum_distinct_keys_count_each),
		fixture_test(test_quorum_counted_again_is_that_of_the_candidates),
		fixture_test(test_quorum_key_that_signs_twice_counts_once),
		fixture_test(test_quorum_key_listed_twice_counts_once),
		fixture_test(test_quorum_unlisted_key_is_ignored),
		fixture_test(test_quorum_id_in_other_case_or_shortened_is_unlisted),
		fixture_test(test_quorum_signature_by_another_candidate_is_invalid),
		fixture_test(test_quorum_bad_signature_is_skipped),
		fixture_test(test_quorum_good_signature_after_bad_one_counts),
		fixture_test(test_quorum_message_changed_counts_nothing),
		fixture_test(test_quorum_mislabelled_signer_is_never_met),
		fixture_test(test_quorum_key_under_second_id_is_never_met),
		fixture_test(test_quorum_first_mislabelled_is_kept_even_with_bad_signature),
		fixture_test(test_quorum_mislabelled_key_that_does_not_sign_is_harmless),
		fixture_test(test_quorum_rejected_candidate_counts_for_nothing),
		cmocka_unit_test(test_quorum_threshold_out_of_reach_is_not_met),
		cmocka_unit_test(test_candidate_list_sort_keeps_each_id_once),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
