/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/environment.h"

#define DEFAULT_WIDTH 80
#define MAX_WIDTH 10000

#define AUTO "auto"
#define ALWAYS "always"
#define NEVER "never"

const char *const terminal_colour_words[] = {AUTO, ALWAYS, NEVER, NULL};

static bool is_locale_utf8;

static size_t width_from_environment(void)
{
	const char *text = environment_get(ENVIRONMENT_COLUMNS);
	if (!text)
		return 0;
	char *end;
	errno = 0;
	long width = strtol(text, &end, 10);
	if (errno != 0 || *end != '\0' || width < 1 || width > MAX_WIDTH)
		return 0;
	return (size_t)width;
}

static size_t find_width(int descriptor)
{
	struct winsize size;
	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	size_t width = width_from_environment();
	return width > 0 ? width : DEFAULT_WIDTH;
}

static bool has_sequences(void)
{
	const char *term = environment_get(ENVIRONMENT_TERM);
	return term && strcmp(term, "dumb") != 0;
}

/* What is asked for goes before the environment, and that before what is there. */
static bool wants_colour(const char *colour, bool no_colour, bool is_terminal)
{
	if (no_colour || (colour && strcmp(colour, NEVER) == 0))
		return false;
	if (colour && strcmp(colour, ALWAYS) == 0)
		return true;
	return is_terminal && !environment_get(ENVIRONMENT_NO_COLOR) && has_sequences();
}

/* The user's locale says what a terminal shows; the widths of characters need one that has them. */
static void look_at_locale(void)
{
	is_locale_utf8 = setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (!is_locale_utf8)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
}

void terminal_look(const char *colour, bool no_colour, struct terminal *ret_terminal)
{
	look_at_locale();
	bool is_terminal = isatty(STDOUT_FILENO);
	*ret_terminal = (struct terminal){
		.is_utf8 = !is_terminal || is_locale_utf8,
		.has_colour = wants_colour(colour, no_colour, is_terminal),
		.width = is_terminal ? find_width(STDOUT_FILENO) : 0,
	};
}

bool terminal_is_stderr_able(void)
{
	return has_sequences() && isatty(STDERR_FILENO);
}

bool terminal_is_stderr_ours(void)
{
	pid_t group = tcgetpgrp(STDERR_FILENO);
	return group < 0 || group == getpgrp();
}

size_t terminal_measure_stderr(void)
{
	return find_width(STDERR_FILENO);
}

bool terminal_is_locale_utf8(void)
{
	return is_locale_utf8;
}
