/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which signers count as pinned where certificates are listed with others, what
 * is said of those that do not, and of roles that are not there.
 */
#include "verify_pin_support.h"

/* Of those that sign. */
#define FIRST_KEY 10

/* Fails unless what is said of the last pin is just this. */
static void assert_says_just(struct fixture *fixture, const char *message)
{
	assert_non_null(fixture->last);
	assert_string_equal(fixture->last->message, message);
}

static const char *format_pair(struct fixture *fixture, const char *format, const char *first,
                               const char *second)
{
	bool is_in_order = strcmp(first, second) < 0;
	return tuf_arena_format(&fixture->repository.arena, "%s%s, %s", format,
	                        is_in_order ? first : second, is_in_order ? second : first);
}

/* ---- certificates with others behind them ---- */

/* A certificate that an authority issued, which is not in it. */
static const char *make_leaf(struct fixture *fixture, size_t number)
{
	const struct support_certificate leaf = {.key = support_pkey(SUPPORT_P256, FIRST_KEY + number),
	                                         .name = SUPPORT_GUN,
	                                         .issuer_key = support_pkey(SUPPORT_P256, 9),
	                                         .issuer = "authority"};
	return support_certificate(&fixture->repository.arena, &leaf);
}

/* The key of a leaf, with a certificate of the authority that has ended so many days ago. */
static struct tuf_key make_listed(struct fixture *fixture, size_t number, const char *leaf, int days)
{
	struct tuf_arena *arena = &fixture->repository.arena;
	const struct support_certificate past = {.key = support_pkey(SUPPORT_P256, 9),
	                                         .name = "authority",
	                                         .ca = true,
	                                         .not_after = SUPPORT_AT - days * SUPPORT_DAY};
	const char *bundle = tuf_arena_format(arena, "%s%s", leaf, support_certificate(arena, &past));
	return support_x509_key(arena, support_pkey(SUPPORT_P256, FIRST_KEY + number), bundle);
}

/* Lists a key of the root with a certificate that is dropped where it signs; the listed ID. */
static const char *trust_rebuilt(struct fixture *fixture, size_t number)
{
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, FIRST_KEY + number);
	const char *leaf = make_leaf(fixture, number);
	struct tuf_key listed = make_listed(fixture, number, leaf, 1);
	struct tuf_key rebuilt = support_x509_key(&repository->arena, pkey, leaf);
	support_list_key(repository, "root", &listed);
	support_add_signer(repository, "root", rebuilt.id, pkey);
	return listed.id;
}

static void test_pin_of_each_listed_root_key_counts_as_its_signature(void **state)
{
	struct fixture *fixture = *state;
	enum { KEYS = 6 };
	support_drop_keys(&fixture->repository, "root");
	support_set_threshold(&fixture->repository, "root", KEYS);
	const char *ids[KEYS];
	for (size_t i = 0; i < KEYS; i++)
		ids[i] = trust_rebuilt(fixture, i);
	for (size_t pinned = 1; pinned <= KEYS; pinned++) {
		pin(fixture, "root", "keyid", ids[pinned - 1]);
		enum tufcheck_answer answer = seal_and_ask(fixture);
		assert_int_equal(answer,
		                 pinned < KEYS ? TUFCHECK_ANSWER_FAIL : TUFCHECK_ANSWER_PASS);
		if (pinned < KEYS)
			assert_says(fixture,
			            tuf_arena_format(&fixture->repository.arena,
			                             "has valid signatures by %zu of the pinned keys",
			                             pinned));
	}
	assert_int_equal(fixture->repository.verdict.status, TUFCHECK_STATUS_TRUSTED);
}

static void test_pin_root_key_that_is_extra_is_named_as_it_is_listed(void **state)
{
	struct fixture *fixture = *state;
	support_drop_keys(&fixture->repository, "root");
	const char *ids[] = {trust_rebuilt(fixture, 0), trust_rebuilt(fixture, 1)};
	pin(fixture, "root", "keyid", ids[0]);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	assert_int_equal(findings_of(fixture, TC_PIN_EXTRA_KEY), 1);
	assert_string_equal(fixture->last->actual, ids[1]);
}

/* Under the first of its IDs, where it is listed under several. */
static void test_pin_root_key_that_is_extra_is_named_once(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, FIRST_KEY + 1);
	const char *leaf = make_leaf(fixture, 1);
	struct tuf_key rebuilt = support_x509_key(&repository->arena, pkey, leaf);
	support_drop_keys(repository, "root");
	pin(fixture, "root", "keyid", trust_rebuilt(fixture, 0));
	const char *first = NULL;
	for (int i = 1; i <= 4; i++) {
		struct tuf_key listed = make_listed(fixture, 1, leaf, i);
		support_list_key(repository, "root", &listed);
		if (!first || strcmp(listed.id, first) < 0)
			first = listed.id;
	}
	support_add_signer(repository, "root", rebuilt.id, pkey);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	assert_int_equal(findings_of(fixture, TC_PIN_EXTRA_KEY), 1);
	assert_string_equal(fixture->last->actual, first);
}

/* One certificate under three IDs: whichever is pinned, it is. */
static void test_pin_of_any_of_the_ids_of_one_certificate_counts(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, FIRST_KEY);
	const char *leaf = make_leaf(fixture, 0);
	struct tuf_key rebuilt = support_x509_key(&repository->arena, pkey, leaf);
	const char *ids[3];
	support_drop_keys(repository, "root");
	for (int i = 0; i < (int)COUNT_OF(ids); i++) {
		struct tuf_key listed = make_listed(fixture, 0, leaf, i + 1);
		support_list_key(repository, "root", &listed);
		ids[i] = listed.id;
	}
	support_add_signer(repository, "root", rebuilt.id, pkey);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		forget_pins(fixture);
		pin(fixture, "root", "keyid", ids[i]);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	}
}

/* Other roles sign as they are listed: another key with the same certificate is another key. */
static void test_pin_of_another_key_with_the_certificate_of_a_delegation_does_not_count(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, FIRST_KEY);
	const char *leaf = make_leaf(fixture, 0);
	struct tuf_key signer = support_x509_key(&repository->arena, pkey, leaf);
	struct tuf_key other = make_listed(fixture, 0, leaf, 1);
	support_drop_keys(repository, ALICE);
	support_trust_key(repository, ALICE, &signer, pkey);
	support_list_key(repository, ALICE, &other);
	pin(fixture, ALICE, "keyid", other.id);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), 1);
	forget_pins(fixture);
	pin(fixture, ALICE, "keyid", signer.id);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
}

/* Beside root keys that count, such as have no certificate. */
static void test_pin_root_keys_without_certificates_are_no_hindrance(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	support_drop_keys(repository, "root");
	const char *id = trust_rebuilt(fixture, 0);
	struct tuf_key odd = support_make_key(&repository->arena, "ecdsa-x509", "no key", 6);
	struct tuf_key bare = support_bare_key(&repository->arena, support_pkey(SUPPORT_P256, 8));
	support_list_key(repository, "root", &odd);
	support_list_key(repository, "root", &bare);
	pin(fixture, "root", "keyid", id);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_PASS);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

/* A certificate is that of a key only where the key's type says that there is one. */
static void test_pin_of_a_certificate_in_a_bare_key_matches_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	const char *leaf = make_leaf(fixture, 0);
	struct tuf_key certified =
		support_x509_key(&repository->arena, support_pkey(SUPPORT_P256, FIRST_KEY), leaf);
	struct tuf_key bare =
		support_make_key(&repository->arena, "ecdsa", leaf, strlen(leaf));
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_ring ring = {.arena = &arena};
	const struct tc_public_key *key;
	assert_int_equal(tc_key_ring_get(&ring, &certified, &key), TUF_OK);
	support_list_key(repository, ALICE, &bare);
	pin(fixture, ALICE, "sha256", key->bundle.items[0].record.sha256);
	tc_key_ring_clear(&ring);
	tuf_arena_clear(&arena);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "; no key that may sign targets/alice is pinned");
}

static void test_pin_of_a_certificate_between_others_is_explained(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena *arena = &fixture->repository.arena;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, FIRST_KEY);
	const char *bundle = make_leaf(fixture, 0);
	for (size_t i = 0; i < 3; i++) {
		const struct support_certificate authority = {
			.key = support_pkey(SUPPORT_P256, 7 + i), .name = "authority", .ca = true};
		bundle = tuf_arena_format(arena, "%s%s", bundle,
		                          support_certificate(arena, &authority));
	}
	struct tuf_key key = support_x509_key(arena, pkey, bundle);
	support_drop_keys(&fixture->repository, ALICE);
	support_trust_key(&fixture->repository, ALICE, &key, pkey);
	for (size_t i = 1; i <= 3; i++) {
		char *digits = strdup(get_key(fixture, ALICE)->bundle.items[i].record.sha256);
		assert_non_null(digits);
		forget_pins(fixture);
		pin(fixture, ALICE, "sha256", digits);
		free(digits);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
		assert_says(fixture, "is of a certificate behind that of key ");
	}
}

/* ---- what is said of signers ---- */

static void test_pin_that_is_right_is_not_explained(void **state)
{
	struct fixture *fixture = *state;
	const char *ids[2];
	trust_keys(fixture, "targets", 2, 2, ids);
	pin(fixture, "targets", "keyid", ids[0]);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says_just(fixture,
	                 format_pair(fixture,
	                             "targets.json has valid signatures by 1 of the pinned keys, "
	                             "expected 2; it is signed by keys ",
	                             ids[0], ids[1]));
}

static void test_pin_of_the_wrong_kind_is_explained_whichever_key_it_means(void **state)
{
	struct fixture *fixture = *state;
	const char *ids[3];
	trust_keys(fixture, "targets", COUNT_OF(ids), 1, ids);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		forget_pins(fixture);
		pin(fixture, "targets", "spki", ids[i]);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
		assert_says(fixture, "is the key ID of key ");
	}
}

static void test_pin_that_is_not_met_names_those_that_signed(void **state)
{
	struct fixture *fixture = *state;
	const char *ids[3];
	trust_keys(fixture, "targets", COUNT_OF(ids), 1, ids);
	pin(fixture, "targets", "keyid", DIGITS);
	struct support_signer *signers = support_get_role(&fixture->repository, "targets")->signers;
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		signers[i].is_damaged = true;
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
		signers[i].is_damaged = false;
		const char *said = format_pair(fixture, "by 0: signed by keys ", ids[i == 0],
		                               ids[i == 2 ? 1 : 2]);
		assert_string_equal(fixture->last->actual, said);
	}
	signers[0].is_damaged = signers[1].is_damaged = true;
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_string_equal(fixture->last->actual,
	                    tuf_arena_format(&fixture->repository.arena, "by 0: signed by key %s",
	                                     ids[2]));
}

/* That a repository is out of date explains nothing of signatures. */
static void test_pin_of_a_repository_that_has_expired_is_asked(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	support_set(repository, "timestamp", "expires", json_string(SUPPORT_EXPIRED));
	support_get_role(repository, ALICE)->signers[0].is_damaged = true;
	pin(fixture, ALICE, "keyid", DIGITS);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_int_equal(findings_of(fixture, TC_PIN_NOT_MET), 1);
}

/* ---- roles that are not there ---- */

static void test_pin_of_a_role_that_is_not_there_names_what_is_near_alone(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *role;
		const char *message;
	} rows[] = {
		{"targets/nobody",
	         "targets.json: targets/nobody is pinned, but no such role is defined"},
		/* what a name of the top level ends with is no name */
		{"targets/p", "targets.json: targets/p is pinned, but no such role is defined"},
		/* not below the role whose name it begins with */
		{"targets/alice2",
	         "targets.json: targets/alice2 is pinned, but no such role is defined; the nearest "
	         "name is targets/alice"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		forget_pins(fixture);
		pin(fixture, rows[i].role, "keyid", DIGITS);
		assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
		assert_says_just(fixture, rows[i].message);
	}
}

/* Defines a delegation of targets by the key of ALICE, and publishes nothing. */
static void define(struct fixture *fixture, const char *name)
{
	json_t *definition =
		json_deep_copy(support_get_definition(&fixture->repository, ALICE));
	assert_non_null(definition);
	assert_int_equal(json_object_set_new(definition, "name", json_string(name)), 0);
	json_t *content = support_get_role(&fixture->repository, "targets")->content;
	json_t *roles = json_object_get(json_object_get(content, "delegations"), "roles");
	assert_int_equal(json_array_append_new(roles, definition), 0);
}

/* Among very many roles the nearest is not looked for to the end. */
static void test_pin_looks_for_a_near_name_among_the_first_thousand(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < 1000; i++)
		define(fixture, tuf_arena_format(&fixture->repository.arena, "targets/r%04zu", i));
	define(fixture, "targets/somebody");
	pin(fixture, "targets/sombody", "keyid", DIGITS);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says_just(fixture,
	                 "targets.json: targets/sombody is pinned, but no such role is defined");
	forget_pins(fixture);
	pin(fixture, "targets/alcie", "keyid", DIGITS);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says(fixture, "; the nearest name is targets/alice");
}

static void test_pin_of_a_role_without_anything_above_it_is_unknown(void **state)
{
	struct fixture *fixture = *state;
	static const char *const roles[] = {"timestamp", "snapshot", "targets", ALICE, NIGHTLY};
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "root.json");
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		forget_pins(fixture);
		pin(fixture, roles[i], "keyid", DIGITS);
		assert_int_equal(ask(fixture), TUFCHECK_ANSWER_UNKNOWN);
		assert_null(fixture->last);
	}
}

/* What a role that has expired defines is known; what one does that is not signed for is not. */
static void test_pin_of_a_role_below_one_that_does_not_count_is_missing(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	support_set(repository, RELEASES, "expires", json_string(SUPPORT_EXPIRED));
	support_get_role(repository, ALICE)->signers[0].is_damaged = true;
	pin(fixture, RELEASES "/nobody", "keyid", DIGITS);
	assert_int_equal(seal_and_ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says_just(fixture, "targets/releases.json: targets/releases/nobody is pinned, but no "
	                          "such role is defined");
	forget_pins(fixture);
	pin(fixture, ALICE "/deputy", "keyid", DIGITS);
	assert_int_equal(ask(fixture), TUFCHECK_ANSWER_FAIL);
	assert_says_just(fixture, "targets/alice.json: targets/alice/deputy is pinned, but clients "
	                          "drop targets/alice and what it delegates");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_pin_of_each_listed_root_key_counts_as_its_signature),
		fixture_test(test_pin_root_key_that_is_extra_is_named_as_it_is_listed),
		fixture_test(test_pin_root_key_that_is_extra_is_named_once),
		fixture_test(test_pin_of_any_of_the_ids_of_one_certificate_counts),
		fixture_test(
			test_pin_of_another_key_with_the_certificate_of_a_delegation_does_not_count),
		fixture_test(test_pin_root_keys_without_certificates_are_no_hindrance),
		fixture_test(test_pin_of_a_certificate_in_a_bare_key_matches_nothing),
		fixture_test(test_pin_of_a_certificate_between_others_is_explained),
		fixture_test(test_pin_that_is_right_is_not_explained),
		fixture_test(test_pin_of_the_wrong_kind_is_explained_whichever_key_it_means),
		fixture_test(test_pin_that_is_not_met_names_those_that_signed),
		fixture_test(test_pin_of_a_repository_that_has_expired_is_asked),
		fixture_test(test_pin_of_a_role_that_is_not_there_names_what_is_near_alone),
		fixture_test(test_pin_looks_for_a_near_name_among_the_first_thousand),
		fixture_test(test_pin_of_a_role_without_anything_above_it_is_unknown),
		fixture_test(test_pin_of_a_role_below_one_that_does_not_count_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
