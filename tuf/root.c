/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/root.h"

const char *tuf_top_role_name(enum tuf_top_role role)
{
	switch (role) {
	case TUF_TOP_ROOT:
		return "root";
	case TUF_TOP_TIMESTAMP:
		return "timestamp";
	case TUF_TOP_SNAPSHOT:
		return "snapshot";
	case TUF_TOP_TARGETS:
		return "targets";
	case TUF_TOP_COUNT:
		break;
	}
	return "";
}

/* Roles that are not top-level ones are allowed and not used; their types must be right all the same. */
static enum tuf_result check_role_types(const struct tuf_reader *reader,
                                        const struct tuf_node *roles)
{
	enum tuf_result result = tuf_node_expect_map(reader, roles);
	if (result != TUF_OK)
		return result;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)roles->value, name, value) {
		struct tuf_node node = tuf_node_member(roles, name);
		struct tuf_role unused;
		result = tuf_role_parse(reader, &node, name, &unused);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result parse_top_role(const struct tuf_reader *reader, const struct tuf_node *roles,
                                      enum tuf_top_role which, struct tuf_root *root)
{
	const char *name = tuf_top_role_name(which);
	struct tuf_node node = tuf_node_member(roles, name);
	if (!node.value)
		return tuf_node_refuse(reader, &node, TUF_FAULT_ROLE_UNDEFINED,
		                       "the keys and threshold of a top-level role", "nothing");
	enum tuf_result result = tuf_role_parse(reader, &node, name, &root->roles[which]);
	if (result != TUF_OK)
		return result;
	return tuf_role_validate(reader, &node, &root->roles[which], &root->keys);
}

enum tuf_result tuf_root_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                               struct tuf_root *ret_root)
{
	static const char *const fields[] = {
		"_type", "expires", "version", "keys", "roles", "consistent_snapshot", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_root root = {.consistent_snapshot = false};
	result = tuf_common_parse(reader, node, "Root", &root.common);
	if (result != TUF_OK)
		return result;
	struct tuf_node consistent = tuf_node_member(node, "consistent_snapshot");
	result = tuf_node_get_bool(reader, &consistent, &root.consistent_snapshot);
	if (result != TUF_OK)
		return result;
	struct tuf_node keys = tuf_node_member(node, "keys");
	result = tuf_key_list_parse(reader, &keys, &root.keys);
	if (result != TUF_OK)
		return result;
	struct tuf_node roles = tuf_node_member(node, "roles");
	result = check_role_types(reader, &roles);
	if (result != TUF_OK)
		return result;
	for (int which = 0; which < TUF_TOP_COUNT; which++) {
		result = parse_top_role(reader, &roles, (enum tuf_top_role)which, &root);
		if (result != TUF_OK)
			return result;
	}
	*ret_root = root;
	return TUF_OK;
}
