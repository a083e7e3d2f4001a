/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical form once more, by other means than the product's: members are
 * taken from a sorted list of iterators, and a stream grows as it must.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static void write_text(FILE *out, const char *text, size_t length, bool escaped)
{
	(void)fputc('"', out);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (escaped && c < 0x20) {
			(void)fprintf(out, "\\u%04x", (unsigned)c);
			continue;
		}
		if (c == '"' || c == '\\')
			(void)fputc('\\', out);
		(void)fputc(c, out);
	}
	(void)fputc('"', out);
}

static void write_value(FILE *out, const json_t *value, bool escaped);

static int compare_keys(const void *left, const void *right)
{
	const char *one = json_object_iter_key(*(void *const *)left);
	const char *other = json_object_iter_key(*(void *const *)right);
	return strcmp(one, other);
}

static void write_object(FILE *out, json_t *object, bool escaped)
{
	size_t count = json_object_size(object), filled = 0;
	void **members = calloc(count + 1, sizeof(*members));
	FUZZ_HOLDS(members);
	for (void *member = json_object_iter(object); member;
	     member = json_object_iter_next(object, member))
		members[filled++] = member;
	FUZZ_HOLDS(filled == count);
	qsort(members, count, sizeof(*members), compare_keys);
	for (size_t i = 0; i < count; i++) {
		const char *name = json_object_iter_key(members[i]);
		(void)fputc(i == 0 ? '{' : ',', out);
		write_text(out, name, strlen(name), escaped);
		(void)fputc(':', out);
		write_value(out, json_object_iter_value(members[i]), escaped);
	}
	(void)fputs(count == 0 ? "{}" : "}", out);
	free(members);
}

static void write_array(FILE *out, const json_t *array, bool escaped)
{
	(void)fputc('[', out);
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (i > 0)
			(void)fputc(',', out);
		write_value(out, json_array_get(array, i), escaped);
	}
	(void)fputc(']', out);
}

static void write_value(FILE *out, const json_t *value, bool escaped)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(out, (json_t *)value, escaped);
		return;
	case JSON_ARRAY:
		write_array(out, value, escaped);
		return;
	case JSON_STRING:
		write_text(out, json_string_value(value), json_string_length(value), escaped);
		return;
	case JSON_INTEGER:
		(void)fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return;
	case JSON_REAL:
		(void)fprintf(out, "%" PRId64, (int64_t)json_real_value(value));
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		(void)fputs(json_is_true(value) ? "true" : "false", out);
		return;
	case JSON_NULL:
		(void)fputs("null", out);
		return;
	}
}

char *fuzz_canonical(const json_t *value, bool escaped, size_t *ret_length)
{
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, ret_length);
	FUZZ_HOLDS(out);
	write_value(out, value, escaped);
	FUZZ_HOLDS(fclose(out) == 0);
	return bytes;
}
