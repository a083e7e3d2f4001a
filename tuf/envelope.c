/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/envelope.h"

#include <string.h>

#include "tuf/canonical.h"
#include "tuf/census.h"
#include "tuf/limits.h"

static const char *copy_lower_case(struct tuf_arena *arena, const char *text)
{
	char *copy = tuf_arena_copy_text(arena, text, strlen(text));
	if (!copy)
		return NULL;
	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static enum tuf_result parse_signature(const struct tuf_reader *reader, const struct tuf_node *node,
                                       struct tuf_signature *ret_signature)
{
	static const char *const fields[] = {"keyid", "method", "sig", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, false, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_signature signature = {.key_id = NULL};
	struct tuf_node key_id = tuf_node_member(node, "keyid");
	result = tuf_node_get_text(reader, &key_id, &signature.key_id);
	if (result != TUF_OK)
		return result;
	struct tuf_node method = tuf_node_member(node, "method");
	const char *method_text;
	result = tuf_node_get_text(reader, &method, &method_text);
	if (result != TUF_OK)
		return result;
	signature.method = copy_lower_case(reader->arena, method_text);
	if (!signature.method)
		return TUF_NO_MEMORY;
	struct tuf_node sig = tuf_node_member(node, "sig");
	result = tuf_node_get_base64(reader, &sig, &signature.bytes, &signature.length);
	if (result != TUF_OK)
		return result;
	*ret_signature = signature;
	return TUF_OK;
}

static enum tuf_result parse_signatures(const struct tuf_reader *reader,
                                        struct tuf_envelope *envelope)
{
	struct tuf_node array = tuf_node_member(&envelope->top, "signatures");
	enum tuf_result result = tuf_node_expect_array(reader, &array);
	if (result == TUF_OK)
		result = tuf_node_expect_at_most(reader, &array, TUF_MAX_SIGNATURES, "signatures");
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(&array);
	struct tuf_signature *signatures =
		tuf_arena_take_array(reader->arena, count, sizeof(*signatures));
	if (!signatures)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		struct tuf_node element = tuf_node_element(&array, i);
		result = parse_signature(reader, &element, &signatures[i]);
		if (result != TUF_OK)
			return result;
	}
	envelope->signatures = signatures;
	envelope->signature_count = count;
	return TUF_OK;
}

/* The canonical form of the signed part: it stands in the file itself, as Notary writes that. */
static enum tuf_result find_signed_bytes(const struct tuf_reader *reader, const char *bytes,
                                         size_t length, struct tuf_envelope *envelope)
{
	static const char start[] = "{\"signed\":";
	const size_t skip = sizeof(start) - 1;
	const json_t *value = envelope->signed_part.value;
	enum tuf_result result = TUF_INVALID;
	if (length > skip && memcmp(bytes, start, skip) == 0)
		result = tuf_canonical_match(reader->arena, value, bytes + skip, length - skip,
		                             &envelope->signed_length);
	if (result == TUF_INVALID)
		return tuf_canonical_write(reader->arena, value, length, &envelope->signed_bytes,
		                           &envelope->signed_length);
	if (result == TUF_OK)
		envelope->signed_bytes = bytes + skip;
	return result;
}

static enum tuf_result parse_signed(const struct tuf_reader *reader, const char *bytes,
                                    size_t length, struct tuf_envelope *envelope)
{
	envelope->signed_part = tuf_node_member(&envelope->top, "signed");
	if (!envelope->signed_part.value)
		return tuf_node_refuse(reader, &envelope->signed_part, TUF_FAULT_FIELD_MISSING,
		                       "an object", "nothing");
	enum tuf_result result = tuf_node_expect_map(reader, &envelope->signed_part);
	if (result != TUF_OK)
		return result;
	return find_signed_bytes(reader, bytes, length, envelope);
}

enum tuf_result tuf_envelope_parse(const struct tuf_reader *reader, const void *bytes,
                                   size_t length, struct tuf_envelope *ret_envelope)
{
	static const char *const fields[] = {"signed", "signatures", NULL};
	*ret_envelope = (struct tuf_envelope){.document = NULL};
	enum tuf_result result = tuf_census_check(reader, bytes, length);
	if (result != TUF_OK)
		return result;
	result = tuf_json_load(reader, bytes, length, &ret_envelope->document);
	if (result != TUF_OK)
		return result;
	ret_envelope->top = tuf_node_top(ret_envelope->document);
	result = tuf_node_expect_fields(reader, &ret_envelope->top, true, fields);
	if (result != TUF_OK)
		return result;
	result = parse_signed(reader, bytes, length, ret_envelope);
	if (result != TUF_OK)
		return result;
	return parse_signatures(reader, ret_envelope);
}

void tuf_envelope_drop_document(struct tuf_envelope *envelope)
{
	json_decref(envelope->document);
	envelope->document = NULL;
	envelope->top = envelope->signed_part = (struct tuf_node){.value = NULL};
}

void tuf_envelope_clear(struct tuf_envelope *envelope)
{
	if (!envelope)
		return;
	json_decref(envelope->document);
	*envelope = (struct tuf_envelope){.document = NULL};
}
