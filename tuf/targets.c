/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/targets.h"

#include "tuf/limits.h"

static enum tuf_result parse_delegation(const struct tuf_reader *reader, const struct tuf_node *node,
                                        const char *parent, const struct tuf_key_list *keys,
                                        struct tuf_role *ret_role)
{
	enum tuf_result result = tuf_role_parse_delegation(reader, node, ret_role);
	if (result != TUF_OK)
		return result;
	if (!tuf_role_name_is_child(parent, ret_role->name)) {
		struct tuf_node name = tuf_node_member(node, "name");
		const char *expected = tuf_arena_format(reader->arena, "%s/ and one name", parent);
		if (!expected)
			return TUF_NO_MEMORY;
		return tuf_node_refuse_value(reader, &name, TUF_FAULT_DELEGATION_NAME, expected);
	}
	return tuf_role_validate(reader, node, ret_role, keys);
}

static enum tuf_result parse_delegations(const struct tuf_reader *reader,
                                         const struct tuf_node *node, const char *parent,
                                         struct tuf_targets *targets)
{
	static const char *const fields[] = {"keys", "roles", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_node keys = tuf_node_member(node, "keys");
	result = tuf_key_list_parse(reader, &keys, &targets->keys);
	if (result != TUF_OK)
		return result;
	struct tuf_node roles = tuf_node_member(node, "roles");
	result = tuf_node_expect_array(reader, &roles);
	if (result == TUF_OK)
		result = tuf_node_expect_at_most(reader, &roles, TUF_MAX_DELEGATIONS, "delegations");
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(&roles);
	struct tuf_role *delegations =
		tuf_arena_take_array(reader->arena, count, sizeof(*delegations));
	if (!delegations)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		struct tuf_node element = tuf_node_element(&roles, i);
		result = parse_delegation(reader, &element, parent, &targets->keys, &delegations[i]);
		if (result != TUF_OK)
			return result;
	}
	targets->delegations = delegations;
	targets->delegation_count = count;
	return TUF_OK;
}

enum tuf_result tuf_targets_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                                  const char *role_name, struct tuf_targets *ret_targets)
{
	static const char *const fields[] = {"_type",   "expires",     "version",
	                                     "targets", "delegations", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_targets targets = {.delegation_count = 0};
	result = tuf_common_parse(reader, node, "Targets", &targets.common);
	if (result != TUF_OK)
		return result;
	struct tuf_node files = tuf_node_member(node, "targets");
	result = tuf_file_list_parse(reader, &files, &targets.files);
	if (result != TUF_OK)
		return result;
	struct tuf_node delegations = tuf_node_member(node, "delegations");
	result = parse_delegations(reader, &delegations, role_name, &targets);
	if (result != TUF_OK)
		return result;
	*ret_targets = targets;
	return TUF_OK;
}
