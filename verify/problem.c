/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Ends a text that was cut with a whole character. */
static void drop_part_of_character(char *text, size_t length)
{
	size_t start = length;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0 && ((unsigned char)text[start - 1] & 0x80))
		text[start - 1] = '\0';
}

/* A message is one line, whatever the names in it. */
static void keep_on_one_line(char *text)
{
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20)
			*c = '?';
}

void tc_problem_set(struct tufcheck_problem *problem, const char *format, ...)
{
	problem->line = 0;
	problem->column = 0;
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(problem->message, sizeof(problem->message), format, arguments);
	va_end(arguments);
	if (length < 0)
		problem->message[0] = '\0';
	else if ((size_t)length >= sizeof(problem->message))
		drop_part_of_character(problem->message, sizeof(problem->message) - 1);
	keep_on_one_line(problem->message);
}

enum tufcheck_result tc_problem_set_unread(struct tufcheck_problem *problem,
                                           const struct tc_read *content, size_t limit)
{
	switch (content->status) {
	case TC_READ_MISSING:
		tc_problem_set(problem, "the file does not exist");
		return TUFCHECK_NOT_FOUND;
	case TC_READ_TOO_LARGE:
		tc_problem_set(problem, "expected at most %zu bytes, is larger", limit);
		return TUFCHECK_INVALID;
	case TC_READ_NOT_REGULAR:
		tc_problem_set(problem, "expected a file, is %s", content->actual);
		break;
	case TC_READ_CHANGED:
		tc_problem_set(problem, "the file changed while it was read");
		break;
	case TC_READ_LINK_ESCAPES:
		tc_problem_set(problem, "the symbolic link leads nowhere");
		break;
	case TC_READ_UNREADABLE:
		tc_problem_set(problem, "cannot be read: %s", strerrordesc_np(content->error));
		break;
	case TC_READ_INVALID:
	case TC_READ_OK:
		tc_problem_set(problem, "cannot be read");
		break;
	}
	return TUFCHECK_UNREADABLE;
}

/* Without the place that it may begin with, which the problem has as numbers. */
static const char *skip_place(const char *actual)
{
	const char *reason = strncmp(actual, "line ", 5) == 0 ? strstr(actual, ": ") : NULL;
	return reason ? reason + 2 : actual;
}

void tc_problem_set_fault(struct tufcheck_problem *problem, const char *text, size_t length,
                          const struct tuf_fault *fault, struct tuf_position position,
                          enum tuf_locate_part part)
{
	if (position.line != 0) {
		tc_problem_set(problem, "expected %s: %s", fault->expected,
		               skip_place(fault->actual));
	} else {
		tc_problem_set(problem, "expected %s, found %s%s%s", fault->expected, fault->actual,
		               fault->pointer[0] != '\0' ? " at " : "", fault->pointer);
		position = tuf_locate(text, length, fault->pointer, part);
	}
	problem->line = position.line;
	problem->column = position.column;
}
