/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Root keys that a client's pins let count: how many they are, and that each
 * is found under the ID that it has when it is rebuilt.
 */
#include <string.h>

#include "tuf/root.h"
#include "verify/anchor.h"
#include "verify_support.h"

/* Judges the root that was sealed by pins of those IDs. */
static struct tc_anchor judge(struct support_repository *repository, const char *const *ids,
                              size_t count)
{
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	const struct support_file *file = support_get_file(repository, "root.json");
	struct tuf_fault fault;
	const struct tuf_reader reader = {
		.arena = &repository->arena, .fault = &fault, .keeps_texts = true};
	struct tuf_envelope envelope;
	struct tuf_root root;
	assert_int_equal(tuf_envelope_parse(&reader, file->bytes, file->length, &envelope), TUF_OK);
	assert_int_equal(tuf_root_parse(&reader, &envelope.signed_part, &root), TUF_OK);
	const struct tuf_pin pin = {.name = "", .values = ids, .value_count = count};
	const struct tc_pin_rule rule = {.kind = TC_PIN_CERTS, .pin = &pin};
	struct tc_finding_list findings = {.arena = repository->evidence.arena};
	const struct tc_anchor_context context = {.arena = repository->evidence.arena,
	                                          .ring = &repository->evidence.ring,
	                                          .findings = &findings,
	                                          .gun = SUPPORT_GUN,
	                                          .at = repository->at,
	                                          .rule = &rule};
	struct tc_anchor anchor;
	assert_int_equal(tc_anchor_verify(&context, &envelope, &root, &anchor), TUF_OK);
	tuf_envelope_clear(&envelope);
	return anchor;
}

/* They are listed in the order of other IDs, in which none of them would be found. */
static void test_anchor_pinned_keys_are_found_by_their_own_ids(void **state)
{
	enum {
		COUNT = 6
	};
	struct support_repository *repository = *state;
	struct tuf_key keys[COUNT];
	EVP_PKEY *pkeys[COUNT];
	const char *ids[COUNT];
	support_drop_keys(repository, "root");
	for (size_t i = 0; i < COUNT; i++) {
		pkeys[i] = support_pkey(SUPPORT_P256, 9 + i);
		const struct support_certificate certificate = {.key = pkeys[i],
		                                                .name = SUPPORT_GUN};
		keys[i] = support_x509_key(&repository->arena, pkeys[i],
		                           support_certificate(&repository->arena, &certificate));
		ids[i] = keys[i].id;
	}
	for (size_t i = 0; i < COUNT; i++) {
		size_t before = 0;
		for (size_t j = 0; j < COUNT; j++)
			before += strcmp(ids[j], ids[i]) < 0;
		keys[i].listed_id =
			tuf_arena_format(&repository->arena, "%zu", (size_t)COUNT - before);
		support_list_key(repository, "root", &keys[i]);
		if (i < 5)
			support_add_signer(repository, "root", ids[i], pkeys[i]);
	}
	const struct tc_anchor anchor = judge(repository, ids, COUNT);
	assert_int_equal(anchor.pins.pinned, COUNT);
	assert_int_equal(anchor.pins.unpinned, 0);
	assert_int_equal(anchor.pins.valid, 5);
	assert_int_equal(anchor.pins.valid_now, 5);
	assert_true(anchor.is_pinned_now);
}

/* An intermediate that is out of date is left out now, so that the key has another ID. */
static void test_anchor_key_may_be_pinned_at_one_time_alone(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate leaf = {.key = pkey, .name = SUPPORT_GUN};
	const struct support_certificate authority = {.key = support_pkey(SUPPORT_P256, 9),
	                                              .name = "authority",
	                                              .ca = true,
	                                              .not_after = SUPPORT_AT - 1};
	const char *first = support_certificate(&repository->arena, &leaf);
	const struct tuf_key left = support_x509_key(&repository->arena, pkey, first);
	const struct tuf_key whole = support_x509_key(
		&repository->arena, pkey,
		tuf_arena_format(&repository->arena, "%s%s", first,
	                         support_certificate(&repository->arena, &authority)));
	support_drop_keys(repository, "root");
	support_list_key(repository, "root", &whole);
	support_add_signer(repository, "root", left.id, pkey);
	struct tc_anchor anchor = judge(repository, &left.id, 1);
	assert_int_equal(anchor.pins.pinned, 1);
	assert_int_equal(anchor.pins.valid, 0);
	assert_int_equal(anchor.pins.valid_now, 1);
	assert_false(anchor.is_pinned);
	assert_true(anchor.is_pinned_now);
	support_get_role(repository, "root")->signers[0].key_id = whole.id;
	anchor = judge(repository, &whole.id, 1);
	assert_int_equal(anchor.pins.pinned, 1);
	assert_int_equal(anchor.pins.valid, 1);
	assert_int_equal(anchor.pins.valid_now, 0);
	assert_true(anchor.is_pinned);
	assert_false(anchor.is_pinned_now);
}

/* Where no name is given, the pins are those of the name that is assumed. */
static void test_anchor_pins_are_those_of_the_assumed_name(void **state)
{
	static const char *const ids[] = {"none"};
	static const struct tuf_pin pins[] = {
		{.name = SUPPORT_GUN, .values = ids, .value_count = COUNT_OF(ids)}};
	static const struct tufcheck_trust_pinning pinning = {
		.path = "config.json", .content = {.certs = {.items = pins, .count = COUNT_OF(pins)}}};
	struct support_repository *repository = *state;
	repository->pinning = &pinning;
	repository->gun = NULL;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_string_equal(repository->evidence.gun, SUPPORT_GUN);
	assert_int_equal(support_count(&repository->evidence.findings, TC_ROOT_NOT_PINNED, NULL), 1);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_anchor_pinned_keys_are_found_by_their_own_ids),
		support_test(test_anchor_key_may_be_pinned_at_one_time_alone),
		support_test(test_anchor_pins_are_those_of_the_assumed_name),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
