/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What statements demand of roots, signers, roles, algorithms and certificates.
 */
#include "verify_policy_fixture.h"

static void sign_root_twice(struct fixture *fixture)
{
	sign(fixture, ROOT, ROOT_KEY);
	fixture->roles[ROOT].threshold = 2;
}

static void want_two_roots(struct fixture *fixture)
{
	sign(fixture, ROOT, BACKUP_KEY);
	fixture->roles[ROOT].threshold = 2;
}

static void invalidate_root_signature(struct fixture *fixture)
{
	fixture->signatures[ROOT][0].valid = false;
}

static void add_backup_root(struct fixture *fixture)
{
	sign(fixture, ROOT, BACKUP_KEY);
}

static void expire_root(struct fixture *fixture)
{
	expire(fixture);
	fixture->roles[ROOT].status = TUFCHECK_ROLE_EXPIRED;
}

/*
 * The root lists the genuine certificate under the ID that the key has by
 * which the root is really signed. The record of that ID proves nothing then.
 */
static void mislabel_root(struct fixture *fixture)
{
	fixture->keys[KEY_ROOT].computed_key_id = BACKUP_KEY;
}

static void forget_computed_id(struct fixture *fixture)
{
	fixture->keys[KEY_ROOT].computed_key_id = NULL;
}

static void trust_elsewhere(struct fixture *fixture)
{
	fixture->keys[KEY_ROOT].roles = &role_names[TARGETS];
}

static void forget_root_key(struct fixture *fixture)
{
	fixture->keys[KEY_ROOT].key_id = ID("a") "0";
}

static void put_root_behind(struct fixture *fixture)
{
	/* the listed certificate stands behind another one, whose key it is that signs */
	fixture->alice_certificates[1] = fixture->root_certificate;
	fixture->alice_certificates[0].spki_sha256 = ID("0");
	fixture->keys[KEY_ROOT].certificates = fixture->alice_certificates;
	fixture->keys[KEY_ROOT].certificate_count = 2;
	fixture->keys[KEY_ROOT].spki_sha256 = ID("0");
}

static void set_threshold_of_none(struct fixture *fixture)
{
	fixture->roles[ROOT].threshold = 0;
}

static void test_judge_roots_must_be_signed_by_listed_keys(void **state)
{
#define ROOTS(list) ",'roots':[" list "]"
	static const struct demand rows[] = {
		{ROOTS("'keyid:" ROOT_KEY "'"), NULL, NULL, "allowed verified; roots pass"},
		{ROOTS("'keyid:" ROOT_CANONICAL "'"), NULL, NULL, "allowed verified; roots pass"},
		{ROOTS("'sha256:" ROOT_SHA256 "'"), NULL, NULL, "allowed verified; roots pass"},
		{ROOTS("'sha1:" ROOT_SHA1 "'"), NULL, NULL, "allowed verified; roots pass"},
		{ROOTS("'spki:" ROOT_SPKI "'"), NULL, NULL, "allowed verified; roots pass"},
		{ROOTS("'keyid:" ALICE_KEY "','keyid:" ROOT_KEY "'"), NULL, NULL,
	         "allowed verified; roots pass"},
		/* each kind is looked for as what it is, and as nothing else */
		{ROOTS("'sha256:" ROOT_KEY "'"), NULL, NULL, "denied; roots fail"},
		{ROOTS("'spki:" ROOT_SHA256 "'"), NULL, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" ROOT_SHA256 "'"), NULL, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" ROOT_SPKI "'"), NULL, NULL, "denied; roots fail"},
		{ROOTS("'sha256:" ROOT_SPKI "'"), NULL, NULL, "denied; roots fail"},
		/* a key that the root trusts and that has not signed is not enough */
		{ROOTS("'keyid:" BACKUP_KEY "'"), NULL, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" BACKUP_KEY "'"), add_backup_root, NULL,
	         "allowed verified; roots pass"},
		{ROOTS("'keyid:" ROOT_KEY "'"), invalidate_root_signature, NULL,
	         "denied; roots fail"},
		{ROOTS("'keyid:" ALICE_KEY "'"), NULL, NULL, "denied; roots fail"},
		/* the listed keys alone must meet the threshold */
		{ROOTS("'keyid:" ROOT_KEY "'"), want_two_roots, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" ROOT_KEY "','keyid:" BACKUP_KEY "'"), want_two_roots, NULL,
	         "allowed verified; roots pass"},
		{ROOTS("'keyid:" ROOT_KEY "'"), sign_root_twice, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" ROOT_KEY "'"), set_threshold_of_none, NULL, "denied; roots fail"},
		/* what a record does not say for sure is not so */
		{ROOTS("'sha256:" ROOT_SHA256 "'"), mislabel_root, NULL, "denied; roots fail"},
		{ROOTS("'sha256:" ROOT_SHA256 "'"), forget_computed_id, NULL, "denied; roots fail"},
		{ROOTS("'sha256:" ROOT_SHA256 "'"), trust_elsewhere, NULL, "denied; roots fail"},
		{ROOTS("'sha256:" ROOT_SHA256 "'"), forget_root_key, NULL, "denied; roots fail"},
		{ROOTS("'sha256:" ROOT_SHA256 "'"), put_root_behind, NULL, "denied; roots fail"},
		{ROOTS("'spki:" ROOT_SPKI "'"), put_root_behind, NULL, "denied; roots fail"},
		{ROOTS("'keyid:" ROOT_KEY "'"), forge, NULL,
	         "denied; authenticity fail; freshness fail; degraded fail; tag fail; roots fail"},
		{ROOTS("'keyid:" ROOT_KEY "'"), lose_repository, NULL,
	         "denied unchecked; trust-data fail" NOTHING "; roots fail"},
		/* of a root that has but expired it is known who signed it */
		{ROOTS("'keyid:" ROOT_KEY "'") ",'override':{'freshness':'warn'}", expire_root,
	         NULL, "allowed verified; freshness warn; roots pass"},
	};
	check(rows);
}

static void test_judge_roots_say_how_many_signed(void **state)
{
	struct fixture *fixture = *state;
	want_two_roots(fixture);
	struct tufcheck_decision *decision =
		judge(fixture, STRICT(",'roots':['keyid:" ROOT_KEY "']"));
	assert_string_equal(get_test(decision, "roots", NULL)->message,
	                    "roots: expected valid root signatures by 2 of the listed keys, found "
	                    "by 1");
	tufcheck_decision_free(decision);
}

/* No path to an authority is built from a record without certificates. */
static void test_judge_authority_that_issued_nothing_is_no_root(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(policy_support_parse(STRICT(",'roots':['ca:ca.crt']"),
	                                      TUFCHECK_TESTDATA "/case-keys", &problem, &policy),
	                 TUF_OK);
	assert_int_equal(tufcheck_policy_judge(policy, &fixture->request, &decision), TUFCHECK_OK);
	assert_false(decision->is_allowed);
	assert_int_equal(get_test(decision, "roots", NULL)->outcome, TUFCHECK_OUTCOME_FAIL);
	tufcheck_decision_free(decision);
	tufcheck_policy_free(policy);
}

static void unsign_alice(struct fixture *fixture)
{
	fixture->signatures[ALICE][0].valid = false;
}

static void drop_alice(struct fixture *fixture)
{
	fixture->roles[ALICE].status = TUFCHECK_ROLE_INVALID;
}

static void test_judge_required_signers_must_have_signed(void **state)
{
#define SIGNERS                                                                                    \
	",'signers':{'alice':{'role':'targets/alice'},'ci':{'role':'targets/ci'},"                 \
	"'bob':{'role':'targets/bob'}}"
#define REQUIRE(rules) SIGNERS ",'require':[" rules "]"
#define ONE(signer) ",'signers':{'x':" signer "},'require':[{}]"
	static const struct demand rows[] = {
		/* a role lists the tag with the digest that is proved */
		{REQUIRE("{'signers':['alice']}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{REQUIRE("{'signers':['bob']}"), NULL, "v1", "denied; require rule 1 fail"},
		{REQUIRE("{'signers':['ci']}"), NULL, "latest", "denied; require rule 1 fail"},
		{ONE("{'role':'targets/releases'}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{ONE("{'role':'targets'}"), NULL, "v1", "denied; require rule 1 fail"},
		{ONE("{'role':'targets'}"), NULL, "admin", "allowed verified; require rule 1 pass"},
		{ONE("{'role':'targets/releases'}"), NULL, "admin", "denied; require rule 1 fail"},
		{ONE("{'role':'targets/alice'}"), drop_alice, "v1", "denied; require rule 1 fail"},
		/* and is signed by one of the keys */
		{ONE("{'role':'targets/alice','keys':['keyid:" ALICE_KEY "']}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{ONE("{'role':'targets/alice','keys':['sha256:" ALICE_SHA256 "']}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{ONE("{'role':'targets/alice','keys':['keyid:" CI_KEY "']}"), NULL, "v1",
	         "denied; require rule 1 fail"},
		{ONE("{'role':'targets/alice','keys':['keyid:" CI_KEY "','keyid:" ALICE_KEY "']}"),
	         NULL, "v1", "allowed verified; require rule 1 pass"},
		{ONE("{'role':'targets/alice','keys':['keyid:" ALICE_KEY "']}"), unsign_alice, "v1",
	         "denied; require rule 1 fail"},
		/* somebody with a key may have any role */
		{ONE("{'keys':['keyid:" CI_KEY "']}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{ONE("{'keys':['keyid:" CI_KEY "']}"), NULL, "latest",
	         "denied; require rule 1 fail"},
		{ONE("{'keys':['keyid:" RELEASES_KEY "']}"), NULL, "latest",
	         "allowed verified; require rule 1 pass"},
		{ONE("{'keys':['keyid:" ROOT_KEY "']}"), NULL, "v1", "denied; require rule 1 fail"},
		/* so many of them */
		{REQUIRE("{'signers':['alice','ci']}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{REQUIRE("{'signers':['alice','ci'],'of':'all'}"), NULL, "latest",
	         "denied; require rule 1 fail"},
		{REQUIRE("{'signers':['alice','ci'],'of':'any'}"), NULL, "latest",
	         "allowed verified; require rule 1 pass"},
		{REQUIRE("{'of':'any'}"), NULL, "admin", "denied; require rule 1 fail"},
		{REQUIRE("{}"), NULL, "v1", "denied; require rule 1 fail"},
		{REQUIRE("{'of':{'atLeast':2}}"), NULL, "v1",
	         "allowed verified; require rule 1 pass"},
		{REQUIRE("{'of':{'atLeast':2}}"), NULL, "latest", "denied; require rule 1 fail"},
		{REQUIRE("{'of':{'atLeast':1}}"), NULL, "latest",
	         "allowed verified; require rule 1 pass"},
		/* of the tags that it is for, and all of those rules */
		{REQUIRE("{'tags':['latest'],'signers':['bob']}"), NULL, "v1",
	         "allowed verified; require rule 1 skipped"},
		{REQUIRE("{'tags':['v*'],'signers':['bob']}"), NULL, "v1",
	         "denied; require rule 1 fail"},
		{REQUIRE("{'tags':['x','v1']}"), NULL, "v1", "denied; require rule 1 fail"},
		{REQUIRE("{'tags':['v1*'],'signers':['alice']},{'tags':['*'],'signers':['ci']}"),
	         NULL, "v1", "allowed verified; require rule 1 pass; require rule 2 pass"},
		{REQUIRE("{'signers':['alice']},{'tags':['late*'],'signers':['ci']}"), NULL,
	         "latest", "denied; require rule 1 pass; require rule 2 fail"},
		{REQUIRE("{'tags':['V1'],'signers':['bob']}"), NULL, "v1",
	         "allowed verified; require rule 1 skipped"},
		/* nobody has signed what is not proved */
		{REQUIRE("{'signers':['alice']}"), NULL, "v2",
	         "denied; tag fail; require rule 1 fail"},
		{REQUIRE("{'tags':['v1'],'signers':['alice']}"), NULL, "v2",
	         "denied; tag fail; require rule 1 skipped"},
		{REQUIRE("{'signers':['alice']}"), lose_repository, "v1",
	         "denied unchecked; trust-data fail" NOTHING "; require rule 1 fail"},
	};
	check(rows);
}

static void test_judge_require_names_who_is_missing(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_decision *decision = judge(fixture, STRICT(REQUIRE("{}")));
	assert_string_equal(get_test(decision, "require", "rule 1")->message,
	                    "require of rule 1: expected signatures by 3 of alice, ci, bob, found "
	                    "by alice, ci, not by bob");
	tufcheck_decision_free(decision);
}

static void test_judge_long_lists_of_names_end_somewhere(void **state)
{
	struct fixture *fixture = *state;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fputs("{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],'level':'strict',"
	            "'signers':{'first':{'role':'targets'}",
	            out);
	for (int i = 0; i < 999; i++)
		(void)fprintf(out, ",'a-signer-called-%d':{'role':'targets/bob'}", i);
	(void)fputs("},'require':[{}]}]}", out);
	assert_int_equal(fclose(out), 0);
	struct tufcheck_decision *decision = judge(fixture, text);
	assert_false(decision->is_allowed);
	assert_true(strlen(get_test(decision, "require", "rule 1")->message) < 800);
	assert_non_null(strstr(get_test(decision, "require", "rule 1")->message, "…"));
	tufcheck_decision_free(decision);
	free(text);
}

static void let_admin_list_too(struct fixture *fixture)
{
	static const char *const all[] = {"targets", "targets/alice", "targets/releases"};
	fixture->targets[TAG_V1].listing_roles = all;
	fixture->targets[TAG_V1].listing_role_count = COUNT_OF(all);
}

static void list_below_ci(struct fixture *fixture)
{
	static const char *const below[] = {"targets/ci/nightly", "targets/releases"};
	fixture->targets[TAG_V1].listing_roles = below;
	fixture->targets[TAG_V1].listing_role_count = COUNT_OF(below);
}

static void list_beside_ci(struct fixture *fixture)
{
	static const char *const beside[] = {"targets/cid", "targets/releases"};
	fixture->targets[TAG_V1].listing_roles = beside;
	fixture->targets[TAG_V1].listing_role_count = COUNT_OF(beside);
}

static void test_judge_forbidden_roles_and_keys_deny(void **state)
{
#define FORBID(fields) ",'forbid':{" fields "}"
	static const struct demand rows[] = {
		{FORBID("'roles':['targets']"), NULL, "v1", "allowed verified; forbid roles pass"},
		{FORBID("'roles':['targets']"), NULL, "admin", "denied; forbid roles fail"},
		{FORBID("'roles':['targets']"), let_admin_list_too, "v1",
	         "denied; forbid roles fail"},
		{FORBID("'roles':['targets/ci']"), NULL, "latest",
	         "allowed verified; forbid roles pass"},
		{FORBID("'roles':['targets/x','targets/ci']"), NULL, "v1",
	         "denied; forbid roles fail"},
		{FORBID("'roles':['targets/ci']"), NULL, "v2",
	         "denied; tag fail; forbid roles fail"},
		/* keys: of the roles that list the tag, those above them, and the top-level ones */
		{FORBID("'keys':['keyid:" BACKUP_KEY "']"), NULL, "v1",
	         "allowed verified; forbid keys pass"},
		{FORBID("'keys':['keyid:" BACKUP_KEY "']"), add_backup_root, "v1",
	         "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" ROOT_KEY "']"), NULL, "v1", "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" SERVER_KEY "']"), NULL, "v1", "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" TARGETS_KEY "']"), NULL, "v1",
	         "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" ALICE_KEY "']"), NULL, "v1", "denied; forbid keys fail"},
		{FORBID("'keys':['sha256:" ALICE_SHA256 "']"), NULL, "v1",
	         "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" ALICE_KEY "']"), NULL, "admin",
	         "allowed verified; forbid keys pass"},
		{FORBID("'keys':['keyid:" ALICE_KEY "']"), unsign_alice, "v1",
	         "allowed verified; forbid keys pass"},
		{FORBID("'keys':['keyid:" CI_KEY "']"), NULL, "latest",
	         "allowed verified; forbid keys pass"},
		{FORBID("'keys':['keyid:" CI_KEY "']"), list_below_ci, "v1",
	         "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" CI_KEY "']"), list_beside_ci, "v1",
	         "allowed verified; forbid keys pass"},
		/* whose a signature is must be known */
		{FORBID("'keys':['keyid:" ALICE_KEY "']"), mislabel_root, "admin",
	         "denied; forbid keys fail"},
		{FORBID("'keys':['keyid:" ALICE_KEY "']"), forge, "v1",
	         "denied; authenticity fail; freshness fail; degraded fail; tag fail; "
	         "forbid keys fail"},
		{FORBID("'roles':['targets'],'keys':['keyid:" ALICE_KEY "']"), NULL, "admin",
	         "denied; forbid roles fail; forbid keys pass"},
	};
	check(rows);
}

static void lose_date(struct fixture *fixture)
{
	fixture->roles[ROOT].has_expires = false;
}

static void add_half_a_second(struct fixture *fixture)
{
	fixture->request.at.nanoseconds = 500000000;
}

static void drop_releases(struct fixture *fixture)
{
	fixture->roles[RELEASES].status = TUFCHECK_ROLE_BELOW_THRESHOLD;
	fixture->repository.status = TUFCHECK_STATUS_DEGRADED;
}

static void expire_releases(struct fixture *fixture)
{
	fixture->roles[RELEASES].status = TUFCHECK_ROLE_EXPIRED;
	fixture->repository.status = TUFCHECK_STATUS_DEGRADED;
}

static void expire_root_by_a_day(struct fixture *fixture)
{
	expire_root(fixture);
	fixture->roles[ROOT].expires.seconds = SUPPORT_AT - SUPPORT_DAY;
}

static void test_judge_minima_of_roles_are_held(void **state)
{
#define REMAINING(fields) ",'minRemaining':{" fields "}"
#define VERSION(fields) ",'minVersion':{" fields "}"
	static const struct demand rows[] = {
		{REMAINING("'root':'100d'"), NULL, NULL,
	         "allowed verified; minRemaining root pass"},
		{REMAINING("'root':'101d'"), NULL, NULL, "denied; minRemaining root fail"},
		{REMAINING("'root':'100d'"), add_half_a_second, NULL,
	         "denied; minRemaining root fail"},
		{REMAINING("'root':'14w'"), NULL, NULL, "allowed verified; minRemaining root pass"},
		{REMAINING("'root':'15w'"), NULL, NULL, "denied; minRemaining root fail"},
		{REMAINING("'root':'1y'"), NULL, NULL, "denied; minRemaining root fail"},
		{REMAINING("'root':'1d','timestamp':'1d','snapshot':'1y','targets/releases':'1d'"),
	         NULL, NULL,
	         "denied; minRemaining root pass; minRemaining timestamp pass; minRemaining "
	         "snapshot "
	         "fail; minRemaining targets/releases pass"},
		{REMAINING("'root':'1d'"), lose_date, NULL, "denied; minRemaining root fail"},
		{REMAINING("'targets/bob':'1d'"), NULL, NULL,
	         "denied; minRemaining targets/bob fail"},
		{REMAINING("'targets/releases':'1d'"), drop_releases, "admin",
	         "denied; degraded fail; minRemaining targets/releases fail"},
		{REMAINING("'targets/releases':'1d'"), expire_releases, "admin",
	         "denied; degraded fail; minRemaining targets/releases fail"},
		{REMAINING("'root':'1d'"), expire_root_by_a_day, NULL,
	         "denied; freshness fail; minRemaining root fail"},
		{REMAINING("'root':'1d'"), tamper, NULL,
	         "denied" NOTHING "; minRemaining root fail"},
		{VERSION("'root':5"), NULL, NULL, "allowed verified; minVersion root pass"},
		{VERSION("'root':6"), NULL, NULL, "denied; minVersion root fail"},
		{VERSION("'targets/alice':4,'targets':6"), NULL, NULL,
	         "denied; minVersion targets/alice pass; minVersion targets fail"},
		{VERSION("'targets/bob':1"), NULL, NULL, "denied; minVersion targets/bob fail"},
		{VERSION("'targets/releases':1"), drop_releases, "admin",
	         "denied; degraded fail; minVersion targets/releases fail"},
		{VERSION("'root':1"), tamper, NULL, "denied" NOTHING "; minVersion root fail"},
	};
	check(rows);
	struct fixture *fixture = *state;
	teardown(state);
	setup(state);
	fixture = *state;
	struct tufcheck_decision *decision = judge(fixture, STRICT(REMAINING("'root':'1y'")));
	assert_string_equal(
		get_test(decision, "minRemaining", "root")->message,
		"minRemaining of root: expected at least 1y until it expires, found 100 "
		"days, to 2026-09-09T00:00:00Z");
	tufcheck_decision_free(decision);
}

static void sign_with_rsa(struct fixture *fixture)
{
	fixture->keys[KEY_SERVER].algorithm = "RSA";
	fixture->keys[KEY_SERVER].bits = 2048;
}

static void sign_with_ed25519(struct fixture *fixture)
{
	fixture->keys[KEY_TARGETS].algorithm = "Ed25519";
}

static void sign_with_something(struct fixture *fixture)
{
	fixture->keys[KEY_TARGETS].algorithm = NULL;
	fixture->keys[KEY_TARGETS].bits = 0;
}

static void weaken_ci(struct fixture *fixture)
{
	fixture->keys[KEY_CI].bits = 224;
}

static void test_judge_algorithms_are_those_allowed(void **state)
{
#define ALGORITHMS(fields) ",'algorithms':{" fields "}"
	static const struct demand rows[] = {
		{ALGORITHMS("'ecdsa':256"), NULL, NULL, "allowed verified; algorithms pass"},
		{ALGORITHMS("'ecdsa':257"), NULL, NULL, "denied; algorithms fail"},
		{ALGORITHMS("'rsa':2048"), NULL, NULL, "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256"), sign_with_rsa, NULL, "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256,'rsa':2048"), sign_with_rsa, NULL,
	         "allowed verified; algorithms pass"},
		{ALGORITHMS("'ecdsa':256,'rsa':3072"), sign_with_rsa, NULL,
	         "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256"), sign_with_ed25519, NULL, "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256,'ed25519':256"), sign_with_ed25519, NULL,
	         "allowed verified; algorithms pass"},
		{ALGORITHMS("'ecdsa':1,'rsa':1,'ed25519':1"), sign_with_something, NULL,
	         "denied; algorithms fail"},
		/* only of what the proof rests on */
		{ALGORITHMS("'ecdsa':256"), weaken_ci, "v1", "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256"), weaken_ci, "latest",
	         "allowed verified; algorithms pass"},
		{ALGORITHMS("'ecdsa':256"), mislabel_root, NULL, "denied; algorithms fail"},
		{ALGORITHMS("'ecdsa':256"), NULL, "v2", "denied; tag fail; algorithms fail"},
	};
	check(rows);
}

static void expire_alice(struct fixture *fixture)
{
	fixture->alice_certificates[0].not_after.seconds = SUPPORT_AT - 1;
}

static void end_alice_now(struct fixture *fixture)
{
	fixture->alice_certificates[0].not_after.seconds = SUPPORT_AT;
}

static void begin_alice_later(struct fixture *fixture)
{
	fixture->alice_certificates[0].not_before.seconds = SUPPORT_AT + 1;
}

static void begin_alice_now(struct fixture *fixture)
{
	fixture->alice_certificates[0].not_before.seconds = SUPPORT_AT;
}

static void expire_authority_of_alice(struct fixture *fixture)
{
	fixture->alice_certificates[1].not_after.seconds = SUPPORT_AT - 1;
}

static void expire_root_certificate(struct fixture *fixture)
{
	fixture->root_certificate.not_after.seconds = SUPPORT_AT - 1;
}

static void test_judge_delegation_certificates_are_in_date(void **state)
{
#define IN_DATE ",'delegationCertificates':'require-valid'"
	static const struct demand rows[] = {
		{IN_DATE, NULL, NULL, "allowed verified; delegationCertificates pass"},
		{IN_DATE, expire_alice, NULL, "denied; delegationCertificates fail"},
		{IN_DATE, end_alice_now, NULL, "allowed verified; delegationCertificates pass"},
		{IN_DATE, begin_alice_later, NULL, "denied; delegationCertificates fail"},
		{IN_DATE, begin_alice_now, NULL, "allowed verified; delegationCertificates pass"},
		{IN_DATE, expire_authority_of_alice, NULL, "denied; delegationCertificates fail"},
		{IN_DATE, expire_alice, "admin", "allowed verified; delegationCertificates pass"},
		{IN_DATE, expire_root_certificate, NULL,
	         "allowed verified; delegationCertificates pass"},
		{IN_DATE, NULL, "v2", "denied; tag fail; delegationCertificates fail"},
		{",'delegationCertificates':'ignore-dates'", expire_alice, NULL,
	         "allowed verified"},
		{"", expire_alice, NULL, "allowed verified"},
	};
	check(rows);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_judge_roots_must_be_signed_by_listed_keys,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_roots_say_how_many_signed, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_authority_that_issued_nothing_is_no_root,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_required_signers_must_have_signed, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_require_names_who_is_missing, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_long_lists_of_names_end_somewhere, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_forbidden_roles_and_keys_deny, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_minima_of_roles_are_held, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_algorithms_are_those_allowed, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_delegation_certificates_are_in_date,
	                                        setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
