/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/metadata.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"

static enum tuf_result parse_expires(const struct tuf_reader *reader, const struct tuf_node *signed_part,
                                     struct tuf_common *common)
{
	struct tuf_node node = tuf_node_member(signed_part, "expires");
	if (!node.value)
		return TUF_OK;
	const char *text;
	enum tuf_result result = tuf_node_get_text(reader, &node, &text);
	if (result != TUF_OK)
		return result;
	if (!tuf_time_parse(text, strlen(text), &common->expires))
		return tuf_node_refuse_value(reader, &node, TUF_FAULT_EXPIRES_FORMAT,
		                             "an RFC 3339 date and time");
	common->has_expires = true;
	return TUF_OK;
}

enum tuf_result tuf_common_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                                 const char *type, struct tuf_common *ret_common)
{
	struct tuf_common common = {.version = 0};
	struct tuf_node type_node = tuf_node_member(node, "_type");
	const char *actual_type;
	enum tuf_result result = tuf_node_get_text(reader, &type_node, &actual_type);
	if (result != TUF_OK)
		return result;
	if (strcmp(actual_type, type) != 0)
		return tuf_node_refuse_value(reader, &type_node, TUF_FAULT_ROLE_TYPE, type);
	struct tuf_node version = tuf_node_member(node, "version");
	result = tuf_node_get_integer(reader, &version, &common.version);
	if (result != TUF_OK)
		return result;
	if (common.version < 1)
		return tuf_node_refuse_value(reader, &version, TUF_FAULT_VERSION, "at least 1");
	result = parse_expires(reader, node, &common);
	if (result != TUF_OK)
		return result;
	*ret_common = common;
	return TUF_OK;
}

static enum tuf_result parse_hash(const struct tuf_reader *reader, const struct tuf_node *node,
                                  struct tuf_file_meta *meta)
{
	/* a hash that is null is listed all the same, and no file matches it */
	struct tuf_hash hash = {.is_listed = true};
	enum tuf_result result = tuf_node_get_base64(reader, node, &hash.bytes, &hash.length);
	if (result != TUF_OK)
		return result;
	if (strcmp(node->name, "sha256") == 0)
		meta->sha256 = hash;
	if (strcmp(node->name, "sha512") == 0)
		meta->sha512 = hash;
	return TUF_OK;
}

static enum tuf_result parse_hashes(const struct tuf_reader *reader, const struct tuf_node *node,
                                    struct tuf_file_meta *meta)
{
	enum tuf_result result = tuf_node_expect_map(reader, node);
	if (result == TUF_OK)
		result = tuf_node_expect_at_most(reader, node, TUF_MAX_HASHES, "hashes");
	if (result != TUF_OK)
		return result;
	meta->hash_count = tuf_node_count(node);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value) {
		const struct tuf_node hash = tuf_node_child(node, name, value);
		result = parse_hash(reader, &hash, meta);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result parse_file(const struct tuf_reader *reader, const struct tuf_node *node,
                                  struct tuf_file_meta *ret_meta)
{
	static const char *const fields[] = {"length", "hashes", "custom", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_file_meta meta = {.name = NULL};
	result = tuf_node_get_name(reader, node, &meta.name);
	if (result != TUF_OK)
		return result;
	struct tuf_node length = tuf_node_member(node, "length");
	result = tuf_node_get_integer(reader, &length, &meta.length);
	if (result != TUF_OK)
		return result;
	struct tuf_node hashes = tuf_node_member(node, "hashes");
	result = parse_hashes(reader, &hashes, &meta);
	if (result != TUF_OK)
		return result;
	*ret_meta = meta;
	return TUF_OK;
}

static int compare_files(const void *left, const void *right)
{
	return strcmp(((const struct tuf_file_meta *)left)->name,
	              ((const struct tuf_file_meta *)right)->name);
}

/* As in every file of the canonical form, for names come as they stand there. */
static bool is_sorted(const struct tuf_file_meta *files, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_files(&files[i - 1], &files[i]) > 0)
			return false;
	return true;
}

enum tuf_result tuf_file_list_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                                    struct tuf_file_list *ret_files)
{
	enum tuf_result result = tuf_node_expect_map(reader, node);
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(node);
	struct tuf_file_meta *files = tuf_arena_take_array(reader->arena, count, sizeof(*files));
	if (!files)
		return TUF_NO_MEMORY;
	size_t n = 0;
	json_t *object = (json_t *)node->value;
	for (void *at = json_object_iter(object), *next; at; at = next) {
		const char *name = json_object_iter_key(at);
		struct tuf_node member = tuf_node_child(node, name, json_object_iter_value(at));
		result = parse_file(reader, &member, &files[n++]);
		if (result != TUF_OK)
			return result;
		next = json_object_iter_next(object, at);
		/* as long as it is at hand: there may be very many */
		if (reader->keeps_texts)
			(void)json_object_del(object, name);
	}
	if (!is_sorted(files, count))
		qsort(files, count, sizeof(*files), compare_files);
	*ret_files = (struct tuf_file_list){.items = files, .count = count};
	return TUF_OK;
}

const struct tuf_file_meta *tuf_file_list_find(const struct tuf_file_list *files, const char *name)
{
	struct tuf_file_meta wanted = {.name = name};
	if (files->count == 0)
		return NULL;
	return bsearch(&wanted, files->items, files->count, sizeof(wanted), compare_files);
}

static enum tuf_result require_size(const struct tuf_reader *reader, const struct tuf_node *hashes,
                                    const char *name, const struct tuf_hash *hash,
                                    enum tuf_digest_algorithm algorithm)
{
	size_t size = tuf_digest_size(algorithm);
	if (!hash->is_listed || hash->length == size)
		return TUF_OK;
	const char *expected = tuf_arena_format(reader->arena, "%zu bytes", size);
	const char *actual = tuf_arena_format(reader->arena, "%zu bytes", hash->length);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	struct tuf_node node = tuf_node_member(hashes, name);
	return tuf_node_refuse(reader, &node, TUF_FAULT_HASH_SIZE, expected, actual);
}

enum tuf_result tuf_file_list_require_hashes(const struct tuf_reader *reader,
                                             const struct tuf_node *map,
                                             const struct tuf_file_list *files, const char *name)
{
	struct tuf_node entry = tuf_node_member(map, name);
	struct tuf_node hashes = tuf_node_member(&entry, "hashes");
	const struct tuf_file_meta *file = tuf_file_list_find(files, name);
	if (!file || !file->sha256.is_listed) {
		struct tuf_node sha256 = tuf_node_member(&hashes, "sha256");
		return tuf_node_refuse(reader, &sha256, TUF_FAULT_HASH_MISSING, "a sha256", "none");
	}
	enum tuf_result result =
		require_size(reader, &hashes, "sha256", &file->sha256, TUF_DIGEST_SHA256);
	if (result != TUF_OK)
		return result;
	return require_size(reader, &hashes, "sha512", &file->sha512, TUF_DIGEST_SHA512);
}

bool tuf_file_meta_is_known(const struct tuf_file_meta *meta)
{
	return meta && (meta->hash_count > 0 || meta->length != 0);
}
