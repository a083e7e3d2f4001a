/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The half of policy_demands.h about who signs: pins, roots, signers, rules
 * and what is forbidden.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "tuf/role.h"
#include "verify/path.h"
#include "verify/policy_demands.h"
#include "verify/trustdir.h"

/* ---- pins ---- */

static const char *const pin_words[] = {"sha256:", "sha1:", "keyid:", "spki:", "ca:", NULL};

/* A kind that is none: what stands before the colon is held against those there are. */
static enum tuf_result refuse_kind(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   const char *text, bool allows_ca)
{
	static const char *const without_ca[] = {"sha256:", "sha1:", "keyid:", "spki:", NULL};
	const char *const *words = allows_ca ? pin_words : without_ca;
	const char *colon = strchr(text, ':');
	if (!colon)
		return tc_policy_refuse_word(reader, node, false, text, words, NULL);
	const char *word = tuf_arena_copy_text(reader->scratch, text, (size_t)(colon - text) + 1);
	return word ? tc_policy_refuse_word(reader, node, false, word, words, NULL) : TUF_NO_MEMORY;
}

static enum tuf_result refuse_file(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   const char *path, const char *actual)
{
	const char *found = tuf_arena_format(reader->scratch, "%s in %s", actual, path);
	return found ? tc_policy_refuse(reader, node, "a file of CA certificates", found)
	             : TUF_NO_MEMORY;
}

/* What stands where a file should, that was not read. */
static const char *describe_read(struct tuf_arena *arena, const struct tc_read *content)
{
	switch (content->status) {
	case TC_READ_MISSING:
		return "nothing";
	case TC_READ_NOT_REGULAR:
		return content->actual;
	case TC_READ_TOO_LARGE:
		return "more than 1 MiB";
	case TC_READ_UNREADABLE:
		return tuf_arena_format(arena, "one that cannot be read (%s)",
		                        strerrordesc_np(content->error));
	case TC_READ_INVALID:
	case TC_READ_OK:
	case TC_READ_CHANGED:
	case TC_READ_LINK_ESCAPES:
		break;
	}
	return "one that cannot be read";
}

static enum tuf_result read_ca(struct tc_policy_reader *reader, const struct tuf_node *node,
                               const char *file, struct tc_policy_pin *pin)
{
	const char *path =
		file[0] == '/' ? file : tc_path_join(reader->scratch, reader->folder, file);
	struct tc_read content = {.status = TC_READ_INVALID};
	if (!path || tc_trustdir_read_file(path, TUF_MAX_IDENTITY_BYTES, &content) != TUF_OK)
		return TUF_NO_MEMORY;
	if (content.status != TC_READ_OK) {
		const char *actual = describe_read(reader->scratch, &content);
		return actual ? refuse_file(reader, node, path, actual) : TUF_NO_MEMORY;
	}
	const char *problem;
	enum tuf_result result = tc_policy_ca_parse(reader->arena, content.bytes, content.length,
	                                            &pin->ca, &problem);
	free(content.bytes);
	return result == TUF_INVALID ? refuse_file(reader, node, path, problem) : result;
}

static enum tuf_result read_pin(struct tc_policy_reader *reader, const struct tuf_node *node,
                                bool allows_ca, struct tc_policy_pin *ret_pin)
{
	const char *text, *rest;
	enum tuf_result result = tc_policy_get_text(reader, node, TUF_MAX_PATH_DEPTH * 32, &text);
	if (result != TUF_OK)
		return result;
	enum tc_policy_pin_kind kind = tc_policy_pin_find_kind(text, &rest);
	if (kind == TC_PIN_KIND_NONE || (kind == TC_PIN_KIND_CA && !allows_ca))
		return refuse_kind(reader, node, text, allows_ca);
	if (kind == TC_PIN_KIND_CA) {
		*ret_pin = (struct tc_policy_pin){.kind = kind, .text = text};
		if (rest[0] == '\0')
			return tc_policy_refuse_value(reader, node, "the name of a file after ca:");
		return read_ca(reader, node, rest, ret_pin);
	}
	result = tc_policy_pin_parse(reader->arena, text, ret_pin);
	if (result != TUF_INVALID)
		return result;
	const char *expected =
		tuf_arena_format(reader->scratch, "%d hexadecimal digits after %.*s",
	                         kind == TC_PIN_KIND_SHA1 ? 40 : 64, (int)(rest - text), text);
	return expected ? tc_policy_refuse_value(reader, node, expected) : TUF_NO_MEMORY;
}

static enum tuf_result read_pins(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 bool allows_ca, struct tc_policy_pin_list *ret_pins)
{
	size_t count;
	enum tuf_result result = tc_policy_expect_texts(reader, node, &count);
	if (result != TUF_OK)
		return result;
	struct tc_policy_pin *pins = tuf_arena_take_array(reader->arena, count, sizeof(*pins));
	if (!pins)
		return TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		result = read_pin(reader, &element, allows_ca, &pins[i]);
	}
	if (result == TUF_OK)
		*ret_pins = (struct tc_policy_pin_list){.items = pins, .count = count};
	return result;
}

enum tuf_result tc_policy_read_roots(struct tc_policy_reader *reader, const struct tuf_node *node,
                                     struct tc_statement *statement)
{
	return read_pins(reader, node, true, &statement->roots);
}

/* ---- signers ---- */

/* The role of one who signs tags. */
static enum tuf_result read_role(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 const char **ret_role)
{
	const char *role;
	enum tuf_result result = tc_policy_get_text(reader, node, TUF_MAX_ROLE_NAME, &role);
	if (result != TUF_OK)
		return result;
	if (strcmp(role, "targets") != 0 && !tuf_role_name_is_delegation(role))
		return tc_policy_refuse_role(reader, node, false, role,
		                             "targets, or a delegation such as targets/releases");
	*ret_role = role;
	return TUF_OK;
}

static enum tuf_result read_signer(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   struct tc_policy_signer *signer)
{
	static const char *const fields[] = {"role", "keys", NULL};
	enum tuf_result result = tc_policy_expect_fields(reader, node, fields, 0);
	if (result != TUF_OK)
		return result;
	const struct tuf_node role = tuf_node_member(node, "role");
	const struct tuf_node keys = tuf_node_member(node, "keys");
	if (role.value)
		result = read_role(reader, &role, &signer->role);
	if (result == TUF_OK && keys.value)
		result = read_pins(reader, &keys, false, &signer->keys);
	return result;
}

enum tuf_result tc_policy_read_signers(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       struct tc_statement *statement)
{
	struct tc_policy_name_list names;
	enum tuf_result result = tc_policy_get_names(reader, node, &names);
	if (result != TUF_OK)
		return result;
	struct tc_policy_signer *signers =
		tuf_arena_take_array(reader->arena, names.count, sizeof(*signers));
	if (!signers)
		return TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < names.count; i++) {
		const struct tuf_node member = tuf_node_member(node, names.items[i]);
		signers[i].name = names.items[i];
		result = read_signer(reader, &member, &signers[i]);
	}
	if (result == TUF_OK)
		statement->signers =
			(struct tc_policy_signer_list){.items = signers, .count = names.count};
	return result;
}

/* ---- rules ---- */

static const char *const rule_fields[] = {"tags", "signers", "of", NULL};

static struct tc_policy_signer *find_signer(const struct tc_policy_signer_list *signers,
                                            const char *name)
{
	for (size_t i = 0; i < signers->count; i++)
		if (strcmp(signers->items[i].name, name) == 0)
			return &signers->items[i];
	return NULL;
}

static enum tuf_result refuse_signer(struct tc_policy_reader *reader, const struct tuf_node *node,
                                     const struct tc_policy_signer_list *signers)
{
	const size_t count = signers->count;
	const char **names = tuf_arena_take_array(reader->scratch, count + 1, sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		names[i] = signers->items[i].name;
	return tc_policy_refuse_word(reader, node, false, json_string_value(node->value), names,
	                             "the name of one of the statement's signers");
}

/* The signers that a rule names; all of the statement's where it names none. */
static enum tuf_result read_rule_signers(struct tc_policy_reader *reader,
                                         const struct tuf_node *rule, const struct tuf_node *node,
                                         const struct tc_policy_signer_list *known,
                                         struct tc_policy_rule *ret_rule)
{
	size_t count = known->count;
	if (node->value) {
		enum tuf_result result = tc_policy_expect_texts(reader, node, &count);
		if (result != TUF_OK)
			return result;
	}
	if (count == 0)
		return tc_policy_refuse(reader, rule, "signers that the statement names", "none");
	const struct tc_policy_signer **signers =
		tuf_arena_take_array(reader->arena, count, sizeof(*signers));
	if (!signers)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		struct tc_policy_signer *signer;
		if (!node->value) {
			signer = &known->items[i];
		} else {
			signer = find_signer(known, json_string_value(element.value));
			if (!signer)
				return refuse_signer(reader, &element, known);
		}
		signer->is_required = true;
		signers[i] = signer;
	}
	ret_rule->signers = signers;
	ret_rule->signer_count = count;
	return TUF_OK;
}

/* How many of the rule's signers it takes. */
static enum tuf_result read_of(struct tc_policy_reader *reader, const struct tuf_node *node,
                               struct tc_policy_rule *rule)
{
	static const char *const words[] = {"all", "any", NULL};
	static const char *const fields[] = {"atLeast", NULL};
	rule->needed = rule->signer_count;
	if (!node->value)
		return TUF_OK;
	if (!json_is_object(node->value) && !json_is_string(node->value))
		return tc_policy_refuse_value(reader, node, "all, any or an object");
	if (json_is_string(node->value)) {
		size_t which;
		enum tuf_result result = tc_policy_get_word(reader, node, words, &which);
		if (result == TUF_OK && which == 1)
			rule->needed = 1;
		return result;
	}
	enum tuf_result result = tc_policy_expect_fields(reader, node, fields, 1);
	if (result != TUF_OK)
		return result;
	const struct tuf_node least = tuf_node_member(node, fields[0]);
	int64_t needed;
	result = tc_policy_get_integer(reader, &least, 1, (int64_t)rule->signer_count, &needed);
	if (result == TUF_OK)
		rule->needed = (size_t)needed;
	return result;
}

static enum tuf_result read_rule(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 const struct tc_policy_signer_list *signers,
                                 struct tc_policy_rule *rule)
{
	enum tuf_result result = TUF_OK;
	/* {} is a rule: all signers for every tag */
	if (!json_is_object(node->value) || json_object_size(node->value) > 0)
		result = tc_policy_expect_fields(reader, node, rule_fields, 0);
	if (result != TUF_OK)
		return result;
	const struct tuf_node tags = tuf_node_member(node, "tags");
	const struct tuf_node names = tuf_node_member(node, "signers");
	const struct tuf_node of = tuf_node_member(node, "of");
	if (tags.value)
		result = tc_policy_read_patterns(reader, &tags, true, &rule->tags);
	if (result == TUF_OK)
		result = read_rule_signers(reader, node, &names, signers, rule);
	if (result == TUF_OK)
		result = read_of(reader, &of, rule);
	return result;
}

enum tuf_result tc_policy_read_require(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       struct tc_statement *statement)
{
	if (!json_is_array(node->value))
		return tc_policy_refuse_value(reader, node, "an array of rules");
	size_t count = json_array_size(node->value);
	if (count == 0)
		return tc_policy_refuse(reader, node, "at least one rule", "an empty array");
	if (count > TUF_MAX_POLICY_ENTRIES)
		return tc_policy_refuse(reader, node, "at most 1000 rules", "more");
	struct tc_policy_rule *rules = tuf_arena_take_array(reader->arena, count, sizeof(*rules));
	if (!rules)
		return TUF_NO_MEMORY;
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		result = read_rule(reader, &element, &statement->signers, &rules[i]);
	}
	if (result == TUF_OK)
		statement->rules = (struct tc_policy_rule_list){.items = rules, .count = count};
	return result;
}

/* ---- what is forbidden ---- */

static enum tuf_result read_roles(struct tc_policy_reader *reader, const struct tuf_node *node,
                                  struct tc_policy_name_list *ret_roles)
{
	size_t count;
	enum tuf_result result = tc_policy_expect_texts(reader, node, &count);
	if (result != TUF_OK)
		return result;
	const char **roles = tuf_arena_take_array(reader->arena, count, sizeof(*roles));
	if (!roles)
		return TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		result = read_role(reader, &element, &roles[i]);
	}
	if (result == TUF_OK)
		*ret_roles = (struct tc_policy_name_list){.items = roles, .count = count};
	return result;
}

enum tuf_result tc_policy_read_forbid(struct tc_policy_reader *reader, const struct tuf_node *node,
                                      struct tc_statement *statement)
{
	static const char *const fields[] = {"roles", "keys", NULL};
	enum tuf_result result = tc_policy_expect_fields(reader, node, fields, 0);
	if (result != TUF_OK)
		return result;
	const struct tuf_node roles = tuf_node_member(node, "roles");
	const struct tuf_node keys = tuf_node_member(node, "keys");
	if (roles.value)
		result = read_roles(reader, &roles, &statement->forbidden_roles);
	if (result == TUF_OK && keys.value)
		result = read_pins(reader, &keys, false, &statement->forbidden_keys);
	return result;
}
