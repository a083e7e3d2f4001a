/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy.h"

#include <stdlib.h>
#include <string.h>

const char *const tc_policy_check_words[TC_POLICY_CHECK_COUNT + 1] = {
	[TC_POLICY_INTEGRITY] = "integrity", [TC_POLICY_AUTHENTICITY] = "authenticity",
	[TC_POLICY_FRESHNESS] = "freshness", [TC_POLICY_DEGRADED] = "degraded",
	[TC_POLICY_DEMANDS] = "policy",
};

const char *const tc_policy_algorithm_words[TC_POLICY_ALGORITHM_COUNT + 1] = {
	[TC_POLICY_ECDSA] = "ecdsa",
	[TC_POLICY_RSA] = "rsa",
	[TC_POLICY_ED25519] = "ed25519",
};

bool tc_policy_pattern_matches(const struct tc_policy_pattern *pattern, const char *name)
{
	if (!pattern->is_prefix)
		return strcmp(pattern->text, name) == 0;
	return strncmp(pattern->text, name, pattern->length) == 0;
}

void tc_policy_set_level(struct tc_statement *statement, enum tufcheck_policy_level level)
{
	statement->record.level = level;
	for (size_t i = 0; i < TC_POLICY_CHECK_COUNT; i++)
		statement->warns[i] = level == TUFCHECK_LEVEL_AUDIT;
	if (level != TUFCHECK_LEVEL_PERMISSIVE)
		return;
	statement->warns[TC_POLICY_FRESHNESS] = true;
	statement->warns[TC_POLICY_DEGRADED] = true;
}

/* An exact name is more specific than any prefix, and a longer prefix than a shorter one. */
static bool is_more_specific(const struct tc_policy_pattern *scope,
                             const struct tc_policy_pattern *than)
{
	if (!than || scope->is_prefix != than->is_prefix)
		return !than || !scope->is_prefix;
	return scope->length > than->length;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/*
 * Whether the pattern is for a repository at the same registry as gun's: a host
 * has no case, and the port of HTTPS is meant where none is written.
 */
static bool matches_registry(const struct tc_policy_pattern *pattern, const char *gun)
{
	static const char port[] = ":443";
	size_t skipped = sizeof(port) - 1;
	const char *slash = strchr(gun, '/');
	size_t host = slash ? (size_t)(slash - gun) : 0;
	if (host > skipped && memcmp(gun + host - skipped, port, skipped) == 0)
		host -= skipped;
	else
		skipped = 0;
	for (size_t i = 0; i < pattern->length; i++) {
		bool is_same = i < host ? lower(gun[i]) == lower(pattern->text[i])
		                        : gun[i + skipped] == pattern->text[i];
		if (!is_same)
			return false;
	}
	bool is_end = gun[pattern->length + skipped] == '\0';
	return pattern->is_prefix || is_end;
}

bool tc_policy_scope_matches(const struct tc_policy_pattern *scope, const char *gun)
{
	return tc_policy_pattern_matches(scope, gun) || matches_registry(scope, gun);
}

typedef bool scope_matcher(const struct tc_policy_pattern *scope, const char *gun);

/* The most specific scope that matches and is more specific than *best, if there is one. */
static void find_scope(const struct tufcheck_policy *policy, const char *gun,
                       scope_matcher *matches, const struct tc_statement **found,
                       const struct tc_policy_pattern **best)
{
	for (size_t i = 0; i < policy->statement_count; i++) {
		const struct tc_policy_pattern_list *scopes = &policy->statements[i].scopes;
		for (size_t j = 0; j < scopes->count; j++) {
			const struct tc_policy_pattern *scope = &scopes->items[j];
			if (!is_more_specific(scope, *best) || !matches(scope, gun))
				continue;
			*best = scope;
			*found = &policy->statements[i];
		}
	}
}

const struct tc_statement *tc_policy_find(const struct tufcheck_policy *policy, const char *gun,
                                          const char **ret_scope)
{
	const struct tc_statement *found = NULL;
	const struct tc_policy_pattern *best = NULL;
	find_scope(policy, gun, tc_policy_pattern_matches, &found, &best);
	/* who writes a registry in another way gets no other statement by it */
	find_scope(policy, gun, matches_registry, &found, &best);
	if (found)
		*ret_scope = best->text;
	return found;
}

/* ---- the public functions ---- */

enum tufcheck_result tufcheck_policy_new_default(struct tufcheck_policy **ret_policy)
{
	static const char *const everything[] = {"*"};
	static const struct tc_policy_pattern scopes[] = {{.text = "*", .is_prefix = true}};
	if (!ret_policy)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_policy *policy = calloc(1, sizeof(*policy));
	if (!policy)
		return TUFCHECK_NO_MEMORY;
	struct tc_statement *statement = tuf_arena_take(&policy->arena, sizeof(*statement));
	if (!statement) {
		tufcheck_policy_free(policy);
		return TUFCHECK_NO_MEMORY;
	}
	statement->record = (struct tufcheck_statement){
		.name = "default", .scopes = everything, .scope_count = 1};
	statement->scopes = (struct tc_policy_pattern_list){.items = scopes, .count = 1};
	tc_policy_set_level(statement, TUFCHECK_LEVEL_STRICT);
	policy->statements = statement;
	policy->statement_count = 1;
	*ret_policy = policy;
	return TUFCHECK_OK;
}

size_t tufcheck_policy_warning_count(const struct tufcheck_policy *policy)
{
	return policy ? policy->warning_count : 0;
}

const struct tufcheck_problem *tufcheck_policy_get_warning(const struct tufcheck_policy *policy,
                                                           size_t index)
{
	return index < tufcheck_policy_warning_count(policy) ? &policy->warnings[index] : NULL;
}

size_t tufcheck_policy_statement_count(const struct tufcheck_policy *policy)
{
	return policy ? policy->statement_count : 0;
}

const struct tufcheck_statement *tufcheck_policy_get_statement(const struct tufcheck_policy *policy,
                                                               size_t index)
{
	if (index >= tufcheck_policy_statement_count(policy))
		return NULL;
	return &policy->statements[index].record;
}

const struct tufcheck_statement *
tufcheck_policy_find_statement(const struct tufcheck_policy *policy, const char *gun,
                               const char **ret_scope)
{
	if (!policy || !gun)
		return NULL;
	const char *scope;
	const struct tc_statement *statement = tc_policy_find(policy, gun, &scope);
	if (!statement)
		return NULL;
	if (ret_scope)
		*ret_scope = scope;
	return &statement->record;
}

void tufcheck_policy_free(struct tufcheck_policy *policy)
{
	if (!policy)
		return;
	tuf_arena_clear(&policy->arena);
	free(policy);
}
