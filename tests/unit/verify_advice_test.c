/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reviewers are told of repositories that are made in memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/advice.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"
#define BOB "targets/bob"
#define CHANGE TC_CHANGELIST "/1.change"

/* Of one root key there is but this to say. */
#define ONE_ROOT_KEY TC_ROOT_THRESHOLD_ONE

static const char *const some[] = {"v", NULL};
static const char *const everything[] = {"", NULL};

struct fixture {
	struct support_repository repository;
	int64_t warn_within;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->warn_within = TC_WARN_WITHIN_DEFAULT;
	support_repository_init(&fixture->repository);
	support_add_delegation(&fixture->repository, RELEASES, 4, some);
	support_add_delegation(&fixture->repository, ALICE, 5, some);
	support_add_target(support_get_role(&fixture->repository, RELEASES), "v1", "v1");
	support_add_target(support_get_role(&fixture->repository, ALICE), "v1", "v1");
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

#define advice_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* The advice on what the source holds, without what the chain found. */
static const struct tc_finding_list *advise_as_it_is(struct fixture *fixture)
{
	struct support_repository *repository = &fixture->repository;
	support_verify(repository);
	const struct tc_verdict before = repository->verdict;
	repository->evidence.findings =
		(struct tc_finding_list){.arena = repository->evidence.arena};
	const struct tc_review review = {.evidence = &repository->evidence,
	                                 .source = &repository->source,
	                                 .at = repository->at,
	                                 .warn_within = fixture->warn_within};
	assert_int_equal(tc_advise(&review), TUF_OK);
	/* none of it changes a verdict */
	const struct tc_verdict after =
		tc_verdict_make(&repository->evidence.findings, &repository->evidence.basis);
	if (before.status == TUFCHECK_STATUS_TRUSTED)
		assert_int_equal(after.status, TUFCHECK_STATUS_TRUSTED);
	return &repository->evidence.findings;
}

static const struct tc_finding_list *advise(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	return advise_as_it_is(fixture);
}

static const struct tufcheck_finding *find(const struct tc_finding_list *findings,
                                           enum tc_finding_kind kind)
{
	const struct tufcheck_finding *found = NULL;
	assert_int_equal(support_count(findings, kind, &found), 1);
	return found;
}

/* Gives the role one key in a certificate, self-signed and from not_before to not_after. */
static void certify(struct fixture *fixture, const char *role, size_t key_number,
                    const struct support_certificate *wanted)
{
	struct support_repository *repository = &fixture->repository;
	struct support_certificate certificate = *wanted;
	certificate.key = support_pkey(SUPPORT_P256, key_number);
	if (!certificate.name)
		certificate.name = SUPPORT_GUN;
	struct tuf_key key =
		support_x509_key(&repository->arena, certificate.key,
	                         support_certificate(&repository->arena, &certificate));
	support_drop_keys(repository, role);
	support_trust_key(repository, role, &key, certificate.key);
}

static void add_key(struct fixture *fixture, const char *role, size_t key_number)
{
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, key_number);
	struct tuf_key key = support_bare_key(&fixture->repository.arena, pkey);
	support_trust_key(&fixture->repository, role, &key, pkey);
}

/* ---- what is sound ---- */

static void test_advice_sound_repository_has_the_root_threshold_alone(void **state)
{
	assert_findings(advise(*state), ONE_ROOT_KEY);
}

static void test_advice_unsigned_root_gives_none(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, "root")->signers[0].is_damaged = true;
	add_key(fixture, "snapshot", 1);
	assert_no_findings(advise(fixture));
}

static void test_advice_unsigned_targets_give_none_on_delegations(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, "targets")->signers[0].is_damaged = true;
	support_add_delegation(&fixture->repository, BOB, 5, everything);
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_root_that_is_not_listed_gives_none(void **state)
{
	struct fixture *fixture = *state;
	support_seal(&fixture->repository, SUPPORT_ALL);
	json_t *root = support_get_role(&fixture->repository, "root")->content;
	json_object_set_new(root, "version", json_integer(2));
	const struct support_role *role = support_get_role(&fixture->repository, "root");
	support_put_signed(&fixture->repository, "root.json", root, role->signers,
	                   role->signer_count);
	assert_no_findings(advise_as_it_is(fixture));
}

static void test_advice_expired_roles_are_reviewed(void **state)
{
	struct fixture *fixture = *state;
	support_set(&fixture->repository, "root", "expires", json_string(SUPPORT_EXPIRED));
	support_set(&fixture->repository, "targets", "expires", json_string(SUPPORT_EXPIRED));
	support_add_delegation(&fixture->repository, BOB, 6, everything);
	assert_findings(advise(fixture), ONE_ROOT_KEY, TC_DELEGATION_ALL_PATHS,
	                TC_DELEGATION_EMPTY);
}

static void test_advice_repeated_delegation_makes_its_definer_unsound(void **state)
{
	struct fixture *fixture = *state;
	support_add_delegation(&fixture->repository, BOB, 6, everything);
	json_t *targets = support_get_role(&fixture->repository, "targets")->content;
	json_t *roles = json_object_get(json_object_get(targets, "delegations"), "roles");
	json_array_append(roles, json_array_get(roles, 0));
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

/* ---- certificates ---- */

static void test_advice_dates_of_delegations_at_the_moment_are_valid(void **state)
{
	struct fixture *fixture = *state;
	fixture->warn_within = -1;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_before = SUPPORT_AT});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_dates_of_delegations_a_second_off_are_told(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_before = SUPPORT_AT + 1});
	assert_findings(advise(fixture), TC_DELEGATION_CERTIFICATE_NOT_YET_VALID, ONE_ROOT_KEY);
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT - 1});
	const struct tufcheck_finding *finding =
		find(advise(fixture), TC_DELEGATION_CERTIFICATE_EXPIRED);
	assert_string_equal(finding->role, ALICE);
	assert_string_equal(finding->file, "targets.json");
	assert_non_null(strstr(finding->message, "ended at 2026-05-31T23:59:59Z"));
}

static void test_advice_certificate_ends_within_span_is_told(void **state)
{
	struct fixture *fixture = *state;
	const int64_t span = 10 * SUPPORT_DAY;
	certify(fixture, ALICE, 5, &(struct support_certificate){.not_after = SUPPORT_AT + span});
	fixture->warn_within = span;
	assert_findings(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, ONE_ROOT_KEY);
	fixture->warn_within = span - 1;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	fixture->warn_within = -1;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
	fixture->warn_within = INT64_MAX;
	assert_int_equal(support_count(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON, NULL), 2);
}

static void test_advice_root_certificate_ends_within_span_is_told(void **state)
{
	struct fixture *fixture = *state;
	const struct support_certificate ending = {.not_after = SUPPORT_AT + SUPPORT_DAY};
	certify(fixture, "root", 0, &ending);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_CERTIFICATE_EXPIRES_SOON);
	assert_string_equal(finding->role, "root");
	assert_string_equal(finding->file, "root.json");
}

static void test_advice_root_certificate_that_counts_for_nothing_is_not_told(void **state)
{
	struct fixture *fixture = *state;
	/* beside one that is in order: past, for another name, and signed with SHA-1 */
	static const struct support_certificate others[] = {
		{.not_after = SUPPORT_AT - 1},
		{.not_after = SUPPORT_AT + SUPPORT_DAY, .name = "other"},
		{.not_after = SUPPORT_AT + SUPPORT_DAY, .name = "registry*", .sha1 = true},
	};
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct support_certificate other = others[i];
		other.key = support_pkey(SUPPORT_P256, 10 + i);
		other.name = other.name ? other.name : SUPPORT_GUN;
		struct tuf_arena *arena = &fixture->repository.arena;
		struct tuf_key key =
			support_x509_key(arena, other.key, support_certificate(arena, &other));
		support_trust_key(&fixture->repository, "root", &key, other.key);
	}
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_wildcard_is_told_of_accepted_name(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, "root", 0,
	        &(struct support_certificate){.name = "registry.example.com/*"});
	assert_findings(advise(fixture), TC_ROOT_CERTIFICATE_WILDCARD, ONE_ROOT_KEY);
}

static void test_advice_one_certificate_of_ca_is_a_bundle_in_order(void **state)
{
	struct fixture *fixture = *state;
	certify(fixture, ALICE, 5, &(struct support_certificate){.ca = true});
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

/* ---- keys ---- */

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

/* ---- files ---- */

static void test_advice_files_of_roles_are_referred_to(void **state)
{
	struct fixture *fixture = *state;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_other_files_are_told_by_name(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "targets/zoe.json", "{}", 2);
	support_put(&fixture->repository, "a.txt", "", 0);
	const struct tc_finding_list *findings = advise(fixture);
	assert_findings(findings, ONE_ROOT_KEY, TC_FILE_UNREFERENCED, TC_FILE_UNREFERENCED);
	assert_string_equal(findings->last->finding.file, "targets/zoe.json");
}

static void test_advice_files_are_not_looked_for_without_snapshot(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "targets/zoe.json", "{}", 2);
	support_get_role(&fixture->repository, "snapshot")->signers[0].is_damaged = true;
	assert_findings(advise(fixture), ONE_ROOT_KEY);
}

static void test_advice_files_below_unsound_role_are_told_only_when_not_listed(void **state)
{
	struct fixture *fixture = *state;
	support_add_delegation(&fixture->repository, RELEASES "/v", 6, some);
	support_get_role(&fixture->repository, RELEASES)->signers[0].is_damaged = true;
	support_put(&fixture->repository, RELEASES "/w.json", "{}", 2);
	const struct tufcheck_finding *finding = find(advise(fixture), TC_FILE_UNREFERENCED);
	assert_string_equal(finding->file, RELEASES "/w.json");
}

static void test_advice_many_files_are_counted(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i <= TUF_MAX_ADVICE; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "%zu.txt", i);
		support_put(&fixture->repository, name, "", 0);
	}
	const struct tc_finding_list *findings = advise(fixture);
	assert_int_equal(support_count(findings, TC_FILE_UNREFERENCED, NULL), TUF_MAX_ADVICE + 1);
	assert_null(findings->last->finding.file);
	assert_non_null(strstr(findings->last->finding.message, "1 more"));
}

static void test_advice_folder_that_is_not_listed_is_told(void **state)
{
	struct fixture *fixture = *state;
	fixture->repository.listing = (struct tc_file_listing){.error = 13, .closed = "targets"};
	const struct tc_finding_list *findings = advise(fixture);
	assert_findings(findings, ONE_ROOT_KEY, TC_FILES_NOT_LISTED, TC_FILES_NOT_LISTED);
	assert_string_equal(findings->last->finding.file, TC_CHANGELIST "/targets");
	fixture->repository.listing = (struct tc_file_listing){.is_cut = true};
	assert_int_equal(support_count(advise(fixture), TC_FILES_NOT_LISTED, NULL), 2);
}

/* ---- changes ---- */

static void test_advice_change_is_told_also_of_unsound_repository(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] = "{\"action\":\"delete\",\"role\":\"targets\","
				   "\"type\":\"target\",\"path\":\"v1\",\"data\":null}";
	support_put(&fixture->repository, CHANGE, text, sizeof(text) - 1);
	support_put(&fixture->repository, CHANGE "/not-read", "?", 1);
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "root.json");
	const struct tufcheck_finding *finding =
		find(advise_as_it_is(fixture), TC_CHANGE_UNPUBLISHED);
	assert_string_equal(finding->file, CHANGE);
	assert_string_equal(finding->actual, "remove the tag \"v1\" from targets");
	assert_int_equal(support_get_file(&fixture->repository, CHANGE)->limit,
	                 TUF_MAX_CHANGE_BYTES);
	assert_int_equal(support_get_file(&fixture->repository, CHANGE "/not-read")->limit, 0);
}

static void test_advice_change_that_is_none_is_told_as_unreadable(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, CHANGE, "{", 1);
	assert_findings(advise(fixture), ONE_ROOT_KEY, TC_CHANGE_UNREADABLE);
	static const enum tc_read_status statuses[] = {TC_READ_UNREADABLE, TC_READ_CHANGED,
	                                               TC_READ_TOO_LARGE, TC_READ_LINK_ESCAPES};
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		support_get_file(&fixture->repository, CHANGE)->status = statuses[i];
		assert_findings(advise(fixture), ONE_ROOT_KEY, TC_CHANGE_UNREADABLE);
	}
}

static int clear_keys(void **state)
{
	(void)state;
	support_clear();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		advice_test(test_advice_sound_repository_has_the_root_threshold_alone),
		advice_test(test_advice_unsigned_root_gives_none),
		advice_test(test_advice_unsigned_targets_give_none_on_delegations),
		advice_test(test_advice_root_that_is_not_listed_gives_none),
		advice_test(test_advice_expired_roles_are_reviewed),
		advice_test(test_advice_repeated_delegation_makes_its_definer_unsound),
		advice_test(test_advice_dates_of_delegations_at_the_moment_are_valid),
		advice_test(test_advice_dates_of_delegations_a_second_off_are_told),
		advice_test(test_advice_certificate_ends_within_span_is_told),
		advice_test(test_advice_root_certificate_ends_within_span_is_told),
		advice_test(test_advice_root_certificate_that_counts_for_nothing_is_not_told),
		advice_test(test_advice_wildcard_is_told_of_accepted_name),
		advice_test(test_advice_one_certificate_of_ca_is_a_bundle_in_order),
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
		advice_test(test_advice_files_of_roles_are_referred_to),
		advice_test(test_advice_other_files_are_told_by_name),
		advice_test(test_advice_files_are_not_looked_for_without_snapshot),
		advice_test(test_advice_files_below_unsound_role_are_told_only_when_not_listed),
		advice_test(test_advice_many_files_are_counted),
		advice_test(test_advice_folder_that_is_not_listed_is_told),
		advice_test(test_advice_change_is_told_also_of_unsound_repository),
		advice_test(test_advice_change_that_is_none_is_told_as_unreadable),
	};
	return cmocka_run_group_tests(tests, NULL, clear_keys);
}
