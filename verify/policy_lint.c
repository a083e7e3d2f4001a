/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_lint.h"

#include <string.h>
#include <strings.h>

#include "tuf/limits.h"
#include "verify/image.h"

/* The warnings as they are made. */
struct lint {
	const struct tc_policy_reader *reader;
	struct tufcheck_problem *warnings;
	size_t count;
};

static enum tuf_result warn(struct lint *lint, const struct tuf_node *node,
                            enum tuf_locate_part part, const char *message)
{
	if (!message)
		return TUF_NO_MEMORY;
	if (lint->count == TUF_MAX_POLICY_WARNINGS)
		return TUF_OK;
	return tc_policy_reader_note(lint->reader, node, part, &lint->warnings[lint->count++],
	                             message);
}

/* ---- scopes ---- */

/* The name of an image that the scope would be for; NULL: any host's may be. */
static const char *make_example(struct lint *lint, const struct tc_policy_pattern *scope)
{
	if (!scope->is_prefix)
		return scope->text;
	if (!memchr(scope->text, '/', scope->length))
		return NULL;
	return tuf_arena_format(lint->reader->scratch, "%.*sx/x", (int)scope->length, scope->text);
}

static enum tuf_result warn_of_example(struct lint *lint, const struct tuf_node *node,
                                       const struct tc_policy_pattern *scope, const char *example)
{
	struct tufcheck_image image;
	struct tufcheck_problem problem;
	enum tuf_result result = tc_image_read(lint->reader->scratch, example, &problem, &image);
	if (result == TUF_NO_MEMORY)
		return result;
	if (result != TUF_OK)
		return warn(lint, node, TUF_LOCATE_VALUE,
		            tuf_arena_format(lint->reader->scratch,
		                             "no image can have this scope: %s", problem.message));
	if (tc_policy_scope_matches(scope, image.gun))
		return TUF_OK;
	return warn(lint, node, TUF_LOCATE_VALUE,
	            tuf_arena_format(lint->reader->scratch,
	                             "no image has this scope: what is called %s is %s for docker",
	                             example, image.gun));
}

static enum tuf_result warn_of_names(struct lint *lint, const struct tuf_node *node,
                                     const struct tc_statement *statement)
{
	const struct tuf_node scopes = tuf_node_member(node, "scopes");
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < statement->scopes.count; i++) {
		const struct tc_policy_pattern *scope = &statement->scopes.items[i];
		const struct tuf_node place = tuf_node_element(&scopes, i);
		bool is_of_any_host = scope->is_prefix && !memchr(scope->text, '/', scope->length);
		const char *example = make_example(lint, scope);
		if (!example && !is_of_any_host)
			return TUF_NO_MEMORY;
		if (example)
			result = warn_of_example(lint, &place, scope, example);
	}
	return result;
}

static enum tuf_result warn_of_scopes(struct lint *lint, const struct tuf_node *node,
                                      const struct tc_statement *statement)
{
	enum tufcheck_policy_level level = statement->record.level;
	bool is_lax = level == TUFCHECK_LEVEL_AUDIT || level == TUFCHECK_LEVEL_SKIP;
	const struct tuf_node scopes = tuf_node_member(node, "scopes");
	for (size_t i = 0; is_lax && i < statement->scopes.count; i++) {
		if (strcmp(statement->scopes.items[i].text, "*") != 0)
			continue;
		const struct tuf_node scope = tuf_node_element(&scopes, i);
		return warn(lint, &scope, TUF_LOCATE_VALUE,
		            tuf_arena_format(lint->reader->scratch,
		                             "\"*\" at the level %s allows every image that no "
		                             "other statement is for",
		                             tufcheck_policy_level_name(level)));
	}
	return TUF_OK;
}

/* ---- demands ---- */

static enum tuf_result warn_of_skipped(struct lint *lint, const struct tuf_node *node,
                                       const struct tc_statement *statement)
{
	static const char *const demands[] = {
		"roots",        "signers",    "require",    "forbid",
		"minRemaining", "minVersion", "algorithms", "delegationCertificates"};
	bool is_skipped = statement->record.level == TUFCHECK_LEVEL_SKIP;
	for (size_t i = 0; is_skipped && i < sizeof(demands) / sizeof(demands[0]); i++) {
		const struct tuf_node member = tuf_node_member(node, demands[i]);
		if (member.value)
			return warn(lint, &member, TUF_LOCATE_NAME,
			            "at the level skip nothing is asked, this neither");
	}
	return TUF_OK;
}

/* Whether a pin of that text is among them; digits may be written in several ways. */
static bool has_pin(const struct tc_policy_pin_list *pins, const struct tc_policy_pin *wanted)
{
	for (size_t i = 0; i < pins->count; i++)
		if (pins->items[i].kind == wanted->kind &&
		    strcasecmp(pins->items[i].text, wanted->text) == 0)
			return true;
	return false;
}

static const struct tc_policy_signer *find_holder(const struct tc_statement *statement,
                                                  const struct tc_policy_pin *pin)
{
	for (size_t i = 0; i < statement->signers.count; i++)
		if (has_pin(&statement->signers.items[i].keys, pin))
			return &statement->signers.items[i];
	return NULL;
}

static enum tuf_result warn_of_forbidden_keys(struct lint *lint, const struct tuf_node *keys,
                                              const struct tc_statement *statement)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < statement->forbidden_keys.count; i++) {
		const struct tc_policy_pin *pin = &statement->forbidden_keys.items[i];
		const struct tuf_node place = tuf_node_element(keys, i);
		const struct tc_policy_signer *holder = find_holder(statement, pin);
		if (has_pin(&statement->roots, pin))
			result = warn(lint, &place, TUF_LOCATE_VALUE,
			              "roots allows the key that is forbidden here");
		if (result == TUF_OK && holder)
			result = warn(lint, &place, TUF_LOCATE_VALUE,
			              tuf_arena_format(lint->reader->scratch,
			                               "it is a key of the signer \"%s\"",
			                               holder->name));
	}
	return result;
}

static enum tuf_result warn_of_forbidden_roles(struct lint *lint, const struct tuf_node *roles,
                                               const struct tc_statement *statement)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; i < statement->forbidden_roles.count; i++)
		for (size_t j = 0; result == TUF_OK && j < statement->signers.count; j++) {
			const struct tc_policy_signer *signer = &statement->signers.items[j];
			const struct tuf_node place = tuf_node_element(roles, i);
			if (signer->role &&
			    strcmp(signer->role, statement->forbidden_roles.items[i]) == 0)
				result = warn(lint, &place, TUF_LOCATE_VALUE,
				              tuf_arena_format(lint->reader->scratch,
				                               "the signer \"%s\" signs by this "
				                               "role",
				                               signer->name));
		}
	return result;
}

/* Notary 0.7: server, the default of how long a timestamp lasts. */
#define TIMESTAMP_SECONDS (INT64_C(14) * 86400)

static enum tuf_result warn_of_minima(struct lint *lint, const struct tuf_node *node,
                                      const struct tc_statement *statement)
{
	const struct tuf_node minima = tuf_node_member(node, "minRemaining");
	for (size_t i = 0; i < statement->remaining.count; i++) {
		const struct tc_policy_minimum *minimum = &statement->remaining.items[i];
		const struct tuf_node member = tuf_node_member(&minima, minimum->role);
		if (strcmp(minimum->role, "timestamp") == 0 && minimum->value >= TIMESTAMP_SECONDS)
			return warn(lint, &member, TUF_LOCATE_VALUE,
			            "servers issue timestamps for 14 days, so that less is left "
			            "of each");
	}
	return TUF_OK;
}

static enum tuf_result warn_of_pins(struct lint *lint, const struct tuf_node *node,
                                    const struct tc_policy_pin_list *pins)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < pins->count; i++) {
		if (pins->items[i].kind != TC_PIN_KIND_SHA1)
			continue;
		const struct tuf_node pin = tuf_node_element(node, i);
		result = warn(lint, &pin, TUF_LOCATE_VALUE,
		              "two certificates can have one SHA-1 thumbprint; sha256 or keyid "
		              "says for sure which is meant");
	}
	return result;
}

static enum tuf_result warn_of_signers(struct lint *lint, const struct tuf_node *node,
                                       const struct tc_statement *statement)
{
	const struct tuf_node signers = tuf_node_member(node, "signers");
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < statement->signers.count; i++) {
		const struct tc_policy_signer *signer = &statement->signers.items[i];
		const struct tuf_node member = tuf_node_member(&signers, signer->name);
		const struct tuf_node keys = tuf_node_member(&member, "keys");
		if (!signer->is_required)
			result = warn(lint, &member, TUF_LOCATE_NAME,
			              tuf_arena_format(lint->reader->scratch,
			                               "no rule of require needs the signer \"%s\"",
			                               signer->name));
		if (result == TUF_OK)
			result = warn_of_pins(lint, &keys, &signer->keys);
	}
	return result;
}

static enum tuf_result warn_of_forbidden(struct lint *lint, const struct tuf_node *node,
                                         const struct tc_statement *statement)
{
	const struct tuf_node forbid = tuf_node_member(node, "forbid");
	const struct tuf_node keys = tuf_node_member(&forbid, "keys");
	const struct tuf_node roles = tuf_node_member(&forbid, "roles");
	enum tuf_result result = warn_of_pins(lint, &keys, &statement->forbidden_keys);
	if (result == TUF_OK)
		result = warn_of_forbidden_keys(lint, &keys, statement);
	if (result == TUF_OK)
		result = warn_of_forbidden_roles(lint, &roles, statement);
	return result;
}

static enum tuf_result warn_of_roots(struct lint *lint, const struct tuf_node *node,
                                     const struct tc_statement *statement)
{
	const struct tuf_node roots = tuf_node_member(node, "roots");
	return warn_of_pins(lint, &roots, &statement->roots);
}

typedef enum tuf_result linter(struct lint *lint, const struct tuf_node *node,
                               const struct tc_statement *statement);

static enum tuf_result lint_statement(struct lint *lint, const struct tuf_node *node,
                                      const struct tc_statement *statement)
{
	static linter *const linters[] = {
		warn_of_names,   warn_of_scopes, warn_of_skipped,   warn_of_roots,
		warn_of_signers, warn_of_minima, warn_of_forbidden,
	};
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < sizeof(linters) / sizeof(linters[0]); i++)
		result = linters[i](lint, node, statement);
	return result;
}

enum tuf_result tc_policy_lint(const struct tc_policy_reader *reader,
                               const struct tuf_node *statements, struct tufcheck_policy *policy)
{
	struct lint lint = {.reader = reader};
	lint.warnings = tuf_arena_take_array(reader->arena, TUF_MAX_POLICY_WARNINGS,
	                                     sizeof(*lint.warnings));
	if (!lint.warnings)
		return TUF_NO_MEMORY;
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < policy->statement_count; i++) {
		const struct tuf_node statement = tuf_node_element(statements, i);
		result = lint_statement(&lint, &statement, &policy->statements[i]);
	}
	policy->warnings = lint.warnings;
	policy->warning_count = lint.count;
	return result;
}
