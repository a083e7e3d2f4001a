/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/json.h"

#include <math.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/limits.h"
#include "tuf/spelling.h"

/* Bytes of a refused value that a message quotes. */
#define QUOTE_BYTES ((size_t)96)

/* Only the beginning of jansson's texts is its own: what follows may quote the document. */
static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static enum tuf_fault_kind kind_of_parse_error(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_invalid_utf8:
		return TUF_FAULT_JSON_ENCODING;
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return TUF_FAULT_JSON_NUL;
	case json_error_duplicate_key:
		return TUF_FAULT_JSON_DUPLICATE_NAME;
	case json_error_end_of_input_expected:
		return TUF_FAULT_JSON_TRAILING_BYTES;
	case json_error_premature_end_of_input:
		return TUF_FAULT_JSON_TRUNCATED;
	case json_error_stack_overflow:
		return TUF_FAULT_JSON_TOO_DEEP;
	case json_error_numeric_overflow:
		return TUF_FAULT_JSON_NUMBER;
	case json_error_invalid_syntax:
		/* jansson reports an escaped lone surrogate as a syntax error */
		return starts_with(error->text, "invalid Unicode") ? TUF_FAULT_JSON_ENCODING
		                                                   : TUF_FAULT_JSON_SYNTAX;
	case json_error_unknown:
	case json_error_out_of_memory:
	case json_error_cannot_open_file:
	case json_error_invalid_argument:
	case json_error_invalid_format:
	case json_error_wrong_type:
	case json_error_null_value:
	case json_error_item_not_found:
	case json_error_index_out_of_range:
		break;
	}
	return TUF_FAULT_JSON_SYNTAX;
}

static const char *expectation_of(enum tuf_fault_kind kind)
{
	switch (kind) {
	case TUF_FAULT_JSON_ENCODING:
		return "UTF-8 without lone surrogates";
	case TUF_FAULT_JSON_NUL:
		return "no NUL characters";
	case TUF_FAULT_JSON_DUPLICATE_NAME:
		return "each name once in an object";
	case TUF_FAULT_JSON_TRAILING_BYTES:
		return "nothing after the document";
	case TUF_FAULT_JSON_TRUNCATED:
		return "a whole JSON document";
	case TUF_FAULT_JSON_TOO_DEEP:
		return "at most 64 levels of nesting";
	case TUF_FAULT_JSON_NUMBER:
		return "whole numbers within 9007199254740991";
	default:
		return "a JSON document";
	}
}

/*
 * jansson does not say that memory was short: it leaves the error without text,
 * and then without a code too, or refuses the string it could not copy just
 * where it wants a string.
 */
static bool is_out_of_memory(const json_error_t *error, const char *bytes)
{
	if (error->text[0] == '\0')
		return true;
	bool is_after_string = error->position > 0 && bytes[error->position - 1] == '"';
	return is_after_string && (starts_with(error->text, "invalid token") ||
	                           starts_with(error->text, "string or '}' expected"));
}

static enum tuf_result refuse_parse(const struct tuf_reader *reader, const json_error_t *error)
{
	const char *actual = tuf_arena_format(reader->arena, "line %d, column %d: %s", error->line,
	                                      error->column, error->text);
	if (!actual)
		return TUF_NO_MEMORY;
	enum tuf_fault_kind kind = kind_of_parse_error(error);
	*reader->fault = (struct tuf_fault){.kind = kind,
	                                    .pointer = "",
	                                    .expected = expectation_of(kind),
	                                    .actual = actual};
	if (reader->position)
		*reader->position = (struct tuf_position){
			.line = (size_t)(error->line > 0 ? error->line : 1),
			.column = (size_t)(error->column > 0 ? error->column : 1)};
	return TUF_INVALID;
}

static bool number_has_canonical_form(const json_t *value)
{
	if (json_is_integer(value)) {
		json_int_t integer = json_integer_value(value);
		return integer >= -TUF_MAX_INTEGER && integer <= TUF_MAX_INTEGER;
	}
	double real = json_real_value(value);
	return floor(real) == real && fabs(real) <= (double)TUF_MAX_INTEGER;
}

static enum tuf_result check_bounds(const struct tuf_reader *reader, const struct tuf_node *node,
                                    unsigned depth);

static enum tuf_result check_members(const struct tuf_reader *reader, const struct tuf_node *node,
                                     unsigned depth)
{
	const char *name;
	json_t *value;
	/* jansson's iterators want a mutable object; nothing is changed */
	json_object_foreach((json_t *)node->value, name, value) {
		if (json_is_string(value))
			continue;
		struct tuf_node child = {.value = value, .parent = node, .name = name};
		enum tuf_result result = check_bounds(reader, &child, depth);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result check_elements(const struct tuf_reader *reader, const struct tuf_node *node,
                                      unsigned depth)
{
	for (size_t i = 0; i < json_array_size(node->value); i++) {
		struct tuf_node child = {
			.value = json_array_get(node->value, i), .parent = node, .index = i};
		enum tuf_result result = check_bounds(reader, &child, depth);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* depth: arrays and objects around node. */
static enum tuf_result check_bounds(const struct tuf_reader *reader, const struct tuf_node *node,
                                    unsigned depth)
{
	if (json_is_number(node->value) && !number_has_canonical_form(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_JSON_NUMBER,
		                             expectation_of(TUF_FAULT_JSON_NUMBER));
	bool nests = json_is_object(node->value) || json_is_array(node->value);
	if (!nests)
		return TUF_OK;
	if (depth == TUF_MAX_JSON_DEPTH)
		return tuf_node_refuse(reader, node, TUF_FAULT_JSON_TOO_DEEP,
		                       expectation_of(TUF_FAULT_JSON_TOO_DEEP), "more");
	if (json_is_object(node->value))
		return check_members(reader, node, depth + 1);
	return check_elements(reader, node, depth + 1);
}

static enum tuf_result load(const struct tuf_reader *reader, const void *bytes, size_t length,
                            json_t **ret_document)
{
	json_error_t error;
	json_t *document = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (!document)
		return is_out_of_memory(&error, bytes) ? TUF_NO_MEMORY : refuse_parse(reader, &error);
	struct tuf_node top = tuf_node_top(document);
	enum tuf_result result = check_bounds(reader, &top, 0);
	if (result == TUF_OK && !json_is_object(document))
		result = tuf_node_refuse_value(reader, &top, TUF_FAULT_FIELD_TYPE, "an object");
	if (result != TUF_OK) {
		json_decref(document);
		return result;
	}
	*ret_document = document;
	return TUF_OK;
}

enum tuf_result tuf_json_load(const struct tuf_reader *reader, const void *bytes, size_t length,
                              json_t **ret_document)
{
	if (length == 0) {
		*reader->fault = (struct tuf_fault){.kind = TUF_FAULT_FILE_EMPTY,
		                                    .pointer = "",
		                                    .expected = "a JSON document",
		                                    .actual = "0 bytes"};
		return TUF_INVALID;
	}
	enum tuf_result result = tuf_spelling_check(reader, bytes, length);
	if (result != TUF_OK)
		return result;
	return load(reader, bytes, length, ret_document);
}

struct tuf_node tuf_node_top(const json_t *document)
{
	return (struct tuf_node){.value = document};
}

static const json_t *null_is_absent(const json_t *value)
{
	return json_is_null(value) ? NULL : value;
}

struct tuf_node tuf_node_member(const struct tuf_node *object, const char *name)
{
	return (struct tuf_node){.value = null_is_absent(json_object_get(object->value, name)),
	                         .parent = object,
	                         .name = name};
}

struct tuf_node tuf_node_child(const struct tuf_node *object, const char *name, const json_t *value)
{
	return (struct tuf_node){.value = null_is_absent(value), .parent = object, .name = name};
}

struct tuf_node tuf_node_element(const struct tuf_node *array, size_t index)
{
	return (struct tuf_node){.value = null_is_absent(json_array_get(array->value, index)),
	                         .parent = array,
	                         .index = index};
}

size_t tuf_node_count(const struct tuf_node *node)
{
	return json_is_object(node->value) ? json_object_size(node->value)
	                                   : json_array_size(node->value);
}

static unsigned char lower(char letter)
{
	unsigned char byte = (unsigned char)letter;
	return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

/* Bytes that the reference's case folding takes from text for one ASCII letter; 0 when it is no match. */
static size_t fold_matches(const char *text, char letter)
{
	unsigned char wanted = lower(letter);
	if (lower(text[0]) == wanted)
		return 1;
	/* U+212A KELVIN SIGN folds to k, U+017F LATIN SMALL LETTER LONG S to s */
	if (wanted == 'k' && strncmp(text, "\xe2\x84\xaa", 3) == 0)
		return 3;
	if (wanted == 's' && strncmp(text, "\xc5\xbf", 2) == 0)
		return 2;
	return 0;
}

static bool equal_when_folded(const char *text, const char *field)
{
	for (; *field; field++) {
		size_t taken = fold_matches(text, *field);
		if (taken == 0)
			return false;
		text += taken;
	}
	return *text == '\0';
}

static enum tuf_result check_field_case(const struct tuf_reader *reader, const struct tuf_node *node,
                                        const char *name, const char *const *fields)
{
	for (const char *const *field = fields; *field; field++)
		if (strcmp(name, *field) == 0)
			return TUF_OK;
	for (const char *const *field = fields; *field; field++) {
		if (!equal_when_folded(name, *field))
			continue;
		/* the name is the document's, which a fault outlives */
		const char *actual = tuf_arena_copy_text(reader->arena, name, strlen(name));
		return actual ? tuf_node_refuse(reader, node, TUF_FAULT_FIELD_CASE, *field, actual)
			      : TUF_NO_MEMORY;
	}
	return TUF_OK;
}

enum tuf_result tuf_node_expect_fields(const struct tuf_reader *reader, const struct tuf_node *node,
                                       bool required, const char *const *fields)
{
	if (!node->value && required)
		return tuf_node_refuse(reader, node, TUF_FAULT_FIELD_MISSING, "an object", "nothing");
	enum tuf_result result = tuf_node_expect_map(reader, node);
	if (result != TUF_OK || !node->value)
		return result;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value) {
		struct tuf_node child = {.value = value, .parent = node, .name = name};
		result = check_field_case(reader, &child, name, fields);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

enum tuf_result tuf_node_expect_map(const struct tuf_reader *reader, const struct tuf_node *node)
{
	if (node->value && !json_is_object(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "an object");
	return TUF_OK;
}

enum tuf_result tuf_node_expect_array(const struct tuf_reader *reader, const struct tuf_node *node)
{
	if (node->value && !json_is_array(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "an array");
	return TUF_OK;
}

enum tuf_result tuf_node_expect_at_most(const struct tuf_reader *reader, const struct tuf_node *node,
                                        size_t limit, const char *what)
{
	size_t count = tuf_node_count(node);
	if (count <= limit)
		return TUF_OK;
	const char *expected = tuf_arena_format(reader->arena, "at most %zu %s", limit, what);
	const char *actual = tuf_arena_format(reader->arena, "%zu", count);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	return tuf_node_refuse(reader, node, TUF_FAULT_TOO_MANY, expected, actual);
}

static enum tuf_result keep_text(const struct tuf_reader *reader, const char *text, size_t length,
                                 const char **ret_text)
{
	const char *kept =
		reader->keeps_texts ? tuf_arena_copy_text(reader->arena, text, length) : text;
	if (!kept)
		return TUF_NO_MEMORY;
	*ret_text = kept;
	return TUF_OK;
}

enum tuf_result tuf_node_get_name(const struct tuf_reader *reader, const struct tuf_node *node,
                                  const char **ret_name)
{
	return keep_text(reader, node->name, strlen(node->name), ret_name);
}

enum tuf_result tuf_node_get_text(const struct tuf_reader *reader, const struct tuf_node *node,
                                  const char **ret_text)
{
	if (node->value && !json_is_string(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "a string");
	if (node->value)
		return keep_text(reader, json_string_value(node->value),
		                 json_string_length(node->value), ret_text);
	*ret_text = "";
	return TUF_OK;
}

enum tuf_result tuf_node_get_integer(const struct tuf_reader *reader, const struct tuf_node *node,
                                     int64_t *ret_integer)
{
	if (node->value && !json_is_integer(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "an integer");
	*ret_integer = node->value ? (int64_t)json_integer_value(node->value) : 0;
	return TUF_OK;
}

enum tuf_result tuf_node_get_bool(const struct tuf_reader *reader, const struct tuf_node *node,
                                  bool *ret_bool)
{
	if (node->value && !json_is_boolean(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "true or false");
	*ret_bool = json_is_true(node->value);
	return TUF_OK;
}

enum tuf_result tuf_node_get_base64(const struct tuf_reader *reader, const struct tuf_node *node,
                                    const unsigned char **ret_bytes, size_t *ret_length)
{
	if (!node->value) {
		*ret_bytes = NULL;
		*ret_length = 0;
		return TUF_OK;
	}
	if (!json_is_string(node->value))
		return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, "a base64 string");
	enum tuf_result result =
		tuf_base64_decode(reader->arena, json_string_value(node->value),
	                          json_string_length(node->value), ret_bytes, ret_length);
	if (result == TUF_INVALID)
		return tuf_node_refuse_value(reader, node, TUF_FAULT_BASE64,
		                             "base64 in the standard alphabet, padded");
	return result;
}

enum tuf_result tuf_node_get_texts(const struct tuf_reader *reader, const struct tuf_node *node,
                                   const char ***ret_texts, size_t *ret_count)
{
	enum tuf_result result = tuf_node_expect_array(reader, node);
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(node);
	const char **texts = tuf_arena_take_array(reader->arena, count, sizeof(*texts));
	if (!texts)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		struct tuf_node element = tuf_node_element(node, i);
		result = tuf_node_get_text(reader, &element, &texts[i]);
		if (result != TUF_OK)
			return result;
	}
	*ret_texts = texts;
	*ret_count = count;
	return TUF_OK;
}

enum tuf_result tuf_node_refuse(const struct tuf_reader *reader, const struct tuf_node *node,
                                enum tuf_fault_kind kind, const char *expected, const char *actual)
{
	const char *pointer = tuf_node_format_pointer(reader->arena, node);
	if (!pointer)
		return TUF_NO_MEMORY;
	*reader->fault = (struct tuf_fault){
		.kind = kind, .pointer = pointer, .expected = expected, .actual = actual};
	return TUF_INVALID;
}

/* The bytes of text up to QUOTE_BYTES, not cutting a character in two. */
static size_t quotable_length(const char *text, size_t length)
{
	if (length <= QUOTE_BYTES)
		return length;
	size_t cut = QUOTE_BYTES;
	while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
		cut--;
	return cut;
}

static const char *format_text(struct tuf_arena *arena, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t length = json_string_length(value);
	size_t quoted = quotable_length(text, length);
	const char *more = quoted < length ? "…" : "";
	return tuf_arena_format(arena, "\"%.*s%s\"", (int)quoted, text, more);
}

static const char *format_value(struct tuf_arena *arena, const json_t *value)
{
	if (!value)
		return "nothing";
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return format_text(arena, value);
	case JSON_INTEGER:
		return tuf_arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	case JSON_REAL:
		return tuf_arena_format(arena, "%.17g", json_real_value(value));
	case JSON_TRUE:
		return "true";
	case JSON_FALSE:
		return "false";
	case JSON_NULL:
		return "null";
	}
	return "nothing";
}

enum tuf_result tuf_node_refuse_value(const struct tuf_reader *reader, const struct tuf_node *node,
                                      enum tuf_fault_kind kind, const char *expected)
{
	const char *actual = format_value(reader->arena, node->value);
	if (!actual)
		return TUF_NO_MEMORY;
	return tuf_node_refuse(reader, node, kind, expected, actual);
}
