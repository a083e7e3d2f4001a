/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Completions of the command line for shells, made from the table of commands
 * and their tables of options.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stddef.h>
#include <stdio.h>

#include "cli/command.h"

/* What is completed. Everything is borrowed. */
struct completion {
	const struct command *const *commands;
	size_t count;
	const struct option_table *options; /* before a command */
};

typedef void completion_writer(FILE *stream, const struct completion *completion);

completion_writer completion_write_bash;
completion_writer completion_write_zsh;
completion_writer completion_write_fish;

#endif
