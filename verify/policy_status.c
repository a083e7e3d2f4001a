/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_status.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/role.h"

/* ---- what the repository is worth ---- */

/* What its findings say, beside its answers. */
struct worth {
	bool is_chain_broken; /* an error of authenticity that drops more than a delegation */
	bool is_expired;      /* a date that stops clients */
	bool is_degraded;     /* something that makes clients drop a delegation */
};

static const struct tufcheck_rule *find_rule(const char *id)
{
	const struct tufcheck_rule *rule = NULL;
	for (size_t i = 0; (rule = tufcheck_rule_get(i)) != NULL; i++)
		if (strcmp(rule->id, id) == 0)
			break;
	return rule;
}

static void weigh_finding(const struct tufcheck_finding *finding, struct worth *worth)
{
	const struct tufcheck_rule *rule = find_rule(finding->id);
	bool drops = rule && rule->effect == TUFCHECK_STATUS_DEGRADED;
	if (drops)
		worth->is_degraded = true;
	else if (!rule || rule->check == TUFCHECK_CHECK_AUTHENTICITY)
		worth->is_chain_broken = true;
	else if (rule->check == TUFCHECK_CHECK_FRESHNESS)
		worth->is_expired = true;
}

static struct worth weigh(const struct tufcheck_repository *repository)
{
	struct worth worth = {
		.is_expired = repository->status == TUFCHECK_STATUS_EXPIRED,
		.is_degraded = repository->status == TUFCHECK_STATUS_DEGRADED,
	};
	for (size_t i = 0; i < repository->finding_count; i++)
		if (repository->findings[i].severity == TUFCHECK_SEVERITY_ERROR)
			weigh_finding(&repository->findings[i], &worth);
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		if (tuf_role_name_is_delegation(role->name) &&
		    (role->status == TUFCHECK_ROLE_EXPIRED ||
		     role->status == TUFCHECK_ROLE_BELOW_THRESHOLD))
			worth.is_degraded = true;
	}
	return worth;
}

/* Whether nothing but dates and dropped delegations may be wrong. */
static bool is_sound(const struct tufcheck_repository *repository)
{
	return repository->status == TUFCHECK_STATUS_TRUSTED ||
	       repository->status == TUFCHECK_STATUS_DEGRADED ||
	       repository->status == TUFCHECK_STATUS_EXPIRED;
}

/* The first finding that fails the check, which is the worst, behind the answer. */
static const char *describe_answer(struct tuf_arena *arena,
                                   const struct tufcheck_repository *repository,
                                   enum tufcheck_check check)
{
	const char *answer = tufcheck_answer_name(repository->answers[check]);
	if (repository->answers[check] == TUFCHECK_ANSWER_PASS)
		return tuf_arena_format(arena, "status %s",
		                        tufcheck_status_name(repository->status));
	for (size_t i = 0; i < repository->finding_count; i++) {
		const struct tufcheck_finding *finding = &repository->findings[i];
		const struct tufcheck_rule *rule = find_rule(finding->id);
		if (rule && rule->check == check && finding->severity == TUFCHECK_SEVERITY_ERROR)
			return tuf_arena_format(arena, "%s: %s", answer, finding->message);
	}
	return answer;
}

static enum tuf_result test_answer(struct tc_trial *trial,
                                   const struct tufcheck_repository *repository,
                                   enum tc_policy_check check, enum tufcheck_check question,
                                   bool holds)
{
	const struct tc_trial_test test = {
		.name = tc_policy_check_words[check],
		.expected = "pass",
		.actual = holds ? "pass" : describe_answer(trial->arena, repository, question)};
	return tc_trial_add(trial, check, &test, holds);
}

/* A pass, or a fail of which nothing is left but dropped delegations: they are a test of their own.
 */
static bool is_excused(enum tufcheck_answer answer, const struct worth *worth)
{
	return answer == TUFCHECK_ANSWER_PASS ||
	       (answer == TUFCHECK_ANSWER_FAIL && worth->is_degraded);
}

static const char *describe_dropped(struct tuf_arena *arena,
                                    const struct tufcheck_repository *repository)
{
	const char *names = NULL;
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		if (!tuf_role_name_is_delegation(role->name) ||
		    (role->status != TUFCHECK_ROLE_EXPIRED &&
		     role->status != TUFCHECK_ROLE_BELOW_THRESHOLD))
			continue;
		if (names)
			return tuf_arena_format(arena, "%s and more", names);
		names = tuf_arena_format(arena, "%s (%s)", role->name,
		                         tufcheck_role_status_name(role->status));
		if (!names)
			return NULL;
	}
	return names ? names : is_sound(repository) ? "some" : "unknown";
}

static enum tuf_result test_answers(struct tc_trial *trial,
                                    const struct tufcheck_repository *repository)
{
	const enum tufcheck_answer *answers = repository->answers;
	const struct worth worth = weigh(repository);
	bool sound = is_sound(repository);
	bool is_intact = answers[TUFCHECK_CHECK_INTEGRITY] == TUFCHECK_ANSWER_PASS;
	bool is_authentic = sound && !worth.is_chain_broken &&
	                    is_excused(answers[TUFCHECK_CHECK_AUTHENTICITY], &worth);
	bool is_fresh =
		sound && !worth.is_expired && is_excused(answers[TUFCHECK_CHECK_FRESHNESS], &worth);
	bool is_whole = sound && !worth.is_degraded;
	const struct tc_trial_test dropped = {
		.name = tc_policy_check_words[TC_POLICY_DEGRADED],
		.expected = "no delegation that clients drop",
		.actual = is_whole ? "none" : describe_dropped(trial->arena, repository)};
	enum tuf_result result = test_answer(trial, repository, TC_POLICY_INTEGRITY,
	                                     TUFCHECK_CHECK_INTEGRITY, is_intact);
	if (result == TUF_OK)
		result = test_answer(trial, repository, TC_POLICY_AUTHENTICITY,
		                     TUFCHECK_CHECK_AUTHENTICITY, is_authentic);
	if (result == TUF_OK)
		result = test_answer(trial, repository, TC_POLICY_FRESHNESS,
		                     TUFCHECK_CHECK_FRESHNESS, is_fresh);
	if (result == TUF_OK)
		result = tc_trial_add(trial, TC_POLICY_DEGRADED, &dropped, is_whole);
	if (result == TUF_OK && is_intact && is_authentic)
		trial->proved = repository;
	return result;
}

/* Every answer is open where there is nothing to ask. */
static enum tuf_result test_nothing(struct tc_trial *trial)
{
	static const struct tufcheck_repository nothing = {
		.gun = "",
		.status = TUFCHECK_STATUS_INCOMPLETE,
		.answers = {[TUFCHECK_CHECK_NONE] = TUFCHECK_ANSWER_NONE,
	                    [TUFCHECK_CHECK_INTEGRITY] = TUFCHECK_ANSWER_UNKNOWN,
	                    [TUFCHECK_CHECK_AUTHENTICITY] = TUFCHECK_ANSWER_UNKNOWN,
	                    [TUFCHECK_CHECK_FRESHNESS] = TUFCHECK_ANSWER_UNKNOWN,
	                    [TUFCHECK_CHECK_POLICY] = TUFCHECK_ANSWER_NONE},
	};
	return test_answers(trial, &nothing);
}

/* What there is instead of trust data that is whole; NULL when it is there or memory is short. */
static const char *find_lack(struct tuf_arena *arena, const struct tufcheck_repository *repository,
                             const char *gun, bool *ret_is_lacking)
{
	*ret_is_lacking = true;
	if (!repository)
		return "none";
	if (strcmp(repository->gun, gun) != 0)
		return tuf_arena_format(arena, "that of \"%s\"", repository->gun);
	switch (repository->status) {
	case TUFCHECK_STATUS_INCOMPLETE:
	case TUFCHECK_STATUS_UNREADABLE:
	case TUFCHECK_STATUS_INVALID:
		break;
	case TUFCHECK_STATUS_TRUSTED:
	case TUFCHECK_STATUS_DEGRADED:
	case TUFCHECK_STATUS_EXPIRED:
	case TUFCHECK_STATUS_UNTRUSTED:
		*ret_is_lacking = false;
		return NULL;
	}
	return tuf_arena_format(arena, "status %s%s%s", tufcheck_status_name(repository->status),
	                        repository->finding_count ? ": " : "",
	                        repository->finding_count ? repository->findings[0].message : "");
}

enum tuf_result tc_policy_test_status(struct tc_trial *trial, bool *ret_is_there)
{
	const struct tufcheck_judgement_request *request = trial->request;
	bool is_lacking;
	const char *lack = find_lack(trial->arena, request->repository, request->gun, &is_lacking);
	const struct tc_trial_test test = {
		.name = "trust-data",
		.expected = tuf_arena_format(trial->arena, "trust data of %s", request->gun),
		.actual = is_lacking ? lack : "it"};
	enum tuf_result result = tc_trial_add(trial, TC_POLICY_AUTHENTICITY, &test, !is_lacking);
	if (result != TUF_OK)
		return result;
	*ret_is_there = !is_lacking;
	bool is_ours = request->repository && strcmp(request->repository->gun, request->gun) == 0;
	return is_ours ? test_answers(trial, request->repository) : test_nothing(trial);
}

/* ---- what the tag is ---- */

static int compare_with_target(const void *tag, const void *target)
{
	return strcmp(tag, ((const struct tufcheck_target *)target)->name);
}

const struct tufcheck_target *tc_policy_find_target(const struct tufcheck_repository *repository,
                                                    const char *tag)
{
	if (repository->target_count == 0)
		return NULL;
	return bsearch(tag, repository->targets, repository->target_count,
	               sizeof(*repository->targets), compare_with_target);
}

bool tc_policy_target_is(const struct tufcheck_target *target, const char *digest)
{
	return target->pullable && target->sha256 &&
	       (!digest || strcmp(target->sha256, digest) == 0);
}

/* Why a tag is not proved. */
static const char *describe_target(struct tc_trial *trial)
{
	const struct tufcheck_target *target = trial->target;
	if (!trial->proved)
		return tc_trial_nothing_proved;
	if (!target && trial->proved->target_count == 0)
		return "no tag that is proved";
	if (!target)
		return "no such tag among those that are proved";
	if (!target->sha256)
		return "one without a sha256";
	return tuf_arena_format(trial->arena, "one of %s, from which docker does not pull it",
	                        target->role);
}

static enum tuf_result test_tag(struct tc_trial *trial, bool is_pulled)
{
	const struct tufcheck_judgement_request *request = trial->request;
	struct tc_trial_test test = {.name = "tag"};
	test.expected =
		request->tag
			? tuf_arena_format(trial->arena, "a tag \"%s\" that docker pulls", request->tag)
			: tuf_arena_format(trial->arena, "a tag that docker pulls and that is sha256:%s",
	                                   request->digest);
	test.actual = is_pulled ? tuf_arena_format(trial->arena, "\"%s\" of %s, sha256:%s",
	                                           trial->target->name, trial->target->role,
	                                           trial->target->sha256)
	                        : describe_target(trial);
	return tc_trial_add(trial, TC_POLICY_AUTHENTICITY, &test, is_pulled);
}

static enum tuf_result test_digest(struct tc_trial *trial, bool is_that)
{
	const struct tc_trial_test test = {
		.name = "digest",
		.expected = tuf_arena_format(trial->arena, "sha256:%s", trial->request->digest),
		.actual = trial->target ? tuf_arena_format(trial->arena, "sha256:%s",
	                                                   trial->target->sha256)
	                                : tc_trial_nothing_proved};
	return tc_trial_add(trial, TC_POLICY_AUTHENTICITY, &test, is_that);
}

enum tuf_result tc_policy_test_target(struct tc_trial *trial)
{
	const struct tufcheck_judgement_request *request = trial->request;
	bool is_pulled = trial->target && tc_policy_target_is(trial->target, NULL);
	enum tuf_result result = test_tag(trial, is_pulled);
	if (result != TUF_OK)
		return result;
	if (!is_pulled)
		trial->target = NULL;
	if (!request->tag || !request->digest)
		return TUF_OK;
	bool is_that = trial->target && tc_policy_target_is(trial->target, request->digest);
	result = test_digest(trial, is_that);
	if (!is_that)
		trial->target = NULL;
	return result;
}
