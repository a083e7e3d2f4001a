/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/image_reading.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/image_limits.h"
#include "cli/memory.h"
#include "cli/text.h"
#include "cli/utf8.h"

struct image_place image_place_of(const struct yaml_tree_node *node)
{
	return (struct image_place){.line = node->line, .column = node->column};
}

/* ---- problems ---- */

/* message: moved to the list. */
static void add_problem(struct image_reading *reading, enum image_problem_kind kind,
			/* NOLINTNEXTLINE(readability-non-const-parameter): it is freed with the list */
			struct image_place place, char *message)
{
	struct image_list *list = reading->list;
	if (list->problem_count == list->problem_room) {
		list->problem_room = 2 * list->problem_room + 8;
		list->problems =
			memory_resize(list->problems, list->problem_room, sizeof(*list->problems));
	}
	list->problems[list->problem_count++] = (struct image_problem){
		.kind = kind,
		.file = reading->file,
		.line = place.line,
		.column = place.column,
		.message = message,
	};
}

void image_reading_refuse(struct image_reading *reading, enum image_problem_kind kind,
			  struct image_place place, const char *format, ...)
{
	const struct image_list *list = reading->list;
	if (list->problem_count > IMAGE_MAX_PROBLEMS)
		return;
	if (list->problem_count == IMAGE_MAX_PROBLEMS) {
		add_problem(reading, IMAGE_PROBLEM_REFUSED, place,
			    memory_copy_text("further problems are not listed"));
		return;
	}
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	add_problem(reading, kind, place, text_take(&message));
}

void image_reading_give_up(struct image_reading *reading, struct image_place place)
{
	if (reading->is_full)
		return;
	reading->is_full = true;
	image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
			     "aliases (*) stand for more values, or deeper ones, than are looked "
			     "at; no image is listed from here on");
}

/* ---- what another program would replace ---- */

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_character(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9');
}

/* How long the variable at text is, "$NAME", "${...}" or "$(...)"; 0: it is none. */
static size_t measure_variable(const char *text)
{
	if (text[0] != '$')
		return 0;
	if (text[1] == '{' || text[1] == '(') {
		const char *end = strchr(text, text[1] == '{' ? '}' : ')');
		return end ? (size_t)(end - text) + 1 : strlen(text);
	}
	size_t length = 1;
	if (!is_name_start(text[1]))
		return 0;
	while (is_name_character(text[length]))
		length++;
	return length;
}

/* The first variable in text; ret_length is 0 when there is none. */
static const char *find_variable(const char *text, size_t *ret_length)
{
	*ret_length = 0;
	for (; *text; text++) {
		*ret_length = measure_variable(text);
		if (*ret_length > 0)
			break;
	}
	return text;
}

/* ---- images ---- */

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char *copy_trimmed(const char *text)
{
	while (is_white(*text))
		text++;
	size_t length = strlen(text);
	while (length > 0 && is_white(text[length - 1]))
		length--;
	struct text copy = {.bytes = NULL};
	text_append_bytes(&copy, text, length);
	return text_take(&copy);
}

/* Says what is wrong with the image itself, in its place. */
static void refuse_image(struct image_reading *reading, struct image_place place, const char *where,
			 const char *format, ...) __attribute__((format(printf, 4, 5)));

static void refuse_image(struct image_reading *reading, struct image_place place, const char *where,
			 const char *format, ...)
{
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place, "%s%sthe image %s",
			     where ? where : "", where ? ": " : "", text_get(&message));
	text_clear(&message);
}

/* Whether text is one that can be listed; else that is told. */
static bool check(struct image_reading *reading, struct image_place place, const char *text,
		  const char *where)
{
	size_t length = strlen(text);
	int excerpt = utf8_cut(text, IMAGE_EXCERPT);
	size_t variable_length;
	const char *variable = find_variable(text, &variable_length);
	if (length == 0)
		refuse_image(reading, place, where, "is empty, expected a name");
	else if (strstr(text, "{{"))
		refuse_image(reading, place, where,
			     "is '%.*s', a template that was not rendered, expected a name",
			     excerpt, text);
	else if (variable_length > 0)
		refuse_image(reading, place, where,
			     "is '%.*s', and what %.*s stands for is not written there, expected a "
			     "name",
			     excerpt, text,
			     variable_length < IMAGE_EXCERPT ? (int)variable_length
							     : utf8_cut(variable, IMAGE_EXCERPT),
			     variable);
	else if (length > IMAGE_MAX_TEXT)
		refuse_image(reading, place, where, "has %zu bytes, expected at most %d", length,
			     IMAGE_MAX_TEXT);
	else
		return true;
	return false;
}

static void add_entry(struct image_list *list, struct image_entry entry)
{
	if (list->count == list->room) {
		list->room = 2 * list->room + 8;
		list->entries = memory_resize(list->entries, list->room, sizeof(*list->entries));
	}
	list->entries[list->count++] = entry;
}

void image_reading_add(struct image_reading *reading, struct image_place place, const char *text,
		       const char *where)
{
	if (reading->is_full)
		return;
	if (reading->list->count == IMAGE_MAX_IMAGES) {
		reading->is_full = true;
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
				     "more than %zu images; none is listed from here on",
				     IMAGE_MAX_IMAGES);
		return;
	}
	char *trimmed = copy_trimmed(text);
	if (!check(reading, place, trimmed, where)) {
		free(trimmed);
		return;
	}
	add_entry(reading->list, (struct image_entry){
					 .text = trimmed, /* transferred */
					 .file = reading->file,
					 .line = place.line,
					 .column = place.column,
					 .where = where ? memory_copy_text(where) : NULL,
				 });
}
