/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an image is judged to the last value and word: which tag an image without
 * one is, which roles and signers count, and what the tests of demands say.
 */
#include "tuf/limits.h"
#include "verify_policy_fixture.h"

static void assert_message(const struct fixture *fixture, const char *fields, const char *test,
                           const char *message)
{
	char policy[2048];
	int length = snprintf(policy, sizeof(policy), STRICT("%s"), fields);
	assert_true(length > 0 && (size_t)length < sizeof(policy));
	struct tufcheck_decision *decision = judge(fixture, policy);
	assert_string_equal(get_test(decision, test, NULL)->message, message);
	tufcheck_decision_free(decision);
}

/* ---- an image without a tag ---- */

static void ask_for_digest(struct fixture *fixture, const char *digest)
{
	fixture->request.tag = NULL;
	fixture->request.digest = digest;
}

/* "other" and "v1" have the digest; "other" comes first by name, and ci lists only "v1". */
static void test_tests_digest_alone_is_the_first_tag_that_does_best(void **state)
{
#define BOB "'signers':{'bob':{'role':'targets/bob'}}"
#define WARNED ",'override':{'policy':'warn'}"
	static const struct {
		const char *policy, *tag;
	} rows[] = {
		/* both do alike */
		{STRICT("," BOB ",'require':[{}]"), "other"},
		{STRICT("," BOB ",'require':[{}]" WARNED), "other"},
		/* the first fails once, the second twice */
		{STRICT("," BOB ",'require':[{}],'forbid':{'roles':['targets/ci']}"), "other"},
		{STRICT("," BOB ",'require':[{}],'forbid':{'roles':['targets/ci']}" WARNED),
	         "other"},
		/* the second fails once, the first twice */
		{STRICT(",'signers':{'bob':{'role':'targets/bob'},'ci':{'role':'targets/ci'}},"
	                "'require':[{'signers':['bob']},{'signers':['ci']}]"),
	         "v1"},
		/* a rule for some tags is not for "other" */
		{STRICT("," BOB ",'require':[{'tags':['v1'],'signers':['bob']}]"), "other"},
	};
	struct fixture *fixture = *state;
	ask_for_digest(fixture, V1);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_decision *decision = judge(fixture, rows[i].policy);
		assert_string_equal(decision->tag, rows[i].tag);
		tufcheck_decision_free(decision);
	}
}

/* The rules that are tested are those of the tag that was found, and all where none was. */
static void test_tests_rules_for_tags_are_held_against_the_tag_found(void **state)
{
	static const char policy[] =
		STRICT("," BOB ",'require':[{'tags':['v1'],'signers':['bob']}]");
	struct fixture *fixture = *state;
	ask_for_digest(fixture, V1);
	assert_judged(fixture, policy, "allowed verified; require rule 1 skipped");
	ask_for_digest(fixture, ID("9"));
	assert_judged(fixture, policy, "denied; tag fail; require rule 1 fail");
}

/* Of so many tags with one digest only the first ones are tried. */
static void test_tests_tags_that_are_tried_are_bounded(void **state)
{
	struct fixture *fixture = *state;
	static const char *const by_ci[] = {"targets/ci", "targets/releases"};
	static char names[TUF_MAX_POLICY_CANDIDATES + 1][8];
	size_t count = COUNT_OF(names);
	struct tufcheck_target *targets = calloc(count, sizeof(*targets));
	assert_non_null(targets);
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "t%04zu", i);
		targets[i] = fixture->targets[TAG_OTHER];
		targets[i].name = names[i];
	}
	fixture->repository.targets = targets;
	fixture->repository.target_count = count;
	ask_for_digest(fixture, V1);
	static const char policy[] =
		STRICT(",'signers':{'ci':{'role':'targets/ci'}},'require':[{}]");
	targets[count - 1].listing_roles = by_ci;
	targets[count - 1].listing_role_count = COUNT_OF(by_ci);
	assert_judged(fixture, policy, "denied; require rule 1 fail");
	targets[count - 2].listing_roles = by_ci;
	targets[count - 2].listing_role_count = COUNT_OF(by_ci);
	assert_judged(fixture, policy, "allowed verified; require rule 1 pass");
	free(targets);
}

/* ---- roles that count ---- */

/* A top-level role counts while it is valid or only expired, a delegation while it is valid. */
static void test_tests_roles_that_do_not_count_are_none(void **state)
{
	static const struct {
		enum tufcheck_role_status status;
		const char *root, *ci;
	} rows[] = {
		{TUFCHECK_ROLE_VALID, "minVersion of root: expected version 2 or later, found version 5",
	         "minVersion of targets/ci: expected version 2 or later, found version 5"},
		{TUFCHECK_ROLE_EXPIRED,
	         "minVersion of root: expected version 2 or later, found version 5", NULL},
		{TUFCHECK_ROLE_BELOW_THRESHOLD, NULL, NULL},
		{TUFCHECK_ROLE_INVALID, NULL, NULL},
		{TUFCHECK_ROLE_MISSING, NULL, NULL},
		{TUFCHECK_ROLE_UNPUBLISHED, NULL, NULL},
	};
	static const char no_root[] = "minVersion of root: expected version 2 or later, found no "
				      "such role that counts";
	static const char no_ci[] = "minVersion of targets/ci: expected version 2 or later, found "
				    "no such role that counts";
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		teardown(state);
		setup(state);
		struct fixture *fixture = *state;
		fixture->roles[ROOT].status = rows[i].status;
		fixture->roles[CI].status = rows[i].status;
		assert_message(fixture, ",'minVersion':{'root':2}", "minVersion",
		               rows[i].root ? rows[i].root : no_root);
		assert_message(fixture, ",'minVersion':{'targets/ci':2}", "minVersion",
		               rows[i].ci ? rows[i].ci : no_ci);
	}
}

/* ---- what the tests of minima say ---- */

static void test_tests_minima_say_what_is_left(void **state)
{
#define ROOT_LEFT ",'minRemaining':{'root':'2d'}", "minRemaining"
#define EXPECTED "minRemaining of root: expected at least 2d until it expires, found "
	struct fixture *fixture = *state;
	struct tufcheck_time *expires = &fixture->roles[ROOT].expires;
	expires->seconds = SUPPORT_AT + SUPPORT_DAY + 1;
	assert_message(fixture, ROOT_LEFT, EXPECTED "1 days, to 2026-06-02T00:00:01Z");
	expires->seconds = SUPPORT_AT;
	assert_message(fixture, ROOT_LEFT, EXPECTED "0 days, to 2026-06-01T00:00:00Z");
	expires->seconds = SUPPORT_AT - 1;
	assert_message(fixture, ROOT_LEFT, EXPECTED "expired at 2026-05-31T23:59:59Z");
	fixture->roles[ROOT].has_expires = false;
	assert_message(fixture, ROOT_LEFT, EXPECTED "no date");
	fixture->roles[ROOT].status = TUFCHECK_ROLE_INVALID;
	assert_message(fixture, ROOT_LEFT, EXPECTED "no such role that counts");
	forge(fixture);
	assert_message(fixture, ROOT_LEFT, EXPECTED "an image that is not proved");
	assert_message(fixture, ",'minVersion':{'root':2}", "minVersion",
	               "minVersion of root: expected version 2 or later, found an image that is "
	               "not proved");
}

/* ---- what the tests of signatures say ---- */

static void test_tests_forbidden_roles_say_which_one_lists_the_tag(void **state)
{
#define FORBIDDEN ",'forbid':{'roles':['targets/x','targets/ci','targets/alice']}", "forbid"
#define NONE_OF                                                                                    \
	"forbid of roles: expected the tag listed by none of targets/x, targets/ci, "              \
	"targets/alice, found "
	struct fixture *fixture = *state;
	assert_message(fixture, FORBIDDEN, NONE_OF "it listed by targets/ci");
	fixture->request.tag = "admin";
	assert_message(fixture, FORBIDDEN, NONE_OF "none of them");
	fixture->request.tag = "v2";
	assert_message(fixture, FORBIDDEN, NONE_OF "an image that is not proved");
}

static void test_tests_algorithms_say_which_are_allowed(void **state)
{
	struct fixture *fixture = *state;
	assert_message(fixture, ",'algorithms':{'rsa':1,'ed25519':256}", "algorithms",
	               "algorithms: expected signatures by keys of at least rsa of 1 bits, ed25519 "
	               "of 256 bits, found ECDSA P-256 of 256 bits, key " ROOT_KEY " on root");
	fixture->keys[KEY_ROOT].algorithm = "DSA";
	assert_message(fixture, ",'algorithms':{'ecdsa':256}", "algorithms",
	               "algorithms: expected signatures by keys of at least ecdsa of 256 bits, "
	               "found DSA of 256 bits, key " ROOT_KEY " on root");
}

/* The last second of a certificate has no further part. */
static void test_tests_certificates_end_on_the_moment(void **state)
{
#define DATED ",'delegationCertificates':'require-valid'"
	struct fixture *fixture = *state;
	struct tufcheck_certificate *certificate = &fixture->alice_certificates[0];
	certificate->not_before.seconds = certificate->not_after.seconds = SUPPORT_AT;
	assert_judged(fixture, STRICT(DATED), "allowed verified; delegationCertificates pass");
	fixture->request.at.nanoseconds = 1;
	assert_judged(fixture, STRICT(DATED), "denied; delegationCertificates fail");
	certificate->not_after.seconds++;
	assert_judged(fixture, STRICT(DATED), "allowed verified; delegationCertificates pass");
}

/* No name is added to more than 200 bytes of them; what is left out is an ellipsis. */
static void test_tests_names_are_listed_to_a_length(void **state)
{
	static const struct {
		size_t second;
		const char *more, *listed;
	} rows[] = {
		/* the first two have 200 bytes, and the comma */
		{98, "", ", third"},
		{98, ",'last':{'role':'targets/e'}", ", third, …"},
		{98, ",'last':{'role':'targets/e'},'end':{'role':'targets/e'}", ", third, …"},
		{99, "", ", …"},
		{99, ",'last':{'role':'targets/e'}", ", …"},
	};
	struct fixture *fixture = *state;
	char letters[128];
	memset(letters, 'x', sizeof(letters));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int second = (int)rows[i].second - 1;
		char fields[1024], message[1024];
		(void)snprintf(fields, sizeof(fields),
		               ",'signers':{'%.100s':{'role':'targets/b'},'y%.*s':{'role':"
		               "'targets/c'},'third':{'role':'targets/d'}%s},'require':[{'of':"
		               "{'atLeast':2}}]",
		               letters, second, letters, rows[i].more);
		(void)snprintf(message, sizeof(message),
		               "require of rule 1: expected signatures by 2 of %.100s, y%.*s%s, "
		               "found none",
		               letters, second, letters, rows[i].listed);
		assert_message(fixture, fields, "require", message);
	}
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(test_tests_digest_alone_is_the_first_tag_that_does_best),
		fixture_test(test_tests_rules_for_tags_are_held_against_the_tag_found),
		fixture_test(test_tests_tags_that_are_tried_are_bounded),
		fixture_test(test_tests_roles_that_do_not_count_are_none),
		fixture_test(test_tests_minima_say_what_is_left),
		fixture_test(test_tests_forbidden_roles_say_which_one_lists_the_tag),
		fixture_test(test_tests_algorithms_say_which_are_allowed),
		fixture_test(test_tests_certificates_end_on_the_moment),
		fixture_test(test_tests_names_are_listed_to_a_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
