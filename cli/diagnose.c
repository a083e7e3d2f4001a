/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diagnose.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/escape.h"
#include "cli/remains.h"
#include "cli/text.h"

void diagnose(const char *format, ...)
{
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	struct text line = {.bytes = NULL};
	text_append(&line, "tufcheck: ");
	escape_append(&line, text_get(&message), false);
	text_append(&line, "\n");
	remains_hide_line();
	/* one write: lines of several processes do not mix; a failure has nowhere to be told */
	(void)fputs(text_get(&line), stderr);
	text_clear(&line);
	text_clear(&message);
}
