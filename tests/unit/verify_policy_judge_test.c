/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "verify/report.h"
#include "verify_policy_support.h"

#define GUN SUPPORT_GUN

#define X16(digit)                                                                                 \
	digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit  \
		digit
#define ID(digit) X16(digit) X16(digit) X16(digit) X16(digit)
#define SHA1(digit) X16(digit) X16(digit) digit digit digit digit digit digit digit digit

/* Digests of manifests. */
#define LATEST ID("1")
#define V1 ID("2")
#define ADMIN ID("3")

/* Key IDs; a certificate's digests and the canonical ID follow from them below. */
#define ROOT_KEY ID("a")
#define ROOT_CANONICAL ID("4")
#define ROOT_SPKI ID("5")
#define ROOT_SHA256 ID("6")
#define ROOT_SHA1 SHA1("7")
#define BACKUP_KEY ID("b")
#define ALICE_KEY ID("c")
#define ALICE_SHA256 ID("8")
#define CI_KEY ID("d")
#define RELEASES_KEY ID("e")
#define SERVER_KEY ID("f")
#define TARGETS_KEY ID("9")

/* ---- a repository made by hand ---- */

enum { ROOT, TIMESTAMP, SNAPSHOT, TARGETS, RELEASES, ALICE, CI, ROLE_COUNT };
enum { KEY_TARGETS, KEY_ROOT, KEY_BACKUP, KEY_ALICE, KEY_CI, KEY_RELEASES, KEY_SERVER, KEY_COUNT };
enum { TAG_ADMIN, TAG_DEV, TAG_LATEST, TAG_OTHER, TAG_V1, TARGET_COUNT };

#define MAX_SIGNATURES 3

struct fixture {
	struct tufcheck_repository repository;
	struct tufcheck_role roles[ROLE_COUNT];
	struct tufcheck_signature signatures[ROLE_COUNT][MAX_SIGNATURES];
	struct tufcheck_key keys[KEY_COUNT];
	struct tufcheck_certificate root_certificate;
	struct tufcheck_certificate alice_certificates[2];
	struct tufcheck_target targets[TARGET_COUNT];
	struct tufcheck_finding finding;
	struct tufcheck_judgement_request request;
};

static const struct tufcheck_time at = {.seconds = SUPPORT_AT};

static const char *const role_names[ROLE_COUNT] = {"root",      "timestamp",        "snapshot",
                                                   "targets",   "targets/releases", "targets/alice",
                                                   "targets/ci"};

static void sign(struct fixture *fixture, int role, const char *key_id)
{
	struct tufcheck_role *record = &fixture->roles[role];
	assert_true(record->signature_count < MAX_SIGNATURES);
	fixture->signatures[role][record->signature_count++] =
		(struct tufcheck_signature){.key_id = key_id, .method = "ecdsa", .valid = true};
	record->valid_signatures++;
}

static void add_roles(struct fixture *fixture)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		fixture->roles[i] = (struct tufcheck_role){
			.name = role_names[i],
			.status = TUFCHECK_ROLE_VALID,
			.version = 5,
			.has_expires = true,
			.expires = {.seconds = SUPPORT_AT + 100 * SUPPORT_DAY},
			.threshold = 1,
			.signatures = fixture->signatures[i],
		};
	sign(fixture, ROOT, ROOT_KEY);
	sign(fixture, TIMESTAMP, SERVER_KEY);
	sign(fixture, SNAPSHOT, SERVER_KEY);
	sign(fixture, TARGETS, TARGETS_KEY);
	sign(fixture, RELEASES, RELEASES_KEY);
	sign(fixture, ALICE, ALICE_KEY);
	sign(fixture, CI, CI_KEY);
}

static void add_key(struct fixture *fixture, int index, const char *key_id,
                    const char *const *roles, size_t role_count)
{
	fixture->keys[index] = (struct tufcheck_key){
		.key_id = key_id,
		.canonical_key_id = key_id,
		.computed_key_id = key_id,
		.type = "ecdsa",
		.algorithm = "ECDSA P-256",
		.bits = 256,
		.spki_sha256 = "",
		.roles = roles,
		.role_count = role_count,
	};
}

static void add_keys(struct fixture *fixture)
{
	static const char *const server[] = {"timestamp", "snapshot"};
	add_key(fixture, KEY_ROOT, ROOT_KEY, &role_names[ROOT], 1);
	add_key(fixture, KEY_BACKUP, BACKUP_KEY, &role_names[ROOT], 1);
	add_key(fixture, KEY_TARGETS, TARGETS_KEY, &role_names[TARGETS], 1);
	add_key(fixture, KEY_ALICE, ALICE_KEY, &role_names[ALICE], 1);
	add_key(fixture, KEY_CI, CI_KEY, &role_names[CI], 1);
	add_key(fixture, KEY_RELEASES, RELEASES_KEY, &role_names[RELEASES], 1);
	add_key(fixture, KEY_SERVER, SERVER_KEY, server, 2);
	fixture->root_certificate = (struct tufcheck_certificate){
		.subject = "CN=" GUN,
		.not_before = {.seconds = SUPPORT_NOT_BEFORE},
		.not_after = {.seconds = SUPPORT_NOT_AFTER},
		.sha256 = ROOT_SHA256,
		.sha1 = ROOT_SHA1,
		.spki_sha256 = ROOT_SPKI,
	};
	fixture->keys[KEY_ROOT].canonical_key_id = ROOT_CANONICAL;
	fixture->keys[KEY_ROOT].spki_sha256 = ROOT_SPKI;
	fixture->keys[KEY_ROOT].certificates = &fixture->root_certificate;
	fixture->keys[KEY_ROOT].certificate_count = 1;
	for (size_t i = 0; i < 2; i++)
		fixture->alice_certificates[i] = fixture->root_certificate;
	fixture->alice_certificates[0].subject = "CN=alice";
	fixture->alice_certificates[0].sha256 = ALICE_SHA256;
	fixture->alice_certificates[1].subject = "CN=authority";
	fixture->keys[KEY_ALICE].certificates = fixture->alice_certificates;
	fixture->keys[KEY_ALICE].certificate_count = 2;
}

#define TARGET(tag, by, digest, can_pull, listed_by)                                               \
	(struct tufcheck_target)                                                                   \
	{                                                                                          \
		.name = (tag), .role = (by), .pullable = (can_pull), .sha256 = (digest),           \
		.listing_roles = (listed_by), .listing_role_count = COUNT_OF(listed_by)            \
	}

static void add_targets(struct fixture *fixture)
{
	static const char *const alone[] = {"targets"};
	static const char *const by_alice[] = {"targets/alice"};
	static const char *const released[] = {"targets/releases"};
	static const char *const both[] = {"targets/alice", "targets/ci", "targets/releases"};
	static const char *const one[] = {"targets/alice", "targets/releases"};
	static const char *const admin[] = {"(Repo Admin)"};
	fixture->targets[TAG_ADMIN] = TARGET("admin", "targets", ADMIN, true, alone);
	fixture->targets[TAG_DEV] = TARGET("dev", "targets/alice", LATEST, false, by_alice);
	fixture->targets[TAG_LATEST] = TARGET("latest", "targets/releases", LATEST, true, one);
	fixture->targets[TAG_OTHER] = TARGET("other", "targets/releases", V1, true, released);
	fixture->targets[TAG_V1] = TARGET("v1", "targets/releases", V1, true, both);
	fixture->targets[TAG_ADMIN].signers = admin;
	fixture->targets[TAG_ADMIN].signer_count = 1;
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	add_roles(fixture);
	add_keys(fixture);
	add_targets(fixture);
	fixture->repository = (struct tufcheck_repository){
		.gun = GUN,
		.path = "some/path",
		.status = TUFCHECK_STATUS_TRUSTED,
		.answers = {[TUFCHECK_CHECK_NONE] = TUFCHECK_ANSWER_NONE,
	                    [TUFCHECK_CHECK_INTEGRITY] = TUFCHECK_ANSWER_PASS,
	                    [TUFCHECK_CHECK_AUTHENTICITY] = TUFCHECK_ANSWER_PASS,
	                    [TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_PASS,
	                    [TUFCHECK_CHECK_POLICY] = TUFCHECK_ANSWER_NONE},
		.roles = fixture->roles,
		.role_count = ROLE_COUNT,
		.keys = fixture->keys,
		.key_count = KEY_COUNT,
		.targets = fixture->targets,
		.target_count = TARGET_COUNT,
		.findings = &fixture->finding,
	};
	fixture->request = (struct tufcheck_judgement_request){
		.size = sizeof(fixture->request),
		.gun = GUN,
		.tag = "v1",
		.repository = &fixture->repository,
		.at = at,
	};
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

/* ---- judging ---- */

/* Tests that are made of every image and pass are not worth a word. */
static bool is_usual(const struct tufcheck_test *test)
{
	static const char *const names[] = {"statement", "trust-data", "integrity", "authenticity",
	                                    "freshness", "degraded",   "tag",       "digest"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(test->name, names[i]) == 0)
			return test->outcome == TUFCHECK_OUTCOME_PASS;
	return false;
}

/* "allowed verified", or what else it is, and the tests that are worth a word. */
static char *render(const struct tufcheck_decision *decision)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fprintf(out, "%s%s%s", decision->is_allowed ? "allowed" : "denied",
	              decision->is_verified ? " verified" : "",
	              decision->is_unchecked ? " unchecked" : "");
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		if (is_usual(test))
			continue;
		(void)fprintf(out, "; %s", test->name);
		if (test->subject)
			(void)fprintf(out, " %s", test->subject);
		(void)fprintf(out, " %s", tufcheck_outcome_name(test->outcome));
	}
	assert_int_equal(fclose(out), 0);
	return text;
}

/* What is so of every decision. */
static void check_decision(const struct tufcheck_decision *decision)
{
	bool failed = false;
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		failed |= test->outcome == TUFCHECK_OUTCOME_FAIL;
		assert_non_null(test->name);
		assert_non_null(test->expected);
		assert_non_null(test->actual);
		assert_non_null(strstr(test->message, test->expected));
		assert_non_null(strstr(test->message, test->actual));
	}
	assert_int_equal(decision->is_allowed, !failed);
	assert_true(decision->is_allowed || !decision->is_verified);
	assert_true(decision->digest || !decision->is_verified);
	assert_int_equal(decision->digest != NULL, decision->role != NULL);
	assert_int_equal(decision->digest != NULL, decision->tag != NULL);
	if (decision->level == TUFCHECK_LEVEL_AUDIT || decision->level == TUFCHECK_LEVEL_SKIP)
		assert_false(decision->is_verified);
}

static struct tufcheck_decision *judge(const struct fixture *fixture, const char *policy)
{
	struct tufcheck_policy *made = policy_support_make(policy);
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(made, &fixture->request, &decision), TUFCHECK_OK);
	tufcheck_policy_free(made); /* nothing in a decision is borrowed */
	check_decision(decision);
	return decision;
}

static void assert_judged(const struct fixture *fixture, const char *policy, const char *expected)
{
	struct tufcheck_decision *decision = judge(fixture, policy);
	char *text = render(decision);
	if (strcmp(text, expected) != 0) {
		for (size_t i = 0; i < decision->test_count; i++)
			print_error("  %s\n", decision->tests[i].message);
		fail_msg("%s:\n  '%s' is\n  '%s'", policy, expected, text);
	}
	free(text);
	tufcheck_decision_free(decision);
}

/* The test of that name and subject, which must have been made. */
static const struct tufcheck_test *get_test(const struct tufcheck_decision *decision,
                                            const char *name, const char *subject)
{
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		if (strcmp(test->name, name) == 0 &&
		    (!subject || (test->subject && strcmp(test->subject, subject) == 0)))
			return test;
	}
	fail_msg("no test %s", name);
	return NULL;
}

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

typedef void changer(struct fixture *fixture);

#define LEVEL(level, fields) POLICY("{'name':'a','scopes':['*'],'level':'" level "'" fields "}")

/* The error of that kind, as the engine reports it. */
static void add_finding(struct fixture *fixture, enum tc_finding_kind kind, const char *message)
{
	const struct tufcheck_rule *rule = tc_finding_get_rule(kind);
	fixture->finding = (struct tufcheck_finding){
		.id = rule->id, .severity = rule->severity, .message = message};
	fixture->repository.finding_count = 1;
	fixture->repository.status = rule->effect;
	if (rule->effect != TUFCHECK_STATUS_INCOMPLETE)
		fixture->repository.answers[rule->check] = TUFCHECK_ANSWER_FAIL;
}

static void lose_targets(struct fixture *fixture)
{
	fixture->repository.target_count = 0;
}

static void expire(struct fixture *fixture)
{
	add_finding(fixture, TC_ROLE_EXPIRED, "timestamp.json expired");
	fixture->roles[TIMESTAMP].status = TUFCHECK_ROLE_EXPIRED;
}

static void expire_unresolved(struct fixture *fixture)
{
	expire(fixture);
	lose_targets(fixture);
}

static void drop_expired(struct fixture *fixture)
{
	add_finding(fixture, TC_DELEGATION_EXPIRED, "targets/ci.json expired");
	fixture->roles[CI].status = TUFCHECK_ROLE_EXPIRED;
}

static void drop_unsigned(struct fixture *fixture)
{
	add_finding(fixture, TC_DELEGATION_THRESHOLD_NOT_MET, "targets/ci.json is not signed");
	fixture->roles[CI].status = TUFCHECK_ROLE_BELOW_THRESHOLD;
}

/* Expired and degraded; the worse one is the status. */
static void expire_and_drop(struct fixture *fixture)
{
	drop_unsigned(fixture);
	fixture->repository.status = TUFCHECK_STATUS_EXPIRED;
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_FAIL;
}

static void tamper(struct fixture *fixture)
{
	add_finding(fixture, TC_HASH_MISMATCH, "targets.json does not match");
	fixture->repository.answers[TUFCHECK_CHECK_AUTHENTICITY] = TUFCHECK_ANSWER_UNKNOWN;
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

static void forge(struct fixture *fixture)
{
	add_finding(fixture, TC_THRESHOLD_NOT_MET, "root.json is not signed");
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

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

struct demand {
	const char *fields;
	changer *change;
	const char *tag;
	const char *expected;
};

static void check_demands(void **state, const struct demand *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		if (rows[i].change)
			rows[i].change(fixture);
		if (rows[i].tag)
			fixture->request.tag = rows[i].tag;
		char policy[2048];
		int length = snprintf(policy, sizeof(policy), STRICT("%s"), rows[i].fields);
		assert_true(length > 0 && (size_t)length < sizeof(policy));
		assert_judged(fixture, policy, rows[i].expected);
	}
}

#define check(rows) check_demands(state, rows, COUNT_OF(rows))

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
