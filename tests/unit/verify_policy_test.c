/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies in which something is wrong beside what is right: whatever follows,
 * it is the first fault that is told, and there is no policy.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "child.h"
#include "verify_policy_support.h"

#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PIN "'keyid:" DIGITS "'"
#define BAD_PIN "'keyid:0123'"
#define PIN_MESSAGE "expected 64 hexadecimal digits after keyid:, found \"keyid:0123\" at "

struct refused {
	const char *text;
	size_t line, column;
	const char *message;
};

static void check_refused(const struct refused *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tufcheck_problem problem = {.line = 99};
		struct tufcheck_policy *policy = NULL;
		if (policy_support_parse(rows[i].text, "", &problem, &policy) != TUF_INVALID)
			fail_msg("%s: is a policy", rows[i].text);
		assert_null(policy);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(problem.line, rows[i].line);
		assert_int_equal(problem.column, rows[i].column);
	}
}

static void test_policy_what_follows_a_fault_does_not_mend_it(void **state)
{
	(void)state;
	static const struct refused rows[] = {
		{POLICY("{'name':'a','scopes':['a'],'level':'lax'},"
	                "{'name':'b','scopes':['b'],'level':'strict'}"),
	         1, 69,
	         "expected strict, permissive, audit or skip, found \"lax\" at "
	         "/statements/0/level"},
		{STRICT(",'override':{'dates':'warn','freshness':'warn'}"), 2, 14,
	         "expected integrity, authenticity, freshness, degraded or policy, found \"dates\" "
	         "at /statements/0/override/dates"},
		{STRICT(",'override':{'integrity':'no','policy':'warn'}"), 2, 26,
	         "expected enforce or warn, found \"no\" at /statements/0/override/integrity"},
		{STRICT(",'roots':[" BAD_PIN "," PIN "]"), 2, 11,
	         PIN_MESSAGE "/statements/0/roots/0"},
		{STRICT(",'roots':[''," PIN "]"), 2, 11,
	         "expected a text that is not empty, found \"\" at /statements/0/roots/0"},
		{STRICT(",'signers':{'a':{'role':'root'},'b':{'role':'targets'}},'require':[{}]"), 2,
	         25,
	         "expected targets, or a delegation such as targets/releases, found \"root\" at "
	         "/statements/0/signers/a/role"},
		{STRICT(",'signers':{'a':{'x':1,'role':'targets'}},'require':[{}]"), 2, 18,
	         "expected role or keys, found \"x\" at /statements/0/signers/a/x"},
		{STRICT(",'signers':{'a':{'role':'root','keys':[" PIN "]}},'require':[{}]"), 2, 25,
	         "expected targets, or a delegation such as targets/releases, found \"root\" at "
	         "/statements/0/signers/a/role"},
	};
	check_refused(rows, COUNT_OF(rows));
}

static void test_policy_what_follows_a_fault_of_a_rule_does_not_mend_it(void **state)
{
	(void)state;
#define SIGNER ",'signers':{'s':{'role':'targets'}}"
	static const struct refused rows[] = {
		{STRICT(SIGNER ",'require':[{'x':1},{}]"), 2, 49,
	         "expected tags, signers or of, found \"x\" at /statements/0/require/0/x"},
		{STRICT(SIGNER ",'require':[{'x':1,'tags':['a']}]"), 2, 49,
	         "expected tags, signers or of, found \"x\" at /statements/0/require/0/x"},
		{STRICT(SIGNER ",'require':[{'tags':['-'],'signers':['s']}]"), 2, 57,
	         "expected a tag, the beginning of tags and a *, or *, found \"-\" at "
	         "/statements/0/require/0/tags/0"},
		{STRICT(SIGNER ",'require':[{'signers':['t'],'of':'all'}]"), 2, 60,
	         "expected the name of one of the statement's signers, found \"t\" at "
	         "/statements/0/require/0/signers/0"},
		{STRICT(SIGNER ",'require':[{'of':{'atLeast':1,'x':1}}]"), 2, 67,
	         "expected atLeast, found \"x\" at /statements/0/require/0/of/x"},
		{STRICT(SIGNER ",'require':[{'of':{'atLeast':'one'}}]"), 2, 65,
	         "expected an integer from 1 to 1, found \"one\" at "
	         "/statements/0/require/0/of/atLeast"},
		{STRICT(",'forbid':{'roles':['root','targets']}"), 2, 21,
	         "expected targets, or a delegation such as targets/releases, found \"root\" at "
	         "/statements/0/forbid/roles/0"},
		{STRICT(",'forbid':{'roles':['root'],'keys':[" PIN "]}"), 2, 21,
	         "expected targets, or a delegation such as targets/releases, found \"root\" at "
	         "/statements/0/forbid/roles/0"},
		{STRICT(",'forbid':{'x':1,'roles':['targets']}"), 2, 12,
	         "expected roles or keys, found \"x\" at /statements/0/forbid/x"},
		{STRICT(",'forbid':{'x':1,'keys':[" PIN "]}"), 2, 12,
	         "expected roles or keys, found \"x\" at /statements/0/forbid/x"},
	};
	check_refused(rows, COUNT_OF(rows));
}

/* ---- scopes ---- */

#define OF(name, scopes) "{'name':'" name "','scopes':[" scopes "],'level':'strict'}"
#define COVERED "expected only scopes that decide something, found "

/* In whatever order they stand, and whatever stands between them. */
static void test_policy_scopes_that_decide_nothing(void **state)
{
	(void)state;
	static const struct refused rows[] = {
		{POLICY(OF("a", "'r/b'") "," OF("b", "'r/a'") "," OF("c", "'r/b'")), 1, 150,
	         "expected each scope once in the policy, found \"r/b\" again, after statement "
	         "\"a\" at /statements/2/scopes/0"},
		{POLICY(OF("a", "'r/a','r/a*'")), 1, 56,
	         COVERED "\"r/a\", whose repositories \"r/a*\" of the same statement covers at "
			 "/statements/0/scopes/0"},
		{POLICY(OF("a", "'r/a*','r/a'")), 1, 63,
	         COVERED "\"r/a\", whose repositories \"r/a*\" of the same statement covers at "
			 "/statements/0/scopes/1"},
		/* a character that comes before the star, too, is one of the rest */
		{POLICY(OF("a", "'r/a!','r/a*'")), 1, 56,
	         COVERED "\"r/a!\", whose repositories \"r/a*\" of the same statement covers at "
			 "/statements/0/scopes/0"},
		{POLICY(OF("a", "'r/a*','r/a!'")), 1, 63,
	         COVERED "\"r/a!\", whose repositories \"r/a*\" of the same statement covers at "
			 "/statements/0/scopes/1"},
		/* what stands there twice is told first */
		{POLICY(OF("a", "'r/*','r/x','s'") "," OF("b", "'s'")), 1, 113,
	         "expected each scope once in the policy, found \"s\" again, after statement "
	         "\"a\" at /statements/1/scopes/0"},
	};
	check_refused(rows, COUNT_OF(rows));
}

/* ---- pins ---- */

static void test_policy_pins_of_no_digits_are_none(void **state)
{
	(void)state;
	static const char *const texts[] = {"",
	                                    DIGITS,
	                                    "ca:" DIGITS,
	                                    "md5:" DIGITS,
	                                    "keyid:",
	                                    "keyid:" DIGITS " ",
	                                    "keyid:" DIGITS "0",
	                                    "sha1:" DIGITS};
	struct tuf_arena arena = TUF_ARENA_INIT;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tc_policy_pin pin = {.text = "as it was"};
		assert_int_equal(tc_policy_pin_parse(&arena, texts[i], &pin), TUF_INVALID);
		assert_string_equal(pin.text, "as it was");
		assert_int_equal(pin.kind, TC_PIN_KIND_NONE);
	}
	struct tc_policy_pin pin;
	assert_int_equal(tc_policy_pin_parse(&arena, "keyid:" DIGITS, &pin), TUF_OK);
	assert_int_equal(pin.kind, TC_PIN_KIND_KEY_ID);
	tuf_arena_clear(&arena);
}

/* ---- the file ---- */

/* In a process whose root has the policy; 99 where nobody may make one. */
static int read_beneath_the_root(void)
{
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	if (chroot(".") != 0 && (unshare(CLONE_NEWUSER) != 0 || chroot(".") != 0))
		_exit(99);
	if (tufcheck_policy_read("/policy.json", &problem, &policy) != TUFCHECK_INVALID)
		_exit(1);
	/* not exit(3): there is nothing for what looks about at the end */
	_exit(strcmp(problem.message, "expected a file of CA certificates, found nothing in "
				      "/no-such.crt at /statements/0/roots/0") != 0);
}

static const char policy_text[] =
	"{\"policyVersion\":1,\"statements\":[{\"name\":\"a\",\"scopes\":[\"*\"],"
	"\"level\":\"strict\",\"roots\":[\"ca:no-such.crt\"]}]}";

/* Makes a new folder with the policy the working one; returns the one that was before. */
static int enter_folder(char *folder)
{
	assert_non_null(mkdtemp(folder));
	int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(before >= 0);
	assert_int_equal(chdir(folder), 0);
	FILE *file = fopen("policy.json", "w");
	assert_non_null(file);
	(void)fputs(policy_text, file);
	assert_int_equal(fclose(file), 0);
	return before;
}

static void leave_folder(const char *folder, int before)
{
	assert_int_equal(unlink("policy.json"), 0);
	assert_int_equal(fchdir(before), 0);
	assert_int_equal(close(before), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void test_policy_at_the_root_has_its_files_there(void **state)
{
	(void)state;
	char folder[] = "policy-test-XXXXXX";
	int before = enter_folder(folder);
	int status = run_in_child(read_beneath_the_root);
	leave_folder(folder, before);
	if (status == 99 << 8)
		skip();
	assert_int_equal(status, 0);
}

/* The folder is the path up to its last slash; the working one is not named. */
static void test_policy_says_where_its_files_are(void **state)
{
	static const char *const rows[][2] = {
		{"policy.json", "nothing in no-such.crt at"},
		{"./policy.json", "nothing in no-such.crt at"},
		{"././policy.json", "nothing in ././no-such.crt at"},
	};
	(void)state;
	char folder[] = "policy-test-XXXXXX";
	int before = enter_folder(folder);
	struct tufcheck_problem problems[COUNT_OF(rows)];
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_policy *policy = NULL;
		assert_int_equal(tufcheck_policy_read(rows[i][0], &problems[i], &policy),
		                 TUFCHECK_INVALID);
	}
	leave_folder(folder, before);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strstr(problems[i].message, rows[i][1]))
			fail_msg("%s: %s", rows[i][0], problems[i].message);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_what_follows_a_fault_does_not_mend_it),
		cmocka_unit_test(test_policy_what_follows_a_fault_of_a_rule_does_not_mend_it),
		cmocka_unit_test(test_policy_scopes_that_decide_nothing),
		cmocka_unit_test(test_policy_pins_of_no_digits_are_none),
		cmocka_unit_test(test_policy_at_the_root_has_its_files_there),
		cmocka_unit_test(test_policy_says_where_its_files_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
