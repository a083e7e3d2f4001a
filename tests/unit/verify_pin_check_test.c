/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_refusal.h"
#include "verify/examine.h"
#include "verify/pin_check.h"
#include "verify_pin_support.h"

/* ---- no pins ---- */

static void test_pin_check_without_pins_asks_nothing(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_NONE);
	assert_no_findings(&fixture->repository.evidence.findings);
	assert_int_equal(tc_pins_check(NULL, &fixture->repository.evidence), TUF_OK);
	assert_false(fixture->repository.evidence.basis.is_policy_asked);
}

static void test_pin_check_of_another_name_asks_nothing(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(tufcheck_pins_add(fixture->pins,
	                                   "registry.example.com/other=sha1:"
	                                   "00112233445566778899aabbccddeeff00112233",
	                                   NULL),
	                 TUFCHECK_OK);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_NONE);
	assert_int_equal(fixture->repository.verdict.status, TUFCHECK_STATUS_TRUSTED);
}

/* ---- what digits mean, of every kind of key ---- */

/* A digest and every kind of pin that it can be written as; only one may match. */
static void assert_matches_as(struct fixture *fixture, const char *role, const char *digits,
                              const char *right)
{
	static const char *const kinds[] = {"sha256", "keyid", "spki"};
	char *copy = strdup(digits); /* the evidence is made anew */
	assert_non_null(copy);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		forget_pins(fixture);
		pin(fixture, role, kinds[i], copy);
		bool is_right = strcmp(kinds[i], right) == 0;
		assert_int_equal(seal_and_ask(fixture),
		                 is_right ? TUFCHECK_ANSWER_PASS : TUFCHECK_ANSWER_FAIL);
		if (is_right)
			continue;
		assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), 1);
		assert_says(fixture, "what the pin ");
		assert_says(fixture, tuf_arena_format(&fixture->repository.arena, "write %s:", right));
	}
	free(copy);
}

static void assert_key_matches(struct fixture *fixture, const char *role)
{
	/* each time of evidence made anew */
	assert_matches_as(fixture, role, get_key(fixture, role)->id, "keyid");
	assert_matches_as(fixture, role, get_key(fixture, role)->canonical_id, "keyid");
	assert_matches_as(fixture, role, get_key(fixture, role)->spki_sha256, "spki");
	if (get_key(fixture, role)->bundle.count == 0)
		return;
	assert_matches_as(fixture, role, get_key(fixture, role)->bundle.items[0].record.sha256,
	                  "sha256");
	char *sha1 = strdup(get_key(fixture, role)->bundle.items[0].record.sha1);
	assert_non_null(sha1);
	forget_pins(fixture);
	pin(fixture, role, "sha1", sha1);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	free(sha1);
}

static void test_pin_check_keys_of_all_kinds_match_by_the_right_word_alone(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	static const enum support_algorithm algorithms[] = {SUPPORT_P256, SUPPORT_P384,
	                                                    SUPPORT_RSA2048, SUPPORT_ED25519};
	assert_key_matches(fixture, "root");
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		EVP_PKEY *pkey = support_pkey(algorithms[i], 7);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		support_drop_keys(repository, "targets");
		support_trust_key(repository, "targets", &key, pkey);
		assert_key_matches(fixture, "targets");
		if (algorithms[i] == SUPPORT_ED25519)
			continue;
		const struct support_certificate certificate = {.key = pkey, .name = "alice"};
		key = support_x509_key(&repository->arena, pkey,
		                       support_certificate(&repository->arena, &certificate));
		support_drop_keys(repository, ALICE);
		support_trust_key(repository, ALICE, &key, pkey);
		assert_key_matches(fixture, ALICE);
	}
}

/* ---- certificates behind the first ---- */

static void test_pin_check_certificate_behind_the_first_matches_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	EVP_PKEY *authority = support_pkey(SUPPORT_P256, 9);
	const char *bundle = tuf_arena_format(
		&repository->arena, "%s%s",
		support_certificate(&repository->arena,
	                            &(struct support_certificate){.key = pkey, .name = SUPPORT_GUN}),
		support_certificate(&repository->arena,
	                            &(struct support_certificate){
					    .key = authority, .name = "authority", .ca = true}));
	struct tuf_key key = support_x509_key(&repository->arena, pkey, bundle);
	static const char *const roles[] = {"root", ALICE};
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		support_drop_keys(repository, roles[i]);
		support_trust_key(repository, roles[i], &key, pkey);
		const struct tufcheck_certificate *second =
			&get_key(fixture, roles[i])->bundle.items[1].record;
		char *digits[] = {strdup(second->sha256), strdup(second->sha1),
		                  strdup(second->spki_sha256)};
		static const char *const kinds[] = {"sha256", "sha1", "spki"};
		for (size_t k = 0; k < COUNT_OF(kinds); k++) {
			forget_pins(fixture);
			pin(fixture, roles[i], kinds[k], digits[k]);
			assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
			assert_says(fixture, "is of a certificate behind that of key ");
			free(digits[k]);
		}
		forget_pins(fixture);
		pin(fixture, roles[i], "keyid", key.id);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	}
}

/* ---- labels ---- */

static void test_pin_check_what_a_root_key_stands_under_is_no_id(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	static const char label[] =
		"abababababababababababababababababababababababababababababababab";
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	struct tuf_key key = support_x509_key(
		&repository->arena, pkey, support_certificate(&repository->arena, &certificate));
	struct tuf_key labelled = key;
	labelled.listed_id = label;
	support_drop_keys(repository, "root");
	support_list_key(repository, "root", &labelled);
	support_add_signer(repository, "root", key.id, pkey);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_NONE);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	pin(fixture, "root", "keyid", label);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_FAIL);
	pin(fixture, "root", "keyid", key.id);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_PASS);
}

/* ---- thresholds ---- */

static void test_pin_check_pinned_keys_alone_must_reach_the_threshold(void **state)
{
	struct fixture *fixture = *state;
	static const char *const roles[] = {"root", "targets", ALICE};
	enum { KEYS = 4 };
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		const char *ids[KEYS];
		trust_keys(fixture, roles[i], KEYS, 2, ids);
		forget_pins(fixture);
		for (size_t pinned = 1; pinned <= KEYS; pinned++) {
			pin(fixture, roles[i], "keyid", ids[pinned - 1]);
			pin(fixture, roles[i], "keyid", ids[pinned - 1]);
			enum tufcheck_answer answer = seal_and_ask(fixture);
			assert_int_equal(answer, pinned < 2 ? TUFCHECK_ANSWER_FAIL
			                                    : TUFCHECK_ANSWER_PASS);
			assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), pinned < 2);
			assert_int_equal(findings_of(fixture, TC_PIN_EXTRA_KEY),
			                 pinned < 2 ? 0 : KEYS - pinned);
			assert_int_equal(fixture->repository.verdict.status,
			                 pinned < 2 ? TUFCHECK_STATUS_UNTRUSTED
			                            : TUFCHECK_STATUS_TRUSTED);
			if (pinned < 2)
				assert_says(fixture, " and 1 more");
		}
	}
}

static void test_pin_check_pinned_key_that_did_not_sign_counts_for_nothing(void **state)
{
	struct fixture *fixture = *state;
	const char *ids[2];
	trust_keys(fixture, "targets", 2, 1, ids);
	support_get_role(&fixture->repository, "targets")->signers[0].is_damaged = true;
	pin(fixture, "targets", "keyid", ids[0]);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "has valid signatures by 0 of the pinned keys, expected 1");
	assert_string_equal(fixture->last->expected, "valid signatures by 1 of the pinned keys");
	assert_string_equal(fixture->last->file, "targets.json");
	assert_string_equal(fixture->last->pointer, "/signatures");
	pin(fixture, "targets", "keyid", ids[1]);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_PASS);
}

static void test_pin_check_key_that_can_sign_nothing_is_not_extra(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const char *ids[1];
	trust_keys(fixture, "targets", 1, 1, ids);
	struct tuf_key odd = support_make_key(&repository->arena, "ecdsa", "no key", 6);
	support_list_key(repository, "targets", &odd);
	pin(fixture, "targets", "keyid", ids[0]);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	assert_int_equal(findings_of(fixture, TC_PIN_EXTRA_KEY), 0);
}

static void test_pin_check_extra_key_is_named_where_it_is_listed(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *role;
		const char *file;
		const char *pointer; /* before the ID */
	} rows[] = {
		{"root", "root.json", "/signed/keys/"},
		{"targets", "root.json", "/signed/keys/"},
		{ALICE, "targets.json", "/signed/delegations/keys/"},
		{NIGHTLY, "targets/releases.json", "/signed/delegations/keys/"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *ids[2];
		trust_keys(fixture, rows[i].role, 2, 1, ids);
		forget_pins(fixture);
		pin(fixture, rows[i].role, "keyid", ids[0]);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
		assert_int_equal(findings_of(fixture, TC_PIN_EXTRA_KEY), 1);
		assert_string_equal(fixture->last->role, rows[i].role);
		assert_string_equal(fixture->last->file, rows[i].file);
		assert_string_equal(fixture->last->actual, ids[1]);
		assert_string_equal(fixture->last->pointer,
		                    tuf_arena_format(&fixture->repository.arena, "%s%s",
		                                     rows[i].pointer, ids[1]));
	}
}

/* ---- roles that are not there, and chains that do not hold ---- */

static void test_pin_check_role_that_is_not_defined_is_missing(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *role;
		const char *file;
		const char *message;
	} rows[] = {
		{"targets/alcie", "targets.json",
	         "targets.json: targets/alcie is pinned, but no such role is defined; the nearest name "
	         "is targets/alice"},
		{"targets/nobody", "targets.json",
	         "targets.json: targets/nobody is pinned, but no such role is defined"},
		{"targets/nobody/deputy", "targets.json",
	         "targets.json: targets/nobody/deputy is pinned, but no such role is defined"},
		{"targets/alice/deputy", "targets/alice.json",
	         "targets/alice.json: targets/alice/deputy is pinned, but no such role is defined"},
		/* not the beginning of a name that is */
		{"targets/ali", "targets.json",
	         "targets.json: targets/ali is pinned, but no such role is defined"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		forget_pins(fixture);
		pin(fixture, rows[i].role, "keyid", DIGITS);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
		assert_int_equal(findings_of(fixture, TC_PIN_ROLE_MISSING), 1);
		assert_string_equal(fixture->last->role, rows[i].role);
		assert_string_equal(fixture->last->file, rows[i].file);
		assert_says(fixture, rows[i].message);
	}
}

static void test_pin_check_role_below_a_dropped_one_is_missing(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	pin(fixture, NIGHTLY, "keyid", DIGITS);
	support_set(repository, RELEASES, "expires", json_string(SUPPORT_EXPIRED));
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_says(fixture, "clients drop targets/releases and what it delegates");
}

static void test_pin_check_role_that_has_published_nothing_is_missing(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	pin(fixture, NIGHTLY, "keyid", DIGITS);
	support_get_role(repository, RELEASES)->is_unlisted = true;
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "targets/releases has published nothing");
	forget_pins(fixture);
	pin(fixture, RELEASES, "keyid", DIGITS);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "targets/releases has published nothing");
}

/* What the chain says already is not said again, and the answer is no pass. */
static void test_pin_check_role_that_cannot_be_asked_is_unknown(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	static const char *const files[] = {"root.json", "timestamp.json", "snapshot.json",
	                                    "targets.json", "targets/releases.json"};
	static const char *const roles[] = {"root", "timestamp", "snapshot", "targets", RELEASES};
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		forget_pins(fixture);
		pin(fixture, roles[i], "keyid", DIGITS);
		support_seal(repository, SUPPORT_ALL);
		support_remove(repository, files[i]);
		assert_int_equal(ask(fixture), TUFCHECK_ANSWER_UNKNOWN);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_INCOMPLETE);
		assert_null(fixture->last);
	}
}

static void test_pin_check_role_under_its_own_threshold_is_asked_only_if_the_rest_holds(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const struct tuf_key key =
		support_bare_key(&repository->arena, support_pkey(SUPPORT_P256, 6));
	/* a delegation is dropped, and what is left may be let pass */
	support_get_role(repository, ALICE)->signers[0].is_damaged = true;
	pin(fixture, ALICE, "keyid", key.id);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "it is signed by no key that counts");
	/* without targets nothing is */
	support_get_role(repository, "targets")->signers[0].is_damaged = true;
	forget_pins(fixture);
	pin(fixture, "targets", "keyid", DIGITS);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_UNKNOWN);
	assert_null(fixture->last);
}

static void test_pin_check_other_roles_are_asked_of_a_broken_chain(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	pin(fixture, "root", "keyid", DIGITS);
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, "targets.json");
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), 1);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_pin_check_each_role_is_asked(void **state)
{
	struct fixture *fixture = *state;
	static const char *const roles[] = {"root", "timestamp", "snapshot", "targets",
	                                    RELEASES, NIGHTLY, ALICE};
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		pin(fixture, roles[i], "keyid", DIGITS);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), COUNT_OF(roles));
	/* and each is kept by its own key */
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		char id[65];
		assert_int_equal(snprintf(id, sizeof(id), "%s", get_key(fixture, roles[i])->id), 64);
		pin(fixture, roles[i], "keyid", id);
		(void)ask(fixture);
		assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), COUNT_OF(roles) - 1 - i);
	}
	assert_int_equal(fixture->repository.verdict.status, TUFCHECK_STATUS_TRUSTED);
	assert_non_null(fixture->repository.verified);
}

/* ---- the examination, and little memory ---- */

static void test_pin_check_is_part_of_the_examination(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	pin(fixture, "root", "keyid", DIGITS);
	support_seal(repository, SUPPORT_ALL);
	const struct tc_examination examination = {
		.chain = {.source = &repository->source, .gun = SUPPORT_GUN, .at = repository->at},
		.pins = fixture->pins};
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_evidence evidence = tc_evidence_make(&arena);
	struct tc_verdict verdict;
	const struct tc_verified *verified;
	assert_int_equal(tc_examine(&examination, &evidence, &verdict, &verified), TUF_OK);
	assert_int_equal(verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(verdict.answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_FAIL);
	assert_null(verified);
	tc_evidence_clear(&evidence);
	tuf_arena_clear(&arena);
}

static void test_pin_check_lack_of_memory_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const char *ids[3];
	trust_keys(fixture, "root", 3, 1, ids);
	pin(fixture, "root", "keyid", ids[0]);
	pin(fixture, RELEASES, "keyid", DIGITS);
	pin(fixture, "targets/nobody", "keyid", DIGITS);
	support_seal(repository, SUPPORT_ALL);
	bool is_done = false;
	for (size_t i = 1; !is_done; i++) {
		support_verify(repository);
		arena_requests = 0;
		arena_refused = i;
		enum tuf_result result = tc_pins_check(fixture->pins, &repository->evidence);
		arena_refused = 0;
		is_done = result == TUF_OK;
		assert_true(is_done || result == TUF_NO_MEMORY);
		assert_true(i < 1000);
		assert_true(!is_done || i > 16);
	}
}

/* Of more signers than are named, and of keys that pins mean by the wrong word. */
static void test_pin_check_lack_of_memory_for_a_message_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const char *ids[4];
	trust_keys(fixture, "targets", COUNT_OF(ids), 1, ids);
	support_seal(repository, SUPPORT_ALL);
	for (size_t pinned = 0; pinned < 2; pinned++) {
		pin(fixture, "targets", "spki", pinned == 0 ? DIGITS : ids[0]);
		bool is_done = false;
		for (size_t i = 1; !is_done; i++) {
			support_verify(repository);
			arena_requests = 0;
			arena_refused = i;
			enum tuf_result result =
				tc_pins_check(fixture->pins, &repository->evidence);
			arena_refused = 0;
			is_done = arena_requests < i;
			assert_int_equal(result, is_done ? TUF_OK : TUF_NO_MEMORY);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_pin_check_without_pins_asks_nothing),
		fixture_test(test_pin_check_of_another_name_asks_nothing),
		fixture_test(test_pin_check_keys_of_all_kinds_match_by_the_right_word_alone),
		fixture_test(test_pin_check_certificate_behind_the_first_matches_nothing),
		fixture_test(test_pin_check_what_a_root_key_stands_under_is_no_id),
		fixture_test(test_pin_check_pinned_keys_alone_must_reach_the_threshold),
		fixture_test(test_pin_check_pinned_key_that_did_not_sign_counts_for_nothing),
		fixture_test(test_pin_check_key_that_can_sign_nothing_is_not_extra),
		fixture_test(test_pin_check_extra_key_is_named_where_it_is_listed),
		fixture_test(test_pin_check_role_that_is_not_defined_is_missing),
		fixture_test(test_pin_check_role_below_a_dropped_one_is_missing),
		fixture_test(test_pin_check_role_that_has_published_nothing_is_missing),
		fixture_test(test_pin_check_role_that_cannot_be_asked_is_unknown),
		fixture_test(
			test_pin_check_role_under_its_own_threshold_is_asked_only_if_the_rest_holds),
		fixture_test(test_pin_check_other_roles_are_asked_of_a_broken_chain),
		fixture_test(test_pin_check_each_role_is_asked),
		fixture_test(test_pin_check_is_part_of_the_examination),
		fixture_test(test_pin_check_lack_of_memory_is_told),
		fixture_test(test_pin_check_lack_of_memory_for_a_message_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
