/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What standard output can show.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

struct terminal {
	bool is_utf8; /* text beyond ASCII can be shown; of a file it always can */
	bool has_colour;
	size_t width; /* in columns; 0 when it is no terminal, and lines are as long as they are */
};

/* The words of --color; NULL is "auto". */
extern const char *const terminal_colour_words[];

/**
 * Looks at standard output and at the locale, and sets the locale in which
 * utf8_measure is right.
 *
 * colour: what --color says, or NULL. no_colour: --no-color, which goes before
 * it; it goes before what the environment says.
 */
void terminal_look(const char *colour, bool no_colour, struct terminal *ret_terminal);

/* Of standard error, for progress.h; the locale is that of terminal_look. */

/** Whether it is a terminal on which a line can be written over. */
bool terminal_is_stderr_able(void);

/** Whether the process is in the foreground of that terminal, as far as can be told. */
bool terminal_is_stderr_ours(void);

/** Its width in columns, as it is now. */
size_t terminal_measure_stderr(void);

/** Whether the user's locale has other characters than ASCII's, as UTF-8. */
bool terminal_is_locale_utf8(void);

#endif
