/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roots with several keys of which some count and some do not: out of date, of
 * a kind that cannot sign, not pinned; and what is left of a chain whose dates
 * are overlooked.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verify/anchor.h"
#include "verify/trust_pinning.h"
#include "verify_support.h"

static struct tuf_key make_key(struct support_repository *repository,
                               const struct support_certificate *certificate)
{
	return support_x509_key(&repository->arena, certificate->key,
	                        support_certificate(&repository->arena, certificate));
}

/* A bundle whose leaf has a key that no method of Notary verifies with, listed as if it had. */
static struct tuf_key make_ed25519_bundle(struct support_repository *repository)
{
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_ED25519, 0),
	                                                .name = SUPPORT_GUN};
	const char *bundle = support_certificate(&repository->arena, &certificate);
	return support_make_key(&repository->arena, "ecdsa-x509", bundle, strlen(bundle));
}

static struct tc_anchor_context context_of(struct support_repository *repository)
{
	return (struct tc_anchor_context){.arena = &repository->evidence_arena,
	                                  .ring = &repository->evidence.ring,
	                                  .gun = SUPPORT_GUN,
	                                  .at = repository->at};
}

/* ---- dates ---- */

static void test_root_keys_all_out_of_date_are_each_told(void **state)
{
	struct support_repository *repository = *state;
	struct tuf_key keys[2];
	support_drop_keys(repository, "root");
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const struct support_certificate over = {.key = support_pkey(SUPPORT_P256, 8 + i),
		                                         .name = SUPPORT_GUN,
		                                         .not_after = SUPPORT_AT - 1};
		keys[i] = make_key(repository, &over);
		support_trust_key(repository, "root", &keys[i], over.key);
	}
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_ROOT_CERTIFICATE_DATES,
	                TC_ROOT_CERTIFICATE_DATES, TC_ROOT_CERTIFICATE_EXPIRED);
	const struct tc_finding_entry *entry = repository->evidence.findings.first;
	const char *const messages[] = {entry->finding.message, entry->next->finding.message};
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_true(strstr(messages[0], keys[i].id) || strstr(messages[1], keys[i].id));
	assert_string_not_equal(messages[0], messages[1]);
	/* that there are too few is put down to the first */
	const char *too_few = repository->evidence.findings.last->finding.message;
	assert_int_equal(strncmp(too_few, messages[0], strlen(messages[0])), 0);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_EXPIRED);
}

/* ---- keys that are of no use ---- */

static const struct tc_public_key *decode(struct support_repository *repository,
                                          const struct tuf_key *key)
{
	const struct tc_public_key *decoded = NULL;
	assert_int_equal(tc_key_ring_get(&repository->evidence.ring, key, &decoded), TUF_OK);
	return decoded;
}

static void test_anchor_accepts_only_what_may_sign(void **state)
{
	struct support_repository *repository = *state;
	repository->evidence = tc_evidence_make(&repository->evidence_arena);
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate sound = {.key = pkey, .name = SUPPORT_GUN};
	const struct support_certificate over = {
		.key = pkey, .name = SUPPORT_GUN, .not_after = SUPPORT_AT - 1};
	const struct support_certificate misnamed = {.key = pkey, .name = "another"};
	const struct support_certificate weak = {.key = pkey, .name = SUPPORT_GUN, .sha1 = true};
	const char *leaf = support_certificate(&repository->arena, &sound);
	const struct {
		struct tuf_key key;
		bool is_accepted;
	} rows[] = {
		{make_key(repository, &sound), true},
		{make_key(repository, &over), true},
		{make_key(repository, &misnamed), false},
		{make_key(repository, &weak), false},
		{support_bare_key(&repository->arena, pkey), false},
		{make_ed25519_bundle(repository), false},
		{support_x509_key(&repository->arena, pkey,
		                  tuf_arena_format(&repository->arena, "%s%s", leaf,
		                                   support_certificate(&repository->arena, &over))),
		 false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (tc_anchor_accepts(decode(repository, &rows[i].key), SUPPORT_GUN) !=
		    rows[i].is_accepted)
			fail_msg("row %zu", i);
}

/* Beside a sound key; the root is still signed by that. */
static void test_root_keys_of_no_use_do_not_hinder_the_others(void **state)
{
	struct support_repository *repository = *state;
	const struct tuf_key useless[] = {
		make_ed25519_bundle(repository),
		support_bare_key(&repository->arena, support_pkey(SUPPORT_P256, 9))};
	support_list_key(repository, "root", &useless[0]);
	support_list_key(repository, "root", &useless[1]);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_ROOT_KEY_UNUSABLE, TC_ROOT_KEY_UNUSABLE);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	const struct tc_anchor_context context = context_of(repository);
	const struct tuf_root *root = &repository->evidence.root;
	const struct tuf_envelope *envelope = &support_evidence(repository, "root")->envelope;
	struct tc_quorum quorum;
	assert_int_equal(tc_anchor_verify_itself(&context, root, envelope, &quorum), TUF_OK);
	assert_int_equal(quorum.valid_count, 1);
	assert_int_equal(tc_anchor_verify_rotation(&context, root, envelope, &quorum), TUF_OK);
	assert_int_equal(quorum.valid_count, 1);
	/* the bare key has no certificate; that the other one cannot sign, its certificate does not say */
	const struct tc_certificate *const *leaves;
	size_t count;
	assert_int_equal(tc_anchor_list_leaves(&context, root, &leaves, &count), TUF_OK);
	assert_int_equal(count, 2);
}

/* ---- keys that are not pinned ---- */

#define OTHER_ID "0000000000000000000000000000000000000000000000000000000000000000"

static struct tufcheck_trust_pinning *read_pinning(const char *text)
{
	char path[] = P_tmpdir "/root-keys-XXXXXX";
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	FILE *file = fdopen(descriptor, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	struct tufcheck_trust_pinning *pinning = NULL;
	assert_int_equal(tufcheck_trust_pinning_read(path, NULL, &pinning), TUFCHECK_OK);
	assert_int_equal(unlink(path), 0);
	return pinning;
}

static void verify_pinned(struct support_repository *repository,
                          const struct tufcheck_trust_pinning *pinning)
{
	tc_evidence_clear(&repository->evidence);
	tuf_arena_clear(&repository->evidence_arena);
	repository->evidence = tc_evidence_make(&repository->evidence_arena);
	const struct tc_chain_input input = {.source = &repository->source,
	                                     .gun = repository->gun,
	                                     .at = repository->at,
	                                     .pinning = pinning};
	assert_int_equal(tc_chain_verify(&input, &repository->evidence, &repository->verdict,
	                                 &repository->verified),
	                 TUF_OK);
}

static void test_root_keys_not_pinned_are_all_named(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate second = {.key = support_pkey(SUPPORT_P256, 9),
	                                           .name = SUPPORT_GUN};
	const struct tuf_key key = make_key(repository, &second);
	support_trust_key(repository, "root", &key, second.key);
	support_seal(repository, SUPPORT_ALL);
	struct tufcheck_trust_pinning *pinning = read_pinning(
		"{\"trust_pinning\":{\"certs\":{\"" SUPPORT_GUN "\":[\"" OTHER_ID "\"]}}}");
	verify_pinned(repository, pinning);
	assert_findings(&repository->evidence.findings, TC_ROOT_NOT_PINNED);
	const struct tufcheck_finding *finding = &repository->evidence.findings.first->finding;
	size_t named = 0;
	const struct tuf_role *role = &repository->evidence.root.roles[TUF_TOP_ROOT];
	assert_int_equal(role->key_id_count, 2);
	for (size_t i = 0; i < role->key_id_count; i++)
		named += strstr(finding->actual, role->key_ids[i]) != NULL;
	assert_int_equal(named, 2);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	tufcheck_trust_pinning_free(pinning);
}

/* That the keys are others than those pinned, is said also where nobody has signed. */
static void test_root_unsigned_with_no_pinned_key_is_told_twice(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_get_role(repository, "root")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	struct tufcheck_trust_pinning *pinning = read_pinning(
		"{\"trust_pinning\":{\"certs\":{\"" SUPPORT_GUN "\":[\"" OTHER_ID "\"]}}}");
	verify_pinned(repository, pinning);
	assert_int_equal(support_count(&repository->evidence.findings, TC_ROOT_NOT_PINNED, NULL), 1);
	assert_int_equal(support_count(&repository->evidence.findings, TC_THRESHOLD_NOT_MET, NULL),
	                 1);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	tufcheck_trust_pinning_free(pinning);
}

/* ---- dates overlooked ---- */

static const struct tc_verified *overlook(struct support_repository *repository)
{
	const struct tc_verified *verified = NULL;
	assert_int_equal(tc_chain_overlook_dates(&repository->evidence, &verified), TUF_OK);
	return verified;
}

static void test_chain_overlooks_dates_and_nothing_else(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_non_null(overlook(repository));
	support_set(repository, "targets", "expires", json_string(SUPPORT_EXPIRED));
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_EXPIRED);
	assert_non_null(overlook(repository));
	support_get_role(repository, "targets")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_null(overlook(repository));
}

/* What pins say is not about the chain. */
static void test_chain_overlooks_dates_whatever_pins_say(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	struct tufcheck_trust_pinning *pinning = read_pinning(
		"{\"trust_pinning\":{\"certs\":{\"" SUPPORT_GUN "\":[\"" OTHER_ID "\"]}}}");
	verify_pinned(repository, pinning);
	assert_findings(&repository->evidence.findings, TC_ROOT_NOT_PINNED);
	assert_null(repository->verified);
	assert_non_null(overlook(repository));
	tufcheck_trust_pinning_free(pinning);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_root_keys_all_out_of_date_are_each_told),
		support_test(test_anchor_accepts_only_what_may_sign),
		support_test(test_root_keys_of_no_use_do_not_hinder_the_others),
		support_test(test_root_keys_not_pinned_are_all_named),
		support_test(test_root_unsigned_with_no_pinned_key_is_told_twice),
		support_test(test_chain_overlooks_dates_and_nothing_else),
		support_test(test_chain_overlooks_dates_whatever_pins_say),
	};
	return cmocka_run_group_tests_name("verify_root_keys", tests, NULL, support_clear_keys);
}
