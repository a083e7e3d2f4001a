/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reviewers are told of keys.
 */
#include "verify_advice_support.h"

static void test_advice_key_of_two_signers_is_told_whatever_its_id(void **state)
{
	struct fixture *fixture = *state;
	support_add_target(support_add_delegation(&fixture->repository, BOB, 5, some), "v1", "v1");
	certify(fixture, BOB, 5, &(struct support_certificate){.name = "bob"});
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_IN_SEVERAL_ROLES);
	assert_string_equal(finding->actual, ALICE " and " BOB);
}

static void test_advice_key_of_signer_in_releases_is_not_told(void **state)
{
	struct fixture *fixture = *state;
	add_key(fixture, RELEASES, 5);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_key_in_releases_and_below_it_is_told(void **state)
{
	struct fixture *fixture = *state;
	support_add_target(support_add_delegation(&fixture->repository, RELEASES "/v", 4, some),
	                   "v1", "v1");
	assert_findings(advise(fixture), TC_KEY_IN_SEVERAL_ROLES, ONE_ROOT_KEY);
}

static void test_advice_key_in_releases_and_top_level_is_told(void **state)
{
	struct fixture *fixture = *state;
	add_key(fixture, RELEASES, 3);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_IN_SEVERAL_ROLES);
	assert_string_equal(finding->actual, "targets and " RELEASES);
}

static void test_advice_key_in_many_roles_names_some(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"targets/a", "targets/b", "targets/c", "targets/d",
	                                    "targets/e", "targets/f", "targets/g"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		support_add_target(support_add_delegation(&fixture->repository, names[i], 5, some),
		                   "v1", "v1");
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_IN_SEVERAL_ROLES);
	assert_string_equal(finding->actual, ALICE ", targets/a, targets/b, targets/c, targets/d, "
	                                           "targets/e and 2 more");
	assert_non_null(strstr(finding->message, "8 roles"));
}

static void test_advice_key_listed_twice_is_told_where_two_are_needed(void **state)
{
	struct fixture *fixture = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 5);
	const struct support_certificate certificate = {.key = pkey, .name = "alice"};
	struct tuf_arena *arena = &fixture->repository.arena;
	struct tuf_key key =
		support_x509_key(arena, pkey, support_certificate(arena, &certificate));
	support_trust_key(&fixture->repository, ALICE, &key, pkey);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	support_set_threshold(&fixture->repository, ALICE, 2);
	assert_findings(advise(fixture), TC_KEY_REPEATED, ONE_ROOT_KEY);
}

static void test_advice_silent_key_is_told_once(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key key =
		support_bare_key(&fixture->repository.arena, support_pkey(SUPPORT_P256, 7));
	support_list_key(&fixture->repository, RELEASES, &key);
	support_list_key(&fixture->repository, ALICE, &key);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_WITHOUT_SIGNATURE);
	assert_string_equal(finding->role, RELEASES);
	assert_non_null(strstr(finding->message, RELEASES " and " ALICE));
	/* it has signed for one of them */
	support_add_signer(&fixture->repository, ALICE, key.listed_id,
	                   support_pkey(SUPPORT_P256, 7));
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_silent_key_is_told_with_what_there_should_be(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key key =
		support_bare_key(&fixture->repository.arena, support_pkey(SUPPORT_P256, 7));
	support_list_key(&fixture->repository, RELEASES, &key);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_WITHOUT_SIGNATURE);
	assert_string_equal(finding->expected, "a signature by it");
	assert_string_equal(finding->actual, "none");
	assert_non_null(strstr(finding->message, " may sign for " RELEASES
	                                         ", but the role's present file has no signature"));
	support_list_key(&fixture->repository, ALICE, &key);
	finding = find(advise(fixture), TC_KEY_WITHOUT_SIGNATURE);
	assert_non_null(strstr(finding->message, " may sign for " RELEASES " and " ALICE
	                                         ", but the present files of these roles have no"));
}

/* It counts neither where the key may not sign nor in a file that is dropped. */
static void test_advice_signature_that_is_for_nothing_does_not_make_a_key_speak(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 7);
	struct tuf_key key = support_bare_key(&repository->arena, pkey);
	support_list_key(repository, RELEASES, &key);
	support_add_signer(repository, ALICE, key.listed_id, pkey);
	assert_string_equal(find(advise(fixture), TC_KEY_WITHOUT_SIGNATURE)->role, RELEASES);
	support_list_key(repository, ALICE, &key);
	assert_int_equal(support_count(advise(fixture), TC_KEY_WITHOUT_SIGNATURE, NULL), 0);
	support_set_threshold(repository, ALICE, 3);
	assert_string_equal(find(advise(fixture), TC_KEY_WITHOUT_SIGNATURE)->role, RELEASES);
}

/* A signature may name a key that cannot be decoded. */
static void test_advice_signature_by_what_is_no_key_is_no_hindrance(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	struct tuf_key odd = support_make_key(&repository->arena, "ecdsa", "no key", 6);
	support_list_key(repository, ALICE, &odd);
	support_add_signer(repository, ALICE, odd.listed_id, support_pkey(SUPPORT_P256, 7));
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

/* A root key may stand under an ID that is not its own, and sign under it, for nothing. */
static void test_advice_signature_under_a_label_is_no_hindrance(void **state)
{
	static const char label[] =
		"abababababababababababababababababababababababababababababababab";
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 7);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	struct tuf_key key =
		support_x509_key(&repository->arena, pkey,
	                         support_certificate(&repository->arena, &certificate));
	key.listed_id = label;
	support_list_key(repository, "root", &key);
	support_add_signer(repository, "root", label, pkey);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

/* Lists that key in a certificate, too. */
static void list_twice(struct fixture *fixture, const char *role, EVP_PKEY *pkey)
{
	struct tuf_arena *arena = &fixture->repository.arena;
	const struct support_certificate certificate = {.key = pkey, .name = "v"};
	struct tuf_key bare = support_bare_key(arena, pkey);
	struct tuf_key certified =
		support_x509_key(arena, pkey, support_certificate(arena, &certificate));
	support_list_key(&fixture->repository, role, &bare);
	support_list_key(&fixture->repository, role, &certified);
}

/* Each role by itself: what several roles list once each, none lists twice. */
static void test_advice_key_of_several_roles_is_repeated_in_none(void **state)
{
	struct fixture *fixture = *state;
	add_key(fixture, RELEASES, 5);
	add_key(fixture, RELEASES, 6);
	support_set_threshold(&fixture->repository, RELEASES, 2);
	assert_int_equal(support_count(advise(fixture), TC_KEY_REPEATED, NULL), 0);
	list_twice(fixture, RELEASES, support_pkey(SUPPORT_P256, 7));
	const struct tufcheck_finding *finding = find(advise(fixture), TC_KEY_REPEATED);
	assert_string_equal(finding->expected, "each public key under one ID");
	assert_string_equal(finding->actual, "one under 2 IDs");
}

/* As many of a kind as there may be, and the number of the rest. */
static void test_advice_on_many_keys_is_counted(void **state)
{
	static const enum tc_finding_kind kinds[] = {TC_KEY_IN_SEVERAL_ROLES, TC_KEY_REPEATED,
	                                             TC_KEY_WITHOUT_SIGNATURE};
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	add_key(fixture, RELEASES, 6);
	support_set_threshold(repository, RELEASES, 2);
	for (size_t i = 0; i < TUF_MAX_ADVICE + 3; i++) {
		EVP_PKEY *pkey = EVP_EC_gen("P-256");
		assert_non_null(pkey);
		list_twice(fixture, RELEASES, pkey);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		support_list_key(repository, "targets", &key);
		EVP_PKEY_free(pkey);
	}
	const struct tc_finding_list *findings = advise(fixture);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct tufcheck_finding *last = NULL;
		assert_int_equal(support_count(findings, kinds[i], &last), TUF_MAX_ADVICE + 1);
		assert_string_equal(last->message,
		                    "and 3 more of this kind, which are not listed");
	}
}

static void test_advice_without_a_root_says_nothing(void **state)
{
	struct fixture *fixture = *state;
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "root.json");
	assert_no_findings(advise_as_it_is(fixture));
}

static void test_advice_key_of_dropped_role_is_not_called_silent(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key key =
		support_bare_key(&fixture->repository.arena, support_pkey(SUPPORT_P256, 7));
	support_list_key(&fixture->repository, ALICE, &key);
	support_set_threshold(&fixture->repository, ALICE, 2);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_root_key_signs_without_dropped_certificates(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena *arena = &fixture->repository.arena;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0), *issuer = support_pkey(SUPPORT_P256, 8);
	const struct support_certificate leaf = {
		.key = pkey, .name = SUPPORT_GUN, .issuer_key = issuer, .issuer = "issuer"};
	const struct support_certificate past = {
		.key = issuer, .name = "issuer", .ca = true, .not_after = SUPPORT_AT - 1};
	const char *leaf_pem = support_certificate(arena, &leaf);
	const char *bundle =
		tuf_arena_format(arena, "%s%s", leaf_pem, support_certificate(arena, &past));
	struct tuf_key listed = support_x509_key(arena, pkey, bundle);
	struct tuf_key rebuilt = support_x509_key(arena, pkey, leaf_pem);
	support_drop_keys(&fixture->repository, "root");
	support_list_key(&fixture->repository, "root", &listed);
	support_add_signer(&fixture->repository, "root", rebuilt.id, pkey);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	assert_int_equal(fixture->repository.verdict.status, TUFCHECK_STATUS_TRUSTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		advice_test(test_advice_key_of_two_signers_is_told_whatever_its_id),
		advice_test(test_advice_key_of_signer_in_releases_is_not_told),
		advice_test(test_advice_key_in_releases_and_below_it_is_told),
		advice_test(test_advice_key_in_releases_and_top_level_is_told),
		advice_test(test_advice_key_in_many_roles_names_some),
		advice_test(test_advice_key_listed_twice_is_told_where_two_are_needed),
		advice_test(test_advice_silent_key_is_told_once),
		advice_test(test_advice_silent_key_is_told_with_what_there_should_be),
		advice_test(test_advice_signature_that_is_for_nothing_does_not_make_a_key_speak),
		advice_test(test_advice_signature_by_what_is_no_key_is_no_hindrance),
		advice_test(test_advice_signature_under_a_label_is_no_hindrance),
		advice_test(test_advice_key_of_several_roles_is_repeated_in_none),
		advice_test(test_advice_on_many_keys_is_counted),
		advice_test(test_advice_without_a_root_says_nothing),
		advice_test(test_advice_key_of_dropped_role_is_not_called_silent),
		advice_test(test_advice_root_key_signs_without_dropped_certificates),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
