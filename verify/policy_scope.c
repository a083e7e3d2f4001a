/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_scope.h"

#include <stdlib.h>
#include <string.h>

/* One scope of one statement. */
struct entry {
	const struct tc_policy_pattern *scope;
	size_t statement;
	size_t index;
	const struct entry *covering; /* the next less specific one; NULL: none */
};

/* What is wrong with an entry, the first in the file of all that have something wrong. */
struct fault {
	const struct entry *entry;
	const struct entry *other;
};

static bool is_before(const struct entry *left, const struct entry *right)
{
	if (left->statement != right->statement)
		return left->statement < right->statement;
	return left->index < right->index;
}

/* By what they begin with, a prefix before the name alone, then in the file's order. */
static int compare(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;
	size_t shorter = a->scope->length < b->scope->length ? a->scope->length : b->scope->length;
	int order = memcmp(a->scope->text, b->scope->text, shorter);
	if (order != 0)
		return order;
	if (a->scope->length != b->scope->length)
		return a->scope->length < b->scope->length ? -1 : 1;
	if (a->scope->is_prefix != b->scope->is_prefix)
		return a->scope->is_prefix ? -1 : 1;
	return is_before(a, b) ? -1 : 1;
}

static bool is_same(const struct entry *left, const struct entry *right)
{
	return strcmp(left->scope->text, right->scope->text) == 0;
}

/* Sorted, all that begin with a prefix stand behind it, one group after the other. */
static void find_covering(struct entry *entries, size_t count)
{
	const struct entry *open = NULL;
	for (size_t i = 0; i < count; i++) {
		while (open && !tc_policy_pattern_matches(open->scope, entries[i].scope->text))
			open = open->covering;
		entries[i].covering = open;
		if (entries[i].scope->is_prefix)
			open = &entries[i];
	}
}

static void keep_first(struct fault *fault, const struct entry *entry, const struct entry *other)
{
	if (!fault->entry || is_before(entry, fault->entry))
		*fault = (struct fault){.entry = entry, .other = other};
}

static enum tuf_result refuse(struct tc_policy_reader *reader, const struct tuf_node *statements,
                              const struct tufcheck_policy *policy, const struct fault *fault)
{
	const struct tuf_node statement = tuf_node_element(statements, fault->entry->statement);
	const struct tuf_node scopes = tuf_node_member(&statement, "scopes");
	const struct tuf_node scope = tuf_node_element(&scopes, fault->entry->index);
	const char *owner = policy->statements[fault->other->statement].record.name;
	bool is_repeated = is_same(fault->entry, fault->other);
	const char *actual =
		is_repeated
			? tuf_arena_format(reader->scratch, "\"%s\" again, after statement \"%s\"",
	                                   fault->entry->scope->text, owner)
			: tuf_arena_format(reader->scratch,
	                                   "\"%s\", whose repositories \"%s\" of the same "
	                                   "statement covers",
	                                   fault->entry->scope->text, fault->other->scope->text);
	if (!actual)
		return TUF_NO_MEMORY;
	return tc_policy_refuse(reader, &scope,
	                        is_repeated ? "each scope once in the policy"
	                                    : "only scopes that decide something",
	                        actual);
}

static enum tuf_result check_entries(struct tc_policy_reader *reader,
                                     const struct tuf_node *statements,
                                     const struct tufcheck_policy *policy, struct entry *entries,
                                     size_t count)
{
	struct fault fault = {.entry = NULL};
	qsort(entries, count, sizeof(*entries), compare);
	for (size_t i = 1; i < count; i++)
		if (is_same(&entries[i - 1], &entries[i]))
			keep_first(&fault, &entries[i], &entries[i - 1]);
	if (fault.entry)
		return refuse(reader, statements, policy, &fault);
	find_covering(entries, count);
	for (size_t i = 0; i < count; i++)
		if (entries[i].covering && entries[i].covering->statement == entries[i].statement)
			keep_first(&fault, &entries[i], entries[i].covering);
	return fault.entry ? refuse(reader, statements, policy, &fault) : TUF_OK;
}

static enum tuf_result check_names(struct tc_policy_reader *reader,
                                   const struct tuf_node *statements,
                                   const struct tufcheck_policy *policy)
{
	for (size_t i = 1; i < policy->statement_count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(policy->statements[i].record.name,
			           policy->statements[j].record.name) != 0)
				continue;
			const struct tuf_node statement = tuf_node_element(statements, i);
			const struct tuf_node name = tuf_node_member(&statement, "name");
			return tc_policy_refuse_value(reader, &name,
			                              "a name that no other statement has");
		}
	}
	return TUF_OK;
}

enum tuf_result tc_policy_check_scopes(struct tc_policy_reader *reader,
                                       const struct tuf_node *statements,
                                       const struct tufcheck_policy *policy)
{
	enum tuf_result result = check_names(reader, statements, policy);
	if (result != TUF_OK)
		return result;
	size_t room = 0, count = 0;
	for (size_t i = 0; i < policy->statement_count; i++)
		room += policy->statements[i].scopes.count;
	struct entry *entries = tuf_arena_take_array(reader->scratch, room, sizeof(*entries));
	if (!entries)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < policy->statement_count; i++)
		for (size_t j = 0; j < policy->statements[i].scopes.count; j++)
			entries[count++] =
				(struct entry){.scope = &policy->statements[i].scopes.items[j],
			                       .statement = i,
			                       .index = j};
	return check_entries(reader, statements, policy, entries, count);
}
