/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/trust_pinning.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"

#define SECTION "trust_pinning"

/* The members of the section. */
struct members {
	struct tuf_node certs;
	struct tuf_node ca;
	struct tuf_node disable_tofu;
};

static const char *make_small(struct tuf_arena *arena, const char *text)
{
	char *small = tuf_arena_copy_text(arena, text, strlen(text));
	for (char *c = small; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return small;
}

/* What small letters are beyond ASCII, nobody need agree on. */
static enum tuf_result expect_ascii(const struct tuf_reader *reader, const struct tuf_node *member)
{
	for (const char *c = member->name; *c; c++)
		if ((unsigned char)*c >= 0x80)
			return tuf_node_refuse(reader, member, TUF_FAULT_FIELD_CASE, "a name in ASCII",
			                       "other characters");
	return TUF_OK;
}

/* The name of a member in small letters. */
static enum tuf_result read_name(const struct tuf_reader *reader, const struct tuf_node *member,
                                 const char **ret_name)
{
	enum tuf_result result = expect_ascii(reader, member);
	if (result != TUF_OK)
		return result;
	const char *name = make_small(reader->arena, member->name);
	if (!name)
		return TUF_NO_MEMORY;
	*ret_name = name;
	return TUF_OK;
}

static enum tuf_result expect(const struct tuf_reader *reader, const struct tuf_node *node,
                              bool is_right, const char *expected)
{
	if (is_right)
		return TUF_OK;
	return tuf_node_refuse_value(reader, node, TUF_FAULT_FIELD_TYPE, expected);
}

/* Puts member where it belongs. A second one of the same name, but for capitals, is refused. */
static enum tuf_result take_member(const struct tuf_reader *reader, const struct tuf_node *member,
                                   struct tuf_node *slot)
{
	if (slot->name)
		return tuf_node_refuse(reader, member, TUF_FAULT_JSON_DUPLICATE_NAME,
		                       "each name once, whatever its capitals", "a second one");
	*slot = *member;
	return TUF_OK;
}

/* The section; its name stays NULL when there is none. */
static enum tuf_result find_section(const struct tuf_reader *reader, const struct tuf_node *top,
                                    struct tuf_node *section)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)top->value, key, value) {
		struct tuf_node member = tuf_node_member(top, key);
		const char *name;
		enum tuf_result result = read_name(reader, &member, &name);
		if (result != TUF_OK)
			return result;
		if (strncmp(name, SECTION ".", strlen(SECTION ".")) == 0)
			return tuf_node_refuse(reader, &member, TUF_FAULT_FIELD_TYPE,
			                       "a member of the object " SECTION, "a name with a point");
		if (strcmp(name, SECTION) == 0)
			result = take_member(reader, &member, section);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static struct tuf_node *find_slot(struct members *members, const char *name)
{
	if (strcmp(name, "certs") == 0)
		return &members->certs;
	if (strcmp(name, "ca") == 0)
		return &members->ca;
	if (strcmp(name, "disable_tofu") == 0)
		return &members->disable_tofu;
	return NULL;
}

static enum tuf_result read_members(const struct tuf_reader *reader, const struct tuf_node *section,
                                    struct members *members)
{
	enum tuf_result result = tuf_node_expect_map(reader, section);
	if (result != TUF_OK || !section->value)
		return result;
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)section->value, key, value) {
		struct tuf_node member = tuf_node_member(section, key);
		const char *name;
		result = read_name(reader, &member, &name);
		if (result != TUF_OK)
			return result;
		struct tuf_node *slot = find_slot(members, name);
		if (!slot)
			return tuf_node_refuse(reader, &member, TUF_FAULT_FIELD_TYPE,
			                       "certs, ca or disable_tofu", "another name");
		result = take_member(reader, &member, slot);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* A string, copied: the document does not live as long as the pins. */
static enum tuf_result copy_text(const struct tuf_reader *reader, const struct tuf_node *node,
                                 const char *expected, const char **ret_text)
{
	enum tuf_result result = expect(reader, node, json_is_string(node->value), expected);
	if (result != TUF_OK)
		return result;
	const char *text = json_string_value(node->value);
	*ret_text = tuf_arena_copy_text(reader->arena, text, strlen(text));
	return *ret_text ? TUF_OK : TUF_NO_MEMORY;
}

typedef enum tuf_result value_reader(const struct tuf_reader *reader, const struct tuf_node *node,
                                     struct tuf_pin *pin);

static enum tuf_result read_key_ids(const struct tuf_reader *reader, const struct tuf_node *node,
                                    struct tuf_pin *pin)
{
	enum tuf_result result =
		expect(reader, node, json_is_array(node->value), "an array of key IDs");
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(node);
	const char **ids = tuf_arena_take_array(reader->arena, count, sizeof(*ids));
	if (!ids)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		struct tuf_node element = tuf_node_element(node, i);
		result = copy_text(reader, &element, "a key ID", &ids[i]);
		if (result != TUF_OK)
			return result;
	}
	pin->values = ids;
	pin->value_count = count;
	return TUF_OK;
}

static enum tuf_result read_path(const struct tuf_reader *reader, const struct tuf_node *node,
                                 struct tuf_pin *pin)
{
	const char **path = tuf_arena_take(reader->arena, sizeof(*path));
	if (!path)
		return TUF_NO_MEMORY;
	pin->values = path;
	pin->value_count = 1;
	return copy_text(reader, node, "the path of a file", path);
}

static int compare_pins(const void *left, const void *right)
{
	return strcmp(((const struct tuf_pin *)left)->name, ((const struct tuf_pin *)right)->name);
}

static enum tuf_result read_pin(const struct tuf_reader *reader, const struct tuf_node *member,
                                value_reader *read_values, struct tuf_pin *pin)
{
	enum tuf_result result = read_name(reader, member, &pin->name);
	if (result != TUF_OK)
		return result;
	return read_values(reader, member, pin);
}

/* Sorts, and refuses names that differ in capitals alone: which of them counts is chance. */
static enum tuf_result finish_list(const struct tuf_reader *reader, const struct tuf_node *node,
                                   struct tuf_pin *pins, size_t count,
                                   struct tuf_pin_list *ret_list)
{
	qsort(pins, count, sizeof(*pins), compare_pins);
	for (size_t i = 1; i < count; i++)
		if (strcmp(pins[i - 1].name, pins[i].name) == 0)
			return tuf_node_refuse(reader, node, TUF_FAULT_JSON_DUPLICATE_NAME,
			                       "each name once, whatever its capitals", pins[i].name);
	*ret_list = (struct tuf_pin_list){.items = pins, .count = count};
	return TUF_OK;
}

static enum tuf_result read_list(const struct tuf_reader *reader, const struct tuf_node *node,
                                 value_reader *read_values, struct tuf_pin_list *ret_list)
{
	enum tuf_result result = tuf_node_expect_map(reader, node);
	if (result != TUF_OK)
		return result;
	size_t count = tuf_node_count(node);
	struct tuf_pin *pins = tuf_arena_take_array(reader->arena, count, sizeof(*pins));
	if (!pins)
		return TUF_NO_MEMORY;
	size_t n = 0;
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)node->value, key, value) {
		struct tuf_node member = tuf_node_member(node, key);
		result = read_pin(reader, &member, read_values, &pins[n++]);
		if (result != TUF_OK)
			return result;
	}
	return finish_list(reader, node, pins, count, ret_list);
}

static enum tuf_result parse(const struct tuf_reader *reader, const json_t *document,
                             struct tuf_trust_pinning *ret_pinning)
{
	const struct tuf_node top = tuf_node_top(document);
	struct tuf_node section = {.value = NULL};
	struct members members = {.certs.value = NULL};
	struct tuf_trust_pinning pinning = {.disable_tofu = false};
	enum tuf_result result = find_section(reader, &top, &section);
	if (result == TUF_OK)
		result = read_members(reader, &section, &members);
	if (result == TUF_OK)
		result = read_list(reader, &members.certs, read_key_ids, &pinning.certs);
	if (result == TUF_OK)
		result = read_list(reader, &members.ca, read_path, &pinning.ca);
	if (result == TUF_OK)
		result = tuf_node_get_bool(reader, &members.disable_tofu, &pinning.disable_tofu);
	if (result == TUF_OK)
		*ret_pinning = pinning;
	return result;
}

enum tuf_result tuf_trust_pinning_parse(const struct tuf_reader *reader, const void *bytes,
                                        size_t length, struct tuf_trust_pinning *ret_pinning)
{
	json_t *document;
	enum tuf_result result = tuf_json_load(reader, bytes, length, &document);
	if (result != TUF_OK)
		return result;
	result = parse(reader, document, ret_pinning);
	json_decref(document);
	return result;
}
