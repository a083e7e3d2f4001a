/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/notation_subject.h"

#include <stddef.h>
#include <string.h>

/* One "TYPE=value" of a subject, which it borrows. */
struct attribute {
	const char *text;
	size_t length;
	size_t type_length;
};

/* Those that have the same name in OpenSSL, notation and Go; the first three must be there. */
static const char *const types[] = {"C", "ST", "O", "OU", "L", "CN"};
#define TYPE_COUNT (sizeof(types) / sizeof(types[0]))
#define NEEDED_COUNT 3

/* The attribute that *at begins with, which then stands behind it; false: none is left. */
static bool take_attribute(const char **at, struct attribute *ret_attribute)
{
	const char *text = *at;
	if (*text == '\0')
		return false;
	size_t length = 0;
	while (text[length] != '\0' && text[length] != ',')
		length += text[length] == '\\' && text[length + 1] != '\0' ? 2 : 1;
	const char *sign = memchr(text, '=', length);
	*ret_attribute = (struct attribute){
		.text = text,
		.length = length,
		.type_length = sign ? (size_t)(sign - text) : length,
	};
	*at = text + length + (text[length] == ',' ? 1 : 0);
	return true;
}

static size_t find_type(const struct attribute *attribute)
{
	size_t i = 0;
	while (i < TYPE_COUNT && (strlen(types[i]) != attribute->type_length ||
				  memcmp(types[i], attribute->text, attribute->type_length) != 0))
		i++;
	return i;
}

/* A plus sign that is not escaped joins two attributes; a number sign begins bytes. */
static bool has_plain_value(const struct attribute *attribute)
{
	size_t i = attribute->type_length + 1;
	if (i >= attribute->length || attribute->text[i] == '#')
		return false;
	while (i < attribute->length && attribute->text[i] != '+')
		i += attribute->text[i] == '\\' ? 2 : 1;
	return i >= attribute->length;
}

const char *notation_subject_find_problem(const char *subject)
{
	bool has[TYPE_COUNT] = {false};
	struct attribute attribute;
	for (const char *at = subject; take_attribute(&at, &attribute);) {
		size_t type = find_type(&attribute);
		if (type == TYPE_COUNT)
			return "its subject has an attribute other than C, ST, L, O, OU and CN";
		if (has[type])
			return "its subject has an attribute twice";
		if (!has_plain_value(&attribute))
			return "its subject has an attribute that is no plain text";
		has[type] = true;
	}
	for (size_t i = 0; i < NEEDED_COUNT; i++)
		if (!has[i])
			return "its subject has no country (C), state (ST) or organization (O)";
	return NULL;
}

static bool has_attribute(const char *subject, const struct attribute *wanted)
{
	struct attribute attribute;
	for (const char *at = subject; take_attribute(&at, &attribute);)
		if (attribute.length == wanted->length &&
		    memcmp(attribute.text, wanted->text, wanted->length) == 0)
			return true;
	return false;
}

bool notation_subject_covers(const char *one, const char *other)
{
	struct attribute attribute;
	for (const char *at = one; take_attribute(&at, &attribute);)
		if (!has_attribute(other, &attribute))
			return false;
	return true;
}
