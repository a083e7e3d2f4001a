/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of judging share: a repository made by hand, so that it can be
 * anything, and how it is judged.
 */
#ifndef TUFCHECK_TESTS_VERIFY_POLICY_FIXTURE_H
#define TUFCHECK_TESTS_VERIFY_POLICY_FIXTURE_H

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

static inline void sign(struct fixture *fixture, int role, const char *key_id)
{
	struct tufcheck_role *record = &fixture->roles[role];
	assert_true(record->signature_count < MAX_SIGNATURES);
	fixture->signatures[role][record->signature_count++] =
		(struct tufcheck_signature){.key_id = key_id, .method = "ecdsa", .valid = true};
	record->valid_signatures++;
}

static inline void add_roles(struct fixture *fixture)
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

static inline void add_key(struct fixture *fixture, int index, const char *key_id,
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

static inline void add_keys(struct fixture *fixture)
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

static inline void add_targets(struct fixture *fixture)
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

static inline int setup(void **state)
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

static inline int teardown(void **state)
{
	free(*state);
	return 0;
}

/* ---- judging ---- */

/* Tests that are made of every image and pass are not worth a word. */
static inline bool is_usual(const struct tufcheck_test *test)
{
	static const char *const names[] = {"statement", "trust-data", "integrity", "authenticity",
	                                    "freshness", "degraded",   "tag",       "digest"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(test->name, names[i]) == 0)
			return test->outcome == TUFCHECK_OUTCOME_PASS;
	return false;
}

/* "allowed verified", or what else it is, and the tests that are worth a word. */
static inline char *render(const struct tufcheck_decision *decision)
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
static inline void check_decision(const struct tufcheck_decision *decision)
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

static inline struct tufcheck_decision *judge(const struct fixture *fixture, const char *policy)
{
	struct tufcheck_policy *made = policy_support_make(policy);
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(made, &fixture->request, &decision), TUFCHECK_OK);
	tufcheck_policy_free(made); /* nothing in a decision is borrowed */
	check_decision(decision);
	return decision;
}

static inline void assert_judged(const struct fixture *fixture, const char *policy,
                                 const char *expected)
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
static inline const struct tufcheck_test *get_test(const struct tufcheck_decision *decision,
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

/* ---- what is changed ---- */

typedef void changer(struct fixture *fixture);

#define LEVEL(level, fields) POLICY("{'name':'a','scopes':['*'],'level':'" level "'" fields "}")

/* The error of that kind, as the engine reports it. */
static inline void add_finding(struct fixture *fixture, enum tc_finding_kind kind,
                               const char *message)
{
	const struct tufcheck_rule *rule = tc_finding_get_rule(kind);
	fixture->finding = (struct tufcheck_finding){
		.id = rule->id, .severity = rule->severity, .message = message};
	fixture->repository.finding_count = 1;
	fixture->repository.status = rule->effect;
	if (rule->effect != TUFCHECK_STATUS_INCOMPLETE)
		fixture->repository.answers[rule->check] = TUFCHECK_ANSWER_FAIL;
}

static inline void lose_targets(struct fixture *fixture)
{
	fixture->repository.target_count = 0;
}

static inline void expire(struct fixture *fixture)
{
	add_finding(fixture, TC_ROLE_EXPIRED, "timestamp.json expired");
	fixture->roles[TIMESTAMP].status = TUFCHECK_ROLE_EXPIRED;
}

static inline void expire_unresolved(struct fixture *fixture)
{
	expire(fixture);
	lose_targets(fixture);
}

static inline void drop_expired(struct fixture *fixture)
{
	add_finding(fixture, TC_DELEGATION_EXPIRED, "targets/ci.json expired");
	fixture->roles[CI].status = TUFCHECK_ROLE_EXPIRED;
}

static inline void drop_unsigned(struct fixture *fixture)
{
	add_finding(fixture, TC_DELEGATION_THRESHOLD_NOT_MET, "targets/ci.json is not signed");
	fixture->roles[CI].status = TUFCHECK_ROLE_BELOW_THRESHOLD;
}

/* Expired and degraded; the worse one is the status. */
static inline void expire_and_drop(struct fixture *fixture)
{
	drop_unsigned(fixture);
	fixture->repository.status = TUFCHECK_STATUS_EXPIRED;
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_FAIL;
}

static inline void tamper(struct fixture *fixture)
{
	add_finding(fixture, TC_HASH_MISMATCH, "targets.json does not match");
	fixture->repository.answers[TUFCHECK_CHECK_AUTHENTICITY] = TUFCHECK_ANSWER_UNKNOWN;
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

static inline void forge(struct fixture *fixture)
{
	add_finding(fixture, TC_THRESHOLD_NOT_MET, "root.json is not signed");
	fixture->repository.answers[TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_UNKNOWN;
	lose_targets(fixture);
}

static inline void lose_repository(struct fixture *fixture)
{
	fixture->request.repository = NULL;
}

/* What tests say of a repository of which nothing is known, and with warnings only. */
#define NOTHING "; integrity fail; authenticity fail; freshness fail; degraded fail; tag fail"
#define NOTHING_WARNED                                                                             \
	"; integrity warn; authenticity warn; freshness warn; degraded warn; tag warn"

/* ---- demands ---- */

struct demand {
	const char *fields;
	changer *change;
	const char *tag;
	const char *expected;
};

static inline void check_demands(void **state, const struct demand *rows, size_t count)
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

#endif
