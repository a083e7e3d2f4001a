/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of policies share: policies written in C.
 */
#ifndef TUFCHECK_TESTS_VERIFY_POLICY_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_POLICY_SUPPORT_H

#include <stdlib.h>
#include <string.h>

#include "verify/policy_read.h"
#include "verify_support.h"

/* A document of statements, and one statement of further fields; ' stands for ". */
#define POLICY(statements) "{'policyVersion':1,'statements':[" statements "]}"
#define STRICT(fields) POLICY("{'name':'a','scopes':['*'],'level':'strict'\n" fields "}")

/* Parses text, in which ' stands for ", relative to folder. */
static inline enum tuf_result policy_support_parse(const char *text, const char *folder,
                                                   struct tufcheck_problem *ret_problem,
                                                   struct tufcheck_policy **ret_policy)
{
	char *copy = strdup(text);
	assert_non_null(copy);
	for (char *c = copy; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	enum tuf_result result =
		tc_policy_parse(copy, strlen(copy), folder, ret_problem, ret_policy);
	free(copy);
	return result;
}

/* The policy that text is, which must be one. */
static inline struct tufcheck_policy *policy_support_make(const char *text)
{
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_policy *policy = NULL;
	if (policy_support_parse(text, "", &problem, &policy) != TUF_OK)
		fail_msg("%zu:%zu: %s in %s", problem.line, problem.column, problem.message, text);
	return policy;
}

#endif
