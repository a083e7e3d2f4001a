/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_policy_fixture.h"

/* ---- what every decision says ---- */

static void test_judge_sound_image_is_verified(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_decision *decision = judge(fixture, STRICT(""));
	static const char *const names[] = {"statement", "trust-data", "integrity", "authenticity",
	                                    "freshness", "degraded",   "tag"};
	assert_int_equal(decision->test_count, COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_string_equal(decision->tests[i].name, names[i]);
		assert_int_equal(decision->tests[i].outcome, TUFCHECK_OUTCOME_PASS);
		assert_null(decision->tests[i].subject);
	}
	assert_true(decision->is_allowed);
	assert_true(decision->is_verified);
	assert_false(decision->is_unchecked);
	assert_string_equal(decision->statement, "a");
	assert_string_equal(decision->scope, "*");
	assert_int_equal(decision->level, TUFCHECK_LEVEL_STRICT);
	assert_string_equal(decision->digest, V1);
	assert_string_equal(decision->tag, "v1");
	assert_string_equal(decision->role, "targets/releases");
	assert_string_equal(decision->tests[6].message,
	                    "tag: expected a tag \"v1\" that docker pulls, found \"v1\" of "
	                    "targets/releases, sha256:" V1);
	tufcheck_decision_free(decision);
	fixture->request.tag = "admin";
	decision = judge(fixture, STRICT(""));
	assert_int_equal(decision->signer_count, 1);
	assert_string_equal(decision->signers[0], "(Repo Admin)");
	tufcheck_decision_free(decision);
	tufcheck_decision_free(NULL);
}

static void test_judge_default_policy_wants_what_strict_wants(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_policy *policy = NULL;
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_new_default(&policy), TUFCHECK_OK);
	assert_int_equal(tufcheck_policy_judge(policy, &fixture->request, &decision), TUFCHECK_OK);
	assert_true(decision->is_verified);
	assert_string_equal(decision->statement, "default");
	tufcheck_decision_free(decision);
	fixture->repository.status = TUFCHECK_STATUS_EXPIRED;
	assert_int_equal(tufcheck_policy_judge(policy, &fixture->request, &decision), TUFCHECK_OK);
	assert_false(decision->is_allowed);
	tufcheck_decision_free(decision);
	tufcheck_policy_free(policy);
}

static void test_judge_no_statement_denies(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_decision *decision =
		judge(fixture, POLICY("{'name':'a','scopes':['other'],'level':'skip'}"));
	assert_false(decision->is_allowed);
	assert_null(decision->statement);
	assert_null(decision->scope);
	assert_null(decision->digest);
	assert_int_equal(decision->level, TUFCHECK_LEVEL_INVALID);
	assert_int_equal(decision->test_count, 1);
	assert_string_equal(decision->tests[0].message, "statement: expected a statement for " GUN
	                                                ", found none whose scope matches");
	tufcheck_decision_free(decision);
}

static void test_judge_skip_asks_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const char skip[] = POLICY("{'name':'a','scopes':['*'],'level':'skip',"
	                                  "'roots':['keyid:" ALICE_KEY "']}");
	assert_judged(fixture, skip, "allowed; level skipped");
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	assert_judged(fixture, skip, "allowed; level skipped");
	fixture->request.repository = NULL;
	assert_judged(fixture, skip, "allowed; level skipped");
}

static void test_judge_wrong_request_is_a_bad_call(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_policy *policy = policy_support_make(STRICT(""));
	struct tufcheck_decision *decision = NULL;
	struct tufcheck_judgement_request *request = &fixture->request;
	const struct tufcheck_judgement_request right = *request;
#define assert_bad(change)                                                                         \
	do {                                                                                       \
		*request = right;                                                                  \
		change;                                                                            \
		assert_int_equal(tufcheck_policy_judge(policy, request, &decision),                \
		                 TUFCHECK_BAD_CALL);                                               \
	} while (0)
	assert_bad(request->size--);
	assert_bad(request->size = SIZE_MAX);
	assert_bad(request->gun = NULL);
	assert_bad(request->gun = "");
	assert_bad(request->tag = NULL);
	assert_bad(request->tag = "");
	assert_bad(request->digest = "");
	assert_bad(request->digest = "sha256:" V1);
	assert_bad(request->digest = ID("A"));
	assert_bad(request->digest = V1 "0");
	assert_bad(request->digest = V1 "x");
	assert_bad(request->at.nanoseconds = 1000000000);
	assert_bad(request->at.nanoseconds = -1);
	assert_bad(request->at.seconds = INT64_MAX);
	assert_bad(request->at.seconds = INT64_MIN);
	*request = right;
	/* the first and the last moment that there is */
	static const struct tufcheck_time moments[] = {{INT64_C(-62167219200), 0},
	                                               {INT64_C(253402300799), 999999999}};
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		request->at = moments[i];
		assert_int_equal(tufcheck_policy_judge(policy, request, &decision), TUFCHECK_OK);
		tufcheck_decision_free(decision);
		decision = NULL;
	}
	assert_bad(request->at.seconds = INT64_C(-62167219201));
	assert_bad(request->at.seconds = INT64_C(253402300800));
#undef assert_bad
	*request = right;
	assert_int_equal(tufcheck_policy_judge(NULL, request, &decision), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_judge(policy, NULL, &decision), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_judge(policy, request, NULL), TUFCHECK_BAD_CALL);
	assert_null(decision);
	tufcheck_policy_free(policy);
}

/* ---- what the repository is worth, at each level ---- */

/* What some other demand of the user's refuses is untrusted although all answers pass. */
static void refuse(struct fixture *fixture)
{
	fixture->repository.status = TUFCHECK_STATUS_UNTRUSTED;
	fixture->repository.answers[TUFCHECK_CHECK_POLICY] = TUFCHECK_ANSWER_FAIL;
}

static void lose_file(struct fixture *fixture)
{
	add_finding(fixture, TC_FILE_MISSING, "targets.json is missing");
	for (int i = TUFCHECK_CHECK_INTEGRITY; i <= TUFCHECK_CHECK_FRESHNESS; i++)
		fixture->repository.answers[i] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

static void close_folder(struct fixture *fixture)
{
	lose_file(fixture);
	fixture->repository.status = TUFCHECK_STATUS_UNREADABLE;
}

static void lose_repository(struct fixture *fixture)
{
	fixture->request.repository = NULL;
}

static void take_another(struct fixture *fixture)
{
	fixture->repository.gun = GUN "2";
}

static void unset_status(struct fixture *fixture)
{
	fixture->repository.status = TUFCHECK_STATUS_INVALID;
}

/* Nothing is what it should be: a finding of no kind. */
static void add_unknown_finding(struct fixture *fixture)
{
	drop_unsigned(fixture);
	fixture->finding.id = "no-such-rule";
}

#define NOTHING "; integrity fail; authenticity fail; freshness fail; degraded fail; tag fail"
#define NOTHING_WARNED                                                                             \
	"; integrity warn; authenticity warn; freshness warn; degraded warn; tag warn"

static void test_judge_status_is_worth_what_the_level_says(void **state)
{
	static const struct {
		changer *change;
		const char *strict, *permissive, *audit;
	} rows[] = {
		{NULL, "allowed verified", "allowed verified", "allowed"},
		{expire, "denied; freshness fail", "allowed verified; freshness warn",
	         "allowed; freshness warn"},
		{expire_unresolved, "denied; freshness fail; tag fail",
	         "denied; freshness warn; tag fail", "allowed; freshness warn; tag warn"},
		{drop_expired, "denied; degraded fail", "allowed verified; degraded warn",
	         "allowed; degraded warn"},
		{drop_unsigned, "denied; degraded fail", "allowed verified; degraded warn",
	         "allowed; degraded warn"},
		{expire_and_drop, "denied; freshness fail; degraded fail",
	         "allowed verified; freshness warn; degraded warn",
	         "allowed; freshness warn; degraded warn"},
		{tamper, "denied" NOTHING,
	         "denied; integrity fail; authenticity fail; freshness warn; degraded warn; tag "
	         "fail",
	         "allowed" NOTHING_WARNED},
		{forge, "denied; authenticity fail; freshness fail; degraded fail; tag fail",
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail",
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{refuse, "denied; authenticity fail; freshness fail; degraded fail; tag fail",
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail",
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{add_unknown_finding, "denied; authenticity fail; degraded fail; tag fail",
	         "denied; authenticity fail; degraded warn; tag fail",
	         "allowed; authenticity warn; degraded warn; tag warn"},
		{lose_file, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{close_folder, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{lose_repository, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{take_another, "denied unchecked; trust-data fail" NOTHING,
	         "denied unchecked; trust-data fail; integrity fail; authenticity fail; "
	         "freshness warn; degraded warn; tag fail",
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{unset_status,
	         "denied unchecked; trust-data fail; authenticity fail; freshness fail; "
	         "degraded fail; tag fail",
	         "denied unchecked; trust-data fail; authenticity fail; freshness warn; "
	         "degraded warn; tag fail",
	         "allowed unchecked; trust-data warn; authenticity warn; freshness warn; "
	         "degraded warn; tag warn"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		if (rows[i].change)
			rows[i].change(fixture);
		assert_judged(fixture, LEVEL("strict", ""), rows[i].strict);
		assert_judged(fixture, LEVEL("permissive", ""), rows[i].permissive);
		assert_judged(fixture, LEVEL("audit", ""), rows[i].audit);
	}
}

static void test_judge_unanswered_question_is_no_pass(void **state)
{
	static const struct {
		enum tufcheck_check check;
		const char *expected;
	} rows[] = {
		{TUFCHECK_CHECK_INTEGRITY, "denied; integrity fail; tag fail"},
		{TUFCHECK_CHECK_AUTHENTICITY, "denied; authenticity fail; tag fail"},
		{TUFCHECK_CHECK_FRESHNESS, "denied; freshness fail"},
	};
	static const enum tufcheck_answer answers[] = {
		TUFCHECK_ANSWER_INVALID, TUFCHECK_ANSWER_FAIL, TUFCHECK_ANSWER_UNKNOWN,
		TUFCHECK_ANSWER_NONE};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < COUNT_OF(answers); j++) {
			fixture->repository.answers[rows[i].check] = answers[j];
			assert_judged(fixture, STRICT(""), rows[i].expected);
		}
		fixture->repository.answers[rows[i].check] = TUFCHECK_ANSWER_PASS;
	}
}

static void test_judge_overrides_change_single_checks(void **state)
{
	static const struct {
		changer *change;
		const char *policy, *expected;
	} rows[] = {
		{expire, STRICT(",'override':{'freshness':'warn'}"),
	         "allowed verified; freshness warn"},
		{expire, STRICT(",'override':{'degraded':'warn','policy':'warn'}"),
	         "denied; freshness fail"},
		{drop_unsigned, STRICT(",'override':{'degraded':'warn'}"),
	         "allowed verified; degraded warn"},
		{drop_unsigned, STRICT(",'override':{'freshness':'warn'}"),
	         "denied; degraded fail"},
		{expire, LEVEL("permissive", ",'override':{'freshness':'enforce'}"),
	         "denied; freshness fail"},
		{drop_expired, LEVEL("permissive", ",'override':{'degraded':'enforce'}"),
	         "denied; degraded fail"},
		{expire, LEVEL("audit", ",'override':{'freshness':'enforce'}"),
	         "denied; freshness fail"},
		{forge, LEVEL("audit", ",'override':{'integrity':'enforce'}"),
	         "allowed; authenticity warn; freshness warn; degraded warn; tag warn"},
		{forge, LEVEL("audit", ",'override':{'authenticity':'enforce'}"),
	         "denied; authenticity fail; freshness warn; degraded warn; tag fail"},
		{lose_repository, LEVEL("audit", ",'override':{'policy':'enforce'}"),
	         "allowed unchecked; trust-data warn" NOTHING_WARNED},
		{lose_repository,
	         LEVEL("audit", ",'override':{'policy':'enforce'},'roots':['keyid:" ROOT_KEY "']"),
	         "denied unchecked; trust-data warn" NOTHING_WARNED "; roots fail"},
		{NULL, STRICT(",'override':{'policy':'warn'},'roots':['keyid:" ALICE_KEY "']"),
	         "allowed verified; roots warn"},
		{NULL, LEVEL("audit", ",'roots':['keyid:" ALICE_KEY "']"), "allowed; roots warn"},
		{NULL, LEVEL("permissive", ",'roots':['keyid:" ALICE_KEY "']"),
	         "denied; roots fail"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		if (rows[i].change)
			rows[i].change(*state);
		assert_judged(*state, rows[i].policy, rows[i].expected);
	}
}

/* ---- tags and digests ---- */

static void test_judge_tag_and_digest_are_those_that_are_proved(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *tag, *digest, *expected, *proved_tag;
	} rows[] = {
		{"v1", NULL, "allowed verified", "v1"},
		{"v1", V1, "allowed verified", "v1"},
		{"v1", LATEST, "denied; digest fail", NULL},
		{"admin", ADMIN, "allowed verified", "admin"},
		{"v2", NULL, "denied; tag fail", NULL},
		{"v2", V1, "denied; tag fail; digest fail", NULL},
		/* docker pulls no tag of alice's */
		{"dev", NULL, "denied; tag fail", NULL},
		{"dev", LATEST, "denied; tag fail; digest fail", NULL},
		/* without a tag, some proved tag must have the digest; the first by name */
		{NULL, V1, "allowed verified", "other"},
		{NULL, LATEST, "allowed verified", "latest"},
		{NULL, ID("9"), "denied; tag fail", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture->request.tag = rows[i].tag;
		fixture->request.digest = rows[i].digest;
		assert_judged(fixture, STRICT(""), rows[i].expected);
		struct tufcheck_decision *decision = judge(fixture, STRICT(""));
		if (rows[i].proved_tag)
			assert_string_equal(decision->tag, rows[i].proved_tag);
		else
			assert_null(decision->tag);
		tufcheck_decision_free(decision);
	}
}

static void test_judge_tag_without_digest_is_not_proved(void **state)
{
	struct fixture *fixture = *state;
	fixture->targets[TAG_V1].sha256 = NULL;
	assert_judged(fixture, STRICT(""), "denied; tag fail");
	fixture->request.digest = V1;
	assert_judged(fixture, STRICT(""), "denied; tag fail; digest fail");
	fixture->targets[TAG_V1].pullable = false;
	assert_judged(fixture, STRICT(""), "denied; tag fail; digest fail");
}

/* An image without a tag is judged as the tag that does best. */
static void test_judge_digest_alone_takes_the_best_tag(void **state)
{
	struct fixture *fixture = *state;
	static const char by_ci[] =
		STRICT(",'signers':{'ci':{'role':'targets/ci'}},'require':[{}]");
	fixture->request.tag = NULL;
	fixture->request.digest = V1;
	struct tufcheck_decision *decision = judge(fixture, by_ci);
	assert_true(decision->is_verified);
	assert_string_equal(decision->tag, "v1"); /* "other" comes first, and ci does not list it */
	tufcheck_decision_free(decision);
	fixture->request.digest = LATEST;
	assert_judged(fixture, by_ci, "denied; require rule 1 fail");
	fixture->request.digest = ID("9");
	assert_judged(fixture, by_ci, "denied; tag fail; require rule 1 fail");
	/* as a warning it is worse than none */
	fixture->request.digest = V1;
	decision = judge(fixture, STRICT(",'signers':{'ci':{'role':'targets/ci'}},'require':[{}],"
	                                 "'override':{'policy':'warn'}"));
	assert_string_equal(decision->tag, "v1");
	tufcheck_decision_free(decision);
}

/* ---- what the statement demands ---- */

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

static void test_judge_tests_are_in_a_fixed_order(void **state)
{
	struct fixture *fixture = *state;
	fixture->request.digest = V1;
	struct tufcheck_decision *decision = judge(
		fixture, STRICT(",'delegationCertificates':'require-valid','minVersion':{'root':1},"
	                        "'algorithms':{'ecdsa':1},'minRemaining':{'root':'1d'},"
	                        "'forbid':{'keys':['keyid:" BACKUP_KEY "'],'roles':['targets']},"
	                        "'require':[{},{'tags':['x']}],'roots':['keyid:" ROOT_KEY "'],"
	                        "'signers':{'x':{'role':'targets/ci'}}"));
	static const char *const names[] = {"statement",
	                                    "trust-data",
	                                    "integrity",
	                                    "authenticity",
	                                    "freshness",
	                                    "degraded",
	                                    "tag",
	                                    "digest",
	                                    "roots",
	                                    "require",
	                                    "require",
	                                    "forbid",
	                                    "forbid",
	                                    "minRemaining",
	                                    "minVersion",
	                                    "algorithms",
	                                    "delegationCertificates"};
	assert_int_equal(decision->test_count, COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_string_equal(decision->tests[i].name, names[i]);
	assert_string_equal(decision->tests[11].subject, "roles");
	assert_string_equal(decision->tests[12].subject, "keys");
	assert_true(decision->is_verified);
	tufcheck_decision_free(decision);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_judge_sound_image_is_verified, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_default_policy_wants_what_strict_wants,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_no_statement_denies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_skip_asks_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_wrong_request_is_a_bad_call, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_status_is_worth_what_the_level_says,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_unanswered_question_is_no_pass, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_overrides_change_single_checks, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_tag_and_digest_are_those_that_are_proved,
	                                        setup, teardown),
		cmocka_unit_test_setup_teardown(test_judge_tag_without_digest_is_not_proved, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(test_judge_digest_alone_takes_the_best_tag, setup,
	                                        teardown),
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
		cmocka_unit_test_setup_teardown(test_judge_tests_are_in_a_fixed_order, setup,
	                                        teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
