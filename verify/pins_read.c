/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reading half of pins.h: a file of pins, one a line.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/pins.h"
#include "verify/problem.h"
#include "verify/trustdir.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The length of the line without its comment. */
static size_t cut_comment(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (line[i] == '#' && (i == 0 || is_blank(line[i - 1])))
			return i;
	return length;
}

static enum tuf_result read_line(struct tufcheck_pins *pins, const char *line, size_t length,
                                 size_t number, struct tufcheck_problem *problem)
{
	if (length > 0 && line[length - 1] == '\r')
		length--;
	length = cut_comment(line, length);
	size_t skipped = 0;
	while (skipped < length && is_blank(line[skipped]))
		skipped++;
	while (length > skipped && is_blank(line[length - 1]))
		length--;
	if (length == skipped)
		return TUF_OK;
	enum tuf_result result = tc_pins_append(pins, line + skipped, length - skipped, number, problem);
	if (result != TUF_INVALID)
		return result;
	problem->line = number;
	if (problem->column > 0)
		problem->column += skipped;
	return result;
}

static enum tuf_result read_lines(struct tufcheck_pins *pins, const char *text, size_t length,
                                  struct tufcheck_problem *problem)
{
	const char *end = text + length;
	size_t number = 1;
	for (const char *line = text; line < end; number++) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t line_length = (size_t)((stop ? stop : end) - line);
		enum tuf_result result = read_line(pins, line, line_length, number, problem);
		if (result != TUF_OK)
			return result;
		line += line_length + 1;
	}
	return TUF_OK;
}

/* Appends the pins in the bytes of a file, until one is refused. */
static enum tuf_result read_bytes(struct tufcheck_pins *pins, const unsigned char *bytes,
                                  size_t length, struct tufcheck_problem *problem)
{
	static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
	bool is_wide = length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) ||
	                               (bytes[0] == 0xfe && bytes[1] == 0xff));
	if (is_wide) {
		tc_problem_set(problem, "expected text in UTF-8, found UTF-16");
		return TUF_INVALID;
	}
	if (length >= sizeof(mark) && memcmp(bytes, mark, sizeof(mark)) == 0) {
		bytes += sizeof(mark);
		length -= sizeof(mark);
	}
	size_t before = pins->count;
	enum tuf_result result = read_lines(pins, (const char *)bytes, length, problem);
	if (result == TUF_OK && pins->count == before) {
		tc_problem_set(problem, "expected a pin, found none in the whole file");
		result = TUF_INVALID;
	}
	return result;
}

static enum tufcheck_result public_result(enum tuf_result result)
{
	switch (result) {
	case TUF_OK:
		return TUFCHECK_OK;
	case TUF_INVALID:
		return TUFCHECK_INVALID;
	case TUF_NO_MEMORY:
		break;
	}
	return TUFCHECK_NO_MEMORY;
}

enum tufcheck_result tufcheck_pins_read(struct tufcheck_pins *pins, const char *path,
                                        struct tufcheck_problem *ret_problem)
{
	struct tufcheck_problem unread = {.line = 0};
	struct tufcheck_problem *problem = ret_problem ? ret_problem : &unread;
	if (!pins || !path || !path[0])
		return TUFCHECK_BAD_CALL;
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_trustdir_read_file(path, TUF_MAX_PINS_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status != TC_READ_OK)
		return tc_problem_set_unread(problem, &content, TUF_MAX_PINS_BYTES);
	size_t before = pins->count;
	enum tuf_result result = read_bytes(pins, content.bytes, content.length, problem);
	if (result == TUF_OK)
		result = tc_inputs_add(&pins->inputs, &pins->arena, path, &content);
	if (result == TUF_OK)
		tc_pins_sort(pins, before);
	else
		pins->count = before;
	free(content.bytes);
	return public_result(result);
}
