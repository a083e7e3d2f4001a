/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "tuf/limits.h"
#include "verify_policy_support.h"

#define KEYS TUFCHECK_TESTDATA "/case-keys"
#define DIGITS40 "0123456789abcdef0123456789abcdef01234567"
#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DIGITS_UPPER "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define SIGNERS "'signers':{'alice':{'role':'targets/alice'},'bob':{'role':'targets/bob'}}"
#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X129 X64 X64 "x"
#define X256 X64 X64 X64 X64
#define X1025 X256 X256 X256 X256 "x"
#define V64 "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"
#define V129 V64 V64 "v"

/* ---- what is refused, with its place ---- */

struct refusal {
	const char *text;
	size_t line, column;
	const char *message; /* all of it */
};

static void check_refusals(const struct refusal *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tufcheck_problem problem = {.line = 99};
		struct tufcheck_policy *policy = NULL;
		if (policy_support_parse(rows[i].text, KEYS, &problem, &policy) != TUF_INVALID)
			fail_msg("%s: is a policy", rows[i].text);
		assert_null(policy);
		if (problem.line != rows[i].line || problem.column != rows[i].column ||
		    strcmp(problem.message, rows[i].message) != 0)
			fail_msg("%s:\n  %zu:%zu %s\n  was expected, is\n  %zu:%zu %s", rows[i].text,
				 rows[i].line, rows[i].column, rows[i].message, problem.line,
				 problem.column, problem.message);
	}
}

#define check(rows) check_refusals(rows, COUNT_OF(rows))

static void test_policy_document_empty_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{"", 0, 0, "expected a JSON document, found 0 bytes"},
	};
	check(rows);
}

static void test_policy_document_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{"[]", 1, 1,
		 "expected an object, found an array"},
		{"{}", 1, 1,
		 "expected at least one member, found an empty object"},
		{"{'a':1,\n'a':2}", 2, 3,
		 "expected each name once in an object: duplicate object key near '\"a\"'"},
		{"{'policyVersion':1.5}", 1, 18,
		 "expected whole numbers within 9007199254740991, found 1.5 at /policyVersion"},
		{"{'policyVersion':1}", 1, 1,
		 "expected a field \"statements\", found none"},
		{"{'statements':[]}", 1, 1,
		 "expected a field \"policyVersion\", found none"},
		{"{'policyVersion':2,'new':1}", 1, 18,
		 "expected version 1, found 2 at /policyVersion"},
		{"{'policyVersion':'1'}", 1, 18,
		 "expected version 1, found \"1\" at /policyVersion"},
		{"{'policyVersion':1,'statements':[],\n  'statement':1}", 2, 3,
		 "expected policyVersion or statements, found \"statement\" (did you mean \"statements\"?) at /statement"},
		{"{'policyVersion':1,'statements':null}", 1, 33,
		 "expected a value, or no such field, found null at /statements"},
		{"{'policyVersion':1,'statements':{}}", 1, 33,
		 "expected an array of statements, found an object at /statements"},
		{POLICY(""), 1, 33,
		 "expected at least one statement, found an empty array at /statements"},
		{POLICY("1"), 1, 34,
		 "expected an object, found 1 at /statements/0"},
		{POLICY("null"), 1, 34,
		 "expected an object, found nothing at /statements/0"},
		{"{'policyVersion':1,\n 'statements':[}", 2, 16,
		 "expected a JSON document: unexpected token near '}'"},
		{"{'policyVersion':1}\n x", 2, 2,
		 "expected nothing after the document: end of file expected near 'x'"},
	};
	check(rows);
}

static void test_policy_statement_without_what_it_needs_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{POLICY("{}"), 1, 34,
		 "expected at least one member, found an empty object at /statements/0"},
		{POLICY("{'name':'a','scopes':['*']}"), 1, 34,
		 "expected a field \"level\", found none at /statements/0"},
		{POLICY("{'name':'a','level':'strict'}"), 1, 34,
		 "expected a field \"scopes\", found none at /statements/0"},
		{POLICY("{'scopes':['*'],'level':'strict'}"), 1, 34,
		 "expected a field \"name\", found none at /statements/0"},
		{STRICT(",'lvel':1"), 2, 2,
		 "expected name, scopes, level, override, roots, signers, require, forbid, minRemaining, minVersion, algorithms or delegationCertificates, found \"lvel\" (did you mean \"level\"?) at /statements/0/lvel"},
		{STRICT(",'Roots':1"), 2, 2,
		 "expected name, scopes, level, override, roots, signers, require, forbid, minRemaining, minVersion, algorithms or delegationCertificates, found \"Roots\" (did you mean \"roots\"?) at /statements/0/Roots"},
		{STRICT(",'anything else':1"), 2, 2,
		 "expected name, scopes, level, override, roots, signers, require, forbid, minRemaining, minVersion, algorithms or delegationCertificates, found \"anything else\" at /statements/0/anything else"},
		{STRICT(",'roots':null"), 2, 10,
		 "expected a value, or no such field, found null at /statements/0/roots"},
	};
	check(rows);
}

static void test_policy_name_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{POLICY("{'name':'','scopes':['*'],'level':'strict'}"), 1, 42,
		 "expected a text that is not empty, found \"\" at /statements/0/name"},
		{POLICY("{'name':1,'scopes':['*'],'level':'strict'}"), 1, 42,
		 "expected a text, found 1 at /statements/0/name"},
		{POLICY("{'name':'a\\nb','scopes':['*'],'level':'strict'}"), 1, 42,
		 "expected a text without control characters, found \"a?b\" at /statements/0/name"},
		{POLICY("{'name':'" X129 "','scopes':['*'],'level':'strict'}"), 1, 42,
		 "expected a text of at most 128 bytes, found a longer one at /statements/0/name"},
		{POLICY("{'name':'a','scopes':['b/*'],'level':'strict'},\n{'name':'a','scopes':['c/*'],'level':'strict'}"), 2, 9,
		 "expected a name that no other statement has, found \"a\" at /statements/1/name"},
	};
	check(rows);
}

static void test_policy_scope_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{POLICY("{'name':'a','level':'strict',\n'scopes':[]}"), 2, 10,
		 "expected at least one entry, found an empty array at /statements/0/scopes"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':'*'}"), 2, 10,
		 "expected an array of texts, found \"*\" at /statements/0/scopes"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':[1]}"), 2, 11,
		 "expected a text, found 1 at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['']}"), 2, 11,
		 "expected a text that is not empty, found \"\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a/*/b']}"), 2, 11,
		 "expected the name of a repository, the beginning of names and a *, or *, found \"a/*/b\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['**']}"), 2, 11,
		 "expected the name of a repository, the beginning of names and a *, or *, found \"**\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a//b']}"), 2, 11,
		 "expected the name of a repository, the beginning of names and a *, or *, found \"a//b\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['/a']}"), 2, 11,
		 "expected the name of a repository, the beginning of names and a *, or *, found \"/a\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a/../b']}"), 2, 11,
		 "expected the name of a repository, the beginning of names and a *, or *, found \"a/../b\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a','b','a']}"), 2, 19,
		 "expected each entry once, found \"a\" again at /statements/0/scopes/2"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a\\tb']}"), 2, 11,
		 "expected a text without control characters, found \"a?b\" at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['" X129 "" X129 "" X129 "" X129 "" X129 "" X129 "" X129 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']}"), 2, 11,
		 "expected a text of at most 1024 bytes, found a longer one at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':[null]}"), 2, 11,
		 "expected a text, found null at /statements/0/scopes/0"},
	};
	check(rows);
}

static void test_policy_scope_that_decides_nothing_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{POLICY("{'name':'a','level':'strict','scopes':['a/b']},\n{'name':'b','level':'strict','scopes':['c','a/b']}"), 2, 44,
		 "expected each scope once in the policy, found \"a/b\" again, after statement \"a\" at /statements/1/scopes/1"},
		{POLICY("{'name':'a','level':'strict','scopes':['a/*']},\n{'name':'b','level':'strict','scopes':['a/*']}"), 2, 40,
		 "expected each scope once in the policy, found \"a/*\" again, after statement \"a\" at /statements/1/scopes/0"},
		{POLICY("{'name':'a','level':'strict','scopes':['*']},\n{'name':'b','level':'strict','scopes':['*']}"), 2, 40,
		 "expected each scope once in the policy, found \"*\" again, after statement \"a\" at /statements/1/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a/b','a/*']}"), 2, 11,
		 "expected only scopes that decide something, found \"a/b\", whose repositories \"a/*\" of the same statement covers at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a/*','*']}"), 2, 11,
		 "expected only scopes that decide something, found \"a/*\", whose repositories \"*\" of the same statement covers at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a/b*','x','a/*']}"), 2, 11,
		 "expected only scopes that decide something, found \"a/b*\", whose repositories \"a/*\" of the same statement covers at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict',\n'scopes':['a','a*']}"), 2, 11,
		 "expected only scopes that decide something, found \"a\", whose repositories \"a*\" of the same statement covers at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict','scopes':['a/b/c','a/b/*','a/*']},\n{'name':'b','level':'strict','scopes':['a/b/d*','*']}"), 1, 73,
		 "expected only scopes that decide something, found \"a/b/c\", whose repositories \"a/b/*\" of the same statement covers at /statements/0/scopes/0"},
		{POLICY("{'name':'a','level':'strict','scopes':['a/*']},\n{'name':'b','level':'strict','scopes':['*','b','b/c','a/b']}"), 2, 44,
		 "expected only scopes that decide something, found \"b\", whose repositories \"*\" of the same statement covers at /statements/1/scopes/1"},
	};
	check(rows);
}

static void test_policy_level_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{POLICY("{'name':'a','scopes':['*'],\n'level':'strickt'}"), 2, 9,
		 "expected strict, permissive, audit or skip, found \"strickt\" (did you mean \"strict\"?) at /statements/0/level"},
		{POLICY("{'name':'a','scopes':['*'],\n'level':'Strict'}"), 2, 9,
		 "expected strict, permissive, audit or skip, found \"Strict\" (did you mean \"strict\"?) at /statements/0/level"},
		{POLICY("{'name':'a','scopes':['*'],\n'level':'skipp'}"), 2, 9,
		 "expected strict, permissive, audit or skip, found \"skipp\" (did you mean \"skip\"?) at /statements/0/level"},
		{POLICY("{'name':'a','scopes':['*'],\n'level':'none'}"), 2, 9,
		 "expected strict, permissive, audit or skip, found \"none\" at /statements/0/level"},
		{POLICY("{'name':'a','scopes':['*'],\n'level':1}"), 2, 9,
		 "expected strict, permissive, audit or skip, found 1 at /statements/0/level"},
		{POLICY("{'name':'a','scopes':['*'],\n'level':''}"), 2, 9,
		 "expected strict, permissive, audit or skip, found \"\" at /statements/0/level"},
	};
	check(rows);
}

static void test_policy_override_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'override':{}"), 2, 13,
		 "expected at least one member, found an empty object at /statements/0/override"},
		{STRICT(",'override':[]"), 2, 13,
		 "expected an object, found an array at /statements/0/override"},
		{STRICT(",'override':{'fresh':'warn'}"), 2, 14,
		 "expected integrity, authenticity, freshness, degraded or policy, found \"fresh\" at /statements/0/override/fresh"},
		{STRICT(",'override':{'freshnes':'warn'}"), 2, 14,
		 "expected integrity, authenticity, freshness, degraded or policy, found \"freshnes\" (did you mean \"freshness\"?) at /statements/0/override/freshnes"},
		{STRICT(",'override':{'freshness':'wran'}"), 2, 26,
		 "expected enforce or warn, found \"wran\" (did you mean \"warn\"?) at /statements/0/override/freshness"},
		{STRICT(",'override':{'freshness':'skip'}"), 2, 26,
		 "expected enforce or warn, found \"skip\" at /statements/0/override/freshness"},
		{STRICT(",'override':{'freshness':true}"), 2, 26,
		 "expected enforce or warn, found true at /statements/0/override/freshness"},
		{STRICT(",'override':{'integrity':'warn'}"), 2, 26,
		 "expected enforce: no override relaxes this check, only the levels audit and skip do, found \"warn\" at /statements/0/override/integrity"},
		{STRICT(",'override':{'degraded':'warn','authenticity':'warn'}"), 2, 47,
		 "expected enforce: no override relaxes this check, only the levels audit and skip do, found \"warn\" at /statements/0/override/authenticity"},
		{POLICY("{'name':'a','scopes':['*'],'level':'audit','override':{'integrity':'warn'}}"), 1, 101,
		 "expected enforce: no override relaxes this check, only the levels audit and skip do, found \"warn\" at /statements/0/override/integrity"},
		{POLICY("{'name':'a','scopes':['*'],'level':'skip',\n'override':{'policy':'enforce'}}"), 2, 12,
		 "expected no override at the level skip, which asks nothing, found one at /statements/0/override"},
	};
	check(rows);
}

static void test_policy_pin_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'roots':[]"), 2, 10,
		 "expected at least one entry, found an empty array at /statements/0/roots"},
		{STRICT(",'roots':'sha256:" DIGITS "'"), 2, 10,
		 "expected an array of texts, found \"sha256:" DIGITS "\" at /statements/0/roots"},
		{STRICT(",'roots':['" DIGITS "']"), 2, 11,
		 "expected sha256:, sha1:, keyid:, spki: or ca:, found \"" DIGITS "\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256:" DIGITS40 "89abcdef0123456789abcde']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256:" DIGITS40 "89abcdef0123456789abcde\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256:" DIGITS40 "']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256:" DIGITS40 "\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256:" DIGITS "0']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256:" DIGITS "0\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256: " DIGITS "']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256: " DIGITS "\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256:']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256:\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha1:" DIGITS "']"), 2, 11,
		 "expected 40 hexadecimal digits after sha1:, found \"sha1:" DIGITS "\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha1:0123456789abcdef0123456789abcdef0123456g']"), 2, 11,
		 "expected 40 hexadecimal digits after sha1:, found \"sha1:0123456789abcdef0123456789abcdef0123456g\" at /statements/0/roots/0"},
		{STRICT(",'roots':['keyid:" DIGITS40 "']"), 2, 11,
		 "expected 64 hexadecimal digits after keyid:, found \"keyid:" DIGITS40 "\" at /statements/0/roots/0"},
		{STRICT(",'roots':['spki:" DIGITS ":']"), 2, 11,
		 "expected 64 hexadecimal digits after spki:, found \"spki:" DIGITS ":\" at /statements/0/roots/0"},
		{STRICT(",'roots':['sha255:" DIGITS "']"), 2, 11,
		 "expected sha256:, sha1:, keyid:, spki: or ca:, found \"sha255:\" (did you mean \"sha256:\"?) at /statements/0/roots/0"},
		{STRICT(",'roots':['SHA256:" DIGITS "']"), 2, 11,
		 "expected sha256:, sha1:, keyid:, spki: or ca:, found \"SHA256:\" (did you mean \"sha256:\"?) at /statements/0/roots/0"},
		{STRICT(",'roots':['key-id:" DIGITS "']"), 2, 11,
		 "expected sha256:, sha1:, keyid:, spki: or ca:, found \"key-id:\" (did you mean \"keyid:\"?) at /statements/0/roots/0"},
		{STRICT(",'roots':['what']"), 2, 11,
		 "expected sha256:, sha1:, keyid:, spki: or ca:, found \"what\" at /statements/0/roots/0"},
		{STRICT(",'roots':['keyid:" DIGITS "','keyid:" DIGITS "']"), 2, 84,
		 "expected each entry once, found \"keyid:" DIGITS "\" again at /statements/0/roots/1"},
		{STRICT(",'roots':['ca:']"), 2, 11,
		 "expected the name of a file after ca:, found \"ca:\" at /statements/0/roots/0"},
		{STRICT(",'roots':['ca:missing.crt']"), 2, 11,
		 "expected a file of CA certificates, found nothing in " KEYS "/missing.crt at /statements/0/roots/0"},
		{STRICT(",'roots':['ca:alice.key']"), 2, 11,
		 "expected a file of CA certificates, found no certificates in PEM, or a damaged one, in " KEYS "/alice.key at /statements/0/roots/0"},
		{STRICT(",'roots':['ca:.']"), 2, 11,
		 "expected a file of CA certificates, found a folder in " KEYS " at /statements/0/roots/0"},
		{STRICT(",'roots':[1]"), 2, 11,
		 "expected a text, found 1 at /statements/0/roots/0"},
		{STRICT(",'roots':['sha256:-----BEGIN CERTIFICATE-----']"), 2, 11,
		 "expected 64 hexadecimal digits after sha256:, found \"sha256:-----BEGIN CERTIFICATE-----\" at /statements/0/roots/0"},
	};
	check(rows);
}

static void test_policy_signer_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'signers':{}"), 2, 12,
		 "expected at least one member, found an empty object at /statements/0/signers"},
		{STRICT(",'signers':[]"), 2, 12,
		 "expected an object, found an array at /statements/0/signers"},
		{STRICT(",'signers':{'alice':{}}"), 2, 21,
		 "expected at least one member, found an empty object at /statements/0/signers/alice"},
		{STRICT(",'signers':{'alice':null}"), 2, 21,
		 "expected an object, found nothing at /statements/0/signers/alice"},
		{STRICT(",'signers':{'alice':'targets/alice'}"), 2, 21,
		 "expected an object, found \"targets/alice\" at /statements/0/signers/alice"},
		{STRICT(",'signers':{'':{'role':'targets'}}"), 2, 13,
		 "expected a name of 1 to 128 bytes without control characters, found \"\" at /statements/0/signers/"},
		{STRICT(",'signers':{'a\\u0007':{'role':'targets'}}"), 2, 13,
		 "expected a name of 1 to 128 bytes without control characters, found \"a?\" at /statements/0/signers/a?"},
		{STRICT(",'signers':{'alice':{'roles':'targets/alice'}}"), 2, 22,
		 "expected role or keys, found \"roles\" (did you mean \"role\"?) at /statements/0/signers/alice/roles"},
		{STRICT(",'signers':{'alice':{'role':'target/alice'}}"), 2, 29,
		 "expected targets, or a delegation such as targets/releases, found \"target/alice\" (did you mean \"targets/alice\"?) at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'role':'target'}}"), 2, 29,
		 "expected targets, or a delegation such as targets/releases, found \"target\" (did you mean \"targets\"?) at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'role':'root'}}"), 2, 29,
		 "expected targets, or a delegation such as targets/releases, found \"root\" at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'role':'targets/Alice'}}"), 2, 29,
		 "expected targets, or a delegation such as targets/releases, found \"targets/Alice\" at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'role':''}}"), 2, 29,
		 "expected a text that is not empty, found \"\" at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'role':1}}"), 2, 29,
		 "expected a text, found 1 at /statements/0/signers/alice/role"},
		{STRICT(",'signers':{'alice':{'keys':[]}}"), 2, 29,
		 "expected at least one entry, found an empty array at /statements/0/signers/alice/keys"},
		{STRICT(",'signers':{'alice':{'keys':['ca:ca.crt']}}"), 2, 30,
		 "expected sha256:, sha1:, keyid: or spki:, found \"ca:\" at /statements/0/signers/alice/keys/0"},
		{STRICT(",'signers':{'alice':{'keys':['keyid:1']}}"), 2, 30,
		 "expected 64 hexadecimal digits after keyid:, found \"keyid:1\" at /statements/0/signers/alice/keys/0"},
		{STRICT(",'signers':{'alice':{'role':'targets/releases','keys':{}}}"), 2, 55,
		 "expected an array of texts, found an object at /statements/0/signers/alice/keys"},
	};
	check(rows);
}

static void test_policy_rule_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT("," SIGNERS ",\n'require':[]"), 3, 11,
		 "expected at least one rule, found an empty array at /statements/0/require"},
		{STRICT("," SIGNERS ",\n'require':{}"), 3, 11,
		 "expected an array of rules, found an object at /statements/0/require"},
		{STRICT("," SIGNERS ",\n'require':[1]"), 3, 12,
		 "expected an object, found 1 at /statements/0/require/0"},
		{STRICT("," SIGNERS ",\n'require':[{'of':'al'}]"), 3, 18,
		 "expected all or any, found \"al\" (did you mean \"all\"?) at /statements/0/require/0/of"},
		{STRICT("," SIGNERS ",\n'require':[{'of':'some'}]"), 3, 18,
		 "expected all or any, found \"some\" at /statements/0/require/0/of"},
		{STRICT("," SIGNERS ",\n'require':[{'of':1}]"), 3, 18,
		 "expected all, any or an object, found 1 at /statements/0/require/0/of"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{}}]"), 3, 18,
		 "expected at least one member, found an empty object at /statements/0/require/0/of"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{'atleast':1}}]"), 3, 19,
		 "expected atLeast, found \"atleast\" (did you mean \"atLeast\"?) at /statements/0/require/0/of/atleast"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{'atLeast':0}}]"), 3, 29,
		 "expected an integer from 1 to 2, found 0 at /statements/0/require/0/of/atLeast"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{'atLeast':-1}}]"), 3, 29,
		 "expected an integer from 1 to 2, found -1 at /statements/0/require/0/of/atLeast"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{'atLeast':3}}]"), 3, 29,
		 "expected an integer from 1 to 2, found 3 at /statements/0/require/0/of/atLeast"},
		{STRICT("," SIGNERS ",\n'require':[{'signers':['bob'],'of':{'atLeast':2}}]"), 3, 47,
		 "expected an integer from 1 to 1, found 2 at /statements/0/require/0/of/atLeast"},
		{STRICT("," SIGNERS ",\n'require':[{'of':{'atLeast':'1'}}]"), 3, 29,
		 "expected an integer from 1 to 2, found \"1\" at /statements/0/require/0/of/atLeast"},
		{STRICT("," SIGNERS ",\n'require':[{'signers':[]}]"), 3, 23,
		 "expected at least one entry, found an empty array at /statements/0/require/0/signers"},
		{STRICT("," SIGNERS ",\n'require':[{'signers':['bob','bob']}]"), 3, 30,
		 "expected each entry once, found \"bob\" again at /statements/0/require/0/signers/1"},
		{STRICT("," SIGNERS ",\n'require':[{},{'signers':['bobb']}]"), 3, 27,
		 "expected the name of one of the statement's signers, found \"bobb\" (did you mean \"bob\"?) at /statements/0/require/1/signers/0"},
		{STRICT("," SIGNERS ",\n'require':[{'signers':['carol']}]"), 3, 24,
		 "expected the name of one of the statement's signers, found \"carol\" at /statements/0/require/0/signers/0"},
		{STRICT("," SIGNERS ",\n'require':[{'signers':'bob'}]"), 3, 23,
		 "expected an array of texts, found \"bob\" at /statements/0/require/0/signers"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':[]}]"), 3, 20,
		 "expected at least one entry, found an empty array at /statements/0/require/0/tags"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':['v*','v*']}]"), 3, 26,
		 "expected each entry once, found \"v*\" again at /statements/0/require/0/tags/1"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':['v*x']}]"), 3, 21,
		 "expected a tag, the beginning of tags and a *, or *, found \"v*x\" at /statements/0/require/0/tags/0"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':['-v']}]"), 3, 21,
		 "expected a tag, the beginning of tags and a *, or *, found \"-v\" at /statements/0/require/0/tags/0"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':['a/b']}]"), 3, 21,
		 "expected a tag, the beginning of tags and a *, or *, found \"a/b\" at /statements/0/require/0/tags/0"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':['" V129 "']}]"), 3, 21,
		 "expected a tag, the beginning of tags and a *, or *, found \"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv…\" at /statements/0/require/0/tags/0"},
		{STRICT("," SIGNERS ",\n'require':[{'tag':['v*']}]"), 3, 13,
		 "expected tags, signers or of, found \"tag\" (did you mean \"tags\"?) at /statements/0/require/0/tag"},
		{STRICT("," SIGNERS ",\n'require':[{'tags':'v*'}]"), 3, 20,
		 "expected an array of texts, found \"v*\" at /statements/0/require/0/tags"},
		{STRICT(",'require':[{}]"), 2, 13,
		 "expected signers that the statement names, found none at /statements/0/require/0"},
		{STRICT(",'require':[{'signers':['alice']}]"), 2, 25,
		 "expected the name of one of the statement's signers, found \"alice\" at /statements/0/require/0/signers/0"},
	};
	check(rows);
}

static void test_policy_forbid_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'forbid':{}"), 2, 11,
		 "expected at least one member, found an empty object at /statements/0/forbid"},
		{STRICT(",'forbid':[]"), 2, 11,
		 "expected an object, found an array at /statements/0/forbid"},
		{STRICT(",'forbid':{'role':['targets']}"), 2, 12,
		 "expected roles or keys, found \"role\" (did you mean \"roles\"?) at /statements/0/forbid/role"},
		{STRICT(",'forbid':{'roles':[]}"), 2, 20,
		 "expected at least one entry, found an empty array at /statements/0/forbid/roles"},
		{STRICT(",'forbid':{'roles':['target']}"), 2, 21,
		 "expected targets, or a delegation such as targets/releases, found \"target\" (did you mean \"targets\"?) at /statements/0/forbid/roles/0"},
		{STRICT(",'forbid':{'roles':['snapshot']}"), 2, 21,
		 "expected targets, or a delegation such as targets/releases, found \"snapshot\" at /statements/0/forbid/roles/0"},
		{STRICT(",'forbid':{'roles':['targets','targets']}"), 2, 31,
		 "expected each entry once, found \"targets\" again at /statements/0/forbid/roles/1"},
		{STRICT(",'forbid':{'roles':'targets'}"), 2, 20,
		 "expected an array of texts, found \"targets\" at /statements/0/forbid/roles"},
		{STRICT(",'forbid':{'keys':[]}"), 2, 19,
		 "expected at least one entry, found an empty array at /statements/0/forbid/keys"},
		{STRICT(",'forbid':{'keys':['ca:ca.crt']}"), 2, 20,
		 "expected sha256:, sha1:, keyid: or spki:, found \"ca:\" at /statements/0/forbid/keys/0"},
		{STRICT(",'forbid':{'keys':['sha265:" DIGITS "']}"), 2, 20,
		 "expected sha256:, sha1:, keyid: or spki:, found \"sha265:\" (did you mean \"sha256:\"?) at /statements/0/forbid/keys/0"},
	};
	check(rows);
}

static void test_policy_minimum_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'minRemaining':{}"), 2, 17,
		 "expected at least one member, found an empty object at /statements/0/minRemaining"},
		{STRICT(",'minRemaining':[]"), 2, 17,
		 "expected an object, found an array at /statements/0/minRemaining"},
		{STRICT(",'minRemaining':{'rooot':'30d'}"), 2, 18,
		 "expected root, timestamp, snapshot, targets, or a delegation such as targets/releases, found \"rooot\" (did you mean \"root\"?) at /statements/0/minRemaining/rooot"},
		{STRICT(",'minRemaining':{'Timestamp':'1d'}"), 2, 18,
		 "expected root, timestamp, snapshot, targets, or a delegation such as targets/releases, found \"Timestamp\" (did you mean \"timestamp\"?) at /statements/0/minRemaining/Timestamp"},
		{STRICT(",'minRemaining':{'delegation':'1d'}"), 2, 18,
		 "expected root, timestamp, snapshot, targets, or a delegation such as targets/releases, found \"delegation\" at /statements/0/minRemaining/delegation"},
		{STRICT(",'minRemaining':{'target/releases':'1d'}"), 2, 18,
		 "expected root, timestamp, snapshot, targets, or a delegation such as targets/releases, found \"target/releases\" (did you mean \"targets/releases\"?) at /statements/0/minRemaining/target~1releases"},
		{STRICT(",'minRemaining':{'root':30}"), 2, 25,
		 "expected a text, found 30 at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':''}"), 2, 25,
		 "expected a text that is not empty, found \"\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'30'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"30\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'d'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"d\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'0d'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"0d\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'-1d'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"-1d\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'1m'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"1m\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'1dd'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"1dd\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'10000d'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"10000d\" at /statements/0/minRemaining/root"},
		{STRICT(",'minRemaining':{'root':'1.5y'}"), 2, 25,
		 "expected days, weeks or years, such as 30d, 2w or 1y, found \"1.5y\" at /statements/0/minRemaining/root"},
		{STRICT(",'minVersion':{}"), 2, 15,
		 "expected at least one member, found an empty object at /statements/0/minVersion"},
		{STRICT(",'minVersion':{'rot':1}"), 2, 16,
		 "expected root, timestamp, snapshot, targets, or a delegation such as targets/releases, found \"rot\" (did you mean \"root\"?) at /statements/0/minVersion/rot"},
		{STRICT(",'minVersion':{'root':0}"), 2, 23,
		 "expected an integer from 1 to 9007199254740991, found 0 at /statements/0/minVersion/root"},
		{STRICT(",'minVersion':{'root':-1}"), 2, 23,
		 "expected an integer from 1 to 9007199254740991, found -1 at /statements/0/minVersion/root"},
		{STRICT(",'minVersion':{'root':1.5}"), 2, 23,
		 "expected whole numbers within 9007199254740991, found 1.5 at /statements/0/minVersion/root"},
		{STRICT(",'minVersion':{'root':'1'}"), 2, 23,
		 "expected an integer from 1 to 9007199254740991, found \"1\" at /statements/0/minVersion/root"},
		{STRICT(",'minVersion':{'root':null}"), 2, 23,
		 "expected an integer from 1 to 9007199254740991, found nothing at /statements/0/minVersion/root"},
	};
	check(rows);
}

static void test_policy_algorithms_that_are_none_is_refused(void **state)
{
	(void)state;
	static const struct refusal rows[] = {
		{STRICT(",'algorithms':{}"), 2, 15,
		 "expected at least one member, found an empty object at /statements/0/algorithms"},
		{STRICT(",'algorithms':['rsa']"), 2, 15,
		 "expected an object, found an array at /statements/0/algorithms"},
		{STRICT(",'algorithms':{'ecdas':256}"), 2, 16,
		 "expected ecdsa, rsa or ed25519, found \"ecdas\" (did you mean \"ecdsa\"?) at /statements/0/algorithms/ecdas"},
		{STRICT(",'algorithms':{'dsa':2048}"), 2, 16,
		 "expected ecdsa, rsa or ed25519, found \"dsa\" (did you mean \"rsa\"?) at /statements/0/algorithms/dsa"},
		{STRICT(",'algorithms':{'ed25519':257}"), 2, 26,
		 "expected an integer from 1 to 256, found 257 at /statements/0/algorithms/ed25519"},
		{STRICT(",'algorithms':{'rsa':0}"), 2, 22,
		 "expected an integer from 1 to 16384, found 0 at /statements/0/algorithms/rsa"},
		{STRICT(",'algorithms':{'rsa':16385}"), 2, 22,
		 "expected an integer from 1 to 16384, found 16385 at /statements/0/algorithms/rsa"},
		{STRICT(",'algorithms':{'ecdsa':522}"), 2, 24,
		 "expected an integer from 1 to 521, found 522 at /statements/0/algorithms/ecdsa"},
		{STRICT(",'algorithms':{'ecdsa':'256'}"), 2, 24,
		 "expected an integer from 1 to 521, found \"256\" at /statements/0/algorithms/ecdsa"},
		{STRICT(",'delegationCertificates':'ignore'"), 2, 27,
		 "expected ignore-dates or require-valid, found \"ignore\" at /statements/0/delegationCertificates"},
		{STRICT(",'delegationCertificates':'require-vaild'"), 2, 27,
		 "expected ignore-dates or require-valid, found \"require-vaild\" (did you mean \"require-valid\"?) at /statements/0/delegationCertificates"},
		{STRICT(",'delegationCertificates':true"), 2, 27,
		 "expected ignore-dates or require-valid, found true at /statements/0/delegationCertificates"},
	};
	check(rows);
}

/* ---- what is warned of ---- */

static void check_warnings(const char *text, const struct refusal *rows, size_t count)
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
	check_warnings(STRICT(",'roots':['sha256:" DIGITS "']," SIGNERS ",'require':[{}]"), NULL, 0);
	check_warnings(POLICY("{'name':'a','scopes':['b/*'],'level':'skip'},"
			      "{'name':'c','scopes':['d/*'],'level':'audit'}"),
		       NULL, 0);
}

static void test_policy_lint_each_kind_is_warned_of(void **state)
{
	(void)state;
	static const char sha1[] = "two certificates can have one SHA-1 thumbprint; sha256 or keyid "
				   "says for sure which is meant";
	const struct refusal everything[] = {
		{NULL, 1, 56, "\"*\" at the level audit allows every image that no other statement is "
			      "for"},
	};
	check_warnings(POLICY("{'name':'a','scopes':['*'],'level':'audit'}"), everything, 1);
	const struct refusal skipped[] = {
		{NULL, 1, 62, "\"*\" at the level skip allows every image that no other statement is "
			      "for"},
	};
	check_warnings(POLICY("{'name':'a','scopes':['b/c','*'],'level':'skip'}"
			      ",{'name':'b','scopes':['b/*'],'level':'strict'}"),
		       skipped, 1);
	const struct refusal pins[] = {{NULL, 2, 11, sha1},
				       {NULL, 3, 30, sha1},
				       {NULL, 4, 20, sha1}};
	check_warnings(STRICT(",'roots':['sha1:" DIGITS40 "','keyid:" DIGITS "']\n"
			      ",'signers':{'alice':{'keys':['sha1:" DIGITS40 "']}},'require':[{}]\n"
			      ",'forbid':{'keys':['sha1:" DIGITS40 "']}"),
		       pins, 3);
	const struct refusal unused[] = {
		{NULL, 2, 46, "no rule of require needs the signer \"bob\""},
	};
	check_warnings(STRICT("," SIGNERS ",'require':[{'signers':['alice']}]"), unused, 1);
	const struct refusal none[] = {
		{NULL, 2, 13, "no rule of require needs the signer \"alice\""},
		{NULL, 2, 46, "no rule of require needs the signer \"bob\""},
	};
	check_warnings(STRICT("," SIGNERS), none, 2);
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
		"'require':[{'tags':['v*','latest','*'],'signers':['ci','alice'],'of':{'atLeast':1}},"
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
	struct tufcheck_policy *policy = policy_support_make(
		STRICT(",'roots':['sha1:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:ab:cd:ef:01:23:45:67']"));
	assert_string_equal(policy->statements[0].roots.items[0].identity.facts.certificate_sha1,
			    DIGITS40);
	tufcheck_policy_free(policy);
}

static void test_policy_ca_is_read_beside_the_policy(void **state)
{
	(void)state;
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	assert_int_equal(policy_support_parse(STRICT(",'roots':['ca:ca.crt']"), KEYS, &problem,
					      &policy),
			 TUF_OK);
	assert_int_equal(policy->statements[0].roots.items[0].kind, TC_PIN_KIND_CA);
	assert_non_null(policy->statements[0].roots.items[0].ca);
	tufcheck_policy_free(policy);
	assert_int_equal(policy_support_parse(STRICT(",'roots':['ca:" KEYS "/ca.crt']"), "elsewhere",
					      &problem, &policy),
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
	struct tufcheck_policy *policy = policy_support_make(
		POLICY("{'name':'rest','scopes':['*'],'level':'strict'},"
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
	assert_int_equal(tufcheck_policy_read("x", NULL, &policy), TUFCHECK_BAD_CALL);
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
		{"{'policyVersion':1,'statements':[", "{'name':'n#','scopes':['s#'],'level':'skip'}",
		 "]}", TUF_MAX_POLICY_STATEMENTS,
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
		cmocka_unit_test(test_policy_document_empty_is_refused),
		cmocka_unit_test(test_policy_document_that_is_none_is_refused),
		cmocka_unit_test(test_policy_statement_without_what_it_needs_is_refused),
		cmocka_unit_test(test_policy_name_that_is_none_is_refused),
		cmocka_unit_test(test_policy_scope_that_is_none_is_refused),
		cmocka_unit_test(test_policy_scope_that_decides_nothing_is_refused),
		cmocka_unit_test(test_policy_level_that_is_none_is_refused),
		cmocka_unit_test(test_policy_override_that_is_none_is_refused),
		cmocka_unit_test(test_policy_pin_that_is_none_is_refused),
		cmocka_unit_test(test_policy_signer_that_is_none_is_refused),
		cmocka_unit_test(test_policy_rule_that_is_none_is_refused),
		cmocka_unit_test(test_policy_forbid_that_is_none_is_refused),
		cmocka_unit_test(test_policy_minimum_that_is_none_is_refused),
		cmocka_unit_test(test_policy_algorithms_that_are_none_is_refused),
		cmocka_unit_test(test_policy_lint_sound_policy_has_no_warnings),
		cmocka_unit_test(test_policy_lint_each_kind_is_warned_of),
		cmocka_unit_test(test_policy_lint_many_warnings_are_bounded),
		cmocka_unit_test(test_policy_all_fields_are_read),
		cmocka_unit_test(test_policy_digits_may_have_colons),
		cmocka_unit_test(test_policy_ca_is_read_beside_the_policy),
		cmocka_unit_test(test_policy_levels_weigh_checks),
		cmocka_unit_test(test_policy_overrides_change_single_checks),
		cmocka_unit_test(test_policy_most_specific_scope_wins),
		cmocka_unit_test(test_policy_no_scope_that_matches_finds_nothing),
		cmocka_unit_test(test_policy_scope_between_others_decides_something),
		cmocka_unit_test(test_policy_default_is_strict_for_everything),
		cmocka_unit_test(test_policy_file_is_read_or_says_why_not),
		cmocka_unit_test(test_policy_file_that_is_too_large_is_refused),
		cmocka_unit_test(test_policy_caps_are_held),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
