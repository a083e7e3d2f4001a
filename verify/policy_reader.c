/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/nearest.h"

struct tuf_reader tc_policy_reader_get_json(struct tc_policy_reader *reader)
{
	return (struct tuf_reader){.arena = reader->scratch,
	                           .fault = &reader->fault,
	                           .position = &reader->position};
}

/* ---- saying what is wrong ---- */

void tc_policy_reader_explain(const struct tc_policy_reader *reader,
                              struct tufcheck_problem *ret_problem)
{
	tc_problem_set_fault(ret_problem, reader->bytes, reader->length, &reader->fault,
	                     reader->position,
	                     reader->is_about_name ? TUF_LOCATE_NAME : TUF_LOCATE_VALUE);
}

enum tuf_result tc_policy_reader_note(const struct tc_policy_reader *reader,
                                      const struct tuf_node *node, enum tuf_locate_part part,
                                      struct tufcheck_problem *ret_problem, const char *message)
{
	const char *pointer = tuf_node_format_pointer(reader->scratch, node);
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tuf_position position =
		tuf_locate(reader->bytes, reader->length, pointer, part);
	tc_problem_set(ret_problem, "%s", message);
	ret_problem->line = position.line;
	ret_problem->column = position.column;
	return TUF_OK;
}

enum tuf_result tc_policy_refuse(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 const char *expected, const char *actual)
{
	const struct tuf_reader json = tc_policy_reader_get_json(reader);
	reader->is_about_name = false;
	return tuf_node_refuse(&json, node, TUF_FAULT_FIELD_TYPE, expected, actual);
}

enum tuf_result tc_policy_refuse_value(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       const char *expected)
{
	const struct tuf_reader json = tc_policy_reader_get_json(reader);
	reader->is_about_name = false;
	return tuf_node_refuse_value(&json, node, TUF_FAULT_FIELD_TYPE, expected);
}

/* A word as a message quotes it: what no word is as long as is cut. */
static const char *quote(struct tc_policy_reader *reader, const char *word)
{
	struct tufcheck_problem cut;
	tc_problem_set(&cut, "%s", word);
	return tuf_arena_format(reader->scratch, "\"%s\"", cut.message);
}

/* "a, b or c". */
static const char *join_words(struct tuf_arena *arena, const char *const *words)
{
	const char *text = "";
	for (size_t i = 0; words[i] && text; i++) {
		const char *comma = i == 0 ? "" : words[i + 1] ? ", " : " or ";
		text = tuf_arena_format(arena, "%s%s%s", text, comma, words[i]);
	}
	return text;
}

enum tuf_result tc_policy_refuse_word(struct tc_policy_reader *reader, const struct tuf_node *node,
                                      bool is_name, const char *word, const char *const *words,
                                      const char *expected)
{
	if (!expected)
		expected = join_words(reader->scratch, words);
	const char *actual = quote(reader, word);
	const char *nearest = tc_nearest(word, words);
	if (actual && nearest)
		actual = tuf_arena_format(reader->scratch, "%s (did you mean \"%s\"?)", actual,
		                          nearest);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	enum tuf_result result = tc_policy_refuse(reader, node, expected, actual);
	reader->is_about_name = is_name;
	return result;
}

/* ---- getting ---- */

/* An object, not empty and not too large. */
static enum tuf_result expect_object(struct tc_policy_reader *reader, const struct tuf_node *node)
{
	if (!json_is_object(node->value))
		return tc_policy_refuse_value(reader, node, "an object");
	if (json_object_size(node->value) == 0)
		return tc_policy_refuse(reader, node, "at least one member", "an empty object");
	if (json_object_size(node->value) > TUF_MAX_POLICY_ENTRIES)
		return tc_policy_refuse(reader, node, "at most 1000 members", "more");
	return TUF_OK;
}

static bool is_among(const char *name, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(name, *words) == 0)
			return true;
	return false;
}

enum tuf_result tc_policy_expect_fields(struct tc_policy_reader *reader,
                                        const struct tuf_node *node, const char *const *words,
                                        size_t required)
{
	enum tuf_result result = expect_object(reader, node);
	if (result != TUF_OK)
		return result;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value)
	{
		const struct tuf_node member = {.value = value, .parent = node, .name = name};
		if (!is_among(name, words))
			return tc_policy_refuse_word(reader, &member, true, name, words, NULL);
		if (json_is_null(value))
			return tc_policy_refuse(reader, &member, "a value, or no such field",
			                        "null");
	}
	for (size_t i = 0; i < required; i++) {
		if (json_object_get(node->value, words[i]))
			continue;
		const char *expected =
			tuf_arena_format(reader->scratch, "a field \"%s\"", words[i]);
		return expected ? tc_policy_refuse(reader, node, expected, "none") : TUF_NO_MEMORY;
	}
	return TUF_OK;
}

static bool has_control_characters(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

/* A member's name that the policy makes up. */
static enum tuf_result check_name(struct tc_policy_reader *reader, const struct tuf_node *member)
{
	size_t length = strlen(member->name);
	if (length >= 1 && length <= TUF_MAX_POLICY_NAME && !has_control_characters(member->name))
		return TUF_OK;
	const char *actual = quote(reader, member->name);
	if (!actual)
		return TUF_NO_MEMORY;
	enum tuf_result result = tc_policy_refuse(
		reader, member, "a name of 1 to 128 bytes without control characters", actual);
	reader->is_about_name = true;
	return result;
}

enum tuf_result tc_policy_get_names(struct tc_policy_reader *reader, const struct tuf_node *node,
                                    struct tc_policy_name_list *ret_names)
{
	enum tuf_result result = expect_object(reader, node);
	if (result != TUF_OK)
		return result;
	const char **names =
		tuf_arena_take_array(reader->arena, json_object_size(node->value), sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	size_t count = 0;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value)
	{
		const struct tuf_node member = {.value = value, .parent = node, .name = name};
		result = check_name(reader, &member);
		if (result != TUF_OK)
			return result;
		names[count] = tuf_arena_copy_text(reader->arena, name, strlen(name));
		if (!names[count++])
			return TUF_NO_MEMORY;
	}
	*ret_names = (struct tc_policy_name_list){.items = names, .count = count};
	return TUF_OK;
}

enum tuf_result tc_policy_get_word(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   const char *const *words, size_t *ret_index)
{
	if (!json_is_string(node->value)) {
		const char *expected = join_words(reader->scratch, words);
		return expected ? tc_policy_refuse_value(reader, node, expected) : TUF_NO_MEMORY;
	}
	const char *word = json_string_value(node->value);
	for (size_t i = 0; words[i]; i++) {
		if (strcmp(word, words[i]) != 0)
			continue;
		*ret_index = i;
		return TUF_OK;
	}
	return tc_policy_refuse_word(reader, node, false, word, words, NULL);
}

enum tuf_result tc_policy_get_text(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   size_t limit, const char **ret_text)
{
	if (!json_is_string(node->value))
		return tc_policy_refuse_value(reader, node, "a text");
	const char *text = json_string_value(node->value);
	if (text[0] == '\0')
		return tc_policy_refuse(reader, node, "a text that is not empty", "\"\"");
	if (strlen(text) > limit) {
		const char *expected =
			tuf_arena_format(reader->scratch, "a text of at most %zu bytes", limit);
		return expected ? tc_policy_refuse(reader, node, expected, "a longer one")
		                : TUF_NO_MEMORY;
	}
	if (has_control_characters(text))
		return tc_policy_refuse_value(reader, node, "a text without control characters");
	*ret_text = tuf_arena_copy_text(reader->arena, text, strlen(text));
	return *ret_text ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_policy_get_integer(struct tc_policy_reader *reader, const struct tuf_node *node,
                                      int64_t minimum, int64_t maximum, int64_t *ret_integer)
{
	int64_t value = json_is_integer(node->value) ? json_integer_value(node->value) : 0;
	if (!json_is_integer(node->value) || value < minimum || value > maximum) {
		const char *expected =
			tuf_arena_format(reader->scratch, "an integer from %" PRId64 " to %" PRId64,
		                         minimum, maximum);
		return expected ? tc_policy_refuse_value(reader, node, expected) : TUF_NO_MEMORY;
	}
	*ret_integer = value;
	return TUF_OK;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Refuses the last of the elements that equal the text. */
static enum tuf_result refuse_repeated(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       const char *text)
{
	for (size_t i = json_array_size(node->value); i > 0; i--) {
		const struct tuf_node element = tuf_node_element(node, i - 1);
		if (strcmp(json_string_value(element.value), text) != 0)
			continue;
		const char *actual = quote(reader, text);
		actual = actual ? tuf_arena_format(reader->scratch, "%s again", actual) : NULL;
		return actual ? tc_policy_refuse(reader, &element, "each entry once", actual)
		              : TUF_NO_MEMORY;
	}
	return TUF_OK;
}

enum tuf_result tc_policy_expect_texts(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       size_t *ret_count)
{
	if (!json_is_array(node->value))
		return tc_policy_refuse_value(reader, node, "an array of texts");
	size_t count = json_array_size(node->value);
	if (count == 0)
		return tc_policy_refuse(reader, node, "at least one entry", "an empty array");
	if (count > TUF_MAX_POLICY_ENTRIES)
		return tc_policy_refuse(reader, node, "at most 1000 entries", "more");
	const char **texts = tuf_arena_take_array(reader->scratch, count, sizeof(*texts));
	if (!texts)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const struct tuf_node element = {
			.value = json_array_get(node->value, i), .parent = node, .index = i};
		texts[i] = json_string_value(element.value);
		if (!texts[i])
			return tc_policy_refuse_value(reader, &element, "a text");
	}
	qsort(texts, count, sizeof(*texts), compare_texts);
	for (size_t i = 1; i < count; i++)
		if (strcmp(texts[i - 1], texts[i]) == 0)
			return refuse_repeated(reader, node, texts[i]);
	*ret_count = count;
	return TUF_OK;
}
