/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/role.h"

#include <string.h>

#include "tuf/limits.h"

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool tuf_role_name_is_delegation(const char *name)
{
	static const char prefix[] = "targets/";
	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0 || strlen(name) > TUF_MAX_ROLE_NAME)
		return false;
	bool element_is_empty = true;
	for (const char *c = name; *c; c++) {
		if (*c == '/' && element_is_empty)
			return false;
		if (*c != '/' && !is_name_character(*c))
			return false;
		element_is_empty = *c == '/';
	}
	return !element_is_empty;
}

bool tuf_role_name_is_child(const char *parent, const char *child)
{
	if (!tuf_role_name_is_delegation(child))
		return false;
	size_t length = strlen(parent);
	return strncmp(child, parent, length) == 0 && child[length] == '/' &&
	       strchr(child + length + 1, '/') == NULL;
}

static enum tuf_result parse_signers(const struct tuf_reader *reader, const struct tuf_node *node,
                                     struct tuf_role *role)
{
	struct tuf_node key_ids = tuf_node_member(node, "keyids");
	enum tuf_result result =
		tuf_node_get_texts(reader, &key_ids, &role->key_ids, &role->key_id_count);
	if (result != TUF_OK)
		return result;
	struct tuf_node threshold = tuf_node_member(node, "threshold");
	return tuf_node_get_integer(reader, &threshold, &role->threshold);
}

enum tuf_result tuf_role_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                               const char *name, struct tuf_role *ret_role)
{
	static const char *const fields[] = {"keyids", "threshold", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_role role = {.name = name};
	result = parse_signers(reader, node, &role);
	if (result != TUF_OK)
		return result;
	*ret_role = role;
	return TUF_OK;
}

enum tuf_result tuf_role_parse_delegation(const struct tuf_reader *reader,
                                          const struct tuf_node *node, struct tuf_role *ret_role)
{
	static const char *const fields[] = {"name", "keyids", "threshold", "paths", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_role role = {.name = NULL};
	struct tuf_node name = tuf_node_member(node, "name");
	result = tuf_node_get_text(reader, &name, &role.name);
	if (result != TUF_OK)
		return result;
	result = parse_signers(reader, node, &role);
	if (result != TUF_OK)
		return result;
	struct tuf_node paths = tuf_node_member(node, "paths");
	result = tuf_node_get_texts(reader, &paths, &role.paths, &role.path_count);
	if (result != TUF_OK)
		return result;
	*ret_role = role;
	return TUF_OK;
}

enum tuf_result tuf_role_validate(const struct tuf_reader *reader, const struct tuf_node *node,
                                  const struct tuf_role *role, const struct tuf_key_list *keys)
{
	if (role->threshold < 1) {
		struct tuf_node threshold = tuf_node_member(node, "threshold");
		return tuf_node_refuse_value(reader, &threshold, TUF_FAULT_THRESHOLD, "at least 1");
	}
	struct tuf_node key_ids = tuf_node_member(node, "keyids");
	for (size_t i = 0; i < role->key_id_count; i++) {
		if (tuf_key_list_find(keys, role->key_ids[i]))
			continue;
		struct tuf_node key_id = tuf_node_element(&key_ids, i);
		return tuf_node_refuse_value(reader, &key_id, TUF_FAULT_KEY_UNDEFINED,
		                             "the ID of a listed key");
	}
	return TUF_OK;
}

bool tuf_role_permits(const char *const *paths, size_t path_count, const char *name)
{
	for (size_t i = 0; i < path_count; i++)
		if (strncmp(name, paths[i], strlen(paths[i])) == 0)
			return true;
	return false;
}
