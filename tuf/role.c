/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/role.h"

#include <stdlib.h>
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

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort_once(const char **texts, size_t *count)
{
	qsort(texts, *count, sizeof(*texts), compare_texts);
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++)
		if (kept == 0 || strcmp(texts[i], texts[kept - 1]) != 0)
			texts[kept++] = texts[i];
	*count = kept;
}

/* At most limit of them; what: the word for them. */
static enum tuf_result get_texts(const struct tuf_reader *reader, const struct tuf_node *node,
                                 size_t limit, const char *what, const char ***ret_texts,
                                 size_t *ret_count)
{
	enum tuf_result result = tuf_node_expect_array(reader, node);
	if (result == TUF_OK)
		result = tuf_node_expect_at_most(reader, node, limit, what);
	if (result != TUF_OK)
		return result;
	return tuf_node_get_texts(reader, node, ret_texts, ret_count);
}

static enum tuf_result parse_signers(const struct tuf_reader *reader, const struct tuf_node *node,
                                     struct tuf_role *role)
{
	struct tuf_node key_ids = tuf_node_member(node, "keyids");
	enum tuf_result result = get_texts(reader, &key_ids, TUF_MAX_KEYS, "key IDs",
	                                   &role->key_ids, &role->key_id_count);
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
	result = get_texts(reader, &paths, TUF_MAX_PATHS, "paths", &role.paths, &role.path_count);
	if (result != TUF_OK)
		return result;
	*ret_role = role;
	return TUF_OK;
}

enum tuf_result tuf_role_validate(const struct tuf_reader *reader, const struct tuf_node *node,
                                  struct tuf_role *role, const struct tuf_key_list *keys)
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
	sort_once(role->key_ids, &role->key_id_count);
	return TUF_OK;
}

static bool has_prefix(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

enum tuf_result tuf_path_set_make(struct tuf_arena *arena, const char *const *paths, size_t count,
                                  struct tuf_path_set *ret_set)
{
	const char **prefixes = tuf_arena_take_array(arena, count, sizeof(*prefixes));
	if (!prefixes)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		prefixes[i] = paths[i];
	qsort(prefixes, count, sizeof(*prefixes), compare_texts);
	/* what begins with a prefix follows it directly, so the last one kept covers it */
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !has_prefix(prefixes[i], prefixes[kept - 1]))
			prefixes[kept++] = prefixes[i];
	*ret_set = (struct tuf_path_set){.prefixes = prefixes, .count = kept};
	return TUF_OK;
}

bool tuf_path_set_permits(const struct tuf_path_set *set, const char *name)
{
	/* only the last prefix that is not after name can be one of it */
	size_t low = 0, high = set->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(set->prefixes[middle], name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && has_prefix(name, set->prefixes[low - 1]);
}
