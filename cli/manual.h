/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Manual pages in mdoc(7), made from the table of commands and their tables of
 * options: what a page says is what the command does.
 */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include <stddef.h>
#include <stdio.h>

#include "cli/command.h"

/** Writes the page of one command, tufcheck-NAME(1). */
void manual_write_command(FILE *stream, const struct command *command);

/** Writes that of the program, tufcheck(1). */
void manual_write_overview(FILE *stream, const struct command *const *commands, size_t count,
			   const struct option_table *options);

#endif
