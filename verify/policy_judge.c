/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging an image by a policy: the tests in their order, and the decision
 * that follows from them and from nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/rfc3339.h"
#include "verify/policy_status.h"
#include "verify/policy_tests.h"
#include "verify/policy_trial.h"
#include "verify/versioned.h"

/* The record comes first: a pointer to it is one to the whole. */
struct judgement {
	struct tufcheck_decision decision;
	struct tuf_arena arena;
};

/* ---- the request ---- */

static bool is_digest(const char *text)
{
	size_t length = strspn(text, "0123456789abcdef");
	return length == (size_t)2 * TUF_SHA256_BYTES && text[length] == '\0';
}

/* The years 0 to 9999, as of a scan. */
static bool is_moment(const struct tufcheck_time *at)
{
	return at->nanoseconds >= 0 && at->nanoseconds < 1000000000 &&
	       at->seconds >= tuf_time_from_civil(0, 1, 1, 0, 0, 0) &&
	       at->seconds < tuf_time_from_civil(10000, 1, 1, 0, 0, 0);
}

/* Copies a request that is as documented. */
static bool take_request(const struct tufcheck_judgement_request *request,
                         struct tufcheck_judgement_request *ret)
{
	size_t first_bytes = TC_SIZE_UP_TO(struct tufcheck_judgement_request, at);
	if (!tc_versioned_take(request, first_bytes, ret, sizeof(*ret)) || !ret->gun || !ret->gun[0])
		return false;
	if (!is_moment(&ret->at) || (ret->tag && !ret->tag[0]))
		return false;
	return ret->digest ? is_digest(ret->digest) : ret->tag != NULL;
}

/* ---- the tests ---- */

typedef enum tuf_result tester(struct tc_trial *trial);

/* In their order, after those of the repository's status. */
static const struct {
	tester *run;
	bool is_of_tag; /* it may end differently for another tag */
} testers[] = {
	{tc_policy_test_target, true},       {tc_policy_test_roots, false},
	{tc_policy_test_signers, true},      {tc_policy_test_forbidden, true},
	{tc_policy_test_minima, false},      {tc_policy_test_algorithms, true},
	{tc_policy_test_certificates, true},
};

static enum tuf_result run_testers(struct tc_trial *trial, bool only_of_tag)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < sizeof(testers) / sizeof(testers[0]); i++)
		if (testers[i].is_of_tag || !only_of_tag)
			result = testers[i].run(trial);
	return result;
}

/* Whether a trial did better than the best so far. */
static bool is_better(const struct tc_trial *trial, const struct tc_trial *best)
{
	if (trial->failed != best->failed)
		return trial->failed < best->failed;
	return trial->warned < best->warned;
}

/*
 * An image without a tag is what any tag with its digest would be: it is put to
 * the tests as the one that does best, the first by name of those that do.
 */
static enum tuf_result choose_target(const struct tc_trial *trial,
                                     const struct tufcheck_target **ret_target)
{
	const struct tufcheck_repository *repository = trial->proved;
	struct tc_trial best = {.failed = SIZE_MAX};
	struct tc_budget budget = tc_budget_make();
	size_t tried = 0;
	for (size_t i = 0; i < repository->target_count && best.failed + best.warned > 0; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		if (!tc_policy_target_is(target, trial->request->digest))
			continue;
		if (tried++ == TUF_MAX_POLICY_CANDIDATES)
			break;
		struct tuf_arena scratch = TUF_ARENA_INIT;
		struct tc_trial attempt = {.arena = &scratch,
		                           .statement = trial->statement,
		                           .request = trial->request,
		                           .budget = &budget,
		                           .proved = repository,
		                           .target = target};
		enum tuf_result result = run_testers(&attempt, true);
		tuf_arena_clear(&scratch);
		if (result != TUF_OK)
			return result;
		if (is_better(&attempt, &best)) {
			best = attempt;
			*ret_target = target;
		}
	}
	return TUF_OK;
}

static enum tuf_result find_target(struct tc_trial *trial)
{
	if (!trial->proved)
		return TUF_OK;
	if (!trial->request->tag)
		return choose_target(trial, &trial->target);
	trial->target = tc_policy_find_target(trial->proved, trial->request->tag);
	return TUF_OK;
}

static enum tuf_result test_statement(struct tc_trial *trial, const char *scope)
{
	const struct tc_statement *statement = trial->statement;
	struct tc_trial_test test = {.name = "statement"};
	test.expected = tuf_arena_format(trial->arena, "a statement for %s", trial->request->gun);
	test.actual =
		statement ? tuf_arena_format(trial->arena, "\"%s\", by its scope \"%s\", level %s",
	                                     statement->record.name, scope,
	                                     tufcheck_policy_level_name(statement->record.level))
			  : "none whose scope matches";
	enum tuf_result result =
		tc_trial_add(trial, TC_POLICY_AUTHENTICITY, &test, statement != NULL);
	if (result != TUF_OK || !statement || statement->record.level != TUFCHECK_LEVEL_SKIP)
		return result;
	const struct tc_trial_test skipped = {.name = "level",
	                                      .expected = "nothing",
	                                      .actual = "the level skip, which asks nothing"};
	return tc_trial_skip(trial, &skipped);
}

static enum tuf_result run_tests(struct tc_trial *trial, const char *scope, bool *ret_is_unchecked)
{
	enum tuf_result result = test_statement(trial, scope);
	bool is_asked = trial->statement && trial->statement->record.level != TUFCHECK_LEVEL_SKIP;
	if (result != TUF_OK || !is_asked)
		return result;
	bool is_there;
	result = tc_policy_test_status(trial, &is_there);
	if (result != TUF_OK)
		return result;
	*ret_is_unchecked = !is_there;
	result = find_target(trial);
	return result == TUF_OK ? run_testers(trial, false) : result;
}

/* ---- the decision ---- */

static const char *copy(struct tuf_arena *arena, const char *text)
{
	return tuf_arena_copy_text(arena, text, strlen(text));
}

/* What the image is proved to be. */
static enum tuf_result describe_image(struct tuf_arena *arena, const struct tufcheck_target *target,
                                      struct tufcheck_decision *decision)
{
	const char **signers = tuf_arena_take_array(arena, target->signer_count, sizeof(*signers));
	if (!signers)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < target->signer_count; i++) {
		signers[i] = copy(arena, target->signers[i]);
		if (!signers[i])
			return TUF_NO_MEMORY;
	}
	decision->digest = copy(arena, target->sha256);
	decision->tag = copy(arena, target->name);
	decision->role = copy(arena, target->role);
	decision->signers = signers;
	decision->signer_count = target->signer_count;
	return decision->digest && decision->tag && decision->role ? TUF_OK : TUF_NO_MEMORY;
}

/* Texts that tests have from the policy and the repository become the decision's own. */
static enum tuf_result own_tests(struct tuf_arena *arena, struct tufcheck_test *tests, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char **texts[] = {&tests[i].subject, &tests[i].expected, &tests[i].actual};
		for (size_t j = 0; j < sizeof(texts) / sizeof(texts[0]); j++) {
			if (*texts[j])
				*texts[j] = copy(arena, *texts[j]);
			else
				continue;
			if (!*texts[j])
				return TUF_NO_MEMORY;
		}
	}
	return TUF_OK;
}

static enum tuf_result decide(const struct tc_trial *trial, struct tufcheck_decision *decision)
{
	struct tufcheck_test *tests;
	enum tuf_result result = tc_trial_list(trial, &tests);
	if (result == TUF_OK)
		result = own_tests(trial->arena, tests, trial->count);
	if (result == TUF_OK && trial->target)
		result = describe_image(trial->arena, trial->target, decision);
	if (result != TUF_OK)
		return result;
	decision->tests = tests;
	decision->test_count = trial->count;
	if (!trial->statement)
		return TUF_OK;
	decision->level = trial->statement->record.level;
	bool may_verify = decision->level == TUFCHECK_LEVEL_STRICT ||
	                  decision->level == TUFCHECK_LEVEL_PERMISSIVE;
	decision->is_allowed = trial->failed == 0;
	decision->is_verified =
		decision->is_allowed && may_verify && !trial->is_chain_open && decision->digest;
	return TUF_OK;
}

static enum tuf_result judge(const struct tufcheck_policy *policy,
                             const struct tufcheck_judgement_request *request,
                             struct judgement *judgement)
{
	struct tuf_arena *arena = &judgement->arena;
	struct tufcheck_decision *decision = &judgement->decision;
	const char *scope = "";
	struct tc_budget budget = tc_budget_make();
	struct tc_trial trial = {.arena = arena, .request = request, .budget = &budget};
	trial.statement = tc_policy_find(policy, request->gun, &scope);
	if (trial.statement) {
		decision->statement = copy(arena, trial.statement->record.name);
		decision->scope = copy(arena, scope);
		if (!decision->statement || !decision->scope)
			return TUF_NO_MEMORY;
	}
	enum tuf_result result = run_tests(&trial, scope, &decision->is_unchecked);
	return result == TUF_OK ? decide(&trial, decision) : result;
}

enum tufcheck_result tufcheck_policy_judge(const struct tufcheck_policy *policy,
                                           const struct tufcheck_judgement_request *request,
                                           struct tufcheck_decision **ret_decision)
{
	struct tufcheck_judgement_request taken;
	if (!policy || !ret_decision || !take_request(request, &taken))
		return TUFCHECK_BAD_CALL;
	struct judgement *judgement = calloc(1, sizeof(*judgement));
	if (!judgement)
		return TUFCHECK_NO_MEMORY;
	if (judge(policy, &taken, judgement) != TUF_OK) {
		tufcheck_decision_free(&judgement->decision);
		return TUFCHECK_NO_MEMORY;
	}
	*ret_decision = &judgement->decision;
	return TUFCHECK_OK;
}

void tufcheck_decision_free(struct tufcheck_decision *decision)
{
	if (!decision)
		return;
	struct judgement *judgement = (struct judgement *)decision;
	tuf_arena_clear(&judgement->arena);
	free(judgement);
}
