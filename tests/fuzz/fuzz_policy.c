/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies, and judging images by them.
 *
 * - What is refused says what, and where, in the text; so do warnings.
 * - An image is allowed when no test failed, and then alone; verified only when
 *   it is allowed, with a digest; never so at the levels audit and skip.
 * - Without trust data nothing is verified.
 * - A decision names the statement that applies, or none does.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "verify/policy_read.h"

static void check_tests(const struct tufcheck_decision *decision)
{
	bool is_failed = false;
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		FUZZ_HOLDS(fuzz_says(test->name) && fuzz_says(test->message));
		FUZZ_HOLDS(test->outcome != TUFCHECK_OUTCOME_INVALID);
		FUZZ_HOLDS(fuzz_says(tufcheck_outcome_name(test->outcome)));
		is_failed = is_failed || test->outcome == TUFCHECK_OUTCOME_FAIL;
	}
	FUZZ_HOLDS(decision->is_allowed == !is_failed);
}

static void check_decision(const struct tufcheck_policy *policy,
			   const struct tufcheck_judgement_request *request,
			   const struct tufcheck_decision *decision)
{
	check_tests(decision);
	const char *scope = NULL;
	const struct tufcheck_statement *statement =
		tufcheck_policy_find_statement(policy, request->gun, &scope);
	FUZZ_HOLDS((statement == NULL) == (decision->statement == NULL));
	FUZZ_HOLDS(statement || !decision->is_allowed);
	if (statement) {
		FUZZ_HOLDS(strcmp(statement->name, decision->statement) == 0);
		FUZZ_HOLDS(strcmp(scope, decision->scope) == 0);
		FUZZ_HOLDS(statement->level == decision->level);
	}
	if (!decision->is_verified)
		return;
	FUZZ_HOLDS(decision->is_allowed && request->repository);
	FUZZ_HOLDS(decision->level == TUFCHECK_LEVEL_STRICT ||
		   decision->level == TUFCHECK_LEVEL_PERMISSIVE);
	FUZZ_HOLDS(decision->digest && decision->tag && decision->role);
	FUZZ_HOLDS(!request->digest || strcmp(request->digest, decision->digest) == 0);
	FUZZ_HOLDS(!request->tag || strcmp(request->tag, decision->tag) == 0);
}

static void judge(const struct tufcheck_policy *policy,
		  const struct tufcheck_judgement_request *request)
{
	struct tufcheck_decision *decision = NULL;
	FUZZ_HOLDS(tufcheck_policy_judge(policy, request, &decision) == TUFCHECK_OK);
	check_decision(policy, request, decision);
	tufcheck_decision_free(decision);
}

static void judge_repository(const struct tufcheck_policy *policy,
			     const struct tufcheck_repository *repository, struct tufcheck_time at)
{
	static const char digest[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct tufcheck_judgement_request request = {.size = sizeof(request),
						     .gun = repository->gun,
						     .tag = "no-such-tag",
						     .repository = repository,
						     .at = at};
	judge(policy, &request);
	for (size_t i = 0; i < repository->target_count && i < 4; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		request.tag = target->name;
		request.digest = i % 2 == 0 ? NULL : target->sha256;
		judge(policy, &request);
	}
	request.digest = digest;
	judge(policy, &request);
	request.tag = NULL;
	request.digest = repository->target_count > 0 ? repository->targets[0].sha256 : digest;
	if (request.digest)
		judge(policy, &request);
	request.repository = NULL;
	request.tag = "latest";
	judge(policy, &request);
}

static void check_policy(const struct tufcheck_policy *policy, const char *text, size_t length)
{
	size_t count = tufcheck_policy_statement_count(policy);
	FUZZ_HOLDS(count > 0 && !tufcheck_policy_get_statement(policy, count));
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_statement *statement =
			tufcheck_policy_get_statement(policy, i);
		FUZZ_HOLDS(fuzz_says(statement->name) && statement->scope_count > 0);
		FUZZ_HOLDS(statement->level != TUFCHECK_LEVEL_INVALID);
		FUZZ_HOLDS(fuzz_says(tufcheck_policy_level_name(statement->level)));
		FUZZ_HOLDS(statement->line > 0 && fuzz_is_place(text, length, statement->line, 1));
	}
	for (size_t i = 0; i < tufcheck_policy_warning_count(policy); i++)
		fuzz_check_problem(tufcheck_policy_get_warning(policy, i), text, length);
	const struct fuzz_known *known = fuzz_known_repositories();
	for (size_t i = 0; i < known->count; i++)
		judge_repository(policy, known->items[i], known->at);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	(void)fuzz_known_repositories();
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_policy *policy = NULL;
	enum tuf_result result =
		tc_policy_parse(bytes, length, TUFCHECK_TESTDATA "/policies", &problem, &policy);
	FUZZ_HOLDS(result == TUF_OK || result == TUF_INVALID);
	if (result == TUF_OK)
		check_policy(policy, (const char *)bytes, length);
	else
		fuzz_check_problem(&problem, (const char *)bytes, length);
	tufcheck_policy_free(policy);
	return 0;
}
