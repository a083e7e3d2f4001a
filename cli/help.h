/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help texts, made from the table of commands and their tables of options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stddef.h>
#include <stdio.h>

#include "cli/command.h"

/** What the program is for, in sentences. */
const char *help_get_purpose(void);

/** Writes the help of one command. */
void help_write_command(FILE *stream, const struct command *command);

/** Writes what the program is for, its commands and its own options. */
void help_write_overview(FILE *stream, const struct command *const *commands, size_t count,
			 const struct option_table *options);

#endif
