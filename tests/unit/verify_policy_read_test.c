/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify_policy_support.h"

#define KEYS TUFCHECK_TESTDATA "/case-keys"
#define DIGITS36 "0123456789abcdef0123456789abcdef0123"
#define DIGITS40 DIGITS36 "4567"
#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DIGITS_UPPER "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define SIGNERS "'signers':{'alice':{'role':'targets/alice'},'bob':{'role':'targets/bob'}}"

/* ---- what is warned of ---- */

struct warning {
	size_t line, column;
	const char *message; /* all of it */
};

static void check_warnings(const char *text, const struct warning *rows, size_t count)
{
	struct tufcheck_policy *policy = policy_support_make(text);
	assert_int_equal(tufcheck_policy_warning_count(policy), count);
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_problem *warning = tufcheck_policy_get_warning(policy, i);
		assert_string_equal(warning->message, rows[i].message);
		assert_int_equal(warning->line, rows[i].line);
		assert_int_equal(warning->column, rows[i].column);
	}
	assert_null(tufcheck_policy_get_warning(policy, count));
	tufcheck_policy_free(policy);
}

static void test_policy_lint_sound_policy_has_no_warnings(void **state)
{
	(void)state;
	check_warnings(STRICT(",'roots':['sha256:" DIGITS "']," SIGNERS ",'require':[{}]"), NULL,
	               0);
	check_warnings(POLICY("{'name':'a','scopes':['b.io/*','localhost/a','docker.io/"
	                      "*','c*'],'level':'skip'},"
	                      "{'name':'c','scopes':['D.io:443/*','docker.io/x*','d.io:5000/b/"
	                      "c'],'level':'audit'}"),
	               NULL, 0);
}

static void test_policy_lint_each_kind_is_warned_of(void **state)
{
	(void)state;
	static const char sha1[] =
		"two certificates can have one SHA-1 thumbprint; sha256 or keyid "
		"says for sure which is meant";
	const struct warning everything[] = {
		{1, 56,
	         "\"*\" at the level audit allows every image that no other statement is "
	         "for"},
	};
	check_warnings(POLICY("{'name':'a','scopes':['*'],'level':'audit'}"), everything, 1);
	const struct warning skipped[] = {
		{1, 65,
	         "\"*\" at the level skip allows every image that no other statement is "
	         "for"},
	};
	check_warnings(POLICY("{'name':'a','scopes':['b.io/c','*'],'level':'skip'}"
	                      ",{'name':'b','scopes':['b.io/*'],'level':'strict'}"),
	               skipped, 1);
	const struct warning pins[] = {{2, 11, sha1}, {3, 30, sha1}, {4, 20, sha1}};
	check_warnings(STRICT(",'roots':['sha1:" DIGITS40 "','keyid:" DIGITS "']\n"
	                      ",'signers':{'alice':{'keys':['sha1:" DIGITS40 "']}},'require':[{}]\n"
	                      ",'forbid':{'keys':['sha1:ffff" DIGITS36 "']}"),
	               pins, 3);
	const struct warning unused[] = {
		{2, 46, "no rule of require needs the signer \"bob\""},
	};
	check_warnings(STRICT("," SIGNERS ",'require':[{'signers':['alice']}]"), unused, 1);
	const struct warning none[] = {
		{2, 13, "no rule of require needs the signer \"alice\""},
		{2, 46, "no rule of require needs the signer \"bob\""},
	};
	check_warnings(STRICT("," SIGNERS), none, 2);
}

static void test_policy_lint_scopes_that_no_image_has(void **state)
{
	(void)state;
	const struct warning rows[] = {
		{1, 73,
	         "no image has this scope: what is called alpine is docker.io/library/alpine "
	         "for docker"},
		{2, 3,
	         "no image has this scope: what is called team/x/x is docker.io/team/x/x for "
	         "docker"},
		{3, 3,
	         "no image has this scope: what is called docker.io/alpine is "
	         "docker.io/library/alpine for docker"},
		{4, 3,
	         "no image has this scope: what is called index.docker.io/x/x is "
	         "docker.io/x/x for docker"},
		{5, 3,
	         "no image has this scope: what is called b.io/app:v1 is b.io/app for docker"},
		{6, 3,
	         "no image can have this scope: the repository's name has 'A', expected lower "
	         "case"},
	};
	check_warnings("{'policyVersion':1,'statements':[{'name':'a','level':'strict','scopes':["
	               "'alpine'\n, 'team/*'\n, 'docker.io/alpine'\n, 'index.docker.io/*'\n, "
	               "'b.io/app:v1'\n, 'b.io/App'\n, 'b.io/app']}]}",
	               rows, 6);
}

static void test_policy_lint_demands_that_nothing_can_meet(void **state)
{
	(void)state;
	const struct warning skipped[] = {
		{1, 81, "at the level skip nothing is asked, this neither"},
	};
	check_warnings(
		POLICY("{'name':'a','scopes':['b.io/*'],'level':'skip','roots':['keyid:" DIGITS
	               "'],'minVersion':{'root':2}}"),
		skipped, 1);
	const struct warning late[] = {
		{2, 30, "servers issue timestamps for 14 days, so that less is left of each"},
	};
	check_warnings(STRICT(",'minRemaining':{'timestamp':'2w','root':'9y'}"), late, 1);
	check_warnings(STRICT(",'minRemaining':{'timestamp':'13d','root':'9y'}"), NULL, 0);
}

static void test_policy_lint_what_is_demanded_and_forbidden(void **state)
{
	(void)state;
	const struct warning keys[] = {
		{4, 20, "roots allows the key that is forbidden here"},
		{4, 20, "it is a key of the signer \"alice\""},
		{5, 13, "the signer \"bob\" signs by this role"},
	};
	check_warnings(STRICT(",'roots':['keyid:" DIGITS "']\n"
	                      ",'signers':{'alice':{'keys':['keyid:" DIGITS_UPPER
	                      "']},'bob':{'role':"
	                      "'targets'},'carol':{'role':'targets/carol'}},'require':[{}]\n"
	                      ",'forbid':{'keys':['keyid:" DIGITS "','spki:" DIGITS "'],\n"
	                      "   'roles':['targets','targets/x']}"),
	               keys, 3);
}

static void test_policy_lint_many_warnings_are_bounded(void **state)
{
	(void)state;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fprintf(out, "{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],'level':"
	                   "'strict','signers':{'s':{'role':'targets'}");
	for (int i = 0; i < 100; i++)
		(void)fprintf(out, ",'s%d':{'role':'targets'}", i);
	(void)fprintf(out, "}}]}");
	assert_int_equal(fclose(out), 0);
	struct tufcheck_policy *policy = policy_support_make(text);
	assert_int_equal(tufcheck_policy_warning_count(policy), TUF_MAX_POLICY_WARNINGS);
	tufcheck_policy_free(policy);
	free(text);
}

/* ---- what is read ---- */

static void test_policy_all_fields_are_read(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(STRICT(
		",'override':{'freshness':'warn','degraded':'enforce','integrity':'enforce'},"
		"'roots':['sha256:" DIGITS "','sha1:" DIGITS40 "','keyid:" DIGITS_UPPER "'],"
		"'signers':{'alice':{'role':'targets/alice','keys':['spki:" DIGITS "']},"
		"'ci':{'keys':['keyid:" DIGITS "']},'all':{'role':'targets'}},"
		"'require':[{'tags':['v*','latest','*'],'signers':['ci','alice'],'of':{'atLeast':1}"
		"},"
		"{},{'of':'any'},{'of':'all'}],"
		"'forbid':{'roles':['targets','targets/a/b'],'keys':['keyid:" DIGITS "']},"
		"'minRemaining':{'root':'30d','targets/releases':'2w','timestamp':'9999y'},"
		"'minVersion':{'root':2,'snapshot':1},"
		"'algorithms':{'ecdsa':256,'rsa':2048},"
		"'delegationCertificates':'require-valid'"));
	const struct tc_statement *statement = &policy->statements[0];
	assert_string_equal(statement->record.name, "a");
	assert_int_equal(statement->record.level, TUFCHECK_LEVEL_STRICT);
	assert_int_equal(statement->record.line, 1);
	static const bool warns[TC_POLICY_CHECK_COUNT] = {[TC_POLICY_FRESHNESS] = true};
	assert_memory_equal(statement->warns, warns, sizeof(warns));
	assert_int_equal(statement->roots.count, 3);
	assert_string_equal(statement->roots.items[0].identity.facts.certificate_sha256, DIGITS);
	assert_null(statement->roots.items[0].identity.facts.key_id);
	assert_null(statement->roots.items[0].identity.facts.spki_sha256);
	assert_string_equal(statement->roots.items[1].identity.facts.certificate_sha1, DIGITS40);
	assert_string_equal(statement->roots.items[2].identity.facts.key_id, DIGITS);
	assert_string_equal(statement->roots.items[2].identity.facts.canonical_key_id, DIGITS);
	assert_null(statement->roots.items[2].identity.facts.certificate_sha256);
	const struct tc_policy_signer *signers = statement->signers.items;
	assert_int_equal(statement->signers.count, 3);
	assert_string_equal(signers[0].name, "alice");
	assert_string_equal(signers[0].role, "targets/alice");
	assert_string_equal(signers[0].keys.items[0].identity.facts.spki_sha256, DIGITS);
	assert_null(signers[0].keys.items[0].identity.facts.certificate_sha256);
	assert_null(signers[1].role);
	assert_int_equal(signers[1].keys.count, 1);
	assert_int_equal(signers[2].keys.count, 0);
	const struct tc_policy_rule *rules = statement->rules.items;
	assert_int_equal(statement->rules.count, 4);
	assert_int_equal(rules[0].tags.count, 3);
	assert_ptr_equal(rules[0].signers[0], &signers[1]);
	assert_int_equal(rules[0].signer_count, 2);
	assert_int_equal(rules[0].needed, 1);
	assert_int_equal(rules[1].signer_count, 3);
	assert_int_equal(rules[1].needed, 3);
	assert_int_equal(rules[2].needed, 1);
	assert_int_equal(rules[3].needed, 3);
	assert_int_equal(statement->forbidden_roles.count, 2);
	assert_string_equal(statement->forbidden_roles.items[1], "targets/a/b");
	assert_int_equal(statement->forbidden_keys.count, 1);
	assert_int_equal(statement->remaining.count, 3);
	assert_int_equal(statement->remaining.items[0].value, 30 * SUPPORT_DAY);
	assert_int_equal(statement->remaining.items[1].value, 14 * SUPPORT_DAY);
	assert_int_equal(statement->remaining.items[2].value, 9999 * 365 * SUPPORT_DAY);
	assert_string_equal(statement->versions.items[0].role, "root");
	assert_int_equal(statement->versions.items[0].value, 2);
	assert_true(statement->limits_algorithms);
	assert_int_equal(statement->algorithm_bits[TC_POLICY_ECDSA], 256);
	assert_int_equal(statement->algorithm_bits[TC_POLICY_RSA], 2048);
	assert_int_equal(statement->algorithm_bits[TC_POLICY_ED25519], 0);
	assert_true(statement->wants_certificates_in_date);
	tufcheck_policy_free(policy);
}

static void test_policy_digits_may_have_colons(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(STRICT(
		",'roots':['sha1:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:ab:cd:ef:01:23:45:67']"));
	assert_string_equal(policy->statements[0].roots.items[0].identity.facts.certificate_sha1,
	                    DIGITS40);
	tufcheck_policy_free(policy);
}

static void test_policy_ca_is_read_beside_the_policy(void **state)
{
	(void)state;
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(
		policy_support_parse(STRICT(",'roots':['ca:ca.crt']"), KEYS, &problem, &policy),
		TUF_OK);
	assert_int_equal(policy->statements[0].roots.items[0].kind, TC_PIN_KIND_CA);
	assert_non_null(policy->statements[0].roots.items[0].ca);
	tufcheck_policy_free(policy);
	assert_int_equal(policy_support_parse(STRICT(",'roots':['ca:" KEYS "/ca.crt']"),
	                                      "elsewhere", &problem, &policy),
	                 TUF_OK);
	tufcheck_policy_free(policy);
}

static void test_policy_levels_weigh_checks(void **state)
{
	(void)state;
	static const struct {
		const char *level;
		enum tufcheck_policy_level value;
		bool warns[TC_POLICY_CHECK_COUNT]; /* in the order of the enumeration */
	} rows[] = {
		{"strict", TUFCHECK_LEVEL_STRICT, {false, false, false, false, false}},
		{"permissive", TUFCHECK_LEVEL_PERMISSIVE, {false, false, true, true, false}},
		{"audit", TUFCHECK_LEVEL_AUDIT, {true, true, true, true, true}},
		{"skip", TUFCHECK_LEVEL_SKIP, {false, false, false, false, false}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text),
		               POLICY("{'name':'a','scopes':['*'],'level':'%s'}"), rows[i].level);
		struct tufcheck_policy *policy = policy_support_make(text);
		assert_int_equal(policy->statements[0].record.level, rows[i].value);
		assert_memory_equal(policy->statements[0].warns, rows[i].warns,
		                    sizeof(rows[i].warns));
		assert_string_equal(tufcheck_policy_level_name(rows[i].value), rows[i].level);
		tufcheck_policy_free(policy);
	}
}

static void test_policy_overrides_change_single_checks(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(
		POLICY("{'name':'a','scopes':['a'],'level':'permissive','override':"
	               "{'degraded':'enforce','policy':'warn'}},"
	               "{'name':'b','scopes':['b'],'level':'audit','override':"
	               "{'integrity':'enforce','authenticity':'enforce','policy':'enforce'}}"));
	static const bool first[] = {false, false, true, false, true};
	static const bool second[] = {false, false, true, true, false};
	assert_memory_equal(policy->statements[0].warns, first, sizeof(first));
	assert_memory_equal(policy->statements[1].warns, second, sizeof(second));
	tufcheck_policy_free(policy);
}

/* ---- which statement applies ---- */

static void test_policy_most_specific_scope_wins(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(POLICY(
		"{'name':'rest','scopes':['*'],'level':'strict'},"
		"{'name':'team','scopes':['r/team/*'],'level':'strict'},\n"
		"{'name':'exact','scopes':['r/team/app','other'],'level':'strict'},"
		"{'name':'longer','scopes':['r/team/app*','r/team/app/x/*'],'level':'strict'},"
		"{'name':'between','scopes':['r/team/app/*'],'level':'strict'}"));
	static const struct {
		const char *gun, *statement, *scope;
	} rows[] = {
		{"r/team/app", "exact", "r/team/app"},
		{"r/team/apps", "longer", "r/team/app*"},
		{"r/team/app/y", "between", "r/team/app/*"},
		{"r/team/app/x/y", "longer", "r/team/app/x/*"},
		{"r/team/b", "team", "r/team/*"},
		{"r/team", "rest", "*"},
		{"other", "exact", "other"},
		{"other/x", "rest", "*"},
		{"OTHER", "rest", "*"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *scope = NULL;
		const struct tufcheck_statement *statement =
			tufcheck_policy_find_statement(policy, rows[i].gun, &scope);
		assert_non_null(statement);
		assert_string_equal(statement->name, rows[i].statement);
		assert_string_equal(scope, rows[i].scope);
		assert_ptr_equal(tufcheck_policy_find_statement(policy, rows[i].gun, NULL),
		                 statement);
	}
	assert_int_equal(tufcheck_policy_statement_count(policy), 5);
	assert_int_equal(tufcheck_policy_get_statement(policy, 1)->line, 1);
	assert_int_equal(tufcheck_policy_get_statement(policy, 2)->line, 2);
	assert_int_equal(tufcheck_policy_get_statement(policy, 2)->scope_count, 2);
	assert_string_equal(tufcheck_policy_get_statement(policy, 2)->scopes[1], "other");
	assert_null(tufcheck_policy_get_statement(policy, 5));
	tufcheck_policy_free(policy);
}

/* By another way to write a registry, an image gets no other statement. */
static void test_policy_registry_is_the_same_however_it_is_written(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(
		POLICY("{'name':'rest','scopes':['*'],'level':'skip'},"
	               "{'name':'host','scopes':['r.example.com/*'],'level':'strict'},"
	               "{'name':'exact','scopes':['r.example.com/team/app'],'level':'strict'},"
	               "{'name':'other','scopes':['r.example.com:5000/*'],'level':'strict'},"
	               "{'name':'capital','scopes':['Capital.example.com/*'],'level':'strict'},"
	               "{'name':'letters','scopes':['AZ-az.example.com/x'],'level':'strict'},"
	               "{'name':'port','scopes':['r.example.com:443/x'],'level':'strict'}"));
	static const struct {
		const char *gun, *statement;
	} rows[] = {
		{"R.Example.COM/team/app", "exact"},  {"r.example.com:443/team/app", "exact"},
		{"R.example.com:443/team/b", "host"}, {"r.example.com:443/team/app/y", "host"},
		{"r.example.com:443/x", "port"},      {"r.example.com:443/team/ap", "host"},
		{"r.example.com/Team/app", "host"},   {"r.example.com/team/APP", "host"},
		{"R.example.com:5000/x", "other"},    {"r.example.com:4430/x", "rest"},
		{"r.example.com:44/x", "rest"},       {"capital.example.com/x", "capital"},
		{"Capital.example.com/x", "capital"}, {":443/x", "rest"},
		{"r.example.com", "rest"},            {"r.example.com:443", "rest"},
		{"az-AZ.example.com/x", "letters"},   {"r.example.co:443/x", "rest"},
		{"@z-az.example.com/x", "rest"},      {"a[-az.example.com/x", "rest"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tufcheck_statement *statement =
			tufcheck_policy_find_statement(policy, rows[i].gun, NULL);
		assert_non_null(statement);
		assert_string_equal(statement->name, rows[i].statement);
	}
	tufcheck_policy_free(policy);
}

static void test_policy_no_scope_that_matches_finds_nothing(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(
		POLICY("{'name':'a','scopes':['r/app','r/team/*'],'level':'strict'}"));
	const char *scope = "untouched";
	assert_null(tufcheck_policy_find_statement(policy, "r/appx", &scope));
	assert_null(tufcheck_policy_find_statement(policy, "r/team", &scope));
	assert_null(tufcheck_policy_find_statement(policy, "", &scope));
	assert_null(tufcheck_policy_find_statement(policy, NULL, &scope));
	assert_null(tufcheck_policy_find_statement(NULL, "r/app", &scope));
	assert_string_equal(scope, "untouched");
	tufcheck_policy_free(policy);
}

/* A covered scope that another statement would take from is one that decides something. */
static void test_policy_scope_between_others_decides_something(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = policy_support_make(
		POLICY("{'name':'a','scopes':['r/*','r/team/app'],'level':'strict'},"
	               "{'name':'b','scopes':['r/team/*'],'level':'strict'}"));
	tufcheck_policy_free(policy);
}

static void test_policy_default_is_strict_for_everything(void **state)
{
	(void)state;
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(tufcheck_policy_new_default(&policy), TUFCHECK_OK);
	const char *scope = NULL;
	const struct tufcheck_statement *statement =
		tufcheck_policy_find_statement(policy, "anything/at/all", &scope);
	assert_string_equal(statement->name, "default");
	assert_string_equal(scope, "*");
	assert_int_equal(statement->level, TUFCHECK_LEVEL_STRICT);
	assert_int_equal(statement->line, 0);
	assert_int_equal(tufcheck_policy_warning_count(policy), 0);
	tufcheck_policy_free(policy);
	assert_int_equal(tufcheck_policy_new_default(NULL), TUFCHECK_BAD_CALL);
	tufcheck_policy_free(NULL);
}

/* ---- the file ---- */

static void test_policy_file_is_read_or_says_why_not(void **state)
{
	(void)state;
	struct tufcheck_problem problem = {.line = 7};
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(tufcheck_policy_read(TUFCHECK_TESTDATA "/no/such", &problem, &policy),
	                 TUFCHECK_NOT_FOUND);
	assert_int_equal(problem.line, 0);
	assert_string_equal(problem.message, "the file does not exist");
	assert_int_equal(tufcheck_policy_read(TUFCHECK_TESTDATA, &problem, &policy),
	                 TUFCHECK_UNREADABLE);
	assert_string_equal(problem.message, "expected a file, is a folder");
	assert_int_equal(tufcheck_policy_read(KEYS "/alice.crt", &problem, &policy),
	                 TUFCHECK_INVALID);
	assert_int_equal(problem.line, 1);
	assert_int_equal(tufcheck_policy_read("", &problem, &policy), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_read(NULL, &problem, &policy), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_policy_read(TUFCHECK_TESTDATA "/no/such", NULL, &policy),
	                 TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_policy_read(KEYS "/alice.crt", NULL, &policy), TUFCHECK_INVALID);
	assert_int_equal(tufcheck_policy_read("x", &problem, NULL), TUFCHECK_BAD_CALL);
	assert_null(policy);
}

static void test_policy_file_that_is_too_large_is_refused(void **state)
{
	(void)state;
	char path[] = "policy-test-XXXXXX";
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(ftruncate(descriptor, (off_t)TUF_MAX_POLICY_BYTES + 1), 0);
	assert_int_equal(close(descriptor), 0);
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(tufcheck_policy_read(path, &problem, &policy), TUFCHECK_INVALID);
	assert_string_equal(problem.message, "expected at most 1048576 bytes, is larger");
	assert_int_equal(unlink(path), 0);
}

/* ---- caps ---- */

/* A policy with count times what repeated, in which %d is the number, gives, is. */
static enum tuf_result parse_many(const char *before, const char *repeated, const char *after,
                                  size_t count, struct tufcheck_problem *problem)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fputs(before, out);
	for (size_t i = 0; i < count; i++) {
		(void)fputs(i == 0 ? "" : ",", out);
		for (const char *c = repeated; *c; c++) {
			if (*c == '#')
				(void)fprintf(out, "%zu", i);
			else
				(void)fputc(*c, out);
		}
	}
	(void)fputs(after, out);
	assert_int_equal(fclose(out), 0);
	struct tufcheck_policy *policy = NULL;
	enum tuf_result result = policy_support_parse(text, "", problem, &policy);
	tufcheck_policy_free(policy);
	free(text);
	return result;
}

static void test_policy_caps_are_held(void **state)
{
	(void)state;
#define BEFORE "{'policyVersion':1,'statements':[{'name':'a','scopes':['*'],'level':'strict',"
#define SIGNER BEFORE "'signers':{'x':{'role':'targets'}},"
	static const struct {
		const char *before, *repeated, *after;
		size_t most;
		const char *message;
	} rows[] = {
		{"{'policyVersion':1,'statements':[",
	         "{'name':'n#','scopes':['s#'],'level':'skip'}", "]}", TUF_MAX_POLICY_STATEMENTS,
	         "expected at most 256 statements, found more at /statements"},
		{BEFORE "'forbid':{'roles':[", "'targets/a#'", "]}}]}", TUF_MAX_POLICY_ENTRIES,
	         "expected at most 1000 entries, found more at /statements/0/forbid/roles"},
		{BEFORE "'minVersion':{", "'targets/a#':1", "}}]}", TUF_MAX_POLICY_ENTRIES,
	         "expected at most 1000 members, found more at /statements/0/minVersion"},
		{SIGNER "'require':[", "{}", "]}]}", TUF_MAX_POLICY_ENTRIES,
	         "expected at most 1000 rules, found more at /statements/0/require"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem;
		assert_int_equal(parse_many(rows[i].before, rows[i].repeated, rows[i].after,
		                            rows[i].most, &problem),
		                 TUF_OK);
		assert_int_equal(parse_many(rows[i].before, rows[i].repeated, rows[i].after,
		                            rows[i].most + 1, &problem),
		                 TUF_INVALID);
		assert_string_equal(problem.message, rows[i].message);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_lint_sound_policy_has_no_warnings),
		cmocka_unit_test(test_policy_lint_scopes_that_no_image_has),
		cmocka_unit_test(test_policy_lint_demands_that_nothing_can_meet),
		cmocka_unit_test(test_policy_lint_what_is_demanded_and_forbidden),
		cmocka_unit_test(test_policy_lint_each_kind_is_warned_of),
		cmocka_unit_test(test_policy_lint_many_warnings_are_bounded),
		cmocka_unit_test(test_policy_all_fields_are_read),
		cmocka_unit_test(test_policy_digits_may_have_colons),
		cmocka_unit_test(test_policy_ca_is_read_beside_the_policy),
		cmocka_unit_test(test_policy_levels_weigh_checks),
		cmocka_unit_test(test_policy_overrides_change_single_checks),
		cmocka_unit_test(test_policy_most_specific_scope_wins),
		cmocka_unit_test(test_policy_registry_is_the_same_however_it_is_written),
		cmocka_unit_test(test_policy_no_scope_that_matches_finds_nothing),
		cmocka_unit_test(test_policy_scope_between_others_decides_something),
		cmocka_unit_test(test_policy_default_is_strict_for_everything),
		cmocka_unit_test(test_policy_file_is_read_or_says_why_not),
		cmocka_unit_test(test_policy_file_that_is_too_large_is_refused),
		cmocka_unit_test(test_policy_caps_are_held),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
