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

/**
 * Looks at standard output and, where that is a terminal, takes on the user's
 * locale for characters.
 */
void terminal_look(bool no_colour, struct terminal *ret_terminal);

#endif
