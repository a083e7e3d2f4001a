/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_read.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/openssl.h"
#include "verify/policy_demands.h"
#include "verify/policy_lint.h"
#include "verify/policy_scope.h"
#include "verify/trustdir.h"

#define POLICY_VERSION 1

/* ---- one statement ---- */

enum field {
	FIELD_NAME,
	FIELD_SCOPES,
	FIELD_LEVEL,
	REQUIRED_COUNT, /* those above must be there */
	FIELD_OVERRIDE = REQUIRED_COUNT,
	FIELD_ROOTS,
	FIELD_SIGNERS,
	FIELD_REQUIRE,
	FIELD_FORBID,
	FIELD_MIN_REMAINING,
	FIELD_MIN_VERSION,
	FIELD_ALGORITHMS,
	FIELD_CERTIFICATES,
	FIELD_COUNT
};

static const char *const fields[FIELD_COUNT + 1] = {
	[FIELD_NAME] = "name",
	[FIELD_SCOPES] = "scopes",
	[FIELD_LEVEL] = "level",
	[FIELD_OVERRIDE] = "override",
	[FIELD_ROOTS] = "roots",
	[FIELD_SIGNERS] = "signers",
	[FIELD_REQUIRE] = "require",
	[FIELD_FORBID] = "forbid",
	[FIELD_MIN_REMAINING] = "minRemaining",
	[FIELD_MIN_VERSION] = "minVersion",
	[FIELD_ALGORITHMS] = "algorithms",
	[FIELD_CERTIFICATES] = "delegationCertificates",
};

static enum tuf_result read_name(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 struct tc_statement *statement)
{
	return tc_policy_get_text(reader, node, TUF_MAX_POLICY_NAME, &statement->record.name);
}

static enum tuf_result read_scopes(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   struct tc_statement *statement)
{
	enum tuf_result result = tc_policy_read_patterns(reader, node, false, &statement->scopes);
	if (result != TUF_OK)
		return result;
	size_t count = statement->scopes.count;
	const char **texts = tuf_arena_take_array(reader->arena, count, sizeof(*texts));
	if (!texts)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		texts[i] = statement->scopes.items[i].text;
	statement->record.scopes = texts;
	statement->record.scope_count = count;
	return TUF_OK;
}

static enum tuf_result read_level(struct tc_policy_reader *reader, const struct tuf_node *node,
                                  struct tc_statement *statement)
{
	static const char *const words[] = {"strict", "permissive", "audit", "skip", NULL};
	size_t which;
	enum tuf_result result = tc_policy_get_word(reader, node, words, &which);
	if (result == TUF_OK)
		tc_policy_set_level(statement, (enum tufcheck_policy_level)(which + 1));
	return result;
}

/* After the level, of which it changes single checks. */
static enum tuf_result read_override(struct tc_policy_reader *reader, const struct tuf_node *node,
                                     struct tc_statement *statement)
{
	static const char *const words[] = {"enforce", "warn", NULL};
	if (statement->record.level == TUFCHECK_LEVEL_SKIP)
		return tc_policy_refuse(reader, node,
		                        "no override at the level skip, which asks "
		                        "nothing",
		                        "one");
	enum tuf_result result = tc_policy_expect_fields(reader, node, tc_policy_check_words, 0);
	for (size_t i = 0; result == TUF_OK && i < TC_POLICY_CHECK_COUNT; i++) {
		const struct tuf_node member = tuf_node_member(node, tc_policy_check_words[i]);
		size_t which;
		if (!member.value)
			continue;
		result = tc_policy_get_word(reader, &member, words, &which);
		if (result != TUF_OK)
			return result;
		bool is_fixed = i == TC_POLICY_INTEGRITY || i == TC_POLICY_AUTHENTICITY;
		if (is_fixed && which == 1)
			return tc_policy_refuse(reader, &member,
			                        "enforce: no override relaxes this check, only "
			                        "the levels audit and skip do",
			                        "\"warn\"");
		statement->warns[i] = which == 1;
	}
	return result;
}

typedef enum tuf_result field_reader(struct tc_policy_reader *reader, const struct tuf_node *node,
                                     struct tc_statement *statement);

static field_reader *const field_readers[FIELD_COUNT] = {
	[FIELD_NAME] = read_name,
	[FIELD_SCOPES] = read_scopes,
	[FIELD_LEVEL] = read_level,
	[FIELD_OVERRIDE] = read_override,
	[FIELD_ROOTS] = tc_policy_read_roots,
	[FIELD_SIGNERS] = tc_policy_read_signers,
	[FIELD_REQUIRE] = tc_policy_read_require,
	[FIELD_FORBID] = tc_policy_read_forbid,
	[FIELD_MIN_REMAINING] = tc_policy_read_remaining,
	[FIELD_MIN_VERSION] = tc_policy_read_versions,
	[FIELD_ALGORITHMS] = tc_policy_read_algorithms,
	[FIELD_CERTIFICATES] = tc_policy_read_certificates,
};

static enum tuf_result read_statement(struct tc_policy_reader *reader, const struct tuf_node *node,
                                      struct tc_statement *statement)
{
	enum tuf_result result = tc_policy_expect_fields(reader, node, fields, REQUIRED_COUNT);
	for (size_t i = 0; result == TUF_OK && i < FIELD_COUNT; i++) {
		const struct tuf_node member = tuf_node_member(node, fields[i]);
		if (member.value)
			result = field_readers[i](reader, &member, statement);
	}
	struct tufcheck_problem place = {.line = 0};
	if (result == TUF_OK)
		result = tc_policy_reader_note(reader, node, TUF_LOCATE_VALUE, &place, "");
	if (result == TUF_OK)
		statement->record.line = place.line;
	return result;
}

/* ---- the document ---- */

static enum tuf_result read_statements(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       struct tufcheck_policy *policy)
{
	if (!json_is_array(node->value))
		return tc_policy_refuse_value(reader, node, "an array of statements");
	size_t count = json_array_size(node->value);
	if (count == 0)
		return tc_policy_refuse(reader, node, "at least one statement", "an empty array");
	if (count > TUF_MAX_POLICY_STATEMENTS)
		return tc_policy_refuse(reader, node, "at most 256 statements", "more");
	policy->statements =
		tuf_arena_take_array(reader->arena, count, sizeof(*policy->statements));
	if (!policy->statements)
		return TUF_NO_MEMORY;
	policy->statement_count = count;
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		result = read_statement(reader, &element, &policy->statements[i]);
	}
	if (result == TUF_OK)
		result = tc_policy_check_scopes(reader, node, policy);
	if (result == TUF_OK)
		result = tc_policy_lint(reader, node, policy);
	return result;
}

static enum tuf_result read_document(struct tc_policy_reader *reader, const json_t *document,
                                     struct tufcheck_policy *policy)
{
	static const char *const words[] = {"policyVersion", "statements", NULL};
	const struct tuf_node top = tuf_node_top(document);
	const struct tuf_node version = tuf_node_member(&top, words[0]);
	const struct tuf_node statements = tuf_node_member(&top, words[1]);
	/* what another version has in it is not this one's to say */
	if (version.value && !(json_is_integer(version.value) &&
	                       json_integer_value(version.value) == POLICY_VERSION))
		return tc_policy_refuse_value(reader, &version, "version 1");
	enum tuf_result result = tc_policy_expect_fields(reader, &top, words, 2);
	if (result != TUF_OK)
		return result;
	return read_statements(reader, &statements, policy);
}

static enum tuf_result parse(struct tc_policy_reader *reader, struct tufcheck_policy *policy)
{
	const struct tuf_reader json = tc_policy_reader_get_json(reader);
	json_t *document = NULL;
	enum tuf_result result = tuf_json_load(&json, reader->bytes, reader->length, &document);
	if (result == TUF_OK)
		result = read_document(reader, document, policy);
	json_decref(document);
	return result;
}

enum tuf_result tc_policy_parse(const void *bytes, size_t length, const char *folder,
                                struct tufcheck_problem *ret_problem,
                                struct tufcheck_policy **ret_policy)
{
	struct tufcheck_policy *policy = calloc(1, sizeof(*policy));
	if (!policy)
		return TUF_NO_MEMORY;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	struct tc_policy_reader reader = {.arena = &policy->arena,
	                                  .scratch = &scratch,
	                                  .folder = folder,
	                                  .bytes = bytes,
	                                  .length = length};
	enum tuf_result result = parse(&reader, policy);
	if (result == TUF_INVALID)
		tc_policy_reader_explain(&reader, ret_problem);
	tuf_arena_clear(&scratch);
	if (result == TUF_OK)
		*ret_policy = policy; /* transferred */
	else
		tufcheck_policy_free(policy);
	return result;
}

/* ---- the file ---- */

static enum tuf_result parse_file(const char *path, const struct tc_read *content,
                                  struct tufcheck_problem *ret_problem,
                                  struct tufcheck_policy **ret_policy)
{
	const char *slash = strrchr(path, '/');
	/* the root's slash is its name */
	size_t length = !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
	struct tuf_arena arena = TUF_ARENA_INIT;
	const char *folder = tuf_arena_copy_text(&arena, path, length);
	enum tuf_result result = TUF_NO_MEMORY;
	if (folder)
		result = tc_policy_parse(content->bytes, content->length, folder, ret_problem,
		                         ret_policy);
	tuf_arena_clear(&arena);
	return result;
}

enum tufcheck_result tufcheck_policy_read(const char *path, struct tufcheck_problem *ret_problem,
                                          struct tufcheck_policy **ret_policy)
{
	if (!path || !path[0] || !ret_policy)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_problem unwanted;
	if (!ret_problem)
		ret_problem = &unwanted;
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_openssl_init() != TUF_OK ||
	    tc_trustdir_read_file(path, TUF_MAX_POLICY_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status != TC_READ_OK)
		return tc_problem_set_unread(ret_problem, &content, TUF_MAX_POLICY_BYTES);
	enum tuf_result result = parse_file(path, &content, ret_problem, ret_policy);
	free(content.bytes);
	switch (result) {
	case TUF_OK:
		return TUFCHECK_OK;
	case TUF_INVALID:
		return TUFCHECK_INVALID;
	case TUF_NO_MEMORY:
		break;
	}
	return TUFCHECK_NO_MEMORY;
}
