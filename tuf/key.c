/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/key.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/canonical.h"
#include "tuf/codec.h"
#include "tuf/digest.h"
#include "tuf/limits.h"

static enum tuf_key_type type_from_name(const char *name)
{
	static const struct {
		const char *name;
		enum tuf_key_type type;
	} types[] = {
		{"ecdsa", TUF_KEY_ECDSA},       {"ecdsa-x509", TUF_KEY_ECDSA_X509},
		{"rsa", TUF_KEY_RSA},           {"rsa-x509", TUF_KEY_RSA_X509},
		{"ed25519", TUF_KEY_ED25519},
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].type;
	return TUF_KEY_UNKNOWN;
}

/*
 * The form of a key of a known type, whose name has nothing to escape; neither
 * has base64. public_text NULL: absent.
 */
static const char *format_known(struct tuf_arena *arena, const char *type_name,
                                const char *public_text)
{
	const char *quote = public_text ? "\"" : "";
	const char *const parts[] = {"{\"keytype\":\"",
	                             type_name,
	                             "\",\"keyval\":{\"private\":null,\"public\":",
	                             quote,
	                             public_text ? public_text : "null",
	                             quote,
	                             "}}"};
	const size_t count = sizeof(parts) / sizeof(parts[0]);
	size_t lengths[sizeof(parts) / sizeof(parts[0])], length = 0;
	for (size_t i = 0; i < count; i++)
		length += lengths[i] = strlen(parts[i]);
	/* not by formatting, which looks at each byte twice */
	char *form = tuf_arena_take(arena, length + 1);
	char *at = form;
	for (size_t i = 0; form && i < count; at += lengths[i++])
		memcpy(at, parts[i], lengths[i]);
	return form;
}

static enum tuf_result write_unknown(struct tuf_arena *arena, const char *type_name,
                                     const char *public_text, const char **ret_form)
{
	json_t *key = json_pack("{s:s, s:{s:n, s:s?}}", "keytype", type_name, "keyval", "private",
	                        "public", public_text);
	if (!key)
		return TUF_NO_MEMORY;
	size_t length;
	enum tuf_result result = tuf_canonical_write(arena, key, 0, ret_form, &length);
	json_decref(key);
	return result;
}

/* public_text: the public part in base64, which has one spelling; NULL: absent. */
static enum tuf_result compute_id(struct tuf_arena *arena, const char *type_name,
                                  const char *public_text, const char **ret_id)
{
	const char *form = NULL;
	enum tuf_result result = TUF_OK;
	if (type_from_name(type_name) != TUF_KEY_UNKNOWN)
		form = format_known(arena, type_name, public_text);
	else
		result = write_unknown(arena, type_name, public_text, &form);
	if (result != TUF_OK || !form)
		return TUF_NO_MEMORY;
	const char *id = tuf_digest_format(arena, TUF_DIGEST_SHA256, form, strlen(form));
	if (!id)
		return TUF_NO_MEMORY;
	*ret_id = id;
	return TUF_OK;
}

enum tuf_result tuf_key_compute_id(struct tuf_arena *arena, const char *type_name,
                                   const unsigned char *bytes, size_t length, const char **ret_id)
{
	const char *public_text = bytes ? tuf_base64_encode(arena, bytes, length) : NULL;
	if (bytes && !public_text)
		return TUF_NO_MEMORY;
	return compute_id(arena, type_name, public_text, ret_id);
}

/* The public part; a private part must only be of the right type: it enters nothing. */
static enum tuf_result parse_value(const struct tuf_reader *reader, const struct tuf_node *node,
                                   struct tuf_key *key, const char **ret_public_text)
{
	static const char *const fields[] = {"public", "private", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	const unsigned char *unused;
	size_t unused_length;
	struct tuf_node private_part = tuf_node_member(node, "private");
	result = tuf_node_get_base64(reader, &private_part, &unused, &unused_length);
	if (result != TUF_OK)
		return result;
	struct tuf_node public_part = tuf_node_member(node, "public");
	result = tuf_node_get_base64(reader, &public_part, &key->public_bytes, &key->public_length);
	if (result == TUF_OK)
		*ret_public_text = json_string_value(public_part.value);
	return result;
}

static enum tuf_result parse_key(const struct tuf_reader *reader, const struct tuf_node *node,
                                 struct tuf_key *ret_key)
{
	static const char *const fields[] = {"keytype", "keyval", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_key key = {.listed_id = NULL};
	result = tuf_node_get_name(reader, node, &key.listed_id);
	if (result != TUF_OK)
		return result;
	struct tuf_node type = tuf_node_member(node, "keytype");
	result = tuf_node_get_text(reader, &type, &key.type_name);
	if (result != TUF_OK)
		return result;
	key.type = type_from_name(key.type_name);
	struct tuf_node value = tuf_node_member(node, "keyval");
	const char *public_text = NULL;
	result = parse_value(reader, &value, &key, &public_text);
	if (result != TUF_OK)
		return result;
	result = compute_id(reader->arena, key.type_name, public_text, &key.id);
	if (result != TUF_OK)
		return result;
	*ret_key = key;
	return TUF_OK;
}

static int compare_keys(const void *left, const void *right)
{
	return strcmp(((const struct tuf_key *)left)->listed_id,
	              ((const struct tuf_key *)right)->listed_id);
}

enum tuf_result tuf_key_list_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                                   struct tuf_key_list *ret_keys)
{
	enum tuf_result result = tuf_node_expect_map(reader, node);
	if (result == TUF_OK)
		result = tuf_node_expect_at_most(reader, node, TUF_MAX_KEYS, "keys");
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(node);
	struct tuf_key *keys = tuf_arena_take_array(reader->arena, count, sizeof(*keys));
	if (!keys)
		return TUF_NO_MEMORY;
	size_t n = 0;
	const char *id;
	json_t *value;
	json_object_foreach((json_t *)node->value, id, value) {
		struct tuf_node member = tuf_node_child(node, id, value);
		result = parse_key(reader, &member, &keys[n++]);
		if (result != TUF_OK)
			return result;
	}
	qsort(keys, count, sizeof(*keys), compare_keys);
	*ret_keys = (struct tuf_key_list){.items = keys, .count = count};
	return TUF_OK;
}

const struct tuf_key *tuf_key_list_find(const struct tuf_key_list *keys, const char *listed_id)
{
	struct tuf_key wanted = {.listed_id = listed_id};
	if (keys->count == 0)
		return NULL;
	return bsearch(&wanted, keys->items, keys->count, sizeof(wanted), compare_keys);
}
