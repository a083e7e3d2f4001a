/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies of testdata/policies, which docs/policy.schema.json is held
 * against as well.
 */
#include <stdio.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify_policy_support.h"

#define POLICIES "testdata/policies"
#define DATA "testdata/notary"

static json_t *load(const char *name)
{
	json_error_t error;
	json_t *document = json_load_file(name, JSON_REJECT_DUPLICATES, &error);
	if (!document)
		fail_msg("%s:%d: %s", name, error.line, error.text);
	return document;
}

static void check_refused(const json_t *row)
{
	struct tufcheck_problem problem = {.line = 99};
	struct tufcheck_policy *policy = NULL;
	const char *text = json_string_value(json_object_get(row, "text"));
	const char *message = json_string_value(json_object_get(row, "message"));
	size_t line = (size_t)json_integer_value(json_object_get(row, "line"));
	size_t column = (size_t)json_integer_value(json_object_get(row, "column"));
	if (policy_support_parse(text, POLICIES, &problem, &policy) != TUF_INVALID)
		fail_msg("%s: is a policy", text);
	assert_null(policy);
	if (problem.line != line || problem.column != column ||
	    strcmp(problem.message, message) != 0)
		fail_msg("%s:\n  %zu:%zu %s\n  was expected, is\n  %zu:%zu %s", text, line, column,
		         message, problem.line, problem.column, problem.message);
}

static void test_policy_refused_are_refused_at_their_place(void **state)
{
	(void)state;
	json_t *groups = load(POLICIES "/refused.json");
	const char *group;
	json_t *rows, *row;
	size_t i, count = 0;
	json_object_foreach(groups, group, rows)
	{
		json_array_foreach(rows, i, row)
		{
			check_refused(row);
			count++;
		}
	}
	assert_true(count > 150);
	json_decref(groups);
}

/* A statement with one more field, whose # is as many letters as there may be, or one more. */
static enum tuf_result parse_with_name(const char *fields, size_t length,
				       struct tufcheck_problem *problem)
{
	char name[TUF_MAX_POLICY_NAME + 2], text[1024];
	memset(name, 'n', length);
	name[length] = '\0';
	const char *mark = strchr(fields, '#');
	assert_non_null(mark);
	(void)snprintf(text, sizeof(text),
		       "{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],"
		       "'level':'strict',%.*s%s%s}]}",
		       (int)(mark - fields), fields, name, mark + 1);
	struct tufcheck_policy *policy = NULL;
	enum tuf_result result = policy_support_parse(text, POLICIES, problem, &policy);
	tufcheck_policy_free(policy);
	return result;
}

static void test_policy_names_are_as_long_as_they_may_be(void **state)
{
	(void)state;
	static const struct {
		const char *fields, *message;
	} rows[] = {
		{"'signers':{'#':{'role':'targets'}},'require':[{}]",
		 "expected a name of 1 to 128 bytes without control characters"},
		{"'signers':{'x':{'role':'targets'}},'require':[{'tags':['#']}]",
		 "expected a tag, the beginning of tags and a *, or *"},
		{"'signers':{'x':{'role':'targets'}},'require':[{'tags':['#*']}]",
		 "expected a tag, the beginning of tags and a *, or *"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem;
		if (parse_with_name(rows[i].fields, TUF_MAX_POLICY_NAME, &problem) != TUF_OK)
			fail_msg("%s: %s", rows[i].fields, problem.message);
		assert_int_equal(parse_with_name(rows[i].fields, TUF_MAX_POLICY_NAME + 1, &problem),
				 TUF_INVALID);
		assert_non_null(strstr(problem.message, rows[i].message));
	}
}

static void test_policy_names_have_no_control_characters(void **state)
{
	(void)state;
	static const struct {
		const char *character;
		enum tuf_result result;
	} rows[] = {{"\\u001f", TUF_INVALID}, {"\x7f", TUF_INVALID}, {" ", TUF_OK}, {"~", TUF_OK}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		struct tufcheck_problem problem;
		struct tufcheck_policy *policy = NULL;
		(void)snprintf(text, sizeof(text),
			       "{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],'level':"
			       "'strict','signers':{'%s':{'role':'targets'}},'require':[{}]}]}",
			       rows[i].character);
		assert_int_equal(policy_support_parse(text, POLICIES, &problem, &policy),
				 rows[i].result);
		tufcheck_policy_free(policy);
	}
}

static void test_policy_tags_do_not_begin_with_a_sign(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		enum tuf_result result;
	} rows[] = {{".x", TUF_INVALID}, {"-x", TUF_INVALID}, {"_x", TUF_OK},
		    {"x.", TUF_OK},      {"x-*", TUF_OK},     {".*", TUF_INVALID}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		struct tufcheck_problem problem;
		struct tufcheck_policy *policy = NULL;
		(void)snprintf(text, sizeof(text),
			       "{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],'level':"
			       "'strict','signers':{'s':{'role':'targets'}},'require':[{'tags':['%s']}"
			       "]}]}",
			       rows[i].tag);
		assert_int_equal(policy_support_parse(text, POLICIES, &problem, &policy),
				 rows[i].result);
		tufcheck_policy_free(policy);
	}
}

static void test_policy_that_is_none_has_no_warnings(void **state)
{
	(void)state;
	assert_int_equal(tufcheck_policy_warning_count(NULL), 0);
	assert_int_equal(tufcheck_policy_statement_count(NULL), 0);
}

static void test_policy_accepted_are_read(void **state)
{
	(void)state;
	json_t *texts = load(POLICIES "/accepted.json"), *text;
	size_t i;
	json_array_foreach(texts, i, text)
	{
		struct tufcheck_problem problem = {.line = 0};
		struct tufcheck_policy *policy = NULL;
		if (policy_support_parse(json_string_value(text), POLICIES, &problem, &policy) !=
		    TUF_OK)
			fail_msg("%s: %zu:%zu %s", json_string_value(text), problem.line,
			         problem.column, problem.message);
		tufcheck_policy_free(policy);
	}
	json_decref(texts);
}

/* ---- the examples of docs/policy.md ---- */

static struct tufcheck_policy *read_policy(const char *name)
{
	char path[128];
	(void)snprintf(path, sizeof(path), POLICIES "/%s.policy.json", name);
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_policy *policy = NULL;
	if (tufcheck_policy_read(path, &problem, &policy) != TUFCHECK_OK)
		fail_msg("%s:%zu:%zu: %s", path, problem.line, problem.column, problem.message);
	assert_int_equal(tufcheck_policy_warning_count(policy), 0);
	return policy;
}

struct judged {
	const char *policy;
	const char *gun;
	const char *tag;
	const char *statement; /* NULL: none applies */
	bool is_allowed;
	bool is_verified;
	const char *first; /* the first test that is no pass; NULL: none */
};

static const char *find_first(const struct tufcheck_decision *decision)
{
	for (size_t i = 0; i < decision->test_count; i++)
		if (decision->tests[i].outcome == TUFCHECK_OUTCOME_FAIL ||
		    decision->tests[i].outcome == TUFCHECK_OUTCOME_WARN)
			return decision->tests[i].message;
	return NULL;
}

static void check_judged(const struct judged *row)
{
	const struct tufcheck_options options = {
		.size = sizeof(options), .at = support_captured_at(), .resolve_expired = true};
	struct tufcheck_policy *policy = read_policy(row->policy);
	struct tufcheck_scan *scan = NULL;
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	if (tufcheck_scan_add_gun(scan, DATA "/trust", row->gun) == TUFCHECK_OK)
		assert_int_equal(tufcheck_scan_verify(scan, 0, &report), TUFCHECK_OK);
	const struct tufcheck_judgement_request request = {
		.size = sizeof(request),
		.gun = row->gun,
		.tag = row->tag,
		.repository = tufcheck_report_get_repository(report),
		.at = options.at};
	struct tufcheck_decision *decision = NULL;
	assert_int_equal(tufcheck_policy_judge(policy, &request, &decision), TUFCHECK_OK);
	const char *first = find_first(decision);
	bool says_so = row->first ? first && strstr(first, row->first) : !first;
	if (decision->is_allowed != row->is_allowed || decision->is_verified != row->is_verified ||
	    !says_so)
		fail_msg("%s, %s:%s: allowed %d, verified %d: %s", row->policy, row->gun, row->tag,
		         decision->is_allowed, decision->is_verified, first ? first : "all pass");
	if (row->statement)
		assert_string_equal(decision->statement, row->statement);
	else
		assert_null(decision->statement);
	tufcheck_decision_free(decision);
	tufcheck_report_free(report);
	tufcheck_scan_free(scan);
	tufcheck_policy_free(policy);
}

#define TEAM "registry.example.com/team/"
#define APP TEAM "app"

static void test_policy_examples_decide_as_the_page_says(void **state)
{
	(void)state;
	static const struct judged rows[] = {
		{"minimal", APP, "latest", "everything", true, true, NULL},
		{"minimal", APP, "v1.2-rc1", "everything", false, false,
	         "tag: expected a tag \"v1.2-rc1\" that docker pulls, found one of targets/alice, from "
	         "which "
	         "docker does not pull it"},
		{"minimal", TEAM "retired", "latest", "everything", false, false,
	         "degraded: expected no delegation that clients drop, found targets/retired "
	         "(below-threshold)"},
		{"minimal", TEAM "nothing", "latest", "everything", false, false,
	         "trust-data: expected trust data of " TEAM "nothing, found none"},
		{"release", APP, "v1.0", "production", true, true, NULL},
		{"release", APP, "v1.1", "production", true, true, NULL},
		{"release", APP, "latest", "production", true, true, NULL},
		{"release", APP, "edge", "production", true, true, NULL},
		{"release", APP, "v2.0", "production", false, false,
	         "require of rule 1: expected a signature by alice, found none"},
		{"release", APP, "stable", "production", false, false,
	         "require of rule 3: expected signatures by 1 of bob, carol, found none"},
		{"release", TEAM "staged", "latest", NULL, false, false,
	         "statement: expected a statement for " TEAM
	         "staged, found none whose scope matches"},
		{"migration", APP, "v2.0", "released", true, true, NULL},
		{"migration", APP, "latest", "released", false, false,
	         "forbid of roles: expected the tag listed by none of targets, found it listed by "
	         "targets"},
		{"migration", TEAM "retired", "latest", "team", true, true, "degraded: "},
		{"migration", "docker.io/library/nothing", "latest", "not signed yet", true, false,
	         "trust-data: "},
		{"migration", "registry.example.com/scratch/x", "latest", "scratch", true, false,
	         NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_judged(&rows[i]);
}

static void test_policy_example_with_an_authority_is_read(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = read_policy("authority");
	assert_non_null(policy->statements[0].roots.items[0].ca);
	tufcheck_policy_free(policy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_refused_are_refused_at_their_place),
		cmocka_unit_test(test_policy_accepted_are_read),
		cmocka_unit_test(test_policy_names_are_as_long_as_they_may_be),
		cmocka_unit_test(test_policy_names_have_no_control_characters),
		cmocka_unit_test(test_policy_tags_do_not_begin_with_a_sign),
		cmocka_unit_test(test_policy_that_is_none_has_no_warnings),
		cmocka_unit_test(test_policy_examples_decide_as_the_page_says),
		cmocka_unit_test(test_policy_example_with_an_authority_is_read),
	};
	/* messages name files as the policy does, not as the machine does */
	if (chdir(TUFCHECK_TESTDATA "/..") != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
