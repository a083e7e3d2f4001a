/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_lint.h"

#include <string.h>

#include "tuf/limits.h"

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

static enum tuf_result lint_statement(struct lint *lint, const struct tuf_node *node,
                                      const struct tc_statement *statement)
{
	const struct tuf_node roots = tuf_node_member(node, "roots");
	const struct tuf_node forbid = tuf_node_member(node, "forbid");
	const struct tuf_node keys = tuf_node_member(&forbid, "keys");
	enum tuf_result result = warn_of_scopes(lint, node, statement);
	if (result == TUF_OK)
		result = warn_of_pins(lint, &roots, &statement->roots);
	if (result == TUF_OK)
		result = warn_of_signers(lint, node, statement);
	if (result == TUF_OK)
		result = warn_of_pins(lint, &keys, &statement->forbidden_keys);
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
