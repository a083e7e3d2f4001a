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

static size_t find_width(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	size_t width = width_from_environment();
	return width > 0 ? width : DEFAULT_WIDTH;
}

static bool wants_colour(void)
{
	if (environment_get(ENVIRONMENT_NO_COLOR))
		return false;
	const char *term = environment_get(ENVIRONMENT_TERM);
	return term && strcmp(term, "dumb") != 0;
}

/* The user's locale says what a terminal shows. To load it takes a while. */
static bool look_at_locale(void)
{
	return setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void terminal_look(bool no_colour, struct terminal *ret_terminal)
{
	if (!isatty(STDOUT_FILENO)) {
		*ret_terminal = (struct terminal){.is_utf8 = true};
		return;
	}
	*ret_terminal = (struct terminal){
		.is_utf8 = look_at_locale(),
		.has_colour = !no_colour && wants_colour(),
		.width = find_width(),
	};
}
